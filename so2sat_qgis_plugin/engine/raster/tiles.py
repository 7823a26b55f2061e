"""Tiles of one kind, read on one grid by nearest neighbour: several files, other CRS, south-up ones, arrays in .npy."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import So2SatError
from .georeference import is_same, to_crs
from .grid import Block, Transform
from .reader import Raster

_STEP = 32  # cells between places whose coordinates are transformed; between them coordinates are linear
_MOST_VALUES = 64e6  # of a tile that are held at once


class Tile(ABC):
    """One file of values (rows, columns, bands) with its place; `name` is what messages call it."""

    name: str
    rows: int
    columns: int
    bands: int
    transform: Transform
    crs: str

    @abstractmethod
    def read(self, block: Block) -> np.ndarray:
        """Return the values of a block as float32 (rows, columns, bands), NaN throughout where there are none."""

    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """Return x and y of points along the tile's edges."""
        t = np.linspace(0.0, 1.0, 17)
        column = np.concatenate([t, np.ones(17), t, np.zeros(17)]) * self.columns
        row = np.concatenate([np.zeros(17), t, np.ones(17), t]) * self.rows
        x, y = self.transform.at(column, row)
        return np.asarray(x), np.asarray(y)


class RasterTile(Tile):
    """A raster that GDAL opens (a path or a /vsicurl/ address); `decode` turns its values (…, bands) to float32."""

    def __init__(self, path: str, decode: Callable[[np.ndarray], np.ndarray]) -> None:
        self._raster, self._decode = Raster(path), decode
        info = self._raster.info
        self._numbers = tuple(band.number for band in info.bands if not band.is_alpha)
        self.name, self.rows, self.columns, self.bands = path, info.height, info.width, len(self._numbers)
        self.transform, self.crs = info.transform, info.crs

    def read(self, block: Block) -> np.ndarray:
        pixels = self._raster.read(block.row, block.column, block.rows, block.columns, self._numbers)
        values = np.array(self._decode(pixels), np.float32, order="C")
        values[~self._raster.valid(block.row, block.column, pixels, self._numbers)] = np.nan
        return values


class ArrayTile(Tile):
    """Integers (rows, columns, bands) and their scales (rows, columns) or (rows, columns, bands), each in a .npy file.

    Only the blocks asked for are read. A cell whose scale is not finite has no value. `place` is the raster of the same
    rows and columns that says where the tile lies.
    """

    def __init__(self, values: Path, scales: Path, place: str) -> None:
        self._values, self._scales = _mapped(values), _mapped(scales)
        if self._values.ndim != 3 or self._scales.shape not in (self._values.shape[:2], self._values.shape):
            raise So2SatError(
                f"{values} must hold (rows, columns, bands) and {scales} a scale for each cell, but their shapes are "
                f"{self._values.shape} and {self._scales.shape}. Fetch both files of one tile."
            )
        with Raster(place) as raster:
            info = raster.info
        self.name, (self.rows, self.columns, self.bands) = str(values), self._values.shape
        if (info.height, info.width) != (self.rows, self.columns):
            raise So2SatError(
                f"{place} has {info.height} × {info.width} pixels, but {values} {self.rows} × {self.columns}: it is of "
                "another tile. Put the tile's own beside it."
            )
        self.transform, self.crs = info.transform, info.crs

    def read(self, block: Block) -> np.ndarray:
        scales = np.asarray(self._scales[block.slices], np.float32)
        scales = scales if scales.ndim == 3 else scales[..., np.newaxis]
        values = np.asarray(self._values[block.slices], np.float32) * scales
        values[~np.isfinite(values).all(axis=-1)] = np.nan
        return values


def _mapped(path: Path) -> np.ndarray:
    try:
        return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except (OSError, ValueError, EOFError) as error:
        raise So2SatError(f"{path} is no array that can be read ({error}). Fetch it anew.") from error


@dataclass(frozen=True)
class TargetGrid:
    """Rows × columns of cells, north up, with their transform and CRS (WKT or "EPSG:n")."""

    rows: int
    columns: int
    transform: Transform
    crs: str


def grid_of(
    tiles: Sequence[Tile], crs: str = "", extent: tuple[float, float, float, float] | None = None, size: float = 0.0
) -> TargetGrid:
    """Return the grid that the tiles are brought to, north up.

    `crs`: "" = the first tile's. `extent`: x min, y min, x max, y max in that CRS, None = all tiles. `size`: of a cell
    in units of that CRS, 0 = the first tile's (in another CRS as large as its cells are there). Where the CRS is the
    first tile's the cells are its own.
    """
    first = tiles[0]
    crs = crs or first.crs
    own = is_same(crs, first.crs)
    if own and (first.transform.rx or first.transform.ry):
        raise So2SatError(
            f"{first.name} is rotated: its cells lie on no grid of north and east. Give a CRS and a size."
        )
    places = [tile.bounds() if is_same(crs, tile.crs) else to_crs(tile.crs, crs, *tile.bounds()) for tile in tiles]
    x, y = (np.concatenate(values) for values in zip(*places))
    left, bottom, right, top = extent or (x.min(), y.min(), x.max(), y.max())
    width, height = _size(first, crs, own, places[0], size)
    # Cells of the first tile's own grid where it can be: nothing is resampled then.
    x0, y0 = (first.transform.x0, first.transform.y0) if own else (0.0, 0.0)
    left, top = x0 + np.floor((left - x0) / width + 1e-6) * width, y0 + np.ceil((top - y0) / height - 1e-6) * height
    columns, rows = int(np.ceil((right - left) / width - 1e-6)), int(np.ceil((top - bottom) / height - 1e-6))
    if rows < 1 or columns < 1:
        raise So2SatError("EXTENT has no area. Choose a rectangle that overlaps the tiles.")
    return TargetGrid(rows, columns, Transform(float(left), width, 0.0, float(top), 0.0, -height), crs)


