"""One call of the engine in the background, and what it returns."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, ClassVar

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import pyqtSignal

from ..engine.progress import Progress
from ..i18n import tr
from .quiet_task import QuietTask


class Job(QuietTask):
    """Runs `call` in a thread of QGIS's task manager; `done` brings what it returned, in the main thread.

    `failed` brings the error's text, and whether it was a cancel.
    """

    _running: ClassVar[set[Job]] = set()  # QGIS holds on to the C++ half of a task only

    done = pyqtSignal(object)
    failed = pyqtSignal(str, bool)

    def __init__(self, description: str, call: Callable[[Progress], Any]) -> None:
        super().__init__(description)
        self._call = call
        self._result: Any = None
        self.ended.connect(self._tell)

    def work(self, progress: Progress) -> None:
        self._result = self._call(progress)

    def start(self) -> Job:
        """Hand it to the task manager."""
        self._running.add(self)
        QgsApplication.taskManager().addTask(self)
        return self

    def _tell(self, error: str, cancelled: bool) -> None:
        self._running.discard(self)
        if error or cancelled:
            self.failed.emit(error or tr("Cancelled."), cancelled)
        else:
            self.done.emit(self._result)


def in_words(seconds: float) -> str:
    """Return a length of time as one would say it: "7 s", "50 s", "4 min", "2.5 h"."""
    if seconds < 10:
        return tr("{count} s").format(count=max(1, math.ceil(seconds)))
    if seconds < 100:
        return tr("{count} s").format(count=5 * math.ceil(seconds / 5))
    if seconds < 5400:
        return tr("{count} min").format(count=math.ceil(seconds / 60))
    return tr("{count} h").format(count=f"{seconds / 3600:.2g}")


def rounded(value: float) -> str:
    """Return a length as one would say it: 10 for 9.99, 28.5, 0.35."""
    whole = round(value)
    return str(whole) if whole and abs(value / whole - 1) < 0.005 else f"{value:.3g}"


def time_left(fraction: float, elapsed: float, expected: float) -> float:
    """Return the seconds that a job needs further: by what was expected at first, more and more by its own progress."""
    by_plan = max(expected - elapsed, 1.0) if math.isfinite(expected) else elapsed + 1.0
    if fraction <= 0.0:
        return by_plan
    own = min(1.0, fraction / 0.3)
    return own * elapsed * (1.0 - fraction) / fraction + (1.0 - own) * by_plan
