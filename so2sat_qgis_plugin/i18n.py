"""Texts in the user's language. The engine and the worker speak English: their messages are what one searches for."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from .paths import resource

CONTEXT = "So2Sat"


def tr(text: str) -> str:
    """Return `text` in QGIS's language: a literal as `tools/translations.py` finds it, filled by `.format(name=…)`."""
    return QCoreApplication.translate(CONTEXT, text) if text else ""


def install(locale: str) -> QTranslator | None:
    """Have Qt translate the plugin's texts into the language of `locale` ("de_AT"); None where there is none."""
    translator = QTranslator()
    if not translator.load(str(resource(f"i18n/so2sat_{locale.split('_')[0]}.qm"))):
        return None
    QCoreApplication.installTranslator(translator)
    return translator
