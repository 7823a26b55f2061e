"""Write a file whole or not at all: beside its name, synced to disk, then renamed; a run's outputs all together."""

from __future__ import annotations

import contextlib
import glob
import json
import os
import re
import shutil
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from .errors import So2SatError
from .lock import is_locked, locked

_LONGEST = 60  # characters of a name that its temporary name repeats
_ENDING = re.compile(r"\.[0-9a-f]{8}\.tmp(\.aux\.xml|\.lock)?$")
_COMPANION = ".aux.xml"  # what GDAL cannot keep in the file itself
_LOCK = ".lock"


def beside(path: Path) -> Path:
    """Return a hidden name beside `path`, for what is to take its name once it is whole."""
    return path.with_name(f".{path.name[:_LONGEST]}.{uuid.uuid4().hex[:8]}.tmp")


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a name to write a file of the plugin's own at; when the block ends well it takes the name `path` at once.

    Raises OSError where that cannot be; whatever is raised, nothing is left under the temporary name.
    """
    temporary = beside(path)
    try:
        yield temporary
        sync(temporary)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def sync(path: Path) -> None:
    """Have the system write a file out: a power cut must not leave its name with nothing behind it."""
    with open(path, "rb+") as file:
        os.fsync(file.fileno())


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content` as a file of the plugin's own, whole or not at all; raises OSError."""
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def write_json(path: Path, values: Any) -> None:
    """Write plain values as the JSON file `path` of the plugin's own, whole or not at all; raises OSError."""
    write_bytes(path, json.dumps(values, indent=1, ensure_ascii=False).encode("utf-8"))


def write_whole(path: str | Path, content: bytes) -> None:
    """Write a file that the user asked for (see `output`); raises So2SatError where that cannot be."""
    try:
        with output(path) as temporary:
            temporary.write_bytes(content)
    except OSError as error:
        raise So2SatError(f"{path} cannot be written: {error.strerror}. Choose another place.") from error


# What a user asked for


class Outputs:
    """All that one run writes under names that the user gave: they appear together when the context ends well, or none.

    Every `Output` made meanwhile in this thread joins. `ledger`: folder that keeps a note of what is being written
    where, by which the remains of a killed run are found again.
    """

    def __init__(self, ledger: Path | None = None) -> None:
        self.ledger = ledger
        self._joined: list[Output] = []
        self._afterwards: list[Callable[[], object]] = []

    def __enter__(self) -> Outputs:
        self._token = _RUN.set(self)
        return self

    def __exit__(self, kind: type[BaseException] | None, *exc: object) -> None:
        _RUN.reset(self._token)
        if kind is not None:
            for one in self._joined:
                one.discard()
            return
        try:
            _place(self._joined)
        except OSError as error:
            raise So2SatError(
                f"{error.filename2 or error.filename} cannot be written: {error.strerror}. None of the outputs of this "
                "run was written. Close what has the file open, or choose another place, and run the same again."
            ) from error
        for action in self._afterwards:
            action()

    def join(self, one: Output) -> None:
        """Take an output that is whole; one of the same name that came before gives way."""
        for earlier in [other for other in self._joined if other.path == one.path]:
            self._joined.remove(earlier)
            earlier.discard()
        self._joined.append(one)

    def temporary(self, path: Path) -> Path | None:
        """Return where the output `path` lies meanwhile, None where it is not one of this run."""
        return next((one.temporary for one in self._joined if one.path == path), None)

    def afterwards(self, action: Callable[[], object]) -> None:
        """Have `action` done once the outputs have their names."""
        self._afterwards.append(action)


_RUN: ContextVar[Outputs | None] = ContextVar("outputs", default=None)


