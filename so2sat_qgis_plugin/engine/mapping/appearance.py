"""What clusters look like: mean reflectance and share of water, read from the raster that their cells were made of."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import So2SatError
from ..progress import Progress
from ..raster.bands import canonical_names
from ..raster.grid import Block, Transform
from ..raster.reader import Raster
from ..raster.scaling import Scaling, choose
from . import naming

BLOCK_PIXELS = 1 << 20


@dataclass(frozen=True)
class Reflectance:
    """Where reflectance comes from: bands `numbers` (from 1) of raster `path`, called `names`, through `scaling`."""

    path: str
    numbers: tuple[int, ...]
    names: tuple[str, ...]
    scaling: Scaling

    @staticmethod
    def of_raster(path: str) -> Reflectance:
        """Return the reflectance of a raster's bands that can be told; raises So2SatError where none can."""
        with Raster(path) as raster:
            named = [(i + 1, name) for i, name in enumerate(canonical_names(raster.info)) if name]
            if not named:
                raise So2SatError("the bands of the raster have no names that tell which they are")
            numbers = tuple(number for number, _ in named)
            return Reflectance(path, numbers, tuple(name for _, name in named), choose(raster, numbers))

    @staticmethod
    def of_embedding(provenance: dict[str, Any]) -> Reflectance:
        """Return the reflectance of the raster that was embedded; raises So2SatError where it cannot be had.

        Uses `source`, `bands`, `band_numbers` and `scaling` of the provenance.
        """
        path = str(provenance.get("source", ""))
        if not path:
            raise So2SatError("the embedding doesn't say which raster it was made of")
        if not os.path.exists(path) and not path.startswith("/vsi"):
            raise So2SatError(f"the raster that was embedded, {path}, is no longer there")
        try:
            names = tuple(str(name) for name in provenance["bands"])
            numbers = tuple(int(n) for n in provenance["band_numbers"])
            scaling = Scaling.from_json(provenance["scaling"])
        except (KeyError, TypeError, ValueError):
            raise So2SatError("the embedding doesn't say which bands of its raster were used, and how scaled") from None
        return Reflectance(path, numbers, names, scaling)


def cluster_means(
    source: Reflectance, ids: np.ndarray, transform: Transform, clusters: int, progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """Return mean reflectance, float64 (clusters, bands), and share of water pixels, (clusters,), of ids from 1.

    `ids`: uint8 or uint16 (rows, columns), 0 left out; `transform` places its cells. Each cell is the pixels it covers,
    not its window. NaN where a cluster has no valid pixel. Raises where cells are not made of whole pixels.
    """
    with Raster(source.path) as raster:
        size, first = _pixels_of_cells(transform, raster.info.transform)
        sums = np.zeros((clusters + 1, len(source.numbers) + 2))  # bands, water pixels, pixels
        side = max(1, math.isqrt(BLOCK_PIXELS) // max(size))
        blocks = [
            Block(row, column, min(side, ids.shape[0] - row), min(side, ids.shape[1] - column))
            for row in range(0, ids.shape[0], side)
            for column in range(0, ids.shape[1], side)
        ]
        for block in progress.over(blocks, len(blocks)):
            _add(raster, source, ids, block, size, first, sums)
    with np.errstate(invalid="ignore"):
        means = sums[1:, :-1] / sums[1:, -1:]
    return means[:, :-1], means[:, -1]


def _pixels_of_cells(cells: Transform, pixels: Transform) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return a cell's rows and columns of pixels, and the raster's row and column where the first cell begins."""
    matrix = np.array([[pixels[1], pixels[2]], [pixels[4], pixels[5]]])
    sides = np.linalg.solve(matrix, np.array([[cells[1], cells[2]], [cells[4], cells[5]]]))
    start = np.linalg.solve(matrix, np.array([cells[0] - pixels[0], cells[3] - pixels[3]]))
    whole = np.rint(sides), np.rint(start)
    if not (
        np.allclose(sides, whole[0], atol=1e-3)
        and np.allclose(start, whole[1], atol=0.05)
        and sides[0, 0] > 0.5
        and sides[1, 1] > 0.5
        and whole[0][0, 1] == whole[0][1, 0] == 0
    ):
        raise So2SatError("the cells are not made of whole pixels of the raster")
    return (int(whole[0][1, 1]), int(whole[0][0, 0])), (int(whole[1][1]), int(whole[1][0]))


def _add(
    raster: Raster,
    source: Reflectance,
    ids: np.ndarray,
    block: Block,
    size: tuple[int, int],
    first: tuple[int, int],
    sums: np.ndarray,
) -> None:
    here = ids[block.slices]
    row, column = first[0] + block.row * size[0], first[1] + block.column * size[1]
    top, left = max(row, 0), max(column, 0)
    bottom = min(row + block.rows * size[0], raster.info.height)
    right = min(column + block.columns * size[1], raster.info.width)
    if bottom <= top or right <= left or not here.any():
        return
    pixels = raster.read(top, left, bottom - top, right - left, source.numbers)
    rows = (np.arange(top, bottom) - row) // size[0]
    columns = (np.arange(left, right) - column) // size[1]
    labels = np.where(raster.valid(top, left, pixels, source.numbers), here[rows[:, np.newaxis], columns], 0).ravel()
    reflectance = source.scaling.apply(pixels).reshape(-1, len(source.numbers))
    water = naming.water_pixels(reflectance, source.names)
    for i, values in enumerate([*reflectance.T, water, np.ones(len(labels))]):
        sums[:, i] += np.bincount(labels, np.nan_to_num(values), minlength=len(sums))
