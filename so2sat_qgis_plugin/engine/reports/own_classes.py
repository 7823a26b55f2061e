"""The report of a map of a module's own classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..modules.catalogue import Module
from .land import add_map, add_settings, made_by, title_of
from .page import Report


def write_own_classes_report(
    path: str, output: str, module: Module, rasters: Sequence[str], provenance: Mapping[str, Any] | None
) -> None:
    """Write the report of the map `output` of `rasters` (dates of one place) to `path`."""
    name = module.entry.title or module.handle
    report = Report(title_of(rasters[0], "land cover"), f"The own classes of {name}")
    report.note(made_by())
    add_map(report, output, rasters[0])
    report.text(
        "Each cell has the class with the highest score of the module, as it was trained by its authors; no label of "
        "this place was used, and nothing is known of the accuracy here: 'Assess map' tells. The confidence is the "
        "module's own softmax, which is usually too sure."
    )
    dates = [("Dates averaged (softmax)", len(rasters)), *((f"Date {i + 1}", one) for i, one in enumerate(rasters))]
    add_settings(report, provenance, list(dates) if len(rasters) > 1 else [])
    report.save(path)
