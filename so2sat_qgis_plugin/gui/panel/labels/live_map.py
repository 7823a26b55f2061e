"""After each edit: the classifier fitted anew, what is seen drawn anew, then the rest of the scene.

One request replaces the one before it. Nothing is cancelled for that (a cancel ends the worker, which then opens the
scene again): the fit under way ends, the rest of the scene is left off, and the newest labels are taken up.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from qgis.core import Qgis, QgsMessageLog
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ....algorithms.styling import style_map
from ....engine.errors import Cancelled, So2SatError
from ....engine.labelling.canvas_map import CanvasMap
from ....engine.labelling.draw import redraw
from ....engine.labelling.loop import Fitted, LabelLayer, refit
from ....engine.labelling.scene import LabelScene
from ....engine.progress import Progress
from ....engine.raster.grid import Block
from ....i18n import tr
from ....runtime.warm import WarmWorker
from ...job import Job
from .label_layer import Labels
from .live_layer import LiveLayer
from .places import Places

REST = 150  # milliseconds without an edit after which the map follows
_BLOCK = 400  # cells a side of what is drawn at a time beyond what is seen


@dataclass(frozen=True)
class Fit:
    """A fit, and the labels that it was made of: `ids` are the features' ids in the layer, in the labels' order."""

    fitted: Fitted
    snapshot: LabelLayer
    ids: list[int]


@dataclass
class _Times:
    """When an edit was made and what came of it, time.monotonic seconds."""

    edited: float
    began: float = 0.0
    fitted: float = 0.0
    drawn: float = 0.0


class LiveMap(QObject):
    """`fitted` brings a `Fit`, `failed` why there is none, `busy` whether an edit is being mapped.

    The seconds from an edit to its map, drawn by QGIS, go to the log.
    """

    fitted = pyqtSignal(object)
    failed = pyqtSignal(str)
    busy = pyqtSignal(bool)

    def __init__(self, warm: WarmWorker, canvas: Any, parent: QObject) -> None:
        super().__init__(parent)
        self._warm, self._canvas = warm, canvas
        self._places: Places | None = None
        self._labels: Labels | None = None
        self._map: CanvasMap | None = None
        self.layer = LiveLayer(tr("Map by my labels (live)"), self)
        self.fit: Fit | None = None
        self._job: Job | None = None
        self._number = 0  # of the newest request: what is done for an older one is left off
        self._automatic = False
        self._is_quiet = False
        self._waiting: _Times | None = None  # an edit that no job has taken up
        self._shown: _Times | None = None  # an edit whose map QGIS is drawing
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._start)
        canvas.mapCanvasRefreshed.connect(self._refreshed)

    def leave(self) -> None:
        """End what is under way and take the map off the canvas."""
        self.stop()
        self._canvas.mapCanvasRefreshed.disconnect(self._refreshed)

    def stop(self) -> None:
        """Forget scene and labels; what is under way comes to nothing."""
        self._rest.stop()
        self._number += 1
        self._job = self._waiting = self._shown = self.fit = None
        self._places = self._labels = self._map = None
        self.layer.drop()

    def is_busy(self) -> bool:
        """Return whether an edit is not on the map yet, or part of the scene is not."""
        return self._job is not None or self._rest.isActive() or self._shown is not None

    def follow(self, places: Places, labels: Labels, is_quiet: bool = False) -> None:
        """Map this scene by these labels, from now on; where `is_quiet`, the map isn't shown before the first edit."""
        self.stop()
        self._is_quiet = is_quiet
        self._map = CanvasMap(places.scene)
        self._places, self._labels = places, labels
        self.edited()

    def edited(self, at: float = 0.0) -> None:
        """Take up the labels as they are once there was no edit for a moment; `at`: when, if not just now."""
        if self._places is None or self._labels is None:
            return
        self._number += 1
        self._is_quiet = self._is_quiet and not at
        self._waiting = self._waiting or _Times(at or time.monotonic())
        self._rest.start()
        self.busy.emit(True)

    def choose_best(self) -> None:
        """Train as so2sat:train does on the labels as they are, and map by that."""
        self._automatic, self._is_quiet = True, False
        self.edited()

    def is_automatic(self) -> bool:
        """Return whether what is under way is full training."""
        return self._automatic

    # What is seen

    def _start(self) -> None:
        if self._job is not None or self._places is None or self._labels is None or self._waiting is None:
            return  # a job that ends starts the next one
        times, self._waiting = self._waiting, None
        times.began = time.monotonic()
        snapshot, ids = self._labels.snapshot()
        automatic, number = self._automatic, self._number
        scene, seen = self._places.scene, self._places.seen()

        def work(progress: Progress) -> tuple[Fit, Any]:
            with self._warm.lend() as worker:
                fitted = refit(scene, snapshot, worker, progress, automatic)
                times.fitted = time.monotonic()
                block, step = seen
                codes = redraw(scene, fitted, block, worker, progress, step)[0] if block is not None else None
            return Fit(fitted, snapshot, ids), codes

        job = Job(tr("Mapping by labels"), work)
        job.done.connect(lambda result: self._fitted(job, number, times, seen, result))
        job.failed.connect(lambda error, cancelled: self._failed(job, error))
        self._job = job.start()

    def _fitted(self, job: Job, number: int, times: _Times, seen: tuple[Block | None, int], result: Any) -> None:
        if job is not self._job:
            return
        self._job, self._automatic = None, False
        assert self._places is not None and self._map is not None
        fit, codes = result
        self.fit = fit
        self._map.follow(fit.fitted.legend)
        block, step = seen
        if block is not None:
            self._map.take(block, codes, step)
        times.drawn = time.monotonic()
        self._shown = None if self._is_quiet else times
        self._show()
        self.fitted.emit(fit)
        if number == self._number:
            self._rest_of_scene(number, self._map, self._places.scene, fit)
        else:
            self._start()

    def _show(self) -> None:
        assert self._map is not None and self.fit is not None
        if self._is_quiet:
            return
        legend = self.fit.fitted.legend
        try:
            self.layer.show(self._map.write, lambda layer: style_map(layer, legend))
        except So2SatError as error:
            self.failed.emit(str(error))

    def _failed(self, job: Job, error: str) -> None:
        if job is not self._job:
            return
        self._job, self._automatic = None, False
        if self._waiting is not None:  # newer labels may do better
            self._start()
            return
        self.fit = None
        self.busy.emit(False)
        self.failed.emit(error)

    # The rest of the scene

    def _rest_of_scene(self, number: int, drawn: CanvasMap, scene: LabelScene, fit: Fit) -> None:
        def work(progress: Progress) -> list[tuple[Block, Any]]:
            found = []
            blocks = list(scene.whole.split(_BLOCK))
            for block in progress.over(blocks, len(blocks)):
                if number != self._number:
                    raise Cancelled
                with self._warm.lend() as worker:  # between two blocks others have their turn
                    found.append((block, redraw(scene, fit.fitted, block, worker, progress)[0]))
            return found

        job = Job(tr("Mapping the rest of the scene"), work)
        job.done.connect(lambda found: self._whole(job, drawn, found))
        job.failed.connect(lambda error, cancelled: self._not_whole(job, error, cancelled))
        self._job = job.start()

    def _whole(self, job: Job, drawn: CanvasMap, found: list[tuple[Block, Any]]) -> None:
        if job is not self._job:
            return
        self._job = None
        for block, codes in found:
            drawn.take(block, codes)
        self._show()
        if self._waiting is not None:
            self._start()
        else:
            self.busy.emit(False)

    def _not_whole(self, job: Job, error: str, cancelled: bool) -> None:
        if job is not self._job:
            return
        self._job = None
        if self._waiting is not None and not self._rest.isActive():
            self._start()
        elif self._waiting is None:
            self.busy.emit(False)
            if not cancelled:
                self.failed.emit(error)

    # How long it took

    def _refreshed(self) -> None:
        """Tell the time from the edit to the map, once QGIS has drawn it."""
        times, self._shown = self._shown, None
        if times is None:
            return
        now = time.monotonic()
        text = (
            f"From edit to map {now - times.edited:.2f} s: waited {times.began - times.edited:.2f}, "
            f"fitted and judged {times.fitted - times.began:.2f}, mapped {times.drawn - times.fitted:.2f}, "
            f"drawn {now - times.drawn:.2f}."
        )
        QgsMessageLog.logMessage(text, tr("Land cover"), Qgis.MessageLevel.Info)
