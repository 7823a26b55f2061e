"""What the worker runs on, and what it takes."""

from __future__ import annotations

from dataclasses import dataclass

from ..progress import Progress
from .protocol import Worker


@dataclass(frozen=True)
class Versions:
    """Python's version and path, and versions by package (None where it is missing)."""

    python: str
    executable: str
    packages: dict[str, str | None]

    def to_json(self) -> dict[str, str | None]:
        """Return all versions by name, as a bundle's manifest has them."""
        return {"python": self.python, **self.packages}


def versions(worker: Worker, progress: Progress) -> Versions:
    """Return what the worker runs on."""
    return Versions(**worker.call("about.versions", progress))


def worker_memory(worker: Worker, progress: Progress) -> int | None:
    """Return the worker's peak resident memory in bytes, None where the system does not tell."""
    peak = worker.call("about.memory", progress)["peak"]
    return None if peak is None else int(peak)
