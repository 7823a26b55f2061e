"""The report of a raster looked at as an embedding run would."""

from __future__ import annotations

from ..embedding.estimate import size
from ..embedding.inspection import Inspection
from ..embedding.plan import Request
from .land import made_by, title_of
from .page import Report


def inspection_report(found: Inspection, request: Request) -> Report:
    """Return the report of an inspection."""
    report = Report(title_of(found.info.path, "raster and module"), found.info.path)
    report.note(made_by())
    for warning in found.warnings:
        report.warning(warning)
    if not found.warnings:
        report.text("Nothing stands in the way.")
    if found.estimate and found.plan:
        report.heading("What it takes")
        report.text(found.estimate.sentence())
        settled = found.plan
        report.text(f"{settled.dims} features a window, {settled.mode} mode, {settled.backend}.")
    if found.memory:
        peaks = " and ".join(f"{size(peak)} in {name}" for name, peak in found.memory.items())
        report.text(f"Memory: at most {peaks} so far; it does not grow with the raster.")
    report.heading("Raster")
    report.table(("", ""), _facts(found))
    for sentence in found.left_out:
        report.text(sentence)
    _bands(report, found)
    if found.fit:
        report.heading("Fit to the module")
        report.text(
            "Distance between the raster's statistics and those that the module keeps from its training, before its "
            "first batch norm: 0 is a perfect fit, up to about 1 is usual. Another way is named above only where it is "
            "clearly better."
        )
        ways = sorted(found.fit.distances.items(), key=lambda item: item[1])
        report.table(("Way from the raster to the module", "Distance"), ways)
    return report


def _facts(found: Inspection) -> list[tuple[str, str]]:
    info = found.info
    ground = " × ".join(f"{side:.3g} m" for side in found.ground_size) if found.ground_size else "unknown (no CRS)"
    share = "unknown" if found.valid_share is None else f"{100 * (1 - found.valid_share):.3g} %"
    bright = "unknown" if found.bright_share is None else f"{100 * found.bright_share:.3g} %"
    facts = [
        ("Size", f"{info.width} × {info.height} pixels, {len(info.bands)} bands"),
        ("Pixel on the ground", ground),
        ("Files", _integrity(found)),
        ("Nodata, of a sample", share),
        ("Cloud, snow or bright sand, of a sample", bright),
        ("Module", found.module.entry.title or found.module.handle if found.module else "not found"),
    ]
    if found.plan:
        grid = found.plan.grid
        facts.append(
            (
                "Result",
                f"{grid.columns} × {grid.rows} cells of {grid.stride} pixels a side; windows of {grid.window} pixels",
            )
        )
    return facts


def _integrity(found: Inspection) -> str:
    checked = found.checksums
    if checked is None or not checked.files:
        return "no checksum beside them (.sha256, .md5, manifest.safe): damage on disk mostly goes unnoticed"
    if checked.damaged:
        return f"{len(checked.damaged)} of {checked.files} differ from their checksums"
    return f"{checked.files} as their checksums say"


def _bands(report: Report, found: Inspection) -> None:
    if found.scaling is None:
        return
    report.heading("Bands and scaling")
    if found.match:
        report.text(found.match.how)
    report.text(found.scaling.how)
    if found.match and found.band_means:
        rows = [
            (name, number, found.info.bands[number - 1].name or "unnamed", mean)
            for name, number, mean in zip(found.match.names, found.match.numbers, found.band_means)
        ]
        report.table(("Band", "Number", "Name in the raster", "Mean reflectance"), rows)
