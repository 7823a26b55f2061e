from __future__ import annotations

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.raster.reader import Raster
from so2sat_qgis_plugin.engine.raster.scaling import Scaling, choose
from tests.support.data import real
from tests.support.scenes import write

REFLECTANCE = np.random.default_rng(0).gamma(4.0, 0.04, (100, 120, 3)).clip(0.001, 1.0)


def chosen(path, scale=0.0):
    with Raster(str(path)) as raster:
        bands = tuple(band.number for band in raster.info.bands)
        scaling = choose(raster, bands, scale)
        return scaling, scaling.apply(raster.read(0, 0, raster.info.height, raster.info.width, bands))


def stored(factor, dtype, add=0.0):
    return np.rint(REFLECTANCE * factor + add).astype(dtype)


@pytest.mark.parametrize(
    ("pixels", "tolerance"),
    [
        (stored(10_000, np.uint16), 1e-4),
        (stored(10_000, np.int16), 1e-4),
        (stored(65_535, np.uint16), 1e-4),
        (stored(255, np.uint8), 4e-3),
        (stored(255, np.uint16), 4e-3),
        (REFLECTANCE.astype(np.float32), 1e-6),
        ((REFLECTANCE * 10_000).astype(np.float32), 1e-6),
        ((REFLECTANCE * 100).astype(np.float32), 1e-6),
    ],
)
def test_by_values(tmp_path, pixels, tolerance):
    scaling, reflectance = chosen(write(tmp_path / "a.tif", pixels))
    assert reflectance.dtype == np.float32
    assert np.abs(reflectance - REFLECTANCE).max() <= tolerance
    assert scaling.how


def test_band_scale_and_offset(tmp_path):
    path = write(tmp_path / "a.tif", stored(10_000, np.uint16, 1000), scale=1e-4, offset=-0.1)
    scaling, reflectance = chosen(path)
    assert np.abs(reflectance - REFLECTANCE).max() < 1e-4
    assert "scale and offset of the raster's bands" in scaling.how


def test_implausible_band_scale_is_not_taken(tmp_path):
    _, reflectance = chosen(write(tmp_path / "a.tif", stored(10_000, np.uint16), scale=0.01))
    assert np.abs(reflectance - REFLECTANCE).max() < 1e-4


@pytest.mark.parametrize(
    "metadata",
    [
        {"BOA_ADD_OFFSET": "-1000"},
        {"RADIO_ADD_OFFSET_1": "-1000", "QUANTIFICATION_VALUE": "10000"},
        {"PROCESSING_BASELINE": "05.09"},
        {"PRODUCT_URI": "S2A_MSIL2A_20230101T105441_N0509_R051_T31TCJ_20230101T141451.SAFE"},
    ],
)
def test_add_offset(tmp_path, metadata):
    scaling, reflectance = chosen(write(tmp_path / "a.tif", stored(10_000, np.uint16, 1000), metadata=metadata))
    assert np.abs(reflectance - REFLECTANCE).max() < 1e-4
    assert "offset" in scaling.how or "adds 1000" in scaling.how


def test_offset_already_taken_off_is_not_taken_off_twice(tmp_path):
    path = write(tmp_path / "a.tif", stored(10_000, np.uint16), metadata={"PROCESSING_BASELINE": "05.09"})
    assert np.abs(chosen(path)[1] - REFLECTANCE).max() < 1e-4


def test_offset_without_metadata_warns(tmp_path):
    scaling, _ = chosen(write(tmp_path / "a.tif", stored(10_000, np.uint16, 1000)))
    assert scaling.offset == (0.0, 0.0, 0.0)
    assert "+1000" in scaling.warning


def test_asked_scale_is_taken(tmp_path):
    path = write(tmp_path / "a.tif", stored(2000, np.uint16), metadata={"BOA_ADD_OFFSET": "-1000"})
    scaling, reflectance = chosen(path, scale=2000)
    assert np.abs(reflectance - REFLECTANCE).max() < 1e-3
    assert "not applied" in scaling.warning


def test_nodata_does_not_decide(tmp_path):
    pixels = stored(10_000, np.uint16)
    pixels[:90] = 65535
    scaling, _ = chosen(write(tmp_path / "a.tif", pixels, nodata=65535))
    assert scaling.slope == (1e-4,) * 3
    pixels[...] = 65535
    assert "No valid pixel" in chosen(write(tmp_path / "b.tif", pixels, nodata=65535))[0].how


def test_json_round_trip(tmp_path):
    scaling = Scaling((1e-4, 2e-4), (-0.1, 0.0), "so")
    assert Scaling.from_json(scaling.to_json()) == scaling


@pytest.mark.parametrize(
    ("name", "slope"),
    [
        ("t48que/S2L2A_T48QUE_20200223_10band.tif", 1e-4),
        ("rstoolbox_amazon/sen2_12band_reflectance_4326.tif", 1.0),
        ("Boadella_2020-01-28.tif", 1e-4),
        ("awkward/worldcereal_s2_202108_9band.tif", 1e-4),
        ("awkward/S2A2A_20190723_022_Barbellino_BOA_10.tif", 1e-4),
    ],
)
def test_real_rasters(name, slope):
    scaling, reflectance = chosen(real(name))
    assert scaling.slope[0] == pytest.approx(slope)
    assert 0.0 < np.median(reflectance) < 0.6


def test_haze_with_offset_warns():
    scaling, _ = chosen(real("awkward/majortom_T33NZA_cloudy_offset/B02.tif"))
    assert "+1000" in scaling.warning
