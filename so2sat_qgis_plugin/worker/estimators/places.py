"""Places of a scene that is being labelled: whose labels would teach most, and why a cell is what it is.

A place's worth is its uncertainty, 1 − (p₁ − p₂) with the two largest class probabilities, times the square root of its
novelty, min(1, d / 2m) with the distance d to the nearest labelled cell and the median m of d. Of the worthiest tenth
k-means, weighted by worth, makes as many groups as places are asked for: so places differ from each other (Zhdanov
2019, arXiv 1901.05954, with novelty added). Of the twentieth of a group that is nearest to its centre, the cell whose
neighbours are most like it stands for the group, so that a person can tell what is there. Without labels it is k-means
over the scene alone. Criteria that did worse are in docs/labels.md.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...engine.features.view_names import BOTH, PIXELS
from ..server import Session
from . import novelty
from .classifiers import scaler
from .loop import Fit, Kept, kept
from .packages import one_thread

_CANDIDATES = 20_000  # cells that are looked at
_CLUSTERED = 4000  # of them, where nothing is fitted
_DIMENSIONS = 32
_TENTH = 10
_NEAR = 20  # one in so many of a group is near its centre
_FLOOR = 1e-3  # weight of a cell that is not uncertain at all


def find(
    session: Session,
    *,
    token: str,
    count: int,
    avoid: np.ndarray,
    reach: int,
    seed: int,
    among: np.ndarray | None = None,
) -> dict[str, Any]:
    """Return up to `count` places to label next, as the fit `token` sees it ("": nothing is fitted).

    See `engine.worker.Wanted` and `Places`: `cells` (m, 2), `codes`, `confidence`, `second_code`, `second`, `novelty`
    and `share`, (m,).
    """
    scene = kept(session)
    fit = scene.fit(token) if token else None
    taken = avoid if fit is None else np.concatenate([avoid, fit.cells])
    cells = _candidates(scene, among, taken, reach, seed)
    if not len(cells):
        return _nowhere()
    values = scene.at(cells)
    if fit is None:
        cells, values = cells[:_CLUSTERED], scene.at(cells[:_CLUSTERED])
        points = _points(values.matrix(BOTH if BOTH in values.names else values.names[-1]))
        chosen, share = _centres(points, _unevenness(scene, cells), count, seed)
        nothing = np.zeros(len(chosen))
        return {**_nowhere(), "cells": cells[chosen], "share": share, **dict.fromkeys(_FIGURES, nothing)}
    probabilities = fit.probabilities(values)
    features = values.matrix(fit.novelty_view)
    points = np.asarray(fit.novelty["projection"].transform(features), np.float32)
    with one_thread():  # more wait for each other as soon as anything else runs
        worth = _worth(probabilities, fit.novelty["neighbours"].kneighbors(points)[0][:, 0])
    best = np.argsort(-worth, kind="stable")[: max(_TENTH * count, len(worth) // _TENTH)]
    uneven = _unevenness(scene, cells[best])
    chosen, share = _centres(points[best], uneven, count, seed, worth[best] + _FLOOR)
    at = best[chosen]
    order = np.argsort(-probabilities[at], axis=1)
    ranked = np.take_along_axis(probabilities[at], order, axis=1)
    return {
        "cells": cells[at],
        "codes": fit.vote.codes[order[:, 0]],
        "confidence": 100 * ranked[:, 0],
        "second_code": fit.vote.codes[order[:, 1]],
        "second": 100 * ranked[:, 1],
        "novelty": novelty.measure(fit.novelty, features[at]).astype(np.float64),
        "share": share,
    }


_FIGURES = ("codes", "confidence", "second_code", "second", "novelty")


def _nowhere() -> dict[str, Any]:
    return {"cells": np.zeros((0, 2), np.int64), "share": np.zeros(0), **dict.fromkeys(_FIGURES, np.zeros(0))}


def _candidates(scene: Kept, among: np.ndarray | None, taken: np.ndarray, reach: int, seed: int) -> np.ndarray:
    """Return cells (n, 2) in random order that are not nodata and not within `reach` cells of `taken` (m, 2)."""
    rows, columns = scene.values.shape[:2]
    random = np.random.default_rng(seed)
    if among is None:
        flat = random.choice(rows * columns, min(2 * _CANDIDATES, rows * columns), replace=False)
        cells = np.stack([flat // columns, flat % columns], axis=1)
    else:
        cells = random.permutation(among)[: 2 * _CANDIDATES]
    free = np.ones((rows, columns), bool)
    for top, left in taken - reach:
        side = 2 * reach + 1
        free[max(top, 0) : max(top + side, 0), max(left, 0) : max(left + side, 0)] = False
    cells = cells[free[cells[:, 0], cells[:, 1]]]
    return cells[~np.isnan(scene.values[cells[:, 0], cells[:, 1], 0])][:_CANDIDATES]


def _worth(probabilities: np.ndarray, distance: np.ndarray) -> np.ndarray:
    ranked = np.sort(probabilities, axis=1)
    usual = max(2 * float(np.median(distance)), 1e-6)
    return np.asarray((1 - (ranked[:, -1] - ranked[:, -2])) * np.sqrt(np.minimum(distance / usual, 1)))


def _points(features: np.ndarray) -> np.ndarray:
    """Return features (n, d) standardised, in up to 32 principal components."""
    from sklearn.decomposition import PCA

    standard = scaler(features, features.shape[1]).transform(features)
    components = min(_DIMENSIONS, *standard.shape)
    return np.asarray(PCA(components, random_state=0).fit_transform(standard), np.float32)


def _unevenness(scene: Kept, cells: np.ndarray) -> np.ndarray:
    """Return how much the 3 × 3 cells around each of `cells` (n, 2) differ, (n,): the mean relative deviation of bands.

    Of components where no bands are known. Nodata around a cell counts as no difference.
    """
    rows, columns = scene.values.shape[:2]
    first, width = (scene.components, scene.bands) if scene.bands else (0, scene.components)
    around = [
        scene.values[
            np.clip(cells[:, 0] + r, 0, rows - 1), np.clip(cells[:, 1] + c, 0, columns - 1), first : first + width
        ]
        for r in (-1, 0, 1)
        for c in (-1, 0, 1)
    ]
    near = np.asarray(around, np.float32)
    near = np.where(np.isnan(near), near[4], near)
    return np.asarray((near.std(axis=0) / (np.abs(near).mean(axis=0) + 1e-6)).mean(axis=1))


def _centres(
    points: np.ndarray, uneven: np.ndarray, count: int, seed: int, weights: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return a row of the points (n, d) for each of `count` groups of them, and each group's share of the weight.

    The group of most weight comes first. `uneven` (n,): the least is preferred among those near the centre.
    """
    from sklearn.cluster import KMeans

    with one_thread():
        groups = KMeans(min(count, len(points)), n_init=3, random_state=seed).fit(points, sample_weight=weights)
        distance = groups.transform(points)
    found, share = [], []
    weight = np.bincount(groups.labels_, weights=weights, minlength=distance.shape[1])
    for number in np.argsort(-weight, kind="stable"):
        mine = np.flatnonzero(groups.labels_ == number)
        if len(mine):
            near = mine[np.argsort(distance[mine, number], kind="stable")[: 1 + len(mine) // _NEAR]]
            found.append(near[uneven[near].argmin()])
            share.append(weight[number] / weight.sum())
    return np.array(found, np.int64), np.array(share)


def explain(session: Session, *, token: str, row: int, column: int, count: int) -> dict[str, Any]:
    """Return what the fit `token` makes of a cell that is not nodata, and its `count` nearest samples, one a group.

    See `engine.worker.Explained`.
    """
    scene = kept(session)
    fit = scene.fit(token)
    cell = scene.at(np.array([[row, column]]))
    features = cell.matrix(fit.novelty_view)
    nearest, distances = _nearest(fit, features, count)
    has_bands = PIXELS in cell.names
    means = fit.samples.matrix(PIXELS) if has_bands else np.zeros((len(fit.codes), 0), np.float32)
    return {
        "codes": fit.vote.codes,
        "probabilities": _probabilities(scene, fit, row, column),
        "novelty": int(novelty.measure(fit.novelty, features)[0]),
        "nearest": nearest,
        "distances": distances,
        "spectrum": cell.matrix(PIXELS)[0] if has_bands else np.zeros(0, np.float32),
        "spectra": np.array([means[fit.codes == code].mean(axis=0) for code in fit.vote.codes]),
    }


def _probabilities(scene: Kept, fit: Fit, row: int, column: int) -> np.ndarray:
    """Return the class probabilities (k,) that the map is made of."""
    reach = fit.smoothing // 2
    rows, columns = scene.values.shape[:2]
    near = scene.values[
        max(row - reach, 0) : min(row + reach + 1, rows), max(column - reach, 0) : min(column + reach + 1, columns)
    ]
    near = near.reshape(-1, near.shape[-1])
    return np.asarray(fit.probabilities(scene.views(near[~np.isnan(near[:, 0])])).mean(axis=0))


def _nearest(fit: Fit, features: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return rows of the samples most like a cell's features (1, d), one a group, and their distances."""
    projection = fit.novelty["projection"]
    samples = np.asarray(projection.transform(fit.samples.matrix(fit.novelty_view)), np.float32)
    distance = np.linalg.norm(samples - np.asarray(projection.transform(features), np.float32), axis=1)
    order = np.argsort(distance, kind="stable")
    first = np.sort(np.unique(fit.groups[order], return_index=True)[1])[:count]
    return order[first], distance[order[first]] / float(fit.novelty["scale"][0])


CALLS = (find, explain)
