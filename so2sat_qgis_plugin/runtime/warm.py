"""A worker that stays between tasks, so that the next one begins at once."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from .client import Worker


class WarmWorker:
    """Lends one worker to one borrower at a time; starts it when it is first wanted, and anew after it died."""

    def __init__(self, python: Callable[[], Path], home: Path | None = None) -> None:
        """`python` returns the runtime's interpreter, or raises where there is none; `home` as for `Worker`."""
        self._python, self._home = python, home
        self._turn = threading.Lock()
        self._worker: Worker | None = None
        self._runs_on: Path | None = None

    @contextlib.contextmanager
    def lend(self) -> Iterator[Worker]:
        """Lend the worker; others wait until it is given back."""
        with self._turn:
            yield self._alive()

    def close(self) -> None:
        """End the worker, whoever has it: what it was asked for fails."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()

    def _alive(self) -> Worker:
        python = self._python()
        if self._worker is not None and (python != self._runs_on or not self._worker.is_alive()):
            self.close()
        if self._worker is None:
            self._worker, self._runs_on = Worker(python, self._home), python
        return self._worker
