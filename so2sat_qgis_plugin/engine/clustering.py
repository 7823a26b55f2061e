"""Cluster a source of feature vectors: sample, fit, predict block by block, number, name, write the map."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from . import naming
from .appearance import Reflectance, cluster_means
from .errors import Cancelled, So2SatError
from .features import FeatureSource, sample, valid_cells
from .legend import LegendClass, save_style
from .progress import Progress
from .raster.area import cell_areas
from .raster.writer import GeoTiffProfile, GeoTiffWriter

METHODS = {
    "kmeans": "k-means",
    "minibatch": "Mini-batch k-means",
    "mixture": "Gaussian mixture",
    "birch": "Birch",
    "hdbscan": "HDBSCAN on a sample, the rest assigned",
}
MOST_CLUSTERS = 255
RECIPE_KEY = "SO2SAT_CLUSTERING"  # metadata key of a cluster map: JSON of how it was made
_STRIPE = 256  # rows written at a time: the tiles' height


class Worker(Protocol):
    """The worker, as far as this file knows it."""

    def call(self, call: str, progress: Progress, /, **values: Any) -> dict[str, Any]:
        """Send a request and wait for its answer."""


@dataclass(frozen=True)
class Cluster:
    """One class of a cluster map and how it came about.

    `area` in m², None where the CRS doesn't tell; `spectrum` is mean reflectance by band name, empty where unknown, and
    `water` the share of water pixels; `why` gives the reason for the name.
    """

    legend: LegendClass
    cells: int
    area: float | None
    spectrum: dict[str, float]
    water: float
    why: str


@dataclass(frozen=True)
class ClusterMap:
    """A finished map: its clusters from large to small, the worker's summary of the fit, and how it was asked for."""

    clusters: tuple[Cluster, ...]
    nodata: int
    fit: dict[str, Any]
    recipe: dict[str, Any]
    neutral_because: str  # why names are neutral, else ""


def cluster_map(
    source: FeatureSource,
    worker: Worker,
    output: str | Path,
    method: str,
    clusters: int,
    seed: int,
    sample_size: int,
    reflectance: Reflectance | str,
    progress: Progress,
) -> ClusterMap:
    """Cluster `source` into a map at `output` and return what it shows.

    `method` is a key of `METHODS`. `reflectance` says where the clusters' appearance is read, or why it cannot be: the
    names are neutral then. Holds a byte a cell, the sample and a few blocks. Raises So2SatError where there are fewer
    valid cells than clusters.
    """
    if not 1 <= clusters <= MOST_CLUSTERS:
        raise So2SatError(f"CLUSTERS must be 1 to {MOST_CLUSTERS}, but is {clusters}.")
    fit = _fit(source, worker, method, clusters, seed, sample_size, progress)
    ids = predict_ids(source, worker, progress.part(0.45, 0.85))
    ids, cells = number_by_size(ids)
    if len(cells) < clusters and method != "hdbscan":
        progress.warn(f"{len(cells)} clusters instead of {clusters}: too few of the cells differ.")
    spectra, water, neutral = _appearance(reflectance, ids, source, len(cells), progress.part(0.85, 0.95))
    recipe = {
        "method": method,
        "clusters": clusters,
        "seed": seed,
        "sample": sample_size,
        "input": source.name,
        "embedding": source.provenance,
    }
    found = _describe(source, ids, cells, spectra, water, neutral)
    write_map(output, source, ids, [one.legend for one in found], {RECIPE_KEY: json.dumps(recipe)}, progress)
    progress.report(1.0)
    return ClusterMap(found, int((ids == 0).sum()), fit, recipe, neutral)


