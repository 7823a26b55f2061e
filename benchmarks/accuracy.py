"""Embed the Amazon scene in several ways and keep the feature vectors of its labelled cells, for `accuracy_draws`.

Run by `make bench-accuracy` with QGIS's Python: arguments are the folder of the scene, the folder of modules, and
the folder to write to. Feature sets that are there already are not made again.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
from osgeo import ogr, osr

from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.embedding.run import embedded
from so2sat_qgis_plugin.engine.features.gather import features_at
from so2sat_qgis_plugin.engine.features.parts import PartFeatures
from so2sat_qgis_plugin.engine.features.source import FeatureSource, RasterFeatures
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.cells import Cells, LabelledFeatures
from so2sat_qgis_plugin.engine.raster.vector import find_cells
from so2sat_qgis_plugin.engine.reference.samples import resolve
from so2sat_qgis_plugin.runtime.client import Worker

RASTER, LABELS = "sen2_12band_reflectance_4326.tif", "trainingPolygons_sen2.geojson"


class Printing(Progress):
    """Warnings on standard output."""

    def warn(self, message: str) -> None:
        print("   ", message)


def labels(path: Path) -> LabelledFeatures:
    """Return the polygons of a GeoJSON file (longitude and latitude) with their field `class`."""
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return LabelledFeatures(
        [bytes(ogr.CreateGeometryFromJson(json.dumps(f["geometry"])).ExportToWkb()) for f in features],
        [f["properties"]["class"] for f in features],
        degrees.ExportToWkt(),
    )


def keep(source: FeatureSource, polygons: LabelledFeatures, path: Path) -> None:
    """Write features, codes and polygons of the labelled cells of `source` to `path` (.npz)."""
    cells = Cells(source.rows, source.columns, source.transform, source.crs)
    samples = resolve(polygons, find_cells(polygons, cells, Progress()), cells)
    features = features_at(source, samples.rows, samples.columns, Progress())
    valid = np.isfinite(features).all(axis=1)
    np.savez(path, features=features[valid], codes=samples.codes[valid], groups=samples.groups[valid])
    print(f"{path.stem}: {int(valid.sum())} samples of {source.dims} dimensions")


def requests(raster: str, modules: Path) -> dict[str, Request]:
    """Return the feature sets by name."""
    resnet = str(modules / "so2sat-lcz-resnet20")
    made = {}
    for window in (8, 16):
        for stride in (1, 2, 4):
            made[f"builtin w{window} s{stride}"] = Request(raster, window=window, stride=stride)
        for stride in (2, 4):
            made[f"resnet20 exact w{window} s{stride}"] = Request(
                raster, resnet, window=window, stride=stride, mode="exact"
            )
        made[f"resnet20 dense w{window} s4"] = Request(raster, resnet, window=window, stride=4, mode="dense")
    made["resnet20 exact w32 s4"] = Request(raster, resnet, window=32, stride=4, mode="exact")
    made["builtin w32 s4"] = Request(raster, window=32, stride=4)
    return made


def main(scene: Path, modules: Path, out: Path) -> None:
    """Make every feature set that is missing."""
    out.mkdir(parents=True, exist_ok=True)
    raster, polygons = str(scene / RASTER), labels(scene / LABELS)
    if not (out / "pixels.npz").exists():
        with RasterFeatures(raster) as source:
            keep(source, polygons, out / "pixels.npz")
    for name, request in requests(raster, modules).items():
        path = out / f"{name}.npz"
        if path.exists():
            continue
        with Worker(os.environ["SO2SAT_PYTHON"]) as worker:
            with embedded(request, out / "home", worker, Printing()) as done:
                keep(PartFeatures(done), polygons, path)
                done.parts.delete()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
