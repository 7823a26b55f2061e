"""The files of a dataset: which they are, and what tells them from others, or from themselves before a change."""

from __future__ import annotations

import os
import stat
from typing import Any

from osgeo import gdal

from ..errors import So2SatError
from .gdal_errors import collected

Stamp = list[tuple[str, int, int]]


def files_of(dataset: Any) -> list[str]:
    """Return the files that a GDAL dataset consists of, as far as GDAL tells."""
    found: list[str] = []
    with collected():
        found += dataset.GetFileList() or []
    return found


def refuse_pipe(name: str, path: str) -> None:
    """Raise So2SatError where the file `name` of a raster is a pipe or a device: to open it may take for ever."""
    try:
        mode = os.stat(name).st_mode
    except (OSError, ValueError):  # not a file's name, or GDAL's to complain about
        return
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        inside = "" if name == path else f" of the raster {path}"
        raise So2SatError(f"{name}{inside} is a pipe or a device, not a file. Choose a raster's file.")


def stamp_of(dataset: Any) -> Stamp:
    """Return path, size and time of change (ns since 1970) of every file that a GDAL dataset consists of.

    Not of .aux.xml files: QGIS keeps statistics in them, and writes them while others read.
    """
    paths = sorted(path for path in files_of(dataset) if not path.endswith(".aux.xml"))
    return [(path, *found) for path in paths if (found := _size_and_time(path)) is not None]


def _size_and_time(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
        return status.st_size, status.st_mtime_ns
    except (OSError, ValueError):
        virtual = gdal.VSIStatL(path)  # in an archive or on a server; knows seconds only
        return None if virtual is None else (virtual.size, virtual.mtime * 10**9)
