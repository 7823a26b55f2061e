"""From–to classes: two maps of one legend on the same cells become a map of transitions and a table in hectares."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import So2SatError
from ..files import write_whole
from ..legend import LegendClass, save_style, shade
from ..progress import Progress
from ..raster.cells import LabelledFeatures
from ..raster.grid import Block
from ..raster.maps import LandCover, code_counts
from ..raster.writer import GeoTiffProfile, GeoTiffWriter
from ..reference.accuracy import Z95
from ..reference.assessment import Assessment, against_features, looked_up
from ..reference.samples import label_name

ARROW = " → "
TRANSITIONS_KEY = "SO2SAT_TRANSITIONS"  # metadata key of a transition map: JSON of how its codes are made
_SIDE = 512
_PALE = 0.75  # how much white is in the colour of what stayed


@dataclass(frozen=True)
class Transition:
    """Cells of class `before` that are of class `after`: their number and area, None where the CRS does not tell."""

    before: LegendClass
    after: LegendClass
    legend: LegendClass
    cells: int
    hectares: float | None

    @property
    def is_change(self) -> bool:
        """Whether the class is another."""
        return self.before.code != self.after.code


@dataclass(frozen=True)
class Transitions:
    """A map of transitions, code = code before × `base` + code after, and what it holds, changes from large to small.

    `adjusted` is what reference points say of it, None without any.
    """

    land: LandCover
    base: int
    rows: tuple[Transition, ...]
    adjusted: Adjusted | None = None


@dataclass(frozen=True)
class Adjusted:
    """Areas in hectares (cells where the CRS does not tell) adjusted for map error, each with its 95 % interval.

    `by_name` has those of transitions, `changed` that of all changes together. Only transitions with reference points
    are estimated; `left_out` is the share of the map that has none.
    """

    by_name: Mapping[str, tuple[float, float, float]]
    changed: tuple[float, float, float]
    left_out: float
    assessment: Assessment


def transition_name(before: str, after: str) -> str:
    """Return what a transition is called."""
    return f"{before}{ARROW}{after}"


def compare(
    before: LandCover, after: LandCover, progress: Progress, unchanged: np.ndarray | None = None
) -> Transitions:
    """Return the transitions between two maps, on the cells of `before`; `after` is looked up at their centres.

    Where `unchanged` (rows, columns) is true the class before counts as that after. Raises So2SatError where the
    legends differ, or where no cell has a class on both maps.
    """
    legend = common_legend(before, after)
    base = 100 if max(legend) < 100 else 256
    rows, columns = before.codes.shape
    codes = np.zeros((rows, columns), np.uint16)
    blocks = [
        Block(r, c, min(_SIDE, rows - r), min(_SIDE, columns - c))
        for r in range(0, rows, _SIDE)
        for c in range(0, columns, _SIDE)
    ]
    for block in progress.over(blocks, len(blocks)):
        first, then = before.codes[block.slices].astype(np.int64), looked_up(before, after, block)
        if unchanged is not None:
            then = np.where(unchanged[block.slices] & (then > 0), first, then)
        codes[block.slices] = np.where((first > 0) & (then > 0), first * base + then, 0)
    if not codes.any():
        raise So2SatError(
            f"BEFORE and AFTER: no cell has a class on both {before.path} and {after.path}. Choose maps of the same "
            "place."
        )
    return _described(before, codes, base, legend)


def common_legend(before: LandCover, after: LandCover) -> dict[int, LegendClass]:
    """Return the classes of two maps by code; raises So2SatError where a code or a name means two classes."""
    legend = {entry.code: entry for entry in before.classes}
    codes = {entry.name.casefold(): entry.code for entry in before.classes}
    for entry in after.classes:
        known = legend.get(entry.code)
        if known is not None and known.name.casefold() != entry.name.casefold():
            raise _other_legend(before, after, f"code {entry.code} is '{known.name}' and '{entry.name}'")
        if codes.get(entry.name.casefold(), entry.code) != entry.code:
            first = codes[entry.name.casefold()]
            raise _other_legend(before, after, f"'{entry.name}' has the codes {first} and {entry.code}")
        legend.setdefault(entry.code, entry)
    if max(legend) > 255:
        raise So2SatError(
            f"BEFORE and AFTER have class codes up to {max(legend)}; from–to codes need 255 at most. Renumber the "
            "classes of both maps."
        )
    return legend


def _other_legend(before: LandCover, after: LandCover, why: str) -> So2SatError:
    return So2SatError(
        f"BEFORE and AFTER must be maps of one legend, but in {before.path} and {after.path} {why}. Make both with one "
        "classifier, or give both the same classes."
    )


def _described(before: LandCover, codes: np.ndarray, base: int, legend: Mapping[int, LegendClass]) -> Transitions:
    land = replace(before, codes=codes, classes=())
    counts = code_counts(codes)
    present = [int(code) for code in np.flatnonzero(counts) if code]
    entries = {
        code: LegendClass(code, _name(code, base, legend), _color(code, base, present, legend)) for code in present
    }
    land = replace(land, classes=tuple(entries.values()))
    areas = land.areas()
    rows = [
        Transition(
            legend[code // base],
            legend[code % base],
            entries[code],
            int(counts[code]),
            None if areas is None else float(areas[i]) / 1e4,
        )
        for i, code in enumerate(present)
    ]
    return Transitions(land, base, tuple(sorted(rows, key=lambda row: (not row.is_change, -row.cells))))


def _name(code: int, base: int, legend: Mapping[int, LegendClass]) -> str:
    return transition_name(legend[code // base].name, legend[code % base].name)


def _color(code: int, base: int, present: Sequence[int], legend: Mapping[int, LegendClass]) -> str:
    """Return a pale form of the class that stayed; of a change a shade of the class that is there now."""
    now = legend[code % base].color
    if code // base == code % base:
        parts = (int(now[i : i + 2], 16) for i in (1, 3, 5))
        return "#" + "".join(f"{round(part + (255 - part) * _PALE):02x}" for part in parts)
    alike = [other for other in present if other % base == code % base and other // base != other % base]
    return shade(now, alike.index(code), len(alike))


def write_transitions(path: str | Path, found: Transitions, made: str) -> None:
    """Write the map of transitions with its legend; `made` (JSON) says of what."""
    land = found.land
    rows, columns = land.codes.shape
    profile = GeoTiffProfile(
        rows, columns, 1, "uint16", land.transform, land.crs, nodata=0, band_names=("transition",),
        metadata={TRANSITIONS_KEY: made},
    )  # fmt: skip
    with GeoTiffWriter(path, profile) as writer:
        writer.set_legend(land.classes)
        for row in range(0, rows, 256):
            writer.write(row, 0, land.codes[row : row + 256])
    save_style(path, land.classes)


def adjust(found: Transitions, reference: LabelledFeatures, then: Sequence[object], progress: Progress) -> Transitions:
    """Return the transitions with areas adjusted for map error by reference samples.

    The labels of `reference` are the classes before, `then` those after; names or codes. The strata are the
    transitions (Olofsson et al. 2014); those without any sample are left out of the estimate.
    """
    named = {name: entry.name for row in found.rows for entry in (row.before, row.after) for name in _spellings(entry)}
    labels: list[object] = []
    for one, other in zip(reference.labels, then):
        first, second = label_name(one), label_name(other)
        known = first and second
        labels.append(
            transition_name(named.get(first.casefold(), first), named.get(second.casefold(), second)) if known else None
        )
    features = replace(reference, labels=labels)
    assessment = against_features(found.land, features, progress.span(0.0, 0.5))
    sampled = np.array(assessment.figures["confusion"]).sum(axis=0)[: len(found.land.classes)] > 0
    land = found.land
    if not sampled.all():
        codes = land.codes.copy()
        codes[~np.isin(codes, [entry.code for entry, has in zip(land.classes, sampled) if has])] = 0
        land = replace(land, codes=codes, classes=tuple(e for e, has in zip(land.classes, sampled) if has))
        assessment = against_features(land, features, progress.span(0.5, 1.0))
    weights = _weights(land)
    whole = _weights(found.land).sum()
    changed = [not _stays(entry.name) for entry in assessment.legend]
    by_name = {
        entry.name: (estimate[0], *estimate[1])
        for entry, estimate in zip(assessment.legend, _estimates(assessment, weights.sum()))
    }
    total = _all_changes(np.array(assessment.figures["confusion"]), weights, np.array(changed))
    return replace(found, adjusted=Adjusted(by_name, total, float(1 - weights.sum() / whole), assessment))


def _stays(name: str) -> bool:
    return name == transition_name(*2 * (name[: (len(name) - len(ARROW)) // 2],))


def _spellings(entry: LegendClass) -> tuple[str, str]:
    return entry.name.casefold(), str(entry.code)


def _weights(land: LandCover) -> np.ndarray:
    """Return hectares of each class, cells where the CRS does not tell."""
    areas = land.areas()
    return land.cells().astype(np.float64) if areas is None else areas / 1e4


def _estimates(assessment: Assessment, total: float) -> list[tuple[float, tuple[float, float]]]:
    found = []
    for entry in assessment.figures["classes"]:
        low, high = entry["adjusted_share_ci95"]
        found.append((entry["adjusted_share"] * total, (low * total, high * total)))
    return found


def _all_changes(matrix: np.ndarray, weights: np.ndarray, changed: np.ndarray) -> tuple[float, float, float]:
    """Return the area of all changes with its interval: equations 9–11 of Olofsson et al. (2014) of one indicator.

    `matrix` has rows = reference, columns = map; `changed` says which rows are changes; `weights` are of the columns
    that the map has, which come first.
    """
    counts = matrix[:, : len(weights)].astype(np.float64)
    n = counts.sum(axis=0)
    rate = counts[changed].sum(axis=0) / n
    total = float(weights @ rate)
    half = Z95 * float(np.sqrt((weights**2 * rate * (1 - rate) / np.maximum(n - 1, 1)).sum()))
    return total, max(0.0, total - half), min(float(weights.sum()), total + half)


def write_table(path: str | Path, found: Transitions) -> None:
    """Write the transitions as CSV: from, to, cells, hectares; with reference points the adjusted areas too."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    adjusted = found.adjusted
    further = ["adjusted_ha", "adjusted_ha_low", "adjusted_ha_high"] if adjusted else []
    writer.writerow(["from", "to", "code", "cells", "hectares", *further])
    for row in found.rows:
        area = "" if row.hectares is None else f"{row.hectares:.4f}"
        values: list[Any] = [row.before.name, row.after.name, row.legend.code, row.cells, area]
        if adjusted:
            estimate = adjusted.by_name.get(row.legend.name)
            in_hectares = estimate is not None and row.hectares is not None
            values += [f"{value:.4f}" for value in estimate] if estimate and in_hectares else ["", "", ""]
        writer.writerow(values)
    write_whole(path, text.getvalue().encode("utf-8"))
