"""The set-up of the runtime as a task of QGIS's task manager."""

from __future__ import annotations

from pathlib import Path

from ..engine.progress import Progress
from ..i18n import tr
from ..runtime.create import Setup, create
from .quiet_task import QuietTask


class SetupTask(QuietTask):
    """Runs `create`."""

    def __init__(self, home: Path, setup: Setup) -> None:
        super().__init__(tr("Setting up the So2Sat runtime"))
        self._home, self._setup = home, setup

    def work(self, progress: Progress) -> None:
        create(self._home, self._setup, progress)
