"""The widget that a module is chosen with: names with a line about each, files and folders, or any text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..algorithms.base import home_folder
from ..algorithms.recent_modules import recent_modules
from ..engine.modules.choices import choices
from ..i18n import tr

_ABOUT, _FIRST = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2  # line beneath, line in the list
_LIST_WIDTH = 560  # pixels: the lines are longer than the box
_LINE = "\u2028"  # Qt's line break within a text


class _TwoLines(QStyledItemDelegate):
    """Shows an entry of the list with what it is about beneath."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        super().initStyleOption(option, index)
        about = index.data(_ABOUT)
        option.text = f"{index.data(_FIRST)}{_LINE}    {about}" if about else index.data(_FIRST)


class ModuleWidget(QWidget):
    """Chooses what MODULE takes. A value that is in no list is shown as text and stays as it is.

    `others` are further entries (text, value), such as the inputs of a model; `short` leaves the line beneath out.
    """

    changed = pyqtSignal()

    def __init__(
        self, parent: QWidget | None = None, others: Sequence[tuple[str, Any]] = (), short: bool = False
    ) -> None:
        super().__init__(parent)
        self.combo = QComboBox(self)
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setCompleter(None)  # it would replace what is typed
        self.combo.setItemDelegate(_TwoLines(self.combo))
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(24)
        self.combo.view().setMinimumWidth(_LIST_WIDTH)
        self.combo.view().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.combo.lineEdit().setPlaceholderText(tr("Name, folder, file or address of a module"))
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        self.about.setVisible(not short)
        self._fill(others)
        self._lay_out()
        self.combo.editTextChanged.connect(self._changed)
        self._changed()

    def _fill(self, others: Sequence[tuple[str, Any]]) -> None:
        for choice in choices(home_folder()):
            self._add(tr(choice.title), choice.value, tr(choice.about), "" if choice.here else tr("needs download"))
        for text in recent_modules():
            self._add(text, text, tr("Used before."))
        for text, value in others:
            self._add(text, value, "")

    def _add(self, text: str, value: Any, about: str, lacks: str = "") -> None:
        self.combo.addItem(text, value)
        entry = self.combo.count() - 1
        self.combo.setItemData(entry, f"{text} ({lacks})" if lacks else text, _FIRST)
        self.combo.setItemData(entry, about, _ABOUT)
        remedy = tr("Needs a download: fetch it once with 'Get module'.")
        self.combo.setItemData(entry, f"{about} {remedy}" if lacks else about, Qt.ItemDataRole.ToolTipRole)

    def _lay_out(self) -> None:
        browse = QToolButton(self)
        browse.setText("…")
        browse.setToolTip(tr("Choose a file or a folder"))
        browse.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(browse)
        menu.addAction(tr("Folder of a module…"), self._choose_folder)
        menu.addAction(tr("Archive, bundle or weights…"), self._choose_file)
        browse.setMenu(menu)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.combo)
        row.addWidget(browse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(row)
        layout.addWidget(self.about)

    def value(self) -> Any:
        """Return what is chosen: an entry's value, or the text as it stands."""
        text = self.combo.currentText()
        index = self.combo.findText(text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchCaseSensitive)
        return self.combo.itemData(index) if index >= 0 else text.strip()

    def set_value(self, value: Any) -> None:
        """Show `value`: its entry, or itself as text."""
        index = next((i for i in range(self.combo.count()) if self.combo.itemData(i) == value), -1)
        self.combo.setCurrentIndex(index)
        if index < 0:
            self.combo.setEditText("" if value is None else str(value))

    def _changed(self) -> None:
        text = self.combo.currentText()
        index = self.combo.findText(text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchCaseSensitive)
        about = self.combo.itemData(index, Qt.ItemDataRole.ToolTipRole) if index >= 0 else ""
        self.about.setText(str(about or ""))
        self.combo.setToolTip(self.about.text() or text)
        self.changed.emit()

    def _choose_folder(self) -> None:
        self._take(QFileDialog.getExistingDirectory(self, tr("Folder with saved_model.pb"), self._folder()))

    def _choose_file(self) -> None:
        kinds = tr("Modules (*.tar.gz *.tgz *.so2sat *.h5);;All files (*)")
        self._take(QFileDialog.getOpenFileName(self, tr("Module"), self._folder(), kinds)[0])

    def _folder(self) -> str:
        path = Path(str(self.value()))
        return str(path.parent) if path.is_absolute() and path.parent.is_dir() else ""

    def _take(self, path: str) -> None:
        if path:
            self.set_value(path)
