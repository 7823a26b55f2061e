"""so2sat:similarity: a few samples and a raster become a raster of how alike every cell is to them."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
)

from ..engine.features.source import RasterFeatures
from ..engine.mapping.similarity import MASK_CLASSES, Found, SimilarityRequest, map_similarity
from ..engine.progress import Progress
from ..engine.raster.kind import EMBEDDING
from ..i18n import tr
from .base import Given, So2SatAlgorithm, described, input_layer, raster_source
from .own_parameters import raster_parameter
from .styling import Shown, map_title, show_when_loaded
from .training_layer import crs_wkt, unlabelled_features


class MoreLikeThis(So2SatAlgorithm):
    """Looks for cells that are alike to samples."""

    ID = "similarity"
    NAME = "More like this"
    TAGS = "similarity search, find similar, cosine similarity, target detection, embedding, one-class classification"
    GROUP = "Land cover, step by step"
    SUMMARY = "Shows how alike every cell of a raster is to a few points or polygons: one example may do."
    HELP = (
        "<p>Draw one or a few points or polygons on what you look for: ponds, greenhouses, a kind of forest. No second "
        "class is needed. Cells are compared by the embedding of their window and by their own spectrum; 100 is the "
        "same, 0 no more alike than any two cells of the raster. A cell counts as alike as it is to the three samples "
        "nearest to it.</p>"
        "<p>The mask has the cells from the threshold on. The log says what the samples themselves reach, which is a "
        "good place to begin. Where several kinds of land are to be told apart, 'Train classifier' does better.</p>"
        "<p>A raster that is no embedding works too: the spectra of its pixels are compared.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(
            raster_parameter(
                "INPUT",
                "Embedding raster",
                EMBEDDING,
                "A raster made by 'Embed raster', or any other whose bands are to be compared.",
            )
        )
        kinds = [QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVectorPoint]
        self.addParameter(
            described(
                QgsProcessingParameterFeatureSource("SAMPLES", "Samples", kinds),
                "Points or polygons on what to look for, in any CRS. Of many cells under them 256 are compared with, "
                "drawn at random.",
            )
        )
        self.addParameter(
            described(
                QgsProcessingParameterNumber(
                    "THRESHOLD", "Threshold (%)", QgsProcessingParameterNumber.Type.Double, 50.0, False, 0.0, 100.0
                ),
                "From which similarity on a cell is in the mask. Lower finds more, and more that is something else.",
            )
        )
        self.addParameter(
            described(
                QgsProcessingParameterRasterDestination("OUTPUT", "Similarity"),
                "How alike each cell is, 0 to 100 (uint8, 255 is nodata), on the grid of the input.",
            )
        )
        self.addParameter(
            described(
                QgsProcessingParameterRasterDestination("MASK", "Mask", None, True, False),
                "1 where the similarity is at least the threshold, 0 elsewhere, 255 is nodata.",
            )
        )
        self.addOutput(QgsProcessingOutputNumber("CELLS", "Cells above the threshold"))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        layer = input_layer(self, parameters, "INPUT", context)
        self._path, self._crs = raster_source(layer, "INPUT"), crs_wkt(layer.crs())

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        given = Given(self, parameters, context)
        output, mask = given.raster_output("OUTPUT"), given.raster_output("MASK")
        samples = unlabelled_features(self, parameters, "SAMPLES", context, progress)
        request = SimilarityRequest(samples, output, mask, self.parameterAsDouble(parameters, "THRESHOLD", context))
        with RasterFeatures(self._path, self._crs) as source:
            found = map_similarity(request, source, progress)
            made = source.provenance or {"source": source.name}
        _log(found, request.threshold, progress)
        title, like = map_title(made, tr("more like this")), tr("alike")
        show_when_loaded(context, Shown(output, title))
        if mask:
            show_when_loaded(context, Shown(mask, map_title(made, like), MASK_CLASSES))
        return {"OUTPUT": output, **({"MASK": mask} if mask else {}), "CELLS": found.cells}


def _log(found: Found, threshold: float, progress: Progress) -> None:
    share = 100 * found.cells / max(found.valid, 1)
    progress.log(
        f"{found.cells:,} cells ({share:.1f} %) are at least {threshold:g} % alike to {found.samples} samples."
    )
    if found.own is not None:
        progress.log(
            f"Nine of ten samples are at least {found.own:.0f} % alike to those of other features: begin there with "
            "THRESHOLD."
        )
