"""Train classifier and Classify with bundle, in QGIS, with the real worker."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsRendererCategory,
    QgsVectorLayer,
)

from so2sat_qgis_plugin.engine.modules import bundle
from so2sat_qgis_plugin.provider import So2SatProvider
from tests.algorithms.conftest import Feedback
from tests.algorithms.training import FIELD, LOGISTIC, Run, codes_of, train
from tests.support import labelled


@pytest.fixture
def embedding(tmp_path: Path) -> str:
    return labelled.write_features(tmp_path / "embedding.tif", labelled.MADE)


@pytest.fixture
def layer(tmp_path: Path) -> str:
    """The boxes, in degrees, with a field of an odd name."""
    return labelled.write_layer(tmp_path / "labels.gpkg", *labelled.boxes(), field="Klasse (übrig) 'x'", epsg=4326)


@pytest.fixture(scope="module")
def trained(provider: So2SatProvider, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A bundle trained on the embedding of `labelled.MADE`."""
    import processing

    folder = tmp_path_factory.mktemp("trained")
    parameters = {
        "INPUT": labelled.write_features(folder / "embedding.tif", labelled.MADE),
        "TRAINING": labelled.write_layer(folder / "labels.gpkg", *labelled.boxes()),
        "FIELD": "class",
        "CLASSIFIER": LOGISTIC,
        "SMOOTH": 1,
        "BUNDLE": str(folder / "b.so2sat"),
    }
    return str(processing.run("so2sat:train", parameters, feedback=Feedback())["BUNDLE"])


def test_train_and_classify(run: Run, tmp_path: Path, embedding: str, layer: str) -> None:
    outputs = train(
        run, tmp_path, embedding, layer, REPORT=str(tmp_path / "r.html"), SUSPECTS=str(tmp_path / "suspects.gpkg")
    )
    figures = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert figures["validation"] == "polygons held out"
    assert figures["overall_accuracy"] > 0.95
    assert figures["overall_accuracy_ci95"][0] < figures["overall_accuracy"] <= figures["overall_accuracy_ci95"][1]
    assert [entry["name"] for entry in figures["classes"]] == sorted(labelled.CLASSES)
    assert all(entry["polygons"] == 4 and entry["samples"] == 48 for entry in figures["classes"])
    keys = {"code", "name", "users_accuracy", "producers_accuracy", "f1", "samples", "polygons"}
    assert keys <= set(figures["classes"][0])
    assert {"kappa", "macro_f1", "confusion", "overall_accuracy_ci95"} <= set(figures["random_split"])
    assert figures["baseline"] is None
    assert np.array(figures["confusion"]).sum() == 144
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "optimistic" in page and "rows are the reference" in page and "Straße" in page and "<svg" in page
    assert QgsVectorLayer(outputs["SUSPECTS"], "s").isValid()

    with zipfile.ZipFile(outputs["BUNDLE"]) as archive:
        assert archive.namelist() == ["manifest.json", "estimator.skops"]
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["module_hash"] == "00aa" and manifest["window"] == 8 and manifest["bands"] == ["B2", "B3"]
    assert manifest["versions"]["scikit-learn"] and manifest["validation"]["macro_f1"] == figures["macro_f1"]

    other = labelled.write_features(tmp_path / "other date.tif", labelled.MADE, seed=5)
    feedback = Feedback()
    made = run(
        "classify",
        {
            "INPUT": other,
            "BUNDLE": outputs["BUNDLE"],
            "OUTPUT": str(tmp_path / "map.tif"),
            "CONFIDENCE": str(tmp_path / "confidence.tif"),
            "NOVELTY": str(tmp_path / "novelty.tif"),
        },
        feedback,
    )
    codes = codes_of(made["OUTPUT"])
    names = ["", *sorted(labelled.CLASSES)]
    wanted = np.array([names.index(name) for name in labelled.CLASSES])[labelled.truth()]
    assert codes.dtype == np.uint8
    assert (codes[1:] == wanted[1:]).mean() > 0.97
    assert (codes[0] == 0).all()
    dataset = gdal.Open(made["OUTPUT"])
    assert dataset.GetGeoTransform() == labelled.TRANSFORM
    assert dataset.GetRasterBand(1).GetCategoryNames() == names
    confidence, novelty = codes_of(made["CONFIDENCE"]), codes_of(made["NOVELTY"])
    assert (confidence[0] == 255).all() and (novelty[0] == 255).all()
    assert confidence[1:].max() <= 100 and confidence[1:].mean() > 90
    assert novelty[1:].max() <= 100
    assert "40 cells" not in feedback.text and "60 cells are nodata" in feedback.text


