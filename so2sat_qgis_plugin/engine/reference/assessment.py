"""Assess a map against reference labels: accuracy, and areas adjusted for map error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import So2SatError
from ..legend import LegendClass, safe_color
from ..progress import Progress
from ..raster.cells import Cells, Hits, LabelledFeatures
from ..raster.georeference import to_crs
from ..raster.grid import Block
from ..raster.maps import LandCover
from ..raster.vector import find_cells
from . import accuracy
from .samples import SampleClass, label_name, resolve

_SIDE = 512  # cells of a block that are compared with a reference raster at a time


@dataclass(frozen=True)
class Assessment:
    """`figures` are the report's JSON; `legend` has the map's classes, then those that only the reference has."""

    legend: tuple[LegendClass, ...]
    figures: dict[str, Any]
    notes: tuple[str, ...]


def against_features(land: LandCover, reference: LabelledFeatures, progress: Progress) -> Assessment:
    """Assess `land` against polygons or points. Labels are the map's class names or codes."""
    names = [label_name(label) for label in reference.labels]
    legend, code_of = _common(land, [name for name in dict.fromkeys(names) if name])
    renamed = [str(code_of[name]) if name else None for name in names]
    classes = tuple(SampleClass(entry.code, str(entry.code)) for entry in legend)
    rows, columns = land.codes.shape
    cells = Cells(rows, columns, land.transform, land.crs)
    labels = LabelledFeatures(reference.geometries, renamed, reference.crs)
    hits: Hits = find_cells(labels, cells, progress.span(0.0, 0.9))
    samples = resolve(labels, hits, cells, classes)
    notes = list(samples.warnings)
    if len(np.unique(samples.groups)) < len(samples):
        notes.append(
            "The reference has polygons of several cells: the interval of overall accuracy allows for cells of one "
            "polygon being alike, those of areas do not."
        )
    predicted = land.codes[samples.rows, samples.columns].astype(np.int64)
    return _assess(land, legend, samples.codes, predicted, samples.groups, notes)


def against_raster(land: LandCover, reference: LandCover, progress: Progress) -> Assessment:
    """Assess `land` against another map, looked up at the centre of each cell."""
    legend, code_of = _common(land, [entry.name for entry in reference.classes])
    table = np.zeros(1 << 16, dtype=np.int64)
    for entry in reference.classes:
        table[entry.code] = code_of[entry.name]
    rows, columns = land.codes.shape
    found, mapped = [], []
    blocks = [
        Block(r, c, min(_SIDE, rows - r), min(_SIDE, columns - c))
        for r in range(0, rows, _SIDE)
        for c in range(0, columns, _SIDE)
    ]
    for block in progress.over(blocks, len(blocks)):
        own = land.codes[block.slices]
        other = table[looked_up(land, reference, block)]
        both = (own > 0) & (other > 0)
        found.append(other[both])
        mapped.append(own[both].astype(np.int64))
    codes, predicted = np.concatenate(found), np.concatenate(mapped)
    if not len(codes):
        raise So2SatError(
            f"No cell of {land.path} has a class in {reference.path}: they do not overlap. Choose another."
        )
    notes = [
        "The reference is a raster: its cells count as independent, which neighbours are not; intervals are too narrow."
    ]
    return _assess(land, legend, codes, predicted, np.arange(len(codes)), notes)


def looked_up(land: LandCover, reference: LandCover, block: Block) -> np.ndarray:
    """Return the reference's codes at the centres of a block's cells, 0 outside."""
    column, row = np.meshgrid(
        np.arange(block.column, block.column + block.columns) + 0.5, np.arange(block.row, block.row + block.rows) + 0.5
    )
    x, y = land.transform.at(column.ravel(), row.ravel())
    if land.crs and reference.crs:
        x, y = to_crs(land.crs, reference.crs, x, y)
    c, r = reference.transform.pixels(x, y)
    known = np.isfinite(c) & np.isfinite(r)
    r, c = (np.where(known, np.floor(v), -1).astype(np.int64) for v in (r, c))
    inside = (r >= 0) & (r < reference.codes.shape[0]) & (c >= 0) & (c < reference.codes.shape[1])
    codes = np.zeros(len(r), dtype=np.int64)
    codes[inside] = reference.codes[r[inside], c[inside]]
    return codes.reshape(block.rows, block.columns)


