"""Refit a scene's classifier to the labels as they are now, and say how good it is."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from ..legend import LegendClass
from ..progress import Progress
from ..raster.cells import LabelledFeatures
from ..worker import Worker
from .scene import LabelScene


@dataclass(frozen=True)
class LabelLayer:
    """The labels as they are now: features with the values of `field`, and colours "#rrggbb" by label (the layer's).

    Features of an empty label are left out, so they may be drawn first and named later.
    """

    features: LabelledFeatures
    field: str
    colors: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class ClassAccuracy:
    """How well a class is found, held out; None where that is not known (never held out).

    `recall` is the share of its labelled cells that are found (producer's accuracy) with a 95 % `interval`,
    `precision` the share of what is mapped as it that is right (user's accuracy). `polygons` and `cells`: labelled.
    """

    code: int
    name: str
    color: str
    f1: float | None
    recall: float | None
    precision: float | None
    interval: tuple[float, float] | None
    polygons: int
    cells: int


@dataclass(frozen=True)
class Suspect:
    """A labelled feature that looks wrong: its position in `LabelLayer.features`, a place in it (the scene's CRS).

    `label` is how it is labelled, `predicted` what most of its cells are taken for, held out, with a mean `confidence`
    (0–1).
    """

    feature: int
    x: float
    y: float
    label: str
    predicted: str
    confidence: float


@dataclass(frozen=True)
class Fitted:
    """A scene's classifier, and what is known of it.

    `legend`: its classes; codes are those of the map, uint8, and may change from one fit to the next. `accuracy` is
    overall accuracy held out (0–1) with a 95 % `interval`, `macro_f1` the mean F1; `plain` and `plain_f1` the same by
    plain pixels (each cell's own band means). None where nothing could be held out. `how` says in words how it was held
    out, `notes` what the user should know, `suspects` come the most confident first. `classifier` names it in words.
    `token` tells fits apart: the worker keeps the latest.
    """

    legend: tuple[LegendClass, ...]
    classes: tuple[ClassAccuracy, ...]
    accuracy: float | None
    interval: tuple[float, float] | None
    macro_f1: float | None
    plain: float | None
    plain_f1: float | None
    how: str
    suspects: tuple[Suspect, ...]
    notes: tuple[str, ...]
    classifier: str
    token: str


def refit(scene: LabelScene, labels: LabelLayer, worker: Worker, progress: Progress, automatic: bool = False) -> Fitted:
    """Fit a classifier to the labels and judge it, held out; the worker keeps it for what follows.

    Quick (a regularised linear classifier) unless `automatic`: then the trainer of so2sat:train tries all kinds on the
    same cells, which takes seconds. Raises So2SatError where there are fewer than two classes, no label on the scene,
    or the scene was changed (`LabelScene.check`). A worker that died is started anew.
    """
    raise NotImplementedError
