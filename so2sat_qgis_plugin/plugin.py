"""What QGIS loads: registers the provider and the menu."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication

from . import i18n
from .provider import So2SatProvider, register


class So2SatPlugin:
    """The plugin; `iface` is None where there is no window (qgis_process)."""

    def __init__(self, iface: Any) -> None:
        self._iface = iface
        self._provider: So2SatProvider | None = None
        self._menu: Any = None
        self._translator = i18n.install(QgsApplication.locale())

    def initProcessing(self) -> None:
        self._provider = register()

    def initGui(self) -> None:
        from .gui.menu import Menu

        self.initProcessing()
        self._menu = Menu(self._iface)

    def unload(self) -> None:
        if self._menu is not None:
            self._menu.remove()
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
        if self._translator is not None:
            QgsApplication.removeTranslator(self._translator)
