"""Refit a scene's classifier to the labels as they are now, and say how good it is."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from .. import worker as door
from ..errors import So2SatError
from ..features.source import valid_cells
from ..learning.labelled import Labelled, Labels, gather
from ..learning.training import MUCH_OVERLAP, TrainingRequest, train, validation_notes
from ..legend import LegendClass
from ..progress import Patient, Progress
from ..raster.cells import LabelledFeatures
from ..reference import accuracy, buffer
from ..reference.class_legend import class_legend
from ..reference.samples import Samples
from ..worker import KeptFile, KeptSamples, QuickFit, Worker, persist, versions
from .judged import ClassAccuracy, Suspect, SuspectCell, class_accuracies, suspect_cells, suspects
from .scene import LabelScene

__all__ = ["ClassAccuracy", "Estimator", "Fitted", "LabelLayer", "Suspect", "refit", "training_request", "with_fit"]

_MOST = 4000  # samples
_LOOKED_AT = 1000  # of them, where each is set against each
QUICK = "vote of two logistic regressions, on the cell's own bands and on the embedding"
T = TypeVar("T")


@dataclass(frozen=True)
class LabelLayer:
    """The labels as they are now: features with the values of `field`, and colours "#rrggbb" by label (the layer's).

    Features of an empty label are left out, so they may be drawn first and named later.
    """

    features: LabelledFeatures
    field: str
    colors: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Estimator:
    """What brings a fit back into a worker that lost it: its samples, and the classifier where training made one.

    `content` is that classifier (b"": fitted on the fly), written with scikit-learn `version`; its probabilities are
    averaged over `smoothing` × `smoothing` cells.
    """

    samples: KeptSamples
    content: bytes = b""
    version: str = ""
    smoothing: int = 1


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
    estimator: Estimator = dataclasses.field(repr=False, compare=False)


def refit(scene: LabelScene, labels: LabelLayer, worker: Worker, progress: Progress, automatic: bool = False) -> Fitted:
    """Fit a classifier to the labels and judge it, held out; the worker keeps it for what follows.

    Quick (a regularised linear classifier) unless `automatic`: then the trainer of so2sat:train fits its vote on the
    same cells, which takes seconds. Raises So2SatError where there are fewer than two classes, no label on the scene,
    or the scene was changed (`LabelScene.check`). A worker that died is started anew.
    """
    scene.check()
    labelled = _labelled(scene, labels, progress.span(0.0, 0.1))
    samples = labelled.samples
    if len(samples.classes) < 2:
        raise So2SatError(
            f"All labels are of one class ('{samples.classes[0].name}'), so there is nothing to tell it from. Label a "
            "second class."
        )
    legend = class_legend(samples.classes, labels.colors, labels.field)
    if automatic:
        return _trained(scene, labels, labelled, legend, worker, progress.span(0.1, 1.0))
    asked = _samples(samples, legend, "quick")
    estimator = Estimator(asked)
    progress.check()

    def fit() -> QuickFit:
        door.open_kept(worker, file_of(scene), Patient(progress))
        return door.fit_quick(worker, asked, Patient(progress))

    found = persist(worker, fit, progress)
    return _told(scene, labelled, legend, found, estimator)


def with_fit(scene: LabelScene, fitted: Fitted, worker: Worker, work: Callable[[], T], progress: Progress) -> T:
    """Return what `work` returns, which asks the worker about the scene by the fit; the worker gets both if it lacks
    them. Done again where the worker dies.
    """
    estimator = fitted.estimator

    def whole() -> T:
        if fitted.token not in door.open_kept(worker, file_of(scene), Patient(progress)):
            if estimator.content:
                door.take_trained(
                    worker, estimator.samples, estimator.content, estimator.version, estimator.smoothing,
                    Patient(progress),
                )  # fmt: skip
            else:
                door.fit_quick(worker, estimator.samples, Patient(progress))
        return work()

    progress.check()
    return persist(worker, whole, progress)


def file_of(scene: LabelScene) -> KeptFile:
    """Return what the worker opens of a scene."""
    size, changed = scene.file_stamp
    bands = len(scene.bands) if scene.spectrum else 0
    return KeptFile(str(scene.path), size, changed, scene.components, bands)


def training_request(labels: LabelLayer) -> TrainingRequest:
    """Return what the ordinary trainer is asked for: the automatic choice, all else left alone."""
    return TrainingRequest(labels.features, labels.field, colors=labels.colors)


def _labelled(scene: LabelScene, labels: LabelLayer, progress: Progress) -> Labelled:
    """Return the labelled cells that are not nodata; their values are their places in that order."""

    def read(samples: Samples, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
        valid = valid_cells(scene.values[samples.rows, samples.columns])
        return np.flatnonzero(valid), valid

    return gather(Labels(labels.features, scene.cells, scene.name, _MOST, 0), read, progress)


def _samples(samples: Samples, legend: Sequence[LegendClass], kind: str) -> KeptSamples:
    cells = np.stack([samples.rows, samples.columns], axis=1)
    digest = hashlib.sha256(f"{kind} {legend}".encode())
    for values in (cells, samples.codes, samples.groups):
        digest.update(np.ascontiguousarray(values).tobytes())
    return KeptSamples(digest.hexdigest()[:16], cells, samples.codes, samples.groups)


def _told(
    scene: LabelScene,
    labelled: Labelled,
    legend: tuple[LegendClass, ...],
    found: QuickFit,
    estimator: Estimator,
) -> Fitted:
    """Return the quick fit with what its held-out predictions say."""
    samples, names = labelled.samples, {entry.code: entry.name for entry in legend}
    pairs = list(names.items())
    figures = accuracy.describe(pairs, samples.codes, found.held_out, samples.groups)
    plain = accuracy.describe(pairs, samples.codes, found.plain, samples.groups)
    known, plain_known = bool((found.held_out > 0).any()), bool((found.plain > 0).any())
    cells = suspect_cells(samples, names, scene.transform, found.held_out, found.confidence, found.suspects)
    notes = [*labelled.notes, *validation_notes(found.divided, found.never, samples), *_reach_note(scene, samples)]
    return Fitted(
        legend=legend,
        classes=class_accuracies(legend, figures["classes"], samples, found.held_out),
        accuracy=figures["overall_accuracy"] if known else None,
        interval=_pair(figures["overall_accuracy_ci95"]) if known else None,
        macro_f1=figures["macro_f1"] if known else None,
        plain=plain["overall_accuracy"] if plain_known else None,
        plain_f1=plain["macro_f1"] if plain_known else None,
        how=_how(found, known),
        suspects=suspects(cells, samples, names),
        notes=tuple(notes),
        classifier=QUICK,
        token=estimator.samples.token,
        estimator=estimator,
    )


def _how(found: QuickFit, known: bool) -> str:
    if not known:
        return "nothing could be held out yet"
    parts = ", and pieces of classes with one polygon" if found.divided else ""
    if found.folds:
        return f"polygons and points held out in {found.folds} parts, one part after the other{parts}"
    return f"each polygon or point held out in turn{parts}"


def _pair(values: Sequence[float]) -> tuple[float, float]:
    return float(values[0]), float(values[1])


def _reach_note(scene: LabelScene, samples: Samples) -> list[str]:
    """Say where windows of held-out cells reach into other polygons, which flatters."""
    if not scene.components or scene.window <= 1:
        return []
    some = samples.thinned(_LOOKED_AT, 0)
    places = np.stack([some.rows, some.columns], axis=1)
    share = buffer.overlap(places, some.groups, int(np.ceil(scene.window)))
    if share <= MUCH_OVERLAP:
        return []
    return [
        f"The windows of {100 * share:.0f} % of the labelled cells reach into other polygons, which were trained on "
        "when these were held out: the figures may flatter. The report of a saved classifier leaves a buffer between "
        "them."
    ]


def _trained(
    scene: LabelScene,
    labels: LabelLayer,
    labelled: Labelled,
    legend: tuple[LegendClass, ...],
    worker: Worker,
    progress: Progress,
) -> Fitted:
    """Return what the ordinary trainer makes of the same labels on the kept cells."""
    source = scene.source()
    request = dataclasses.replace(training_request(labels), most_samples=_MOST)
    training = persist(worker, lambda: train(request, source, worker, progress), progress)
    installed = str(versions(worker, progress).packages.get("scikit-learn"))
    asked = _samples(labelled.samples, legend, f"trained {hashlib.sha256(training.estimator).hexdigest()}")
    figures, baseline = training.figures, training.figures["baseline"] or {}
    cells = [SuspectCell(one.feature, one.x, one.y, one.predicted, one.confidence) for one in training.suspects]
    fitted = Fitted(
        legend=legend,
        classes=_as_trained(legend, figures["classes"]),
        accuracy=figures["overall_accuracy"],
        interval=_pair(figures["overall_accuracy_ci95"]),
        macro_f1=figures["macro_f1"],
        plain=baseline.get("overall_accuracy"),
        plain_f1=baseline.get("macro_f1"),
        how=str(figures["validated_how"]),
        suspects=suspects(cells, labelled.samples, {entry.code: entry.name for entry in legend}),
        notes=training.notes,
        classifier=str(figures["classifier"]),
        token=asked.token,
        estimator=Estimator(asked, training.estimator, installed, training.smoothing),
    )
    with_fit(scene, fitted, worker, lambda: None, progress)
    return fitted


def _as_trained(legend: Sequence[LegendClass], figures: Sequence[Mapping[str, Any]]) -> tuple[ClassAccuracy, ...]:
    """Return the trainer's figures of classes as the quick fit's; an interval counts polygons as the samples."""
    found = []
    for entry, of_class in zip(legend, figures):
        f1, recall = of_class["f1"], of_class["producers_accuracy"]
        interval = None if f1 is None else accuracy.f1_interval(f1, of_class["training_polygons"])
        found.append(
            ClassAccuracy(
                entry.code, entry.name, entry.color, f1, interval, recall, of_class["users_accuracy"],
                of_class["training_polygons"], of_class["training_samples"],
            )
        )  # fmt: skip
    return tuple(found)
