"""Which layer holds the labels: one of the project, or a new GeoPackage beside the scene."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from ....engine.errors import So2SatError
from ....i18n import tr
from .label_file import class_fields, is_label_layer, likely_field, new_label_layer, proposed_file
from .reference_layer import is_reference

_MARK = "so2sat/labels"  # property of a layer that is labelled in: the field with the class


class LayerRow(QWidget):
    """`changed`: another layer or field, or none; `complained` brings a sentence."""

    changed = pyqtSignal()
    complained = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_found = False  # whether the layer came with the project, and was not chosen by hand
        self._shown: tuple[Any, str] = (None, "")
        self.combo = QgsMapLayerComboBox(self)
        self.combo.setAllowEmptyLayer(True, tr("none yet"))
        self.combo.setSizeAdjustPolicy(QgsMapLayerComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(10)
        self.field = QComboBox(self)
        self.field.setToolTip(tr("The field that holds the class"))
        self.new = QPushButton(tr("New"), self)
        self.new.setToolTip(tr("Make a GeoPackage for labels beside the scene"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(f"<b>{tr('Labels')}</b>", self))
        for widget, stretch in ((self.combo, 1), (self.field, 0), (self.new, 0)):
            row.addWidget(widget, stretch)
        self._sift()
        self.combo.setLayer(None)
        self.combo.layerChanged.connect(self._layer_chosen)
        self.field.currentIndexChanged.connect(lambda _: self._tell())
        project = QgsProject.instance()
        project.layersAdded.connect(self._sift)
        project.layersRemoved.connect(self._sift)
        project.readProject.connect(self._find)
        self._find()
        self._layer_chosen()

    def leave(self) -> None:
        """Stop listening to the project."""
        QgsProject.instance().layersAdded.disconnect(self._sift)
        QgsProject.instance().layersRemoved.disconnect(self._sift)
        QgsProject.instance().readProject.disconnect(self._find)

    def layer(self) -> QgsVectorLayer | None:
        """Return the chosen layer."""
        return self.combo.currentLayer()

    def field_name(self) -> str:
        """Return the field that holds the class, "" where there is none."""
        return str(self.field.currentText())

    def _sift(self, *_: Any) -> None:
        layers = QgsProject.instance().mapLayers().values()
        self.combo.setExceptedLayerList([one for one in layers if not is_label_layer(one) or is_reference(one)])

    def _find(self, *_: Any) -> None:
        """Choose the layer that was labelled in when the project was saved."""
        layers = QgsProject.instance().mapLayers().values()
        found = next((one for one in layers if one.customProperty(_MARK) and one.isValid()), None)
        if self.layer() is None and found is not None:
            self.is_found = True
            self.combo.setLayer(found)
            self.is_found = False

    def _layer_chosen(self, *_: Any) -> None:
        layer = self.layer()
        fields = class_fields(layer) if layer is not None else []
        self.field.blockSignals(True)
        self.field.clear()
        self.field.addItems(fields)
        marked = layer.customProperty(_MARK) if layer is not None else ""
        self.field.setCurrentText(marked if marked in fields else likely_field(fields))
        self.field.blockSignals(False)
        self.field.setVisible(len(fields) > 1)
        self._tell()

    def _tell(self) -> None:
        now = (self.layer(), self.field_name())
        if now[0] is not self._shown[0] or now[1] != self._shown[1]:
            self._shown = now
            if now[0] is not None:
                now[0].setCustomProperty(_MARK, now[1])
            self.changed.emit()

    def forget(self) -> None:
        """Choose no layer: the one that was chosen is leaving the project."""
        self.combo.setLayer(None)

    def make(self, scene: str, crs: QgsCoordinateReferenceSystem) -> None:
        """Make a label layer for a scene, ask for a place where its folder takes none, and choose it."""
        path = proposed_file(scene)
        try:
            layer = new_label_layer(path, crs, tr("Labels"))
        except So2SatError:
            path, _ = QFileDialog.getSaveFileName(self, tr("New label layer"), path, "GeoPackage (*.gpkg)")
            if not path:
                return
            try:
                layer = new_label_layer(path, crs, tr("Labels"))
            except So2SatError as error:
                self.complained.emit(str(error))
                return
        project = QgsProject.instance()
        project.addMapLayer(layer, False)
        project.layerTreeRoot().insertLayer(0, layer)
        self.combo.setLayer(layer)
