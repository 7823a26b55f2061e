"""Cluster a source of feature vectors: sample, fit, predict block by block, number, name, write the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import So2SatError
from ..features.source import FeatureSource, sample, valid_cells
from ..features.with_indices import WithIndices
from ..legend import LegendClass
from ..progress import Progress, Quiet
from ..raster.area import cell_areas
from ..raster.maps import code_counts
from ..worker import ClusterFit, Clustering, Worker, fit_clusters, predict_clusters
from . import naming
from .appearance import UNKNOWN, cluster_means
from .write import write_map

METHODS = {
    "kmeans": "k-means",
    "minibatch": "Mini-batch k-means",
    "mixture": "Gaussian mixture",
    "birch": "Birch",
    "hdbscan": "HDBSCAN on a sample, the rest assigned",
}
MOST_CLUSTERS = 255
CLUSTERING_KEY = "SO2SAT_CLUSTERING"  # metadata key of a cluster map: JSON of how it was made


@dataclass(frozen=True)
class ClusterRequest:
    """What to cluster into: `method` is a key of `METHODS`; `sample` cells at most are fitted on."""

    output: str
    method: str
    clusters: int
    seed: int
    sample: int


@dataclass(frozen=True)
class Cluster:
    """One class of a cluster map and how it came about.

    `area` in m², None where the CRS doesn't tell; `spectrum` is mean reflectance by band name, empty where unknown, and
    `water` the share of water cells; `why` gives the reason for the name.
    """

    legend: LegendClass
    cells: int
    area: float | None
    spectrum: dict[str, float]
    water: float
    why: str


@dataclass(frozen=True)
class ClusterMap:
    """A finished map: its clusters from large to small, the fit on `sampled` cells, and how it was `made`."""

    clusters: tuple[Cluster, ...]
    nodata: int
    fit: ClusterFit
    sampled: int
    made: dict[str, Any]
    neutral_because: str  # why names are neutral, else ""


def cluster_map(request: ClusterRequest, source: FeatureSource, worker: Worker, progress: Progress) -> ClusterMap:
    """Cluster `source` into a map and return what it shows.

    Holds a byte a cell, the sample and a few blocks. Raises So2SatError where there are fewer valid cells than
    clusters.
    """
    check(request)
    source = WithIndices(source)
    progress.log(f"Sampling up to {request.sample} of {source.rows * source.columns} cells …")
    vectors, _ = sample(source, request.sample, request.seed, progress.span(0.0, 0.3))
    fit = fit_sample(request, source, vectors, worker, progress.span(0.3, 0.45))
    ids = predict_ids(source, worker, progress.span(0.45, 0.85))
    ids, cells, _ = number_by_size(ids)
    looks = cluster_means(source, ids, len(cells), progress.span(0.85, 0.95)) if source.bands else None
    return finish(request, source, Found(ids, cells, looks, fit, len(vectors)), progress)


@dataclass(frozen=True)
class Found:
    """Clusters of every cell: `ids` (rows, columns) numbered by size, `cells` of each, and how they were fitted.

    `looks`: mean reflectance and share of water of each, None where they are not known.
    """

    ids: np.ndarray
    cells: np.ndarray
    looks: tuple[np.ndarray, np.ndarray] | None
    fit: ClusterFit
    sampled: int


def check(request: ClusterRequest) -> None:
    """Raise So2SatError where the number of clusters is none that can be mapped."""
    if not 1 <= request.clusters <= MOST_CLUSTERS:
        raise So2SatError(f"CLUSTERS must be 1 to {MOST_CLUSTERS}, but is {request.clusters}.")


def fit_sample(
    request: ClusterRequest, source: WithIndices, vectors: np.ndarray, worker: Worker, progress: Progress
) -> ClusterFit:
    """Fit on vectors (n, dims) of sampled cells."""
    if len(vectors) < request.clusters:
        few = "SAMPLE" if len(vectors) == request.sample else "number of cells that are not nodata"
        raise So2SatError(
            f"CLUSTERS is {request.clusters}, more than the {few} of {source.name}, which is {len(vectors)}. "
            "Choose fewer clusters, or a raster with more cells."
        )
    own = f" and {source.index_count} indices of the cell" if source.index_count else ""
    features = source.dims - source.index_count
    progress.log(f"Fitting {METHODS[request.method]} on {len(vectors)} cells of {features} dimensions{own} …")
    embedding = source.provenance is not None
    asked = Clustering(request.method, request.clusters, request.seed, embedding, source.index_count)
    fit = fit_clusters(worker, vectors, asked, progress)
    progress.log(f"{fit.clusters} clusters found.")
    return fit


def finish(request: ClusterRequest, source: WithIndices, found: Found, progress: Progress) -> ClusterMap:
    """Name the clusters, write the map, and return what it shows."""
    if len(found.cells) < request.clusters and request.method != "hdbscan":
        progress.warn(f"{len(found.cells)} clusters instead of {request.clusters}: too few of the cells differ.")
    made = {
        "method": request.method,
        "clusters": request.clusters,
        "seed": request.seed,
        "sample": request.sample,
        "indices": source.index_count,
        "input": source.name,
        "embedding": source.provenance,
    }
    spectra, water, neutral = _appearance(source, found)
    clusters = _describe(source, found.ids, found.cells, spectra, water, neutral)
    write_map(request.output, source, found.ids, [one.legend for one in clusters], {CLUSTERING_KEY: made}, progress)
    progress.report(1.0)
    return ClusterMap(clusters, int((found.ids == 0).sum()), found.fit, found.sampled, made, neutral)


def predict_ids(source: FeatureSource, worker: Worker, progress: Progress) -> np.ndarray:
    """Return the id of every cell by the fitted model, from 1, uint8 (rows, columns); 0 is nodata."""
    ids = np.zeros((source.rows, source.columns), np.uint8)
    for block, features in source.read_ahead(progress):
        valid = valid_cells(features)
        if valid.any():
            # A progress of its own: the call's fraction is not the stream's.
            cells = features.reshape(-1, source.dims) if valid.all() else features[valid]  # mostly no copy
            found = predict_clusters(worker, cells, Quiet(progress))
            here = ids[block.slices]
            here[valid] = found + 1
    return ids


def number_by_size(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return ids renumbered from the largest cluster (1) to the smallest, cells of each, and the old id of each.

    0 stays nodata; ids without cells are dropped; of two as large the lower id comes first.
    """
    counts = code_counts(ids)[: MOST_CLUSTERS + 1]
    order = np.argsort(-counts[1:], kind="stable") + 1
    order = order[counts[order] > 0]
    codes = np.zeros(len(counts), np.uint8)
    codes[order] = np.arange(1, len(order) + 1)
    renumbered = np.empty_like(ids)
    for row, old in zip(renumbered, ids):  # as an index, ids of the whole map would be int64
        row[:] = codes[old]
    return renumbered, counts[order], order


