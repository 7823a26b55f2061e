"""Make of a plan's parts what it was asked for: an embedding raster, or a map by a bundle."""

from __future__ import annotations

from ..engine.embedding.calibrate import calibrate
from ..engine.embedding.run import Embedded
from ..engine.errors import So2SatError
from ..engine.features import embedding_raster
from ..engine.features.parts import PartFeatures
from ..engine.files import Outputs
from ..engine.mapping.classes import ClassificationRequest, classify
from ..engine.modules import bundle
from ..engine.progress import Progress
from .node import Node
from .plan_file import BUNDLE, Roots


def missing(here: Node) -> list[int]:
    """Return the numbers of the blocks that have no part yet."""
    return [i for i, block in enumerate(here.blocks()) if not here.parts.path(block).is_file()]


def finish(here: Node, roots: Roots, progress: Progress) -> str:
    """Write the output and return its path; raises So2SatError where parts are missing or damaged."""
    blocks = here.blocks()
    lacking = [i for i, block in enumerate(blocks) if not here.parts.has(block)]
    if lacking:
        raise So2SatError(
            f"{len(lacking)} of {len(blocks)} blocks of {here.saved.path} are missing or damaged (the first is block "
            f"{lacking[0]}). Run the plan again, then finish it."
        )
    calibration = calibrate(here.plan, here.parts, here.worker, progress.span(0.0, 0.1))
    source = PartFeatures(Embedded(here.plan, here.parts, calibration))
    outcome = here.saved.outcome
    target = roots.here(outcome.output)
    with Outputs():
        if outcome.bundle:
            request = ClassificationRequest(target, roots.here(outcome.confidence))
            loaded = bundle.read(here.saved.folder / BUNDLE)
            classify(request, loaded, source, here.worker, progress.span(0.1, 1.0))
        else:
            seed = here.saved.request.seed
            embedding_raster.write(source, target, outcome.storage, seed, progress.span(0.1, 1.0))
    return target
