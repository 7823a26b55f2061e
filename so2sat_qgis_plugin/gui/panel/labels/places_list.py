"""A list of places: something to say of each, a button or two in its row, zoom by a double click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QWidget,
)

from ....i18n import tr

_ROW = 27  # pixels


@dataclass(frozen=True)
class Place:
    """A row: its text, what is said where the pointer rests, and where it is (the scene's CRS)."""

    text: str
    tip: str
    x: float
    y: float


@dataclass(frozen=True)
class RowButton:
    """A button in each row: its help, what it does with the row's number and the button itself, its text or icon."""

    tip: str
    act: Callable[[int, QToolButton], None]
    text: str = ""
    icon: str = ""  # of QGIS's own


class PlacesList(QTableWidget):
    """`looked_at` brings the number of the row that was selected, `zoomed` the one that is to be zoomed to."""

    looked_at = pyqtSignal(int)
    zoomed = pyqtSignal(int)

    def __init__(self, buttons: Sequence[RowButton], parent: QWidget | None = None) -> None:
        super().__init__(0, 2, parent)
        self._buttons = (
            RowButton(
                tr("Zoom to this place"), lambda row, _: self.zoomed.emit(row), icon="/mActionZoomToSelected.svg"
            ),
            *buttons,
        )
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setMinimumHeight(4 * _ROW)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.itemSelectionChanged.connect(self._selected)
        self.cellDoubleClicked.connect(lambda row, _: self.zoomed.emit(row))

    def show_places(self, places: Sequence[Place]) -> None:
        """Show these places in place of those before."""
        self.blockSignals(True)
        self.setRowCount(0)
        self.setRowCount(len(places))
        for row, place in enumerate(places):
            item = QTableWidgetItem(place.text)
            item.setToolTip(place.tip)
            self.setItem(row, 0, item)
            self.setCellWidget(row, 1, self._row_buttons())
        self.blockSignals(False)

    def _row_buttons(self) -> QWidget:
        holder = QWidget(self)
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(2, 1, 2, 1)
        layout.setSpacing(2)
        for one in self._buttons:
            button = QToolButton(holder)
            button.setText(one.text)
            if one.icon:
                button.setIcon(QgsApplication.getThemeIcon(one.icon))
            button.setToolTip(one.tip)
            button.clicked.connect(lambda _, one=one, button=button: one.act(self.row_of(button), button))
            layout.addWidget(button)
        return holder

    def row_of(self, button: QToolButton) -> int:
        """Return the row that a button stands in now."""
        return int(self.indexAt(button.parentWidget().pos()).row())

    def button(self, row: int, number: int) -> QToolButton:
        """Return a row's button: 0 zooms, then those that were given."""
        return self.cellWidget(row, 1).findChildren(QToolButton)[number]

    def _selected(self) -> None:
        rows = self.selectionModel().selectedRows()
        if rows:
            self.looked_at.emit(rows[0].row())
