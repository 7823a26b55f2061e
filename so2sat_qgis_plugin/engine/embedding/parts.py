"""Parts: what a run has computed so far, one file a block, so that a killed run goes on where it was.

A run's folder is named by its fingerprint: raster, module, window, stride, mode, scaling and whatever else changes a
value. Another fingerprint is another folder, so a stale part is never taken. A part's file holds its arrays and the
CRC-32 of each, so a damaged one is never taken either.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import uuid
import zipfile
import zlib
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from ..errors import So2SatError
from ..files import replacing, write_bytes, write_json
from ..lock import Busy, Mark, is_marked, locked
from ..raster.grid import Block

MANIFEST = "run.json"
FEATURES, STATISTICS = "features", "statistics"  # what a part holds: (…, dims) and (…, 2 · bands), both float32
_GUARD = "runs.lock"  # held while a run's folder is opened or deleted
_CRC_BYTES = 4


class Parts:
    """The parts of one run: of each block, arrays by name, the first (rows, columns, …).

    Several processes may work on the same run: each writes the same values. As a context manager: marks the folder as
    in use, so that none deletes it under another.
    """

    def __init__(self, runs: Path, fingerprint: dict[str, Any], mark: bool = True) -> None:
        """Open the run with this fingerprint (plain values) below `runs`, or begin it.

        Without `mark` it does not count as in use: another process has marked it and waits for this one.
        """
        text = json.dumps(fingerprint, sort_keys=True)
        self.folder = runs / hashlib.sha256(text.encode()).hexdigest()[:24]
        try:
            runs.mkdir(parents=True, exist_ok=True)
            with locked(runs / _GUARD, patience=60.0):
                self.folder.mkdir(exist_ok=True)
                if mark and not is_marked(self.folder):
                    for leftover in self.folder.glob("*.tmp"):
                        leftover.unlink(missing_ok=True)
                self._mark = Mark(self.folder) if mark else None
            if not (self.folder / MANIFEST).is_file():
                write_json(self.folder / MANIFEST, fingerprint)
        except OSError as error:
            raise _no_room(self.folder, error) from error
        except Busy as error:
            raise So2SatError(f"{runs} stays locked by {error}. End it, then run the same again.") from error

    def __enter__(self) -> Parts:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._mark is not None:
            self._mark.release()

    def path(self, block: Block) -> Path:
        """Return where the block's part is, or is to be."""
        return self.folder / f"part-{block.row:06d}-{block.column:06d}.part"

    def has(self, block: Block) -> bool:
        """Return whether the block's part is there and undamaged (reads all of it)."""
        try:
            with open(self.path(block), "rb") as file:
                return all(_array(file, entry).size >= 0 for entry in _entries(file, block))
        except (OSError, ValueError):  # absent or damaged
            return False

    def store(self, block: Block, arrays: dict[str, np.ndarray]) -> None:
        """Write the block's arrays; the part appears whole or not at all, also after a power cut."""
        path = self.path(block)
        contents = {name: np.ascontiguousarray(values) for name, values in arrays.items()}
        about = [{"name": k, "dtype": v.dtype.str, "shape": v.shape} for k, v in contents.items()]
        head = json.dumps(about).encode("ascii")
        try:
            with replacing(path) as temporary, open(temporary, "wb") as file:
                file.write(head + b"\n" + _crc(head))
                for values in contents.values():
                    file.write(values.data)
                    file.write(_crc(values.data))
        except PermissionError as error:  # Windows, while another process reads the same part
            if not path.exists():
                raise _no_room(self.folder, error) from error
        except OSError as error:
            raise _no_room(self.folder, error) from error

    def load(self, block: Block, name: str) -> np.ndarray:
        """Return one of the block's arrays."""
        try:
            with open(self.path(block), "rb") as file:
                for entry in _entries(file, block):
                    if entry["name"] == name:
                        return _array(file, entry)
                    file.seek(_bytes(entry) + _CRC_BYTES, os.SEEK_CUR)
            raise ValueError(f"it holds no {name}")
        except (OSError, ValueError) as error:
            raise So2SatError(
                f"The part {self.path(block)} cannot be read: {error}. Run the same again to make it anew."
            ) from error

    def store_arrays(self, name: str, arrays: dict[str, np.ndarray], note: dict[str, Any]) -> None:
        """Keep arrays, and plain values about them, beside the parts."""
        content = io.BytesIO()
        np.savez(content, **arrays)
        try:
            write_json(self.folder / f"{name}.json", note)
            write_bytes(self.folder / f"{name}.npz", content.getvalue())
        except OSError as error:
            raise _no_room(self.folder, error) from error

    def load_arrays(self, name: str) -> tuple[dict[str, np.ndarray], dict[str, Any]] | None:
        """Return what `store_arrays` kept, None where there is nothing undamaged."""
        try:
            with np.load(self.folder / f"{name}.npz", allow_pickle=False) as arrays:  # checks the zip's checksums
                found = {key: arrays[key] for key in arrays.files}
            return found, json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error):
            return None

    def delete(self) -> None:
        """Delete the run's folder, unless another process still works on it (that one will)."""
        if self._mark is not None:
            self._mark.release()
        delete_run(self.folder)


def _entries(file: BinaryIO, block: Block) -> list[dict[str, Any]]:
    """Return what a part says of its arrays, and leave `file` where the first begins."""
    head = file.readline(1 << 16).rstrip(b"\n")
    if not head or file.read(_CRC_BYTES) != _crc(head):
        raise ValueError("its checksum is wrong")
    found: list[dict[str, Any]] = json.loads(head)
    if tuple(found[0]["shape"][:2]) != (block.rows, block.columns):
        raise ValueError("it is another block's")
    return found


def _array(file: BinaryIO, entry: dict[str, Any]) -> np.ndarray:
    content = np.fromfile(file, np.uint8, _bytes(entry))
    if len(content) < _bytes(entry) or file.read(_CRC_BYTES) != _crc(content.data):
        raise ValueError("its checksum is wrong")
    return content.view(entry["dtype"]).reshape(entry["shape"])


def _bytes(entry: dict[str, Any]) -> int:
    return int(np.prod(entry["shape"])) * np.dtype(entry["dtype"]).itemsize


def _crc(content: Any) -> bytes:
    return zlib.crc32(content).to_bytes(_CRC_BYTES, "little")


def delete_run(folder: Path) -> bool:
    """Delete a run's folder; returns whether it was (not while a process works on it)."""
    doomed = folder.with_name(f"{folder.name}.{uuid.uuid4().hex[:8]}.deleted")
    try:
        with locked(folder.parent / _GUARD, patience=60.0):
            if is_marked(folder):
                return False
            os.replace(folder, doomed)  # out of the way at once: deleting many gigabytes takes a while
    except (OSError, Busy):
        return False
    shutil.rmtree(doomed, ignore_errors=True)
    return True


def _no_room(folder: Path, error: OSError) -> So2SatError:
    return So2SatError(
        f"Parts cannot be written to {folder}: {error.strerror or error}. Finished parts are kept there; make room "
        "or set SO2SAT_HOME to a folder on a larger disk, then run the same again."
    )
