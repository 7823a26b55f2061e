"""How fine a map is to be: the cells and windows that can be chosen, from coarse to fine, and what each takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .window import own_window

_STRIDES = (64, 48, 32, 24, 20, 16, 12, 10, 8, 6, 5, 4, 3, 2, 1)  # pixels a cell's side, from coarse to fine
_FEWEST = 8  # cells along the raster's shorter side
_START, _CELL = 1.3, 1.6e-5  # seconds beside the embedding: samples and fits, and for each cell its class and name
_FIXED_SHARE = 0.5  # of a dense run's time that doesn't depend on the number of cells, where it is not known


@dataclass(frozen=True)
class Detail:
    """The side of a cell (`stride`) and of what the module sees around it (`window`), in pixels."""

    stride: int
    window: int

    def cells(self, height: int, width: int) -> int:
        """Return how many cells a raster of this size has."""
        return -(-height // self.stride) * -(-width // self.stride)


def details(height: int, width: int, pixel: float, window: int = 0) -> tuple[Detail, ...]:
    """Return what can be chosen for a raster of this size and pixels of `pixel` metres (0: not known), coarse to fine.

    `window` in pixels is the one that the module was trained on, 0 where it takes any: then it is `own_window`.
    """
    most = max(1, min(height, width) // _FEWEST)
    return tuple(Detail(s, window or own_window(pixel, s)) for s in _STRIDES if s <= most)


class Pace:
    """What maps of one raster with one module take, learnt from the details that were measured."""

    def __init__(self, height: int, width: int, dense: bool) -> None:
        """`dense`: the module is run over the raster once, so that part of the time doesn't grow with the cells."""
        self._size = height, width
        self._dense = dense
        self._measured: dict[Detail, float] = {}

    def learn(self, detail: Detail, seconds: float) -> None:
        """Take a measured time of embedding the whole raster."""
        self._measured[detail] = seconds

    def seconds(self, detail: Detail, share: float = 1.0) -> float:
        """Return what a map of a `share` of the raster takes at `detail`, infinite where nothing was measured yet."""
        cells = detail.cells(*self._size)
        return _START + share * (self._embedding(cells) + _CELL * cells)

    def finest_within(
        self, seconds: float, choices: Sequence[Detail], share: float = 1.0, cells: float = 0.0
    ) -> Detail:
        """Return the finest of `choices` (from coarse to fine) that takes at most so long, else the coarsest.

        A map of up to `cells` cells may take longer.
        """
        within = [
            one for one in choices if self.seconds(one, share) <= seconds or share * one.cells(*self._size) <= cells
        ]
        return within[-1] if within else choices[0]

    def _embedding(self, asked: float) -> float:
        """Return the seconds of embedding so many cells: never more than a finer detail took that was measured."""
        if not self._measured:
            return float("inf")
        counted = {one.cells(*self._size): took for one, took in self._measured.items()}
        if asked in counted:
            return counted[int(asked)]
        return min([self._line(asked), *(took for cells, took in counted.items() if cells > asked)])

    def _line(self, asked: float) -> float:
        """Return the time by a line over cells: through the origin where every window is embedded by itself."""
        cells = np.array([one.cells(*self._size) for one in self._measured], np.float64)
        times = np.array(list(self._measured.values()))
        if not self._dense:
            return float(asked * (times / cells).mean())
        slope, start = np.polyfit(cells, times, 1) if len(set(cells)) > 1 else (-1.0, -1.0)
        if slope <= 0 or start < 0:  # one measurement, or several that a busy machine has blurred
            near = np.abs(np.log(cells / asked)).argmin()
            return float(times[near] * (_FIXED_SHARE + (1 - _FIXED_SHARE) * asked / cells[near]))
        return float(start + slope * asked)