class Output:
    """One file or folder that the user asked for, being written at `temporary`.

    The temporary name is marked while this process lives; what dead ones left for the same name is deleted first.
    Raises OSError where the folder takes no file.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._run = _RUN.get()
        for dead in _siblings(self.path):
            delete_dead(dead)
        self.temporary = beside(self.path)
        self._lock = Path(f"{self.temporary}{_LOCK}")
        self._held = contextlib.ExitStack()
        self._kept: list[tuple[Path, Path | None]] = []  # names taken, and what had them before
        self._note: Path | None = None
        try:
            self._held.enter_context(locked(self._lock))
        except OSError:
            if not self._lock.exists():
                raise
            # a file system without locks: the mark stands, and nobody deletes what it marks
        self._take_note()

    def finish(self) -> None:
        """Give it its name, at the end of the run where there is one; raises OSError."""
        try:
            if self.temporary.is_file():
                sync(self.temporary)
            if self._run is None:
                _place([self])
            else:
                self._run.join(self)
        except BaseException:
            self.discard()
            raise

    def discard(self) -> None:
        """Delete what was written so far."""
        delete(self.temporary)
        delete(self._with(_COMPANION))
        self.release()

    def place(self) -> None:
        """Take the name, keeping what had it for `undo`; raises OSError."""
        for source, target in ((self._with(_COMPANION), Path(f"{self.path}{_COMPANION}")), (self.temporary, self.path)):
            if source.exists() or target.exists():
                self._kept.append((target, _set_aside(target)))
            if source.exists():
                os.replace(source, target)
            else:
                target.unlink(missing_ok=True)

    def undo(self) -> None:
        """Give back the names that `place` took."""
        for target, before in reversed(self._kept):
            with contextlib.suppress(OSError):
                if before is None:
                    delete(target)
                else:
                    os.replace(before, target)
        self._kept.clear()

    def release(self) -> None:
        """Forget what had the name before, and take the mark away."""
        for _, before in self._kept:
            if before is not None:
                delete(before)
        self._kept.clear()
        self._held.close()
        for path in (self._lock, self._note):
            if path is not None:
                delete(path)

    def _with(self, suffix: str) -> Path:
        return Path(f"{self.temporary}{suffix}")

    def _take_note(self) -> None:
        if self._run is not None and self._run.ledger is not None:
            self._note = self._run.ledger / f"{uuid.uuid4().hex}.txt"
            with contextlib.suppress(OSError):  # a full home costs the note only
                self._run.ledger.mkdir(parents=True, exist_ok=True)
                self._note.write_text(str(self.temporary.absolute()), encoding="utf-8")


@contextlib.contextmanager
def output(path: str | Path) -> Iterator[Path]:
    """Give a name to write a file or folder that the user asked for at.

    When the block ends well it takes the name `path`: at once, or with all others of the run (`Outputs`). Raises
    OSError where that cannot be; whatever is raised, nothing is left under the temporary name.
    """
    one = Output(path)
    try:
        yield one.temporary
    except BaseException:
        one.discard()
        raise
    one.finish()


def afterwards(action: Callable[[], object]) -> None:
    """Do `action`, which deletes what a run needs no more, once its outputs have their names."""
    run = _RUN.get()
    if run is None:
        action()
    else:
        run.afterwards(action)


def whereabouts(path: str | Path) -> Path:
    """Return where the content of `path` lies: elsewhere while it is an output of the run under way."""
    run = _RUN.get()
    return (run.temporary(Path(path)) if run is not None else None) or Path(path)


def is_temporary(path: Path) -> bool:
    """Return whether a path is named as what `Output` writes at, or what goes with it."""
    return path.name.startswith(".") and _ENDING.search(path.name) is not None


def is_being_written(temporary: Path) -> bool:
    """Return whether a living process has marked a temporary name."""
    return is_locked(Path(f"{_stem(temporary)}{_LOCK}"))


def delete_dead(temporary: Path) -> None:
    """Delete what was written at a temporary name and all that goes with it, unless a living process has marked it."""
    if not is_being_written(temporary):
        for suffix in ("", _COMPANION, _LOCK):
            delete(Path(f"{_stem(temporary)}{suffix}"))


def delete(path: Path) -> None:
    """Delete a file, or a folder with all in it, as far as that can be."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _siblings(path: Path) -> list[Path]:
    """Return what is, or was, being written for the name `path`."""
    start = f".{path.name[:_LONGEST]}"
    found = path.parent.glob(f"{glob.escape(start)}.*")
    return [one for one in found if _ENDING.fullmatch(one.name, len(start))]


def _stem(temporary: Path) -> str:
    return str(temporary).removesuffix(_LOCK).removesuffix(_COMPANION)


def _place(outputs: Sequence[Output]) -> None:
    """Give outputs their names, all or none."""
    try:
        for one in outputs:
            one.place()
    except BaseException:
        for one in reversed(outputs):
            one.undo()
            one.discard()
        raise
    for one in outputs:
        one.release()


def _set_aside(target: Path) -> Path | None:
    """Keep what is called `target` under another name too, where it can be; returns that name, None for nothing."""
    if not os.path.lexists(target):
        return None
    if target.is_dir() and not target.is_symlink():
        target.rmdir()  # an empty folder, as QGIS makes for temporary outputs
        return None
    kept = beside(target)
    try:
        os.link(target, kept, follow_symlinks=False)
    except (OSError, NotImplementedError):  # a file system without links
        os.replace(target, kept)
    return kept
