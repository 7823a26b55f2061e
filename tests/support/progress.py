"""Progress that keeps what it is told, or cancels."""

from __future__ import annotations

from collections.abc import Callable

from so2sat_qgis_plugin.engine.progress import Progress


class Log(Progress):
    """Keeps what it is told; cancelled once `cancelled` is set, or from the line on that contains `cancel_at`.

    Calls `at_report` with every fraction reported, `at_check` at every look for cancel.
    """

    def __init__(self, at_report: Callable[[float], None] = lambda fraction: None, cancel_at: str = "") -> None:
        self.lines: list[str] = []
        self.said: list[str] = []
        self.fractions: list[float] = []
        self.cancelled = False
        self.at_check: Callable[[], None] = lambda: None
        self._at_report, self._cancel_at = at_report, cancel_at

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def report(self, fraction: float) -> None:
        self.fractions.append(fraction)
        self._at_report(fraction)

    def log(self, message: str) -> None:
        self.lines.append(message)
        self.cancelled |= bool(self._cancel_at) and self._cancel_at in message

    def warn(self, message: str) -> None:
        self.log(message)

    def detail(self, message: str) -> None:
        self.log(message)

    def say(self, message: str) -> None:
        self.said.append(message)

    def is_cancelled(self) -> bool:
        self.at_check()
        return self.cancelled


class Impatient(Progress):
    """Cancels after so many looks for cancel."""

    def __init__(self, looks: int = 0) -> None:
        self._left = looks

    def is_cancelled(self) -> bool:
        self._left -= 1
        return self._left < 0
