"""How well labels agree with what was predicted of them held out: class by class, and feature by feature."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..legend import LegendClass
from ..raster.grid import Transform
from ..reference.accuracy import effective_count, f1_interval
from ..reference.samples import Samples

_MOST_OF_IT = 0.5  # share of a feature's cells that must be suspect for the feature to be


@dataclass(frozen=True)
class ClassAccuracy:
    """How well a class is found, held out; None where that is not known (never held out).

    `f1` comes with a 95 % `interval`. `recall` is the share of its labelled cells that are found (producer's accuracy),
    `precision` the share of what is mapped as it that is right (user's accuracy). `polygons` and `cells`: labelled.
    """

    code: int
    name: str
    color: str
    f1: float | None
    interval: tuple[float, float] | None
    recall: float | None
    precision: float | None
    polygons: int
    cells: int


@dataclass(frozen=True)
class Suspect:
    """A labelled feature that looks wrong: its position in `LabelLayer.features`, a place in it (the scene's CRS).

    `label` is how it is labelled, `predicted` what most of its suspect cells are taken for, held out, with a mean
    `confidence` (0–1).
    """

    feature: int
    x: float
    y: float
    label: str
    predicted: str
    confidence: float


@dataclass(frozen=True)
class SuspectCell:
    """A cell that looks mislabelled: the feature that it belongs to, its place, the likelier class, how confidently."""

    feature: int
    x: float
    y: float
    predicted: str
    confidence: float


def class_accuracies(
    legend: Sequence[LegendClass], figures: Sequence[dict[str, Any]], samples: Samples, held_out: np.ndarray
) -> tuple[ClassAccuracy, ...]:
    """Return the accuracy of each class of `legend`; `figures` are the "classes" of `reference.accuracy.describe`.

    `held_out` (n,) are the predicted codes, 0 where a sample was not held out.
    """
    by_code = {int(entry["code"]): entry for entry in figures}
    found = []
    for entry in legend:
        mine = samples.codes == entry.code
        of_class, seen = by_code[entry.code], held_out > 0
        either = seen & (mine | (held_out == entry.code))
        f1, interval, recall = of_class["f1"], None, None
        if (mine & seen).any():
            recall = float((held_out[mine & seen] == entry.code).mean())
            right = samples.codes[either] == held_out[either]
            interval = f1_interval(f1, effective_count(right, samples.groups[either]))
        found.append(
            ClassAccuracy(
                entry.code, entry.name, entry.color, f1, interval, recall, of_class["users_accuracy"],
                len(np.unique(samples.groups[mine])), int(mine.sum()),
            )
        )  # fmt: skip
    return tuple(found)


def suspect_cells(
    samples: Samples, names: dict[int, str], transform: Transform, held_out: np.ndarray, confidence: np.ndarray,
    suspect: np.ndarray,
) -> list[SuspectCell]:  # fmt: skip
    """Return the samples that are `suspect` (n,) bool with what is predicted of them, codes and 0–1, both (n,)."""
    rows = np.flatnonzero(suspect)
    places = transform.centres(samples.rows[rows], samples.columns[rows])
    return [
        SuspectCell(int(samples.groups[i]), float(x), float(y), names[int(held_out[i])], float(confidence[i]))
        for i, (x, y) in zip(rows, places)
    ]


def suspects(cells: Iterable[SuspectCell], samples: Samples, names: dict[int, str]) -> tuple[Suspect, ...]:
    """Return the features of which at least half of the sampled cells are suspect, the most confident first."""
    by_feature: dict[int, list[SuspectCell]] = {}
    for cell in cells:
        by_feature.setdefault(cell.feature, []).append(cell)
    found = []
    for feature, mine in by_feature.items():
        own = samples.groups == feature
        if len(mine) < _MOST_OF_IT * own.sum():
            continue
        predicted = Counter(cell.predicted for cell in mine).most_common(1)[0][0]
        likest = max((cell for cell in mine if cell.predicted == predicted), key=lambda cell: cell.confidence)
        mean = float(np.mean([cell.confidence for cell in mine]))
        label = names[int(samples.codes[own][0])]
        found.append(Suspect(feature, likest.x, likest.y, label, predicted, mean))
    return tuple(sorted(found, key=lambda one: -one.confidence))
