from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from so2sat_qgis_plugin.engine.embedding import fitcheck
from so2sat_qgis_plugin.engine.embedding.pixels import Preprocessing
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster import bands, scaling
from so2sat_qgis_plugin.engine.raster.reader import Raster
from tests.support.data import RESNET20, real
from tests.support.scenes import write


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("norms") / "norm"


def fit(worker, cache, path, scale=0.0, chosen=()):
    with Raster(path) as raster:
        match = bands.match(raster.info, bands.SO2SAT, 10, chosen)
        way = Preprocessing(match.numbers, scaling.choose(raster, match.numbers, scale))
        subject, sampled = fitcheck.Subject(RESNET20, 32, cache=cache), fitcheck.Sampled(raster, match.names, way)
        return fitcheck.check(subject, sampled, worker, Progress())


@pytest.fixture(scope="module")
def crop(tmp_path_factory):
    """The middle of T48QUE as an array (rows, columns, bands)."""
    path = real("t48que/S2L2A_T48QUE_20200223_10band.tif")
    return np.moveaxis(gdal.Open(path).ReadAsArray(200, 200, 640, 640), 0, -1)


@pytest.mark.parametrize(
    ("name", "distance"),
    [
        ("t48que/S2L2A_T48QUE_20200223_10band.tif", 0.30),
        ("rstoolbox_amazon/sen2_12band_reflectance_4326.tif", 0.32),
    ],
)
def test_right_rasters_fit(worker, cache, name, distance):
    found = fit(worker, cache, real(name))
    assert found.distance == pytest.approx(distance, rel=0.1)
    assert found.warning == ""
    assert min(found.distances.values()) == found.distance  # no other way fits better


def test_wrong_scale_is_named(worker, cache):
    found = fit(worker, cache, real("t48que/S2L2A_T48QUE_20200223_10band.tif"), scale=65535)
    assert "clearly better with SCALE 10000" in found.warning
    assert found.distances["SCALE 10000"] == pytest.approx(0.30, rel=0.1)


@pytest.mark.parametrize(
    ("order", "named"),
    [
        ([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], "the bands in reverse order"),
        ([0, 1, 2, 3, 4, 5, 6, 8, 9, 7], "B8A as the raster's last band"),
    ],
)
def test_wrong_order_is_named(worker, cache, crop, tmp_path, order, named):
    """Unnamed bands in another order are taken for So2Sat's; the check tells, and by which order it would fit."""
    path = write(tmp_path / "a.tif", crop[..., order])
    found = fit(worker, cache, path)
    assert named in found.warning
    assert found.distances[named] == pytest.approx(fit(worker, cache, write(tmp_path / "b.tif", crop)).distance)


def test_offset_hardly_changes_the_distance(worker, cache, crop, tmp_path):
    """Why the offset of baseline 04.00 is left to metadata and the darkest values (see scaling)."""
    found = fit(worker, cache, write(tmp_path / "a.tif", crop + 1000))
    assert found.warning == ""
    assert found.distances["1000 taken off every value"] == pytest.approx(found.distance, rel=0.25)


def test_other_sensor_is_far(worker, cache):
    assert fit(worker, cache, real("awkward/regression_test_0_input.tif")).distance > fitcheck.FAR


def test_no_valid_window(worker, cache, tmp_path):
    path = write(tmp_path / "a.tif", np.zeros((64, 64, 10), np.uint16), nodata=0)
    assert fit(worker, cache, path) is None