def test_least_confidence_and_majority_filter(run: Run, tmp_path: Path, embedding: str, trained: str) -> None:
    path = trained
    sure = run(
        "classify", {"INPUT": embedding, "BUNDLE": path, "MINCONFIDENCE": 99.5, "OUTPUT": str(tmp_path / "1.tif")}
    )
    plain = run("classify", {"INPUT": embedding, "BUNDLE": path, "OUTPUT": str(tmp_path / "2.tif")})
    smooth = run("classify", {"INPUT": embedding, "BUNDLE": path, "SIEVE": 5, "OUTPUT": str(tmp_path / "3.tif")})
    assert (codes_of(sure["OUTPUT"])[1:] == 0).sum() > 0
    assert (codes_of(plain["OUTPUT"])[1:] == 0).sum() == 0
    specks = [(np.diff(codes_of(m["OUTPUT"])[1:].astype(int), axis=0) != 0).sum() for m in (plain, smooth)]
    assert specks[1] < specks[0] / 2


def test_colours_of_the_layer_and_selected_features(run: Run, tmp_path: Path, embedding: str, layer: str) -> None:
    vector = QgsVectorLayer(layer, "labels")
    QgsProject.instance().addMapLayer(vector)
    colors = dict(zip(labelled.CLASSES, ("#102030", "#405060", "#708090")))
    categories = [QgsRendererCategory(n, QgsFillSymbol.createSimple({"color": c}), n) for n, c in colors.items()]
    vector.setRenderer(QgsCategorizedSymbolRenderer(FIELD, categories))
    vector.selectByIds([1, 2, 4, 5])
    definition = QgsProcessingFeatureSourceDefinition(vector.id(), True)
    loaded = bundle.read(train(run, tmp_path, embedding, definition)["BUNDLE"])
    assert {entry.name: entry.color for entry in loaded.classes} == {n: colors[n] for n in ("Wald", "Wasser")}
    QgsProject.instance().removeMapLayer(vector)


@pytest.mark.parametrize(("validation", "name"), [(1, "spatial blocks"), (2, "random"), (3, "a second layer")])
def test_other_validations(run: Run, tmp_path: Path, embedding: str, layer: str, validation: int, name: str) -> None:
    geometries, labels = labelled.boxes(3)
    moved = labelled.write_layer(
        tmp_path / "test.gpkg",
        [labelled.box(c, 34) for c in (1, 25, 50)] + geometries[:1],
        [*labels[:3], "Wald"],
        FIELD,
    )
    report = str(tmp_path / "r.html")
    train(run, tmp_path, embedding, layer, VALIDATION=validation, TEST=moved, REPORT=report)
    figures = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert figures["validation"] == name
    assert figures["overall_accuracy"] > 0.9
    assert (figures["buffer"] is None) == (validation == 2)
    if validation == 3:
        assert np.array(figures["confusion"]).sum() == 36  # the polygon that was trained on is left out
        assert any("12 cells are in TRAINING too" in note for note in figures["notes"])


