"""The panel as QGIS docks it: the set-up's row where it is needed, and the pages."""

from __future__ import annotations

from typing import Any

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QScrollArea, QTabWidget, QVBoxLayout, QWidget

from ...algorithms.base import home_folder, runtime_python
from ...i18n import tr
from ...runtime.warm import WarmWorker
from ..setup_button import SetupNow
from .labels.page import LabelsPage
from .map_page import MapPage


class LandCoverPanel(QgsDockWidget):
    """Holds the two pages and the warm worker. `setup_wanted` is sent when the runtime is to be set up."""

    setup_wanted = pyqtSignal()

    def __init__(self, iface: Any) -> None:
        super().__init__(tr("Land cover"), iface.mainWindow())
        self.setObjectName("So2SatLandCover")
        self.warm = WarmWorker(runtime_python, home_folder())
        body = QWidget(self)
        self.setup = SetupNow(body)
        self.setup.wanted.connect(self.setup_wanted)
        self.page = MapPage(iface, self.warm, body)
        self.labels = LabelsPage(iface, self.warm, body)
        self.tabs = QTabWidget(body)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(_scrolled(self.page, self.tabs), tr("Map"))
        self.tabs.addTab(_scrolled(self.labels, self.tabs), tr("Labels"))
        self.tabs.currentChanged.connect(lambda _: self.page.draw())
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.setup)
        layout.addWidget(self.tabs, 1)
        self.setWidget(body)
        self.visibilityChanged.connect(lambda _: self.page.draw())

    def refresh_setup(self) -> None:
        """Look anew whether there is a runtime, and at the scene where there is one now."""
        if self.setup.refresh():
            self.page.look_anew()
            self.labels.opening.look_anew()

    def remove(self) -> None:
        """End what is under way and let go of the canvas and the project."""
        self.labels.remove()
        self.page.remove()
        self.warm.close()


def _scrolled(page: QWidget, parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(page)
    return area
