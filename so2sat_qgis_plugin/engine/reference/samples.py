"""Samples: labelled cells, and where they came from. Arrays only; `engine.raster.vector` finds the cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ..errors import So2SatError
from ..legend import lcz_classes
from ..raster.cells import Cells, Hits, LabelledFeatures
from ..raster.grid import Transform

_MOST_OF_THE_SCENE = 0.5  # a polygon over more of the raster's cells is rarely a training area
MAX_CODE = 65535  # the largest class code that a map can hold (uint16)


@dataclass(frozen=True)
class SampleClass:
    """A class as labelled: `code` in a map (from 1), `name` = the label as text."""

    code: int
    name: str


@dataclass(frozen=True)
class Samples:
    """Labelled cells: row, column, class code and group of each, all (n,) int64.

    A group is a polygon or a point (or several that share cells): what is held out as one. `counts` says what
    was used and left out, `warnings` what the user should know of it.
    """

    rows: np.ndarray
    columns: np.ndarray
    codes: np.ndarray
    groups: np.ndarray
    classes: tuple[SampleClass, ...]
    counts: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.codes)

    def keep(self, mask: np.ndarray) -> Samples:
        """Return the samples where `mask` (n,) is true; the classes stay."""
        return replace(
            self,
            rows=self.rows[mask],
            columns=self.columns[mask],
            codes=self.codes[mask],
            groups=self.groups[mask],
        )

    def blocks(self, side: int) -> np.ndarray:
        """Return for each sample the number of its square block of `side` × `side` cells, (n,) int64."""
        return (self.rows // side) * (int(self.columns.max(initial=0)) // side + 1) + self.columns // side

    def thinned(self, most: int, seed: int) -> Samples:
        """Return at most `most` samples, as many of every class, and of a class as many of every group, as can be."""
        if len(self) <= most:
            return self
        random = np.random.default_rng(seed)
        order = np.lexsort((random.random(len(self)), self.groups))
        start = np.ones(len(self), dtype=bool)
        start[1:] = self.groups[order][1:] != self.groups[order][:-1]
        rank = np.empty(len(self), dtype=np.int64)
        rank[order] = np.arange(len(self)) - np.flatnonzero(start)[np.cumsum(start) - 1]
        mask = np.zeros(len(self), dtype=bool)
        present = np.unique(self.codes)
        for code in present:
            rows = np.flatnonzero(self.codes == code)
            mask[rows[np.argsort(rank[rows], kind="stable")[: max(most // len(present), 1)]]] = True
        return self.keep(mask)

    def centres(self, transform: Transform) -> np.ndarray:
        """Return the x and y of the samples' cell centres, (n, 2) float64."""
        return transform.centres(self.rows, self.columns)


def label_name(label: object) -> str:
    """Return a label as the name of its class: trimmed text, whole numbers without a point; "" where there is none."""
    if label is None or (isinstance(label, float) and not np.isfinite(label)):
        return ""
    if isinstance(label, float) and label.is_integer():
        return str(int(label))
    return str(label).strip()


def number_classes(names: Sequence[str]) -> tuple[tuple[SampleClass, ...], list[str]]:
    """Give each distinct name of `names` ("" left out) its code, and say what was done about odd labels.

    Whole numbers from 1 to 65535 are their own codes, names of local climate zones have those of the zones, all
    others are numbered from 1 in natural order.
    """
    distinct = sorted(set(names) - {""}, key=_natural)
    if len(distinct) > MAX_CODE:
        raise So2SatError(
            f"FIELD has {len(distinct)} different labels; a map holds at most {MAX_CODE} classes. "
            "Choose the field that holds the class, not an identifier."
        )
    numbers = [int(name) for name in distinct if re.fullmatch(r"-?\d{1,9}", name)]
    if distinct and len(numbers) == len(distinct) == len(set(numbers)):
        if min(numbers) >= 1 and max(numbers) <= MAX_CODE:
            return tuple(SampleClass(int(name), name) for name in distinct), []
        classes = tuple(SampleClass(i, name) for i, name in enumerate(distinct, start=1))
        return classes, [
            f"Labels from {min(numbers)} to {max(numbers)} cannot all be codes of a map (1 to {MAX_CODE}, 0 is "
            + f"nodata): the classes are numbered 1 to {len(distinct)}, their names keep the labels."
        ]
    zones = lcz_codes(distinct)
    if zones:
        pairs = sorted(zip(zones, distinct))
        return tuple(SampleClass(code, name) for code, name in pairs), []
    return tuple(SampleClass(i, name) for i, name in enumerate(distinct, start=1)), []


def lcz_codes(names: Sequence[str]) -> list[int]:
    """Return the codes (1–17) of names that are all of different local climate zones, [] where one is not.

    Names are "LCZ 3", "lcz-a" or full ones such as "Dense trees". Bare "3" and "A" count only where both numbers
    and letters occur: letters alone, or numbers alone, may be anybody's classes.
    """
    bare = {name.strip().lower() for name in names}
    mixed = any(name.isdigit() for name in bare) and any(name in "abcdefg" for name in bare)
    known: dict[str, int] = {}
    for zone in lcz_classes():
        title = _words(zone.name.split("·")[-1])
        short = _words(zone.name.split("·")[0]).removeprefix("lcz ")
        known.update(dict.fromkeys((title, f"lcz {short}", f"lcz{short}", f"lcz {short} {title}"), zone.code))
        if mixed:
            known[short] = zone.code
    codes = [known.get(_words(name), 0) for name in names]
    return codes if all(codes) and len(set(codes)) == len(codes) else []


