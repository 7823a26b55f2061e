"""A real small file system, to fill up."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class SmallDisk:
    """A mounted tmpfs."""

    def __init__(self, path: Path, kibibytes: int) -> None:
        path.mkdir()
        self.path = path
        self._mount("-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs", str(path))

    def resize(self, kibibytes: int) -> None:
        self._mount("-o", f"remount,size={kibibytes}k", str(self.path))

    def _mount(self, *arguments: str) -> None:
        done = subprocess.run(["mount", *arguments], capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"no small file system can be mounted here: {done.stderr.strip()}")


@contextmanager
def small_disk(path: Path, kibibytes: int) -> Iterator[SmallDisk]:
    """Mount a file system of so many KiB at `path`; skips the test where that is not possible (needs root on Linux)."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("mounting a small file system needs root")
    disk = SmallDisk(path, kibibytes)
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True)
