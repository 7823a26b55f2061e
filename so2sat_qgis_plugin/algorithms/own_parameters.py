"""The parameters that dialogs show with widgets of our own: a module, a raster of one kind, a field."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingParameterDefinition,
    QgsProcessingParameterField,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from .base import described

NOTHING = ""  # is preselected
_WIDGETS = f"{__name__.split('.')[0]}.gui"


def module_parameter(default: str, text: str) -> QgsProcessingParameterDefinition:
    """Return MODULE, which dialogs show as a list of names that takes folders, files and addresses, too."""
    parameter = QgsProcessingParameterString("MODULE", "Module", default)
    parameter.setMetadata({"widget_wrapper": {"class": f"{_WIDGETS}.module_wrapper.ModuleWrapper"}})
    return described(parameter, text)


def raster_parameter(name: str, label: str, kind: str, text: str) -> QgsProcessingParameterDefinition:
    """Return a raster parameter that dialogs preselect by `kind` (of `engine.raster.kind`, or NOTHING)."""
    parameter = QgsProcessingParameterRasterLayer(name, label)
    parameter.setMetadata({"widget_wrapper": {"class": f"{_WIDGETS}.layer_wrapper.LayerWrapper", "kind": kind}})
    return described(parameter, text)


def class_field_parameter() -> QgsProcessingParameterDefinition:
    """Return FIELD, a field of the layer REFERENCE, which may be a raster.

    It names no parent layer: QGIS's own widget crashes (3.22 to 3.44) where that may be a raster.
    """
    any_kind = QgsProcessingParameterField.DataType.Any
    field = QgsProcessingParameterField("FIELD", "Field with the class", None, "", any_kind, False, True)
    field.setMetadata({"widget_wrapper": {"class": f"{_WIDGETS}.field_wrapper.FieldWrapper", "layer": "REFERENCE"}})
    return described(field, "Class names of the map, or its codes. Needed for points and polygons.")
