"""A module of the So2Sat ResNet-50's shape goes the whole way: get, describe, embed, fine-tune, embed, fine-tune."""

from __future__ import annotations

import json
import os
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal, ogr, osr

from so2sat_qgis_plugin.engine.modules.catalogue import catalogue, read_history
from tests.support.data import ROOT, T48QUE, needs_shared

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def twin(tmp_path: Path, so2sat_home: Path) -> str:
    """The name of a catalogue entry like the So2Sat module's; behind it is a .tar.gz with random weights."""
    code = f"from so2sat_qgis_plugin.worker.modules.export import export_resnet50 as e; e({str(tmp_path / 'twin')!r})"
    python = os.environ.get("SO2SAT_PYTHON") or pytest.skip("needs the runtime: set SO2SAT_PYTHON")
    subprocess.run([python, "-c", code], cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(tmp_path / "twin.tar.gz", "w:gz", compresslevel=1) as tar:
        tar.add(tmp_path / "twin", ".")
    like = catalogue(so2sat_home)["so2sat-ms-resnet50"].to_json()
    so2sat_home.mkdir()
    entry = {**like, "name": "twin", "handle": str(tmp_path / "twin.tar.gz")}
    (so2sat_home / "modules.json").write_text(json.dumps({"modules": [entry]}))
    return "twin"


@pytest.fixture
def labels(tmp_path: Path) -> str:
    """Eight squares on T48QUE: the darkest places in the near infrared are water, the brightest are not."""
    dataset = gdal.Open(str(T48QUE))
    infrared = dataset.GetRasterBand(7).ReadAsArray(0, 0, 640, 640).reshape(20, 32, 20, 32).mean((1, 3))
    order = np.argsort(infrared, axis=None)
    x0, dx, _, y0, _, dy = dataset.GetGeoTransform()
    system = osr.SpatialReference(dataset.GetProjection())
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "labels.gpkg"))
    layer = made.CreateLayer("labels", system, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("class", ogr.OFTString))
    for name, cells in (("water", order[:4]), ("land", order[-4:])):
        for cell in cells:
            row, column = divmod(int(cell), 20)
            x, y = x0 + dx * (32 * column + 8), y0 + dy * (32 * row + 8)
            feature = ogr.Feature(layer.GetLayerDefn())
            feature["class"] = name
            box = f"POLYGON(({x} {y},{x + 16 * dx} {y},{x + 16 * dx} {y + 16 * dy},{x} {y + 16 * dy},{x} {y}))"
            feature.SetGeometry(ogr.CreateGeometryFromWkt(box))
            layer.CreateFeature(feature)
    made.Destroy()
    return str(tmp_path / "labels.gpkg")


@pytest.mark.slow
@needs_shared
def test_whole_way(run: Run, twin: str, labels: str, tmp_path: Path) -> None:
    got = run("getmodule", {"MODULE": twin})
    run("describemodule", {"MODULE": twin, "REPORT": str(tmp_path / "twin.html")})
    found = json.loads((tmp_path / "twin.json").read_text())
    assert found["content_hash"] == got["HASH"] and found["fine_tunable"] and found["dimensions"] == 2048
    assert (found["feature_map"]["stride"], found["feature_map"]["receptive_field"]) == (32, 483)

    x0, dx, _, y0, _, dy = gdal.Open(str(T48QUE)).GetGeoTransform()
    extent = f"{x0},{x0 + 64 * dx},{y0 + 64 * dy},{y0}"

    def embed(module: str, name: str) -> np.ndarray:
        path = str(tmp_path / f"{name}.tif")
        common = {"INPUT": str(T48QUE), "MODULE": module, "WINDOW": 32, "STRIDE": 32, "EXTENT": extent, "MODE": 1}
        run("embed", {**common, "BACKEND": 1, "OUTPUT": path})
        return gdal.Open(path).ReadAsArray()

    def tune(module: str, name: str, **changed: Any) -> str:
        common = {"INPUT": str(T48QUE), "TRAINING": labels, "FIELD": "class", "MODULE": module, "STRIDE": 8}
        run("finetune", {**common, "EPOCHS": 1, "SAMPLES": 24, "BATCH": 8, "OUTPUT": str(tmp_path / name), **changed})
        return str(tmp_path / name)

    before = embed(twin, "before")
    once = tune(twin, "once")
    after = embed(once, "after")
    twice = tune(once, "twice", LAYERS=1)
    assert before.shape == after.shape == (2048 + 2 * 10, 2, 2)
    assert np.isfinite(after).all() and np.abs(after - before)[:2048].max() > 1e-3
    assert [step["layers"] for step in read_history(Path(twice))] == ["all", "last"]
