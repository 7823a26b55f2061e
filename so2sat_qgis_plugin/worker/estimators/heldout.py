"""What estimators say of cells that they did not see: samples, and the cells around them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

import numpy as np

from . import classifiers
from .members import Member
from .packages import one_thread
from .views import Views

OWN = 4  # the column of `around` (3 × 3 cells, row by row) that is the sample itself


@dataclass(frozen=True)
class Folds:
    """For each fold the rows to train on, `train`, and the rows to predict, `cells`; both are rows of the views.

    `around` (n, 9) says where the predictions of a sample and its neighbours lie among all predictions, one fold's
    after the other; −1 where there is none.
    """

    train: tuple[np.ndarray, ...]
    cells: tuple[np.ndarray, ...]
    around: np.ndarray

    def with_train(self, train: Sequence[np.ndarray]) -> Folds:
        """Return the same folds with other rows to train on; a fold without any predicts nothing."""
        return Folds(tuple(train), self.cells, self.around)


def divide(fold: np.ndarray, codes: np.ndarray, neighbours: np.ndarray) -> Folds:
    """Return the folds of samples with numbers `fold` (n,), below 0 = never held out, and `neighbours` (n, 9).

    A fold that leaves fewer than two classes to train on is left out, and so are neighbours that its estimator was
    trained on.
    """
    train, cells = [], []
    around = np.full(neighbours.shape, -1, np.int64)
    of_row = np.full(int(neighbours.max(initial=0)) + 1 + len(fold), -2, np.int64)  # −2: no sample
    of_row[: len(fold)] = fold
    start = 0
    for number in np.unique(fold[fold >= 0]):
        rest, held = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        if len(np.unique(codes[rest])) < 2:
            continue
        near = neighbours[held].copy()
        near[:, OWN] = held
        near[~np.isin(of_row[np.maximum(near, 0)], (-2, number))] = -1
        wanted, place = np.unique(near, return_inverse=True)
        place = place.reshape(near.shape)
        if wanted[0] < 0:
            wanted, place = wanted[1:], place - 1
        around[held] = np.where(place >= 0, place + start, -1)
        train.append(rest)
        cells.append(wanted)
        start += len(wanted)
    return Folds(tuple(train), tuple(cells), around)


def scores(
    members: Sequence[Member],
    data: Views,
    codes: np.ndarray,
    folds: Folds,
    fit: Callable[[Member, np.ndarray], object],
    report: Callable[[float], None],
) -> list[np.ndarray]:
    """Return each member's scores (predictions, classes) float32, NaN where a fold has nothing to train on.

    `fit(member, rows)` fits to rows of `data`; `codes` are all class codes, ascending.
    """
    starts = np.cumsum([0, *(len(c) for c in folds.cells)])
    found = [np.full((starts[-1], len(codes)), np.nan, np.float32) for _ in members]

    def run(m: int, f: int) -> None:
        estimator = fit(members[m], folds.train[f])
        matrix = data.matrix(members[m].view)[folds.cells[f]]
        found[m][starts[f] : starts[f + 1]] = classifiers.log_scores(estimator, matrix, codes)

    for member in members:
        data.matrix(member.view)  # joined once, before there are threads
    jobs = [(m, f) for m in range(len(members)) for f in range(len(folds.train)) if len(folds.train[f])]
    with one_thread(), ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        waiting = [pool.submit(run, *job) for job in jobs]
        for done, future in enumerate(as_completed(waiting), 1):
            future.result()
            report(done / len(jobs))
    return found


def own(values: np.ndarray, around: np.ndarray) -> np.ndarray:
    """Return the predictions (n, classes) of the samples themselves, NaN where there are none."""
    found = values[np.maximum(around[:, OWN], 0)].astype(np.float64) if len(values) else _nothing(values, around)
    found[around[:, OWN] < 0] = np.nan
    return found


def smoothed(values: np.ndarray, around: np.ndarray) -> np.ndarray:
    """Return the mean of probabilities over the known ones of each sample's 3 × 3 cells, NaN where it has none."""
    if not len(values):
        return _nothing(values, around)
    total = np.zeros((len(around), values.shape[1]))
    count = np.zeros((len(around), 1))
    for column in around.T:
        here = values[np.maximum(column, 0)].astype(np.float64)
        known = (column >= 0)[:, np.newaxis] & ~np.isnan(here[:, :1])
        total += np.where(known, here, 0.0)
        count += known
    total[(around[:, OWN] < 0) | (count[:, 0] == 0)] = np.nan
    return np.asarray(total / np.maximum(count, 1))


def _nothing(values: np.ndarray, around: np.ndarray) -> np.ndarray:
    return np.full((len(around), values.shape[1]), np.nan)


def likeliest(probabilities: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Return the likeliest class of each sample, 0 where it was never held out."""
    known = ~np.isnan(probabilities[:, 0])
    found = np.zeros(len(probabilities), np.int64)
    found[known] = codes[probabilities[known].argmax(axis=1)]
    return found


def suspects(probabilities: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return which samples look mislabelled, (n,) bool (confident learning, Northcutt et al. 2021).

    A sample is suspect where, held out, another class is the likeliest with more than one half and at least the mean
    probability that samples labelled as that class have for it.
    """
    known = ~np.isnan(probabilities[:, 0])
    found = np.zeros(len(probabilities), dtype=bool)
    if not known.any():
        return found
    p, column = probabilities[known], columns[known]
    own = p[np.arange(len(p)), column]
    members = np.bincount(column, minlength=p.shape[1])
    usual = np.bincount(column, weights=own, minlength=p.shape[1]) / np.maximum(members, 1)
    best = p.argmax(axis=1)
    top = p.max(axis=1)
    found[known] = (best != column) & (top > 0.5) & (top >= usual[best])
    return found
