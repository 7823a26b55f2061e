"""Make of a plan's parts what it was asked for: an embedding raster, or a map."""

from __future__ import annotations

import dataclasses

from ..engine.embedding.calibrate import calibrate
from ..engine.embedding.run import Embedded
from ..engine.errors import So2SatError
from ..engine.features import embedding_raster
from ..engine.features.parts import PartFeatures
from ..engine.files import Outputs
from ..engine.mapping.class_scene import ClassFollowing, map_of_classes
from ..engine.mapping.classes import ClassificationRequest, classify
from ..engine.mapping.cluster_scene import ClusterFollowing, map_of_codes
from ..engine.mapping.clusters import ClusterRequest, cluster_map
from ..engine.mapping.own_classes import map_own_classes, own_legend
from ..engine.modules import bundle
from ..engine.progress import Progress
from ..engine.reports.clusters import write_cluster_report
from ..engine.reports.own_classes import write_own_classes_report
from .node import Node
from .plan_file import BUNDLE
from .roots import Roots


def missing(here: Node) -> int:
    """Return how many blocks have no part yet."""
    return sum(not here.has(number) for number in range(len(here.blocks)))


def finish(here: Node, roots: Roots, progress: Progress) -> str:
    """Write the output and return its path; raises So2SatError where parts are missing or damaged."""
    outcome = here.saved.outcome
    target = roots.here(outcome.output)
    if not target:
        raise So2SatError(f"The plan {here.saved.path} belongs to a run of QGIS: start that again to finish it.")
    lacking, first = 0, -1
    for number, block in enumerate(here.blocks):
        if not here.parts.has(block):
            lacking, first = lacking + 1, number if first < 0 else first
    if lacking:
        raise So2SatError(
            f"{lacking} of {len(here.blocks)} blocks of {here.saved.path} are missing or damaged (the first is block "
            f"{first}). Run the plan again, then finish it."
        )
    with Outputs():
        if here.following is None:
            _of_features(here, target, roots, progress)
        elif isinstance(here.following, ClassFollowing):
            asked = ClassificationRequest(target, roots.here(outcome.confidence))
            map_of_classes(asked, here.following, here.plan, here.parts, progress)
        else:
            following = ClusterFollowing(_into(here.following.request, target), here.plan, here.following.fitted)
            result = map_of_codes(following, here.plan, here.parts, progress)
            if outcome.report:
                write_cluster_report(roots.here(outcome.report), result, target)
    return target


def _of_features(here: Node, target: str, roots: Roots, progress: Progress) -> None:
    """Write what is to come of parts that hold features."""
    outcome, last, worker = here.saved.outcome, progress.span(0.1, 1.0), here.worker
    calibration = calibrate(here.plan, here.parts, worker, progress.span(0.0, 0.1))
    source = PartFeatures(Embedded(here.plan, here.parts, calibration))
    asked = ClassificationRequest(target, roots.here(outcome.confidence))
    report = roots.here(outcome.report)
    if outcome.bundle:
        classify(asked, bundle.read(here.saved.folder / BUNDLE), source, worker, last)
    elif outcome.own_classes:
        module = here.plan.module
        map_own_classes(asked, [source], own_legend(module), last)
        if report:
            write_own_classes_report(report, target, module, [source.name], source.provenance)
    elif outcome.clusters is not None:
        result = cluster_map(_into(outcome.clusters, target), source, worker, last)
        if report:
            write_cluster_report(report, result, target)
    else:
        embedding_raster.write(source, target, outcome.storage, here.saved.request.seed, last)


def _into(request: ClusterRequest, target: str) -> ClusterRequest:
    return dataclasses.replace(request, output=target)
