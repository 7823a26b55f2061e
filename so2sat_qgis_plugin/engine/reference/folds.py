"""Folds for validation: what is held out together, and how groups spread over folds."""

from __future__ import annotations

import numpy as np

ALWAYS_TRAIN = -1  # the fold of samples that are never held out


def assign(codes: np.ndarray, groups: np.ndarray, folds: int, seed: int) -> np.ndarray:
    """Return the fold (0 … folds − 1) of each sample, (n,) int64; a group is never divided.

    Groups go, those of rare classes first and large before small, to the fold that has fewest groups of their
    rarest class, then fewest samples: a class of two groups or more is always in two folds or more, unless such
    groups hold other, rarer classes too. Samples of groups below 0 are never held out.
    """
    random = np.random.default_rng(seed)
    fold_of_sample = np.full(len(codes), ALWAYS_TRAIN, dtype=np.int64)
    numbers, inverse, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    present, column = np.unique(codes, return_inverse=True)
    holds = np.zeros((len(numbers), len(present)), dtype=np.int64)
    np.add.at(holds, (inverse, column), 1)
    groups_per_class = (holds > 0).sum(axis=0)
    rarest = np.where(holds > 0, groups_per_class, len(numbers) + 1).argmin(axis=1)
    order = np.lexsort((random.random(len(numbers)), -sizes, rarest, groups_per_class[rarest]))
    in_fold = np.zeros((folds, len(present)), dtype=np.int64)
    samples_in_fold = np.zeros(folds, dtype=np.int64)
    fold = np.full(len(numbers), ALWAYS_TRAIN, dtype=np.int64)
    for g in order:
        if numbers[g] < 0:
            continue
        fold[g] = np.lexsort((samples_in_fold, in_fold[:, rarest[g]]))[0]
        in_fold[fold[g]] += holds[g] > 0
        samples_in_fold[fold[g]] += sizes[g]
    fold_of_sample[:] = fold[inverse]
    return fold_of_sample


def divide_single(
    codes: np.ndarray, groups: np.ndarray, places: np.ndarray, parts: int
) -> tuple[np.ndarray, list[int], list[int]]:
    """Divide the groups of classes that have only one, so that these classes can be validated at all.

    Such a group is cut across its longer side into up to `parts` pieces. A class of one sample gets group −1: always
    trained on, never held out. `places` (n, 2) are rows and columns. Returns the new groups, the codes of classes
    whose group was divided and those that cannot be held out.
    """
    new = np.unique(groups, return_inverse=True)[1].astype(np.int64)
    next_group = int(new.max(initial=0)) + 1
    divided, never = [], []
    for code in np.unique(codes):
        rows = np.flatnonzero(codes == code)
        if len(np.unique(groups[rows])) > 1:
            continue
        if len(rows) == 1:
            new[rows] = -1
            never.append(int(code))
            continue
        side = np.ptp(places[rows], axis=0).argmax()
        order = np.lexsort((places[rows, 1 - side], places[rows, side]))
        for piece in np.array_split(rows[order], min(parts, len(rows))):
            new[piece] = next_group
            next_group += 1
        divided.append(int(code))
    return new, divided, never


def first_groups(codes: np.ndarray, groups: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Return a mask of the samples in `count` random groups of every class (all, where there are fewer)."""
    random = np.random.default_rng(seed)
    mask = np.zeros(len(codes), dtype=bool)
    for code in np.unique(codes):
        numbers = random.permutation(np.unique(groups[codes == code]))[:count]
        mask |= (codes == code) & np.isin(groups, numbers)
    return mask
