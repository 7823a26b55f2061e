"""The grid of cells over a raster: which window each cell sees, where the output lies.

For window w and stride s in pixels, cell (r, c) covers input pixels [r·s, (r+1)·s) × [c·s, (c+1)·s); its window
starts at row r·s + (s − w)//2 (floor), likewise for columns. There are ceil(H/s) × ceil(W/s) cells. Pixels outside
the raster are reflections of those inside (numpy.pad's "reflect"; "symmetric" where the raster is smaller than the
margin).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from ..errors import So2SatError


class Transform(NamedTuple):
    """An affine geotransform in GDAL's order: x = x0 + column · dx + row · rx, y = y0 + column · ry + row · dy.

    Column and row 0, 0 are the outer corner of the first pixel.
    """

    x0: float
    dx: float
    rx: float
    y0: float
    ry: float
    dy: float

    def at(self, columns: Any, rows: Any) -> tuple[Any, Any]:
        """Return x and y of columns and rows (numbers or arrays, fractions allowed)."""
        return self.x0 + columns * self.dx + rows * self.rx, self.y0 + columns * self.ry + rows * self.dy

    def pixels(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return columns and rows (fractions included) of map coordinates; raises So2SatError where it has no area."""
        determinant = self.dx * self.dy - self.rx * self.ry
        if determinant == 0.0:
            raise So2SatError(f"The raster's geotransform {tuple(self)} has no area. Georeference it anew.")
        u, v = x - self.x0, y - self.y0
        return (self.dy * u - self.rx * v) / determinant, (self.dx * v - self.ry * u) / determinant

    def moved(self, row: float, column: float) -> Transform:
        """Return the transform of the raster that begins at this one's `row` and `column`."""
        x0, y0 = self.at(column, row)
        return self._replace(x0=x0, y0=y0)

    def coarser(self, step: int) -> Transform:
        """Return the transform of cells of `step` × `step` pixels."""
        return Transform(self.x0, self.dx * step, self.rx * step, self.y0, self.ry * step, self.dy * step)

    def centres(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Return x and y, (n, 2) float64, of the centres of pixels (n,), (n,)."""
        return np.stack(self.at(columns + 0.5, rows + 0.5), axis=1)


@dataclass(frozen=True)
class Block:
    """A rectangle of cells: first row and column in the grid's selection, and their numbers."""

    row: int
    column: int
    rows: int
    columns: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """The block's cells as slices of an array (rows, columns, …)."""
        return np.s_[self.row : self.row + self.rows, self.column : self.column + self.columns]

    def overlap(self, other: Block) -> Block | None:
        """Return the cells that are in both blocks, None where none is."""
        row, column = max(self.row, other.row), max(self.column, other.column)
        rows = min(self.row + self.rows, other.row + other.rows) - row
        columns = min(self.column + self.columns, other.column + other.columns) - column
        return Block(row, column, rows, columns) if rows > 0 and columns > 0 else None

    def within(self, other: Block) -> tuple[slice, slice]:
        """Return this block's cells as slices of an array of the cells of `other`, which holds it."""
        return Block(self.row - other.row, self.column - other.column, self.rows, self.columns).slices

    def grown(self, cells: int) -> Block:
        """Return the block with so many cells more on each side."""
        return Block(self.row - cells, self.column - cells, self.rows + 2 * cells, self.columns + 2 * cells)

    def split(self, side: int) -> Blocks:
        """Return blocks of at most `side` × `side` cells (see `Blocks`)."""
        return Blocks(self, side)


class Blocks:
    """A rectangle of cells cut into blocks of at most `side` × `side`, of about one size, numbered row by row.

    Where `side` is a multiple of 32 so are theirs, but for the last of a row or column. A block is reckoned when it is
    asked for: a million of them take no memory.
    """

    def __init__(self, whole: Block, side: int) -> None:
        self._whole = whole
        self._down, self._across = _Shares(whole.rows, side), _Shares(whole.columns, side)

    def __len__(self) -> int:
        return self._down.count * self._across.count

    def __getitem__(self, number: int) -> Block:
        if not 0 <= number < len(self):
            raise IndexError(number)
        down, across = divmod(number, self._across.count)
        (row, rows), (column, columns) = self._down.share(down), self._across.share(across)
        return Block(self._whole.row + row, self._whole.column + column, rows, columns)

    def __iter__(self) -> Iterator[Block]:
        for row, rows in self._down:
            for column, columns in self._across:
                yield Block(self._whole.row + row, self._whole.column + column, rows, columns)

    def numbers_at(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Return the number of the block that holds each cell, int64 (n,), of cells of the rectangle (n,), (n,)."""
        down, across = self._down.at(rows - self._whole.row), self._across.at(columns - self._whole.column)
        return np.asarray(down * self._across.count + across)

    def sizes(self, numbers: np.ndarray) -> np.ndarray:
        """Return how many cells each of these blocks has, int64 (n,)."""
        down, across = np.divmod(numbers, self._across.count)
        return np.asarray(self._down.lengths(down) * self._across.lengths(across))


@dataclass(frozen=True)
class Span:
    """What a block's windows see along one side of the raster.

    `pixels`: the raster's row (or column) for each pixel row that is read, reflected at the edges. `starts`: the first
    pixel of each window, counted in `pixels`. `own`: the raster's rows that the block's cells cover.
    """

    pixels: np.ndarray
    starts: np.ndarray
    own: range


@dataclass(frozen=True)
class Grid:
    """Cells of `stride` pixels over a raster of `height` × `width` pixels, each seen through `window` pixels.

    Only a selection of them is asked for: `rows` × `columns` cells from cell (`row`, `column`) on. A selection never
    moves a cell, so maps of neighbouring extents fit together.
    """

    height: int
    width: int
    window: int
    stride: int
    row: int
    column: int
    rows: int
    columns: int

    @staticmethod
    def over(height: int, width: int, window: int, stride: int) -> Grid:
        """Return the grid of all cells over a raster of `height` × `width` pixels."""
        for name, value in (("WINDOW", window), ("STRIDE", stride)):
            if value < 1:
                raise So2SatError(f"{name} must be at least 1 pixel, but is {value}. Choose for example 32.")
        return Grid(height, width, window, stride, 0, 0, -(-height // stride), -(-width // stride))

    def select(self, top: float, left: float, bottom: float, right: float) -> Grid:
        """Return the grid of the cells that touch the pixel rectangle; raises where none does."""
        s = self.stride
        row, column = max(0, int(np.floor(top / s))), max(0, int(np.floor(left / s)))
        rows = min(-(-self.height // s), int(np.ceil(bottom / s))) - row
        columns = min(-(-self.width // s), int(np.ceil(right / s))) - column
        if rows < 1 or columns < 1:
            raise So2SatError(
                f"EXTENT lies outside the raster: pixels {left:.0f}–{right:.0f} × {top:.0f}–{bottom:.0f} were asked, "
                f"the raster has {self.width} × {self.height}. Choose an extent that overlaps it."
            )
        return replace(self, row=row, column=column, rows=rows, columns=columns)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the output."""
        return self.rows, self.columns

    def transform(self, raster: Transform) -> Transform:
        """Return the output's geotransform for the raster's (GDAL's order)."""
        return raster.moved(self.row * self.stride, self.column * self.stride).coarser(self.stride)

    def start(self, index: int) -> int:
        """Return the first pixel of the window of cell row (or column) `index`, counted over the whole raster."""
        return index * self.stride + (self.stride - self.window) // 2

    def blocks(self, side: int) -> Blocks:
        """Return the selection's blocks of at most `side` × `side` cells."""
        return Block(0, 0, self.rows, self.columns).split(side)

    def rows_of(self, block: Block, margin: int = 0, align: int = 1) -> Span:
        """Return the pixel rows that the block's windows see, `margin` more each side, from a multiple of `align`."""
        return self._span(self.row + block.row, block.rows, self.height, margin, align)

    def columns_of(self, block: Block, margin: int = 0, align: int = 1) -> Span:
        """Return the pixel columns that the block's windows see; see `rows_of`."""
        return self._span(self.column + block.column, block.columns, self.width, margin, align)

    def _span(self, cell: int, count: int, size: int, margin: int, align: int) -> Span:
        first = self.start(cell)
        start = (first - margin) // align * align
        needed = (count - 1) * self.stride + self.window + 2 * margin
        stop = start + -(-(needed + align - 1) // align) * align  # as many pixels wherever it starts
        last = -(-size // self.stride) - 1
        reach = max(0, -self.start(0), self.start(last) + self.window - size)
        starts = first - start + np.arange(count) * self.stride
        own = range(cell * self.stride, min((cell + count) * self.stride, size))
        return Span(_reflected(np.arange(start, stop), size, reach), starts, own)


class _Shares:
    """Equal shares of at most `most` of `cells` cells in a row, in steps of 32 where `most` is a multiple of it.

    Share i of n begins with unit ⌈units · i / n⌉.
    """

    def __init__(self, cells: int, most: int) -> None:
        self._cells, self._unit = cells, 32 if most % 32 == 0 else 1
        self._units = -(-cells // self._unit)
        self.count = -(-self._units // (most // self._unit))

    def share(self, number: int) -> tuple[int, int]:
        """Return the first cell of a share, and how many it has."""
        first, end = (min(-(-self._units * i // self.count) * self._unit, self._cells) for i in (number, number + 1))
        return first, end - first

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return map(self.share, range(self.count))

    def lengths(self, numbers: np.ndarray) -> np.ndarray:
        """Return how many cells each of these shares has."""
        ends = [np.minimum(-(-self._units * i // self.count) * self._unit, self._cells) for i in (numbers, numbers + 1)]
        return np.asarray(ends[1] - ends[0])

    def at(self, cells: np.ndarray) -> np.ndarray:
        """Return the number of the share that holds each cell."""
        return np.asarray(np.asarray(cells, np.int64) // self._unit * self.count // self._units)


def _reflected(index: np.ndarray, size: int, reach: int) -> np.ndarray:
    """Return where in 0 … size − 1 each index lies after reflection, as numpy.pad by up to `reach` would do it."""
    if size > reach:  # "reflect": the edge pixel is not repeated
        period = max(2 * (size - 1), 1)
        turned = index % period
        return np.minimum(turned, period - turned) if size > 1 else np.zeros_like(index)
    turned = index % (2 * size)  # "symmetric"
    return np.minimum(turned, 2 * size - 1 - turned)


def window_counts(mask: np.ndarray, rows: np.ndarray, columns: np.ndarray, window: int) -> np.ndarray:
    """Return how many pixels of a mask (h, w) are set in each window starting at `rows` × `columns`: int64 (r, c).

    By a summed-area table (Crow 1984), so the windows' overlap costs nothing.
    """
    if not mask.any():
        return np.zeros((len(rows), len(columns)), np.int64)
    table = np.zeros((mask.shape[0] + 1, mask.shape[1] + 1), np.int64)
    table[1:, 1:] = mask.cumsum(0).cumsum(1)
    strips = table[rows + window] - table[rows]
    return np.asarray(strips[:, columns + window] - strips[:, columns])
