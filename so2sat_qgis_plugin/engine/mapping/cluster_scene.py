"""Cluster a scene without storing its embedding: a sample is embedded and fitted, then each block becomes codes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .. import worker as door
from ..embedding.elsewhere import Elsewhere
from ..embedding.following import CODES, Following
from ..embedding.parts import Parts
from ..embedding.plan import Plan
from ..embedding.run import run, runs_of
from ..embedding.scattered import sample_cells
from ..embedding.settle import persist_opened
from ..features.parts import PlanFeatures
from ..features.with_indices import WithIndices
from ..files import afterwards
from ..progress import Progress
from ..worker import ClusterFit, Then, Worker, cluster_ids, load_clusters, save_clusters
from .appearance import block_sums, means_of
from .clusters import ClusterMap, ClusterRequest, Found, check, finish, fit_sample, number_by_size

CLUSTERS = "clusters"  # of a run's fingerprint: `key`
_SUMS = "sums"  # of a part: what its clusters look like (see appearance.block_sums)
_FEW = 4  # a sample of more than a quarter of the cells is no sample: they are embedded once, and stored


def pays(plan: Plan, request: ClusterRequest) -> bool:
    """Return whether two passes give what one does, and are worth it: nothing is stored, the sample embedded twice."""
    return plan.dense_equals_exact and plan.grid.rows * plan.grid.columns > _FEW * request.sample


@dataclass(frozen=True)
class FittedClusters:
    """Clusters fitted on `sampled` cells; `model` is what a worker loads them from, bytes (n,) uint8."""

    fit: ClusterFit
    sampled: int
    model: np.ndarray


class ClusterFollowing(Following):
    """Fitted clusters, applied to features as they are made."""

    def __init__(self, request: ClusterRequest, plan: Plan, fitted: FittedClusters) -> None:
        self.request, self.fitted = request, fitted
        self._source = WithIndices(PlanFeatures(plan))

    def prepare(self, worker: Worker, progress: Progress) -> None:
        load_clusters(worker, self.fitted.model, progress)

    def look(self, statistics: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self._source.indices_of(statistics), ~np.isnan(statistics[..., 0])

    def then(self, beside: np.ndarray | None) -> Then:
        assert beside is not None
        return cluster_ids(beside)

    def empty(self, rows: int, columns: int) -> dict[str, np.ndarray]:
        return {CODES: np.zeros((rows, columns), np.uint8)}

    def found(self, answer: np.ndarray) -> dict[str, np.ndarray]:
        return {CODES: answer + 1}

    def arrays(self, found: dict[str, np.ndarray], statistics: np.ndarray) -> dict[str, np.ndarray]:
        return {**found, _SUMS: block_sums(statistics, found[CODES], self._source.bands, self.request.clusters)}


def cluster_scene(
    request: ClusterRequest,
    plan: Plan,
    home: Path,
    worker: Worker,
    progress: Progress,
    elsewhere: Elsewhere | None = None,
) -> ClusterMap:
    """Cluster what `plan` (settled in the worker) would embed into a map, and return what it shows.

    A run that was killed goes on where it was: parts below `home`/runs hold codes, and the sample lies beside them.
    Holds a byte a cell, the sample and a few blocks.
    """
    check(request)
    runs = runs_of(home, elsewhere)
    with Parts(runs, {**plan.fingerprint(), CLUSTERS: key(request, worker, progress)}) as parts:
        fitted = fit_scene(request, plan, worker, progress.span(0.0, 0.3), parts)
        following = ClusterFollowing(request, plan, fitted)
        run(plan, parts, worker, progress.span(0.3, 0.95), following, elsewhere)
        result = map_of_codes(following, plan, parts, progress.span(0.95, 1.0))
        afterwards(parts.delete)
    return result


def map_of_codes(following: ClusterFollowing, plan: Plan, parts: Parts, progress: Progress) -> ClusterMap:
    """Write the map that finished parts with codes make, and return what it shows."""
    request, source = following.request, WithIndices(PlanFeatures(plan))
    found = _gather(plan, parts, request, len(source.bands), progress)
    ids, cells, order = number_by_size(found[0])
    looks = means_of(found[1][order])
    return finish(request, source, Found(ids, cells, looks, following.fitted.fit, following.fitted.sampled), progress)


def key(request: ClusterRequest, worker: Worker, progress: Progress) -> dict[str, Any]:
    """Return what the clusters depend on beside the features: settings, and the versions that fit them."""
    settings = [request.method, request.clusters, request.seed, request.sample]
    return {"settings": settings, "versions": door.versions(worker, progress).to_json()}


def fit_scene(
    request: ClusterRequest, plan: Plan, worker: Worker, progress: Progress, parts: Parts | None = None
) -> FittedClusters:
    """Embed a sample and fit the clusters on it in the worker; `parts` keep the sample for the next run."""
    source = WithIndices(PlanFeatures(plan))

    def work() -> FittedClusters:
        kept = parts.load_arrays("sample") if parts else None
        if kept is None:
            cells = plan.grid.rows * plan.grid.columns
            progress.log(f"Sampling {min(request.sample, cells)} of {cells} cells …")
            features, statistics = sample_cells(plan, worker, request.sample, request.seed, progress.span(0.0, 0.7))
            kept = {"vectors": np.concatenate([features, source.indices_of(statistics)], axis=1)}, {}
            if parts is not None:
                parts.store_arrays("sample", *kept)
        vectors = kept[0]["vectors"]
        fit = fit_sample(request, source, vectors, worker, progress.span(0.7, 1.0))
        return FittedClusters(fit, len(vectors), save_clusters(worker, progress))

    return persist_opened(plan, worker, work, progress)


def _gather(
    plan: Plan, parts: Parts, request: ClusterRequest, bands: int, progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """Return all codes (rows, columns), as the clusters were found, and the sums of each code from 0."""
    codes = np.zeros(plan.grid.shape, np.uint8)
    sums = np.zeros((request.clusters + 1, bands + 2))
    for block in plan.blocks():
        progress.check()
        codes[block.slices] = parts.load(block, CODES)
        sums += parts.load(block, _SUMS)
    return codes, sums
