"""so2sat:inspect: what an embedding run would do with a raster, before it is begun."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
)

from ..engine.estimate import size
from ..engine.inspection import Inspection, inspect
from ..engine.progress import Progress
from ..engine.report import Report, write_whole
from .base import So2SatAlgorithm, described, home_folder, input_layer
from .embedding_parameters import embedding_parameters, embedding_request


class InspectRaster(So2SatAlgorithm):
    """Inspect a raster for a module."""

    ID = "inspect"
    NAME = "Inspect raster for a module"
    GROUP = "Rasters"
    SUMMARY = "Tells within seconds what embedding a raster would do, how long it takes and what is wrong, as a report."
    HELP = (
        "<p>Shows which bands are taken, how numbers become reflectance, how well the raster fits what the module was "
        "trained on (and whether another scaling or band order fits clearly better), the share of nodata, pixel size, "
        "number of windows, and time, disk and memory from a second measured on this computer. Every warning says what "
        "to do. The raster is only sampled, whatever its size.</p>"
        "<p>Beside the report lies a JSON file of the same name with the same findings for scripts.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        for parameter in embedding_parameters():
            self.addParameter(parameter)
        report = QgsProcessingParameterFileDestination("REPORT", "Report", "HTML (*.html)")
        self.addParameter(described(report, "HTML file that opens in any browser."))
        self.addOutput(QgsProcessingOutputFile("JSON", "Findings as JSON"))
        self.addOutput(QgsProcessingOutputNumber("WARNINGS", "Number of warnings"))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self._request = embedding_request(self, parameters, context, input_layer(self, parameters, "INPUT", context))

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        path = Path(self.parameterAsFileOutput(parameters, "REPORT", context))
        with self.start_worker() as worker:
            found = inspect(self._request, home_folder(), worker, progress)
        for warning in found.warnings:
            progress.warn(warning)
        if found.estimate:
            progress.log(found.estimate.sentence())
        _report(found, self._request.window, self._request.stride).save(path)
        plain = path.with_suffix(".json")
        write_whole(plain, json.dumps(found.to_json(), indent=1, ensure_ascii=False).encode())
        return {"REPORT": str(path), "JSON": str(plain), "WARNINGS": len(found.warnings)}


def _report(found: Inspection, window: int, stride: int) -> Report:
    report = Report("Raster and module", found.info.path)
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
    report.table(("", ""), _facts(found, window, stride))
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


def _facts(found: Inspection, window: int, stride: int) -> list[tuple[str, str]]:
    info = found.info
    ground = " × ".join(f"{side:.3g} m" for side in found.ground_size) if found.ground_size else "unknown (no CRS)"
    share = "unknown" if found.valid_share is None else f"{100 * (1 - found.valid_share):.3g} %"
    facts = [
        ("Size", f"{info.width} × {info.height} pixels, {len(info.bands)} bands"),
        ("Pixel on the ground", ground),
        ("Nodata, of a sample", share),
        ("Module", found.module.entry.title or found.module.handle if found.module else "not found"),
    ]
    if found.cells:
        rows, columns = found.cells
        facts.append(("Result", f"{columns} × {rows} cells: windows of {window} pixels, stride {stride}"))
    return facts


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
