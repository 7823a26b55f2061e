"""What runs that were killed or cancelled left on disk: find it, tell of it, delete it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..files import delete, delete_dead, is_being_written, is_temporary
from ..lock import is_marked
from .parts import MANIFEST, delete_run

_HOUR = 3600.0
WRITING = "writing"  # folder of notes: what runs were writing where, outside the home folder
_MODULE, _SCENE = "Module that was not finished", "Scene that was not finished"
_BEING_MADE = {  # not marked while somebody makes them
    "modules/new-*": _MODULE,
    "modules/.*.tmp": _MODULE,
    "modules/downloads/*": _MODULE,
    "scenes/.*.tmp": _SCENE,
}


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
        (delete_dead if is_temporary(self.path) else delete)(self.path)
        return not self.path.exists()


def age(seconds: float) -> str:
    """Return a time span in words."""
    for name, length in (("days", 86400.0), ("hours", _HOUR)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {name}"
    return f"{max(seconds, 0) / 60:.0f} minutes"


def find(home: Path, others: Mapping[str, Iterable[Path]]) -> list[Leftover]:
    """Return what is left below `home`, of outputs half-written elsewhere, and `others` by what they are; oldest first.

    Notes of outputs that are gone are deleted by the way.
    """
    found = [_measure(path, what) for what, paths in others.items() for path in paths]
    found += [_measure(path, "Output of a run that was killed") for path in _half_written(home)]
    found += [_measure(path, _of_run(path)) for path in _runs(home)]
    now = time.time()
    for pattern, what in _BEING_MADE.items():
        made = [_measure(path, what) for path in home.glob(pattern)]
        found += [one for one in made if now - one.changed > _HOUR]
    return sorted(found, key=lambda one: one.changed)


def _half_written(home: Path) -> Iterator[Path]:
    for note in (home / WRITING).glob("*.txt"):
        try:
            path = Path(note.read_text(encoding="utf-8"))
            if path.exists():
                if is_temporary(path) and not is_being_written(path):
                    yield path
            elif time.time() - note.stat().st_mtime > _HOUR and path.parent.is_dir():  # else: a disk that is not here
                note.unlink()
        except (OSError, ValueError):  # gone meanwhile, or not a note
            continue


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
    parts = sum(1 for _ in folder.glob("part-*.part"))
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
