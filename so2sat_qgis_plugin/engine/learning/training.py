"""Train a classifier on the labelled cells of a source of feature vectors, and state how good it is."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import worker as door
from ..errors import So2SatError
from ..features.around import OWN, CellsAround, cells_around, view_of
from ..features.source import FeatureSource
from ..features.view_names import BOTH, EMBEDDING, PIXELS, SPECTRUM
from ..legend import LegendClass
from ..progress import Progress
from ..raster.cells import Cells, LabelledFeatures
from ..reference import accuracy, buffer
from ..reference.class_legend import class_legend
from ..reference.samples import Samples
from ..worker import Trained, TrainingData, TrainingSettings, Worker
from . import further
from .agreement import Learnt
from .estimators import AUTOMATIC, NORMAL
from .labelled import Labelled, Labels, check_classes, gather

POLYGONS, BLOCKS, RANDOM, LAYER = "polygons held out", "spatial blocks", "random", "a second layer"
VALIDATIONS = (POLYGONS, BLOCKS, RANDOM, LAYER)

MUCH_OVERLAP = 0.2  # share of samples; above it the headline takes the buffer in
WITH_NEIGHBOURS = 3000  # samples whose neighbours are read, to judge smoothing by


@dataclass(frozen=True)
class TrainingRequest:
    """What to train: entries of `learning.estimators` and `features.view_names`, or "automatic"; `colors` by label.

    `further` are rasters of other features to compare with.
    """

    labels: LabelledFeatures
    field: str
    classifier: str = AUTOMATIC
    view: str = AUTOMATIC
    smoothing: str = AUTOMATIC
    effort: str = NORMAL
    validation: str = POLYGONS
    test: LabelledFeatures | None = None
    folds: int = 5
    seed: int = 0
    most_samples: int = 10_000
    colors: Mapping[str, str] = dataclasses.field(default_factory=dict)
    further: tuple[str, ...] = ()


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
    """A trained classifier. `figures` are the report's JSON, `estimator` the bytes that a bundle holds.

    For `views` and `smoothing` see `learning.agreement`.
    """

    legend: tuple[LegendClass, ...]
    figures: dict[str, Any]
    suspects: tuple[Suspect, ...]
    estimator: bytes
    notes: tuple[str, ...]
    views: tuple[str, ...]
    smoothing: int


def train(request: TrainingRequest, source: FeatureSource, worker: Worker, progress: Progress) -> Training:
    """Train on the cells of `source` that the labels hold; raises So2SatError where that cannot be."""
    _check_view(request.view, source)
    cells = Cells(source.rows, source.columns, source.transform, source.crs)
    first, test = _labelled(request, source, cells, progress.span(0.0, 0.3))
    samples, notes = first.labelled.samples, list(first.labelled.notes)
    if test is not None:
        notes += [f"Test layer: {note}" for note in test.labelled.notes]
    groups, block_note = _groups(samples, request, source)
    notes += block_note
    for text in notes:
        progress.warn(text)
    progress.log(f"{len(samples)} samples of {len(samples.classes)} classes in {len(np.unique(groups))} groups.")
    settings = TrainingSettings(
        request.classifier, request.view, request.smoothing, request.effort, request.folds, request.seed,
        request.validation == RANDOM,
    )  # fmt: skip
    data = _data(first, test, groups, source)
    result = door.train(worker, data, settings, progress.span(0.3, 0.7 if request.further else 0.98))
    legend = class_legend(samples.classes, request.colors, request.field)
    reference = _Reference(samples, groups, legend, (source.rows, source.columns))
    figures = _figures(request, reference, result, None if test is None else test.labelled)
    figures["further"] = further.compare(
        request.further,
        further.Labelled(samples, cells, data),
        settings,
        worker,
        reference.described,
        progress.span(0.7, 0.98),
    )
    figures["attribution"] = (source.provenance or {}).get("attribution", "")  # of a published embedding
    said = [
        *validation_notes(result.divided, result.never, samples),
        *_overlap_note(figures),
        *_view_note(result, figures),
    ]
    for text in said:
        progress.warn(text)
    notes += said
    progress.log(
        f"{result.chosen}: overall accuracy {figures['overall_accuracy']:.3f}, macro-F1 {figures['macro_f1']:.3f} "
        f"({figures['validated_how']}); {figures['random_split']['overall_accuracy']:.3f} by the optimistic random "
        "split."
    )
    return Training(
        legend, figures, _suspects(samples, legend, cells, result), result.content.tobytes(), tuple(notes),
        tuple(result.views), result.smoothing,
    )  # fmt: skip


def learnt(request: TrainingRequest, training: Training) -> Learnt:
    """Return what a bundle's manifest tells of a trained classifier."""
    left_out = ("learning_curve", "suspects", "notes", "views")
    validation = {key: value for key, value in training.figures.items() if key not in left_out}
    classifier = training.figures["classifier"]
    return Learnt(training.legend, request.field, classifier, validation, training.views, training.smoothing)


