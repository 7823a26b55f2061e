"""Titles of scenes from their names."""

from __future__ import annotations

import pytest

from so2sat_qgis_plugin.engine.raster.scene_title import scene_title

TITLES = {
    "/data/S2L2A_T48QUE_20200223_10band.tif": "T48QUE 2020-02-23",
    "S2B_MSIL1C_20230711T101609_N0509_R065_T32UQD_20230711T110233.SAFE": "T32UQD 2023-07-11",
    "T33NZA_20219931.tif": "T33NZA",
    "Boadella_2020-01-28.tif": "Boadella 2020-01-28",
    "sen2_12band_reflectance_4326.tif": "sen2 12band reflectance 4326",
    "/vsizip/a.zip/LETTERS.tif": "LETTERS",
}


@pytest.mark.parametrize("path", TITLES)
def test_a_scene_is_called_by_tile_and_date(path):
    assert scene_title(path) == TITLES[path]
