"""MODULE in Processing's dialogs, batch panel and modeler."""

from __future__ import annotations

from typing import Any

from processing.gui.wrappers import DIALOG_BATCH, DIALOG_MODELER
from qgis.core import (
    QgsProcessingOutputFile,
    QgsProcessingOutputFolder,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from .module_widget import ModuleWidget
from .wrapper import TellingWrapper

_INPUTS = [QgsProcessingParameterString, QgsProcessingParameterFile]
_OUTPUTS = [QgsProcessingOutputString, QgsProcessingOutputFile, QgsProcessingOutputFolder]


class ModuleWrapper(TellingWrapper):
    """Shows a `ModuleWidget`; in the modeler with the model's inputs and earlier results among its entries."""

    def createWidget(self) -> ModuleWidget:
        others = []
        if self.dialogType == DIALOG_MODELER:
            values = self.dialog.getAvailableValuesOfType(_INPUTS, _OUTPUTS)
            others = [(self.dialog.resolveValueDescription(value), value) for value in values]
        widget = ModuleWidget(None, others, short=self.dialogType == DIALOG_BATCH)
        widget.changed.connect(self.tell)
        return widget

    def setValue(self, value: Any) -> None:
        self.widget.set_value(value)

    def value(self) -> Any:
        return self.widget.value()
