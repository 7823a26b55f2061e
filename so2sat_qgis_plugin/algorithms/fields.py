"""Attribute fields, in the way that each QGIS wants them made."""

from __future__ import annotations

from qgis.core import Qgis, QgsField
from qgis.PyQt.QtCore import QMetaType, QVariant

_BY_TYPE = 33800  # QGIS 3.38: fields are of QMetaType's types; QVariant's are deprecated, and gone in Qt 6


def field(name: str, kind: str) -> QgsField:
    """Return a field of `kind`: "Int", "Double" or "QString"."""
    if Qgis.QGIS_VERSION_INT >= _BY_TYPE:
        return QgsField(name, getattr(QMetaType.Type, kind))
    return QgsField(name, getattr(QVariant.Type, kind.removeprefix("Q")))  # Qt 5 alone
