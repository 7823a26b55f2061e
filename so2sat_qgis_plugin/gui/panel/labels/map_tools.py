"""Choose what a click on the map does: QGIS's own polygon tool, or one of four that take a single click."""

from __future__ import annotations

from typing import Any

from qgis.gui import QgsMapMouseEvent, QgsMapTool, QgsMapToolEmitPoint
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ....i18n import tr

POLYGON, CELL, REGION, ASK, ALIKE = "polygon", "cell", "region", "ask", "alike"
_START = {REGION: 25, ALIKE: 50}


class ClickTool(QgsMapToolEmitPoint):
    """Tells where one clicked; Enter and a right click accept what was prepared, Esc drops it."""

    accepted = pyqtSignal()
    dropped = pyqtSignal()

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.accepted.emit()
        else:
            super().canvasPressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        else:
            event.ignore()


class MapTools(QWidget):
    """A row of buttons, and a threshold for those that have one.

    `clicked` brings the kind of tool and a point of the canvas; `polygon` asks for QGIS's own tool.
    """

    polygon = pyqtSignal()
    clicked = pyqtSignal(str, object)
    accepted = pyqtSignal(str)
    left = pyqtSignal(str)
    moved = pyqtSignal(str, int)

    def __init__(self, canvas: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._thresholds = dict(_START)
        self.buttons: dict[str, QToolButton] = {}
        self._tools = {kind: self._tool(kind) for kind in (CELL, REGION, ASK, ALIKE)}
        self._kind = ""
        self._fill()
        canvas.mapToolSet.connect(self._tool_set)
        self._show_kind("")

    def _tool(self, kind: str) -> ClickTool:
        tool = ClickTool(self._canvas)
        tool.canvasClicked.connect(lambda point, _: self.clicked.emit(kind, point))
        tool.accepted.connect(lambda: self.accepted.emit(kind))
        tool.dropped.connect(lambda: self.left.emit(kind))
        return tool

    def _fill(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        rows = QGridLayout()
        rows.setSpacing(3)
        for i, (title, buttons) in enumerate(((tr("Draw"), self._drawing()), (tr("Look"), self._looking()))):
            rows.addWidget(QLabel(title, self), i, 0)
            for column, (kind, text, tip) in enumerate(buttons, start=1):
                rows.addWidget(self._button(kind, text, tip), i, column)
                rows.setColumnStretch(column, 1)
        layout.addLayout(rows)
        layout.addWidget(self._threshold())
        self.hint = QLabel(self)
        self.hint.setWordWrap(True)
        layout.addWidget(self.hint)

    def _drawing(self) -> tuple[tuple[str, str, str], ...]:
        return (
            (POLYGON, tr("Polygon"), tr("Draw polygons of the selected class with QGIS's own tool")),
            (CELL, tr("Cell"), tr("Label the one cell that is clicked")),
            (REGION, tr("Region"), tr("Click a place: the alike cells around it become a polygon")),
        )

    def _looking(self) -> tuple[tuple[str, str, str], ...]:
        return (
            (ASK, tr("Ask"), tr("Click a cell: why it is what it is on the map")),
            (ALIKE, tr("Alike"), tr("More like this: click a place: where else does the scene look like it?")),
        )

    def _button(self, kind: str, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda checked: self.choose(kind) if checked else self.put_down())
        self.buttons[kind] = button
        return button

    def _threshold(self) -> QWidget:
        holder = QWidget(self)
        self.slider = QSlider(Qt.Orientation.Horizontal, holder)
        self.slider.setRange(0, 100)
        self.slider.valueChanged.connect(self._moved)
        self._ends = (QLabel(holder), QLabel(holder))
        self.take = QPushButton(tr("Label it"), holder)
        self.take.setToolTip(tr("Make the region a label of the selected class (Enter, or a right click on the map)"))
        self.take.clicked.connect(lambda: self.accepted.emit(REGION))
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        for widget, stretch in ((self._ends[0], 0), (self.slider, 1), (self._ends[1], 0), (self.take, 0)):
            row.addWidget(widget, stretch)
        self._threshold_row = holder
        return holder

    # What is chosen

    def choose(self, kind: str) -> None:
        """Take up a tool."""
        if kind == POLYGON:
            self.polygon.emit()
            self._show_kind(self._kind_of(self._canvas.mapTool()))
        else:
            self._canvas.setMapTool(self._tools[kind])
            self._canvas.setFocus()

    def put_down(self) -> None:
        """Put the panel's tool down, where one is up; QGIS's own tools stay."""
        tool = self._canvas.mapTool()
        if tool in self._tools.values():
            self._canvas.unsetMapTool(tool)
        self._show_kind(self._kind_of(self._canvas.mapTool()))

    def threshold(self, kind: str) -> int:
        """Return the threshold of a kind of tool, 0 to 100."""
        return self._thresholds[kind]

    def remove(self) -> None:
        """Take the tools off the canvas."""
        self._canvas.mapToolSet.disconnect(self._tool_set)
        for tool in self._tools.values():
            self._canvas.unsetMapTool(tool)

    def _tool_set(self, tool: QgsMapTool | None, *_: Any) -> None:
        self._show_kind(self._kind_of(tool))

    def _kind_of(self, tool: QgsMapTool | None) -> str:
        found = next((kind for kind, own in self._tools.items() if own is tool), "")
        if not found and tool is not None and tool.action() is not None:
            return POLYGON if tool.action().objectName() == "mActionAddFeature" else ""
        return found

    def _show_kind(self, kind: str) -> None:
        before, self._kind = self._kind, kind
        for name, button in self.buttons.items():
            button.setChecked(name == kind)
        self._threshold_row.setVisible(kind in self._thresholds)
        self.take.setVisible(kind == REGION)
        if kind in self._thresholds:
            self.slider.blockSignals(True)
            self.slider.setValue(self._thresholds[kind])
            self.slider.blockSignals(False)
            ends = (tr("small"), tr("large")) if kind == REGION else (tr("more"), tr("more alike"))
            for label, text in zip(self._ends, ends):
                label.setText(text)
        self.hint.setText(_hint(kind))
        self.hint.setVisible(bool(kind))
        if before and before != kind:
            self.left.emit(before)

    def _moved(self, value: int) -> None:
        if self._kind in self._thresholds:
            self._thresholds[self._kind] = value
            self.moved.emit(self._kind, value)


def _hint(kind: str) -> str:
    if kind == POLYGON:
        return tr("Click corners, right-click to end. Keys 1–9: class.")
    if kind == CELL:
        return tr("Click a cell to label it. Keys 1–9: class.")
    if kind == REGION:
        return tr("Click a place, fit the region, then Enter or right-click.")
    if kind == ASK:
        return tr("Click a cell of the map.")
    return tr("Click a place. Orange is where the scene looks like it.") if kind == ALIKE else ""
