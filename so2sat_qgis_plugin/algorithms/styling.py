"""The style of maps in QGIS: named classes in their colours on the layer that a run loads."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from qgis.core import (
    QgsMapLayer,
    QgsPalettedRasterRenderer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterLayer,
)
from qgis.PyQt.QtGui import QColor

from ..engine.legend import LegendClass


class LegendStyler(QgsProcessingLayerPostProcessorInterface):
    """Gives a loaded map its classes."""

    def __init__(self, classes: Sequence[LegendClass]) -> None:
        super().__init__()
        self._classes = tuple(classes)

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        if isinstance(layer, QgsRasterLayer):
            style_map(layer, self._classes)


# QGIS doesn't keep a post-processor alive, and asks for it after the algorithm is gone.
_WAITING: deque[LegendStyler] = deque(maxlen=200)


def style_map(layer: QgsRasterLayer, classes: Sequence[LegendClass]) -> None:
    """Show band 1 of `layer` by `classes`."""
    entries = [QgsPalettedRasterRenderer.Class(c.code, QColor(c.color), c.name) for c in classes]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, entries))
    layer.triggerRepaint()


def style_when_loaded(context: QgsProcessingContext, path: str, classes: Sequence[LegendClass]) -> None:
    """Have the map at `path` styled when QGIS loads it at the end of the run, if it is going to."""
    if context.willLoadLayerOnCompletion(path):
        styler = LegendStyler(classes)
        _WAITING.append(styler)
        context.layerToLoadOnCompletionDetails(path).setPostProcessor(styler)
