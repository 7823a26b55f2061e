"""The modules that were given as folder, file or address: remembered in QGIS's settings, to be offered again."""

from __future__ import annotations

from qgis.core import QgsSettings

from ..engine.modules.catalogue import catalogue
from .base import home_folder

_KEY = "so2sat/recentModules"
_MOST = 8


def recent_modules() -> list[str]:
    """Return them, the latest first."""
    value = QgsSettings().value(_KEY, [])
    return [value] if isinstance(value, str) else [str(one) for one in value or []]


def remember_module(text: str) -> None:
    """Put a module to the front, unless the catalogue offers it anyway."""
    text = text.strip()
    if text and text not in catalogue(home_folder()):
        QgsSettings().setValue(_KEY, [text, *(one for one in recent_modules() if one != text)][:_MOST])
