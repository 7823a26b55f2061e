"""The labelled scenes of the accuracy benchmark: rasters, labels, and how they are cut into cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr

from so2sat_qgis_plugin.engine.raster.cells import LabelledFeatures


@dataclass(frozen=True)
class LabelledScene:
    """A raster, its labels with their `field`, and the side of a cell in pixels."""

    raster: Callable[[Path], str]
    labels: str
    field: str
    stride: int


def _stacked(folder: Path) -> Callable[[Path], str]:
    def stack(scratch: Path) -> str:
        files = sorted(str(path) for path in folder.glob("lsat7_2000_*.tif"))
        path = str(scratch / "landsat7.vrt")
        gdal.BuildVRT(path, files, separate=True).FlushCache()
        return path

    return stack


def scenes(data: Path) -> dict[str, LabelledScene]:
    """Return the scenes below `data` by name."""
    amazon, leipzig, carolina = (data / name for name in ("rstoolbox_amazon", "leipzig", "nc_landsat7"))
    return {
        "Amazon": LabelledScene(
            lambda _: str(amazon / "sen2_12band_reflectance_4326.tif"),
            str(amazon / "trainingPolygons_sen2.geojson"),
            "class",
            2,
        ),
        "Leipzig": LabelledScene(
            lambda _: str(leipzig / "leipzig_raster.tif"), str(leipzig / "leipzig_points.gpkg"), "land_cover", 2
        ),
        "North Carolina": LabelledScene(_stacked(carolina), str(carolina / "landsat96_polygons.shp"), "label", 2),
    }


def read_labels(path: str, field: str) -> LabelledFeatures:
    """Return the features of a vector file that have a geometry, with their labels."""
    dataset = ogr.Open(path)
    layer = dataset.GetLayer(0)
    found = [f for f in layer if f.GetGeometryRef() is not None]
    system = layer.GetSpatialRef()
    return LabelledFeatures(
        [bytes(f.GetGeometryRef().ExportToWkb()) for f in found],
        [f.GetField(field) for f in found],
        system.ExportToWkt() if system is not None else "",
    )


def draw(labels: LabelledFeatures, seed: int, withheld: Callable[[int], int]) -> tuple[LabelledFeatures, ...]:
    """Return labels to train on and labels withheld: of each class `withheld(count)` features, drawn with `seed`."""
    random = np.random.default_rng(seed)
    names = np.array([str(label) for label in labels.labels])
    test = np.zeros(len(names), bool)
    for name in np.unique(names):
        mine = random.permutation(np.flatnonzero(names == name))
        test[mine[: withheld(len(mine))]] = True
    return tuple(
        LabelledFeatures(
            [labels.geometries[i] for i in np.flatnonzero(part)],
            [labels.labels[i] for i in np.flatnonzero(part)],
            labels.crs,
        )
        for part in (~test, test)
    )
