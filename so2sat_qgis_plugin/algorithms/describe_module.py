"""so2sat:describemodule: see into a module."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
)

from ..engine.files import write_whole
from ..engine.modules.description import describe
from ..engine.progress import Progress
from ..engine.reports.module import module_report
from .base import So2SatAlgorithm, described, home_folder
from .fetching import resolve_module
from .own_parameters import module_parameter


class DescribeModule(So2SatAlgorithm):
    """Write a report of a module."""

    ID = "describemodule"
    NAME = "Describe module"
    TAGS = "deep learning, model, information, tensorflow hub, resnet"
    GROUP = "Modules"
    SUMMARY = "Reports what a module takes and gives, how its network sees a raster, and whether it can be fine-tuned."
    HELP = (
        "<p>Lists tag sets, signatures, inputs and outputs, parameters, input size, receptive field and stride of the "
        "feature map, whether the dense mode and fine-tuning are possible, the statistics of the first batch norm, "
        "content hash and licence. A JSON file of the same name is written beside the report.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        text = "A catalogue name, folder, .tar.gz or handle (see 'Get module')."
        self.addParameter(module_parameter("so2sat-ms-resnet50", text))
        target = QgsProcessingParameterFileDestination("REPORT", "Report", "HTML files (*.html)")
        self.addParameter(described(target, "One HTML file; a JSON file is written beside it."))
        self.addOutput(QgsProcessingOutputString("HASH", "Content hash"))

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        target = Path(self.parameterAsFileOutput(parameters, "REPORT", context))
        module = resolve_module(self.parameterAsString(parameters, "MODULE", context), home_folder(), progress)
        with self.start_worker() as worker:
            found = describe(module, worker, progress)
        module_report(found).save(target)
        write_whole(target.with_suffix(".json"), json.dumps(found.to_json(), indent=1).encode())
        return {"REPORT": str(target), "HASH": module.content_hash}
