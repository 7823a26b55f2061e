"""Single cells of a plan, embedded without the rest: a sample by rank, or any others."""

from __future__ import annotations

import collections
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from .. import worker as door
from ..progress import Progress
from ..raster.grid import Block, Blocks
from ..raster.ranks import cell_ranks
from ..worker import Pending, Worker
from .pixels import Pixels
from .plan import Plan
from .statistics import block_statistics

_TILE = 32  # cells a side that are read at once
_TOGETHER = 256  # windows in one request
_AHEAD = 4  # requests under way
_SHARE = 16  # a sample of n cells is drawn from the tiles of lowest rank that hold _SHARE · n: the others aren't read
_STRETCH = 1 << 20  # tiles whose ranks are looked at together
_MOST_CELLS = 1 << 22  # whose ranks are held together, unless more are asked for


@dataclass
class _Answers:
    """Requests under way, and what came of those answered: places among the asked cells, and their features."""

    worker: Worker
    window: int
    patches: list[np.ndarray] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    waiting: collections.deque[tuple[list[int], Pending[np.ndarray]]] = field(default_factory=collections.deque)
    found: list[tuple[list[int], np.ndarray]] = field(default_factory=list)

    def add(self, place: int, patch: np.ndarray, progress: Progress) -> None:
        self.places.append(place)
        self.patches.append(patch)
        if len(self.patches) == _TOGETHER:
            self.send(progress)

    def send(self, progress: Progress) -> None:
        if self.patches:
            starts = np.stack([np.arange(len(self.patches)) * self.window, np.zeros(len(self.patches), int)], -1)
            self.waiting.append((self.places, door.exact(self.worker, np.concatenate(self.patches), starts)))
            self.places, self.patches = [], []
        while len(self.waiting) > _AHEAD:
            self.take(progress)

    def take(self, progress: Progress) -> None:
        places, answer = self.waiting.popleft()
        self.found.append((places, answer.wait(progress)))


def embed_cells(
    plan: Plan, worker: Worker, cells: np.ndarray, progress: Progress, halo: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Return features (n, dims) and cell statistics (n, 2 · bands) of `cells` (n, 2): rows and columns.

    With a `halo` statistics are those of as many cells around each too, (n, 2 · halo + 1, 2 · halo + 1, 2 · bands).
    Each window by itself, so for exact runs and those whose dense features are the exact ones. Features are NaN where a
    cell is nodata, statistics where it has no valid pixel, or is none.
    """
    features = np.full((len(cells), plan.dims), np.nan, np.float32)
    side = 2 * halo + 1
    statistics = np.full((len(cells), side, side, 2 * len(plan.band_names)), np.nan, np.float32)
    answers = _Answers(worker, plan.grid.window)
    tiles = plan.grid.blocks(_TILE)
    which = tiles.numbers_at(cells[:, 0], cells[:, 1])
    with plan.open() as raster:
        numbers = np.unique(which)
        for number in progress.over(numbers, len(numbers)):
            tile, here = tiles[number], np.flatnonzero(which == number)
            seen = plan.read_exactly(raster, tile, halo)
            rows, columns = cells[here, 0] - tile.row, cells[here, 1] - tile.column
            around = block_statistics(seen, tile, plan.grid.stride, halo)
            for r in range(side):
                for c in range(side):
                    statistics[here, r, c] = around[rows + r, columns + c]
            _ask(seen, here, rows, columns, answers, progress)
        answers.send(progress)
        while answers.waiting:
            answers.take(progress)
    for places, found in answers.found:
        features[places] = found
    return features, statistics if halo else statistics[:, 0, 0]


def _ask(
    seen: Pixels, places: np.ndarray, rows: np.ndarray, columns: np.ndarray, answers: _Answers, progress: Progress
) -> None:
    for place, row, column in zip(places, rows, columns):
        if seen.kept[row, column]:
            top, left = seen.rows[row], seen.columns[column]
            patch = seen.block[top : top + answers.window, left : left + answers.window]
            answers.add(int(place), np.ascontiguousarray(patch), progress)


def sample_cells(
    plan: Plan, worker: Worker, count: int, seed: int, progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """Return features and cell statistics, (n, …), of `count` cells that have both, of the lowest rank, in its order.

    Fewer where there are no more. The ranks are those of `features.source.sample`. Of a grid of more than 16 · `count`
    cells only some tiles of 32 × 32 cells are looked at, those of lowest rank themselves.
    """
    left = 1.0  # of the progress: the first cells are all, unless some are nodata
    parts: list[tuple[np.ndarray, np.ndarray]] = []
    for some in _candidates(plan, count, seed):
        features, statistics = embed_cells(plan, worker, some, progress.span(1.0 - left, 1.0 - 0.1 * left))
        known = ~np.isnan(features[:, 0]) & ~np.isnan(statistics[:, 0])
        parts.append((features[known], statistics[known]))
        left *= 0.1
        if sum(len(part[0]) for part in parts) >= count:
            break
    features, statistics = (np.concatenate(arrays)[:count] for arrays in zip(*parts))
    return features, statistics


def _candidates(plan: Plan, count: int, seed: int) -> Iterator[np.ndarray]:
    """Yield cells (n, 2) by rank: first `count` of them, then as many again, and so on until there are no more.

    Those of the tiles drawn first, then those of the next: of more each time, but never of more than fit into memory.
    """
    tiles = plan.grid.blocks(_TILE)
    ranks, enough = np.zeros(1, np.uint64), _SHARE * count
    while True:
        ranks, numbers = _lowest(tiles, enough, ranks[-1], seed)
        if not len(numbers):
            return
        cells = _by_rank([tiles[number] for number in numbers.tolist()], plan.grid.columns, seed)
        for first in range(0, len(cells), count):
            yield cells[first : first + count]
        enough = max(enough, min(2 * enough, _MOST_CELLS))


def _lowest(tiles: Blocks, cells: int, above: np.uint64, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return ranks and numbers of the tiles of lowest rank beyond `above` that hold `cells` cells, or all there are.

    Holds no more than those and a stretch of all tiles.
    """
    ranks, numbers = np.empty(0, np.uint64), np.empty(0, np.int64)
    for first in range(0, len(tiles), _STRETCH):
        stretch = Block(first, 0, min(_STRETCH, len(tiles) - first), 1)
        found, places = cell_ranks(stretch, 1, seed)
        beyond = found > above
        ranks = np.concatenate([ranks, found[beyond]])
        numbers = np.concatenate([numbers, places[beyond, 0]])
        order = np.argsort(ranks, kind="stable")
        kept = order[: int(np.searchsorted(np.cumsum(tiles.sizes(numbers[order])), cells)) + 1]
        ranks, numbers = ranks[kept], numbers[kept]
    return ranks, numbers


def _by_rank(tiles: list[Block], columns: int, seed: int) -> np.ndarray:
    ranks, cells = (np.concatenate(parts) for parts in zip(*(cell_ranks(tile, columns, seed) for tile in tiles)))
    return np.asarray(cells[np.argsort(ranks, kind="stable")])
