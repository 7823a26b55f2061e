"""Majority filter: small patches of a map take the class of what surrounds them."""

from __future__ import annotations

import numpy as np

from ..progress import Progress

_STRIPE = 1 << 22  # cells that are filtered at once


def majority(codes: np.ndarray, size: int, progress: Progress) -> np.ndarray:
    """Return `codes` (rows, columns) with each cell given the commonest class of its `size` × `size` neighbourhood.

    0 (nodata, unclassified) neither votes nor changes. Where classes tie, a cell keeps its own if it is among them,
    else takes the lowest code. An even `size` counts as the next odd one. Works in stripes: memory beside the result
    is that of a few rows.
    """
    reach = size // 2
    if reach < 1:
        return codes
    result = np.empty_like(codes)
    step = max(64, _STRIPE // max(codes.shape[1], 1))
    starts = range(0, codes.shape[0], step)
    for start in progress.over(starts, len(starts)):
        stop = min(start + step, codes.shape[0])
        first, last = max(0, start - reach), min(codes.shape[0], stop + reach)
        result[start:stop] = _stripe(codes[first:last], reach)[start - first : stop - first]
    return result


def _stripe(codes: np.ndarray, reach: int) -> np.ndarray:
    best = np.zeros(codes.shape, dtype=np.int32)
    winner = codes.copy()
    own = np.zeros(codes.shape, dtype=np.int32)
    for code in np.unique(codes):
        if code == 0:
            continue
        votes = _box_sum(codes == code, reach)
        more = votes > best
        best[more], winner[more] = votes[more], code
        mine = codes == code
        own[mine] = votes[mine]
    keeps = (own == best) | (codes == 0)
    winner[keeps] = codes[keeps]
    return winner


def _box_sum(mask: np.ndarray, reach: int) -> np.ndarray:
    """Return how many of the (2 · reach + 1)² cells around each are true; outside is false."""
    total = mask.astype(np.int32)
    for axis in (0, 1):
        sums = np.cumsum(total, axis=axis)
        size = total.shape[axis]
        upper = np.minimum(np.arange(size) + reach, size - 1)
        lower = np.arange(size) - reach - 1
        below = np.take(sums, np.maximum(lower, 0), axis=axis)
        shape = [1, 1]
        shape[axis] = size
        total = np.take(sums, upper, axis=axis) - np.where((lower >= 0).reshape(shape), below, 0)
    return np.asarray(total)
