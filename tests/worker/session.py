"""What a call of the worker gets as its session, where nobody listens."""

from __future__ import annotations

from typing import Any


class Session:
    """Keeps the state, and the messages of the progress that is reported."""

    def __init__(self) -> None:
        self.state: dict[str, Any] = {}
        self.messages: list[str] = []

    def progress(self, fraction: float, message: str = "") -> None:
        assert 0 <= fraction <= 1
        if message:
            self.messages.append(message)
