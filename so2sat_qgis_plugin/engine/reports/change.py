"""The report of a comparison of two dates: where and how much changed, from what to what, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ..files import whereabouts
from ..legend import LegendClass
from ..mapping.change import STOPS, Changed
from ..mapping.transitions import Transition, Transitions
from ..raster.maps import LandCover
from ..raster.quicklook import amount_picture, map_picture, true_color
from ..raster.reader import Raster
from ..raster.scene_title import scene_title
from .land import LONGEST, add_settings, below_pictures, made_by
from .page import Report, named_swatch
from .png import data_uri
from .training import write_json

_MASK = (LegendClass(1, "unchanged", "#e8e8e8"), LegendClass(2, "changed", "#e34a33"))
_MOST_ROWS = 40


@dataclass(frozen=True)
class Comparison:
    """What two dates gave: `output` is the magnitude raster, `before` and `after` are the rasters that were compared.

    `maps` are the two maps where these were compared, `transitions` the from–to classes where there are any.
    """

    before: str
    after: str
    output: str
    changed: Changed
    threshold: float
    transitions: Transitions | None = None
    maps: tuple[LandCover, ...] = ()
    provenance: Mapping[str, Any] | None = None
    notes: tuple[str, ...] = field(default=())


def write_change_report(path: str | Path, found: Comparison) -> None:
    """Write the report to `path` (HTML), and its figures beside it under the same name with .json."""
    report = Report(
        f"{scene_title(found.before)} → {scene_title(found.after)} · change", f"{found.before} → {found.after}"
    )
    report.note(made_by())
    _headline(report, found)
    for note in filter(None, [found.changed.warning(), *found.notes, *_of_reference(found)]):
        report.warning(note)
    _pictures(report, found)
    if found.transitions is not None:
        _matrix(report, found.transitions)
        _rows(report, found.transitions)
    _how(report, found)
    report.save(path)
    write_json(Path(path).with_suffix(".json"), figures(found), found.notes)


def figures(found: Comparison) -> dict[str, Any]:
    """Return the figures of the report's JSON."""
    changed, transitions = found.changed, found.transitions
    adjusted = None if transitions is None else transitions.adjusted
    return {
        "before": found.before,
        "after": found.after,
        "threshold": found.threshold,
        "cells": changed.valid,
        "changed_cells": changed.cells,
        "changed_ha": changed.hectares,
        "shift": _number(changed.shift),
        "beyond": _number(changed.beyond),
        "changed_ha_adjusted": None if adjusted is None else adjusted.changed[0],
        "changed_ha_ci95": None if adjusted is None else list(adjusted.changed[1:]),
        "transitions": [_plain(row, transitions) for row in transitions.rows] if transitions else [],
    }


def _plain(row: Transition, found: Transitions) -> dict[str, Any]:
    estimate = found.adjusted.by_name.get(row.legend.name) if found.adjusted else None
    return {
        "from": row.before.name,
        "to": row.after.name,
        "code": row.legend.code,
        "cells": row.cells,
        "ha": row.hectares,
        "ha_adjusted": estimate[0] if estimate else None,
        "ha_ci95": list(estimate[1:]) if estimate else None,
    }


