"""Calls that fit and apply clusters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..progress import Progress
from .protocol import Worker


@dataclass(frozen=True)
class ClusterFit:
    """A fitted clustering: how many `clusters` were found, principal `components` and their share `explained`.

    `silhouette` −1 to 1, None where undefined; `noise`: share of the sample that HDBSCAN found in no cluster.
    """

    clusters: int
    components: int
    explained: float
    silhouette: float | None
    noise: float


@dataclass(frozen=True)
class Clustering:
    """How to cluster: a key of `mapping.clusters.METHODS`, how many, and whether the vectors are an embedding's.

    The last `indices` columns of the vectors are spectral indices of the cells: a block of features of their own.
    """

    method: str
    clusters: int
    seed: int
    embedding: bool
    indices: int = 0


def fit_clusters(worker: Worker, vectors: np.ndarray, asked: Clustering, progress: Progress) -> ClusterFit:
    """Fit clusters to vectors (n, dims) float32 without NaN, in random order; the model stays in the worker."""
    return ClusterFit(
        **worker.call(
            "cluster.fit",
            progress,
            vectors=vectors,
            method=asked.method,
            clusters=asked.clusters,
            seed=asked.seed,
            embedding=asked.embedding,
            indices=asked.indices,
        )
    )


def save_clusters(worker: Worker, progress: Progress) -> np.ndarray:
    """Return the clusters that were fitted last as bytes (n,) uint8, for other workers."""
    return np.asarray(worker.call("cluster.save", progress)["content"])


def load_clusters(worker: Worker, content: np.ndarray, progress: Progress) -> None:
    """Have a worker go on with what `save_clusters` returned; raises So2SatError where it is refused."""
    worker.call("cluster.load", progress, content=content)


def predict_clusters(worker: Worker, vectors: np.ndarray, progress: Progress) -> np.ndarray:
    """Return the ids, int32 (n,) from 0, of vectors (n, dims) by the model that was fitted last."""
    return np.asarray(worker.call("cluster.predict", progress, vectors=vectors)["ids"])