def _words(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def resolve(
    features: LabelledFeatures, hits: Hits, cells: Cells, classes: tuple[SampleClass, ...] | None = None
) -> Samples:
    """Turn hits into samples: one a cell, its class beyond doubt.

    Cells that features of different classes claim are dropped; features of one class that share a cell become one
    group. `classes` gives the codes (of a training layer, for a test layer); labels that are not among them are
    left out and counted. Raises where no sample is left.
    """
    names = [label_name(label) for label in features.labels]
    warnings: list[str] = []
    if classes is None:
        classes, warnings = number_classes(names)
    code_of = {entry.name: entry.code for entry in classes}
    feature_codes = np.array([code_of.get(name, 0) for name in names], dtype=np.int64)
    counts = {
        "features": len(names),
        "empty labels": names.count(""),
        "unknown labels": sum(name != "" and name not in code_of for name in names),
        **hits.counts,
    }
    labelled = feature_codes[hits.feature] > 0
    cell, feature = hits.cell[labelled], hits.feature[labelled]
    order = np.lexsort((feature, cell))
    cell, feature = cell[order], feature[order]
    first = np.ones(len(cell), dtype=bool)
    first[1:] = cell[1:] != cell[:-1]
    number = np.cumsum(first) - 1
    code = feature_codes[feature]
    doubtful = np.zeros(int(first.sum()), dtype=bool)
    doubtful[number[code != code[first][number]]] = True
    counts["conflicting cells"] = int(doubtful.sum())
    groups = _joined(feature, first, len(names))
    chosen = np.flatnonzero(first)[~doubtful]
    samples = Samples(
        rows=cell[chosen] // cells.columns,
        columns=cell[chosen] % cells.columns,
        codes=code[chosen],
        groups=groups[feature[chosen]],
        classes=classes,
        counts=counts,
        warnings=tuple(warnings + notes_on(counts)),
    )
    if not len(samples):
        raise So2SatError(_nothing(counts, features, cells))
    return samples


_NO_CLASS = "0 background unclassified unlabelled unlabeled nodata none null unknown hintergrund".split()


def doubts(samples: Samples, cells: Cells) -> list[str]:
    """Return what looks wrong with labels: classes that usually mean "no class", a polygon over most of the scene."""
    odd = [c.name for c in samples.classes if re.sub(r"[^a-z0-9-]", "", c.name.lower()) in _NO_CLASS]
    notes = [
        f"'{name}' is taken as a class like any other, though it usually means that nothing is known. If so, leave "
        "these features out (an empty label is enough)."
        for name in odd
    ]
    largest = np.bincount(samples.groups).max(initial=0)
    if largest > _MOST_OF_THE_SCENE * cells.rows * cells.columns:
        share = 100 * largest / (cells.rows * cells.columns)
        notes.append(
            f"One polygon covers {share:.0f} % of the raster: is it a class, or the outline of the study area? If it "
            "is an outline, leave it out (an empty label is enough)."
        )
    return notes


def _joined(feature: np.ndarray, first: np.ndarray, count: int) -> np.ndarray:
    """Return the group of each feature: features that follow each other on one cell belong together."""
    parent = np.arange(count)

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = int(parent[i])
        return i

    shared = np.flatnonzero(~first)
    for a, b in np.unique(np.stack([feature[shared - 1], feature[shared]], axis=1), axis=0):
        ra, rb = root(int(a)), root(int(b))
        parent[max(ra, rb)] = min(ra, rb)
    return np.array([root(i) for i in range(count)], dtype=np.int64)


_NOTES = {
    "empty labels": "{} features have no label (empty or NULL) and were left out.",
    "unknown labels": "{} features have labels that the classes do not include and were left out.",
    "empty geometries": "{} features have no geometry and were left out.",
    "other geometries": "{} features are neither polygons nor points and were left out.",
    "repaired geometries": "{} invalid geometries were repaired.",
    "invalid geometries": "{} invalid geometries could not be repaired and were left out.",
    "outside": "{} features lie outside the raster and were left out.",
    "small polygons": "{} polygons hold no cell's centre; each stands for the one cell that it lies in.",
    "conflicting cells": "{} cells are claimed by features with different labels and were left out.",
}


def notes_on(counts: dict[str, int]) -> list[str]:
    """Return a sentence on each kind of features that were left out or mended, by what `Hits.counts` says."""
    return [text.format(counts[key]) for key, text in _NOTES.items() if counts.get(key)]


def _nothing(counts: dict[str, int], features: LabelledFeatures, cells: Cells) -> str:
    found = " ".join(notes_on(counts)) or "The layer has no features."
    remedy = "Check that layer and raster show the same place and that FIELD holds the labels."
    if not features.crs or not cells.crs:
        which = "the layer" if not features.crs else "the raster"
        remedy = f"{which} has no CRS, so its coordinates were taken as the other's: set it. {remedy}"
        remedy = remedy[0].upper() + remedy[1:]
    return f"No cell of the raster is labelled: of {counts['features']} features none could be used. {found} {remedy}"


def _natural(name: str) -> tuple[list[tuple[int, float, str]], str]:
    """Sort key that puts "2" before "10", and numbers, negative ones too, before text."""
    if re.fullmatch(r"-?\d+(\.\d+)?", name):
        return [(0, float(name), "")], name
    parts = re.split(r"(\d+)", name.casefold())
    return [(1, float(part), "") if part.isdigit() else (2, 0.0, part) for part in parts if part], name
