"""What runs that were killed or cancelled left on disk: find it, tell of it, delete it."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..lock import is_marked
from .parts import MANIFEST, delete_run

_HOUR = 3600.0
_BEING_MADE = ("modules/new-*", "modules/.*.tmp", "modules/downloads/*")  # not marked while somebody makes them


@dataclass(frozen=True)
class Leftover:
    """A folder or file that nobody uses: what it is, its size in bytes, and the time of its last change (s)."""

    path: Path
    what: str
    bytes: int
    changed: float

    def sentence(self, now: float) -> str:
        """Return it in words."""
        return f"{self.what}, {self.bytes / 1e6:,.1f} MB, {age(now - self.changed)} old: {self.path}"

    def delete(self) -> bool:
        """Delete it; returns whether it is gone (a run that somebody works on by now stays)."""
        if (self.path / MANIFEST).is_file():
            return delete_run(self.path)
        if self.path.is_dir():
            shutil.rmtree(self.path, ignore_errors=True)
        else:
            self.path.unlink(missing_ok=True)
        return not self.path.exists()


def age(seconds: float) -> str:
    """Return a time span in words."""
    for name, length in (("days", 86400.0), ("hours", _HOUR)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {name}"
    return f"{max(seconds, 0) / 60:.0f} minutes"


def find(home: Path, arrays: Iterable[Path]) -> list[Leftover]:
    """Return what is left below `home`, and of `arrays` (folders of dead processes); the oldest first."""
    found = [_measure(path, "Arrays of a QGIS that was killed") for path in arrays]
    found += [_measure(path, _of_run(path)) for path in _runs(home)]
    now = time.time()
    for pattern in _BEING_MADE:
        made = [_measure(path, "Module that was not finished") for path in home.glob(pattern)]
        found += [one for one in made if now - one.changed > _HOUR]
    return sorted(found, key=lambda one: one.changed)


def _runs(home: Path) -> Iterator[Path]:
    for path in (home / "runs").glob("*"):
        if path.is_dir() and not is_marked(path):
            yield path


def _of_run(folder: Path) -> str:
    try:
        about = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        what = f"Unfinished run over {about['source']} (window {about['window']}, stride {about['stride']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "Unfinished run"
    parts = sum(1 for _ in folder.glob("part-*.f32"))
    return f"{what}, {parts} blocks done)"


def _measure(path: Path, what: str) -> Leftover:
    size, changed = 0, path.lstat().st_mtime
    for folder, _, names in os.walk(path):
        for name in names:
            try:
                status = os.lstat(os.path.join(folder, name))
            except OSError:  # gone meanwhile
                continue
            size += status.st_size
            changed = max(changed, status.st_mtime)
    if path.is_file():
        size = path.stat().st_size
    return Leftover(path, what, size, changed)
