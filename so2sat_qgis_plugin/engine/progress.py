"""Progress, log and cancel as the engine sees them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from .errors import Cancelled

T = TypeVar("T")


class Progress:
    """Silent progress that never cancels, and the interface of every other.

    Subclasses override `report`, `log`, `warn`, `say`, `detail` and `is_cancelled`.
    """

    def report(self, fraction: float) -> None:
        """Take the fraction done, 0 to 1."""

    def log(self, message: str) -> None:
        """Show a line of information."""

    def warn(self, message: str) -> None:
        """Show a line that the user should act on or know."""

    def say(self, message: str) -> None:
        """Show what is being done now, in place of what was said before."""

    def detail(self, message: str) -> None:
        """Show a line to those who look closer."""

    def is_cancelled(self) -> bool:
        """Whether the user asked to stop."""
        return False

    def check(self) -> None:
        """Raise `Cancelled` when the user asked to stop."""
        if self.is_cancelled():
            raise Cancelled

    def span(self, start: float, stop: float) -> Progress:
        """Return a progress whose 0 to 1 is `start` to `stop` of this one."""
        return SpanProgress(self, start, stop)

    def over(self, items: Iterable[T], total: int) -> Iterator[T]:
        """Yield `items`, checking for cancel before each and reporting after each."""
        for done, item in enumerate(items):
            self.check()
            yield item
            self.report((done + 1) / max(total, 1))


class SpanProgress(Progress):
    """A span of another progress."""

    def __init__(self, whole: Progress, start: float, stop: float) -> None:
        self._whole, self._start, self._stop = whole, start, stop

    def report(self, fraction: float) -> None:
        self._whole.report(self._start + (self._stop - self._start) * fraction)

    def log(self, message: str) -> None:
        self._whole.log(message)

    def warn(self, message: str) -> None:
        self._whole.warn(message)

    def say(self, message: str) -> None:
        self._whole.say(message)

    def detail(self, message: str) -> None:
        self._whole.detail(message)

    def is_cancelled(self) -> bool:
        return self._whole.is_cancelled()


class Quiet(Progress):
    """Another's cancel, and nothing else of it: for a call whose own fraction and lines are not to be shown."""

    def __init__(self, whole: Progress) -> None:
        self._whole = whole

    def is_cancelled(self) -> bool:
        return self._whole.is_cancelled()


class Patient(Quiet):
    """Another's cancel, but a while later: a short request is let end, since to break it off is to end the worker."""

    def __init__(self, whole: Progress, seconds: float = 1.5) -> None:
        super().__init__(whole)
        self._seconds, self._since = seconds, 0.0

    def is_cancelled(self) -> bool:
        if not super().is_cancelled():
            return False
        self._since = self._since or time.monotonic()
        return time.monotonic() - self._since > self._seconds


class Rising(SpanProgress):
    """Another that never goes back: of two requests under way the later may report before the earlier is done."""

    def __init__(self, whole: Progress) -> None:
        super().__init__(whole, 0.0, 1.0)
        self._highest = 0.0

    def report(self, fraction: float) -> None:
        if fraction > self._highest:
            self._highest = fraction
            super().report(fraction)
