"""The laws of the grid, held against numpy.pad and against counting by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.raster.grid import Block, Grid, Transform, window_counts

sizes = st.integers(1, 90)
windows = st.integers(1, 40)
strides = st.integers(1, 45)
grids = st.builds(Grid.over, sizes, sizes, windows, strides)


@st.composite
def selections(draw: st.DrawFn) -> Grid:
    """A grid and a rectangle of it."""
    grid = draw(grids)
    top, left = draw(st.floats(0, grid.height - 0.5)), draw(st.floats(0, grid.width - 0.5))
    return grid.select(top, left, top + draw(st.floats(0.25, 60)), left + draw(st.floats(0.25, 60)))


def padded(size: int, window: int, stride: int) -> tuple[np.ndarray, int]:
    """Return pixel numbers 0 … size − 1, padded by numpy so that every window lies inside, and the padding before."""
    cells = -(-size // stride)
    first = (stride - window) // 2
    before, after = max(0, -first), max(0, (cells - 1) * stride + first + window - size)
    mode = "reflect" if size > max(before, after) else "symmetric"
    return np.pad(np.arange(size), (before, after), mode=mode), before


@given(sizes, windows, strides)
def test_windows_are_those_of_numpy_pad(size: int, window: int, stride: int) -> None:
    grid = Grid.over(size, 1, window, stride)
    line, before = padded(size, window, stride)
    assert grid.rows == -(-size // stride)
    for cell in range(grid.rows):
        start = cell * stride + (stride - window) // 2
        assert grid.start(cell) == start
        span = grid.rows_of(Block(cell, 0, 1, 1))
        seen = span.pixels[span.starts[0] : span.starts[0] + window]
        assert seen.tolist() == line[before + start : before + start + window].tolist()


@given(st.integers(1, 90), windows, strides, st.data())
def test_columns_follow_the_same_rule_as_rows(size: int, window: int, stride: int, data: st.DataObject) -> None:
    upright, lying = Grid.over(size, 7, window, stride), Grid.over(7, size, window, stride)
    cell = data.draw(st.integers(0, upright.rows - 1))
    rows = upright.rows_of(Block(cell, 0, 1, 1), 3, 2)
    columns = lying.columns_of(Block(0, cell, 1, 1), 3, 2)
    assert rows.pixels.tolist() == columns.pixels.tolist() and rows.starts.tolist() == columns.starts.tolist()


@given(selections(), st.integers(1, 12))
def test_blocks_cover_every_cell_once(grid: Grid, side: int) -> None:
    count = np.zeros(grid.shape, int)
    for block in grid.blocks(side):
        assert 1 <= block.rows <= side and 1 <= block.columns <= side
        count[block.row : block.row + block.rows, block.column : block.column + block.columns] += 1
    assert (count == 1).all()


@given(selections(), st.integers(1, 70))
def test_blocks_are_told_by_number_and_by_cell(grid: Grid, side: int) -> None:
    blocks = grid.blocks(side)
    every = list(blocks)
    assert len(every) == len(blocks) and [blocks[i] for i in range(len(blocks))] == every
    assert blocks.sizes(np.arange(len(blocks))).tolist() == [block.rows * block.columns for block in every]
    for number, block in enumerate(every):
        rows, columns = (axis.ravel() for axis in np.mgrid[block.slices])
        assert (blocks.numbers_at(rows, columns) == number).all()
    with pytest.raises(IndexError):
        blocks[len(blocks)]


@given(grids, st.data())
def test_a_block_sees_what_its_cells_see(grid: Grid, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, grid.rows - 1))
    block = Block(row, 0, data.draw(st.integers(1, grid.rows - row)), 1)
    margin, align = data.draw(st.integers(0, 20)), data.draw(st.integers(1, 16))
    plain, wide = grid.rows_of(block), grid.rows_of(block, margin, align)
    assert len(plain.starts) == len(wide.starts) == block.rows
    assert plain.starts[0] == 0 and len(plain.pixels) == plain.starts[-1] + grid.window
    for cell in range(block.rows):
        alone = grid.rows_of(Block(row + cell, 0, 1, 1)).pixels.tolist()
        for span in (plain, wide):
            start = span.starts[cell]
            assert span.pixels[start : start + grid.window].tolist() == alone


@given(grids, st.integers(0, 20), st.integers(1, 16), st.data())
def test_margin_and_align_widen_the_span(grid: Grid, margin: int, align: int, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, grid.rows - 1))
    block = Block(row, 0, data.draw(st.integers(1, grid.rows - row)), 1)
    span = grid.rows_of(block, margin, align)
    first = grid.start(row) - int(span.starts[0])  # the span's first pixel, counted over the raster
    assert first % align == 0 and len(span.pixels) % align == 0
    assert margin <= span.starts[0] < margin + align
    behind = len(span.pixels) - (span.starts[-1] + grid.window)
    assert margin <= behind <= margin + 2 * (align - 1)
    others = [Block(r, 0, block.rows, 1) for r in range(grid.rows - block.rows + 1)]
    assert {len(grid.rows_of(other, margin, align).pixels) for other in others} == {len(span.pixels)}
    assert span.pixels.min() >= 0 and span.pixels.max() < grid.height
    inside = np.arange(first, first + len(span.pixels))
    inside = inside[(inside >= 0) & (inside < grid.height)]
    assert span.pixels[inside - first].tolist() == inside.tolist()


@given(selections())
def test_a_selection_never_moves_a_cell(grid: Grid) -> None:
    whole = Grid.over(grid.height, grid.width, grid.window, grid.stride)
    raster = Transform(500_000.0, 10.0, 0.0, 5_000_000.0, 0.0, -10.0)
    x0, dx, rx, y0, ry, dy = whole.transform(raster)
    expected = (x0 + grid.column * dx, dx, rx, y0 + grid.row * dy, ry, dy)
    assert np.allclose(grid.transform(raster), expected, rtol=0, atol=1e-6)
    for cell in range(grid.rows):
        here, there = grid.rows_of(Block(cell, 0, 1, 1)), whole.rows_of(Block(grid.row + cell, 0, 1, 1))
        assert here.pixels.tolist() == there.pixels.tolist()


@given(grids, st.floats(-50, 120), st.floats(-50, 120), st.floats(0.25, 90), st.floats(0.25, 90))
def test_a_selection_has_the_cells_that_overlap(
    grid: Grid, top: float, left: float, height: float, width: float
) -> None:
    bottom, right, s = top + height, left + width, grid.stride
    rows = [r for r in range(grid.rows) if r * s < bottom and (r + 1) * s > top]
    columns = [c for c in range(grid.columns) if c * s < right and (c + 1) * s > left]
    if not rows or not columns:
        with pytest.raises(So2SatError, match="EXTENT lies outside the raster"):
            grid.select(top, left, bottom, right)
        return
    chosen = grid.select(top, left, bottom, right)
    assert (chosen.row, chosen.column, *chosen.shape) == (rows[0], columns[0], len(rows), len(columns))


@given(selections(), st.lists(st.floats(-5, 5), min_size=4, max_size=4), st.data())
def test_cells_lie_on_their_pixels(grid: Grid, linear: list[float], data: st.DataObject) -> None:
    """Also where the raster is rotated: cell (r, c) begins where pixel (r·s, c·s) does."""
    dx, rx, ry, dy = linear
    raster = Transform(1000.0, dx, rx, 2000.0, ry, dy)
    a = grid.transform(raster)
    row, column = data.draw(st.integers(0, grid.rows)), data.draw(st.integers(0, grid.columns))
    y, x = (grid.row + row) * grid.stride, (grid.column + column) * grid.stride
    cell = (a[0] + column * a[1] + row * a[2], a[3] + column * a[4] + row * a[5])
    assert cell == pytest.approx((1000 + x * dx + y * rx, 2000 + x * ry + y * dy), abs=1e-6)


@pytest.mark.parametrize("window, stride, name", [(0, 4, "WINDOW"), (-3, 4, "WINDOW"), (8, 0, "STRIDE")])
def test_window_and_stride_must_be_positive(window: int, stride: int, name: str) -> None:
    with pytest.raises(So2SatError, match=f"{name} must be at least 1"):
        Grid.over(10, 10, window, stride)


@given(st.data(), st.integers(1, 12), st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.02, 0.5, 1.0]))
def test_window_counts_are_those_of_each_window(data: st.DataObject, window: int, seed: int, share: float) -> None:
    """Wherever windows start, in any order and again."""
    height, width = (data.draw(st.integers(window, 30)) for _ in range(2))
    mask = np.random.default_rng(seed).random((height, width)) < share
    rows, columns = (
        np.array(data.draw(st.lists(st.integers(0, size - window), max_size=8)), int) for size in (height, width)
    )
    found = window_counts(mask, rows, columns, window)
    assert found.dtype == np.int64 and found.shape == (len(rows), len(columns))
    assert found.tolist() == [[mask[r : r + window, c : c + window].sum() for c in columns] for r in rows]
    assert (found + window_counts(~mask, rows, columns, window) == window**2).all()
