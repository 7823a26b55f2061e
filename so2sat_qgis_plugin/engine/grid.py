"""The grid of cells over a raster: which window each cell sees, where the output lies.

For window w and stride s in pixels, cell (r, c) covers input pixels [r·s, (r+1)·s) × [c·s, (c+1)·s); its window
starts at row r·s + (s − w)//2 (floor), likewise for columns. There are ceil(H/s) × ceil(W/s) cells. Pixels outside
the raster are reflections of those inside (numpy.pad's "reflect"; "symmetric" where the raster is smaller than the
margin).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from .errors import So2SatError

Transform = tuple[float, float, float, float, float, float]  # GDAL's order: x0, dx, rx, y0, ry, dy


@dataclass(frozen=True)
class Block:
    """A rectangle of cells: first row and column in the grid's selection, and their numbers."""

    row: int
    column: int
    rows: int
    columns: int

    def split(self, side: int) -> Iterator[Block]:
        """Yield blocks of at most `side` × `side` cells, row by row, of about one size.

        Where `side` is a multiple of 32 so are theirs, but for the last of a row or column.
        """
        columns = list(_shares(self.columns, side))
        for row, height in _shares(self.rows, side):
            for column, width in columns:
                yield Block(self.row + row, self.column + column, height, width)


@dataclass(frozen=True)
class Span:
    """What a block's windows see along one side of the raster.

    `pixels`: the raster's row (or column) for each pixel row that is read, reflected at the edges. `starts`: the first
    pixel of each window, counted in `pixels`.
    """

    pixels: np.ndarray
    starts: np.ndarray


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
        x0, dx, rx, y0, ry, dy = raster
        s, px, py = self.stride, self.column * self.stride, self.row * self.stride
        return x0 + px * dx + py * rx, dx * s, rx * s, y0 + px * ry + py * dy, ry * s, dy * s

    def start(self, index: int) -> int:
        """Return the first pixel of the window of cell row (or column) `index`, counted over the whole raster."""
        return index * self.stride + (self.stride - self.window) // 2

    def blocks(self, side: int) -> Iterator[Block]:
        """Yield the selection's blocks of at most `side` × `side` cells (see `Block.split`)."""
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
        return Span(_reflected(np.arange(start, stop), size, reach), first - start + np.arange(count) * self.stride)


def _shares(cells: int, most: int) -> Iterator[tuple[int, int]]:
    """Yield (first, count) of equal shares of at most `most` cells, in steps of 32 where `most` is a multiple of it."""
    unit = 32 if most % 32 == 0 else 1
    units = -(-cells // unit)
    shares = -(-units // (most // unit))
    ends = [min(-(-units * (i + 1) // shares) * unit, cells) for i in range(shares)]
    for first, end in zip([0, *ends], ends):
        yield first, end - first


def _reflected(index: np.ndarray, size: int, reach: int) -> np.ndarray:
    """Return where in 0 … size − 1 each index lies after reflection, as numpy.pad by up to `reach` would do it."""
    if size > reach:  # "reflect": the edge pixel is not repeated
        period = max(2 * (size - 1), 1)
        turned = index % period
        return np.minimum(turned, period - turned) if size > 1 else np.zeros_like(index)
    turned = index % (2 * size)  # "symmetric"
    return np.minimum(turned, 2 * size - 1 - turned)