def _fit(
    source: FeatureSource,
    worker: Worker,
    method: str,
    clusters: int,
    seed: int,
    sample_size: int,
    progress: Progress,
) -> dict[str, Any]:
    progress.log(f"Sampling up to {sample_size} of {source.rows * source.columns} cells …")
    vectors, _ = sample(source, sample_size, seed, progress.part(0.0, 0.3))
    if len(vectors) < clusters:
        few = "SAMPLE" if len(vectors) == sample_size else "number of cells that are not nodata"
        raise So2SatError(
            f"CLUSTERS is {clusters}, more than the {few} of {source.name}, which is {len(vectors)}. "
            "Choose fewer clusters, or a raster with more cells."
        )
    progress.log(f"Fitting {METHODS[method]} on {len(vectors)} cells of {source.dims} dimensions …")
    fit = worker.call(
        "cluster.fit",
        progress.part(0.3, 0.45),
        vectors=vectors,
        method=method,
        clusters=clusters,
        seed=seed,
        embedding=source.provenance is not None,
    )
    fit["sampled"] = len(vectors)
    progress.log(f"{fit['clusters']} clusters found.")
    return fit


def predict_ids(source: FeatureSource, worker: Worker, progress: Progress) -> np.ndarray:
    """Return the id of every cell by the fitted model, from 1, uint8 (rows, columns); 0 is nodata."""
    ids = np.zeros((source.rows, source.columns), np.uint8)
    for block, features in source.read_ahead(progress):
        valid = valid_cells(features)
        if valid.any():
            # A progress of its own: the call's fraction is not the stream's.
            found = worker.call("cluster.predict", _Quiet(progress), vectors=features[valid])["ids"]
            here = ids[block.row : block.row + block.rows, block.column : block.column + block.columns]
            here[valid] = found + 1
    return ids


class _Quiet(Progress):
    """Another's cancel, and nothing else of it."""

    def __init__(self, whole: Progress) -> None:
        self._whole = whole

    def is_cancelled(self) -> bool:
        return self._whole.is_cancelled()


def number_by_size(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return ids renumbered from the largest cluster (1) to the smallest, and int64 (clusters,) cells of each.

    0 stays nodata; ids without cells are dropped; of two as large the lower id comes first.
    """
    counts = np.zeros(MOST_CLUSTERS + 1, np.int64)
    for row in ids:
        counts += np.bincount(row, minlength=len(counts))
    order = np.argsort(-counts[1:], kind="stable") + 1
    order = order[counts[order] > 0]
    codes = np.zeros(len(counts), np.uint8)
    codes[order] = np.arange(1, len(order) + 1)
    return codes[ids], counts[order]


def write_map(
    path: str | Path,
    source: FeatureSource,
    codes: np.ndarray,
    classes: list[LegendClass],
    metadata: dict[str, str],
    progress: Progress,
) -> None:
    """Write `codes`, uint8 (rows, columns), as a map on the grid of `source`, with its legend and style."""
    profile = GeoTiffProfile(
        rows=source.rows,
        columns=source.columns,
        bands=1,
        dtype="uint8",
        transform=source.transform,
        crs=source.crs,
        nodata=0,
        band_names=("class",),
        metadata=metadata,
        tile=_STRIPE,
    )
    with GeoTiffWriter(path, profile) as writer:
        writer.set_legend(classes)
        for row in range(0, source.rows, _STRIPE):
            progress.check()
            writer.write(row, 0, codes[row : row + _STRIPE])
    save_style(path, classes)


def _appearance(
    reflectance: Reflectance | str, ids: np.ndarray, source: FeatureSource, clusters: int, progress: Progress
) -> tuple[list[dict[str, float]], list[float], str]:
    """Return every cluster's spectrum and share of water, and why the names must be neutral ("" where not)."""
    unknown: list[dict[str, float]] = [{}] * clusters
    if isinstance(reflectance, str):
        return unknown, [0.0] * clusters, reflectance
    try:
        means, water = cluster_means(reflectance, ids, source.transform, clusters, progress)
    except Cancelled:
        raise
    except So2SatError as error:
        return unknown, [0.0] * clusters, str(error)
    spectra = [dict(zip(reflectance.names, map(float, row))) for row in means]
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
