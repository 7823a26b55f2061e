"""The wire between QGIS's side and the worker: JSON lines, arrays as .npy files beside them.

A request is `{"id", "call": "noun.verb", "args": {…}, "arrays": {name: path}}`. An answer is one of
`{"id", "result": {…}, "arrays": {name: path}}`, `{"id", "progress": 0…1, "message"}` or
`{"id", "error": {"kind", "message", "traceback"}}`; `{"beat": n}` comes every second by itself, `{"note": text}` is for
the log.
An array file belongs to its receiver, who deletes it after reading. Both ends import this file, so it
needs nothing but numpy.
"""

from __future__ import annotations

import contextlib
import json
import os
import uuid
from typing import Any

import numpy as np

BEAT_SECONDS = 1.0


def pack(folder: str, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Split `values` into plain ones and arrays; write the arrays as .npy files into `folder`."""
    plain: dict[str, Any] = {}
    arrays: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, np.ndarray):
            path = os.path.join(folder, f"{uuid.uuid4().hex}.npy")
            arrays[name] = path
            try:
                np.save(path, value, allow_pickle=False)
            except OSError:
                for written in arrays.values():  # nobody will read them
                    with contextlib.suppress(OSError):
                        os.remove(written)
                raise
        else:
            plain[name] = value
    return plain, arrays


def unpack(plain: dict[str, Any], arrays: dict[str, str]) -> dict[str, Any]:
    """Read back what `pack` wrote and delete its files."""
    values = dict(plain)
    for name, path in arrays.items():
        values[name] = np.load(path, allow_pickle=False)
        os.remove(path)
    return values


def line(message: dict[str, Any]) -> bytes:
    """Return `message` as one line of ASCII JSON (numpy scalars become numbers)."""
    return json.dumps(message, default=_plain).encode("ascii") + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot travel as JSON; send arrays at the top level")
