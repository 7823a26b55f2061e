"""Maps in temporary files: say so while they can be kept, and what to do once they are gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsMapLayer, QgsProcessingUtils, QgsProject, QgsRasterLayer
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QPushButton

from ..engine.errors import So2SatError
from ..engine.mapping.map_files import beside_scene, save_copy, scene_of
from ..engine.raster.maps import classes_of
from ..i18n import tr
from .panel.results import LIVE, MAP, PREVIEW, drop_preview


class TemporaryMaps:
    """Watches the project, and offers to save maps that would be gone with QGIS."""

    def __init__(self, iface: Any) -> None:
        self._iface = iface
        self._item: Any = None
        self._waiting: list[QgsRasterLayer] = []
        project = QgsProject.instance()
        project.layersAdded.connect(self._added)
        project.readProject.connect(self._opened)

    def remove(self) -> None:
        """Stop watching."""
        project = QgsProject.instance()
        project.layersAdded.disconnect(self._added)
        project.readProject.disconnect(self._opened)
        self._close()

    def _added(self, layers: list[QgsMapLayer]) -> None:
        found = [layer for layer in layers if is_temporary_map(layer)]
        if found:
            for layer in found:
                layer.setCustomProperty(MAP, layer.name())
            self._waiting = [layer for layer in self._waiting if not sip.isdeleted(layer)] + found
            self._offer()

    def _offer(self) -> None:
        self._close()
        names = ", ".join(layer.name() for layer in self._waiting)
        text = tr("{names} is a temporary file.").format(names=names)
        self._show(text, tr("Save beside the scene"), self.save)

    def save(self) -> None:
        """Save the maps beside their scenes, and have the layers show the saved files."""
        self._close()
        layers = [layer for layer in self._waiting if not sip.isdeleted(layer)]
        self._waiting = []
        try:
            saved = [save_beside(layer) for layer in layers]
        except So2SatError as error:
            self._iface.messageBar().pushMessage(tr("Land cover"), str(error), Qgis.MessageLevel.Warning, 0)
            return
        if saved:
            text = tr("Saved as {path}").format(path=", ".join(saved))
            self._iface.messageBar().pushMessage(tr("Land cover"), text, Qgis.MessageLevel.Success, 10)

    def _opened(self, *_: Any) -> None:
        """After a project was opened: previews go, and maps whose files are gone are told of."""
        drop_preview((PREVIEW, LIVE))
        gone = [layer.name() for layer in QgsProject.instance().mapLayers().values() if _is_gone(layer)]
        if gone:
            text = tr(
                "{names}: the file of this map is gone, as it was a temporary one or was moved. Make the map again, "
                "or right-click the layer > Change Data Source… to point to the file."
            ).format(names=", ".join(gone))
            self._show(text, "", None)

    def _show(self, text: str, action: str, slot: Any) -> None:
        self._close()
        bar = self._iface.messageBar()
        item = bar.createMessage(tr("Land cover"), text)
        if action:
            button = QPushButton(action, item)
            button.clicked.connect(slot)
            item.layout().addWidget(button)
        self._item = bar.pushWidget(item, Qgis.MessageLevel.Warning)

    def _close(self) -> None:
        item, self._item = self._item, None
        if item is not None and not sip.isdeleted(item):
            self._iface.messageBar().popWidget(item)


def is_temporary_map(layer: QgsMapLayer) -> bool:
    """Return whether a layer shows a map of classes that lies in QGIS's temporary folder."""
    if not isinstance(layer, QgsRasterLayer) or layer.providerType() != "gdal":
        return False
    if layer.customProperty(PREVIEW) or layer.customProperty(LIVE):
        return False
    path = Path(layer.source())
    temporary = Path(QgsProcessingUtils.tempFolder())
    if layer.bandCount() != 1 or not path.is_file() or temporary.resolve() not in path.resolve().parents:
        return False
    try:
        return bool(classes_of(layer.source()))
    except So2SatError:
        return False


def save_beside(layer: QgsRasterLayer) -> str:
    """Save the map of a layer beside its scene and show it from there; returns where; raises So2SatError."""
    path = layer.source()
    name = layer.name().rsplit("·", 1)[-1].strip() or "map"
    target = beside_scene(scene_of(path), name)
    save_copy(path, target)
    layer.setDataSource(target, layer.name(), "gdal")
    return target


def _is_gone(layer: QgsMapLayer) -> bool:
    return bool(layer.customProperty(MAP)) and not layer.isValid()
