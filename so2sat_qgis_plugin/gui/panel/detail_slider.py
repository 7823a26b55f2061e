"""One slider from coarse to fine: the cell of the map and what is looked at around it, in metres."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from ...engine.embedding.detail import Detail
from ...i18n import tr
from ..job import rounded

_REST = 400  # milliseconds without a move after which the choice counts as made


class DetailSlider(QWidget):
    """Chooses a `Detail`; `moved` comes at every step, `chosen` when it came to rest."""

    moved = pyqtSignal()
    chosen = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: Sequence[Detail] = (Detail(10, 32),)
        self._pixel = 0.0
        self.is_own = False  # whether the user chose it
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.setPageStep(1)
        self.slider.setRange(0, 0)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.time = QLabel(self)
        self.time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.chosen)
        self.slider.valueChanged.connect(self._moved)
        self._lay_out()
        self.setEnabled(False)

    def _lay_out(self) -> None:
        ends = QHBoxLayout()
        ends.addWidget(QLabel(tr("coarse"), self))
        ends.addWidget(self.slider, 1)
        ends.addWidget(QLabel(tr("fine"), self))
        below = QHBoxLayout()
        below.addWidget(self.words, 1)
        below.addWidget(self.time)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(ends)
        layout.addLayout(below)

    def offer(self, choices: Sequence[Detail], pixel: float) -> None:
        """Offer details of a raster whose pixel is `pixel` metres (0: not known); keeps the stride that was chosen."""
        before = self.detail()
        self._choices, self._pixel = choices, pixel
        self.slider.blockSignals(True)
        self.slider.setRange(0, len(choices) - 1)
        self.slider.blockSignals(False)
        self.setEnabled(len(choices) > 1)
        self.choose(before)

    def clear(self) -> None:
        """Offer nothing."""
        self.setEnabled(False)
        self.words.clear()
        self.time.clear()

    def detail(self) -> Detail:
        """Return what is chosen."""
        return self._choices[min(self.slider.value(), len(self._choices) - 1)]

    def choose(self, detail: Detail) -> None:
        """Choose the offered detail whose cell is nearest to that of `detail`, without a signal."""
        strides = [abs(one.stride - detail.stride) for one in self._choices]
        self.slider.blockSignals(True)
        self.slider.setValue(strides.index(min(strides)))
        self.slider.blockSignals(False)
        self._say()

    def choices(self) -> Sequence[Detail]:
        """Return what is offered, from coarse to fine."""
        return self._choices

    def _moved(self) -> None:
        self.is_own = True
        self._say()
        self.moved.emit()
        self._rest.start()

    def _say(self) -> None:
        chosen, size = self.detail(), self._pixel
        unit = "m" if size else tr("pixels")
        cell, around = (rounded(pixels * (size or 1)) for pixels in (chosen.stride, chosen.window))
        text = tr("Cells of {cell} {unit}, windows of {around} {unit}")
        self.words.setText(text.format(cell=cell, around=around, unit=unit))
