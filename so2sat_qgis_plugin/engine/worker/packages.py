"""The call that has packages imported before they are wanted."""

from __future__ import annotations

from .protocol import Worker


def preload(worker: Worker, estimators: str) -> None:
    """Have the worker import what "clusters" or "classes" need while other things are done; returns at once."""
    worker.submit("packages.preload", None, estimators=estimators)
