"""The state of a training that may be cut off at any moment: one file, whole or not there."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ...engine.errors import So2SatError
from ...engine.files import replacing


def save(path: Path, values: Mapping[str, Sequence[np.ndarray]], info: Any) -> None:
    """Write lists of arrays by name, and `info` as JSON; an older file stays until the new one is whole."""
    arrays = {f"{name}_{i}": value for name, many in values.items() for i, value in enumerate(many)}
    arrays["info"] = np.frombuffer(json.dumps(info).encode(), np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as temporary, temporary.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]


def load(path: Path, counts: Mapping[str, int]) -> tuple[dict[str, list[np.ndarray]], Any] | None:
    """Return what `save` wrote, None where there is nothing; `counts` says how many arrays each name has."""
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as kept:
            values = {name: [kept[f"{name}_{i}"] for i in range(count)] for name, count in counts.items()}
            return values, json.loads(kept["info"].tobytes())
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise So2SatError(f"{path} is of another training or damaged ({error}). Delete it to begin anew.") from error
