"""A lock among processes that the system takes back when its holder dies."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Busy(Exception):
    """Another process holds the lock; the text is what it wrote there."""


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path` (which stays behind, unlocked); raises `Busy` where another process holds it."""
    file = open(path, "a+b")  # noqa: SIM115 (closed below, which unlocks it)
    try:
        try:
            _lock(file)
        except OSError as error:
            raise Busy(_holder(path)) from error
        file.truncate(0)
        file.write(f"process {os.getpid()}".ljust(32).encode())
        file.flush()
        yield
    finally:
        file.close()


def _lock(file: BinaryIO) -> None:
    if sys.platform == "win32":
        file.seek(1 << 20)  # beyond the text: Windows forbids reading a locked range
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _holder(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip() or "another process"
    except OSError:
        return "another process"
