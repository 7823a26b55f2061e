"""Train a classifier on the labelled cells of a source of feature vectors, and state how good it is."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..paths import version
from . import accuracy
from .class_legend import class_legend
from .classifiers import AUTOMATIC
from .clustering import Worker
from .errors import So2SatError
from .features import FeatureSource
from .gather import features_at, pixels_at
from .legend import LegendClass
from .progress import Progress
from .raster.vector import find_cells
from .samples import Cells, LabelledFeatures, SampleClass, Samples, resolve

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
    samples, features, notes = _sampled(request.labels, None, request, source, progress.part(0.0, 0.2))
    _check_classes(samples, request.field)
    test = None
    if request.validation == LAYER:
        if request.test is None:
            raise So2SatError("VALIDATION is a second layer, but TEST is empty. Choose the layer to test with.")
        test = _sampled(request.test, samples.classes, request, source, progress.part(0.2, 0.25))
        test = _apart(samples, *test)
        notes += [f"Test layer: {note}" for note in test[2]]
    groups, block_note = _groups(samples, request, source)
    notes += block_note
    arrays: dict[str, Any] = {"baseline": None, "test_features": None, "test_baseline": None}
    if test is not None:
        arrays["test_features"] = test[1]
    if request.baseline:
        quiet = progress.part(0.25, 0.3)
        arrays["baseline"] = pixels_at(request.baseline, samples.centres(cells.transform), cells.crs, quiet)
        if test is not None:
            places = test[0].centres(cells.transform)
            arrays["test_baseline"] = pixels_at(request.baseline, places, cells.crs, quiet)
    for text in notes:
        progress.warn(text)
    progress.log(f"{len(samples)} samples of {len(samples.classes)} classes in {len(np.unique(groups))} groups.")
    result = worker.call(
        "train.fit",
        progress.part(0.3, 0.98),
        features=features,
        codes=samples.codes,
        groups=groups,
        places=np.stack([samples.rows, samples.columns], axis=1),
        kind=request.classifier,
        fold_count=request.folds,
        seed=request.seed,
        random_only=request.validation == RANDOM,
        shared_unit=source.provenance is not None,
        **arrays,
    )
    notes += _validation_notes(result, samples)
    overlap = _overlap(samples, groups, source)
    if overlap > _MUCH_OVERLAP and test is None:
        notes.append(
            f"The windows of {100 * overlap:.0f} % of the samples overlap windows of other polygons or blocks, which "
            "were trained on when these were held out: the held-out figures are somewhat optimistic. Polygons "
            "farther apart, or a smaller WINDOW, would tell."
        )
    legend = class_legend(samples.classes, request.colors, request.field)
    figures = _figures(request, samples, groups, legend, result, test)
    progress.log(
        f"{result['chosen']}: overall accuracy {figures['overall_accuracy']:.3f}, macro-F1 {figures['macro_f1']:.3f} "
        f"({request.validation}); {figures['random_split']['overall_accuracy']:.3f} by the optimistic random split."
    )
    return Training(
        legend, figures, _suspects(samples, legend, cells, result), result["content"].tobytes(), tuple(notes)
    )


def manifest(
    request: TrainingRequest, training: Training, source: dict[str, Any], versions: dict[str, Any]
) -> dict[str, Any]:
    """Return the manifest of a bundle; `source` as `bundle_source.describe_source` says it, `versions` the worker's."""
    left_out = ("learning_curve", "suspects", "notes")
    return {
        **source,
        "created": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "plugin": version(),
        "versions": {"python": versions["python"], **versions["packages"]},
        "classes": [{"code": c.code, "name": c.name, "color": c.color} for c in training.legend],
        "field": request.field,
        "classifier": training.figures["classifier"],
        "validation": {key: value for key, value in training.figures.items() if key not in left_out},
    }


def _sampled(
    labels: LabelledFeatures,
    classes: tuple[SampleClass, ...] | None,
    request: TrainingRequest,
    source: FeatureSource,
    progress: Progress,
) -> tuple[Samples, np.ndarray, list[str]]:
    """Return samples that are not nodata, their feature vectors, and what the user should know."""
    cells = Cells(source.rows, source.columns, source.transform, source.crs)
    found = resolve(labels, find_cells(labels, cells, progress.part(0.0, 0.4)), cells, classes)
    notes = list(found.warnings)
    samples = found.thinned(request.most_samples, request.seed)
    if len(samples) < len(found):
        notes.append(f"{len(samples)} of {len(found)} labelled cells are used, drawn evenly from classes and polygons.")
    features = features_at(source, samples.rows, samples.columns, progress.part(0.4, 1.0))
    valid = np.isfinite(features).all(axis=1)
    if not valid.all():
        notes.append(f"{int((~valid).sum())} labelled cells are nodata in the raster and were left out.")
    if not valid.any():
        raise So2SatError(
            f"All {len(samples)} labelled cells are nodata in {source.name}. Label places where the raster has data."
        )
    if not labels.crs or not source.crs:
        which = "labels have" if not labels.crs else "raster has"
        notes.append(f"The {which} no CRS; both are taken to have the same coordinates.")
    samples, features = samples.keep(valid), features[valid]
    lost = [c.name for c in samples.classes if not (samples.codes == c.code).any()]
    if lost and classes is None:
        notes.append(f"Classes without any usable sample are left out: {', '.join(lost)}.")
        kept = tuple(c for c in samples.classes if c.name not in lost)
        samples = Samples(
            samples.rows, samples.columns, samples.codes, samples.groups, kept, samples.counts, samples.warnings
        )
    return samples, features, notes


