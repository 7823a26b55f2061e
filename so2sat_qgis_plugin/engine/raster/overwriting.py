"""Refuse to write over what a run reads."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from osgeo import gdal

from ..errors import So2SatError
from .gdal_errors import collected

_ELSEWHERE = re.compile(r"/vsi(curl|s3|gs|az|adls|oss|swift|hdfs|webhdfs|mem|stdin)|[a-z0-9+.]+://", re.IGNORECASE)
_REPORTS = (".html", ".htm")  # their figures are written beside them, as .json


@dataclass(frozen=True)
class Place:
    """A file or folder of a run: `title` is what messages call it, `path` what GDAL opens or the system knows."""

    title: str
    path: str


def refuse_overwriting(targets: Sequence[Place], sources: Sequence[Place]) -> None:
    """Raise So2SatError where a target is one of the sources, or a file that one consists of.

    However it is spelled, through links, as the archive that holds a source, and as what a VRT refers to. Pixels are
    not read.
    """
    for source in sources:
        files = files_of(source.path)
        for target in targets:
            for path in _written(target.path):
                if any(_is_same(path, file) for file in files):
                    raise So2SatError(
                        f"{target.title} would overwrite {path}, which {source.title} is read from. Choose another "
                        "name."
                    )


def files_of(source: str) -> set[Path]:
    """Return the files and folders on this computer's disks that `source` consists of, links followed."""
    found: set[Path] = set()
    waiting = [source]
    while waiting:
        one = waiting.pop()
        if _ELSEWHERE.search(one):
            continue
        real = _on_disk(one)
        if real is not None and real in found:
            continue
        if real is not None:
            found.add(real)
        if one == source or one.lower().endswith(".vrt"):  # all else refers to nothing
            waiting += _file_list(one)
    return found


def _file_list(path: str) -> list[str]:
    if os.path.isdir(path):
        return []
    dataset = None  # stays so where GDAL raises
    with collected():
        dataset = gdal.OpenEx(path)
    return [] if dataset is None else list(dataset.GetFileList() or [])


def _on_disk(path: str) -> Path | None:
    """Return what holds `path` on disk: itself, or the archive that it lies in; None where there is nothing."""
    plain = Path(re.sub(r"^(/vsi[a-z0-9_]+/\{?)+", "", path).replace("}", ""))
    if plain.is_dir():
        return Path(os.path.realpath(plain))
    held = next((one for one in (plain, *plain.parents) if one.is_file()), None)
    return None if held is None else Path(os.path.realpath(held))


def _written(path: str) -> list[Path]:
    target = Path(path)
    return [target, target.with_suffix(".json")] if target.suffix.lower() in _REPORTS else [target]


def _is_same(target: Path, file: Path) -> bool:
    try:
        return target.samefile(file)
    except OSError:  # not there yet
        return Path(os.path.realpath(target)) == file
