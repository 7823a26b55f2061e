"""so2sat:exportembedding: an embedding raster as a cloud-optimised GeoTIFF."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from ..engine.features.export import export
from ..engine.progress import Progress
from .base import So2SatAlgorithm, described, input_layer, raster_source


class ExportEmbedding(So2SatAlgorithm):
    """Export an embedding raster."""

    ID = "exportembedding"
    NAME = "Export embedding"
    TAGS = "embedding, cloud optimized geotiff, cog, stac, deep learning"
    GROUP = "Rasters"
    SUMMARY = "Writes an embedding raster as a cloud-optimised GeoTIFF that other software reads, also from a server."
    HELP = (
        "<p>Bands and values stay as they are. The file says of itself, in the terms of STAC's embedding extension "
        "(emb:dimensions, emb:model …), what it holds, and keeps what this plugin needs to go on with it.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        for parameter, text in (
            (
                QgsProcessingParameterRasterLayer("INPUT", "Embedding raster"),
                "A raster made by 'Embed raster' or 'Import embedding'.",
            ),
            (
                QgsProcessingParameterBoolean("OVERVIEWS", "With overviews", True),
                "Smaller copies within the file, so that it is drawn quickly; a third larger.",
            ),
            (
                QgsProcessingParameterRasterDestination("OUTPUT", "Cloud-optimised GeoTIFF"),
                "A GeoTIFF laid out so that a part of it can be read over a network.",
            ),
        ):
            self.addParameter(described(parameter, text))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self._path = raster_source(input_layer(self, parameters, "INPUT", context), "INPUT")

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        output = self.output_path(parameters, "OUTPUT", context)
        export(self._path, output, self.parameterAsBoolean(parameters, "OVERVIEWS", context), progress)
        return {"OUTPUT": output}