def _check_classes(samples: Samples, field_name: str) -> None:
    if len(samples.classes) < 2:
        raise So2SatError(
            f"FIELD '{field_name}' gives one class only ('{samples.classes[0].name}', {len(samples)} samples); telling "
            "classes apart needs two or more. Label a second class, or choose the field that holds the class."
        )
    if len(samples) == len(samples.classes):
        raise So2SatError(
            f"FIELD '{field_name}' gives {len(samples)} samples of {len(samples)} different classes: with one sample "
            "each nothing can be learnt or held out. Choose the field that holds the class, or label more."
        )


def _apart(
    samples: Samples, test: Samples, features: np.ndarray, notes: list[str]
) -> tuple[Samples, np.ndarray, list[str]]:
    """Return the test samples on cells that are not trained on."""
    width = int(max(samples.columns.max(), test.columns.max())) + 1
    both = np.isin(test.rows * width + test.columns, samples.rows * width + samples.columns)
    if both.all():
        raise So2SatError(
            "Every cell of TEST is one of TRAINING too: a test on what was trained on says nothing. Choose another "
            "layer."
        )
    if both.any():
        notes = [*notes, f"{int(both.sum())} cells are in TRAINING too and were left out."]
    return test.keep(~both), features[~both], notes


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


def _validation_notes(result: dict[str, Any], samples: Samples) -> list[str]:
    names = {entry.code: entry.name for entry in samples.classes}
    notes = []
    if result["divided"]:
        which = ", ".join(f"'{names[code]}'" for code in result["divided"])
        notes.append(
            f"Only one polygon each for {which}: its cells were held out in pieces, next to the rest of the same "
            "polygon, so the figures of these classes are optimistic. Label another polygon of each."
        )
    if result["never"]:
        which = ", ".join(f"'{names[code]}'" for code in result["never"])
        notes.append(
            f"Only one sample each for {which}: trained on, but never held out, so nothing is known of how well they "
            "are found. Label more of each."
        )
    return notes


def _figures(
    request: TrainingRequest,
    samples: Samples,
    groups: np.ndarray,
    legend: Sequence[LegendClass],
    result: dict[str, Any],
    test: tuple[Samples, np.ndarray, list[str]] | None,
) -> dict[str, Any]:
    names = [(entry.code, entry.name) for entry in legend]

    def held_out(predicted: np.ndarray) -> dict[str, Any]:
        return accuracy.describe(names, samples.codes, predicted, groups, samples.groups)

    def tested(predicted: np.ndarray) -> dict[str, Any]:
        assert test is not None
        return accuracy.describe(names, test[0].codes, predicted, test[0].groups)

    headline = held_out(result["held_out"]) if test is None else tested(result["test"])
    for entry, legend_class in zip(headline["classes"], legend):
        mine = samples.codes == legend_class.code
        entry["training_samples"] = int(mine.sum())
        entry["training_polygons"] = len(np.unique(samples.groups[mine]))
        entry["validated"] = legend_class.code not in result["never"] or test is not None
    compared = result.get("baseline") if test is None else result.get("test_baseline")
    baseline = None
    if compared is not None:
        baseline = (held_out if test is None else tested)(compared)
        baseline["classifier"] = result["baseline_chosen"]
        baseline["features"] = f"pixels of {request.baseline}"
    return {
        **headline,
        "validation": request.validation,
        "folds": request.folds,
        "seed": request.seed,
        "classifier": result["chosen"],
        "tried": result["tried"],
        "temperature": result["temperature"],
        "random_split": held_out(result["random"]),
        "baseline": baseline,
        "learning_curve": result["curve"],
        "suspects": int(result["suspects"].sum()),
        "samples": samples.counts,
    }


def _suspects(
    samples: Samples, legend: Sequence[LegendClass], cells: Cells, result: dict[str, Any]
) -> tuple[Suspect, ...]:
    """Return the suspects, the most confident first."""
    names = {entry.code: entry.name for entry in legend}
    centres = samples.centres(cells.transform)
    rows = np.flatnonzero(result["suspects"])
    rows = rows[np.argsort(-result["confidence"][rows], kind="stable")]
    return tuple(
        Suspect(
            float(centres[i, 0]),
            float(centres[i, 1]),
            names[int(samples.codes[i])],
            names[int(result["held_out"][i])],
            float(result["confidence"][i]),
            int(samples.groups[i]),
        )
        for i in rows
    )
