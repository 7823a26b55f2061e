"""A click grows into the region of cells that are alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import So2SatError
from ..raster.grid import Block
from ..raster.region import connected
from .scene import LabelScene

_REACH = 200  # cells around the click that are looked at
_COLUMNS = 32  # of features at once


@dataclass(frozen=True)
class Region:
    """A polygon (WKB, the scene's CRS) around `cells` cells.

    `cut`: it reached the edge of the square that is looked at around the click, and goes on outside.
    """

    wkb: bytes
    cells: int
    cut: bool


def grow(scene: LabelScene, x: float, y: float, threshold: float) -> Region:
    """Return the connected region of cells around x, y (the scene's CRS) that are like the cell there.

    Alike: the distance of their standardised features is at most that which a share (threshold / 100)³ of the scene's
    cells stays below; 0 gives the cell alone. Needs no worker and takes milliseconds. Raises So2SatError where the
    place is outside the scene or the cell is nodata.
    """
    row, column = scene.cell_at(x, y)
    seed = np.asarray(scene.values[row, column], np.float32)
    if np.isnan(seed[0]):
        raise So2SatError(f"The cell at {x:.10g}, {y:.10g} is nodata in {scene.name}. Click where the scene has data.")
    near = Block(row - _REACH, column - _REACH, 2 * _REACH + 1, 2 * _REACH + 1).overlap(scene.whole)
    assert near is not None
    most = float(np.quantile(_distances(scene, scene.spread, seed), (threshold / 100) ** 3)) if threshold > 0 else 0.0
    values = scene.values[near.slices]
    alike = _distances(scene, values, seed) <= most
    alike[row - near.row, column - near.column] = True
    wkb, cells, at_edge = connected(
        alike, row - near.row, column - near.column, scene.transform.moved(near.row, near.column)
    )
    return Region(wkb, cells, at_edge and near != scene.whole)


def _distances(scene: LabelScene, values: np.ndarray, seed: np.ndarray) -> np.ndarray:
    """Return the distances (…) of cells' features (…, columns) from `seed` (columns,), standardised; inf for nodata.

    Embedding and spectrum weigh the same: each part's squares are divided by the number of its columns.
    """
    weight = np.concatenate([np.full(n, 1.0 / n) for n in (scene.components, scene.spectrum) if n])
    total = np.zeros(values.shape[:-1], np.float32)
    for first in range(0, values.shape[-1], _COLUMNS):
        here = slice(first, first + _COLUMNS)
        apart = (np.asarray(values[..., here], np.float32) - seed[here]) / scene.scale[here]
        total += (apart * apart) @ weight[here].astype(np.float32)
    return np.where(np.isnan(total), np.inf, total)
