"""What a preview maps, and how much of the scene that is."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
)

from .wanted import LABELS, Wanted


def looked_at(canvas: Any, wanted: Wanted) -> QgsReferencedRectangle:
    """Return what a preview maps: what the canvas shows, and where the labels lie that it learns from."""
    crs = canvas.mapSettings().destinationCrs()
    extent = QgsRectangle(canvas.extent())
    labels = wanted.way.labels if wanted.way.kind == LABELS else None
    if labels is not None and not labels.extent().isEmpty():
        extent.combineExtentWith(_in_crs(labels.extent(), labels.crs(), crs))
    return QgsReferencedRectangle(extent, crs)


def share_of(layer: QgsRasterLayer, extent: QgsReferencedRectangle) -> float:
    """Return the share of a layer that an extent covers, 1 where that cannot be told."""
    whole = layer.extent()
    part = _in_crs(extent, extent.crs(), layer.crs()).intersect(whole)
    return float(part.width() * part.height() / (whole.width() * whole.height())) if not whole.isEmpty() else 1.0


def _in_crs(box: QgsRectangle, crs: Any, target: Any) -> QgsRectangle:
    """Return a rectangle in another CRS; as it is where that cannot be told."""
    if not crs.isValid() or not target.isValid():
        return box
    try:
        return QgsCoordinateTransform(crs, target, QgsProject.instance().transformContext()).transformBoundingBox(box)
    except QgsCsException:
        return box
