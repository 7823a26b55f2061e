"""Train a classifier on the labelled cells of a source of feature vectors, and state how good it is."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import worker as door
from ..errors import So2SatError
from ..features.gather import features_at, pixels_at
from ..features.source import FeatureSource
from ..legend import LegendClass
from ..progress import Progress
from ..raster.cells import Cells, LabelledFeatures
from ..reference import accuracy
from ..reference.class_legend import class_legend
from ..reference.samples import Samples
from ..worker import Trained, TrainingData, TrainingSettings, Worker
from .agreement import Learnt
from .estimators import AUTOMATIC
from .labelled import Labelled, Labels, check_classes, gather

POLYGONS, BLOCKS, RANDOM, LAYER = "polygons held out", "spatial blocks", "random", "a second layer"
VALIDATIONS = (POLYGONS, BLOCKS, RANDOM, LAYER)

_MUCH_OVERLAP = 0.1  # share of samples
_CHUNK = 256


@dataclass(frozen=True)
class TrainingRequest:
    """What to train. `colors` by label; `baseline` is a raster of plain pixels ("" for none)."""

    labels: LabelledFeatures
    field: str
    classifier: str = AUTOMATIC
    validation: str = POLYGONS
    test: LabelledFeatures | None = None
    folds: int = 5
    seed: int = 0
    most_samples: int = 10_000
    colors: Mapping[str, str] = dataclasses.field(default_factory=dict)
    baseline: str = ""


@dataclass(frozen=True)
class Suspect:
    """A sample that looks mislabelled: where (the raster's CRS), labelled how, predicted how, how confidently (0–1)."""

    x: float
    y: float
    label: str
    predicted: str
    confidence: float
    feature: int


@dataclass(frozen=True)
class Training:
    """A trained classifier. `figures` are the report's JSON, `estimator` the bytes that a bundle holds."""

    legend: tuple[LegendClass, ...]
    figures: dict[str, Any]
    suspects: tuple[Suspect, ...]
    estimator: bytes
    notes: tuple[str, ...]


def train(request: TrainingRequest, source: FeatureSource, worker: Worker, progress: Progress) -> Training:
    """Train on the cells of `source` that the labels hold; raises So2SatError where that cannot be."""
    cells = Cells(source.rows, source.columns, source.transform, source.crs)
    first, test = _labelled(request, source, cells, progress.span(0.0, 0.25))
    samples, notes = first.samples, list(first.notes)
    if test is not None:
        notes += [f"Test layer: {note}" for note in test.notes]
    groups, block_note = _groups(samples, request, source)
    notes += block_note
    for text in notes:
        progress.warn(text)
    progress.log(f"{len(samples)} samples of {len(samples.classes)} classes in {len(np.unique(groups))} groups.")
    data = TrainingData(
        features=first.values,
        codes=samples.codes,
        groups=groups,
        places=np.stack([samples.rows, samples.columns], axis=1),
        shared_unit=source.provenance is not None,
        baseline=_pixels(request, samples, cells, progress.span(0.25, 0.28)),
        test_features=None if test is None else test.values,
        test_baseline=None if test is None else _pixels(request, test.samples, cells, progress.span(0.28, 0.3)),
    )
    settings = TrainingSettings(request.classifier, request.folds, request.seed, request.validation == RANDOM)
    result = door.train(worker, data, settings, progress.span(0.3, 0.98))
    notes += _validation_notes(result, samples)
    notes += _overlap_note(samples, groups, source) if test is None else []
    legend = class_legend(samples.classes, request.colors, request.field)
    figures = _figures(request, first, groups, legend, result, test)
    figures["attribution"] = (source.provenance or {}).get("attribution", "")  # of a published embedding
    progress.log(
        f"{result.chosen}: overall accuracy {figures['overall_accuracy']:.3f}, macro-F1 {figures['macro_f1']:.3f} "
        f"({request.validation}); {figures['random_split']['overall_accuracy']:.3f} by the optimistic random split."
    )
    return Training(legend, figures, _suspects(samples, legend, cells, result), result.content.tobytes(), tuple(notes))


def learnt(request: TrainingRequest, training: Training) -> Learnt:
    """Return what a bundle's manifest tells of a trained classifier."""
    left_out = ("learning_curve", "suspects", "notes")
    validation = {key: value for key, value in training.figures.items() if key not in left_out}
    return Learnt(training.legend, request.field, training.figures["classifier"], validation)


def _labelled(
    request: TrainingRequest, source: FeatureSource, cells: Cells, progress: Progress
) -> tuple[Labelled, Labelled | None]:
    """Return the samples to train on with their feature vectors, and those of the second layer, if any."""

    def read(samples: Samples, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
        features = features_at(source, samples.rows, samples.columns, progress)
        valid = np.isfinite(features).all(axis=1)
        return features[valid], valid

    labels = Labels(request.labels, cells, source.name, request.most_samples, request.seed)
    first = gather(labels, read, progress.span(0.0, 0.8))
    check_classes(first.samples, request.field)
    if request.validation != LAYER:
        return first, None
    if request.test is None:
        raise So2SatError("VALIDATION is a second layer, but TEST is empty. Choose the layer to test with.")
    second = dataclasses.replace(labels, features=request.test, classes=first.samples.classes)
    return first, gather(second, read, progress.span(0.8, 1.0)).apart_from(first.samples)


def _pixels(request: TrainingRequest, samples: Samples, cells: Cells, progress: Progress) -> np.ndarray | None:
    """Return the plain pixels at the samples' centres, None where none are to be compared with."""
    if not request.baseline:
        return None
    return pixels_at(request.baseline, samples.centres(cells.transform), cells.crs, progress)


def _groups(samples: Samples, request: TrainingRequest, source: FeatureSource) -> tuple[np.ndarray, list[str]]:
    """Return what is held out as one, (n,): polygons, or blocks of at least two windows a side."""
    if request.validation != BLOCKS:
        return samples.groups, []
    provenance = source.provenance or {}
    window = -(-int(provenance.get("window") or 1) // int(provenance.get("stride") or 1))
    extent = max(np.ptp(samples.rows), np.ptp(samples.columns)) + 1
    side = max(2 * window, -(-int(extent) // 10))
    while side > window and len(np.unique(samples.blocks(side))) < 2 * request.folds:
        side = max(side // 2, window)
    blocks = samples.blocks(side)
    if len(np.unique(blocks)) < 2:
        raise So2SatError(
            "All samples lie in one spatial block, so no block can be held out. Validate by polygons, or label more "
            "places."
        )
    return blocks, [f"Spatial blocks are {side} × {side} cells; {len(np.unique(blocks))} hold samples."]


def _overlap_note(samples: Samples, groups: np.ndarray, source: FeatureSource) -> list[str]:
    overlap = _overlap(samples, groups, source)
    if overlap <= _MUCH_OVERLAP:
        return []
    return [
        f"The windows of {100 * overlap:.0f} % of the samples overlap windows of other polygons or blocks, which "
        "were trained on when these were held out: the held-out figures are somewhat optimistic. Polygons "
        "farther apart, or a smaller WINDOW, would tell."
    ]


def _overlap(samples: Samples, groups: np.ndarray, source: FeatureSource) -> float:
    """Return the share of samples whose window overlaps a window of another group."""
    provenance = source.provenance or {}
    reach = int(provenance.get("window") or 1) / int(provenance.get("stride") or 1)
    places = np.stack([samples.rows, samples.columns], axis=1).astype(np.int32)
    found = 0
    for start in range(0, len(places), _CHUNK):
        here = slice(start, start + _CHUNK)
        distance = np.abs(places[here, np.newaxis] - places[np.newaxis]).max(axis=2)
        found += int(((distance < reach) & (groups[here, np.newaxis] != groups[np.newaxis])).any(axis=1).sum())
    return found / len(places)


def _validation_notes(result: Trained, samples: Samples) -> list[str]:
    names = {entry.code: entry.name for entry in samples.classes}
    notes = []
    if result.divided:
        which = ", ".join(f"'{names[code]}'" for code in result.divided)
        notes.append(
            f"Only one polygon each for {which}: its cells were held out in pieces, next to the rest of the same "
            "polygon, so the figures of these classes are optimistic. Label another polygon of each."
        )
    if result.never:
        which = ", ".join(f"'{names[code]}'" for code in result.never)
        notes.append(
            f"Only one sample each for {which}: trained on, but never held out, so nothing is known of how well they "
            "are found. Label more of each."
        )
    return notes


def _figures(
    request: TrainingRequest,
    first: Labelled,
    groups: np.ndarray,
    legend: Sequence[LegendClass],
    result: Trained,
    test: Labelled | None,
) -> dict[str, Any]:
    samples = first.samples
    names = [(entry.code, entry.name) for entry in legend]

    def held_out(predicted: np.ndarray) -> dict[str, Any]:
        return accuracy.describe(names, samples.codes, predicted, groups, samples.groups)

    def tested(predicted: np.ndarray) -> dict[str, Any]:
        assert test is not None
        return accuracy.describe(names, test.samples.codes, predicted, test.samples.groups)

    headline = held_out(result.held_out) if result.test is None else tested(result.test)
    for entry, legend_class in zip(headline["classes"], legend):
        mine = samples.codes == legend_class.code
        entry["training_samples"] = int(mine.sum())
        entry["training_polygons"] = len(np.unique(samples.groups[mine]))
        entry["validated"] = legend_class.code not in result.never or test is not None
    compared = result.baseline if test is None else result.test_baseline
    baseline = None
    if compared is not None:
        baseline = (held_out if test is None else tested)(compared)
        baseline["classifier"] = result.baseline_chosen
        baseline["features"] = f"pixels of {request.baseline}"
    return {
        **headline,
        "validation": request.validation,
        "folds": request.folds,
        "seed": request.seed,
        "classifier": result.chosen,
        "tried": result.tried,
        "temperature": result.temperature,
        "random_split": held_out(result.random),
        "baseline": baseline,
        "learning_curve": result.curve,
        "suspects": int(result.suspects.sum()),
        "samples": samples.counts,
    }


def _suspects(samples: Samples, legend: Sequence[LegendClass], cells: Cells, result: Trained) -> tuple[Suspect, ...]:
    """Return the suspects, the most confident first."""
    names = {entry.code: entry.name for entry in legend}
    centres = samples.centres(cells.transform)
    rows = np.flatnonzero(result.suspects)
    rows = rows[np.argsort(-result.confidence[rows], kind="stable")]
    return tuple(
        Suspect(
            float(centres[i, 0]),
            float(centres[i, 1]),
            names[int(samples.codes[i])],
            names[int(result.held_out[i])],
            float(result.confidence[i]),
            int(samples.groups[i]),
        )
        for i in rows
    )
