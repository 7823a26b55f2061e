"""The runtime's set-up, repair and removal as tasks of QGIS's task manager."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..engine.errors import So2SatError
from ..engine.progress import Progress
from ..i18n import tr
from ..runtime.create import Setup, create, remove, repair
from ..runtime.interpreters import find_base
from ..runtime.machine import nvidia_gpus
from .quiet_task import QuietTask


class SetupTask(QuietTask):
    """Runs `create`, or `repair`."""

    def __init__(self, home: Path, setup: Setup, do: Callable[[Path, Setup, Progress], Path] = create) -> None:
        super().__init__(tr("Setting up the So2Sat runtime"))
        self._home, self._setup, self._do = home, setup, do

    @classmethod
    def repairing(cls, home: Path, setup: Setup) -> SetupTask:
        """Return the task that repairs."""
        return cls(home, setup, repair)

    def work(self, progress: Progress) -> None:
        self._do(self._home, self._setup, progress)


class RemovalTask(QuietTask):
    """Runs `remove`."""

    def __init__(self, home: Path) -> None:
        super().__init__(tr("Removing the So2Sat runtime"))
        self._home = home

    def work(self, progress: Progress) -> None:
        remove(self._home)


class LookTask(QuietTask):
    """Finds what this computer has: `python` (its version and path, "" for none that will do) and `gpus`."""

    def __init__(self, named: str) -> None:
        super().__init__(tr("Looking for a Python and a GPU"))
        self._named = named
        self.python, self.problem = "", ""
        self.gpus: list[str] = []

    def work(self, progress: Progress) -> None:
        self.gpus = nvidia_gpus()
        try:
            base = find_base(self._named)
            self.python = f"Python {base.version} ({base.path})"
        except So2SatError as error:
            self.problem = str(error)
