"""Which labelled samples train, which stop the training, and which only judge its result."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import folds

ROLES = ("train", "stop", "judge")
TRAIN, STOP, JUDGE = range(3)
_TEST_SHARE, _STOP_SHARE = 0.25, 0.2  # of a class's groups


@dataclass(frozen=True)
class Divided:
    """The `role` and group of each sample, (n,) int64, and the codes of classes whose only group was divided."""

    role: np.ndarray
    groups: np.ndarray
    divided: list[int]


def divide(codes: np.ndarray, groups: np.ndarray, places: np.ndarray, judged: np.ndarray, seed: int) -> Divided:
    """Give samples with class codes, groups (both (n,)) and places (rows and columns, (n, 2)) their roles.

    Where any sample is `judged` (n,) bool, those and no others are to `JUDGE`. The only group of a class is divided
    first, so that such a class can be judged too.
    """
    divided: list[int] = []
    role = np.full(len(codes), JUDGE, np.int64)
    free = ~judged
    groups = groups.copy()
    if not judged.any():
        groups, divided, _ = folds.divide_single(codes, groups, places, 3)
    role[free] = roles(codes[free], groups[free], seed)
    if judged.any():
        role[free & (role == JUDGE)] = TRAIN
    return Divided(role, groups, divided)


def roles(codes: np.ndarray, groups: np.ndarray, seed: int) -> np.ndarray:
    """Return the role (`TRAIN`, `STOP`, `JUDGE`) of each sample, (n,) int64; a group is never divided.

    Of a class's groups, drawn with `seed`, a quarter judges and a fifth stops, at least one each where that leaves
    one to train on: with two groups one trains and one judges, a single one trains. A group of several classes
    goes where its rarest class puts it.
    """
    random = np.random.default_rng(seed)
    role_of = {int(g): TRAIN for g in np.unique(groups)}
    placed: set[int] = set()
    present, counts = np.unique(codes, return_counts=True)
    for code in present[np.argsort(counts, kind="stable")]:
        own = np.unique(groups[(codes == code) & (groups >= 0)])
        free = [int(g) for g in random.permutation(own) if int(g) not in placed]
        judge = _count(len(own), _TEST_SHARE, 2) - sum(role_of[int(g)] == JUDGE for g in own)
        stop = _count(len(own), _STOP_SHARE, 3) - sum(role_of[int(g)] == STOP for g in own)
        for group in free:
            placed.add(group)
            if judge > 0:
                role_of[group] = JUDGE
                judge -= 1
            elif stop > 0:
                role_of[group] = STOP
                stop -= 1
    return np.array([role_of[int(g)] for g in groups], dtype=np.int64)


def _count(groups: int, share: float, least: int) -> int:
    return max(1, round(groups * share)) if groups >= least else 0
