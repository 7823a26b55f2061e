"""Rasters as they come: whatever their grid and mask, the embedding lies right on the map.

The bands of the rasters are their own pixels' coordinates and the module gives the mean of a window, so a cell's
features must be the coordinates of its own centre.
"""

from __future__ import annotations

import math
import os
import subprocess

import numpy as np
import pytest
from osgeo import gdal

from so2sat_qgis_plugin.engine.raster import georeference
from so2sat_qgis_plugin.engine.raster.grid import Transform
from so2sat_qgis_plugin.engine.raster.reader import Raster
from tests.support.data import RESNET20, real
from tests.support.scenes import UTM, wkt, write

pytestmark = pytest.mark.skipif(not os.environ.get("SO2SAT_PYTHON"), reason="SO2SAT_PYTHON names no runtime")

WINDOW, STRIDE = 8, 4
LON, LAT = 15.0, 47.0
MEAN = """
import sys, tensorflow as tf
class Mean(tf.Module):
    def __init__(self):
        self.one = tf.Variable(1.0)
    @tf.function(input_signature=[tf.TensorSpec((None, None, None, 2), tf.float32)])
    def __call__(self, images):
        return {"default": tf.reduce_mean(images * self.one, (1, 2))}
tf.saved_model.save(Mean(), sys.argv[1])
"""


@pytest.fixture(scope="session")
def mean_module(tmp_path_factory):
    folder = tmp_path_factory.mktemp("modules") / "mean"
    subprocess.run([os.environ["SO2SAT_PYTHON"], "-c", MEAN, str(folder)], check=True, capture_output=True)
    return str(folder)


@pytest.fixture
def embed(run, mean_module, tmp_path):
    """Embed a raster and return the embedding as (info, features (rows, columns, 2) with NaN)."""

    def call(raster, **parameters):
        values = {"INPUT": raster, "MODULE": mean_module, "SCALE": 1, "WINDOW": WINDOW, "STRIDE": STRIDE, "MODE": 1}
        output = run("embed", {**values, "OUTPUT": str(tmp_path / "e.tif"), **parameters})["OUTPUT"]
        with Raster(output) as opened:
            info = opened.info
            return info, opened.read(0, 0, info.height, info.width, (1, 2))

    return call


def rotated(x, y, size, degrees):
    c, s = size * math.cos(math.radians(degrees)), size * math.sin(math.radians(degrees))
    return (x, c, s, y, s, -c)


def coordinates(info):
    """Return x and y of every pixel's centre from the middle of UTM's origin, (rows, columns, 2)."""
    columns, rows = np.meshgrid(np.arange(info.width) + 0.5, np.arange(info.height) + 0.5)
    return np.stack(info.transform.at(columns, rows), axis=-1)


def scene(path, transform, epsg, shape=(61, 50), **options):
    write(path, np.zeros((*shape, 2), np.float32), transform=transform, epsg=epsg)
    with Raster(str(path)) as raster:
        values = coordinates(raster.info)
    origin = np.array([transform[0], transform[3]])
    return write(path, (values - origin).astype(np.float32), ["x", "y"], transform=transform, epsg=epsg, **options)


def check(info, features, transform, shape=(61, 50)):
    """Assert that every cell with its window inside the raster holds its own centre; returns how many there are."""
    centres = coordinates(info)
    columns, rows = Transform(*transform).pixels(centres[..., 0], centres[..., 1])
    half = WINDOW / 2 - 1e-6  # at the rim windows are filled by reflection
    inner = (rows > half) & (rows < shape[0] - half) & (columns > half) & (columns < shape[1] - half)
    step = float(np.hypot(transform[1], transform[4]))
    difference = np.abs(features - (centres - np.array([transform[0], transform[3]])))[inner] / step
    assert difference.max() < 0.01  # pixels of the raster
    return int(inner.sum())


GRIDS = {
    "north up": (UTM, 32633),
    "south up": ((500_000.0, 10.0, 0.0, 5_000_000.0, 0.0, 10.0), 32633),
    "rotated": (rotated(500_000.0, 5_000_000.0, 10.0, 33.0), 32633),
    "degrees": ((LON, 0.00009, 0.0, LAT, 0.0, -0.00009), 4326),
    "oblong": ((500_000.0, 20.0, 0.0, 5_000_000.0, 0.0, -10.0), 32633),
    "no CRS": (UTM, None),
}


@pytest.mark.parametrize("grid", GRIDS)
def test_every_cell_holds_its_own_place(embed, tmp_path, grid):
    transform, epsg = GRIDS[grid]
    info, features = embed(scene(tmp_path / "a.tif", transform, epsg), GRID=1)
    assert (info.height, info.width) == (16, 13)  # 61 × 50 pixels leave a last row one pixel wide
    assert np.allclose(info.transform, np.array(transform) * [1, STRIDE, STRIDE, 1, STRIDE, STRIDE], rtol=1e-12)
    assert (info.crs == "") == (epsg is None)
    assert check(info, features, transform) == 13 * 11


