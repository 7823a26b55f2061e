"""Train classifier and Classify with bundle, in QGIS, with the real worker."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
from tests.support import labelled

Run = Callable[..., dict[str, Any]]
LOGISTIC = 1


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


FIELD = "Klasse (übrig) 'x'"


def train(run: Run, tmp_path: Path, features: str, layer: object, field: str = FIELD, **more: Any) -> dict[str, Any]:
    """Run the algorithm; logistic regression in three folds unless `more` says otherwise."""
    parameters = {"INPUT": features, "TRAINING": layer, "FIELD": field, "CLASSIFIER": LOGISTIC, "FOLDS": 3}
    feedback = more.pop("feedback", Feedback())
    return run("train", {**parameters, "BUNDLE": str(tmp_path / "b.so2sat"), **more}, feedback)


def codes_of(path: str) -> np.ndarray:
    return np.asarray(gdal.Open(path).ReadAsArray())


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


def test_mislabelled_polygon_is_a_suspect(run: Run, tmp_path: Path, embedding: str) -> None:
    geometries, labels = labelled.boxes(4)
    labels[4] = "Straße"  # in the water
    layer = labelled.write_layer(tmp_path / "wrong.gpkg", geometries, labels)
    path = train(run, tmp_path, embedding, layer, "class", SUSPECTS=str(tmp_path / "s.gpkg"))["SUSPECTS"]
    found = [feature.attributes()[-4:] for feature in QgsVectorLayer(path, "s").getFeatures()]
    assert len(found) >= 10
    assert all(row[:2] == ["Straße", "Wasser"] and row[3] == 4 for row in found[:10])


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
