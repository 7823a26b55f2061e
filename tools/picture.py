"""A picture of a raster in true colour beside its land-cover map, with the legend that the map's file carries."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from osgeo import gdal

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter

_SIDE, _MARGIN, _TITLE, _ROW, _COLUMN = 560, 24, 40, 30, 280


def side_by_side(raster: Path, map_path: Path, target: Path, title: str, credit: str = "") -> None:
    """Write `target` (PNG): `raster` (bands B4 B3 B2 by name, else 3 2 1) left, `map_path` right, legend below."""
    application = QGuiApplication.instance() or QGuiApplication([])  # Qt paints text while one lives
    left, right = _true_color(raster), _map(map_path)
    height = round(_SIDE * left.height() / left.width())
    classes = _legend(map_path)
    columns = (2 * _SIDE + _MARGIN) // _COLUMN
    rows = -(-len(classes) // columns)
    size = (2 * _SIDE + 3 * _MARGIN, _TITLE + height + _MARGIN + rows * _ROW + _MARGIN + (20 if credit else 0))
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for place, (name, picture) in enumerate(((f"{title}, true colour", left), ("Land-cover map", right))):
        x = _MARGIN + place * (_SIDE + _MARGIN)
        _text(painter, QRectF(x, 6, _SIDE, _TITLE - 10), name, 13, bold=True)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, place == 0)
        painter.drawImage(QRectF(x, _TITLE, _SIDE, height), picture)
    for index, (name, color) in enumerate(classes):
        x, y = _MARGIN + (index % columns) * _COLUMN, _TITLE + height + _MARGIN // 2 + (index // columns) * _ROW
        painter.fillRect(QRectF(x, y + 6, 26, 18), color)
        painter.drawRect(QRectF(x, y + 6, 26, 18))
        _text(painter, QRectF(x + 36, y, _COLUMN - 40, _ROW), name, 11)
    if credit:
        _text(painter, QRectF(_MARGIN, size[1] - 24, size[0] - 2 * _MARGIN, 18), credit, 8)
    painter.end()
    if not image.save(str(target)):
        raise OSError(f"{target} cannot be written")
    del application


def _text(painter: QPainter, place: QRectF, text: str, points: int, bold: bool = False) -> None:
    font = QFont("DejaVu Sans")
    font.setPixelSize(round(points * 4 / 3))
    font.setBold(bold)
    painter.setFont(font)
    painter.setPen(QColor("#222222"))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def _true_color(path: Path) -> QImage:
    raster = gdal.Open(str(path))
    names = [raster.GetRasterBand(i + 1).GetDescription().split(" ")[0] for i in range(raster.RasterCount)]
    numbers = []
    for wanted, otherwise in (("4", 3), ("3", 2), ("2", 1)):
        named = [i + 1 for i, name in enumerate(names) if name in (f"B{wanted}", f"B0{wanted}")]
        numbers.append(named[0] if named else min(otherwise, raster.RasterCount))
    width = min(raster.RasterXSize, 2 * _SIDE)
    height = round(width * raster.RasterYSize / raster.RasterXSize)
    color = np.stack([raster.GetRasterBand(n).ReadAsArray(buf_xsize=width, buf_ysize=height) for n in numbers], -1)
    low, high = np.nanpercentile(color, (1, 99), axis=(0, 1)).min(), np.nanpercentile(color, (1, 99), axis=(0, 1)).max()
    return _image(np.clip((color - low) / max(high - low, 1e-9), 0, 1) ** 0.75 * 255)


def _map(path: Path) -> QImage:
    raster = gdal.Open(str(path))
    codes = raster.GetRasterBand(1).ReadAsArray()
    table = raster.GetRasterBand(1).GetColorTable()
    colors = np.array([table.GetColorEntry(i)[:3] for i in range(table.GetCount())], np.uint8)
    colors[0] = 255
    return _image(colors[codes])


def _image(color: np.ndarray) -> QImage:
    pixels = np.ascontiguousarray(color.astype(np.uint8))
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _legend(path: Path) -> list[tuple[str, QColor]]:
    raster = gdal.Open(str(path))  # a band does not outlive its raster
    band = raster.GetRasterBand(1)
    rows, colors = band.GetDefaultRAT(), band.GetColorTable()
    names = {rows.GetValueAsInt(i, 0): rows.GetValueAsString(i, 1) for i in range(rows.GetRowCount())}
    used = [int(code) for code in np.unique(band.ReadAsArray()) if code]
    return [(names[code], QColor(*colors.GetColorEntry(code)[:3])) for code in used]
