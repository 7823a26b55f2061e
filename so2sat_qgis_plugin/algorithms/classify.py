"""so2sat:classify: an embedding raster and a bundle become a land-cover map."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
)

from ..engine.embedding.plan import Request
from ..engine.features.source import RasterFeatures
from ..engine.learning.adoption import adopt, check_dates
from ..engine.mapping.class_scene import ByBundle
from ..engine.modules import bundle
from ..engine.progress import Progress
from ..engine.raster.kind import EMBEDDING
from .base import Given, So2SatAlgorithm, advanced, described, home_folder, input_layer, raster_source
from .cluster_parameters import on_cluster, scheduler_parameters
from .own_parameters import raster_parameter
from .supervised import classification_request, classify_to_outputs, scene_to_outputs
from .training_layer import crs_wkt


def map_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return MINCONFIDENCE, SIEVE, CONFIDENCE and NOVELTY."""
    number, integer = QgsProcessingParameterNumber.Type.Double, QgsProcessingParameterNumber.Type.Integer
    return [
        advanced(
            described(
                QgsProcessingParameterNumber("MINCONFIDENCE", "Least confidence (%)", number, 0.0, False, 0.0, 100.0),
                "Cells that are classified with less confidence become 0, unclassified.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterNumber("SIEVE", "Majority filter (cells)", integer, 0, True, 0, 101),
                "Gives each cell the commonest class of the square of this many cells a side around it, which removes "
                "specks. 0 leaves the map as it is; an even number counts as the next odd one.",
            )
        ),
        described(
            QgsProcessingParameterRasterDestination("CONFIDENCE", "Confidence", None, True, False),
            "The calibrated probability of each cell's class in percent (uint8, 255 is nodata): of the cells at 80, "
            "about 80 % should be right where the land looks like the training polygons.",
        ),
        described(
            QgsProcessingParameterRasterDestination("NOVELTY", "Novelty", None, True, False),
            "How far a cell lies from all training samples, 0 to 100 (uint8, 255 is nodata): its distance to the "
            "nearest training sample in up to 32 principal components of the standardised features, where 50 is the "
            "distance that 95 % of training samples keep to those of other polygons, and 100 is twice that or more. "
            "Do not trust the map where it is high: no such land was labelled.",
        ),
    ]


class ClassifyRaster(So2SatAlgorithm):
    """Applies a bundle."""

    ID = "classify"
    NAME = "Classify with bundle"
    TAGS = (
        "supervised classification, random forest, prediction, machine learning, deep learning, lcz, "
        "local climate zones"
    )
    GROUP = "Land cover, step by step"
    SUMMARY = "Makes a land-cover map of an embedding raster with a trained classifier."
    HELP = (
        "<p>The raster must be embedded as the one that the bundle was trained on: same module, window, mode and "
        "bands. That is checked first. It may be another scene or date. A raster that is no embedding, such as a new "
        "scene, is embedded as the bundle was trained: nothing else needs to be set.</p>"
        "<p>The map's classes have the codes, names and colours of training.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(
            raster_parameter(
                "INPUT",
                "Embedding raster",
                EMBEDDING,
                "A raster made by 'Embed raster' with the module and window of the bundle's training raster, or a "
                "multispectral raster, which is then embedded so.",
            )
        )
        self.addParameter(
            described(
                QgsProcessingParameterFile("BUNDLE", "Classifier file", extension="so2sat"),
                "A classifier made by 'Train classifier' (a bundle, *.so2sat).",
            )
        )
        self.addParameter(
            described(
                QgsProcessingParameterRasterDestination("OUTPUT", "Land-cover map"),
                "The map: classes with their codes (uint8, above 255 uint16), 0 is nodata or unclassified.",
            )
        )
        for parameter in [*map_parameters(), *scheduler_parameters()]:
            self.addParameter(parameter)

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        layer = input_layer(self, parameters, "INPUT", context)
        self._path, self._crs = raster_source(layer, "INPUT"), crs_wkt(layer.crs())

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        loaded = bundle.read(self.parameterAsFile(parameters, "BUNDLE", context))
        given = Given(self, parameters, context)
        request, elsewhere = classification_request(given), on_cluster(given)
        with RasterFeatures(self._path, self._crs) as source, self.start_worker() as worker:
            if source.provenance is not None or loaded.manifest["embedding"] is None:
                return classify_to_outputs(request, loaded, source, worker, context, progress)
            progress.log(f"{source.name} is no embedding raster: it is embedded, as the bundle was trained.")
            check_dates(loaded, 1)
            asked = adopt(Request(self._path, stride=0), loaded, home_folder(), progress)
            outputs = scene_to_outputs(ByBundle(request, loaded), asked, worker, context, progress, elsewhere)
            return {name: value for name, value in outputs.items() if name != "MODULE_FOLDER"}
