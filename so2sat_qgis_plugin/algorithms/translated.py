"""Labels, helps and choices of algorithms in the user's language."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputDefinition, QgsProcessingParameterDefinition, QgsProcessingParameterEnum

from ..i18n import tr


def translate_parameter(definition: QgsProcessingParameterDefinition) -> None:
    """Put a parameter's label, help and choices into QGIS's language."""
    definition.setDescription(tr(definition.description()))
    definition.setHelp(tr(definition.help()))
    if isinstance(definition, QgsProcessingParameterEnum):
        definition.setOptions([tr(option) for option in definition.options()])


def translate_output(definition: QgsProcessingOutputDefinition) -> None:
    """Put an output's label into QGIS's language."""
    definition.setDescription(tr(definition.description()))
