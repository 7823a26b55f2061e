"""Which labelled samples train, which stop the training, and which only judge its result."""

from __future__ import annotations

import numpy as np

TRAIN, STOP, TEST = 0, 1, 2
_TEST_SHARE, _STOP_SHARE = 0.25, 0.2  # of a class's groups


def parts(codes: np.ndarray, groups: np.ndarray, seed: int) -> np.ndarray:
    """Return the part (`TRAIN`, `STOP`, `TEST`) of each sample, (n,) int64; a group is never divided.

    Of a class's groups, drawn with `seed`, a quarter judges and a fifth stops, at least one each where that leaves
    one to train on: with two groups one trains and one judges, a single one trains. A group of several classes
    goes where its rarest class puts it.
    """
    random = np.random.default_rng(seed)
    part_of = {int(g): TRAIN for g in np.unique(groups)}
    placed: set[int] = set()
    present, counts = np.unique(codes, return_counts=True)
    for code in present[np.argsort(counts, kind="stable")]:
        own = np.unique(groups[(codes == code) & (groups >= 0)])
        free = [int(g) for g in random.permutation(own) if int(g) not in placed]
        judge = _count(len(own), _TEST_SHARE, 2) - sum(part_of[int(g)] == TEST for g in own)
        stop = _count(len(own), _STOP_SHARE, 3) - sum(part_of[int(g)] == STOP for g in own)
        for group in free:
            placed.add(group)
            if judge > 0:
                part_of[group] = TEST
                judge -= 1
            elif stop > 0:
                part_of[group] = STOP
                stop -= 1
    return np.array([part_of[int(g)] for g in groups], dtype=np.int64)


def _count(groups: int, share: float, least: int) -> int:
    return max(1, round(groups * share)) if groups >= least else 0
