"""A raster layer, preselected by what it is: nobody wants a map of a map."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProject, QgsRasterLayer
from qgis.gui import QgsProcessingMapLayerComboBox, QgsProcessingParameterWidgetContext
from qgis.PyQt.QtWidgets import QComboBox
from qgis.utils import iface

from ..engine.errors import So2SatError
from ..engine.raster.kind import kind_of
from ..engine.raster.reader import Raster
from .wrapper import OwnWrapper


class LayerWrapper(OwnWrapper):
    """QGIS's box of raster layers; at first the active layer where it is of `kind`, else the topmost that is.

    No layer where `kind` is "": the one of two dates is not the other.
    """

    def createWidget(self, kind: str) -> QgsProcessingMapLayerComboBox:
        widget = QgsProcessingMapLayerComboBox(self.parameterDefinition())
        layer = _first(kind)
        widget.setLayer(layer)
        if layer is None:  # QGIS would leave the first of all
            for box in widget.findChildren(QComboBox):
                box.setCurrentIndex(-1)
        widget.valueChanged.connect(self.tell)
        return widget

    def setWidgetContext(self, context: QgsProcessingParameterWidgetContext) -> None:
        super().setWidgetContext(context)
        self.widget.setWidgetContext(context)

    def setValue(self, value: Any) -> None:
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        self.widget.setValue(value, context)

    def value(self) -> Any:
        return self.widget.value()


def _first(kind: str) -> QgsRasterLayer | None:
    if not kind:
        return None
    layers = [iface.activeLayer(), *QgsProject.instance().layerTreeRoot().layerOrder()]
    return next((layer for layer in layers if _is(layer, kind)), None)


def _is(layer: Any, kind: str) -> bool:
    if not isinstance(layer, QgsRasterLayer) or layer.providerType() != "gdal":
        return False
    try:
        with Raster(layer.source()) as raster:
            return kind_of(raster.info) == kind
    except So2SatError:  # gone meanwhile
        return False
