"""A cell's spectrum against those of the classes, drawn with Qt alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ....i18n import tr

Spectrum = Sequence[float]
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 8, 8, 20  # pixels around the plot


class SpectrumChart(QWidget):
    """Reflectance over bands: a line a class in its colour, the cell's own line thick on top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bands: Sequence[str] = ()
        self._cell: Spectrum = ()
        self._classes: Mapping[str, tuple[str, Spectrum]] = {}
        self.setMinimumHeight(110)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(300, 130)

    def draw(self, bands: Sequence[str], cell: Spectrum, classes: Mapping[str, tuple[str, Spectrum]]) -> None:
        """Show a cell's spectrum, and by class name a colour and the class's."""
        self._bands, self._cell, self._classes = tuple(bands), tuple(cell), dict(classes)
        self.setVisible(bool(self._bands))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)
        spectra = [self._cell, *(spectrum for _, spectrum in self._classes.values())]
        values = [value for spectrum in spectra for value in spectrum]
        if not self._bands or not values:
            return
        low, high = min(0.0, *values), max(values) * 1.05 or 1.0
        self._axes(painter, area, low, high)
        for color, spectrum in self._classes.values():
            painter.setPen(QPen(QColor(color), 1.6))
            painter.drawPolyline(self._line(area, spectrum, low, high))
        painter.setPen(QPen(self.palette().text().color(), 2.6))
        line = self._line(area, self._cell, low, high)
        painter.drawPolyline(line)
        painter.setBrush(self.palette().text())
        for i in range(line.count()):
            painter.drawEllipse(line.at(i), 2.0, 2.0)

    def _axes(self, painter: QPainter, area: QRectF, low: float, high: float) -> None:
        painter.setPen(QPen(self.palette().mid().color(), 1.0))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.bottomLeft(), area.topLeft())
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.8)
        painter.setFont(font)
        painter.setPen(self.palette().text().color())
        aligned = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for value in (low, (low + high) / 2, high):
            y = area.bottom() - (value - low) / (high - low) * area.height()
            painter.drawText(QRectF(0, y - 8, _LEFT - 4, 16), aligned, f"{value:.2f}")
        width = area.width() / max(len(self._bands) - 1, 1)
        every = max(1, -(-int(34 * len(self._bands)) // max(int(area.width()), 1)))
        for i in range(0, len(self._bands), every):
            place = QRectF(area.left() + i * width - 25, area.bottom() + 3, 50, 16)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, self._bands[i])

    def _line(self, area: QRectF, spectrum: Spectrum, low: float, high: float) -> QPolygonF:
        width = area.width() / max(len(spectrum) - 1, 1)
        points = [
            QPointF(area.left() + i * width, area.bottom() - (value - low) / (high - low) * area.height())
            for i, value in enumerate(spectrum)
        ]
        return QPolygonF(points)


def explained() -> str:
    """Return what the chart shows, in a sentence."""
    return tr("Reflectance: this cell (thick) and each class's labels.")
