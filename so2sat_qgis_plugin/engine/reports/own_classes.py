"""The report of a map of a module's own classes."""

from __future__ import annotations

from collections.abc import Sequence

from ..legend import LegendClass
from ..mapping.classes import Classified
from ..modules.catalogue import Module
from .page import Report, swatch


def write_own_classes_report(
    path: str, found: Classified, legend: Sequence[LegendClass], module: Module, rasters: Sequence[str]
) -> None:
    """Write the report of the map `found` of `rasters` (dates of one place) to `path`."""
    report = Report("Land cover", f"The own classes of {module.entry.title or module.handle}")
    total = max(sum(found.cells.values()), 1)
    report.table(
        ["", "Class", "Cells", "Share"],
        [
            (swatch(c.color), c.name, f"{found.cells[c.code]:,}", f"{100 * found.cells[c.code] / total:.1f} %")
            for c in legend
            if found.cells[c.code]
        ],
    )
    if found.nodata:
        report.text(f"{found.nodata:,} cells are nodata (0 in the map).")
    report.text(
        "Each cell has the class with the highest score of the module, as it was trained by its authors; no label of "
        "this place was used, and nothing is known of the accuracy here: 'Assess map' tells. The confidence is the "
        "module's own softmax, which is usually too sure."
    )
    report.table(["Dates averaged (softmax)"], [(raster,) for raster in rasters])
    report.save(path)
