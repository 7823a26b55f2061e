"""Maps as QGIS shows them after a run: named by scene and method, in their classes, with what belongs to them."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qgis.core import (
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsPalettedRasterRenderer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtGui import QColor

from ..engine.legend import LegendClass
from ..engine.raster.scene_title import scene_title


@dataclass(frozen=True)
class Shown:
    """A map to show: its file, a title such as "T48QUE 2020-02-23 · 8 clusters", its classes; () keeps its own style.

    `beside` are further rasters of the run by title, such as its confidence.
    """

    path: str
    title: str
    classes: Sequence[LegendClass] = ()
    beside: Mapping[str, str] = field(default_factory=dict)


def map_title(made: Mapping[str, Any], method: str) -> str:
    """Return what a map is called: the scene behind it by its provenance, and the method in few words."""
    return f"{scene_title(str(made.get('original') or made.get('source') or ''))} · {method}"


class _Together:
    """The layers of one run: alone where they are, from the second on in a group."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._group: QgsLayerTreeGroup | None = None

    def take(self, layer: QgsMapLayer, is_map: bool, several: bool) -> None:
        """Put a layer that was loaded where it belongs: the map first, with its legend open; others hidden."""
        node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
        if node is None:  # a project that is not shown
            return
        if several:
            node = self._move(node, is_map)
        node.setExpanded(not is_map)  # QGIS's tree follows changes only
        node.setExpanded(is_map)
        if not is_map:
            node.setItemVisibilityChecked(False)

    def _move(self, node: QgsLayerTreeLayer, is_map: bool) -> QgsLayerTreeLayer:
        parent = node.parent()
        if self._group is None:
            self._group = parent.insertGroup(parent.children().index(node), self._title)
        moved = node.clone()
        self._group.insertChildNode(0 if is_map else -1, moved)
        parent.removeChildNode(node)
        self._group.setExpanded(True)
        return moved


class _Styler(QgsProcessingLayerPostProcessorInterface):
    """Names a loaded layer, gives a map (`shown`; None where it is beside one) its classes, and groups it."""

    def __init__(self, title: str, shown: Shown | None, together: _Together, several: bool) -> None:
        super().__init__()
        self._title, self._shown = title, shown
        self._together, self._several = together, several

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        layer.setName(self._title)
        if self._shown and self._shown.classes and isinstance(layer, QgsRasterLayer):
            style_map(layer, self._shown.classes)
        self._together.take(layer, self._shown is not None, self._several)


# QGIS doesn't keep a post-processor alive, and asks for it after the algorithm is gone.
_WAITING: deque[_Styler] = deque(maxlen=200)


def style_map(layer: QgsRasterLayer, classes: Sequence[LegendClass]) -> None:
    """Show band 1 of `layer` by `classes`."""
    entries = [QgsPalettedRasterRenderer.Class(c.code, QColor(c.color), c.name) for c in classes]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, entries))
    layer.triggerRepaint()


def show_when_loaded(context: QgsProcessingContext, shown: Shown) -> None:
    """Have a map and what belongs to it named, styled and grouped when QGIS loads them, those that it is going to."""
    titles = {shown.path: shown.title, **{path: title for title, path in shown.beside.items()}}
    loaded = [path for path in titles if path and context.willLoadLayerOnCompletion(path)]
    together = _Together(shown.title)
    for path in loaded:
        main = shown if path == shown.path else None
        styler = _Styler(titles[path], main, together, shown.path in loaded and len(loaded) > 1)
        _WAITING.append(styler)
        details = context.layerToLoadOnCompletionDetails(path)
        details.name = titles[path]
        details.setPostProcessor(styler)