def test_views_vote_and_a_bundle_says_what_it_looks_at(run: Run, tmp_path: Path, layer: str) -> None:
    features = labelled.write_features(tmp_path / "e.tif", labelled.MADE, bands=("B2", "B3"))
    report = str(tmp_path / "r.html")
    path = train(run, tmp_path, features, layer, CLASSIFIER=0, EFFORT=0, REPORT=report)["BUNDLE"]
    figures = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert [entry["view"] for entry in figures["views"]] == ["plain pixels", "spectrum", "embedding", "both"]
    assert figures["baseline"]["overall_accuracy"] == figures["views"][0]["overall_accuracy"]
    assert "What the classifier looks at" in (tmp_path / "r.html").read_text(encoding="utf-8")
    manifest = bundle.read(path).manifest
    assert manifest["views"] == figures["used_views"]
    assert manifest["spectrum_bands"] == ["B2", "B3"]
    assert manifest["defaults"]["window"] == 8
    made = run("classify", {"INPUT": features, "BUNDLE": path, "OUTPUT": str(tmp_path / "map.tif")})["OUTPUT"]
    wanted = np.array([sorted(labelled.CLASSES).index(name) + 1 for name in labelled.CLASSES])[labelled.truth()]
    assert (codes_of(made)[1:] == wanted[1:]).mean() > 0.95


def test_bundle_of_the_spectrum_with_smoothing_fits_other_embeddings_but_not_other_bands(
    run: Run, tmp_path: Path, layer: str
) -> None:
    features = labelled.write_features(tmp_path / "e.tif", labelled.MADE, bands=("B2", "B3"))
    path = train(run, tmp_path, features, layer, VIEW=1, SMOOTH=2)["BUNDLE"]
    manifest = bundle.read(path).manifest
    assert manifest["views"] == ["spectrum"] and manifest["smoothing"] == 3
    plain = train(run, tmp_path, features, layer, VIEW=1, SMOOTH=1, BUNDLE=str(tmp_path / "plain.so2sat"))["BUNDLE"]
    other = labelled.write_features(
        tmp_path / "o.tif", {**labelled.MADE, "module_hash": "ffff"}, 3, 9, bands=("B2", "B3")
    )
    maps = [
        codes_of(run("classify", {"INPUT": other, "BUNDLE": b, "OUTPUT": str(tmp_path / f"{i}.tif")})["OUTPUT"])
        for i, b in enumerate((path, plain))
    ]
    specks = [(np.diff(codes[1:].astype(int), axis=0) != 0).sum() for codes in maps]
    assert specks[0] <= specks[1] and (maps[0][0] == 0).all()
    for raster, message in (
        (
            labelled.write_features(tmp_path / "b.tif", labelled.MADE, bands=("B2", "B4")),
            "have the bands B2, B4",
        ),
        (labelled.write_features(tmp_path / "n.tif", labelled.MADE), "has no cell statistics"),
    ):
        with pytest.raises(QgsProcessingException, match=message):
            run("classify", {"INPUT": raster, "BUNDLE": path, "OUTPUT": str(tmp_path / "no.tif")})


@pytest.mark.parametrize(("view", "message"), [(1, "has no cell statistics"), (3, "has no cell statistics")])
def test_view_that_is_not_there(run: Run, tmp_path: Path, embedding: str, layer: str, view: int, message: str) -> None:
    with pytest.raises(QgsProcessingException, match=message):
        train(run, tmp_path, embedding, layer, VIEW=view)
    plain = labelled.write_features(tmp_path / "p.tif")
    with pytest.raises(QgsProcessingException, match="is no embedding raster"):
        train(run, tmp_path, plain, layer, VIEW=2)


