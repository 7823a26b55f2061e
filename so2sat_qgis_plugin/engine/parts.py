"""Parts: what a run has computed so far, one file a block, so that a killed run goes on where it was.

A run's folder is named by its fingerprint: raster, module, window, stride, mode, scaling and whatever else changes a
value. Another fingerprint is another folder, so a stale part is never taken.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import uuid
from pathlib import Path
from typing import Any

import numpy as np

from .errors import So2SatError
from .grid import Block

MANIFEST = "run.json"


class Parts:
    """The parts of one run, as .npy files float32 (rows, columns, dims), NaN in nodata cells."""

    def __init__(self, runs: Path, fingerprint: dict[str, Any]) -> None:
        """Open the run with this fingerprint (plain values) below `runs`, or begin it."""
        text = json.dumps(fingerprint, sort_keys=True)
        self.folder = runs / hashlib.sha256(text.encode()).hexdigest()[:24]
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for leftover in self.folder.glob("*.tmp"):
                leftover.unlink(missing_ok=True)
            if not (self.folder / MANIFEST).is_file():
                _write_whole(self.folder / MANIFEST, json.dumps(fingerprint, indent=1).encode())
        except OSError as error:
            raise _no_room(self.folder, error) from error

    def path(self, block: Block) -> Path:
        """Return where the block's part is, or is to be."""
        return self.folder / f"part-{block.row:06d}-{block.column:06d}.npy"

    def has(self, block: Block, dims: int) -> bool:
        """Return whether the block's part is there and whole."""
        path = self.path(block)
        try:
            part = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError):  # absent or damaged
            return False
        return part.shape == (block.rows, block.columns, dims) and part.dtype == np.float32

    def store(self, block: Block, features: np.ndarray) -> None:
        """Write the block's features; the part appears whole or not at all, also after a power cut."""
        path = self.path(block)
        temporary = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.tmp")
        try:
            with open(temporary, "wb") as file:
                np.save(file, features.astype(np.float32, copy=False), allow_pickle=False)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise _no_room(self.folder, error) from error

    def load(self, block: Block) -> np.ndarray:
        """Return the block's features."""
        try:
            return np.load(self.path(block), allow_pickle=False)
        except (OSError, ValueError) as error:
            raise So2SatError(
                f"The part {self.path(block)} cannot be read: {error}. Run again to make it anew."
            ) from error

    def store_arrays(self, name: str, arrays: dict[str, np.ndarray], note: dict[str, Any]) -> None:
        """Keep arrays, and plain values about them, beside the parts."""
        content = io.BytesIO()
        np.savez(content, **arrays)
        try:
            _write_whole(self.folder / f"{name}.json", json.dumps(note, indent=1).encode())
            _write_whole(self.folder / f"{name}.npz", content.getvalue())
        except OSError as error:
            raise _no_room(self.folder, error) from error

    def load_arrays(self, name: str) -> tuple[dict[str, np.ndarray], dict[str, Any]] | None:
        """Return what `store_arrays` kept, None where there is nothing."""
        path = self.folder / f"{name}.npz"
        if not path.is_file():
            return None
        with np.load(path, allow_pickle=False) as arrays:
            found = {key: arrays[key] for key in arrays.files}
        return found, json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))

    def delete(self) -> None:
        """Delete the run's folder."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _write_whole(path: Path, content: bytes) -> None:
    temporary = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.tmp")
    temporary.write_bytes(content)
    os.replace(temporary, path)


def _no_room(folder: Path, error: OSError) -> So2SatError:
    return So2SatError(
        f"Parts cannot be written to {folder}: {error.strerror or error}. Finished parts are kept there; make room "
        "or set SO2SAT_HOME to a folder on a larger disk, then run the same again."
    )
