"""Show finished maps in the project: named by scene and method, in a group with what belongs to them, legend open."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsLayerTreeGroup, QgsLayerTreeLayer, QgsProject, QgsRasterLayer, QgsVectorLayer

from ...algorithms.styling import style_map
from ...engine.raster.maps import classes_of
from ...i18n import tr

PREVIEW = "so2sat/preview"  # property of a layer that a panel made to look at, and takes away again
LIVE = "so2sat/live"  # property of the layer that shows the map while one labels
MAP = "so2sat/map"  # property of a map: what was made into it, in words


def show_map(path: str, title: str, beside: dict[str, str] | None = None) -> QgsRasterLayer:
    """Load a map above all rasters; `beside` are further rasters by title, loaded hidden, in a group with it."""
    layer = _map_layer(path, title)
    layer.setCustomProperty(MAP, title)
    group: QgsLayerTreeGroup = QgsProject.instance().layerTreeRoot()
    place = above_rasters(group)
    QgsProject.instance().addMapLayer(layer, False)
    if beside:
        group, place = group.insertGroup(place, title), 0
    node = group.insertLayer(place, layer)
    for name, other in (beside or {}).items():
        raster = QgsProject.instance().addMapLayer(QgsRasterLayer(other, name), False)
        hidden = group.addLayer(raster)
        hidden.setItemVisibilityChecked(False)
        hidden.setExpanded(False)
    for opened in (group, node):
        opened.setExpanded(False)  # QGIS's tree follows changes only
        opened.setExpanded(True)
    return layer


def above_rasters(root: QgsLayerTreeGroup) -> int:
    """Return the place above all rasters and groups, below vector layers that lie on top."""
    for place, node in enumerate(root.children()):
        if not isinstance(node, QgsLayerTreeLayer) or not isinstance(node.layer(), QgsVectorLayer):
            return place
    return len(root.children())


def show_preview(path: str, title: str) -> QgsRasterLayer:
    """Load a preview on top of all layers, in place of the one before."""
    drop_preview()
    layer = _map_layer(path, tr("Preview: {title}").format(title=title))
    layer.setCustomProperty(PREVIEW, True)
    QgsProject.instance().addMapLayer(layer, False)
    QgsProject.instance().layerTreeRoot().insertLayer(0, layer).setExpanded(True)
    return layer


def drop_preview(kinds: Sequence[str] = (PREVIEW,)) -> None:
    """Take previews out of the project: layers that have one of the properties `kinds`."""
    layers = QgsProject.instance().mapLayers()
    found = [key for key, layer in layers.items() if any(layer.customProperty(kind) for kind in kinds)]
    QgsProject.instance().removeMapLayers(found)


def _map_layer(path: str, title: str) -> QgsRasterLayer:
    layer = QgsRasterLayer(path, title)
    style_map(layer, classes_of(path))
    return layer
