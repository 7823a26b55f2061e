from __future__ import annotations

import pytest

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.raster.bands import EUROSAT, L1C, L2A, SO2SAT, canonical, canonical_names, match
from so2sat_qgis_plugin.engine.raster.reader import BandInfo, Raster, RasterInfo
from tests.support.data import real


def info(names, metadata=None, alpha=()):
    bands = tuple(
        BandInfo(i, name, "uint16", None, None, None, i in alpha, metadata=(metadata or {}).get(i, {}))
        for i, name in enumerate(names, start=1)
    )
    return RasterInfo("x.tif", 10, 10, (0, 10, 0, 0, 0, -10), "", bands, {})


def read_info(name):
    with Raster(real(name)) as raster:
        return raster.info


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("B2", "B2"), ("B02", "B2"), ("b02", "B2"), ("Band 2", "B2"), ("band_02", "B2"), ("BAND2", "B2"),
        ("Band-8A", "B8A"),
        ("B8A", "B8A"), ("B08A", "B8A"), ("b8a", "B8A"), ("B08", "B8"), ("B12", "B12"), ("B10", "B10"), ("B1", "B1"),
        ("T48QUE_20200223T033741_B02_10m.jp2", "B2"), ("T48QUE_20200223T033741_B8A_20m", "B8A"),
        ("L2A_T31TCJ_20190101T105441_B11_20m", "B11"), ("S2_B04", "B4"), ("Sentinel-2 B04 (red)", "B4"),
        ("B2, central wavelength 490 nm", "B2"), ("blue", "B2"), ("Green", "B3"), ("RED", "B4"), ("nir", "B8"),
        ("Red Edge 1", "B5"), ("red_edge_2", "B6"), ("rededge3", "B7"), ("NIR narrow", "B8A"), ("nir08", "B8A"),
        ("swir16", "B11"), ("SWIR 2", "B12"), ("Blue (490 nm)", "B2"), ("S2 red", "B4"),
        ("", ""), ("SCL", ""), ("B13", ""), ("cloud mask", ""), ("NDVI", ""), ("AOT_10m", ""), ("B", ""), ("bed2", ""),
        ("SR_B5", ""), ("LC08_L2SP_025039_B5", ""), ("elevation", ""), ("Band 20", ""), ("infrared", "B8"),
    ],
)  # fmt: skip
def test_spellings(text, name):
    assert canonical(text) == name


def test_names_in_any_order_are_found():
    found = match(info(["B12", "swir16", "b8a", "NIR", "B07", "B06", "B05", "red", "green", "blue", "B01"]), SO2SAT, 10)
    assert found.numbers == (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
    assert found.names == SO2SAT
    assert "B8A = band 3 (b8a)" in found.how


def test_module_words_are_names_too():
    found = match(info(["B02", "B03", "B04"]), ["red", "green", "blue"], 3)
    assert found.numbers == (3, 2, 1)
    assert found.names == ("B4", "B3", "B2")


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("wavelength", ["492.4", "559.8", "664.6"]),
        ("CENTRAL_WAVELENGTH_UM", ["0.4924", "0.560", "0.665"]),
        ("centre wavelength", ["490 nm", "560 nm", "665 nm"]),
        ("BANDWAVELENGTH", ["490", "560", "665"]),
        ("center_wavelength", ["0.49", "0.56", "0.665"]),
    ],
)
def test_wavelengths(key, values):
    metadata = {i: {key: value} for i, value in enumerate(reversed(values), start=1)}
    assert match(info(["", "", ""], metadata), ["B2", "B3", "B4"], 3).numbers == (3, 2, 1)


def test_wavelength_beats_a_number_that_means_another_band():
    # Landsat 8's B5 is a near infrared at 865 nm; Sentinel-2's B5 is at 704 nm
    assert canonical_names(info(["B5"], {1: {"wavelength": "865"}})) == ("B8A",)


def test_band_n_as_a_position_is_no_name():
    names = [f"Band {i}" for i in range(1, 13)]
    found = match(info(names), SO2SAT, 10)
    assert found.numbers == (2, 3, 4, 5, 6, 7, 8, 9, 11, 12)  # B9 is the tenth of L2A's twelve
    assert match(info(["Band 2", "Band 3", "Band 4"]), ["B4", "B3", "B2"], 3).numbers == (3, 2, 1)


@pytest.mark.parametrize(("count", "order"), [(10, SO2SAT), (12, L2A), (13, L1C)])
def test_known_orders_without_names(count, order):
    found = match(info([""] * count), SO2SAT, 10)
    assert found.numbers == tuple(order.index(name) + 1 for name in SO2SAT)
    assert "no names" in found.how
    assert canonical_names(info([""] * count)) == order


def test_eurosat_order_by_name():
    found = match(info([name.lower() for name in L1C]), EUROSAT, 13)
    assert found.names[-1] == "B8A"
    assert found.numbers == (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 9)


def test_alpha_is_not_counted():
    assert match(info(["", "", "", ""], alpha=(4,)), ["red", "green", "blue"], 3).numbers == (1, 2, 3)
    assert match(info(["", "", ""], alpha=(3,)), None, 0).numbers == (1, 2)


def test_missing_band_is_named():
    with pytest.raises(So2SatError) as error:
        match(read_info("awkward/worldcereal_s2_202108_9band.tif"), SO2SAT, 10, module_name="so2sat-ms-resnet50")
    text = str(error.value)
    assert text.startswith("band B8A is missing: the module so2sat-ms-resnet50 needs B2, B3,")
    assert "9 bands (B02, B03" in text
    assert text.endswith("Choose bands by hand in Bands.")


@pytest.mark.parametrize("count", [1, 9, 11, 14])
def test_unnamed_bands_of_an_unknown_count(count):
    with pytest.raises(So2SatError, match="cannot be told apart"):
        match(info([""] * count), SO2SAT, 10)


def test_module_without_names():
    assert match(info(["a", "b"]), None, 2).numbers == (1, 2)
    assert match(info(["a", "b"]), (), 0).names == ("a", "b")
    with pytest.raises(So2SatError, match="takes 3 bands"):
        match(info(["a", "b"]), None, 3)


def test_by_hand():
    assert match(info(["x", "y", "z"]), ["B4", "B3"], 2, chosen=[3, 1]).numbers == (3, 1)
    with pytest.raises(So2SatError, match="names 1 bands"):
        match(info(["x", "y"]), ["B4", "B3"], 2, chosen=[1])
    with pytest.raises(So2SatError, match="band 4"):
        match(info(["x", "y"]), None, 0, chosen=[4])


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("t48que/S2L2A_T48QUE_20200223_10band.tif", tuple(range(1, 11))),
        ("rstoolbox_amazon/sen2_12band_reflectance_4326.tif", (2, 3, 4, 5, 6, 7, 8, 9, 11, 12)),
        ("Boadella_2020-01-28.tif", (2, 3, 4, 5, 6, 7, 8, 9, 11, 12)),
        ("awkward/regression_test_0_input.tif", tuple(range(1, 11))),
    ],
)
def test_real_rasters(name, numbers):
    assert match(read_info(name), SO2SAT, 10).numbers == numbers
