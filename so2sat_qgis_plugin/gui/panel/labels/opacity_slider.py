"""How much of the scene is seen through the map."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from ....i18n import tr
from .live_layer import OPACITY


class OpacitySlider(QWidget):
    """From the scene alone to the map alone; `moved` brings an opacity, 0 to 1."""

    moved = pyqtSignal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, 100)
        self.slider.setValue(round(100 * OPACITY))
        self.slider.valueChanged.connect(lambda value: self.moved.emit(value / 100))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(tr("See the scene"), self))
        row.addWidget(self.slider, 1)
        row.addWidget(QLabel(tr("the map"), self))
