"""Scenes, embedding rasters and maps are told apart."""

import numpy as np
import pytest
from osgeo import gdal

from so2sat_qgis_plugin.engine.raster.kind import EMBEDDING, EMBEDDING_KEY, MAP, SCENE, kind_of, not_a_scene
from so2sat_qgis_plugin.engine.raster.reader import Raster
from so2sat_qgis_plugin.engine.raster.writer import CLASSES_KEY
from tests.support.scenes import write


def info_of(path):
    with Raster(path) as raster:
        return raster.info


def palette(path):
    raster = gdal.Open(path, gdal.GA_Update)
    table = gdal.ColorTable()
    table.SetColorEntry(1, (0, 0, 255))
    raster.GetRasterBand(1).SetColorTable(table)
    raster.FlushCache()
    return path


@pytest.mark.parametrize(
    "bands, metadata, kind",
    [(10, {}, SCENE), (1, {}, SCENE), (516, {EMBEDDING_KEY: "{}"}, EMBEDDING), (1, {CLASSES_KEY: "[]"}, MAP)],
)
def test_by_what_it_says_of_itself(tmp_path, bands, metadata, kind):
    found = info_of(write(tmp_path / "r.tif", np.ones((4, 4, bands), np.uint8), metadata=metadata))
    assert kind_of(found) == kind
    assert bool(not_a_scene(found)) == (kind != SCENE)


def test_another_program_s_map_with_a_palette(tmp_path):
    assert kind_of(info_of(palette(write(tmp_path / "r.tif", np.ones((4, 4, 1), np.uint8))))) == MAP
