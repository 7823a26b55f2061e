"""GeoTIFFs: whole under the name asked for, or nothing there."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.raster.writer import GeoTiffProfile, GeoTiffWriter
from tests.support.scenes import UTM, wkt
from tests.support.small_disk import small_disk


def values() -> np.ndarray:
    """Return 200 × 200 cells of 20 dimensions that hardly compress."""
    return np.random.default_rng(0).normal(size=(200, 200, 20)).astype(np.float32)


def write(path: Path, stack: np.ndarray) -> None:
    rows, columns, bands = stack.shape
    profile = GeoTiffProfile(
        rows, columns, bands, "float32", UTM, wkt(32633), nodata=float("nan"), interleave="PIXEL", tile=32
    )
    with GeoTiffWriter(path, profile) as writer:
        for row in range(0, rows, 64):
            writer.write(row, 0, stack[row : row + 64])


def test_a_full_disk_is_never_silent(tmp_path: Path) -> None:
    """Whether it fills while blocks are written, when they are flushed or when the file is closed."""
    stack = values()
    write(tmp_path / "whole.tif", stack)
    needed = -(-(tmp_path / "whole.tif").stat().st_size // 1024)
    outcomes = set()
    for i, size in enumerate([8, needed // 2, *range(needed - 24, needed + 17, 8)]):
        with small_disk(tmp_path / str(i), size) as disk:
            path = disk.path / "e.tif"
            try:
                write(path, stack)
            except So2SatError as error:
                assert "cannot be written" in str(error)
                assert not list(disk.path.iterdir()), "something was left"
                outcomes.add("error")
            else:
                found = gdal.Open(str(path)).ReadAsArray()
                assert np.array_equal(np.moveaxis(found, 0, -1), stack)
                outcomes.add("whole")
    assert outcomes == {"error", "whole"}


def test_an_older_file_stays_when_writing_fails(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 3000) as disk:
        path = disk.path / "e.tif"
        write(path, values()[:40, :40])
        before = path.read_bytes()
        with pytest.raises(So2SatError, match="cannot be written"):
            write(path, values())
        assert path.read_bytes() == before and os.listdir(disk.path) == ["e.tif"]
