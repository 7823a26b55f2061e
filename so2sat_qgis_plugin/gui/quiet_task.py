"""Work as a task of QGIS's task manager: QGIS stays usable, and a cancel is not announced as a failure."""

from __future__ import annotations

from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ..algorithms.notices import notices
from ..engine.errors import Cancelled, RuntimeMissing, So2SatError
from ..engine.progress import Progress
from ..i18n import tr


class QuietTask(QgsTask):
    """Override `work`; it runs in a thread of the task manager.

    `told` brings each line, `said` what is being done now, `detailed` what those want who look closer, `ended` the
    error's text ("" where it went well) and whether it was cancelled.
    The system's own notification "Task failed" is left out where QGIS can (3.26 and later); before that a cancelled
    task counts as complete. Whoever starts it tells how it ended.
    """

    told = pyqtSignal(str)
    said = pyqtSignal(str)
    detailed = pyqtSignal(str)
    ended = pyqtSignal(str, bool)

    def __init__(self, description: str) -> None:
        flags = QgsTask.Flag.CanCancel
        silent = getattr(QgsTask.Flag, "Silent", None) or getattr(QgsTask, "Silent", None)
        super().__init__(description, flags if silent is None else flags | silent)
        self._error, self._cancelled = "", False

    def work(self, progress: Progress) -> None:
        """Do it; raises So2SatError for what the user can mend."""
        raise NotImplementedError

    def run(self) -> bool:
        """Do it, in a thread of the task manager."""
        try:
            self.work(_TaskProgress(self))
        except Cancelled as error:
            self._error, self._cancelled = str(error), True
            self.setDescription(tr("{task} (cancelled)").format(task=self.description()))
        except So2SatError as error:
            self._error = str(error)
            if isinstance(error, RuntimeMissing):
                notices.runtime_missing.emit(str(error) if error.damaged else "")
        except Exception as error:  # a thread's exception would be lost
            self._error = f"{type(error).__name__}: {error}"
        return not self._error or self._cancelled

    def finished(self, result: bool) -> None:
        """Tell how it ended, in the main thread."""
        cancelled = self._cancelled or (not result and not self._error)  # cancelled before it began
        self.ended.emit(self._error, cancelled)


class _TaskProgress(Progress):
    def __init__(self, task: QuietTask) -> None:
        self._task = task

    def report(self, fraction: float) -> None:
        self._task.setProgress(100.0 * fraction)

    def log(self, message: str) -> None:
        self._task.told.emit(message)

    def warn(self, message: str) -> None:
        self._task.told.emit(f"Warning: {message}")

    def say(self, message: str) -> None:
        self._task.said.emit(message)

    def detail(self, message: str) -> None:
        self._task.detailed.emit(message)

    def is_cancelled(self) -> bool:
        return bool(self._task.isCanceled())
