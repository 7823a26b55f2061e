"""Cell statistics, held against plain numpy over each cell's pixels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.embedding import pixels
from so2sat_qgis_plugin.engine.embedding.pixels import Preprocessing
from so2sat_qgis_plugin.engine.embedding.statistics import cell_statistics
from so2sat_qgis_plugin.engine.raster.grid import Grid
from so2sat_qgis_plugin.engine.raster.reader import Raster
from so2sat_qgis_plugin.engine.raster.scaling import uniform
from tests.support.scenes import write

ROWS, COLUMNS = 37, 41


def expected(image: np.ndarray, stride: int) -> np.ndarray:
    rows, columns = -(-image.shape[0] // stride), -(-image.shape[1] // stride)
    found = np.full((rows, columns, 2 * image.shape[2]), np.nan)
    for r in range(rows):
        for c in range(columns):
            cell = image[r * stride : (r + 1) * stride, c * stride : (c + 1) * stride].astype(np.float64)
            valid = cell[~np.isnan(cell[..., 0])]
            if len(valid):
                found[r, c] = np.concatenate([valid.mean(0), valid.std(0)])
    return found


@pytest.fixture
def holed(tmp_path: Path) -> tuple[str, np.ndarray]:
    random = np.random.default_rng(0)
    dn = random.integers(1, 10_000, (ROWS, COLUMNS, 3)).astype(np.uint16)
    holes = random.random((ROWS, COLUMNS)) < 0.2
    holes[12:30, 6:24] = True
    dn[holes] = 0
    reflectance = dn / 10_000
    reflectance[holes] = np.nan
    return write(tmp_path / "holed.tif", dn, nodata=0), reflectance


@pytest.mark.parametrize("window, stride", [(8, 8), (9, 4), (5, 7), (16, 3), (3, 20), (6, 1), (4, 50)])
@pytest.mark.parametrize("margin, align", [(0, 1), (6, 4)])
def test_of_every_block(holed: tuple[str, np.ndarray], window: int, stride: int, margin: int, align: int) -> None:
    path, reflectance = holed
    grid = Grid.over(ROWS, COLUMNS, window, stride)
    # A module's factor and clip are no matter of the cell's own reflectance.
    preprocessing = Preprocessing((1, 2, 3), uniform(3, 10_000.0, ""), factor=3.5, clip=True)
    wanted = expected(reflectance, stride)
    with Raster(path) as raster:
        for block in grid.blocks(4):
            seen = pixels.read(raster, preprocessing, grid, block, 0.5, pixels.Reach(margin, align))
            found = cell_statistics(seen.own, stride)
            assert found.dtype == np.float32
            np.testing.assert_allclose(found, wanted[block.slices], rtol=1e-5, atol=1e-7)


def test_of_an_extent(holed: tuple[str, np.ndarray]) -> None:
    grid = Grid.over(ROWS, COLUMNS, 8, 5).select(11, 7, 33, 41)
    with Raster(holed[0]) as raster:
        block = grid.blocks(32)[0]
        seen = pixels.read(raster, Preprocessing((1, 2, 3), uniform(3, 10_000.0, "")), grid, block, 0.5)
    whole = expected(holed[1], 5)[grid.row : grid.row + grid.rows, grid.column : grid.column + grid.columns]
    np.testing.assert_allclose(cell_statistics(seen.own, 5), whole, rtol=1e-5, atol=1e-7)


def test_a_uniform_cell_deviates_by_nothing() -> None:
    found = cell_statistics(np.full((30, 30, 2), 0.1234567, np.float32), 10)
    assert (found[..., :2] == np.float32(0.1234567)).all()
    assert found[..., 2:].max() < 1e-7


def test_a_cell_without_valid_pixels_is_nodata() -> None:
    own = np.full((4, 6, 2), 0.5, np.float32)
    own[:2, :3] = np.nan
    own[0, 4] = np.nan
    found = cell_statistics(own, 2)
    assert np.isnan(found[0, 0]).all() and found[0, 1].tolist() == [0.5, 0.5, 0, 0]
    assert (found[1] == found[1, 0]).all()
