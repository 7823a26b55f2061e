"""Write a file whole or not at all: beside its name, synced to disk, then renamed."""

from __future__ import annotations

import contextlib
import json
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .errors import So2SatError


def beside(path: Path) -> Path:
    """Return a hidden name beside `path`, for what is to take its name once it is whole."""
    return path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.tmp")


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a name to write a file at; when the block ends well it is synced and takes the name `path`.

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
    """Write `content` as the file `path`, whole or not at all; raises OSError."""
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def write_json(path: Path, values: Any) -> None:
    """Write plain values as the JSON file `path`, whole or not at all; raises OSError."""
    write_bytes(path, json.dumps(values, indent=1, ensure_ascii=False).encode("utf-8"))


def write_whole(path: str | Path, content: bytes) -> None:
    """Write a file that the user asked for; raises So2SatError where that cannot be."""
    try:
        write_bytes(Path(path), content)
    except OSError as error:
        raise So2SatError(f"{path} cannot be written: {error.strerror}. Choose another place.") from error
