"""The panel as QGIS docks it: the set-up's row where it is needed, and the pages."""

from __future__ import annotations

from typing import Any

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QSize, Qt, QTimer, pyqtSignal
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
        for page, title in ((self.page, tr("Map")), (self.labels, tr("Labels"))):
            area = _Scrolled(page, self.tabs)
            page.look_here.connect(area.show_soon)
            self.tabs.addTab(area, title)
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


class _Scrolled(QScrollArea):
    """A page that scrolls up and down, and is never narrower than what it holds."""

    def __init__(self, page: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidget(page)

    def show_soon(self, part: QWidget) -> None:
        """Scroll to a part of the page once what is new there has its place."""
        QTimer.singleShot(100, lambda: self.ensureWidgetVisible(part))

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self.widget().minimumSizeHint().width() + bar, super().minimumSizeHint().height())
