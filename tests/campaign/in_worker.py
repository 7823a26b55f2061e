"""A worker that cases share, as the plugin runs it: confined, limited, started again where it died."""

from __future__ import annotations

import os
from pathlib import Path

from so2sat_qgis_plugin.runtime.client import Worker
from so2sat_qgis_plugin.runtime.limits import Limits

LIMITS = Limits(memory=3_000_000_000, patience=30.0)


class Shared:
    """The worker, and the home folder that it may write to."""

    def __init__(self, home: Path) -> None:
        self.home = home
        home.mkdir(parents=True, exist_ok=True)
        self._worker = self._start()

    def _start(self) -> Worker:
        return Worker(os.environ["SO2SAT_PYTHON"], self.home, limits=LIMITS)

    @property
    def worker(self) -> Worker:
        """The worker, alive."""
        if not self._worker.is_alive():
            self._worker.kill()
            self._worker = self._start()
        return self._worker
