"""A raster layer that shows what is computed while one labels: one layer, two files in turn."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsProcessingUtils, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QObject, QTimer

from ..results import LIVE, above_rasters

OPACITY = 0.6  # of a map at first: the scene is seen through it


class LiveLayer(QObject):
    """Shows a raster anew. A file is never written over while QGIS may be reading it: the other one's turn is next."""

    def __init__(self, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self._title = title
        self.layer: QgsRasterLayer | None = None
        self._stem = f"labels_{uuid.uuid4().hex[:8]}"
        self._turn = 0
        self._opacity = OPACITY
        self._is_hidden = False

    def show(self, write: Callable[[str], None], style: Callable[[QgsRasterLayer], None]) -> None:
        """Show what `write` writes to a file, below the labels, as `style` has it; raises So2SatError as `write`."""
        self._turn += 1
        path = str(Path(QgsProcessingUtils.tempFolder()) / f"{self._stem}_{self._turn % 2}.tif")
        write(path)
        is_new = self.layer is None
        if self.layer is None:
            self.layer = QgsRasterLayer(path, self._title)
            self.layer.setCustomProperty(LIVE, True)
            self.layer.willBeDeleted.connect(self._forget)
        else:
            self.layer.setDataSource(path, self._title, "gdal", False)
        style(self.layer)
        self._apply_opacity()
        if is_new:
            root = QgsProject.instance().layerTreeRoot()
            QgsProject.instance().addMapLayer(self.layer, False)
            root.insertLayer(above_rasters(root), self.layer).setExpanded(False)

    def set_opacity(self, opacity: float) -> None:
        """Show it so opaque (0 to 1), now and from now on."""
        self._opacity = opacity
        self._apply_opacity()

    def hide(self, is_hidden: bool) -> None:
        """Show nothing of it, or show it again."""
        self._is_hidden = is_hidden
        self._apply_opacity()

    def _apply_opacity(self) -> None:
        if self.layer is not None:
            self.layer.setOpacity(0.0 if self._is_hidden else self._opacity)
            self.layer.triggerRepaint()

    def drop(self) -> None:
        """Take it out of the project: in a moment, as QGIS must not be taking others out meanwhile."""
        layer, self.layer = self.layer, None
        if layer is not None:
            layer.willBeDeleted.disconnect(self._forget)
            key = layer.id()
            QTimer.singleShot(0, lambda: QgsProject.instance().removeMapLayer(key))

    def _forget(self) -> None:
        self.layer = None