@pytest.mark.parametrize("grid", ["north up", "rotated"])
def test_extent_in_another_crs(embed, tmp_path, grid):
    """Cells under an extent in degrees, not one moved, and all that it touches."""
    transform, epsg = GRIDS[grid]
    path = scene(tmp_path / "a.tif", transform, epsg)
    whole, _ = embed(path, GRID=1)
    x, y = Transform(*transform).at(np.array([15.0, 30.0]), np.array([20.0, 41.0]))
    longitude, latitude = georeference.to_crs(wkt(32633), "EPSG:4326", x, y)
    box = f"{longitude.min()},{longitude.max()},{latitude.min()},{latitude.max()} [EPSG:4326]"
    info, features = embed(path, GRID=1, EXTENT=box, OUTPUT=str(tmp_path / "part.tif"))
    assert info.width < whole.width and info.height < whole.height
    column, row = Transform(*whole.transform).pixels(np.array([info.transform[0]]), np.array([info.transform[3]]))
    assert abs(column[0] - round(column[0])) < 1e-6 and abs(row[0] - round(row[0])) < 1e-6  # the same cells
    assert check(info, features, transform) > 10
    for corner in zip(x, y):
        c, r = Transform(*info.transform).pixels(np.array([corner[0]]), np.array([corner[1]]))
        assert -1e-6 <= c[0] <= info.width + 1e-6 and -1e-6 <= r[0] <= info.height + 1e-6


@pytest.mark.parametrize("kind", ["nodata", "mask", "alpha", "NaN"])
def test_invalid_pixels(embed, tmp_path, kind):
    """A hole makes the cells nodata whose windows are mostly hole, and no others."""
    transform, epsg = GRIDS["north up"]
    path = scene(tmp_path / "a.tif", transform, epsg, shape=(64, 64))
    hole = np.s_[16:40, 20:48]
    dataset = gdal.Open(path)
    pixels = np.moveaxis(dataset.ReadAsArray(), 0, -1)
    parameters = {"BANDS": [1, 2], "GRID": 1}
    if kind in ("nodata", "NaN"):
        pixels[hole] = -9999 if kind == "nodata" else np.nan
        path = write(tmp_path / "b.tif", pixels, transform=transform, nodata=-9999 if kind == "nodata" else None)
    elif kind == "alpha":
        opaque = np.full((64, 64, 1), 255, np.float32)
        opaque[hole] = 0
        path = write(tmp_path / "b.tif", np.concatenate([pixels, opaque], axis=-1), transform=transform)
        dataset = gdal.Open(path, gdal.GA_Update)
        dataset.GetRasterBand(3).SetColorInterpretation(gdal.GCI_AlphaBand)
    else:
        dataset = gdal.Open(path, gdal.GA_Update)
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        mask = np.full((64, 64), 255, np.uint8)
        mask[hole] = 0
        dataset.GetRasterBand(1).GetMaskBand().WriteArray(mask)
    dataset = None
    info, features = embed(path, **parameters)
    invalid = np.zeros((64, 64), bool)
    invalid[hole] = True
    padded = np.pad(invalid, 2, mode="reflect")
    share = np.array([[padded[r : r + 8, c : c + 8].mean() for c in range(0, 64, 4)] for r in range(0, 64, 4)])
    assert (np.isnan(features[..., 0]) == (share > 0.5)).all()
    untouched = share == 0
    untouched[[0, -1]] = untouched[:, [0, -1]] = False
    expected = coordinates(info) - np.array([transform[0], transform[3]])
    assert np.abs(features - expected)[untouched].max() < 0.1


def test_smaller_than_a_window(embed, tmp_path):
    transform, epsg = GRIDS["north up"]
    info, features = embed(scene(tmp_path / "a.tif", transform, epsg, shape=(5, 3)), GRID=1)
    assert (info.height, info.width) == (2, 1)
    assert np.isfinite(features).all()
    assert info.transform[:4] == (transform[0], 40.0, 0.0, transform[3])


@pytest.mark.parametrize("grid", ["rotated", "degrees", "south up", "oblong"])
def test_warped_cells_hold_their_own_place(embed, tmp_path, grid):
    transform, epsg = GRIDS[grid]
    path = scene(tmp_path / "a.tif", transform, epsg, shape=(121, 130))
    info, features = embed(path, GRID=2)
    assert info.transform[2] == info.transform[4] == 0.0
    assert info.transform[1] == -info.transform[5] > 0
    with Raster(path) as raster:
        size = float(f"{np.sqrt(np.prod(georeference.ground_pixel_size(raster.info))):.2g}")
        assert info.transform[1] == STRIDE * size  # square, as large as the raster's own on the ground
        source = raster.info
    centres = coordinates(info)
    x, y = georeference.to_crs(info.crs, source.crs, centres[..., 0].ravel(), centres[..., 1].ravel())
    columns, rows = Transform(*transform).pixels(x, y)
    reach = 3 * WINDOW / 2  # a window may lie askew over the raster
    inner = (rows > reach) & (rows < 121 - reach) & (columns > reach) & (columns < 130 - reach)
    expected = np.stack([x - transform[0], y - transform[3]], axis=-1)
    difference = (features.reshape(-1, 2) - expected)[inner] / float(np.hypot(transform[1], transform[4]))
    assert inner.sum() > 100
    assert np.abs(difference).max() < 0.15  # pixels of the raster


def test_thirty_metres_are_warped_by_default(run, tmp_path):
    """A module of 10 m pixels on a raster of 30 m: the map comes in cells of 10 m × stride, where it belongs."""
    raster = real("awkward/regression_test_0_input.tif")
    values = {"INPUT": raster, "MODULE": str(RESNET20), "STRIDE": 32, "OUTPUT": str(tmp_path / "e.tif"), "SCALE": 10000}
    with Raster(raster) as source, Raster(run("embed", values)["OUTPUT"]) as result:
        assert result.info.pixel_size == (320.0, 320.0)
        assert result.info.crs == source.info.crs
        assert (result.info.width, result.info.height) == (21, 21)  # 6720 m
        assert (result.info.transform[0], result.info.transform[3]) == (440280.0, 3159720.0)
