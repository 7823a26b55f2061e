"""Label these next, Grow region and Explain cell in QGIS, with the real worker."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from osgeo import gdal, ogr
from qgis.core import QgsProcessingException, QgsVectorLayer

from tests.algorithms.conftest import Feedback
from tests.support import labelled, runs

Run = Callable[..., dict[str, Any]]
MADE = {**labelled.MADE, "bands": ["B2", "B3"]}


@pytest.fixture
def embedding(tmp_path: Path) -> str:
    return labelled.write_features(tmp_path / "embedding.tif", MADE, bands=("B2", "B3"))


@pytest.fixture
def labels(tmp_path: Path) -> str:
    """The boxes, in degrees."""
    return labelled.write_layer(tmp_path / "labels.gpkg", *labelled.boxes(), epsg=4326)


def features(path: str) -> list[dict[str, Any]]:
    layer = QgsVectorLayer(path, "found")
    assert layer.isValid()
    names = [field.name() for field in layer.fields()]
    return [
        {**dict(zip(names, one.attributes())), "x": one.geometry().asPoint().x(), "y": one.geometry().asPoint().y()}
        for one in layer.getFeatures()
    ]


def cell(x: float, y: float) -> tuple[int, int]:
    x0, dx, _, y0, _, dy = labelled.TRANSFORM
    return int((y - y0) / dy), int((x - x0) / dx)


def test_places_with_and_without_labels(run: Run, tmp_path: Path, embedding: str, labels: str) -> None:
    cold = run("labelnext", {"INPUT": embedding, "COUNT": 6, "OUTPUT": str(tmp_path / "cold.gpkg")})
    found = features(cold["OUTPUT"])
    assert cold["FOUND"] == len(found) == 6 and [one["rank"] for one in found] == list(range(1, 7))
    assert {labelled.truth()[cell(one["x"], one["y"])] for one in found} == {0, 1, 2}
    asked = {"INPUT": embedding, "LABELS": labels, "FIELD": "class"}
    warm = run("labelnext", {**asked, "COUNT": 4, "OUTPUT": str(tmp_path / "warm.gpkg")})
    found = features(warm["OUTPUT"])
    assert len(found) == 4 and {one["predicted"] for one in found} <= set(labelled.CLASSES)
    assert all(not one["class"] and one["why"] and 0 <= one["novelty"] <= 100 for one in found)


def test_a_random_sample_for_areas(run: Run, tmp_path: Path, embedding: str, labels: str) -> None:
    asked = {"INPUT": embedding, "LABELS": labels, "FIELD": "class", "WAY": 1, "INTERVAL": 10, "MINIMUM": 20}
    found = features(run("labelnext", {**asked, "OUTPUT": str(tmp_path / "p.gpkg")})["OUTPUT"])
    counts = Counter(one["predicted"] for one in found)
    assert set(counts) == set(labelled.CLASSES) and min(counts.values()) >= 20
    with pytest.raises(QgsProcessingException, match=r"Labels \[LABELS\] is empty, but a random sample"):
        run("labelnext", {"INPUT": embedding, "WAY": 1, "OUTPUT": str(tmp_path / "q.gpkg")})
    with pytest.raises(QgsProcessingException, match=r"Field with the class \[FIELD\] is empty"):
        run("labelnext", {"INPUT": embedding, "LABELS": labels, "OUTPUT": str(tmp_path / "q.gpkg")})


def test_a_scene_is_embedded_once_and_grown_in(run: Run, tmp_path: Path, module: str, so2sat_home: Path) -> None:
    scene = runs.scene(tmp_path / "scene.tif")
    transform = gdal.Open(scene).GetGeoTransform()
    x, y = transform[0] + 86 * transform[1], transform[3] + 74 * transform[5]
    asked = {"INPUT": scene, "MODULE": module, "STRIDE": 4, "WINDOW": 8, "POINT": f"{x},{y}", "THRESHOLD": 40}
    outputs = run("growregion", {**asked, "OUTPUT": str(tmp_path / "region.gpkg")})
    layer = QgsVectorLayer(outputs["OUTPUT"], "region")
    (region,) = layer.getFeatures()
    polygon = ogr.CreateGeometryFromWkb(bytes(region.geometry().asWkb()))
    assert polygon.Contains(ogr.CreateGeometryFromWkt(f"POINT({x} {y})"))
    area = abs(transform[1] * transform[5]) * 16
    assert region["cells"] == outputs["CELLS"] == round(polygon.GetArea() / area)
    (kept,) = (so2sat_home / "scenes").glob("*.npy")
    made = kept.stat().st_mtime_ns
    again = run("growregion", {**asked, "THRESHOLD": 60, "OUTPUT": str(tmp_path / "larger.gpkg")})
    assert again["CELLS"] >= outputs["CELLS"] and kept.stat().st_mtime_ns == made
    with pytest.raises(QgsProcessingException, match="lies outside of .*scene.tif"):
        run("growregion", {**asked, "POINT": f"{x - 1e5},{y}", "OUTPUT": str(tmp_path / "no.gpkg")})
    assert not (tmp_path / "no.gpkg").exists()


def test_a_cell_is_explained(run: Run, tmp_path: Path, embedding: str, labels: str) -> None:
    x0, dx, _, y0, _, dy = labelled.TRANSFORM
    point = f"{x0 + 30.5 * dx},{y0 + 20.5 * dy} [EPSG:32721]"
    asked = {"INPUT": embedding, "LABELS": labels, "FIELD": "class", "POINT": point}
    feedback = Feedback()
    outputs = run("explaincell", {**asked, "OUTPUT": str(tmp_path / "cell.html")}, feedback)
    assert outputs["CLASS"] == "Wasser" and outputs["CONFIDENCE"] > 60 and 0 <= outputs["NOVELTY"] < 50
    assert "Wasser: " in feedback.text
    answer = json.loads((tmp_path / "cell.json").read_text(encoding="utf-8"))
    assert (answer["row"], answer["column"]) == (20, 30) and answer["probabilities"][0][0] == "Wasser"
    page = (tmp_path / "cell.html").read_text(encoding="utf-8")
    assert "Straße" in page and "<svg" in page and "The labels most like it" in page


def test_one_class_and_another_place_are_told(run: Run, tmp_path: Path, embedding: str) -> None:
    one = labelled.write_layer(tmp_path / "one.gpkg", [labelled.box(3, 3)], ["Wald"])
    far = labelled.write_layer(tmp_path / "far.gpkg", [labelled.box(3000, 3), labelled.box(3100, 3)], ["a", "b"])
    asked = {"INPUT": embedding, "FIELD": "class", "OUTPUT": str(tmp_path / "p.gpkg")}
    with pytest.raises(QgsProcessingException, match=r"All labels are of one class \('Wald'\)"):
        run("labelnext", {**asked, "LABELS": one})
    with pytest.raises(QgsProcessingException, match="No cell of the raster is labelled"):
        run("labelnext", {**asked, "LABELS": far})
