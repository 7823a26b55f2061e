"""Feature vectors of a grid of cells, read block by block: what estimators are fitted on and applied to."""

from __future__ import annotations

import json
import math
from abc import ABC, abstractmethod
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from ..errors import So2SatError
from ..progress import Progress
from ..raster.grid import Block, Transform
from ..raster.reader import Raster

EMBEDDING_KEY = "SO2SAT_EMBEDDING"  # metadata key of an embedding raster: JSON of its provenance
BLOCK_BYTES = 32 << 20


class FeatureSource(ABC):
    """Feature vectors of `rows` × `columns` cells, `dims` numbers each.

    `transform` and `crs` (WKT, "" where unknown) place the cells; `provenance` says how an embedding came about
    (see `EMBEDDING_KEY`) and is None where the features are no embedding; `name` is what messages call the source.
    `names` are those of the features, empty where they have none. `tile` holds the rows and columns of cells that are
    stored together. `read` may be called from another thread, but from one at a time.
    """

    name: str
    rows: int
    columns: int
    dims: int
    transform: Transform
    crs: str
    names: tuple[str, ...] = ()
    provenance: dict[str, Any] | None = None
    tile: tuple[int, int] = (1, 1)

    @abstractmethod
    def read(self, block: Block) -> np.ndarray:
        """Return the block's feature vectors as float32 (rows, columns, dims); a nodata cell is NaN throughout."""

    def blocks(self) -> Iterator[Block]:
        """Yield blocks that cover every cell once, of whole tiles where they fit into `BLOCK_BYTES`."""
        height, width = block_shape(self.rows, self.columns, self.tile, BLOCK_BYTES // (4 * self.dims))
        for row in range(0, self.rows, height):
            for column in range(0, self.columns, width):
                yield Block(row, column, min(height, self.rows - row), min(width, self.columns - column))

    def read_ahead(self, progress: Progress) -> Iterator[tuple[Block, np.ndarray]]:
        """Yield every block with its feature vectors, the next being read meanwhile; checks for cancel."""
        cells = self.rows * self.columns
        done = 0
        with ThreadPoolExecutor(1) as reader:
            waiting = None
            for block in [*self.blocks(), None]:
                progress.check()
                following = None if block is None else (block, reader.submit(self.read, block))
                if waiting is not None:
                    yield waiting[0], waiting[1].result()
                    done += waiting[0].rows * waiting[0].columns
                    progress.report(done / cells)
                waiting = following

    def close(self) -> None:  # noqa: B027 (most sources hold nothing open)
        """Let go of open files."""

    def __enter__(self) -> FeatureSource:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


class RasterFeatures(FeatureSource):
    """The bands of a raster as features: an embedding raster, or any other. Alpha bands are left out."""

    def __init__(self, path: str, crs: str = "") -> None:
        """Open `path`; raises So2SatError where it is no raster or its provenance is damaged.

        `crs` (WKT) is what to take where the file has none: that of the layer that shows it.
        """
        self._raster = Raster(path)
        info = self._raster.info
        used = [band for band in info.bands if not band.is_alpha]
        self.name = path
        self.rows, self.columns, self.dims = info.height, info.width, len(used)
        self.transform, self.crs, self.tile = info.transform, info.crs or crs, info.tile
        self.provenance = parse_provenance(path, info.metadata.get(EMBEDDING_KEY))
        self.names = tuple(band.name for band in used)
        self._bands = tuple(band.number for band in used)
        self._scale = np.array([1.0 if band.scale is None else band.scale for band in used], np.float32)
        self._offset = np.array([band.offset or 0.0 for band in used], np.float32)
        self._is_scaled = bool((self._scale != 1).any() or (self._offset != 0).any())

    def read(self, block: Block) -> np.ndarray:
        pixels = self._raster.read(block.row, block.column, block.rows, block.columns, self._bands)
        valid = self._raster.valid(block.row, block.column, pixels, self._bands)
        features = np.array(pixels, np.float32, order="C")
        if self._is_scaled:
            features *= self._scale
            features += self._offset
        features[~valid] = np.nan
        return features

    def close(self) -> None:
        self._raster.close()


def parse_provenance(path: str, text: str | None) -> dict[str, Any] | None:
    """Return the provenance that `text` holds, None where there is none; raises where it cannot be read."""
    if text is None:
        return None
    try:
        provenance = json.loads(text)
    except ValueError:
        provenance = None
    if not isinstance(provenance, dict):
        raise So2SatError(
            f"The metadata {EMBEDDING_KEY} of {path} must be a JSON object, but is {text[:40]!r}. "
            "Embed the raster anew."
        )
    return provenance


def valid_cells(features: np.ndarray) -> np.ndarray:
    """Return which cells of (…, dims) feature vectors are not nodata, as (…) bool."""
    return ~np.isnan(features[..., 0])


def block_shape(rows: int, columns: int, tile: tuple[int, int], cells: int) -> tuple[int, int]:
    """Return rows and columns of blocks of at most `cells` cells, multiples of `tile` where that fits.

    Tiles as wide as the raster (strips) give blocks of whole rows, others give squares.
    """
    cells = max(cells, 1)
    if tile[1] >= columns:
        width = min(columns, cells)
        height = min(rows, cells // width)
    else:
        width = min(columns, math.isqrt(cells))
        height = min(rows, cells // width)
        width -= width % tile[1] if width > tile[1] else 0
    height -= height % tile[0] if height > tile[0] and height < rows else 0
    return height, width


def sample(source: FeatureSource, count: int, seed: int, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
    """Return a uniform sample of valid cells: feature vectors, float32 (n, dims), and rows and columns, int64 (n, 2).

    n is `count`, or the number of valid cells where there are fewer. A cell's rank is a hash of its place and `seed`
    and the lowest ranks are taken, in their order: which cells these are does not depend on the blocks. One pass;
    at most about 1.5 × `count` vectors are held.
    """
    kept: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    held, limit = 0, np.uint64(2**64 - 1)
    for block, features in source.read_ahead(progress):
        ranks, cells = _ranks(block, source.columns, seed)
        chosen = valid_cells(features).ravel() & (ranks <= limit)
        # A block of many cells is cut down before it is copied.
        chosen &= ranks <= _nth(ranks[chosen], count)
        kept.append((ranks[chosen], features.reshape(-1, source.dims)[chosen], cells[chosen]))
        held += int(chosen.sum())
        if held > count + count // 2:
            kept = [_lowest(kept, count)]
            held, limit = count, kept[0][0].max()
    ranks, vectors, cells = _lowest(kept, count)
    order = np.argsort(ranks, kind="stable")
    return vectors[order], cells[order]


def _ranks(block: Block, columns: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return uint64 (n,) ranks and int64 (n, 2) places of the block's cells (Steele et al. 2014, SplitMix64)."""
    rows, cols = np.mgrid[block.slices]
    cells = np.stack([rows.ravel(), cols.ravel()], axis=1)
    start = _mix(np.array([seed % 2**64], np.uint64))
    return _mix(_mix(cells[:, 0].astype(np.uint64) * np.uint64(columns) + cells[:, 1].astype(np.uint64)) + start), cells


def _mix(x: np.ndarray) -> np.ndarray:
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _nth(ranks: np.ndarray, count: int) -> np.uint64:
    if len(ranks) <= count:
        return np.uint64(2**64 - 1)
    return np.uint64(np.partition(ranks, count - 1)[count - 1])


def _lowest(
    parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]], count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    ranks, vectors, cells = (np.concatenate(column) for column in zip(*parts))
    chosen = ranks <= _nth(ranks, count)
    return ranks[chosen], vectors[chosen], cells[chosen]
