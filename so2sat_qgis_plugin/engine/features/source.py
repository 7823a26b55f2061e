"""Feature vectors of a grid of cells, read block by block: what estimators are fitted on and applied to."""

from __future__ import annotations

import json
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar

import numpy as np

from ..errors import So2SatError
from ..progress import Progress
from ..raster.bands import canonical_names, pixel_bands
from ..raster.grid import Block, Transform
from ..raster.kind import EMBEDDING_KEY
from ..raster.ranks import cell_ranks
from ..raster.reader import BandInfo, Raster, RasterInfo
from ..raster.scaling import Scaling, choose

MEAN, DEVIATION = "mean_", "sd_"  # of the names of an embedding raster's bands that hold cell statistics
BLOCK_BYTES = 32 << 20
T = TypeVar("T")


class FeatureSource(ABC):
    """Feature vectors of `rows` × `columns` cells, `dims` numbers each.

    `transform` and `crs` (WKT, "" where unknown) place the cells; `provenance` says how an embedding came about
    (see `EMBEDDING_KEY`) and is None where the features are no embedding; `name` is what messages call the source.
    `names` are those of the features, empty where they have none. `tile` holds the rows and columns of cells that are
    stored together. `read` and `statistics` may be called from another thread, but from one at a time.

    `bands` are the names (B2 …, or the raster's own) of the bands whose cell statistics are known; () where none are.
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
    bands: tuple[str, ...] = ()

    @abstractmethod
    def read(self, block: Block) -> np.ndarray:
        """Return the block's feature vectors as float32 (rows, columns, dims); a nodata cell is NaN throughout."""

    def statistics(self, block: Block) -> np.ndarray:
        """Return the mean reflectance of each of `bands` over each cell's own pixels, then the standard deviations.

        float32 (rows, columns, 2 · bands); NaN throughout where a cell has no valid pixel. Where only the means are
        known (a raster that is no embedding: its pixels are the cells) (rows, columns, bands).
        """
        return np.empty((block.rows, block.columns, 0), np.float32)

    def single(
        self, rows: np.ndarray, columns: np.ndarray, view: str, progress: Progress
    ) -> dict[str, np.ndarray] | None:
        """Return what `view` (see `view_names`) needs of single cells (n,), (n,) by the name of each single view.

        float32 (n, …), NaN where a cell is nodata. None where blocks must be read.
        """
        return None

    def blocks(self) -> Iterator[Block]:
        """Yield blocks that cover every cell once, of whole tiles where they fit into `BLOCK_BYTES`."""
        height, width = block_shape(self.rows, self.columns, self.tile, BLOCK_BYTES // (4 * self.dims))
        for row in range(0, self.rows, height):
            for column in range(0, self.columns, width):
                yield Block(row, column, min(height, self.rows - row), min(width, self.columns - column))

    def read_ahead(self, progress: Progress) -> Iterator[tuple[Block, np.ndarray]]:
        """Yield every block with its feature vectors, the next being read meanwhile; checks for cancel."""
        return self.ahead(self.read, progress)

    def ahead(self, read: Callable[[Block], T], progress: Progress) -> Iterator[tuple[Block, T]]:
        """Yield every block with what `read` returns for it, the next being read meanwhile; checks for cancel."""
        cells = self.rows * self.columns
        done = 0
        with ThreadPoolExecutor(1) as reader:
            waiting = None
            for block in chain(self.blocks(), [None]):
                progress.check()
                following = None if block is None else (block, reader.submit(read, block))
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
    """The bands of a raster as features: an embedding raster, or any other. Neither alpha nor scene classification."""

    def __init__(self, path: str, crs: str = "") -> None:
        """Open `path`; raises So2SatError where it is no raster or its provenance is damaged.

        `crs` (WKT) is what to take where the file has none: that of the layer that shows it.
        """
        self._raster = Raster(path)
        info = self._raster.info
        used = [info.bands[number - 1] for number in pixel_bands(info)]
        self.name = path
        self.rows, self.columns = info.height, info.width
        self.transform, self.crs, self.tile = info.transform, info.crs or crs, info.tile
        self.provenance = parse_provenance(path, info.metadata.get(EMBEDDING_KEY))
        statistics = [] if self.provenance is None else _statistics_of(used)
        self._features = [band for band in used if band not in statistics]
        self.dims, self.names = len(self._features), tuple(band.name for band in self._features)
        if self.provenance is None:
            self.bands, self._statistics = canonical_or_own(info, used), used
        else:
            self.bands = tuple(band.name[len(MEAN) :] for band in statistics[: len(statistics) // 2])
            self._statistics = statistics

    def read(self, block: Block) -> np.ndarray:
        return self._read(block, self._features)

    def statistics(self, block: Block) -> np.ndarray:
        if self.provenance is not None:
            return self._read(block, self._statistics) if self._statistics else super().statistics(block)
        numbers = tuple(band.number for band in self._statistics)
        pixels = self._raster.read(block.row, block.column, block.rows, block.columns, numbers)
        values = np.ascontiguousarray(self._scaling.apply(pixels))
        values[~self._raster.valid(block.row, block.column, pixels, numbers)] = np.nan
        return values

    @cached_property
    def _scaling(self) -> Scaling:
        """How the bands of a raster that is no embedding become reflectance."""
        return choose(self._raster, tuple(band.number for band in self._statistics))

    def _read(self, block: Block, bands: Sequence[BandInfo]) -> np.ndarray:
        numbers = tuple(band.number for band in bands)
        pixels = self._raster.read(block.row, block.column, block.rows, block.columns, numbers)
        valid = self._raster.valid(block.row, block.column, pixels, numbers)
        values = np.array(pixels, np.float32, order="C")
        scale = np.array([1.0 if band.scale is None else band.scale for band in bands], np.float32)
        offset = np.array([band.offset or 0.0 for band in bands], np.float32)
        if (scale != 1).any() or (offset != 0).any():
            values *= scale
            values += offset
        values[~valid] = np.nan
        return values

    def close(self) -> None:
        self._raster.close()


def _statistics_of(bands: Sequence[BandInfo]) -> list[BandInfo]:
    """Return the bands of an embedding raster that hold cell statistics: the means, then the deviations."""
    means = [band for band in bands if band.name.startswith(MEAN)]
    by_name = {band.name: band for band in bands}
    deviations = [by_name.get(DEVIATION + band.name[len(MEAN) :]) for band in means]
    return [*means, *(band for band in deviations if band is not None)] if None not in deviations else []


def canonical_or_own(info: RasterInfo, bands: Sequence[BandInfo]) -> tuple[str, ...]:
    """Return what bands are called: B2 …, else their own names, else "band 1" …"""
    known = canonical_names(info)
    return tuple(known[band.number - 1] or band.name or f"band {band.number}" for band in bands)


def parse_provenance(path: str, text: str | None) -> dict[str, Any] | None:
    """Return the provenance that `text` holds, None where there is none; raises where it cannot be read."""
    if text is None:
        return None
    try:
        provenance = json.loads(text)
    except (ValueError, RecursionError):
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
        ranks, cells = cell_ranks(block, source.columns, seed)
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
