"""A small labelled scene: rasters and vector layers that tests of training write for themselves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from osgeo import ogr, osr

from so2sat_qgis_plugin.engine.features.source import EMBEDDING_KEY
from so2sat_qgis_plugin.engine.raster.grid import Transform
from so2sat_qgis_plugin.engine.raster.writer import GeoTiffProfile, GeoTiffWriter

ROWS, COLUMNS = 40, 60
TRANSFORM = Transform(600000.0, 80.0, 0.0, 9800000.0, 0.0, -80.0)
CLASSES = ("Wald", "Wasser", "Straße")
MADE = {"module": "made", "module_hash": "00aa", "window": 8, "stride": 8, "mode": "exact", "bands": ["B2", "B3"]}


def system(code: int) -> osr.SpatialReference:
    made = osr.SpatialReference()
    made.ImportFromEPSG(code)
    made.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return made


def truth() -> np.ndarray:
    """The class (0, 1, 2) of every cell: three upright stripes."""
    return np.repeat(np.arange(3), COLUMNS // 3)[np.newaxis].repeat(ROWS, axis=0)


def write_features(
    path: Path,
    provenance: dict[str, object] | None = None,
    seed: int = 0,
    dims: int = 6,
    crs: bool = True,
    bands: Sequence[str] = (),
) -> str:
    """Write a raster of feature vectors in which the classes differ clearly; its first row is nodata.

    With `bands`, their cell statistics follow, in which the classes differ too.
    """
    random = np.random.default_rng(seed)
    means = np.random.default_rng(7).normal(size=(3, dims)) * 3
    values = (means[truth()] + random.normal(size=(ROWS, COLUMNS, dims))).astype(np.float32)
    means = 0.2 + 0.05 * np.random.default_rng(8).normal(size=(3, len(bands)))
    statistics = np.concatenate([means[truth()], np.full((ROWS, COLUMNS, len(bands)), 0.02)], axis=2)
    statistics += 0.005 * random.normal(size=statistics.shape)
    values = np.concatenate([values, statistics.astype(np.float32)], axis=2)
    values[0] = np.nan
    metadata = {} if provenance is None else {EMBEDDING_KEY: json.dumps(provenance)}
    wkt = system(32721).ExportToWkt() if crs else ""
    names = [f"e{i + 1:04d}" for i in range(dims)] + [f"{kind}_{band}" for kind in ("mean", "sd") for band in bands]
    profile = GeoTiffProfile(
        ROWS, COLUMNS, len(names), "float32", TRANSFORM, wkt, nodata=np.nan, metadata=metadata, band_names=names
    )
    with GeoTiffWriter(path, profile) as writer:
        writer.write(0, 0, values)
    return str(path)


def box(column: float, row: float, columns: float = 3, rows: float = 4) -> str:
    """A rectangle in cells, as WKT."""
    x0, dx, _, y0, _, dy = TRANSFORM
    x1, x2, y1, y2 = x0 + column * dx, x0 + (column + columns) * dx, y0 + row * dy, y0 + (row + rows) * dy
    return f"POLYGON(({x1} {y1},{x2} {y1},{x2} {y2},{x1} {y2},{x1} {y1}))"


def boxes(per_class: int = 4) -> tuple[list[str], list[object]]:
    """Polygons well inside their class, and their labels."""
    places = [(c * 20 + 2 + 5 * (i % 3), 3 + 8 * i) for i in range(per_class) for c in range(3)]
    return [box(*place) for place in places], [CLASSES[i % 3] for i in range(len(places))]


def write_layer(
    path: Path,
    geometries: Sequence[str],
    labels: Sequence[object],
    field: str = "class",
    epsg: int = 32721,
    drawn: int = 32721,
) -> str:
    """Write a GeoPackage of WKT geometries (in EPSG:`drawn`) with a text field, or an integer one where labels are."""
    integer = all(isinstance(label, int) for label in labels)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("labels", system(epsg) if epsg else None, ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn(field, ogr.OFTInteger if integer else ogr.OFTString))
    to = osr.CoordinateTransformation(system(drawn), system(epsg)) if epsg not in (0, drawn) else None
    for wkt, label in zip(geometries, labels):
        feature = ogr.Feature(layer.GetLayerDefn())
        if wkt:
            geometry = ogr.CreateGeometryFromWkt(wkt)
            if to is not None:
                geometry.Transform(to)
            feature.SetGeometry(geometry)
        if label is not None:
            feature.SetField(0, label)
        layer.CreateFeature(feature)
    return f"{path}|layername=labels"
