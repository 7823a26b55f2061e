"""Choose the scene: rasters with several bands that are no map and no embedding."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsRasterLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QToolButton, QWidget

from ...engine.errors import So2SatError
from ...i18n import tr
from .scene_file import add_scene, first_folder, is_scene


class ScenePicker(QWidget):
    """A drop-down of the project's scenes, and a button for a file; `refused` says why one is no scene."""

    changed = pyqtSignal()
    refused = pyqtSignal(str)

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
        kinds = tr("Rasters (*.tif *.tiff *.vrt *.jp2);;All (*)")
        path, _ = QFileDialog.getOpenFileName(self, tr("Scene"), first_folder(), kinds)
        if path:
            try:
                self.combo.setLayer(add_scene(path))
            except So2SatError as error:
                self.refused.emit(str(error))