def _size(tile: Tile, crs: str, own: bool, place: tuple[np.ndarray, np.ndarray], size: float) -> tuple[float, float]:
    if size:
        return size, size
    if own:
        return abs(tile.transform.dx), abs(tile.transform.dy)
    x, y = place
    side = float(np.sqrt(np.ptp(x) * np.ptp(y) / (tile.rows * tile.columns)))
    return (side, side)


class Tiles:
    """Tiles on one grid: each cell has the value of the first tile that has one at its centre."""

    def __init__(self, tiles: Sequence[Tile], grid: TargetGrid) -> None:
        """Take the tiles; raises So2SatError where they have not as many bands, or no CRS."""
        for tile in tiles:
            if tile.bands != tiles[0].bands:
                raise So2SatError(
                    f"{tile.name} has {tile.bands} bands and {tiles[0].name} {tiles[0].bands}: tiles of one embedding "
                    "have as many. Leave one out."
                )
            if not tile.crs:
                raise So2SatError(f"{tile.name} has no CRS, so its place is unknown. Assign one.")
        self.tiles, self.grid, self.bands = tuple(tiles), grid, tiles[0].bands

    def read(self, block: Block) -> np.ndarray:
        """Return the values of a block of the grid, float32 (rows, columns, bands); NaN where no tile has any."""
        found = np.full((block.rows, block.columns, self.bands), np.nan, np.float32)
        for tile in self.tiles:
            missing = np.isnan(found[..., 0])
            if not missing.any():
                break
            row, column = self._pixels(tile, block)
            inside = missing & (row >= 0) & (row < tile.rows) & (column >= 0) & (column < tile.columns)
            if inside.any():
                found[inside] = _gathered(tile, row[inside], column[inside])
        return found

    def _pixels(self, tile: Tile, block: Block) -> tuple[np.ndarray, np.ndarray]:
        """Return the tile's rows and columns, int64 (rows, columns) each, of the centres of the block's cells."""
        if is_same(self.grid.crs, tile.crs):
            row, column = np.mgrid[block.slices] + 0.5
            x, y = self.grid.transform.at(column, row)
        else:
            x, y = self._transformed(tile.crs, block)
        column, row = tile.transform.pixels(x, y)
        # A centre on the edge of a pixel must not fall to the next by a rounding error.
        return np.floor(row + 1e-6).astype(np.int64), np.floor(column + 1e-6).astype(np.int64)

    def _transformed(self, crs: str, block: Block) -> tuple[np.ndarray, np.ndarray]:
        rows, columns = (_lattice(n) for n in (block.rows, block.columns))
        row, column = np.meshgrid(rows + block.row + 0.5, columns + block.column + 0.5, indexing="ij")
        x, y = to_crs(self.grid.crs, crs, *(v.ravel() for v in self.grid.transform.at(column, row)))
        return tuple(_between(v.reshape(row.shape), rows, columns, block) for v in (x, y))  # type: ignore[return-value]


def _lattice(count: int) -> np.ndarray:
    return np.unique(np.append(np.arange(0, count, _STEP), count - 1)).astype(np.float64)


def _between(values: np.ndarray, rows: np.ndarray, columns: np.ndarray, block: Block) -> np.ndarray:
    """Return values (r, c) at lattice rows and columns, linear in between, as (block.rows, block.columns)."""
    along = np.stack([np.interp(np.arange(block.columns), columns, row) for row in values])
    return np.stack([np.interp(np.arange(block.rows), rows, column) for column in along.T], axis=1)


def _gathered(tile: Tile, row: np.ndarray, column: np.ndarray) -> np.ndarray:
    """Return the tile's values at rows and columns (n,), float32 (n, bands), read in strips of bounded size."""
    found = np.empty((len(row), tile.bands), np.float32)
    left, right = int(column.min()), int(column.max()) + 1
    height = max(1, int(_MOST_VALUES / ((right - left) * tile.bands)))
    for top in range(int(row.min()), int(row.max()) + 1, height):
        here = (row >= top) & (row < top + height)
        if here.any():
            bottom = int(row[here].max()) + 1
            strip = tile.read(Block(top, left, bottom - top, right - left))
            found[here] = strip[row[here] - top, column[here] - left]
    return found
