"""One cell and its window drawn on the canvas, so that one sees what the numbers mean."""

from __future__ import annotations

import math
from typing import Any

from qgis.core import (
    Qgis,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsWkbTypes,
)
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from ...engine.embedding.detail import Detail


class WindowBand:
    """Draws the cell in the middle of the canvas (filled) and its window (outline)."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        kind = QgsWkbTypes.GeometryType.PolygonGeometry
        self.window, self.cell = QgsRubberBand(canvas, kind), QgsRubberBand(canvas, kind)
        for band, width, fill in ((self.window, 2, 0), (self.cell, 1, 170)):
            band.setStrokeColor(QColor("#ff2fd0"))
            band.setFillColor(QColor(255, 47, 208, fill))
            band.setWidth(width)
            band.setLineStyle(Qt.PenStyle.SolidLine)

    def show(self, layer: QgsRasterLayer, detail: Detail) -> None:
        """Draw the cell that lies in the middle of what the canvas shows of `layer`."""
        self.hide()
        to_canvas = QgsCoordinateTransform(
            layer.crs(), self._canvas.mapSettings().destinationCrs(), QgsProject.instance().transformContext()
        )
        try:
            seen = to_canvas.transformBoundingBox(self._canvas.extent(), Qgis.TransformDirection.Reverse)
            place = seen.intersect(layer.extent())
            if place.isEmpty():
                return
            cell, window = squares(layer, place.center(), detail)
            for band, square in ((self.cell, cell), (self.window, window)):
                outline = QgsGeometry.fromRect(square)
                outline.transform(to_canvas)
                band.setToGeometry(outline, None)
        except QgsCsException:  # the canvas lies where the layer's CRS isn't defined
            return

    def hide(self) -> None:
        """Draw nothing."""
        for band in (self.window, self.cell):
            band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)

    def remove(self) -> None:
        """Take it off the canvas."""
        for band in (self.window, self.cell):
            self._canvas.scene().removeItem(band)


def squares(layer: QgsRasterLayer, place: QgsPointXY, detail: Detail) -> tuple[QgsRectangle, QgsRectangle]:
    """Return the cell in which `place` lies, and its window, in the layer's CRS (see the grid's contract)."""
    extent, dx, dy = layer.extent(), layer.rasterUnitsPerPixelX(), layer.rasterUnitsPerPixelY()
    column = math.floor((place.x() - extent.xMinimum()) / dx / detail.stride) * detail.stride
    row = math.floor((extent.yMaximum() - place.y()) / dy / detail.stride) * detail.stride
    start = (detail.stride - detail.window) // 2

    def square(first_row: int, first_column: int, side: int) -> QgsRectangle:
        left, top = extent.xMinimum() + first_column * dx, extent.yMaximum() - first_row * dy
        return QgsRectangle(left, top - side * dy, left + side * dx, top)

    return square(row, column, detail.stride), square(row + start, column + start, detail.window)