@dataclass(frozen=True)
class _Cells:
    """Samples and what is seen of them; the rows of `labelled.values` are those of `seen.neighbours`."""

    labelled: Labelled
    seen: CellsAround


@dataclass(frozen=True)
class _Reference:
    """Samples that are held out by `groups` (n,), on a grid of `shape` (rows, columns)."""

    samples: Samples
    groups: np.ndarray
    legend: Sequence[LegendClass]
    shape: tuple[int, int]

    @property
    def names(self) -> list[tuple[int, str]]:
        """Code and name of every class."""
        return [(entry.code, entry.name) for entry in self.legend]

    def described(self, predicted: np.ndarray) -> dict[str, Any]:
        """Return the figures of predictions (n,)."""
        return accuracy.describe(self.names, self.samples.codes, predicted, self.groups, self.samples.groups)

    def mixed(self, near: np.ndarray, far: np.ndarray, share: float) -> dict[str, Any]:
        """Return the figures of a map of which `share` is as well known as `near` (n,) says, and the rest as `far`."""
        weights = np.repeat([share, 1 - share], len(near))
        codes, groups, polygons = (np.tile(of, 2) for of in (self.samples.codes, self.groups, self.samples.groups))
        predicted = np.concatenate([near, np.where(far > 0, far, near)])
        return accuracy.describe(self.names, codes, predicted, groups, polygons, weights)


def _check_view(view: str, source: FeatureSource) -> None:
    """Raise where the view that was asked for cannot be had of the source."""
    has = view_of(source)
    if view in (AUTOMATIC, has) or has == BOTH:
        return
    if has == EMBEDDING:
        raise So2SatError(
            f"View is '{view}', but {source.name} has no cell statistics (bands mean_… and sd_…). Embed the raster "
            "anew, or leave View at 'automatic'."
        )
    raise So2SatError(
        f"View is '{view}', but {source.name} is no embedding raster: there is nothing but its bands to learn from. "
        "Leave View at 'automatic', or embed the raster first."
    )


