"""A field of a layer that may be a raster, too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingUtils, QgsProject, QgsVectorLayer
from qgis.gui import QgsAbstractProcessingParameterWidgetWrapper, QgsFieldComboBox

from .wrapper import OwnWrapper


class FieldWrapper(OwnWrapper):
    """Offers the fields of the layer that the parameter `layer` is given; none where that is a raster.

    QGIS's own widget crashes (3.22 to 3.44) where such a layer is a raster.
    """

    def createWidget(self, layer: str) -> QgsFieldComboBox:
        self._layer_parameter = layer
        self._layer: QgsVectorLayer | None = None  # QGIS's box doesn't keep it alive
        widget = QgsFieldComboBox()
        widget.setAllowEmptyFieldName(True)
        widget.fieldChanged.connect(self.tell)
        return widget

    def postInitialize(self, wrappers: Iterable[QgsAbstractProcessingParameterWidgetWrapper]) -> None:
        for wrapper in wrappers:
            if wrapper.parameterDefinition().name() == self._layer_parameter:
                wrapper.widgetValueHasChanged.connect(self._take_layer)
                self._take_layer(wrapper)

    def _take_layer(self, wrapper: QgsAbstractProcessingParameterWidgetWrapper) -> None:
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        found = QgsProcessingUtils.mapLayerFromString(str(wrapper.parameterValue() or ""), context)
        chosen = self.widget.currentField()
        self._layer = found if isinstance(found, QgsVectorLayer) else None
        if self._layer is not None and context.temporaryLayerStore().mapLayer(self._layer.id()) is not None:
            self._layer = self._layer.clone()  # the other goes with the context
        self.widget.setLayer(self._layer)
        self.widget.setField(chosen)

    def setValue(self, value: Any) -> None:
        if value and self.widget.fields().lookupField(str(value)) < 0:
            self.widget.setEditable(True)  # a field of a layer that is not there now is shown all the same
        self.widget.setField(str(value or ""))

    def value(self) -> Any:
        return self.widget.currentField() or None