def test_second_layer_must_be_given(run: Run, tmp_path: Path, embedding: str, layer: str) -> None:
    with pytest.raises(QgsProcessingException, match=r"\[TEST\] is empty"):
        train(run, tmp_path, embedding, layer, VALIDATION=3)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"module_hash": "ffff", "module": "another"}, "module hash is 'ffff'.*MODULE 'made', WINDOW 8"),
        ({"window": 16}, "window is '16'"),
        ({"mode": "dense"}, "mode is 'dense'"),
        (None, "needs the module made, which is not on this computer"),  # a plain raster is embedded as the bundle says
    ],
)
def test_embedding_of_another_make_is_refused(
    run: Run, tmp_path: Path, trained: str, change: dict[str, object] | None, message: str
) -> None:
    other = labelled.write_features(tmp_path / "o.tif", None if change is None else {**labelled.MADE, **change})
    with pytest.raises(QgsProcessingException, match=message):
        run("classify", {"INPUT": other, "BUNDLE": trained, "OUTPUT": str(tmp_path / "map.tif")})
    assert not (tmp_path / "map.tif").exists()


def test_plain_raster_with_other_bands_is_refused(run: Run, tmp_path: Path, layer: str) -> None:
    path = train(run, tmp_path, labelled.write_features(tmp_path / "a.tif"), layer)["BUNDLE"]
    wide = labelled.write_features(tmp_path / "b.tif", dims=7)
    with pytest.raises(
        QgsProcessingException,
        match="its cells have the bands e0001, .*, e0007, but the bundle was trained on e0001, .*, e0006",
    ):
        run("classify", {"INPUT": wide, "BUNDLE": path, "OUTPUT": str(tmp_path / "map.tif")})


def test_missing_field(run: Run, tmp_path: Path, embedding: str, layer: str) -> None:
    with pytest.raises(QgsProcessingException, match="has no field 'klass'"):
        train(run, tmp_path, embedding, layer, "klass")


def test_windows_that_reach_into_other_polygons_are_said(run: Run, tmp_path: Path, layer: str) -> None:
    apart = labelled.write_features(tmp_path / "a.tif", labelled.MADE)
    wide = labelled.write_features(tmp_path / "w.tif", {**labelled.MADE, "window": 64})
    for raster, overlaps in ((apart, False), (wide, True)):
        train(run, tmp_path, raster, layer, REPORT=str(tmp_path / "r.html"))
        figures = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
        assert (figures["buffer"]["overlap"] > 0.2) == overlaps
        assert figures["overall_accuracy"] <= figures["held_out"]["overall_accuracy"]
        assert ("with a buffer" in figures["validated_how"]) == (overlaps and figures["buffer"]["headline"])
        assert any("reaches into other polygons" in note for note in figures["notes"]) == figures["buffer"]["headline"]
        assert figures["buffer"]["headline"] <= (figures["buffer"]["near"] < figures["buffer"]["overlap"])
    assert "With a buffer, training samples within" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_bundle_whose_manifest_lacks_a_class_is_refused(
    run: Run, tmp_path: Path, embedding: str, trained: str
) -> None:
    """Its map would have codes without names."""
    found = bundle.read(trained)
    manifest = {key: value for key, value in found.manifest.items() if key not in ("format", "version", "estimator")}
    path = str(tmp_path / "less.so2sat")
    bundle.write(path, {**manifest, "classes": manifest["classes"][:-1]}, found.estimator, found.module)
    with pytest.raises(QgsProcessingException, match="tells classes apart .* that its manifest does not name"):
        run("classify", {"INPUT": embedding, "BUNDLE": path, "OUTPUT": str(tmp_path / "o.tif")})
    assert not (tmp_path / "o.tif").exists()


def test_unwritable_bundle(run: Run, tmp_path: Path, embedding: str, layer: str) -> None:
    with pytest.raises(QgsProcessingException, match="cannot be written"):
        train(run, tmp_path, embedding, layer, BUNDLE=str(tmp_path / "missing" / "b.so2sat"))


def test_cancel_leaves_no_bundle(run: Run, tmp_path: Path, embedding: str, layer: str) -> None:
    feedback = Feedback(lambda line: "samples of" in line)
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        train(run, tmp_path, embedding, layer, CLASSIFIER=0, feedback=feedback)
    assert not (tmp_path / "b.so2sat").exists()
