"""Novelty: how far a feature vector lies from everything that a classifier was trained on.

Features are standardised and projected to at most 32 principal components; d is the distance to the nearest of at
most 2,000 training samples. Novelty = min(100, 50 · d / s). The scale s comes from the distances of training samples to
the nearest sample of another group (polygon), all groups weighing the same: their 90th percentile, since a polygon
that is left out has one neighbour fewer than new ground has, and one odd polygon must not set the scale. On withheld
polygons about 95 % of the cells are below 50 (see docs/accuracy.md).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .classifiers import scaler

_COMPONENTS, _REFERENCES = 32, 2000
_PERCENTILE = 0.9


def fit(features: np.ndarray, groups: np.ndarray, seed: int) -> dict[str, Any]:
    """Return {"projection", "neighbours", "scale"} fitted to features (n, d); `scale` is s, (1,) float64."""
    from sklearn.decomposition import PCA
    from sklearn.neighbors import NearestNeighbors
    from sklearn.pipeline import make_pipeline

    random = np.random.default_rng(seed)
    rows = np.sort(random.permutation(len(features))[:_REFERENCES])
    components = min(_COMPONENTS, features.shape[1], len(rows))
    standard = scaler(features[rows], features.shape[1])
    axes = PCA(components, random_state=seed).fit(standard.transform(features[rows]))
    projection = make_pipeline(standard, axes)
    points = np.asarray(projection.transform(features[rows]), np.float32)
    neighbours = NearestNeighbors(n_neighbors=1, algorithm="brute").fit(points)
    return {"projection": projection, "neighbours": neighbours, "scale": np.array([_scale(points, groups[rows])])}


def measure(fitted: dict[str, Any], features: np.ndarray) -> np.ndarray:
    """Return the novelty of features (n, d) as (n,) uint8, 0 to 100."""
    points = np.asarray(fitted["projection"].transform(features), np.float32)
    distance = fitted["neighbours"].kneighbors(points)[0][:, 0]
    return np.minimum(100, np.rint(50 * distance / float(fitted["scale"][0]))).astype(np.uint8)


def _scale(points: np.ndarray, groups: np.ndarray) -> float:
    from sklearn.metrics import pairwise_distances_argmin_min

    numbers, inverse, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    if len(numbers) == 1:  # there is no "another": take the spread of its samples
        distance = np.linalg.norm(points - points.mean(axis=0), axis=1)
    else:
        distance = np.empty(len(points))
        for number in range(len(numbers)):
            mine = inverse == number
            distance[mine] = pairwise_distances_argmin_min(points[mine], points[~mine])[1]
    order = np.argsort(distance)
    share = np.cumsum(1.0 / sizes[inverse][order])
    return float(max(distance[order][np.searchsorted(share, _PERCENTILE * share[-1])], 1e-6))
