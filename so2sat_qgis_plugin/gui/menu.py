"""The plugin's entries in QGIS's Plugins menu."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QDialog

from ..i18n import tr
from ..paths import resource
from .setup_button import SetupBar

TITLE = "So2Sat land cover"
MAP_ALGORITHM = "so2sat:landcovermap"


class Menu:
    """Plugins > So2Sat land cover: the map's dialog, the runtime's set-up, help."""

    def __init__(self, iface: Any) -> None:
        self._iface = iface
        self._dialogs: dict[str, QDialog] = {}
        self.actions = [
            self._add(tr("Land-cover map…"), self.open_map),
            self._add(tr("Set up…"), self.open_setup),
            self._add(tr("Help"), self.open_help),
        ]
        self._setup_bar = SetupBar(iface, self.open_setup)

    def _add(self, text: str, slot: Any) -> QAction:
        action = QAction(QIcon(str(resource("icon.svg"))), text, self._iface.mainWindow())
        action.triggered.connect(slot)
        self._iface.addPluginToMenu(TITLE, action)
        return action

    def remove(self) -> None:
        """Take the entries and the open dialogs away."""
        self._setup_bar.remove()
        for action in self.actions:
            self._iface.removePluginMenu(TITLE, action)
            action.deleteLater()
        for dialog in self._dialogs.values():
            dialog.close()
            dialog.deleteLater()

    def open_map(self) -> None:
        """Open the dialog of so2sat:landcovermap."""
        import processing

        dialog = processing.createAlgorithmDialog(MAP_ALGORITHM, {})
        if dialog is not None:
            dialog.show()

    def open_setup(self) -> None:
        """Open the set-up dialog: the same one each time, so that a set-up under way is seen again."""
        from .setup_dialog import SetupDialog

        self._show("setup", SetupDialog)

    def open_help(self) -> None:
        """Open the help."""
        from .help_dialog import HelpDialog

        self._show("help", HelpDialog)

    def _show(self, name: str, make: type[QDialog]) -> None:
        dialog = self._dialogs.get(name)
        if dialog is None:
            dialog = self._dialogs[name] = make(self._iface.mainWindow())
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
