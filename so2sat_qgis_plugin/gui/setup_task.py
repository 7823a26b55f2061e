"""The set-up of the runtime as a task of QGIS's task manager, so that QGIS stays usable meanwhile."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ..engine.errors import Cancelled, So2SatError
from ..engine.progress import Progress
from ..runtime.create import Setup, create


class SetupTask(QgsTask):
    """Runs `create`; `logged` brings each line, `ended` the error's text, "" where it went well."""

    logged = pyqtSignal(str)
    ended = pyqtSignal(str)

    def __init__(self, home: Path, setup: Setup) -> None:
        super().__init__("Setting up the So2Sat runtime", QgsTask.Flag.CanCancel)
        self._home, self._setup, self._error = home, setup, ""

    def run(self) -> bool:
        """Do it, in a thread of the task manager."""
        try:
            create(self._home, self._setup, _TaskProgress(self))
        except Cancelled:
            self._error = "Cancelled. What was set up before is as it was."
        except So2SatError as error:
            self._error = str(error)
        except Exception as error:  # a thread's exception would be lost
            self._error = f"The set-up failed: {type(error).__name__}: {error}"
        return not self._error

    def finished(self, result: bool) -> None:
        """Tell how it ended, in the main thread."""
        self.ended.emit(self._error or ("" if result else "Cancelled."))


class _TaskProgress(Progress):
    def __init__(self, task: SetupTask) -> None:
        self._task = task

    def report(self, fraction: float) -> None:
        self._task.setProgress(100.0 * fraction)

    def log(self, message: str) -> None:
        self._task.logged.emit(message)

    def warn(self, message: str) -> None:
        self._task.logged.emit(f"Warning: {message}")

    def is_cancelled(self) -> bool:
        return bool(self._task.isCanceled())
