"""Train on a scene of which nothing but the labelled cells, and those around them, is embedded."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from .. import worker as door
from ..embedding.parts import Parts
from ..embedding.plan import Plan
from ..embedding.settle import persist_opened
from ..features.parts import PlanFeatures, SceneFeatures
from ..files import afterwards
from ..legend import LegendClass
from ..progress import Progress, Quiet
from ..raster.cells import Cells
from ..raster.vector import find_cells
from ..worker import Worker
from .training import WITH_NEIGHBOURS, Suspect, Training, TrainingRequest, train

_TRAINING, _ESTIMATOR = "training", "estimator"  # of the run's folder
_FEW = 4  # where more than a quarter of the cells would be embedded for training, all are, once, and stored


def pays(request: TrainingRequest, plan: Plan, progress: Progress) -> bool:
    """Return whether labelled cells embedded by themselves are as good as the whole, and few."""
    if not plan.dense_equals_exact:
        return False
    place = PlanFeatures(plan)
    cells = Cells(place.rows, place.columns, place.transform, place.crs)
    labelled = np.unique(find_cells(request.labels, cells, Quiet(progress)).cell)
    return _with_neighbours(labelled, cells, request.most_samples) * _FEW < cells.rows * cells.columns


def _with_neighbours(labelled: np.ndarray, cells: Cells, most: int) -> int:
    """Return how many cells, about, training looks at where these (n,) are labelled: they and some of their neighbours.

    No fewer than it does.
    """
    if len(labelled) > WITH_NEIGHBOURS:
        return min(len(labelled), most) + 8 * WITH_NEIGHBOURS
    steps = np.add.outer(np.arange(-1, 2) * cells.columns, np.arange(-1, 2)).ravel()
    return len(np.unique(np.add.outer(labelled, steps)))


@contextlib.contextmanager
def trained(
    request: TrainingRequest, plan: Plan, runs: Path, worker: Worker, progress: Progress
) -> Iterator[tuple[Training, PlanFeatures]]:
    """Train on the labelled cells of what `plan` (settled in the worker) would embed.

    A folder below `runs` keeps the result until the context, which makes a map by it, ends well: fitted again the
    estimator would be another, and what it has classified already of no use.
    """
    source = SceneFeatures(plan, worker)
    asked = hashlib.sha256(repr(asdict(request)).encode()).hexdigest()
    made = {_TRAINING: asked, "versions": door.versions(worker, progress).to_json()}
    with Parts(runs, {**plan.fingerprint(), **made}) as kept:
        training = _kept(kept)
        if training is None:
            training = persist_opened(plan, worker, lambda: train(request, source, worker, progress), progress)
            _keep(kept, training)
        else:
            progress.log("The classifier is there from an earlier run.")
        yield training, source
        afterwards(kept.delete)


def _keep(kept: Parts, training: Training) -> None:
    note = {name: value for name, value in asdict(training).items() if name != _ESTIMATOR}
    kept.store_arrays(_TRAINING, {_ESTIMATOR: np.frombuffer(training.estimator, np.uint8)}, note)


def _kept(kept: Parts) -> Training | None:
    found = kept.load_arrays(_TRAINING)
    if found is None:
        return None
    note: dict[str, Any] = found[1]
    return Training(
        legend=tuple(LegendClass(**entry) for entry in note["legend"]),
        figures=note["figures"],
        suspects=tuple(Suspect(**one) for one in note["suspects"]),
        estimator=found[0][_ESTIMATOR].tobytes(),
        notes=tuple(note["notes"]),
        views=tuple(note["views"]),
        smoothing=note["smoothing"],
    )
