"""The vector layer that holds the labels: its classes, and every change to its labels.

Classes are the categories of the layer's own renderer, so that QGIS, the project and the file know them. Every change
goes through the layer's edit buffer.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsDefaultValue,
    QgsEditFormConfig,
    QgsExpression,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerUtils,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ....algorithms.training_layer import crs_wkt
from ....engine.errors import So2SatError
from ....engine.labelling.loop import LabelLayer
from ....engine.raster.cells import LabelledFeatures
from ....engine.reference.class_colors import class_colors, fill_colors
from ....engine.reference.samples import label_name
from ....i18n import tr
from .label_style import LabelClass, classes_shown, is_value, show_classes
from .saved_edits import SavedEdits


class Labels(QObject):
    """Labels of a layer. `changed` comes after every edit, whoever made it, `saving` before it is written.

    `failed` brings a sentence.
    """

    changed = pyqtSignal()
    failed = pyqtSignal(str)
    saving = pyqtSignal()

    def __init__(self, layer: QgsVectorLayer, field: str, parent: QObject) -> None:
        super().__init__(parent)
        self.layer, self.field = layer, field
        self._index = layer.fields().lookupField(field)
        self._before = (layer.defaultValueDefinition(self._index), layer.editFormConfig().suppress())
        self._style_values()
        self._edits = SavedEdits(layer, self._classes_shown, self._restyle, self)
        self._edits.changed.connect(self._edited)
        self._edits.failed.connect(self.failed)
        self._edits.saving.connect(self.saving)

    def leave(self) -> None:
        """Save what is not saved, and leave the layer as it was found but for its labels and classes."""
        self._edits.leave()
        default, suppress = self._before
        self.layer.setDefaultValueDefinition(self._index, default)
        self._suppress_form(suppress)

    @property
    def edited_at(self) -> float:
        """When the newest edit was made, as time.monotonic has it."""
        return self._edits.touched_at

    def is_points(self) -> bool:
        """Return whether labels are points."""
        return bool(self.layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry)

    # Classes

    def classes(self) -> list[LabelClass]:
        """Return the classes in the renderer's order, with how many labels each has."""
        counts = self._counts()
        return [LabelClass(one.value, one.name, one.color, counts[one.value]) for one in self._classes_shown()]

    def _classes_shown(self) -> list[LabelClass]:
        return classes_shown(self.layer)

    def _counts(self) -> Counter[Any]:
        request = QgsFeatureRequest().setSubsetOfAttributes([self._index])
        request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
        values = (feature.attribute(self._index) for feature in self.layer.getFeatures(request))
        return Counter(value for value in values if is_value(value))

    def add_class(self, name: str) -> Any:
        """Add a class of this name, or find the one there is; returns its value; raises So2SatError for none."""
        name = name.strip()
        classes = self._classes_shown()
        found = next((one.value for one in classes if one.name == name), None)
        if found is not None:
            return found
        value: Any = self._value_of(name, classes)
        colors = class_colors([*(one.name for one in classes), name])
        color = fill_colors([*(one.color for one in classes), ""])[-1]
        if colors[-1] not in {one.color for one in classes}:
            color = colors[-1]
        self._restyle([*classes, LabelClass(value, name, color)])
        self._edits.note(tr("Add class"))
        return value

    def _value_of(self, name: str, classes: Sequence[LabelClass]) -> Any:
        """Return what the field is to hold for a new class; raises So2SatError."""
        if not name:
            raise So2SatError(tr("A class needs a name."))
        if not self._holds_numbers():
            return name
        taken = [int(one.value) for one in classes]
        return int(name) if name.isdigit() and int(name) not in taken else max([0, *taken]) + 1

    def _holds_numbers(self) -> bool:
        return bool(self.layer.fields().at(self._index).isNumeric())

    def rename_class(self, value: Any, name: str) -> Any:
        """Give a class another name, and with it all its labels; returns its value; raises So2SatError."""
        name = name.strip()
        classes = self._classes_shown()
        if not name:
            raise So2SatError(tr("A class needs a name."))
        if any(one.name == name and one.value != value for one in classes):
            raise So2SatError(tr("There is a class {name} already. Choose another name.").format(name=name))
        new = value if self._holds_numbers() else name
        with self.editing(tr("Rename class")) as layer:
            self._restyle([LabelClass(new, name, one.color) if one.value == value else one for one in classes])
            for key in self._ids(value) if new != value else ():
                layer.changeAttributeValue(key, self._index, new)
        self._edits.note(tr("Rename class"))
        return new

    def recolor_class(self, value: Any, color: str) -> None:
        """Give a class another colour ("#rrggbb")."""
        classes = self._classes_shown()
        self._restyle([LabelClass(one.value, one.name, color) if one.value == value else one for one in classes])
        self._edits.note(tr("Recolour class"))

    def delete_class(self, value: Any) -> None:
        """Take a class away, and its labels; Undo brings both back."""
        with self.editing(tr("Delete class")) as layer:
            self._restyle([one for one in self._classes_shown() if one.value != value])
            layer.deleteFeatures(self._ids(value))
        self._edits.note(tr("Delete class"))

    def _ids(self, value: Any) -> list[int]:
        request = QgsFeatureRequest().setSubsetOfAttributes([self._index])
        return [one.id() for one in self.layer.getFeatures(request) if one.attribute(self._index) == value]

    # Labels

    def snapshot(self) -> tuple[LabelLayer, list[int]]:
        """Return the labels as the engine takes them, under their classes' names, and the id of each."""
        features, ids = self._features()
        return LabelLayer(features, self.field, {one.name: one.color for one in self._classes_shown()}), ids

    def save(self) -> None:
        """Write edits that are not in the layer's file or database yet; raises So2SatError."""
        self._edits.flush()
        if self.layer.isEditable() and self.layer.isModified() and not self.layer.commitChanges(False):
            reason = "; ".join(self.layer.commitErrors())
            raise So2SatError(
                tr("Edits of {layer} could not be saved: {reason}. They are kept in QGIS.").format(
                    layer=self.layer.name(), reason=reason
                )
            )

    def _features(self) -> tuple[LabelledFeatures, list[int]]:
        names = {one.value: one.name for one in self._classes_shown()}
        geometries, labels, ids = [], [], []
        for feature in self.layer.getFeatures(QgsFeatureRequest().setSubsetOfAttributes([self._index])):
            value = feature.attribute(self._index)
            geometries.append(bytes(feature.geometry().asWkb()) if feature.hasGeometry() else b"")
            labels.append(names.get(value, value) if is_value(value) else None)
            ids.append(feature.id())
        return LabelledFeatures(geometries, labels, crs_wkt(self.layer.crs())), ids

    def draw_as(self, value: Any) -> None:
        """Have what QGIS's own tools draw be of this class, without a form to fill in."""
        literal = QgsExpression.quotedValue(value)
        self.layer.setDefaultValueDefinition(self._index, QgsDefaultValue(literal))
        self._suppress_form(QgsEditFormConfig.FeatureFormSuppress.SuppressOn)

    def _suppress_form(self, how: Any) -> None:
        config = self.layer.editFormConfig()
        config.setSuppress(how)
        self.layer.setEditFormConfig(config)

    def add_label(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, value: Any) -> None:
        """Add a polygon (a point within it, where labels are points) as a label of a class; raises So2SatError."""
        shape = QgsGeometry(geometry)
        if crs.isValid() and self.layer.crs().isValid():
            shape.transform(QgsCoordinateTransform(crs, self.layer.crs(), QgsProject.instance()))
        if self.is_points() and shape.type() != QgsWkbTypes.GeometryType.PointGeometry:
            shape = shape.pointOnSurface()
        shapes = shape.coerceToType(self.layer.wkbType())
        with self.editing(tr("Add label")) as layer:
            for one in shapes:
                new = QgsVectorLayerUtils.createFeature(layer, one, {self._index: value})
                if not layer.addFeature(new):
                    raise So2SatError(tr("{layer} takes no such label.").format(layer=layer.name()))

    def relabel(self, key: int, value: Any) -> None:
        """Give one label another class."""
        with self.editing(tr("Relabel")) as layer:
            layer.changeAttributeValue(key, self._index, value)

    def remove(self, key: int) -> None:
        """Delete one label."""
        with self.editing(tr("Delete label")) as layer:
            layer.deleteFeature(key)

    def feature(self, key: int) -> QgsFeature:
        """Return one label."""
        return self.layer.getFeature(key)

    @contextlib.contextmanager
    def editing(self, text: str) -> Iterator[QgsVectorLayer]:
        """Edit the layer in one step that Undo takes back as one; raises So2SatError where it takes no edits."""
        self.start_editing()
        self.layer.beginEditCommand(text)
        try:
            yield self.layer
        except BaseException:
            self.layer.destroyEditCommand()
            raise
        self.layer.endEditCommand()

    def start_editing(self) -> None:
        """Switch the layer's editing on where it is off; raises So2SatError where it takes no edits."""
        if not self.layer.isEditable() and not self.layer.startEditing():
            raise So2SatError(
                tr("{layer} takes no edits: its file is read-only, or its format is. Choose another layer.").format(
                    layer=self.layer.name()
                )
            )

    # Style

    def _edited(self) -> None:
        self._style_values()
        self.changed.emit()

    def _style_values(self) -> None:
        """Give each class that labels have and the renderer has not a category."""
        shown = self._classes_shown()
        known = {one.value for one in shown}
        fresh = sorted((value for value in self._counts() if value not in known), key=label_name)
        if not fresh and isinstance(self.layer.renderer(), QgsCategorizedSymbolRenderer):
            return
        names = [*(one.name for one in shown), *(label_name(value) for value in fresh)]
        colors = class_colors(names, self.field)[len(shown) :]
        taken = {one.color for one in shown}
        colors = fill_colors([*taken, *("" if color in taken else color for color in colors)])[len(taken) :]
        self._restyle([*shown, *(LabelClass(v, label_name(v), c) for v, c in zip(fresh, colors))])

    def _restyle(self, classes: Sequence[LabelClass]) -> None:
        show_classes(self.layer, self.field, classes)
