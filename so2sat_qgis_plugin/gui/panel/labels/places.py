"""Places and shapes between the scene's CRS and the canvas's, and rubber bands on the canvas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtGui import QColor

from ....engine.errors import So2SatError
from ....engine.labelling.scene import LabelScene
from ....engine.raster.grid import Block
from ....i18n import tr

_OWN = "so2sat"  # what the plugin's own rubber bands carry
_AROUND = 40  # cells beside a place that is zoomed to


class Places:
    """A scene on the canvas."""

    def __init__(self, canvas: Any, scene: LabelScene) -> None:
        self.canvas, self.scene = canvas, scene
        self.crs = QgsCoordinateReferenceSystem.fromWkt(scene.crs)

    def _to_scene(self) -> QgsCoordinateTransform | None:
        canvas = self.canvas.mapSettings().destinationCrs()
        if not canvas.isValid() or not self.crs.isValid():
            return None
        return QgsCoordinateTransform(canvas, self.crs, QgsProject.instance())

    def in_scene(self, point: QgsPointXY) -> tuple[float, float]:
        """Return x and y in the scene's CRS of a point of the canvas; raises So2SatError where it has none."""
        transform = self._to_scene()
        try:
            found = transform.transform(point) if transform is not None else point
        except QgsCsException as error:
            raise So2SatError(tr("This place lies outside the scene. Click one on the scene.")) from error
        return float(found.x()), float(found.y())

    def on_canvas(self, shape: QgsGeometry) -> QgsGeometry:
        """Return a shape of the scene's CRS in the canvas's."""
        found = QgsGeometry(shape)
        transform = self._to_scene()
        if transform is not None:
            found.transform(
                QgsCoordinateTransform(transform.destinationCrs(), transform.sourceCrs(), QgsProject.instance())
            )
        return found

    def seen(self) -> tuple[Block | None, int]:
        """Return the cells that the canvas shows, None where it shows none, and for every how-manyth it has a pixel."""
        extent, transform = QgsRectangle(self.canvas.extent()), self._to_scene()
        try:
            extent = transform.transformBoundingBox(extent) if transform is not None else extent
        except QgsCsException:
            return None, 1
        block = self.scene.block_of(extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())
        if block is None:
            return None, 1
        size = self.canvas.mapSettings().outputSize()
        pixels = max(size.width() * size.height(), 1)
        return block, max(1, math.floor(math.sqrt(block.rows * block.columns / pixels)))

    def cell(self, x: float, y: float) -> QgsGeometry:
        """Return the square of the cell at a place (the scene's CRS); raises So2SatError outside of the scene."""
        row, column = self.scene.cell_at(x, y)
        at = self.scene.transform.at
        corners = [at(column + i, row + j) for i, j in ((0, 0), (1, 0), (1, 1), (0, 1))]
        return ring([(float(a), float(b)) for a, b in corners])

    def zoom_to(self, x: float, y: float) -> None:
        """Show a place (the scene's CRS) in the middle, near enough that its cell and what is around it are seen."""
        here = self.on_canvas(self.cell(x, y)).boundingBox()
        side = max(here.width(), here.height()) * _AROUND
        self.canvas.setExtent(QgsRectangle.fromCenterAndSize(here.center(), side, side))
        self.canvas.refresh()


def ring(corners: Sequence[tuple[float, float]]) -> QgsGeometry:
    """Return the polygon with these corners (x, y)."""
    return QgsGeometry.fromPolygonXY([[QgsPointXY(x, y) for x, y in corners]])


class Band:
    """Shapes drawn over the map in one colour."""

    def __init__(self, canvas: Any, color: str, width: int = 2, fill: int = 0) -> None:
        self._canvas = canvas
        self.band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        self.recolor(color, fill)
        self.band.setWidth(width)
        self.band.setData(0, _OWN)

    def recolor(self, color: str, fill: int) -> None:
        """Draw in another colour; `fill` is its opacity inside, 0 to 255."""
        inner = QColor(color)
        inner.setAlpha(fill)
        self.band.setStrokeColor(QColor(color))
        self.band.setFillColor(inner)

    def show(self, shape: QgsGeometry) -> None:
        """Draw a shape of the canvas's CRS alone."""
        self.band.setToGeometry(shape, None)

    def hide(self) -> None:
        """Draw nothing."""
        self.band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)

    def remove(self) -> None:
        """Take it off the canvas."""
        self._canvas.scene().removeItem(self.band)


def clear_leftovers(canvas: Any, layer: QgsVectorLayer) -> None:
    """Take rubber bands of finished labels off the canvas: QGIS forgets them where a layer's form is suppressed."""
    crs = canvas.mapSettings().destinationCrs()
    for item in canvas.scene().items():
        if not isinstance(item, QgsRubberBand) or not item.isVisible() or item.data(0) == _OWN:
            continue
        if _is_stored(item, layer, crs):
            item.reset(QgsWkbTypes.GeometryType.PolygonGeometry)


def _is_stored(band: QgsRubberBand, layer: QgsVectorLayer, crs: QgsCoordinateReferenceSystem) -> bool:
    """Return whether a rubber band is drawn just as a feature of a layer is."""
    shape = band.asGeometry()
    if shape.isEmpty() or shape.type() != layer.geometryType():
        return False
    near = shape.boundingBox()
    request = QgsFeatureRequest().setDestinationCrs(crs, QgsProject.instance().transformContext())
    request.setFilterRect(near)
    return any(shape.hausdorffDistance(one.geometry()) < near.width() * 1e-6 for one in layer.getFeatures(request))