def _labelled(
    request: TrainingRequest, source: FeatureSource, cells: Cells, progress: Progress
) -> tuple[_Cells, _Cells | None]:
    """Return the samples to train on and what is seen of them, and those of the second layer, if any."""
    seen: list[CellsAround] = []

    def read(samples: Samples, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
        few = samples.thinned(WITH_NEIGHBOURS, request.seed)
        wide = np.isin(samples.rows * cells.columns + samples.columns, few.rows * cells.columns + few.columns)
        seen.append(cells_around(source, samples.rows, samples.columns, wide, progress))
        valid = seen[-1].neighbours[:, OWN] >= 0
        return seen[-1].neighbours[valid], valid

    labels = Labels(request.labels, cells, source.name, request.most_samples, request.seed)
    first = gather(labels, read, progress.span(0.0, 0.8))
    check_classes(first.samples, request.field)
    whole = _Cells(first, seen[0].of(first.values))
    if request.validation != LAYER:
        return whole, None
    if request.test is None:
        raise So2SatError("VALIDATION is a second layer, but TEST is empty. Choose the layer to test with.")
    second = dataclasses.replace(labels, features=request.test, classes=first.samples.classes)
    tested = gather(second, read, progress.span(0.8, 1.0)).apart_from(first.samples)
    return whole, _Cells(tested, seen[1].of(tested.values))


def _data(first: _Cells, test: _Cells | None, groups: np.ndarray, source: FeatureSource) -> TrainingData:
    samples, provenance = first.labelled.samples, source.provenance or {}
    return TrainingData(
        codes=samples.codes,
        groups=groups,
        places=np.stack([samples.rows, samples.columns], axis=1),
        views=first.seen.views,
        neighbours=first.seen.neighbours,
        bands=len(source.bands) if SPECTRUM in first.seen.views else 0,
        shared_unit=source.provenance is not None,
        reach=-(-int(provenance.get("window") or 1) // int(provenance.get("stride") or 1)),
        test={} if test is None else test.seen.views,
        test_neighbours=None if test is None else test.seen.neighbours,
    )


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


def _overlap_note(figures: dict[str, Any]) -> list[str]:
    far = figures["buffer"]
    if far is None or not far["headline"] or "buffer" not in figures["validated_how"]:
        return []
    seen = (
        f"What is seen of {100 * far['overlap']:.0f} % of the samples reaches into other polygons or blocks, which "
        f"were trained on when these were held out, but only {100 * far['near']:.0f} % of the map lies that near to "
        f"labels (within {far['cells']} cells)"
    )
    return [f"{seen}: for the rest of it the headline counts what is found where such training samples are left out."]


def _view_note(result: Trained, figures: dict[str, Any]) -> list[str]:
    """Say where the map is made of less than all that there is, and where plain pixels would do."""
    if EMBEDDING not in result.views and BOTH in result.view_names:
        return ["The spectrum of the cells alone does best here, so the map is made from it; the module is not needed."]
    baseline = figures["baseline"]
    if baseline is not None and baseline["macro_f1"] >= figures["macro_f1"] and result.test is None:
        return [
            f"Plain pixels do as well on what was held out (macro-F1 {baseline['macro_f1']:.3f}), by no more than "
            "chance can explain: these classes differ in colour, and texture brings little."
        ]
    return []


def validation_notes(divided: Sequence[int], never: Sequence[int], samples: Samples) -> list[str]:
    """Say of which classes (codes) the only polygon was divided, and which could never be held out."""
    names = {entry.code: entry.name for entry in samples.classes}
    notes = []
    if divided:
        which = ", ".join(f"'{names[code]}'" for code in divided)
        notes.append(
            f"Only one polygon each for {which}: its cells were held out in pieces, next to the rest of the same "
            "polygon, so the figures of these classes are optimistic. Label another polygon of each."
        )
    if never:
        which = ", ".join(f"'{names[code]}'" for code in never)
        notes.append(
            f"Only one sample each for {which}: trained on, but never held out, so nothing is known of how well they "
            "are found. Label more of each."
        )
    return notes


def _figures(request: TrainingRequest, reference: _Reference, result: Trained, test: Labelled | None) -> dict[str, Any]:
    samples, described = reference.samples, reference.described
    held_out, far = described(result.held_out), _far(result, reference)
    headline, how = held_out, request.validation
    if far is not None and far["headline"] and result.buffered is not None and test is None:
        headline = reference.mixed(result.held_out, result.buffered, far["as_near"])
        how = f"{request.validation}, with a buffer for ground far from labels"
    if result.test is not None and test is not None:
        headline = accuracy.describe(reference.names, test.samples.codes, result.test, test.samples.groups)
    headline = {**headline, "classes": [dict(entry) for entry in headline["classes"]]}
    for entry, legend_class in zip(headline["classes"], reference.legend):
        mine = samples.codes == legend_class.code
        entry["training_samples"] = int(mine.sum())
        entry["training_polygons"] = len(np.unique(samples.groups[mine]))
        entry["validated"] = legend_class.code not in result.never or test is not None
    by_view = [{"view": v, **described(p)} for v, p in zip(result.view_names, result.by_view)]
    return {
        **headline,
        "validation": request.validation,
        "validated_how": how,
        "held_out": held_out,
        "buffer": far,
        "views": by_view,
        "used_views": result.views,
        "smoothing": result.smoothing,
        "folds": request.folds,
        "seed": request.seed,
        "effort": request.effort,
        "classifier": result.chosen,
        "tried": result.tried,
        "temperature": result.temperature,
        "random_split": described(result.random),
        "baseline": next((entry for entry in by_view if entry["view"] == PIXELS), None),
        "learning_curve": result.curve,
        "suspects": int(result.suspects.sum()),
        "samples": samples.counts,
    }


def _far(result: Trained, reference: _Reference) -> dict[str, Any] | None:
    """Return the figures of ground far from labels (held out with a buffer), None where there are none.

    `near` is the share of the grid within reach of labels. A share `overlap` of the samples lay within reach of other
    polygons when they were held out; where `near` is less, only `as_near` = near / overlap of the map is as well known
    as they are, and the rest as they are with a buffer: (near / overlap) · held out + (1 − near / overlap) · buffered
    is near · a + (1 − near) · buffered with a, the accuracy near labels, from held out = overlap · a + (1 − overlap) ·
    buffered. That is the headline where much overlaps, unless it flatters: few samples left can be luckier ones. A
    buffer for all ground would judge a map by ground that it does not have (Milà et al. 2022).
    """
    if result.buffered is None or not (result.buffered > 0).any():
        return None
    figures, samples = reference.described(result.buffered), reference.samples
    near = buffer.near_share(reference.shape, np.stack([samples.rows, samples.columns], axis=1), result.reach)
    lower = figures["overall_accuracy"] <= reference.described(result.held_out)["overall_accuracy"]
    as_near = min(near / result.overlap, 1.0) if result.overlap else 1.0
    return {
        "cells": result.reach,
        "overlap": result.overlap,
        "near": near,
        "as_near": as_near,
        "headline": result.overlap > MUCH_OVERLAP and lower and as_near < 1,
        "figures": figures,
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