def _number(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _headline(report: Report, found: Comparison) -> None:
    changed = found.changed
    share = 100 * changed.cells / max(changed.valid, 1)
    area = "" if changed.hectares is None else f" ({changed.hectares:,.1f} ha)"
    rule = f"by a magnitude of at least {found.threshold:g}" if changed.views else "to another class"
    report.headline(f"{share:.1f} %", f"of {changed.valid:,} cells changed {rule}{area}")
    adjusted = found.transitions.adjusted if found.transitions else None
    if found.transitions is not None and changed.views:
        moved = [row for row in found.transitions.rows if row.is_change]
        amount = f"{_shown(sum(map(_amount, moved)))} {'cells' if changed.hectares is None else 'ha'}"
        report.text(f"Of these, {amount} are of another class by the classifier; the rest changed within their class.")
    if adjusted is not None:
        value, low, high = adjusted.changed
        unit = "cells" if changed.hectares is None else "ha"
        report.headline(
            f"{value:,.1f} {unit}",
            f"changed by the reference points, adjusted for map error; 95 % interval {low:,.1f}–{high:,.1f} {unit}",
        )


def _of_reference(found: Comparison) -> list[str]:
    adjusted = found.transitions.adjusted if found.transitions else None
    if adjusted is None:
        return []
    notes = list(adjusted.assessment.notes)
    if adjusted.left_out > 0:
        notes.append(
            f"Transitions without any reference point are left out of the estimates: {100 * adjusted.left_out:.1f} % "
            "of the mapped area."
        )
    return notes


def _pictures(report: Report, found: Comparison) -> None:
    path = str(whereabouts(found.output))
    with Raster(path) as raster:
        info = raster.info
    mask = LandCover(path, found.changed.mask.astype(np.uint8) + np.uint8(1), _MASK, info.transform, info.crs)
    pictures = []
    for land, name in zip(found.maps, ("Map before", "Map after")):
        pictures.append((data_uri(map_picture(land, LONGEST)), name, True))
    for scene, name in () if found.maps else ((found.before, "Before"), (found.after, "After")):
        seen = true_color(scene, mask, LONGEST)
        if seen is not None:
            pictures.append((data_uri(seen[0]), f"{name}, {seen[1]} as red, green, blue", False))
    if found.changed.views:
        shown = data_uri(amount_picture(path, STOPS, LONGEST))
        pictures.append((shown, "Magnitude of change: white 0, orange 5, red 10, violet 20 and more", True))
    if found.transitions is not None:
        shown = data_uri(map_picture(found.transitions.land, LONGEST))
        pictures.append((shown, "From–to classes: pale where the class stayed", True))
    else:
        pictures.append((data_uri(map_picture(mask, LONGEST)), "Changed cells", True))
    for i in range(0, len(pictures), 2):
        report.pictures(pictures[i : i + 2], *below_pictures(path))


def _matrix(report: Report, found: Transitions) -> None:
    report.heading("From what to what")
    classes = {entry.code: entry for row in found.rows for entry in (row.before, row.after)}
    order = sorted(classes)
    amount = {(row.before.code, row.after.code): _amount(row) for row in found.rows}
    rows: list[tuple[object, ...]] = []
    for first in order:
        values = [amount.get((first, then), 0.0) for then in order]
        rows.append(
            (named_swatch(classes[first].color, classes[first].name), *map(_shown, values), _shown(sum(values)))
        )
    totals = [sum(amount.get((first, then), 0.0) for first in order) for then in order]
    rows.append(("Together, after", *map(_shown, totals), _shown(sum(totals))))
    header = ["From \\ to", *(classes[code].name for code in order), "Together, before"]
    report.table(header, rows, f"{_unit(found)}; rows: the class before, columns: the class after")


def _rows(report: Report, found: Transitions) -> None:
    changes = [row for row in found.rows if row.is_change]
    total = sum(_amount(row) for row in found.rows)
    adjusted = found.adjusted

    def line(row: Transition) -> tuple[object, ...]:
        amount = _amount(row)
        further = _estimate(adjusted.by_name.get(row.legend.name)) if adjusted else []
        return (
            named_swatch(row.legend.color, row.legend.name),
            _shown(amount),
            f"{100 * amount / total:.2f} %",
            *further,
        )

    rows = [line(row) for row in changes[:_MOST_ROWS]]
    if adjusted:
        mapped = {row.legend.name for row in found.rows}
        missed = [(name, value) for name, value in adjusted.by_name.items() if name not in mapped]
        rows += [(f"{name} (not on the map)", "0", "0 %", *_estimate(value)) for name, value in missed]
        rows += [line(row) for row in found.rows if not row.is_change]
    if not rows:
        report.text("No class changed.")
        return
    further = ["Adjusted", "95 % interval"] if adjusted else []
    report.table(
        ["Transition", "Area", "Share", *further], rows, f"Changes, the largest first; areas in {_unit(found)}"
    )
    if len(changes) > _MOST_ROWS:
        report.text(f"{len(changes) - _MOST_ROWS} smaller ones are in the table (TABLE).")
    report.text(
        _ADJUSTED if adjusted else "Areas count cells, with the maps' errors in them; reference points mend that."
    )


_ADJUSTED = (
    "Counting cells of a map is biased by its errors, and changes are rare, so errors weigh most in them. The adjusted "
    "areas are unbiased where the reference is a random sample within each transition ('Sample size' makes one of the "
    "from–to raster). An interval without width means that no point of that transition was an error, not that there "
    "is none. Stratified estimators of Olofsson et al. (2014), Remote Sensing of Environment 148, 42–57."
)


def _estimate(value: tuple[float, float, float] | None) -> list[object]:
    return ["–", "–"] if value is None else [_shown(value[0]), f"{_shown(value[1])}–{_shown(value[2])}"]


def _how(report: Report, found: Comparison) -> None:
    changed = found.changed
    if changed.views:
        report.heading("How sure it is")
        report.text(
            "The magnitude is a robust z: how far a cell is from what the other date makes expect of it where nothing "
            "changed, in multiples of the spread (1.4826 · MAD) of all cells around their median. What the dates "
            "differ by everywhere is so taken out as far as a linear map can. 0 is the usual, 5 is rare by chance, but "
            "clouds, their shadows, tides and harvests are changes like any other."
        )
    rows: list[tuple[object, object]] = [("Cells with data on both dates", f"{changed.valid:,}")]
    if changed.views:
        beyond = "–" if np.isnan(changed.beyond) else f"{changed.beyond:.1f}"
        rows += [
            ("Changed from a magnitude of", f"{found.threshold:g}"),
            ("Compared by", " and ".join(changed.views)),
            ("The dates differ everywhere by (× the noise)", f"{changed.shift:.1f}"),
            ("Changed cells differ from that by (× the noise)", beyond),
        ]
    add_settings(report, found.provenance, rows)


def _amount(row: Transition) -> float:
    return float(row.cells) if row.hectares is None else row.hectares


def _unit(found: Transitions) -> str:
    return "cells" if found.rows[0].hectares is None else "hectares"


def _shown(value: float) -> str:
    return f"{value:,.1f}" if value < 1000 else f"{value:,.0f}"
