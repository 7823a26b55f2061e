"""What the plugin's own widgets in Processing's dialogs share."""

from __future__ import annotations

from typing import Any

from processing.gui.wrappers import WidgetWrapper
from qgis.core import QgsProcessingParameterDefinition
from qgis.gui import QgsGui

MODELER = "ModelerParametersDialog"


class TellingWrapper(WidgetWrapper):
    """A widget of our own that says so when its value changes."""

    def tell(self, *_: Any) -> None:
        """Say that the value has changed. To be connected as it is: a lambda outlives the wrapper, and crashes QGIS."""
        self.widgetValueHasChanged.emit(self)


class OwnWrapper(TellingWrapper):
    """A widget of our own in dialogs and batches; QGIS's own in the modeler, where values come from elsewhere too."""

    def __new__(cls, param: QgsProcessingParameterDefinition, dialog: Any, *others: Any, **more: Any) -> Any:
        if dialog.__class__.__name__ == MODELER:
            registry = QgsGui.processingGuiRegistry()
            native = registry.createModelerParameterWidget(dialog.model, dialog.childId, param, dialog.context)
            native.setDialog(dialog)
            return native
        return super().__new__(cls, param, dialog, *others, **more)
