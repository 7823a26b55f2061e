"""so2sat:plan: a run as a file, for other machines to compute."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ..engine.embedding.plan import Request
from ..engine.errors import So2SatError
from ..engine.progress import Progress
from ..jobs.plan_file import Outcome, save
from .base import So2SatAlgorithm, described, home_folder, input_layer
from .embedding_parameters import embedding_parameters, embedding_request, storage_of, storage_parameters


class SavePlan(So2SatAlgorithm):
    """Save a plan."""

    ID = "plan"
    NAME = "Save a plan"
    TAGS = "cluster computing, dask, slurm, job array, parallel, batch, deep learning, embedding, clustering, lcz"
    GROUP = "Past one machine"
    SUMMARY = "Writes a run as a file that any number of processes and machines can compute, without QGIS."
    HELP = (
        "<p>The plan says what is to be embedded, with what, and what is to come of it: an embedding raster, or by a "
        "classifier a map. Beside it lies a folder of the same name that ends in .run, with the module and later the "
        "blocks that are computed; both must be where all machines see them.</p>"
        "<p>Compute it with the command <code>so2sat-landcover run PLAN</code>, in as many processes at once as you "
        "like, by a batch queue or on a Dask cluster, then <code>so2sat-landcover finish PLAN</code>. The page on "
        "clusters in the documentation goes through it line by line.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        for parameter in [*embedding_parameters(), *storage_parameters()]:
            self.addParameter(parameter)
        for parameter, text in (
            (
                QgsProcessingParameterFile("BUNDLE", "Classifier file", extension="so2sat", optional=True),
                "A classifier (*.so2sat) that was trained on a raster embedded as this one is: the plan makes a map. "
                "Empty: the plan makes an embedding raster.",
            ),
            (
                QgsProcessingParameterString("TARGET", "Result (path of a .tif)"),
                "Path of the map or embedding raster (.tif) that finishing the plan writes, as the machine that "
                "finishes it sees it.",
            ),
            (
                QgsProcessingParameterFileDestination("PLAN", "Plan", "Plans (*.json)"),
                "The plan file. Its folder must be where all machines see it.",
            ),
        ):
            self.addParameter(described(parameter, text))
        self.addOutput(QgsProcessingOutputNumber("BLOCKS", "Number of blocks"))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self._request: Request = embedding_request(
            self, parameters, context, input_layer(self, parameters, "INPUT", context)
        )

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        target = self.parameterAsString(parameters, "TARGET", context).strip()
        if not target.lower().endswith((".tif", ".tiff")):
            raise So2SatError(f"TARGET must be the path of a .tif file, but is '{target}'.")
        storage = storage_of(self, parameters, context)
        bundle = self.parameterAsFile(parameters, "BUNDLE", context) or ""
        outcome = Outcome(target, bundle, components=storage.components, precision=storage.precision)
        path = Path(self.parameterAsFileOutput(parameters, "PLAN", context))
        with self.start_worker() as worker:
            saved = save(path, self._request, outcome, home_folder(), worker, progress)
        progress.log(f"{len(saved.blocks)} blocks. Compute them by: so2sat-landcover run {path}")
        return {"PLAN": str(path), "BLOCKS": len(saved.blocks)}
