"""Choose the scene: rasters with several bands that are no map and no embedding."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsMapLayer, QgsMapLayerProxyModel, QgsProject, QgsRasterLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QToolButton, QWidget

from ...i18n import tr

_EMBEDDED = "e0001"  # the first band of an embedding raster


def is_scene(layer: QgsMapLayer) -> bool:
    """Return whether a layer may be what maps are made of."""
    if not isinstance(layer, QgsRasterLayer) or layer.providerType() != "gdal" or layer.bandCount() < 2:
        return False
    return _EMBEDDED not in layer.bandName(1)


class ScenePicker(QWidget):
    """A drop-down of the project's scenes, and a button for a file."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.combo = QgsMapLayerComboBox(self)
        self.combo.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer)
        self.combo.setSizeAdjustPolicy(QgsMapLayerComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(16)
        browse = QToolButton(self)
        browse.setText("…")
        browse.setToolTip(tr("Open a raster file"))
        browse.clicked.connect(self._browse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.combo, 1)
        row.addWidget(browse)
        self._sift()
        self._shown = self.layer()
        self.combo.layerChanged.connect(self._changed)
        project = QgsProject.instance()
        project.layersAdded.connect(self._sift)
        project.layersRemoved.connect(self._sift)

    def layer(self) -> QgsRasterLayer | None:
        """Return the chosen scene."""
        return self.combo.currentLayer()

    def leave(self) -> None:
        """Stop listening to the project."""
        QgsProject.instance().layersAdded.disconnect(self._sift)
        QgsProject.instance().layersRemoved.disconnect(self._sift)

    def _sift(self, *_: Any) -> None:
        layers = QgsProject.instance().mapLayers().values()
        self.combo.setExceptedLayerList([layer for layer in layers if not is_scene(layer)])

    def _changed(self, *_: Any) -> None:
        """Tell of another scene; the combo also speaks where layers came or went and the scene is the same."""
        if self.layer() is not self._shown:
            self._shown = self.layer()
            self.changed.emit()

    def _browse(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Scene"), "", tr("Rasters (*.tif *.tiff *.vrt *.jp2);;All (*)"))
        if path:
            layer = QgsRasterLayer(path, path.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0])
            if layer.isValid():
                QgsProject.instance().addMapLayer(layer)
                self.combo.setLayer(layer)
