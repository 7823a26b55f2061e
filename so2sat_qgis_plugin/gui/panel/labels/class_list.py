"""The classes: colour, key, name, how many labels, and how well each is found where it was held out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ....engine.labelling.loop import ClassAccuracy
from ....i18n import tr
from ...class_table import ClassRow, ClassTable
from .figures import f1_and_interval, f1_explained
from .label_style import LabelClass

_KEY, _COUNT, _FOUND = 0, 3, 4  # columns of the table
_FEWEST, _MOST = 4, 8  # rows that are shown without scrolling


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
        self.table = ClassTable((tr("Key"),), (tr("Count"), tr("Accuracy")), self)
        self.table.horizontalHeaderItem(_KEY).setToolTip(tr("Press this key over the canvas to draw this class"))
        self.table.horizontalHeaderItem(_COUNT).setToolTip(tr("How many labels the class has"))
        self.table.horizontalHeaderItem(_FOUND).setToolTip(f1_explained())
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.renamed.connect(self.renamed)
        self.table.recolored.connect(self.recolored)
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
        known = {self.table.name(row): self.table.item(row, _FOUND).text() for row in range(self.table.rowCount())}
        rows = [
            ClassRow(
                one.value,
                one.color,
                one.name,
                (str(number) if number <= 9 else "",),
                (str(one.count), known.get(one.name, "–")),
            )
            for number, one in enumerate(classes, start=1)
        ]
        self.table.show_rows(rows, _FEWEST, _MOST)
        self.delete_button.setEnabled(bool(classes))
        self.choose(selected if selected in [entry.value for entry in classes] else self._first())

    def _first(self) -> Any:
        return self._classes[0].value if self._classes else None

    def show_accuracy(self, found: Mapping[str, ClassAccuracy]) -> None:
        """Show how well classes are found, by name; – where that is not known."""
        for row, entry in enumerate(self._classes):
            self.table.say(row, _FOUND, *f1_and_interval(found.get(entry.name)))

    # What is chosen

    def current(self) -> Any:
        """Return the value of the class that is drawn, None where there is no class."""
        return next(iter(self.table.selected()), None)

    def choose(self, value: Any) -> None:
        """Select a class by its value."""
        for row, entry in enumerate(self._classes):
            if entry.value == value:
                self.table.selectRow(row)
                self.table.scrollToItem(self.table.item(row, _KEY))

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
