"""Labels as people draw them: odd, few, doubtful, off the raster; each is used, counted or refused by name."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsProcessingException,
    QgsVectorLayer,
)

from so2sat_qgis_plugin.engine.modules import bundle
from tests.algorithms.conftest import Feedback
from tests.algorithms.training import Run, codes_of, train
from tests.support import labelled


@pytest.fixture
def embedding(tmp_path: Path) -> str:
    return labelled.write_features(tmp_path / "embedding.tif", labelled.MADE)


def test_mislabelled_polygon_is_a_suspect(run: Run, tmp_path: Path, embedding: str) -> None:
    geometries, labels = labelled.boxes(4)
    labels[4] = "Straße"  # in the water
    layer = labelled.write_layer(tmp_path / "wrong.gpkg", geometries, labels)
    path = train(run, tmp_path, embedding, layer, "class", SUSPECTS=str(tmp_path / "s.gpkg"))["SUSPECTS"]
    found = [feature.attributes()[-4:] for feature in QgsVectorLayer(path, "s").getFeatures()]
    assert len(found) >= 10
    assert all(row[:2] == ["Straße", "Wasser"] and row[3] == 4 for row in found[:10])


def test_more_than_255_classes_make_a_wide_map(run: Run, tmp_path: Path, embedding: str) -> None:
    geometries, labels = labelled.boxes()
    layer = labelled.write_layer(
        tmp_path / "wide.gpkg", geometries, [{"Wald": 7, "Wasser": 300}.get(n, 999) for n in labels]
    )
    path = train(run, tmp_path, embedding, layer, "class")["BUNDLE"]
    made = run("classify", {"INPUT": embedding, "BUNDLE": path, "OUTPUT": str(tmp_path / "map.tif")})["OUTPUT"]
    codes = codes_of(made)
    assert codes.dtype == np.uint16
    assert set(np.unique(codes)) == {0, 7, 300, 999}
    dataset = gdal.Open(made)
    dataset.GetGeoTransform()  # GDAL 3.6 reads the .aux.xml of a GeoTIFF only then
    assert dataset.GetRasterBand(1).GetCategoryNames()[300] == "300"


# Bad input


def test_no_overlap(run: Run, tmp_path: Path, embedding: str) -> None:
    layer = labelled.write_layer(tmp_path / "far.gpkg", [labelled.box(500, 3), labelled.box(600, 3)], ["a", "b"])
    with pytest.raises(QgsProcessingException, match="2 features lie outside the raster"):
        train(run, tmp_path, embedding, layer, "class")
    assert not (tmp_path / "b.so2sat").exists()


@pytest.mark.parametrize(("raster_crs", "epsg"), [(True, 0), (False, 32721)])
def test_missing_crs_is_said(run: Run, tmp_path: Path, raster_crs: bool, epsg: int) -> None:
    raster = labelled.write_features(tmp_path / "e.tif", labelled.MADE, crs=raster_crs)
    layer = labelled.write_layer(tmp_path / "l.gpkg", *labelled.boxes(), epsg=epsg)
    feedback = Feedback()
    train(run, tmp_path, raster, layer, "class", feedback=feedback)
    assert "no CRS" in feedback.text


def test_one_class_only(run: Run, tmp_path: Path, embedding: str) -> None:
    layer = labelled.write_layer(tmp_path / "one.gpkg", labelled.boxes()[0][::3], ["Wald"] * 4)
    with pytest.raises(QgsProcessingException, match=r"one class only \('Wald', 48 samples\)"):
        train(run, tmp_path, embedding, layer, "class")


def test_one_sample_of_every_class(run: Run, tmp_path: Path, embedding: str) -> None:
    layer = labelled.write_layer(
        tmp_path / "one.gpkg", [labelled.box(c, 5, 1, 1) for c in (3, 30, 50)], ["a", "b", "c"]
    )
    with pytest.raises(QgsProcessingException, match="with one sample each nothing can be learnt"):
        train(run, tmp_path, embedding, layer, "class")


def test_class_with_one_polygon_and_class_with_one_sample(run: Run, tmp_path: Path, embedding: str) -> None:
    geometries, labels = labelled.boxes(4)
    keep = [i for i, name in enumerate(labels) if name == "Wald"] + [1]
    layer = labelled.write_layer(
        tmp_path / "few.gpkg",
        [*(geometries[i] for i in keep), labelled.box(50, 20, 1, 1)],
        [*(labels[i] for i in keep), "Straße"],
    )
    feedback = Feedback()
    train(run, tmp_path, embedding, layer, "class", REPORT=str(tmp_path / "r.html"), feedback=feedback)
    figures = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert any("Only one polygon each for 'Wasser'" in note for note in figures["notes"])
    assert any("Only one sample each for 'Straße'" in note for note in figures["notes"])
    by_name = {entry["name"]: entry for entry in figures["classes"]}
    assert by_name["Straße"]["samples"] == 0 and not by_name["Straße"]["validated"]
    assert by_name["Wasser"]["samples"] == 12
    assert "Only one polygon each for 'Wasser'" in (tmp_path / "r.html").read_text(encoding="utf-8").replace(
        "&#x27;", "'"
    )


def test_odd_features_are_counted(run: Run, tmp_path: Path, embedding: str) -> None:
    geometries, labels = labelled.boxes(4)
    x, y = labelled.TRANSFORM[0], labelled.TRANSFORM[3]
    bow_tie = f"POLYGON(({x} {y - 800},{x + 400} {y - 1200},{x + 400} {y - 800},{x} {y - 1200},{x} {y - 800}))"
    layer = labelled.write_layer(
        tmp_path / "odd.gpkg",
        [
            *geometries,
            labelled.box(4, 30),
            labelled.box(8, 30),
            bow_tie,
            "",
            *(labelled.box(c, 20, 4, 2) for c in (18, 19)),
        ],
        [*labels, None, "  ", "Wald", "Wald", "Wald", "Wasser"],
    )
    feedback = Feedback()
    train(run, tmp_path, embedding, layer, "class", feedback=feedback)
    for text in (
        "2 features have no label",
        "1 invalid geometries were repaired",
        "1 features have no geometry",
        "6 cells are claimed by features with different labels",
    ):
        assert text in feedback.text


def test_labels_0_and_negative(run: Run, tmp_path: Path, embedding: str) -> None:
    geometries, labels = labelled.boxes()
    layer = labelled.write_layer(tmp_path / "n.gpkg", geometries, [labelled.CLASSES.index(str(n)) - 1 for n in labels])
    feedback = Feedback()
    loaded = bundle.read(train(run, tmp_path, embedding, layer, "class", feedback=feedback)["BUNDLE"])
    assert [(c.code, c.name) for c in loaded.classes] == [(1, "-1"), (2, "0"), (3, "1")]
    assert "numbered 1 to 3" in feedback.text


@pytest.mark.parametrize("name", ["0", "background", "No data"])
def test_classes_that_usually_mean_none_are_doubted(run: Run, tmp_path: Path, embedding: str, name: str) -> None:
    geometries, labels = labelled.boxes()
    layer = labelled.write_layer(tmp_path / "n.gpkg", geometries, [name if n == "Wald" else n for n in labels])
    feedback = Feedback()
    train(run, tmp_path, embedding, layer, "class", feedback=feedback)
    assert f"'{name}' is taken as a class like any other" in feedback.text


def test_polygon_over_most_of_the_scene_is_doubted(run: Run, tmp_path: Path, embedding: str) -> None:
    layer = labelled.write_layer(
        tmp_path / "n.gpkg", [labelled.box(0, 1, 45, 39), labelled.box(47, 2, 10, 30)], ["outline", "Straße"]
    )
    feedback = Feedback()
    train(run, tmp_path, embedding, layer, "class", EFFORT=0, feedback=feedback)
    assert "One polygon covers 73 % of the raster" in feedback.text


def test_polygons_smaller_than_a_cell(run: Run, tmp_path: Path, embedding: str) -> None:
    places = [(c + i, 3 + 5 * i) for i in range(4) for c in (2, 25, 45)]
    small = [labelled.box(column + 0.1, row + 0.1, 0.2, 0.2) for column, row in places]
    layer = labelled.write_layer(tmp_path / "s.gpkg", small, [labelled.CLASSES[i % 3] for i in range(12)])
    feedback = Feedback()
    train(run, tmp_path, embedding, layer, "class", EFFORT=0, feedback=feedback)
    assert "12 polygons hold no cell's centre; each stands for the one cell" in feedback.text


def test_labels_on_nodata(run: Run, tmp_path: Path, embedding: str) -> None:
    geometries, labels = labelled.boxes()
    layer = labelled.write_layer(tmp_path / "n.gpkg", [*geometries, labelled.box(0, 0, 60, 1)], [*labels, "Wald"])
    feedback = Feedback()
    train(run, tmp_path, embedding, layer, "class", feedback=feedback)
    assert "60 labelled cells are nodata" in feedback.text
    nothing = labelled.write_layer(
        tmp_path / "m.gpkg", [labelled.box(0, 0, 9, 1), labelled.box(9, 0, 9, 1)], ["a", "b"]
    )
    with pytest.raises(QgsProcessingException, match="All 18 labelled cells are nodata"):
        train(run, tmp_path, embedding, nothing, "class")
