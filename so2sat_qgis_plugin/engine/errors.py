"""Exceptions that a user reads: each names the thing, the rule, what was found and the remedy."""

from __future__ import annotations


class So2SatError(Exception):
    """Something the user can mend; its text is shown as it is, without a traceback."""


class Cancelled(So2SatError):
    """The user asked to stop; nothing is under the asked names."""

    def __init__(self, message: str = "Cancelled.") -> None:
        super().__init__(message)


class ClusterGone(So2SatError):
    """A cluster that was to compute is not to be reached (any more)."""


class RuntimeMissing(So2SatError):
    """There is no runtime to start a worker in, or (`damaged`) one that lacks something; setting it up helps."""

    def __init__(self, message: str, damaged: bool = False) -> None:
        super().__init__(message)
        self.damaged = damaged


class WorkerError(So2SatError):
    """The worker died, hung or failed in a way that no rule foresaw.

    `traceback` is the worker's own, for the log.
    """

    def __init__(self, message: str, traceback: str = "") -> None:
        super().__init__(message)
        self.traceback = traceback


class WorkerDied(WorkerError):
    """The worker process ended while something was asked of it (killed, out of memory, crashed)."""


class WorkerHung(WorkerDied):
    """The worker gave no sign of life for so long that it was ended."""


class WorkerMemory(WorkerError):
    """The worker ran out of memory (host or GPU) on a request; a smaller one may pass."""
