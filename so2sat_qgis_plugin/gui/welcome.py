"""Once the plugin was installed by hand: one sentence that says where it is, with a button that opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import Qgis
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QPushButton

from ..i18n import tr


class Welcome:
    """QGIS's message bar with "Open the panel", where the plugin came into a QGIS that ran already."""

    def __init__(self, iface: Any, open_panel: Callable[[], None]) -> None:
        self._iface, self._open = iface, open_panel
        self._item: Any = None
        if iface.mainWindow().isVisible():  # when QGIS starts, plugins are loaded before there is a window
            self._show()

    def _show(self) -> None:
        bar = self._iface.messageBar()
        item = bar.createMessage(
            "So2Sat land cover", tr("Installed. Its panel leads from a scene to a land-cover map.")
        )
        button = QPushButton(tr("Open the panel"), item)
        button.clicked.connect(self._go)
        item.layout().addWidget(button)
        self._item = bar.pushWidget(item, Qgis.MessageLevel.Info)

    def _go(self) -> None:
        self.close()
        self._open()

    def close(self) -> None:
        """Take it away, where it is shown."""
        item, self._item = self._item, None
        if item is not None and not sip.isdeleted(item):
            self._iface.messageBar().popWidget(item)
