"""A lock among processes that the system takes back when its holder dies, and marks made of it."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_TAKEN = (errno.EAGAIN, errno.EACCES, errno.EDEADLK, getattr(errno, "EDEADLOCK", errno.EDEADLK))
_MARKS = "in-use-*.lock"


class Busy(Exception):
    """Another process holds the lock; the text is what it wrote there."""


@contextlib.contextmanager
def locked(path: Path, patience: float = 0.0) -> Iterator[None]:
    """Hold the lock file `path` (which stays behind, unlocked).

    Raises `Busy` where another process still holds it after `patience` seconds, OSError where the file cannot be made
    or its file system has no locks.
    """
    file = open(path, "a+b", buffering=0)  # noqa: SIM115 (closed below, which unlocks it)
    try:
        deadline = time.monotonic() + patience
        while True:
            try:
                _lock(file)
                break
            except OSError as error:
                if error.errno not in _TAKEN:
                    raise
                if time.monotonic() >= deadline:
                    raise Busy(_holder(path)) from error
            time.sleep(0.05)
        with contextlib.suppress(OSError):  # a full disk must not keep anybody from deleting under the lock
            file.truncate(0)
            file.write(f"process {os.getpid()}".ljust(32).encode())
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


class Mark:
    """Says that a folder is in use, until it is released or this process ends."""

    def __init__(self, folder: Path) -> None:
        """Mark `folder`; raises OSError where no file can be made in it."""
        self._path = folder / _MARKS.replace("*", uuid.uuid4().hex[:12])
        self._held = contextlib.ExitStack()
        self._held.enter_context(locked(self._path))

    def release(self) -> None:
        """Take the mark away."""
        self._held.close()
        with contextlib.suppress(OSError):
            self._path.unlink()


def is_marked(folder: Path) -> bool:
    """Return whether a living process has marked `folder`."""
    return any(is_locked(path) for path in folder.glob(_MARKS))


def is_locked(path: Path) -> bool:
    """Return whether a living process holds the lock file `path` (or may: where the file system does not tell)."""
    try:
        with open(path, "r+b", buffering=0) as file:  # nothing is written: the mark keeps its age
            _lock(file)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False
