"""Tell a raster from others wherever it lies: its files' sizes, and bytes from all over them."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import Any

from osgeo import gdal

from ..errors import So2SatError
from .gdal_errors import collected
from .reader import Raster

_PIECES, _BYTES = 64, 16 << 10


def probe(path: str) -> str:
    """Return a sha256 in hex over name, size and `_PIECES` pieces of every file that a raster consists of.

    Not over their times, which a copy changes, nor over all bytes, which would take long on a server. Raises
    So2SatError where the raster cannot be opened.
    """
    with Raster(path) as raster:
        files = [name for name, *_ in raster.stamp()]
    digest = hashlib.sha256()
    for name in sorted(files, key=lambda name: PurePosixPath(name).name):
        if not name.endswith(".vrt"):  # holds paths, which differ; its sources are among the files
            digest.update(PurePosixPath(name).name.encode())
            _take(name, digest)
    return digest.hexdigest()


def _take(path: str, digest: Any) -> None:
    with collected():
        file = gdal.VSIFOpenL(path, "rb")
    if file is None:
        raise So2SatError(f"{path} cannot be read.")
    try:
        gdal.VSIFSeekL(file, 0, 2)
        size = gdal.VSIFTellL(file)
        digest.update(str(size).encode())
        for i in range(_PIECES):
            gdal.VSIFSeekL(file, max(0, size - _BYTES) * i // (_PIECES - 1), 0)
            digest.update(bytes(gdal.VSIFReadL(1, _BYTES, file) or b""))
    finally:
        gdal.VSIFCloseL(file)
