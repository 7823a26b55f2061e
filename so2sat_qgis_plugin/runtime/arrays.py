"""The folder through which arrays pass between QGIS and a worker; ones that a killed QGIS left are deleted."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from ..engine.lock import Mark, is_marked

_PREFIX = "so2sat-arrays-"
_SHARED_MEMORY = "/dev/shm"
_UNMARKED_FOR = 3600.0  # seconds after which a folder without a mark is no longer one that is being made


class ArrayFolder:
    """A folder of one's own, in memory where there is a roomy file system for that (Linux)."""

    def __init__(self) -> None:
        """Make the folder, and delete what dead processes left."""
        for folder in abandoned():
            shutil.rmtree(folder, ignore_errors=True)
        self.path = tempfile.mkdtemp(prefix=_PREFIX, dir=_parent())
        self._mark = Mark(Path(self.path))

    def delete(self) -> None:
        """Delete the folder and all in it."""
        self._mark.release()
        shutil.rmtree(self.path, ignore_errors=True)


def abandoned() -> Iterator[Path]:
    """Yield the folders that this user's dead processes left."""
    for parent in {_SHARED_MEMORY, tempfile.gettempdir()}:
        for folder in Path(parent).glob(f"{_PREFIX}*"):
            try:
                status = folder.lstat()
                marks = any(folder.glob("*.lock"))
            except OSError:  # gone meanwhile, or not ours to look into
                continue
            if folder.is_symlink() or (hasattr(os, "getuid") and status.st_uid != os.getuid()):
                continue
            if not is_marked(folder) if marks else time.time() - status.st_mtime > _UNMARKED_FOR:
                yield folder


def _parent() -> str | None:
    if sys.platform == "linux" and os.access(_SHARED_MEMORY, os.W_OK):
        if shutil.disk_usage(_SHARED_MEMORY).free > 2 << 30:
            return _SHARED_MEMORY
    return None
