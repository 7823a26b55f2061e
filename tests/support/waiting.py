"""Waiting for what must come, however busy the machine is: a test depends on a state, never on how long it takes."""

from __future__ import annotations

import time
from collections.abc import Callable

LONG = 300.0  # seconds; far more than anything here takes, so that only what never comes fails


def wait_until(holds: Callable[[], object], seconds: float = LONG, what: str = "what was waited for") -> None:
    """Wait until `holds()` is true; fails where it is not within so many seconds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"{what} did not come within {seconds:.0f} s"
        time.sleep(0.02)
