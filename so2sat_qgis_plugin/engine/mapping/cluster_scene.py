"""Cluster a scene without storing its embedding: a sample is embedded and fitted, then each block becomes codes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from .. import worker as door
from ..embedding.following import CODES, Following
from ..embedding.parts import Parts
from ..embedding.plan import Plan
from ..embedding.run import run
from ..embedding.scattered import sample_cells
from ..embedding.settle import reopen
from ..features.parts import PlanFeatures
from ..features.with_indices import WithIndices
from ..files import afterwards
from ..progress import Progress
from ..worker import ClusterFit, Then, Worker, cluster_ids, persist
from .appearance import block_sums, means_of
from .clusters import ClusterMap, ClusterRequest, Found, check, finish, fit_sample, number_by_size

_SUMS = "sums"  # of a part: what its clusters look like (see appearance.block_sums)
_FEW = 4  # a sample of more than a quarter of the cells is no sample: they are embedded once, and stored


def pays(plan: Plan, request: ClusterRequest) -> bool:
    """Return whether two passes give what one does, and are worth it: nothing is stored, the sample embedded twice."""
    return plan.dense_equals_exact and plan.grid.rows * plan.grid.columns > _FEW * request.sample


class ClusterFollowing(Following):
    """Clusters fitted on `vectors` (n, dims) of sampled cells, applied to features as they are made."""

    dtype = "uint8"

    def __init__(self, request: ClusterRequest, source: WithIndices, vectors: np.ndarray) -> None:
        self._request, self._source, self.vectors = request, source, vectors
        self.fit: ClusterFit | None = None

    def prepare(self, worker: Worker, progress: Progress) -> None:
        self.fit = fit_sample(self._request, self._source, self.vectors, worker, progress)

    def valid(self, statistics: np.ndarray) -> np.ndarray:
        return ~np.isnan(statistics[..., 0])

    def then(self, statistics: np.ndarray) -> Then:
        return cluster_ids(self._source.indices_of(statistics))

    def codes(self, answer: np.ndarray) -> np.ndarray:
        return answer + 1

    def arrays(self, codes: np.ndarray, statistics: np.ndarray) -> dict[str, np.ndarray]:
        return {CODES: codes, _SUMS: block_sums(statistics, codes, self._source.bands, self._request.clusters)}


def cluster_scene(request: ClusterRequest, plan: Plan, home: Path, worker: Worker, progress: Progress) -> ClusterMap:
    """Cluster what `plan` (settled in the worker) would embed into a map, and return what it shows.

    A run that was killed goes on where it was: parts below `home`/runs hold codes, and the sample lies beside them.
    Holds a byte a cell, the sample and a few blocks.
    """
    check(request)
    source = WithIndices(PlanFeatures(plan))
    with Parts(home / "runs", {**plan.fingerprint(), "clusters": _key(request, worker, progress)}) as parts:
        following = _fitted(request, plan, source, parts, worker, progress.span(0.0, 0.3))
        run(plan, parts, worker, progress.span(0.3, 0.95), following)
        assert following.fit is not None
        found = _gather(plan, parts, request, len(source.bands), progress)
        ids, cells, order = number_by_size(found[0])
        looks = means_of(found[1][order])
        sampled = len(following.vectors)
        result = finish(request, source, Found(ids, cells, looks, following.fit, sampled), progress.span(0.95, 1.0))
        afterwards(parts.delete)
    return result


def _key(request: ClusterRequest, worker: Worker, progress: Progress) -> dict[str, Any]:
    """Return what the clusters depend on beside the features: settings, and the versions that fit them."""
    settings = [request.method, request.clusters, request.seed, request.sample]
    return {"settings": settings, "versions": door.versions(worker, progress).to_json()}


def _fitted(
    request: ClusterRequest, plan: Plan, source: WithIndices, parts: Parts, worker: Worker, progress: Progress
) -> ClusterFollowing:
    """Embed the sample, unless it is there from an earlier run, and fit the clusters on it in the worker."""
    broken = False

    def work() -> ClusterFollowing:
        nonlocal broken
        if broken:
            reopen(plan, worker, 1, progress)
        broken = True
        kept = parts.load_arrays("sample")
        if kept is None:
            cells = plan.grid.rows * plan.grid.columns
            progress.log(f"Sampling {min(request.sample, cells)} of {cells} cells …")
            features, statistics = sample_cells(plan, worker, request.sample, request.seed, progress.span(0.0, 0.7))
            vectors = np.concatenate([features, source.indices_of(statistics)], axis=1)
            parts.store_arrays("sample", {"vectors": vectors}, {})
            kept = {"vectors": vectors}, {}
        following = ClusterFollowing(request, source, kept[0]["vectors"])
        following.prepare(worker, progress.span(0.7, 1.0))
        return following

    return persist(worker, work, progress)


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
