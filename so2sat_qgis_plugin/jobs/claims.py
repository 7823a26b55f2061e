"""Which process computes which block: claims that lie beside the parts, and go stale when their holder dies.

A claim is a file that only one process can make. Its holder touches it while it works; one that was not touched for
`STALE` seconds belongs to nobody. Times are those of the file system that holds it, so that clocks may differ. Should
two processes take over the same stale claim at once, both compute the block, which is harmless.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from ..engine.embedding.parts import Parts
from ..engine.raster.grid import Block

STALE = 120.0
_SUFFIX = ".claim"


class Claims:
    """The claims of one process on blocks of one run."""

    def __init__(self, parts: Parts, name: str, stale: float = STALE) -> None:
        self._parts, self._name, self._stale = parts, name, stale
        self._held: set[Path] = set()
        self._stop = threading.Event()
        self._beat = threading.Thread(target=self._touch, daemon=True)
        self._beat.start()

    def __enter__(self) -> Claims:
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._beat.join()
        for path in list(self._held):
            self._release(path)

    def take(self, block: Block) -> bool:
        """Claim a block; returns whether it is ours."""
        path = claim_path(self._parts, block)
        if self._make(path):
            return True
        if self._age(path) > self._stale:
            with contextlib.suppress(OSError):
                path.unlink()
            return self._make(path)
        return False

    def release(self, block: Block) -> None:
        """Give a block back: it is stored, or it failed."""
        self._release(claim_path(self._parts, block))

    def _make(self, path: Path) -> bool:
        try:
            with open(path, "x", encoding="utf-8") as file:
                json.dump({"node": self._name}, file)
        except FileExistsError:
            return False
        self._held.add(path)
        return True

    def _release(self, path: Path) -> None:
        self._held.discard(path)
        with contextlib.suppress(OSError):
            path.unlink()

    def _age(self, path: Path) -> float:
        """Return how long ago a claim was touched, in seconds of the file system's clock; infinite where it is gone."""
        now = path.with_name(f".{uuid.uuid4().hex[:8]}.clock")
        try:
            now.touch()
            return now.stat().st_mtime - path.stat().st_mtime
        except OSError:
            return float("inf")
        finally:
            with contextlib.suppress(OSError):
                now.unlink()

    def _touch(self) -> None:
        while not self._stop.wait(self._stale / 6):
            for path in list(self._held):
                with contextlib.suppress(OSError):
                    os.utime(path)


def claim_path(parts: Parts, block: Block) -> Path:
    """Return the file of a block's claim."""
    return parts.path(block).with_suffix(_SUFFIX)


def holders(parts: Parts) -> Iterator[tuple[str, float]]:
    """Yield the node of every claim and its age in seconds."""
    for path in parts.folder.glob(f"*{_SUFFIX}"):
        with contextlib.suppress(OSError, ValueError, KeyError):
            yield str(json.loads(path.read_text(encoding="utf-8"))["node"]), time.time() - path.stat().st_mtime
