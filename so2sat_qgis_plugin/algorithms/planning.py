"""A land-cover map as a plan that others compute: what `so2sat:landcovermap` writes where PLAN is asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from ..engine.embedding.plan import Request
from ..engine.errors import So2SatError
from ..engine.learning.adoption import adopt, check_dates
from ..engine.mapping.clusters import METHODS, ClusterRequest
from ..engine.mapping.own_classes import own_legend
from ..engine.modules import bundle
from ..engine.modules.resolve import resolve
from ..engine.progress import Progress
from ..jobs.plan_file import Outcome, save
from ..runtime.client import Worker
from .base import Given, home_folder
from .destinations import destinations

_ALONE = {
    "TRAINING": "train first ('Train classifier' on an embedding of a part), then give the classifier file",
    "INPUTS": "a plan is of one date",
    "EMBEDDING": "use 'Save a plan' for an embedding raster",
}


def plan_to_outputs(given: Given, request: Request, worker: Worker, progress: Progress) -> dict[str, Any]:
    """Write PLAN for the map that the other parameters ask for; raises So2SatError where no plan tells of it."""
    for name, remedy in _ALONE.items():
        if given.has(name):
            raise So2SatError(f"PLAN does not go with {name}: {remedy}.")
    outcome = Outcome(_named(given, "OUTPUT"), confidence=_named(given, "CONFIDENCE"), report=_named(given, "REPORT"))
    if not outcome.output:
        raise So2SatError("OUTPUT must name a file where PLAN is asked for: finishing the plan writes the map there.")
    home = home_folder()
    if given.has("BUNDLE"):
        loaded = bundle.read(given.file("BUNDLE"))
        check_dates(loaded, 1)
        request = adopt(request, loaded, home, progress)
        outcome = replace(outcome, bundle=given.file("BUNDLE"))
    elif given.algorithm.parameterAsBool(given.parameters, "OWNCLASSES", given.context):
        module = resolve(request.module, home, progress)
        own_legend(module)  # refused now where there is none
        request = replace(request, mode="exact", output=str(module.entry.classes_output))
        outcome = replace(outcome, own_classes=True)
    else:
        outcome = replace(outcome, clusters=_clusters(given))
    path = given.file_output("PLAN")
    saved = save(Path(path), request, outcome, home, worker, progress)
    progress.log(f"{len(saved.blocks)} blocks. Compute them by: so2sat-landcover run {path} --finish")
    return {"PLAN": path}


def _clusters(given: Given) -> ClusterRequest:
    method = list(METHODS)[given.choice("METHOD")]
    return ClusterRequest("", method, given.integer("CLUSTERS"), given.integer("SEED"), given.integer("SAMPLE"))


def _named(given: Given, name: str) -> str:
    """Return the path that was named for an output, "" for none and for a temporary one. QGIS loads no layer of it."""
    asked = destinations(given.algorithm, given.parameters, given.context)
    return next((str(Path(place.path).absolute()) for definition, place in asked if definition.name() == name), "")
