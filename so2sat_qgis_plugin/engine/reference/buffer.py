"""Buffers around what is held out: which samples lie so near to others that they see the same ground."""

from __future__ import annotations

import numpy as np

_CHUNK = 256
_DRAWN = 5000  # cells of a grid; a share of them is known to ± .014


def distances(places: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return how many rows or columns, whichever is more, each of `places` (n, 2) lies from the nearest of `others`."""
    places, others = places.astype(np.int32), others.astype(np.int32)
    found = np.empty(len(places), np.int64)
    for start in range(0, len(places), _CHUNK):
        here = slice(start, start + _CHUNK)
        found[here] = np.abs(places[here, np.newaxis] - others[np.newaxis]).max(axis=2).min(axis=1)
    return found


def outside(places: np.ndarray, codes: np.ndarray, groups: np.ndarray, others: np.ndarray, reach: int) -> np.ndarray:
    """Return which samples at `places` (n, 2) lie `reach` cells or more from all of `others` (m, 2), (n,) bool.

    A class (`codes`, (n,)) that this would leave without any keeps the farthest of its `groups` (n,).
    """
    distance = distances(places, others)
    kept = distance >= reach
    for code in np.setdiff1d(codes, codes[kept]):
        mine = np.flatnonzero(codes == code)
        numbers, inverse = np.unique(groups[mine], return_inverse=True)
        nearest = np.full(len(numbers), np.iinfo(np.int64).max)
        np.minimum.at(nearest, inverse, distance[mine])
        kept[mine[inverse == nearest.argmax()]] = True
    return kept


def overlap(places: np.ndarray, groups: np.ndarray, reach: int) -> float:
    """Return the share of samples at `places` (n, 2) that lie fewer than `reach` cells from one of another group."""
    places = places.astype(np.int32)
    found = 0
    for start in range(0, len(places), _CHUNK):
        here = slice(start, start + _CHUNK)
        distance = np.abs(places[here, np.newaxis] - places[np.newaxis]).max(axis=2)
        found += int(((distance < reach) & (groups[here, np.newaxis] != groups[np.newaxis])).any(axis=1).sum())
    return found / len(places)


def near_share(shape: tuple[int, int], places: np.ndarray, reach: int) -> float:
    """Return the share of a grid of `shape` (rows, columns) fewer than `reach` cells from one of `places` (n, 2).

    Of 5,000 cells drawn at random where there are more; nodata is not told apart.
    """
    rows, columns = shape
    count = rows * columns
    drawn = np.arange(count) if count <= _DRAWN else np.random.default_rng(0).integers(0, count, _DRAWN)
    return float((distances(np.stack(np.divmod(drawn, columns), axis=1), places) < reach).mean())
