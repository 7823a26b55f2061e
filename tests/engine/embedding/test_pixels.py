"""What the windows of a block see, held against a plain loop over windows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.embedding import pixels
from so2sat_qgis_plugin.engine.embedding.pixels import Preprocessing
from so2sat_qgis_plugin.engine.raster.grid import Block, Grid
from so2sat_qgis_plugin.engine.raster.reader import Raster
from so2sat_qgis_plugin.engine.raster.scaling import uniform
from tests.support.scenes import write

NODATA = 65535


@pytest.fixture
def holed(tmp_path: Path) -> tuple[str, np.ndarray]:
    """A raster of 3 bands with nodata in holes of one band each, and its reflectance with NaN in every band there."""
    random = np.random.default_rng(0)
    dn = random.integers(1, 10_000, (37, 41, 3)).astype(np.uint16)
    holes = random.random((37, 41)) < 0.3
    holes[10:25, 5:20] = True
    holes[30:, 30:] = False
    dn[holes, random.integers(0, 3, holes.sum())] = NODATA
    expected = (dn / np.float32(10_000)).astype(np.float32)
    expected[holes] = np.nan
    return write(tmp_path / "holed.tif", dn, nodata=NODATA), expected


def padded(image: np.ndarray, grid: Grid) -> tuple[np.ndarray, int]:
    margin = grid.window + grid.stride
    return np.pad(image, ((margin, margin), (margin, margin), (0, 0)), mode="reflect"), margin


@pytest.mark.parametrize("window, stride", [(8, 8), (9, 4), (5, 7), (16, 3)])
@pytest.mark.parametrize("max_nodata", [0.0, 0.25, 0.5, 1.0])
@pytest.mark.parametrize("margin, align", [(0, 1), (6, 4)])
def test_windows_and_kept_cells(
    holed: tuple[str, np.ndarray], window: int, stride: int, max_nodata: float, margin: int, align: int
) -> None:
    path, expected = holed
    grid = Grid.over(37, 41, window, stride)
    around, offset = padded(expected, grid)
    preprocessing = Preprocessing((1, 2, 3), uniform(3, 10_000.0, ""))
    with Raster(path) as raster:
        for block in grid.blocks(4):
            seen = pixels.read(raster, preprocessing, grid, block, max_nodata, pixels.Reach(margin, align))
            assert seen.kept.shape == (block.rows, block.columns)
            for r in range(block.rows):
                for c in range(block.columns):
                    top, left = grid.start(block.row + r) + offset, grid.start(block.column + c) + offset
                    patch = around[top : top + window, left : left + window]
                    y, x = seen.rows[r], seen.columns[c]
                    found = seen.block[y : y + window, x : x + window]
                    assert np.allclose(found, patch, rtol=1e-6, atol=0, equal_nan=True)
                    share = np.isnan(patch[..., 0]).mean()
                    assert seen.kept[r, c] == (share <= max_nodata and share < 1)
            assert len(seen.starts()) == seen.kept.sum()


def test_preprocessing_scales_multiplies_and_clips() -> None:
    values = np.array([[[0, 2000, 9000]]], np.uint16)
    preprocessing = Preprocessing((1, 2, 3), uniform(3, 10_000.0, ""), factor=3.5, clip=True)
    assert preprocessing.apply(values, np.array([[True]])).tolist() == [[[0.0, pytest.approx(0.7), 1.0]]]
    assert np.isnan(preprocessing.apply(values, np.array([[False]]))).all()


def test_bands_come_in_the_order_asked(tmp_path: Path) -> None:
    dn = np.arange(12 * 12 * 3, dtype=np.uint16).reshape(12, 12, 3)
    path = write(tmp_path / "a.tif", dn)
    with Raster(path) as raster:
        seen = pixels.read(
            raster, Preprocessing((3, 1), uniform(2, 1.0, "")), Grid.over(12, 12, 4, 4), Block(1, 1, 1, 1), 0.5
        )
    assert np.array_equal(seen.block, dn[4:8, 4:8][..., [2, 0]].astype(np.float32))
