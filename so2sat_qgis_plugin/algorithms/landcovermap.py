"""so2sat:landcovermap: a raster becomes a styled land-cover map, in one go."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterDestination,
)

from ..engine.progress import Progress
from .base import So2SatAlgorithm, described, input_layer
from .cluster import cluster_to_outputs, clustering_parameters
from .embed import embed
from .embedding_parameters import embedding_parameters, embedding_request, storage_of, storage_parameters


class LandCoverMap(So2SatAlgorithm):
    """Embed and cluster."""

    ID = "landcovermap"
    NAME = "Land-cover map"
    SUMMARY = "Makes a land-cover map of a multispectral raster: embeds it window by window and clusters the result."
    HELP = (
        "<p>Choose a raster and run: the built-in module needs no download. Every cell of the map stands for one "
        "stride of pixels; its class comes from a window of pixels around it, so texture counts, not only colour.</p>"
        "<p>Classes are clusters, numbered from large to small and named by what they look like. The names are honest "
        "suggestions from mean reflectance and indices; the report says how each came about. For classes of your own, "
        "train a classifier on the embedding raster with your labels.</p>"
        "<p>A run that was cancelled or killed goes on where it was when it is started again with the same inputs.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        for parameter in [*embedding_parameters(), *clustering_parameters(), *storage_parameters()]:
            self.addParameter(parameter)
        self.addParameter(
            described(
                QgsProcessingParameterRasterDestination("OUTPUT", "Land-cover map"),
                "GeoTIFF: classes from 1, 0 is nodata, one cell a stride, on the input's grid, with names, colours.",
            )
        )
        self.addParameter(
            described(
                QgsProcessingParameterRasterDestination("EMBEDDING", "Embedding raster", None, True, False),
                "Keep the feature vectors too, to cluster them otherwise or to train a classifier on them.",
            )
        )
        self.addParameter(
            described(
                QgsProcessingParameterFileDestination("REPORT", "Report", "HTML files (*.html)", None, True),
                "Clusters with area and share, their spectra and indices, and how their names came about.",
            )
        )
        self.addOutput(QgsProcessingOutputString("MODULE_FOLDER", "Folder of the module used"))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self._request = embedding_request(self, parameters, context, input_layer(self, parameters, "INPUT", context))

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        embedding_path = self.output_path(parameters, "EMBEDDING", context)
        storage = storage_of(self, parameters, context)
        first, second = progress.part(0.0, 0.8), progress.part(0.8, 1.0)
        with self.start_worker() as worker, embed(self._request, worker, embedding_path, storage, first) as run:
            outputs = cluster_to_outputs(self, run.features, worker, self._request.raster, parameters, context, second)
        if embedding_path:
            outputs["EMBEDDING"] = embedding_path
        return {**outputs, "MODULE_FOLDER": str(run.plan.module.folder)}
