"""Classes as a table: a colour to double-click, a name to type over, and what else there is to say of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QColorDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ..i18n import tr

_ROW, _SWATCH = 24, 28  # pixels
_VALUE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class ClassRow:
    """A class: what tells it from others, its "#rrggbb", its name, and the texts of the columns before and after."""

    value: Any
    color: str
    name: str
    before: Sequence[str] = ()
    after: Sequence[str] = ()


class ClassTable(QTableWidget):
    """It changes no class itself: `renamed` and `recolored` bring a class's value and what is wanted of it."""

    renamed = pyqtSignal(object, str)
    recolored = pyqtSignal(object, str)

    def __init__(self, before: Sequence[str], after: Sequence[str], parent: QWidget | None = None) -> None:
        """`before` and `after` are the titles of the columns beside colour and name."""
        super().__init__(0, len(before) + 2 + len(after), parent)
        self._color, self._name = len(before), len(before) + 1
        self.setHorizontalHeaderLabels([*before, "", tr("Class"), *after])
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._size_columns()
        self.itemChanged.connect(self._typed)
        self.cellDoubleClicked.connect(self._double_clicked)

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        header.setMinimumSectionSize(20)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(self._color, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(self._name, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(self._color, _SWATCH)

    def show_rows(self, rows: Sequence[ClassRow], fewest: int, most: int) -> None:
        """Show these classes, as high as `fewest` to `most` rows."""
        self.blockSignals(True)
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            self._show_row(number, row)
        self.blockSignals(False)
        shown = min(max(len(rows), fewest), most)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + shown * _ROW + 4)

    def _show_row(self, number: int, row: ClassRow) -> None:
        for column, text in enumerate((*row.before, "", row.name, *row.after)):
            item = QTableWidgetItem(text)
            item.setData(_VALUE, row.value)
            if column != self._name:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                side = Qt.AlignmentFlag.AlignRight if column > self._name else Qt.AlignmentFlag.AlignHCenter
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(number, column, item)
        self.item(number, self._color).setFlags(Qt.ItemFlag.ItemIsEnabled)  # seen while its row is selected
        self.item(number, self._color).setBackground(QBrush(QColor(row.color)))
        self.item(number, self._color).setToolTip(tr("Double-click for another colour"))
        self.item(number, self._name).setToolTip(tr("Double-click to rename: {name}").format(name=row.name))

    def say(self, row: int, column: int, text: str, tip: str = "") -> None:
        """Show a text in a cell, and what is said where the pointer rests."""
        self.blockSignals(True)
        self.item(row, column).setText(text)
        self.item(row, column).setToolTip(tip)
        self.blockSignals(False)

    def name(self, row: int) -> str:
        """Return the name of a row's class."""
        return str(self.item(row, self._name).text())

    def value(self, row: int) -> Any:
        """Return the value of a row's class."""
        return self.item(row, self._name).data(_VALUE)

    def selected(self) -> list[Any]:
        """Return the values of the selected rows' classes, from above."""
        return [self.value(row) for row in sorted({index.row() for index in self.selectedIndexes()})]

    def _typed(self, item: QTableWidgetItem) -> None:
        if item.column() == self._name:
            self.renamed.emit(item.data(_VALUE), item.text())

    def _double_clicked(self, row: int, column: int) -> None:
        if column != self._color:
            return
        title = tr("Colour of {name}").format(name=self.name(row))
        color = QColorDialog.getColor(self.item(row, column).background().color(), self, title)
        if color.isValid():
            self.recolored.emit(self.value(row), color.name())
