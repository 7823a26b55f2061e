"""The modules of a profile: `<home>/modules/<content hash>/`, one record a handle, hashes checked at each use."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from ..errors import So2SatError
from ..files import write_json
from ..progress import Progress

_HASHED = ("saved_model.pb", "tfhub_module.pb")
_HASHED_FOLDERS = ("variables", "assets")
_CHUNK = 1 << 20


def is_module(folder: Path) -> bool:
    """Whether `folder` has the files of a SavedModel."""
    return (folder / "saved_model.pb").is_file() and (folder / "variables").is_dir()


def module_files(folder: Path) -> list[Path]:
    """Return the files that make the module: graph, variables, assets, hub mark; sorted by relative path."""
    files = [folder / name for name in _HASHED if (folder / name).is_file()]
    for name in _HASHED_FOLDERS:
        files += [path for path in (folder / name).rglob("*") if path.is_file()]
    return sorted(files, key=lambda path: path.relative_to(folder).as_posix())


def content_hash(folder: Path, progress: Progress | None = None) -> str:
    """Return the sha256, in hex, over relative path, size and bytes of each of `module_files`."""
    progress = progress or Progress()
    digest = hashlib.sha256()
    for path in module_files(folder):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        with path.open("rb") as file:
            for chunk in iter(lambda: file.read(_CHUNK), b""):
                progress.check()
                digest.update(chunk)
    return digest.hexdigest()


class ModuleStore:
    """The cache of modules under `<home>/modules`.

    A record a handle (`records/<sha256 of the handle>.json`: handle, hash, address, date) is written at
    first use; ever after the folder must hash to what its record says.
    """

    def __init__(self, home: Path) -> None:
        self.root = home / "modules"

    def record_path(self, handle: str) -> Path:
        """Return where the record of `handle` lies."""
        return self.root / "records" / f"{hashlib.sha256(handle.encode()).hexdigest()[:32]}.json"

    def record(self, handle: str) -> dict[str, Any] | None:
        """Return the record of `handle`, None before its first use."""
        path = self.record_path(handle)
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None

    def forget(self, handle: str) -> None:
        """Delete the record, so that the next fetch counts as first use."""
        self.record_path(handle).unlink(missing_ok=True)

    def find(self, handle: str, progress: Progress) -> Path | None:
        """Return the folder of `handle`, None where it is not here; raises So2SatError where it was changed."""
        record = self.record(handle)
        folder = self.root / record["hash"] if record else None
        if record is None or folder is None or not is_module(folder):
            return None
        found = content_hash(folder, progress)
        if found != record["hash"]:
            raise So2SatError(
                f"The cached module {folder} of {handle} was changed since it was fetched on {record['date']}: its "
                f"content hash is {found}. Delete that folder and get the module again."
            )
        return folder

    def download_path(self, handle: str) -> Path:
        """Return the file that takes the download of `handle`; the same each time, so that it can be resumed."""
        folder = self.root / "downloads"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / self.record_path(handle).stem

    @contextmanager
    def new_folder(self) -> Iterator[Path]:
        """Give an empty folder to build a module in; what `add` has not taken is deleted at the end."""
        self.root.mkdir(parents=True, exist_ok=True)
        parent = Path(tempfile.mkdtemp(prefix="new-", dir=self.root))
        try:
            folder = parent / "module"
            folder.mkdir()
            yield folder
        finally:
            shutil.rmtree(parent, ignore_errors=True)

    def put(self, folder: Path, digest: str) -> Path:
        """Move `folder`, whose content hash is `digest`, into the store; returns where it is."""
        target = self.root / digest
        if not target.exists():
            os.replace(folder, target)
        return target

    def add(self, folder: Path, handle: str, address: str, progress: Progress) -> Path:
        """Move `folder` into the store and record it; raises So2SatError where `handle` gave another module before."""
        digest = content_hash(folder, progress)
        record = self.record(handle)
        if record is not None and record["hash"] != digest:
            raise So2SatError(
                f"{handle} now gives a module with content hash {digest}; at first use, on {record['date']}, it was "
                f"{record['hash']}. If you expect a new version, run 'Get module' with REPLACE."
            )
        target = self.put(folder, digest)
        values = {"handle": handle, "hash": digest, "address": address, "date": _now()}
        path = self.record_path(handle)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_json(path, values)
        return target


def _now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
