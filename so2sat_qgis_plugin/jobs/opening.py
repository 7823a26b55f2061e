"""Open a saved plan on this machine: everything here must be what it was made with."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np

from ..engine.embedding.plan import Plan
from ..engine.embedding.settle import settle
from ..engine.errors import So2SatError
from ..engine.mapping.class_scene import CLASSES, ClassFollowing
from ..engine.mapping.cluster_scene import CLUSTERS, ClusterFollowing, FittedClusters
from ..engine.modules import bundle
from ..engine.modules.store import content_hash
from ..engine.progress import Progress, Quiet
from ..engine.raster.probe import probe
from ..engine.worker import ClusterFit, Worker
from ..paths import version
from .plan_file import BUNDLE, MODEL, MODULE, SavedPlan
from .roots import Roots

# What of a fingerprint differs from node to node though the values are the same, or is no matter of the embedding.
_LOCAL = ("stamp", "source", "original", "version", CLUSTERS, CLASSES)


def open_plan(saved: SavedPlan, roots: Roots, home: Path, worker: Worker, progress: Progress) -> Plan:
    """Settle the plan on this machine; raises So2SatError where anything here is not what it was made with."""
    check(saved, roots)
    request = dataclasses.replace(
        saved.request,
        raster=roots.here(saved.request.raster),
        module=str(saved.folder / MODULE),
        masks=tuple(dataclasses.replace(mask, path=roots.here(mask.path)) for mask in saved.request.masks),
    )
    plan = settle(request, home, worker, Quiet(progress))
    here = json.loads(json.dumps(plan.fingerprint()))
    keys = sorted({*here, *saved.fingerprint} - set(_LOCAL))
    other = [key for key in keys if here.get(key) != saved.fingerprint.get(key)]
    if other:
        raise So2SatError(
            f"The plan {saved.path} would be computed otherwise here: {', '.join(other)} differ. Use the same versions "
            f"of plugin (here {version()}), runtime and GDAL on all nodes."
        )
    return plan


def open_following(
    saved: SavedPlan, plan: Plan, worker: Worker, progress: Progress
) -> ClusterFollowing | ClassFollowing | None:
    """Return what follows the embedding, ready in the worker; None where parts hold features."""
    following: ClusterFollowing | ClassFollowing | None = None
    if CLASSES in saved.fingerprint:
        following = _classifier(saved, plan)
    elif saved.fitted is not None and saved.outcome.clusters is not None:
        following = ClusterFollowing(saved.outcome.clusters, plan, _fitted(saved, saved.fitted))
    if following is not None:
        following.prepare(worker, Quiet(progress))
    return following


def _classifier(saved: SavedPlan, plan: Plan) -> ClassFollowing:
    made = saved.fingerprint[CLASSES]
    following = ClassFollowing(bundle.read(saved.folder / BUNDLE), plan, bool(made.get("novelty")))
    if following.key() != made:
        raise So2SatError(
            f"The classifier {saved.folder / BUNDLE} is not the one that the plan was made with. Copy the plan and its "
            "folder anew."
        )
    return following


def _fitted(saved: SavedPlan, fitted: dict[str, Any]) -> FittedClusters:
    try:
        model = np.frombuffer((saved.folder / MODEL).read_bytes(), np.uint8)
    except OSError as error:
        raise So2SatError(f"{saved.folder / MODEL} cannot be read: {error.strerror}. Save the plan anew.") from error
    return FittedClusters(ClusterFit(**fitted["fit"]), fitted["sampled"], model)


def check(saved: SavedPlan, roots: Roots) -> None:
    """Raise So2SatError where raster or module are not there, or are others than those of the plan."""
    raster = roots.here(saved.request.raster)
    if probe(raster) != saved.probe:
        raise So2SatError(
            f"{raster} is not the raster that the plan {saved.path} was made with. Put the same file there, or give a "
            "root that leads to it."
        )
    if content_hash(saved.folder / MODULE) != saved.module_hash:
        raise So2SatError(
            f"The module in {saved.folder / MODULE} is not the one that the plan was made with. Copy the plan and its "
            "folder anew."
        )
    made = saved.fingerprint.get("version")
    if made != version():
        raise So2SatError(f"The plan was made with version {made} of the plugin, here it is {version()}. Use the same.")
