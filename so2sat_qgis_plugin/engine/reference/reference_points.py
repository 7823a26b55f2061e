"""A stratified random sample of reference points: how many, and where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import So2SatError
from ..raster.maps import LandCover
from . import accuracy


@dataclass(frozen=True)
class ReferencePoints:
    """Points to interpret: centres x, y (n, 2), the mapped class of each (n,), points a class (k,)."""

    places: np.ndarray
    codes: np.ndarray
    allocation: np.ndarray


def plan_points(land: LandCover, half_width: float, users: np.ndarray, minimum: int, seed: int) -> ReferencePoints:
    """Return random points in every mapped class that give overall accuracy an interval of ± `half_width`.

    `users` (k,) are the user's accuracies expected of the map's classes. The number follows Cochran (1977) as
    equation 13 of Olofsson et al. (2014); each class gets `minimum` at least and the rest by its area. A class with
    fewer cells than its points gives all of its cells.
    """
    areas, cells = land.areas(), land.cells()
    weights = cells.astype(np.float64) if areas is None else areas
    wanted = accuracy.sample_size(weights, users, half_width / accuracy.Z95)
    allocation = np.minimum(accuracy.allocate(weights, wanted, minimum), cells)
    random = np.random.default_rng(seed)
    places, codes = [], []
    for entry, count, total in zip(land.classes, allocation, cells):
        ranks = np.sort(random.choice(int(total), size=int(count), replace=False))
        row, column = _nth_cells(land.codes, entry.code, ranks)
        places.append(land.transform.centres(row, column))
        codes.append(np.full(len(ranks), entry.code, dtype=np.int64))
    # In random order, so that the interpreter does not learn the map's class from the neighbours in the table.
    order = random.permutation(int(allocation.sum()))
    return ReferencePoints(np.concatenate(places)[order], np.concatenate(codes)[order], allocation)


def expected_accuracies(text: str, land: LandCover) -> np.ndarray:
    """Return the user's accuracies (k,) that `text` gives: one number for all classes, or one a class; in percent."""
    try:
        values = [float(part) / 100 for part in text.replace(";", ",").split(",")]
    except ValueError:
        values = []
    if len(values) not in (1, len(land.classes)) or not all(0 < value < 1 for value in values):
        raise So2SatError(
            f"EXPECTED must be one number between 0 and 100, or one for each of the map's {len(land.classes)} "
            f"classes, but is '{text}'. For example 80."
        )
    return np.array(values * (len(land.classes) if len(values) == 1 else 1))


def _nth_cells(codes: np.ndarray, code: int, ranks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return rows and columns of the cells of `code` with these numbers, counted row by row."""
    per_row = np.array([int((row == code).sum()) for row in codes])
    before = np.cumsum(per_row)
    rows = np.searchsorted(before, ranks, side="right")
    columns = np.empty(len(ranks), dtype=np.int64)
    for row in np.unique(rows):
        mine = rows == row
        columns[mine] = np.flatnonzero(codes[row] == code)[ranks[mine] - (before[row] - per_row[row])]
    return rows, columns
