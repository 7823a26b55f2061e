"""The scene that is labelled: which one, how fine its cells are, and preparing it once, in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsRasterLayer, QgsUnitTypes
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ....algorithms.base import home_folder, raster_source
from ....engine.embedding.detail import Detail, details
from ....engine.embedding.plan import Request
from ....engine.errors import So2SatError
from ....engine.labelling.keep import open_scene
from ....engine.labelling.scene import LabelScene
from ....engine.progress import Progress
from ....i18n import tr
from ....runtime.warm import WarmWorker
from ...job import Job
from ...setup_button import is_ready
from ..detail_slider import DetailSlider
from ..scene_picker import ScenePicker

_FIRST = Detail(4, 16)  # what is proposed: cells of 40 m where pixels are of 10 m


class Opening(QWidget):
    """`opened` brings a `LabelScene`, None once there is none (yet); `changed`: another scene was picked."""

    opened = pyqtSignal(object)
    changed = pyqtSignal()

    def __init__(self, warm: WarmWorker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._warm = warm
        self._job: Job | None = None
        self._wanted: Request | None = None  # what is open, or being opened
        self._is_wanted = False
        self._fill()
        self.picker.changed.connect(self._picked)
        self.detail.chosen.connect(self.look_anew)
        self._picked()

    def _fill(self) -> None:
        self.picker = ScenePicker(self)
        self.detail = DetailSlider(self)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(10)
        self.cancel = QPushButton(tr("Cancel"), self)
        self.again = QPushButton(tr("Try again"), self)
        self.cancel.clicked.connect(self._cancel)
        self.again.clicked.connect(self._retry)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        first = QHBoxLayout()
        first.addWidget(QLabel(f"<b>{tr('Scene')}</b>", self))
        first.addWidget(self.picker, 1)
        layout.addLayout(first)
        layout.addWidget(self.detail)
        layout.addWidget(self.said)
        row = QHBoxLayout()
        for widget, stretch in ((self.bar, 1), (self.cancel, 0), (self.again, 0)):
            row.addWidget(widget, stretch)
        layout.addLayout(row)
        self._say("")

    def layer(self) -> QgsRasterLayer | None:
        """Return the scene's layer."""
        return self.picker.layer()

    def source(self) -> str:
        """Return what GDAL opens of the scene, "" where there is none."""
        layer = self.layer()
        return str(layer.source()) if layer is not None else ""

    def is_busy(self) -> bool:
        """Return whether a scene is being prepared."""
        return self._job is not None

    def leave(self) -> None:
        """End what is under way and let go of the project."""
        self._stop()
        self.picker.leave()

    def want(self, is_wanted: bool) -> None:
        """Prepare the scene from now on (there is a layer to label in), or leave it."""
        if is_wanted != self._is_wanted:
            self._is_wanted = is_wanted
            self.look_anew()

    def _picked(self) -> None:
        layer = self.layer()
        if layer is None:
            self.detail.clear()
        else:
            self.detail.is_own = False
            pixel = _pixel(layer)
            self.detail.offer(details(layer.height(), layer.width(), pixel), pixel)
            self.detail.choose(_FIRST)
        self.changed.emit()
        self.look_anew()

    def look_anew(self) -> None:
        """Open the scene as it is chosen now, where it is wanted and not open yet."""
        request = self._request()
        if request is not None and request == self._wanted:
            return
        self._stop()
        self.opened.emit(None)
        if request is not None:
            self._open(request)

    def _retry(self) -> None:
        self._wanted = None
        self.look_anew()

    def _request(self) -> Request | None:
        """Return what is to be opened, None (and why is said) where nothing is."""
        layer = self.layer()
        self._say("")
        if layer is None:
            self._say(tr("Load a multispectral raster, or open one here."))
        elif not self._is_wanted:
            return None
        elif not is_ready():
            self._say(tr("The scene is prepared once the set-up is done."))
        else:
            try:
                chosen = self.detail.detail()
                return Request(raster_source(layer, "INPUT"), window=chosen.window, stride=chosen.stride)
            except So2SatError as error:
                self._say(str(error))
        return None

    def _open(self, request: Request) -> None:
        self._wanted = request
        what = tr("Preparing the scene for labelling")
        job = Job(what, _opening(request, self._warm))
        job.progressChanged.connect(lambda value: self.bar.setValue(round(value)))
        job.done.connect(lambda scene: self._opened(job, scene))
        job.failed.connect(lambda error, cancelled: self._failed(job, error))
        self._job = job.start()
        self._say(tr("Preparing the scene, once. You can draw meanwhile."), running=True)

    def _opened(self, job: Job, scene: LabelScene) -> None:
        if job is not self._job:
            return
        self._job = None
        self._say("")
        self.opened.emit(scene)

    def _failed(self, job: Job, error: str) -> None:
        if job is not self._job:
            return
        self._job = None
        self._say(error, failed=True)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _stop(self) -> None:
        job, self._job, self._wanted = self._job, None, None
        if job is not None:
            job.cancel()

    def _say(self, sentence: str, running: bool = False, failed: bool = False) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        self.bar.setValue(0)
        self.bar.setVisible(running)
        self.cancel.setVisible(running)
        self.again.setVisible(failed)


def _opening(request: Request, warm: WarmWorker) -> Callable[[Progress], Any]:
    home = home_folder()

    def work(progress: Progress) -> Any:
        with warm.lend() as worker:
            return open_scene(request, home, worker, progress)

    return work


def _pixel(layer: QgsRasterLayer) -> float:
    """Return the side of a pixel in metres, 0 where the layer's CRS doesn't tell."""
    metres = QgsUnitTypes.DistanceUnit.DistanceMeters
    return float(layer.rasterUnitsPerPixelX()) if layer.crs().mapUnits() == metres else 0.0
