"""The worker as its callers see it: requests, an answer under way, and what is done where it dies."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from ..errors import WorkerDied, WorkerHung
from ..progress import Progress

T = TypeVar("T")
_RESTARTS = 2


class Worker(Protocol):
    """The worker: requests are answered in order, arrays travel beside plain values."""

    def call(self, call: str, progress: Progress, /, **values: Any) -> dict[str, Any]:
        """Send a request and wait for its answer."""

    def submit(self, call: str, progress: Progress | None = None, /, **values: Any) -> Future[dict[str, Any]]:
        """Send a request."""

    def wait(self, future: Future[dict[str, Any]], progress: Progress) -> dict[str, Any]:
        """Return the answer of a request; on cancel kill the worker and raise."""

    def restart(self) -> None:
        """End the worker and start another, in which nothing is opened."""


@dataclass(frozen=True)
class Pending(Generic[T]):
    """A request under way, and how its answer is taken."""

    worker: Worker
    future: Future[dict[str, Any]]
    take: Callable[[dict[str, Any]], T]

    def wait(self, progress: Progress) -> T:
        """Return the answer; on cancel kill the worker and raise."""
        return self.take(self.worker.wait(self.future, progress))


def persist(worker: Worker, work: Callable[[], T], progress: Progress) -> T:
    """Return what `work` returns, which asks things of the worker; where that dies, start it anew and do `work` again.

    `work` begins from its beginning each time. Raises where the worker died three times, or hung twice.
    """
    for left in reversed(range(_RESTARTS + 1)):
        try:
            return work()
        except WorkerDied as error:
            progress.check()
            if left == 0 or (isinstance(error, WorkerHung) and left < _RESTARTS):
                raise
            progress.warn(f"{error} It is started again, and this step with it.")
            worker.restart()
    raise AssertionError
