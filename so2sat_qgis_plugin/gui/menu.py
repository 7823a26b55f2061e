"""The plugin's entries in QGIS's Plugins menu."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QDialog

from ..i18n import tr
from ..paths import resource
from .setup_button import SetupBar
from .temporary_maps import TemporaryMaps
from .welcome import Welcome

TITLE = "So2Sat land cover"
MAP_ALGORITHM = "so2sat:landcovermap"
_PANEL_WIDTH = 380  # pixels, at first


class Menu:
    """Plugins > So2Sat land cover: the map's dialog, the runtime's set-up, help."""

    def __init__(self, iface: Any) -> None:
        self._iface = iface
        self._dialogs: dict[str, QDialog] = {}
        self.actions = [
            self._add(tr("Land cover panel"), self.toggle_panel),
            self._add(tr("Land-cover map…"), self.open_map),
            self._add(tr("Set up…"), self.open_setup),
            self._add(tr("Help"), self.open_help),
        ]
        self._setup_bar = SetupBar(iface, self.open_setup)
        self._temporary = TemporaryMaps(iface)
        self._panel: Any = None
        iface.addToolBarIcon(self.actions[0])
        self._welcome = Welcome(iface, self.open_panel)

    def _add(self, text: str, slot: Any) -> QAction:
        action = QAction(QIcon(str(resource("icon.svg"))), text, self._iface.mainWindow())
        action.triggered.connect(slot)
        self._iface.addPluginToMenu(TITLE, action)
        return action

    def remove(self) -> None:
        """Take the entries and the open dialogs away."""
        self._welcome.close()
        self._setup_bar.remove()
        self._temporary.remove()
        self._iface.removeToolBarIcon(self.actions[0])
        if self._panel is not None:
            self._panel.remove()
            self._iface.removeDockWidget(self._panel)
            self._panel.deleteLater()
        for action in self.actions:
            self._iface.removePluginMenu(TITLE, action)
            action.deleteLater()
        for dialog in self._dialogs.values():
            dialog.close()
            dialog.deleteLater()

    def toggle_panel(self) -> None:
        """Show the panel, or hide it."""
        if self._panel is None or not self._panel.isUserVisible():
            self.open_panel()
        else:
            self._panel.setUserVisible(False)

    def open_panel(self) -> None:
        """Show the panel; it is made when it is first wanted."""
        if self._panel is None:
            from .panel.dock import LandCoverPanel

            self._panel = LandCoverPanel(self._iface)
            self._panel.setup_wanted.connect(self.open_setup)
            self._iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._panel)
            self._iface.mainWindow().resizeDocks([self._panel], [_PANEL_WIDTH], Qt.Orientation.Horizontal)
        self._panel.setUserVisible(True)

    def open_map(self) -> None:
        """Open the dialog of so2sat:landcovermap."""
        import processing

        dialog = processing.createAlgorithmDialog(MAP_ALGORITHM, {})
        if dialog is not None:
            dialog.show()

    def open_setup(self) -> None:
        """Open the set-up dialog: the same one each time, so that a set-up under way is seen again."""
        from .setup_dialog import SetupDialog

        is_new = "setup" not in self._dialogs
        self._show("setup", SetupDialog)
        if is_new:
            self._dialogs["setup"].changed.connect(self._setup_changed)

    def _setup_changed(self) -> None:
        if self._panel is not None:
            self._panel.refresh_setup()

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
