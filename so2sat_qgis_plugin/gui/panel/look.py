"""Look at the scene in the background, as so2sat:inspect does, whenever something else is chosen."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...algorithms.base import home_folder
from ...engine.embedding.inspection import Inspection, inspect
from ...engine.embedding.plan import Request
from ...engine.errors import So2SatError
from ...engine.progress import Progress
from ...i18n import tr
from ...runtime.warm import WarmWorker
from ..job import Job
from .wanted import Wanted


class Look(QObject):
    """One inspection at a time.

    `seen` brings what was wanted and what was found, `failed` why nothing was, `said` what is done meanwhile.
    """

    seen = pyqtSignal(object, object)
    failed = pyqtSignal(str)
    said = pyqtSignal(str)

    def __init__(self, warm: WarmWorker, parent: QObject) -> None:
        super().__init__(parent)
        self._warm = warm
        self._job: Job | None = None
        self._wanted: Wanted | None = None
        self._next: Wanted | None = None

    def is_busy(self) -> bool:
        """Return whether an inspection is under way."""
        return self._job is not None

    def at(self, wanted: Wanted) -> None:
        """Inspect; raises So2SatError where scene or bundle cannot be read.

        What was under way before ends at once where it was of another scene or way, else it is waited for.
        """
        request = wanted.request()
        if self._wanted is not None and self._is_alike(self._wanted, wanted):
            self._next = wanted
            return
        self.stop()
        job = Job(tr("Looking at {scene}").format(scene=wanted.scene.name()), self._work(request))
        self._job, self._wanted = job, wanted
        job.told.connect(lambda line: self.said.emit(line) if job is self._job else None)
        job.said.connect(lambda line: self.said.emit(line) if job is self._job else None)
        job.done.connect(lambda found: self._end(job, found, ""))
        job.failed.connect(lambda error, cancelled: self._end(job, None, "" if cancelled else error))
        job.start()

    def stop(self) -> None:
        """End what is under way; nothing is told of it."""
        job, self._job, self._wanted, self._next = self._job, None, None, None
        if job is not None:
            job.cancel()

    def _work(self, request: Request) -> Callable[[Progress], Inspection]:
        home, warm = home_folder(), self._warm

        def work(progress: Progress) -> Inspection:
            with warm.lend() as worker:
                return inspect(request, home, worker, progress)

        return work

    def _is_alike(self, one: Wanted, other: Wanted) -> bool:
        return one.scene is other.scene and one.way == other.way

    def _end(self, job: Job, found: Inspection | None, error: str) -> None:
        if job is not self._job:
            return  # stopped meanwhile
        wanted, following = self._wanted, self._next
        self._job = self._wanted = self._next = None
        if wanted is None or sip.isdeleted(wanted.scene):
            return  # it left the project
        if found is not None:
            self.seen.emit(wanted, found)
        elif error:
            self.failed.emit(error)
        if following is not None and following != wanted:
            try:
                self.at(following)
            except So2SatError as changed:  # the bundle meanwhile
                self.failed.emit(str(changed))
