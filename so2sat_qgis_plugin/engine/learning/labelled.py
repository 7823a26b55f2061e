"""Labelled cells with what an estimator is to learn from: feature vectors, or patches."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..errors import So2SatError
from ..progress import Progress
from ..raster.cells import Cells, LabelledFeatures
from ..raster.vector import find_cells
from ..reference.samples import SampleClass, Samples, doubts, resolve

# Returns what the samples that have a value are learnt from, (n, …), and which samples (bool) these are.
Read = Callable[[Samples, Progress], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Labels:
    """What to label which cells by: `most` samples at most, drawn with `seed`; `name` is what messages call the raster.

    `classes` are those of another layer, for a layer to test with; None numbers the layer's own.
    """

    features: LabelledFeatures
    cells: Cells
    name: str
    most: int
    seed: int
    classes: tuple[SampleClass, ...] | None = None


@dataclass(frozen=True)
class Labelled:
    """Samples that are not nodata, their `values` (n, …), and what the user should know."""

    samples: Samples
    values: np.ndarray
    notes: list[str]

    def __len__(self) -> int:
        return len(self.samples)

    def apart_from(self, others: Samples) -> Labelled:
        """Return those on cells that `others` do not hold; raises where there are none."""
        width = int(max(others.columns.max(), self.samples.columns.max())) + 1
        both = np.isin(self.samples.rows * width + self.samples.columns, others.rows * width + others.columns)
        if both.all():
            raise So2SatError(
                "Every cell of TEST is one of TRAINING too: a test on what was trained on says nothing. Choose another "
                "layer."
            )
        notes = self.notes
        if both.any():
            notes = [*notes, f"{int(both.sum())} cells are in TRAINING too and were left out."]
        return Labelled(self.samples.keep(~both), self.values[~both], notes)


def gather(labels: Labels, read: Read, progress: Progress) -> Labelled:
    """Return the labelled cells and what `read` finds there; raises where none is left."""
    hits = find_cells(labels.features, labels.cells, progress.span(0.0, 0.4))
    found = resolve(labels.features, hits, labels.cells, labels.classes)
    notes = [*found.warnings, *doubts(found, labels.cells)]
    samples = found.thinned(labels.most, labels.seed)
    if len(samples) < len(found):
        notes.append(f"{len(samples)} of {len(found)} labelled cells are used, drawn evenly from classes and polygons.")
    values, valid = read(samples, progress.span(0.4, 1.0))
    if not valid.all():
        notes.append(f"{int((~valid).sum())} labelled cells are nodata in the raster and were left out.")
    if not valid.any():
        raise So2SatError(
            f"All {len(samples)} labelled cells are nodata in {labels.name}. Label places where the raster has data."
        )
    if not labels.features.crs or not labels.cells.crs:
        which = "labels have" if not labels.features.crs else "raster has"
        notes.append(f"The {which} no CRS; both are taken to have the same coordinates.")
    samples = samples.keep(valid)
    lost = [c.name for c in samples.classes if not (samples.codes == c.code).any()]
    if lost and labels.classes is None:
        notes.append(f"Classes without any usable sample are left out: {', '.join(lost)}.")
        kept = tuple(c for c in samples.classes if c.name not in lost)
        samples = dataclasses.replace(samples, classes=kept)
    return Labelled(samples, values, notes)


def check_classes(samples: Samples, field_name: str) -> None:
    """Raise So2SatError unless there are two classes or more, with two samples of one at least."""
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
