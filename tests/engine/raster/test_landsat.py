"""Landsat's products are told by name, else by what their values leave out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from so2sat_qgis_plugin.engine.raster import scaling
from so2sat_qgis_plugin.engine.raster.bands import pixel_bands
from so2sat_qgis_plugin.engine.raster.landsat import is_thermal
from so2sat_qgis_plugin.engine.raster.reader import Raster


def written(path: Path, names: list[str], low: int, high: int, kind: int = gdal.GDT_UInt16) -> str:
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 40, 40, len(names), kind)
    random = np.random.default_rng(0)
    for i, name in enumerate(names, start=1):
        dataset.GetRasterBand(i).SetDescription(name)
        dataset.GetRasterBand(i).WriteArray(random.integers(low, high, (40, 40)))
    return str(path)


def chosen(path: str) -> scaling.Scaling:
    with Raster(path) as raster:
        return scaling.choose(raster, pixel_bands(raster.info))


@pytest.mark.parametrize(
    ("name", "low", "high", "slope", "offset", "doubtful"),
    [
        ("SR_B4", 7000, 30_000, 2.75e-5, -0.2, False),
        ("sr_band4", 100, 4000, 1e-4, 0.0, False),
        ("LC08_L1TP_015035_20200101_20200114_01_T1_B4", 5200, 30_000, 2e-5, -0.1, False),
        ("LC09_L2SP_015035_20230101_20230114_02_T1_SR_B4", 7000, 30_000, 2.75e-5, -0.2, False),
        ("", 7300, 30_000, 2.75e-5, -0.2, True),
        ("", 5200, 30_000, 2e-5, -0.1, True),
    ],
)
def test_scaling_of_products(tmp_path, name, low, high, slope, offset, doubtful):
    found = chosen(written(tmp_path / "x.tif", [name, name], low, high))
    assert found.slope == pytest.approx((slope, slope))
    assert found.offset == pytest.approx((offset, offset))
    assert bool(found.warning) == doubtful


def test_others_are_not_taken_as_landsat(tmp_path):
    assert chosen(written(tmp_path / "s2.tif", ["B2", "B3"], 200, 9000)).slope[0] == pytest.approx(1e-4)
    assert chosen(written(tmp_path / "full.tif", ["", ""], 0, 65_000)).slope[0] == pytest.approx(1 / 65535)


@pytest.mark.parametrize(
    ("name", "thermal"),
    [
        ("ST_B10", True), ("LC08_L1TP_015035_20200101_20200114_01_T1_B10", True), ("LE07_L1TP_x_B6_VCID_1", True),
        ("thermal", True), ("SR_B6", False), ("B10", False), ("LC08_L1TP_015035_20200101_20200114_01_T1_B1", False),
    ],
)  # fmt: skip
def test_thermal_bands_are_known_and_left_out(tmp_path, name, thermal):
    assert is_thermal(name) == thermal
    with Raster(written(tmp_path / "x.tif", ["SR_B2", name], 7000, 9000)) as raster:
        assert pixel_bands(raster.info) == ((1,) if thermal else (1, 2))