def _appearance(source: FeatureSource, found: Found) -> tuple[list[dict[str, float]], list[float], str]:
    """Return every cluster's spectrum and share of water, and why the names must be neutral ("" where not)."""
    if found.looks is None:
        return [{}] * len(found.cells), [0.0] * len(found.cells), UNKNOWN
    means, water = found.looks
    spectra = [dict(zip(source.bands, map(float, row))) for row in means]
    look, why = naming.appearance(spectra[0])
    return spectra, water.tolist(), why if look == naming.NEUTRAL else ""


def _describe(
    source: FeatureSource,
    ids: np.ndarray,
    cells: np.ndarray,
    spectra: list[dict[str, float]],
    water: list[float],
    neutral: str,
) -> tuple[Cluster, ...]:
    looks = [
        (naming.NEUTRAL, neutral) if neutral else naming.appearance(spectrum, share)
        for spectrum, share in zip(spectra, water)
    ]
    classes = naming.legend([look for look, _ in looks])
    areas = cell_areas(source.transform, source.crs, source.rows, source.columns)
    totals = [None] * len(cells) if areas is None else _areas(ids, areas, len(cells))
    return tuple(
        Cluster(legend, int(count), area, spectrum, share, why)
        for legend, count, area, spectrum, share, (_, why) in zip(classes, cells, totals, spectra, water, looks)
    )


def _areas(ids: np.ndarray, areas: np.ndarray, clusters: int) -> list[float | None]:
    """Return the area of each cluster in m²; `areas` (rows,) is that of one cell of each row."""
    total = np.zeros(clusters + 1)
    for row, area in zip(ids, areas):
        total += np.bincount(row, minlength=clusters + 1) * area
    return [float(area) for area in total[1:]]