def _common(land: LandCover, names: Sequence[str]) -> tuple[tuple[LegendClass, ...], dict[str, int]]:
    """Return the legend of map and reference together, and the code of every name of the reference.

    A name is a class of the map where it is that class's name (whatever its case) or code; others are classes that
    the map lacks.
    """
    by_name = {entry.name.casefold(): entry.code for entry in land.classes}
    by_code = {str(entry.code): entry.code for entry in land.classes}
    code_of = {name: by_name.get(name.casefold()) or by_code.get(name) or 0 for name in names}
    if names and not any(code_of.values()):
        raise So2SatError(
            f"No label of the reference ({', '.join(names[:5])} …) is a class of {land.path} "
            f"({', '.join(entry.name for entry in land.classes[:5])} …). Choose the field that holds the map's class "
            "names or codes."
        )
    free = max(entry.code for entry in land.classes) + 1
    extra: list[LegendClass] = []
    for name in names:
        if not code_of[name]:
            code_of[name] = free + len(extra)
            extra.append(LegendClass(code_of[name], name, safe_color(len(land.classes) + len(extra))))
    return (*land.classes, *extra), code_of


def _assess(
    land: LandCover,
    legend: tuple[LegendClass, ...],
    reference: np.ndarray,
    predicted: np.ndarray,
    groups: np.ndarray,
    notes: list[str],
) -> Assessment:
    unmapped = int((predicted == 0).sum())
    if unmapped == len(predicted):
        raise So2SatError(f"All reference samples lie on unclassified cells of {land.path}. Choose another reference.")
    if unmapped:
        notes.append(f"{unmapped} samples lie on unclassified cells (0) and were left out.")
    lacking = [entry.name for entry in legend[len(land.classes) :]]
    if lacking:
        notes.append(f"The map has no such class as {', '.join(lacking)}: all samples of it are errors.")
    figures = accuracy.describe([(c.code, c.name) for c in legend], reference, predicted, groups)
    figures["validation"] = "reference"
    figures["map"] = land.path
    _add_areas(land, legend, figures, notes)
    return Assessment(legend, figures, tuple(notes))


def _add_areas(land: LandCover, legend: tuple[LegendClass, ...], figures: dict[str, Any], notes: list[str]) -> None:
    """Add mapped areas, and where every mapped class has samples the adjusted ones, to `figures`."""
    areas = land.areas()
    if areas is None:
        notes.append("The CRS does not tell where on the Earth the map lies: areas are unknown, shares count cells.")
    weights = np.zeros(len(legend))
    weights[: len(land.classes)] = land.cells() if areas is None else areas / 1e4
    blank = {"area_ha": None, "area_ha_adjusted": None, "area_ha_ci95": None, "producers_accuracy_adjusted": None}
    for i, entry in enumerate(figures["classes"]):
        entry.update(blank)
        entry["mapped_share"] = float(weights[i] / weights.sum())
        if areas is not None:
            entry["area_ha"] = float(weights[i])
    figures.update(overall_accuracy_adjusted=None, overall_accuracy_adjusted_ci95=None)
    try:
        adjusted = accuracy.adjusted_areas(np.array(figures["confusion"]), weights)
    except So2SatError as error:
        notes.append(str(error))
        return
    if (np.array(figures["confusion"]).sum(axis=0)[weights > 0] < 2).any():
        notes.append(
            "Mapped classes with one reference sample count as without variance: their intervals are too narrow."
        )
    figures["overall_accuracy_adjusted"] = adjusted.overall
    figures["overall_accuracy_adjusted_ci95"] = _between(adjusted.overall, adjusted.overall_half, 1.0)
    for i, entry in enumerate(figures["classes"]):
        producers = float(adjusted.producers[i])
        entry["producers_accuracy_adjusted"] = producers if np.isfinite(producers) else None
        low_high = _between(float(adjusted.area[i]), float(adjusted.area_half[i]), float(weights.sum()))
        entry["adjusted_share"] = float(adjusted.area[i] / weights.sum())
        entry["adjusted_share_ci95"] = [value / float(weights.sum()) for value in low_high]
        if areas is not None:
            entry["area_ha_adjusted"], entry["area_ha_ci95"] = float(adjusted.area[i]), low_high


def _between(value: float, half: float, most: float) -> list[float]:
    return [max(0.0, value - half), min(most, value + half)]
