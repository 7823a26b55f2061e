"""Texts in the user's language. The engine and the worker speak English: their messages are what one searches for."""

from __future__ import annotations

from qgis.core import (
    QgsApplication,
    QgsProcessingOutputDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
)
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from .paths import resource

CONTEXT = "So2Sat"


def tr(text: str) -> str:
    """Return `text` in QGIS's language: a literal as `tools/translations.py` finds it, filled by `.format(name=…)`."""
    return QCoreApplication.translate(CONTEXT, text) if text else ""


def install() -> QTranslator | None:
    """Have Qt translate the plugin's texts into QGIS's language; None where there is no translation."""
    language = QgsApplication.locale().split("_")[0]
    translator = QTranslator()
    if not translator.load(str(resource(f"i18n/so2sat_{language}.qm"))):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


def translate_parameter(definition: QgsProcessingParameterDefinition) -> None:
    """Put a parameter's label, help and choices into QGIS's language."""
    definition.setDescription(tr(definition.description()))
    definition.setHelp(tr(definition.help()))
    if isinstance(definition, QgsProcessingParameterEnum):
        definition.setOptions([tr(option) for option in definition.options()])


def translate_output(definition: QgsProcessingOutputDefinition) -> None:
    """Put an output's label into QGIS's language."""
    definition.setDescription(tr(definition.description()))
