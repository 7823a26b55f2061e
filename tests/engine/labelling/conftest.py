"""A scene kept for labelling, made of an embedding raster whose classes differ clearly."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from osgeo import ogr

from so2sat_qgis_plugin.engine.labelling.keep import open_raster
from so2sat_qgis_plugin.engine.labelling.loop import LabelLayer
from so2sat_qgis_plugin.engine.labelling.scene import LabelScene
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.cells import LabelledFeatures
from tests.support import labelled

BANDS = ("B2", "B3", "B4", "B8")


@pytest.fixture(scope="session")
def raster(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An embedding raster with the cell statistics of four bands; its first row is nodata."""
    folder = tmp_path_factory.mktemp("labelling")
    return labelled.write_features(folder / "e.tif", {**labelled.MADE, "bands": list(BANDS)}, bands=BANDS)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def kept(raster: str, home: Path) -> LabelScene:
    """The raster, kept for labelling."""
    return open_raster(raster, "", home, Progress())


def layer(wkt: Sequence[str], labels: Sequence[object], epsg: int = 32721) -> LabelLayer:
    """Labels in the field "class", drawn in EPSG:32721 and given in EPSG:`epsg`."""
    geometries = [ogr.CreateGeometryFromWkt(text) for text in wkt]
    if epsg != 32721:
        to = ogr.osr.CoordinateTransformation(labelled.system(32721), labelled.system(epsg))
        for geometry in geometries:
            geometry.Transform(to)
    crs = labelled.system(epsg).ExportToWkt()
    return LabelLayer(LabelledFeatures([bytes(one.ExportToWkb()) for one in geometries], list(labels), crs), "class")


def boxes(per_class: int = 4, epsg: int = 32721) -> LabelLayer:
    """Polygons well inside their class."""
    return layer(*labelled.boxes(per_class), epsg=epsg)
