"""How labels look: a layer's classes are its renderer's categories, and a style file beside its GeoPackage."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    NULL,
    QgsCategorizedSymbolRenderer,
    QgsMapLayer,
    QgsReadWriteContext,
    QgsRendererCategory,
    QgsSymbol,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument

from ....engine.errors import So2SatError
from ....engine.files import write_whole
from ....engine.reference.samples import label_name

_OPACITY = 0.45  # of a polygon's filling: the scene is seen through it
_OURS = "so2satlabels"  # attribute of style files that the plugin wrote, which alone it writes over


@dataclass(frozen=True)
class LabelClass:
    """A class: the `value` that the field holds, its name and colour ("#rrggbb"), and how many labels it has."""

    value: Any
    name: str
    color: str
    count: int = 0


def is_value(value: Any) -> bool:
    """Return whether what a field holds names a class."""
    return value is not None and value != NULL and value != "" and not isinstance(value, list)


def classes_shown(layer: QgsVectorLayer) -> list[LabelClass]:
    """Return the classes of a layer's renderer, in its order."""
    renderer = layer.renderer()
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return []
    return [
        LabelClass(one.value(), one.label() or label_name(one.value()), one.symbol().color().name())
        for one in renderer.categories()
        if is_value(one.value())
    ]


def show_classes(layer: QgsVectorLayer, field: str, classes: Sequence[LabelClass]) -> None:
    """Show a layer by these classes of its `field`; symbols that are the user's own stay."""
    renderer = layer.renderer()
    own = renderer.categories() if isinstance(renderer, QgsCategorizedSymbolRenderer) else []
    symbols = {(label_name(one.value()), one.symbol().color().name()): one.symbol() for one in own}
    categories = []
    for one in classes:
        symbol = symbols.get((label_name(one.value), one.color))
        symbol = symbol.clone() if symbol is not None else _symbol(layer, one.color)
        categories.append(QgsRendererCategory(one.value, symbol, one.name))
    layer.setRenderer(QgsCategorizedSymbolRenderer(field, categories))
    layer.triggerRepaint()
    layer.emitStyleChanged()
    path = _style_file(layer)
    with contextlib.suppress(OSError):
        if path is not None and _OURS in path.read_text(encoding="utf-8", errors="replace"):
            store_style(layer)


def store_style(layer: QgsVectorLayer) -> None:
    """Write names and colours of the classes beside the file, where QGIS looks for them when it is opened.

    Not into the GeoPackage: closing a second connection to it takes its journal from under the layer's own.
    """
    path = _style_file(layer)
    document = QDomDocument()
    layer.exportNamedStyle(document, QgsReadWriteContext(), QgsMapLayer.StyleCategory.Symbology)
    document.documentElement().setAttribute(_OURS, "1")
    with contextlib.suppress(So2SatError):  # the project has it too
        if path is not None:
            write_whole(path, bytes(document.toByteArray(2).data()))


def _style_file(layer: QgsVectorLayer) -> Path | None:
    return Path(layer.source().split("|")[0]).with_suffix(".qml") if layer.providerType() == "ogr" else None


def _symbol(layer: QgsVectorLayer, color: str) -> QgsSymbol:
    symbol = QgsSymbol.defaultSymbol(layer.geometryType())
    symbol.setColor(QColor(color))
    if layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry:
        filling = QColor(color)
        filling.setAlphaF(_OPACITY)
        inner = symbol.symbolLayer(0)
        inner.setFillColor(filling)
        inner.setStrokeColor(QColor(color).darker(150))
        inner.setStrokeWidth(0.5)
    return symbol
