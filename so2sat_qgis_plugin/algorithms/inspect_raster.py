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

from ..engine.embedding.inspection import inspect
from ..engine.files import write_whole
from ..engine.progress import Progress
from ..engine.reports.inspection import inspection_report
from .base import So2SatAlgorithm, described, home_folder, input_layer
from .embedding_parameters import embedding_parameters, embedding_request


class InspectRaster(So2SatAlgorithm):
    """Inspect a raster for a module."""

    ID = "inspect"
    NAME = "Inspect raster for a module"
    TAGS = "check, statistics, bands, scaling, cloud, nodata, deep learning"
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
        report = QgsProcessingParameterFileDestination("REPORT", "Report", "HTML (*.html)", None, True)
        self.addParameter(described(report, "HTML file that opens in any browser. Without it the log tells."))
        self.addOutput(QgsProcessingOutputFile("JSON", "Findings as JSON"))
        self.addOutput(QgsProcessingOutputNumber("WARNINGS", "Number of warnings"))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self._request = embedding_request(self, parameters, context, input_layer(self, parameters, "INPUT", context))

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        asked = self.parameterAsFileOutput(parameters, "REPORT", context)
        with self.start_worker() as worker:
            found = inspect(self._request, home_folder(), worker, progress)
        for warning in found.warnings:
            progress.warn(warning)
        if found.estimate:
            progress.log(found.estimate.sentence())
        if not asked:
            return {"WARNINGS": len(found.warnings)}
        path = Path(asked)
        inspection_report(found, self._request).save(path)
        plain = path.with_suffix(".json")
        write_whole(plain, json.dumps(found.to_json(), indent=1, ensure_ascii=False).encode())
        return {"REPORT": str(path), "JSON": str(plain), "WARNINGS": len(found.warnings)}
