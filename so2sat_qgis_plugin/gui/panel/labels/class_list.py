"""The classes: colour, key, name, how many labels, and how well each is found where it was held out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QColorDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ....engine.labelling.loop import ClassAccuracy
from ....i18n import tr
from .figures import f1_and_interval, f1_explained
from .label_style import LabelClass

_KEY, _COLOR, _NAME, _COUNT, _FOUND = range(5)
_FEWEST, _MOST = 4, 8  # rows that are shown without scrolling
_ROW = 24  # pixels
_VALUE = Qt.ItemDataRole.UserRole


class ClassList(QWidget):
    """One row a class; the selected one is what is drawn. It changes nothing itself: signals say what is wanted."""

    chosen = pyqtSignal(object)  # value
    added = pyqtSignal(str)  # name
    renamed = pyqtSignal(object, str)
    recolored = pyqtSignal(object, str)
    deleted = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes: Sequence[LabelClass] = ()
        self._fill()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.table)
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        row.addWidget(self.add_button)
        row.addWidget(self.delete_button)
        layout.addLayout(row)
        self.show_classes(())

    def _fill(self) -> None:
        self.table = QTableWidget(0, 5, self)
        self.table.setHorizontalHeaderLabels([tr("Key"), "", tr("Class"), tr("Labels"), tr("Accuracy")])
        self.table.horizontalHeaderItem(_KEY).setToolTip(tr("Press this key over the canvas to draw this class"))
        self.table.horizontalHeaderItem(_FOUND).setToolTip(f1_explained())
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setColumnWidth(_COLOR, 26)
        header = self.table.horizontalHeader()
        header.setMinimumSectionSize(20)
        for column in (_KEY, _COUNT, _FOUND):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_COLOR, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        self.table.itemChanged.connect(self._typed)
        self.table.cellDoubleClicked.connect(self._double_clicked)
        self.table.itemSelectionChanged.connect(self._selected)
        self.name = QLineEdit(self)
        self.name.setPlaceholderText(tr("Name of a new class"))
        self.name.returnPressed.connect(self._add)
        self.add_button = QPushButton(tr("Add"), self)
        self.add_button.clicked.connect(self._add)
        self.delete_button = QPushButton(tr("Delete"), self)
        self.delete_button.setToolTip(tr("Delete the selected class and its labels"))
        self.delete_button.clicked.connect(self._delete)

    # What is shown

    def show_classes(self, classes: Sequence[LabelClass]) -> None:
        """Show these classes; the one that was selected stays so."""
        selected = self.current()
        self._classes = tuple(classes)
        self.table.blockSignals(True)
        self.table.setRowCount(len(classes))
        for row, entry in enumerate(classes):
            self._show_row(row, entry)
        self.table.blockSignals(False)
        rows = min(max(len(classes), _FEWEST), _MOST)
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + rows * _ROW + 4)
        self.delete_button.setEnabled(bool(classes))
        self.choose(selected if selected in [entry.value for entry in classes] else self._first())

    def _first(self) -> Any:
        return self._classes[0].value if self._classes else None

    def _show_row(self, row: int, entry: LabelClass) -> None:
        found = self.table.item(row, _FOUND)
        accuracy = found.text() if found is not None and self.table.item(row, _NAME).text() == entry.name else "–"
        texts = {_KEY: str(row + 1) if row < 9 else "", _COLOR: "", _NAME: entry.name, _COUNT: str(entry.count)}
        for column, text in {**texts, _FOUND: accuracy}.items():
            item = QTableWidgetItem(text)
            item.setData(_VALUE, entry.value)
            if column != _NAME:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            if column in (_KEY, _COUNT, _FOUND):
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            self.table.setItem(row, column, item)
        self.table.item(row, _COLOR).setBackground(QBrush(QColor(entry.color)))
        self.table.item(row, _COLOR).setToolTip(tr("Double-click for another colour"))
        self.table.item(row, _NAME).setToolTip(tr("Double-click to rename: {name}").format(name=entry.name))

    def show_accuracy(self, found: Mapping[str, ClassAccuracy]) -> None:
        """Show how well classes are found, by name; – where that is not known."""
        self.table.blockSignals(True)
        for row, entry in enumerate(self._classes):
            text, tip = f1_and_interval(found.get(entry.name))
            self.table.item(row, _FOUND).setText(text)
            self.table.item(row, _FOUND).setToolTip(tip)
        self.table.blockSignals(False)

    # What is chosen

    def current(self) -> Any:
        """Return the value of the class that is drawn, None where there is no class."""
        rows = self.table.selectionModel().selectedRows()
        return self.table.item(rows[0].row(), _NAME).data(_VALUE) if rows else None

    def choose(self, value: Any) -> None:
        """Select a class by its value."""
        for row, entry in enumerate(self._classes):
            if entry.value == value:
                self.table.selectRow(row)
                self.table.scrollToItem(self.table.item(row, _NAME))

    def choose_number(self, number: int) -> bool:
        """Select the class that has this key; returns whether there is one."""
        if not 1 <= number <= len(self._classes):
            return False
        self.choose(self._classes[number - 1].value)
        return True

    def _selected(self) -> None:
        value = self.current()
        if value is not None:
            self.chosen.emit(value)

    # What is wanted

    def _add(self) -> None:
        name = self.name.text().strip()
        if name:
            self.name.clear()
            self.added.emit(name)

    def _typed(self, item: QTableWidgetItem) -> None:
        if item.column() == _NAME:
            self.renamed.emit(item.data(_VALUE), item.text())

    def _double_clicked(self, row: int, column: int) -> None:
        if column != _COLOR:
            return
        entry = self._classes[row]
        color = QColorDialog.getColor(QColor(entry.color), self, tr("Colour of {name}").format(name=entry.name))
        if color.isValid():
            self.recolored.emit(entry.value, color.name())

    def _delete(self) -> None:
        value = self.current()
        entry = next((one for one in self._classes if one.value == value), None)
        if entry is None or (entry.count and not self._is_sure(entry)):
            return
        self.deleted.emit(entry.value)

    def _is_sure(self, entry: LabelClass) -> bool:
        text = tr("Delete the class {name} and its {count} labels? Edit > Undo brings them back.")
        question = text.format(name=entry.name, count=entry.count)
        yes = QMessageBox.StandardButton.Yes
        buttons = yes | QMessageBox.StandardButton.No
        return bool(QMessageBox.question(self, tr("Delete class"), question, buttons) == yes)
