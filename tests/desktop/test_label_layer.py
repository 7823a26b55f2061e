"""A label layer in a real GeoPackage: classes, edits that are saved at once, and Undo that still works."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QObject

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.gui.panel.labels.label_file import class_fields, is_label_layer, new_label_layer
from so2sat_qgis_plugin.gui.panel.labels.label_layer import Labels
from tests.support.labelled import box, write_layer

UTM = "EPSG:32721"


def square(i: int) -> QgsGeometry:
    return QgsGeometry.fromRect(QgsRectangle(600000 + 100 * i, 9799000, 600080 + 100 * i, 9799080))


def settled() -> None:
    for _ in range(5):
        QCoreApplication.processEvents()


def stored(path: Path) -> dict[str, int]:
    """Labels by class, as another program sees them in the file."""
    layer = QgsVectorLayer(str(path), "again", "ogr")
    counts: dict[str, int] = {}
    for feature in layer.getFeatures():
        counts[feature["class"]] = counts.get(feature["class"], 0) + 1
    return counts


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "scene labels.gpkg"


@pytest.fixture
def labels(qgis_processing, path):
    layer = new_label_layer(str(path), QgsCoordinateReferenceSystem(UTM), "Labels")
    QgsProject.instance().addMapLayer(layer)
    owner = QObject()
    made = Labels(layer, "class", owner)
    yield made
    made.leave()
    layer.rollBack()
    QgsProject.instance().removeMapLayer(layer.id())


def fill(labels: Labels, *names: str) -> None:
    for i, name in enumerate(names):
        labels.add_label(square(i), QgsCoordinateReferenceSystem(UTM), labels.add_class(name))
        settled()


def shown(labels: Labels) -> list[tuple[str, int]]:
    return [(one.name, one.count) for one in labels.classes()]


def test_an_edit_is_in_the_file_at_once_and_editing_goes_on(labels, path):
    fill(labels, "forest", "water", "forest")
    assert stored(path) == {"forest": 2, "water": 1}
    assert labels.layer.isEditable() and not labels.layer.isModified()
    assert shown(labels) == [("forest", 2), ("water", 1)]


def test_undo_and_redo_go_back_and_forth_over_saved_edits(labels, path):
    fill(labels, "forest", "water", "forest")
    stack = labels.layer.undoStack()
    before = {one.id(): one.geometry().asWkt() for one in labels.layer.getFeatures()}
    labels.remove(sorted(before)[0])
    settled()
    assert stored(path) == {"forest": 1, "water": 1}
    stack.undo()
    settled()
    assert {one.id(): one.geometry().asWkt() for one in labels.layer.getFeatures()} == before
    for _ in range(2):
        stack.undo()
        settled()
    assert stored(path) == {"forest": 1}
    stack.redo()
    settled()
    assert stored(path) == {"forest": 1, "water": 1}
    labels.relabel(sorted(before)[0], "water")  # what was undone is gone now
    settled()
    assert stored(path) == {"water": 2} and not stack.canRedo()
    stack.undo()
    settled()
    assert stored(path) == {"forest": 1, "water": 1}


def test_a_moved_vertex_is_undone_too(labels, path):
    fill(labels, "forest")
    (feature,) = labels.layer.getFeatures()
    labels.layer.moveVertex(600200.0, 9799200.0, feature.id(), 0)
    settled()
    (moved,) = QgsVectorLayer(str(path), "again", "ogr").getFeatures()
    assert moved.geometry().area() != feature.geometry().area()
    labels.layer.undoStack().undo()
    settled()
    (back,) = QgsVectorLayer(str(path), "again", "ogr").getFeatures()
    assert back.geometry().equals(feature.geometry())


def test_a_class_renamed_takes_its_labels_along_and_undo_brings_both_back(labels, path):
    fill(labels, "forest", "water", "forest")
    colors = {one.name: one.color for one in labels.classes()}
    assert labels.rename_class("forest", "Trees") == "Trees"
    settled()
    assert stored(path) == {"Trees": 2, "water": 1} and shown(labels) == [("Trees", 2), ("water", 1)]
    assert labels.classes()[0].color == colors["forest"]
    labels.layer.undoStack().undo()
    settled()
    assert stored(path) == {"forest": 2, "water": 1} and shown(labels) == [("forest", 2), ("water", 1)]
    with pytest.raises(So2SatError, match="There is a class water already"):
        labels.rename_class("forest", "water")


def test_a_class_deleted_comes_back_with_its_labels(labels, path):
    fill(labels, "forest", "water", "forest")
    labels.delete_class("forest")
    settled()
    assert stored(path) == {"water": 1} and shown(labels) == [("water", 1)]
    labels.layer.undoStack().undo()
    settled()
    assert stored(path) == {"forest": 2, "water": 1} and shown(labels) == [("forest", 2), ("water", 1)]


def test_colours_mean_something_are_undone_and_stand_in_the_file(labels, path):
    fill(labels, "forest", "water")
    forest, water = (one.color for one in labels.classes())
    assert forest != water
    labels.recolor_class("forest", "#123456")
    assert labels.classes()[0].color == "#123456"
    labels.layer.undoStack().undo()
    settled()
    assert labels.classes()[0].color == forest
    labels.recolor_class("forest", "#123456")
    again = QgsVectorLayer(str(path), "again", "ogr")
    assert [one.symbol().color().name() for one in again.renderer().categories()] == ["#123456", water]


def test_what_qgis_itself_draws_is_of_the_current_class_without_a_form(labels):
    from qgis.core import QgsEditFormConfig, QgsVectorLayerUtils

    labels.add_class("forest")
    labels.draw_as("forest")
    assert QgsVectorLayerUtils.createFeature(labels.layer, square(0))["class"] == "forest"
    assert labels.layer.editFormConfig().suppress() == QgsEditFormConfig.FeatureFormSuppress.SuppressOn


def test_a_label_in_another_crs_lands_where_it_was_drawn(labels):
    geographic = QgsCoordinateReferenceSystem("EPSG:4326")
    from qgis.core import QgsCoordinateTransform

    shape = square(3)
    there = QgsGeometry(shape)
    there.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem(UTM), geographic, QgsProject.instance()))
    labels.add_label(there, geographic, labels.add_class("forest"))
    settled()
    (feature,) = labels.layer.getFeatures()
    assert feature.geometry().centroid().distance(shape.centroid()) < 0.01


def test_a_layer_of_numbers_keeps_its_numbers_and_takes_names(qgis_processing, tmp_path):
    owner = QObject()
    source = write_layer(tmp_path / "numbers.gpkg", [box(2, 3), box(10, 3)], [1, 4])
    layer = QgsVectorLayer(source, "numbers", "ogr")
    assert is_label_layer(layer) and class_fields(layer) == ["class"]
    QgsProject.instance().addMapLayer(layer)
    labels = Labels(layer, "class", owner)
    labels.rename_class(1, "forest")
    settled()
    assert labels.add_class("water") == 5
    assert [(one.value, one.name, one.count) for one in labels.classes()] == [
        (1, "forest", 1),
        (4, "4", 1),
        (5, "water", 0),
    ]
    snapshot, ids = labels.snapshot()
    assert list(snapshot.features.labels) == ["forest", "4"] and len(ids) == 2
    labels.leave()
    layer.rollBack()
    QgsProject.instance().removeMapLayer(layer.id())


def test_an_existing_file_is_not_overwritten(labels, path):
    with pytest.raises(So2SatError, match="exists already"):
        new_label_layer(str(path), QgsCoordinateReferenceSystem(UTM), "Labels")


def test_a_folder_that_takes_no_files_is_told(qgis_processing, tmp_path):
    with pytest.raises(So2SatError, match="could not be written"):
        new_label_layer(str(tmp_path / "absent" / "l.gpkg"), QgsCoordinateReferenceSystem(UTM), "Labels")
