"""Cluster feature vectors: fit on a sample, then give any number of others the id of their cluster.

The vectors of an embedding are averages of activations, rare large ones among many small: their signed square root is
taken (power normalisation; Perronnin et al. 2010, doi 10.1007/978-3-642-15561-1_11). Then they are centred and
projected on their first 16 principal components, but neither standardised nor whitened: the dimensions share one unit,
and how much they vary means something. Features that are no embedding may have any units: those are standardised
instead. Spectral indices of the cells, which see what is narrower than a window, are a block of their own: 8 principal
components, scaled together to half the variance of the others. docs/clustering.md has the measurements. Everything
runs on one thread, since the order in which threads add up changes the last digits, and with them, now and then, a map.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...engine.errors import So2SatError
from ..server import Session
from . import frozen
from .packages import one_thread

COMPONENTS, INDEX_COMPONENTS = 16, 8
INDEX_SHARE = 0.5  # variance of the indices' block, by that of the features' one
HDBSCAN_SAMPLE = 5000  # its time grows with the square
BIRCH_LEAVES = 1000
SILHOUETTE_SAMPLE = 2000
NEIGHBOURS = 5
CHUNK = 65536  # vectors assigned at a time


@dataclass(frozen=True)
class Projection:
    """z = (f(x) − mean) @ matrix, f the signed square root where `rooted`: principal components, scaled together."""

    rooted: bool
    mean: np.ndarray  # (dims,) float32
    matrix: np.ndarray  # (dims, components) float32
    explained: float

    def apply(self, vectors: np.ndarray) -> np.ndarray:
        """Return (n, components) float64 of (n, dims) float32."""
        values = _root(vectors) if self.rooted else vectors.copy()
        values -= self.mean
        return (values @ self.matrix).astype(np.float64)


@dataclass(frozen=True)
class Projections:
    """The first columns of vectors and the `indices` behind them, each by its own projection; side by side."""

    features: Projection
    indices: Projection | None
    count: int  # of the columns that are indices

    @staticmethod
    def of(vectors: np.ndarray, embedding: bool, count: int) -> Projections:
        """Return how vectors (n, dims), of which the last `count` columns are indices, become points."""
        features = project(vectors[:, : vectors.shape[1] - count], embedding)
        if not count:
            return Projections(features, None, 0)
        variance = INDEX_SHARE * features.matrix.shape[1]  # the components of the first have a mean variance of 1
        indices = project(vectors[:, -count:], True, INDEX_COMPONENTS, variance, rooted=False)
        return Projections(features, indices, count)

    def apply(self, vectors: np.ndarray) -> np.ndarray:
        """Return points (n, components) float64 of vectors (n, dims) float32."""
        if self.indices is None:
            return self.features.apply(vectors)
        first, last = vectors[:, : -self.count], vectors[:, -self.count :]
        return np.concatenate([self.features.apply(first), self.indices.apply(last)], axis=1)


@dataclass(frozen=True)
class Fitted:
    """Cluster ids of the sample, int (n,) with −1 for noise, and the model whose `predict` gives them to others."""

    ids: np.ndarray
    model: Any


def fit(
    session: Session, *, vectors: np.ndarray, method: str, clusters: int, seed: int, embedding: bool, indices: int = 0
) -> dict[str, Any]:
    """Fit `method` on vectors, float32 (n, dims) without NaN, in random order; `embedding`: whether they are one.

    The last `indices` columns are spectral indices of the cells.

    Returns `clusters` (how many were found; fewer than asked for where fewer vectors differ), `components`,
    `explained` (their share of the variance), `silhouette` (−1 to 1, None where undefined) and `noise` (share of the
    sample that HDBSCAN found in no cluster; `predict` assigns it to the cluster of its nearest neighbours).
    """
    with one_thread(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "did not converge" and the like: the silhouette tells
        distinct = len(np.unique(np.ascontiguousarray(vectors).view(f"V{vectors.dtype.itemsize * vectors.shape[1]}")))
        projection = Projections.of(vectors, embedding, indices)
        session.progress(0.2)
        points = projection.apply(vectors)
        if distinct == 1:
            method = "kmeans"  # the others refuse what has no spread
        fitted = METHODS[method](points, min(clusters, distinct), seed)
        session.progress(0.9)
        session.state["cluster"] = (projection, fitted.model)
        return {
            "clusters": len(np.unique(fitted.ids[fitted.ids >= 0])),
            "components": projection.features.matrix.shape[1],
            "explained": projection.features.explained,
            "silhouette": _silhouette(points[: len(fitted.ids)], fitted.ids),
            "noise": float((fitted.ids < 0).mean()),
        }


def predict(session: Session, *, vectors: np.ndarray, beside: np.ndarray | None = None) -> dict[str, Any]:
    """Return `ids`, int32 (n,) from 0, of vectors (n, dims) by the model that `fit` or `load` left.

    Their last columns, the indices, may come as `beside`.
    """
    if beside is not None:
        vectors = np.concatenate([vectors, beside], axis=1, dtype=np.float32)
    projection, model = session.state["cluster"]
    ids = np.empty(len(vectors), np.int32)
    with one_thread():
        for start in range(0, len(vectors), CHUNK):
            some = slice(start, start + CHUNK)
            ids[some] = model.predict(projection.apply(vectors[some]))
    return {"ids": ids}


def save(session: Session) -> dict[str, Any]:
    """Return `content`, bytes (n,) uint8: the model that `fit` left, for other workers."""
    projection, model = session.state["cluster"]
    content = {"model": model, "features": _plain(projection.features)}
    if projection.indices is not None:
        content |= {"indices": _plain(projection.indices), "count": projection.count}
    return {"content": np.frombuffer(frozen.dump(content), np.uint8)}


def load(session: Session, *, content: np.ndarray) -> None:
    """Have `predict` use what `save` made; raises So2SatError where it is refused."""
    try:
        found = frozen.load(content.tobytes())
        indices = Projection(**found["indices"]) if "indices" in found else None
        projection = Projections(Projection(**found["features"]), indices, found.get("count", 0))
        session.state["cluster"] = (projection, found["model"])
    except (So2SatError, KeyError, TypeError) as error:
        raise So2SatError(f"The fitted clusters are refused: {error}. Save the plan anew.") from error


def _plain(projection: Projection) -> dict[str, Any]:
    return {
        "rooted": projection.rooted,
        "mean": projection.mean,
        "matrix": projection.matrix,
        "explained": projection.explained,
    }


def project(
    vectors: np.ndarray,
    one_unit: bool,
    most: int = COMPONENTS,
    variance: float | None = None,
    rooted: bool | None = None,
) -> Projection:
    """Return the projection of vectors (n, dims) on at most `most` principal components, of `variance` altogether.

    None is as much as there are components. `one_unit`: the dimensions share a unit, else they are standardised;
    `rooted` (None: as `one_unit`): by their signed square roots.
    """
    from sklearn.decomposition import PCA

    rooted = one_unit if rooted is None else rooted
    values = _root(vectors) if rooted else vectors
    mean = values.mean(axis=0, dtype=np.float64).astype(np.float32)
    values = values - mean
    scale = np.ones(len(mean), np.float32)
    if not one_unit:
        deviation = values.std(axis=0)
        scale[deviation > 0] = deviation[deviation > 0]
        values /= scale
    if not values.any():
        return Projection(rooted, mean, np.eye(len(mean), 1, dtype=np.float32), 1.0)
    model = PCA(min(most, *vectors.shape), svd_solver="covariance_eigh").fit(values)
    size = np.sqrt((variance or len(model.components_)) / model.explained_variance_.sum())
    matrix = model.components_.T / scale[:, np.newaxis] * size
    return Projection(rooted, mean, matrix.astype(np.float32), float(model.explained_variance_ratio_.sum()))


def _root(vectors: np.ndarray) -> np.ndarray:
    """Return the signed square root."""
    found = np.abs(vectors)
    np.sqrt(found, out=found)
    return np.asarray(np.copysign(found, vectors, out=found))


def _kmeans(points: np.ndarray, clusters: int, seed: int) -> Fitted:
    from sklearn.cluster import KMeans

    model = KMeans(clusters, n_init=10, random_state=seed).fit(points)
    return Fitted(model.labels_, model)


def _minibatch(points: np.ndarray, clusters: int, seed: int) -> Fitted:
    from sklearn.cluster import MiniBatchKMeans

    model = MiniBatchKMeans(clusters, n_init=10, batch_size=4096, random_state=seed).fit(points)
    return Fitted(model.labels_, model)


def _mixture(points: np.ndarray, clusters: int, seed: int) -> Fitted:
    from sklearn.mixture import GaussianMixture

    # The floor under the variances keeps a component of equal vectors from collapsing.
    model = GaussianMixture(clusters, reg_covar=1e-4, n_init=2, random_state=seed).fit(points)
    return Fitted(model.predict(points), model)


def _birch(points: np.ndarray, clusters: int, seed: int) -> Fitted:
    """Fit Birch with the first threshold, from a fine one upwards, that leaves few enough leaves to join.

    Others get the cluster of the nearest leaf, as Birch gives it.
    """
    from sklearn.cluster import Birch
    from sklearn.neighbors import KNeighborsClassifier

    threshold = 0.05 * np.sqrt(points.shape[1])
    while True:
        model = Birch(threshold=threshold, n_clusters=None).fit(points)
        if len(model.subcluster_centers_) <= BIRCH_LEAVES:
            break
        threshold *= 1.5
    while len(model.subcluster_centers_) < clusters:  # nearly all points alike
        threshold /= 2
        model = Birch(threshold=threshold, n_clusters=None).fit(points)
    model.set_params(n_clusters=clusters).partial_fit()
    leaves = KNeighborsClassifier(1, algorithm="brute").fit(model.subcluster_centers_, model.subcluster_labels_)
    return Fitted(model.predict(points), leaves)


def _hdbscan(points: np.ndarray, clusters: int, seed: int) -> Fitted:
    """Fit HDBSCAN on the first `HDBSCAN_SAMPLE` points and keep its largest `clusters`; the rest is noise.

    Others, noise too, get the cluster that most of their nearest neighbours among the clustered points belong to.
    """
    from sklearn.cluster import HDBSCAN
    from sklearn.neighbors import KNeighborsClassifier

    points = points[:HDBSCAN_SAMPLE]
    smallest = min(len(points), max(5, len(points) // 125))
    ids = HDBSCAN(min_cluster_size=smallest, min_samples=min(5, len(points)), copy=True).fit(points).labels_
    found, sizes = np.unique(ids[ids >= 0], return_counts=True)
    if not len(found):
        raise So2SatError(
            f"HDBSCAN finds no groups of at least {smallest} alike among {len(points)} sampled cells: they pass into "
            "one another. Choose another METHOD, such as k-means."
        )
    kept = found[np.argsort(-sizes, kind="stable")[:clusters]]
    ids = np.where(np.isin(ids, kept), ids, -1)
    clustered = ids >= 0
    model = KNeighborsClassifier(min(NEIGHBOURS, int(clustered.sum())), algorithm="brute").fit(
        points[clustered], ids[clustered]
    )
    return Fitted(ids, model)


def _silhouette(points: np.ndarray, ids: np.ndarray) -> float | None:
    from sklearn.metrics import silhouette_score

    points, ids = points[ids >= 0][:SILHOUETTE_SAMPLE], ids[ids >= 0][:SILHOUETTE_SAMPLE]
    if not 1 < len(np.unique(ids)) < len(ids):
        return None
    return float(silhouette_score(points, ids))


METHODS = {
    "kmeans": _kmeans,
    "minibatch": _minibatch,
    "mixture": _mixture,
    "birch": _birch,
    "hdbscan": _hdbscan,
}

CALLS = (fit, predict, save, load)
