"""so2sat:landcovermap: a raster becomes a styled land-cover map, in one go."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputFile,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterDestination,
)

from ..engine.embedding.dates import dated
from ..engine.embedding.plan import Request
from ..engine.features.source import FeatureSource
from ..engine.learning.adoption import adopt, check_dates
from ..engine.mapping.class_scene import ByBundle
from ..engine.mapping.clusters import METHODS
from ..engine.mapping.landcover import cluster_map_of
from ..engine.modules import bundle
from ..engine.modules.bundle import Bundle
from ..engine.progress import Progress
from ..runtime.client import Worker
from .base import Given, So2SatAlgorithm, advanced, described, home_folder, input_layer, raster_source
from .choice_parameters import choice_parameters
from .cluster import cluster_request, cluster_to_outputs, clustering_parameters, clusters_to_outputs
from .cluster_parameters import on_cluster, scheduler_parameters
from .dates import embed_dates
from .embed import Kept
from .embedding_parameters import embedding_parameters, embedding_request, storage_of, storage_parameters
from .planning import plan_to_outputs
from .supervised import (
    ByLabels,
    classification_request,
    classify_to_outputs,
    labels_to_outputs,
    own_classes_to_outputs,
    scene_by_labels_to_outputs,
    scene_to_outputs,
)
from .train import label_parameters
from .training_layer import category_colors


class LandCoverMap(So2SatAlgorithm):
    """Embed and cluster."""

    ID = "landcovermap"
    NAME = "Land-cover map"
    TAGS = (
        "lcz, local climate zones, classification, clustering, segmentation, random forest, k-means, "
        "supervised, unsupervised, deep learning, embedding"
    )
    SUMMARY = "Makes a land-cover map of a multispectral raster, with your labels or without any."
    HELP = (
        "<p>Choose a raster and run: the built-in module needs no download. The class of every cell comes "
        "from the pixels around it (its window), so texture counts, not only colour.</p>"
        "<p>Classes are clusters, numbered from large to small and named by what they look like. The names are honest "
        "suggestions from mean reflectance and indices; the report says how each came about.</p>"
        "<p>With a <b>training layer</b> the classes are yours: a classifier is trained on the labelled cells, and the "
        "report says how good it is on polygons that were held out. A <b>classifier file</b> without a training layer "
        "applies a classifier that was trained before. <b>The module's own classes</b> need no labels either, where "
        "the module was trained to tell classes, such as so2sat-lcz-resnet20 local climate zones.</p>"
        "<p>A run that was cancelled or killed goes on where it was when it is started again with the same inputs.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        for parameter in [*_inputs(), *storage_parameters(), *scheduler_parameters(), *_outputs()]:
            self.addParameter(parameter)
        self.addOutput(QgsProcessingOutputFile("BUNDLE", "Classifier file"))
        self.addOutput(QgsProcessingOutputString("MODULE_FOLDER", "Folder of the module used"))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        return super().checkParameterValues(_of_today(parameters), context)

    def contradiction(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        if parameters.get("TRAINING") and not parameters.get("FIELD"):
            return "FIELD is empty: choose the field of TRAINING that holds the class."
        return ""

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self._request = embedding_request(self, parameters, context, input_layer(self, parameters, "INPUT", context))
        dates = self.parameterAsLayerList(parameters, "INPUTS", context) if parameters.get("INPUTS") else []
        self._dates = [raster_source(layer, "INPUTS") for layer in dates]
        self._field = self.parameterAsString(parameters, "FIELD", context)
        self._colors = category_colors(self, parameters, "TRAINING", self._field, context)

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        parameters = _of_today(parameters)
        given = Given(self, parameters, context)
        if given.has("PLAN"):
            with self.start_worker() as worker:
                return plan_to_outputs(given, self._request, worker, progress)
        elsewhere = on_cluster(given)
        if self._is_own(parameters, context) and not given.has("TRAINING") and not given.has("BUNDLE"):
            requests = dated(self._request, self._dates, home_folder(), progress)
            with self.start_worker() as worker:
                return own_classes_to_outputs(given, requests, worker, progress)
        loaded = bundle.read(given.file("BUNDLE")) if given.has("BUNDLE") and not given.has("TRAINING") else None
        requests = self._requests(loaded, progress)
        embedding_path = given.raster_output("EMBEDDING")
        if not embedding_path and len(requests) == 1:
            with self.start_worker() as worker:
                return self._as_embedded(given, loaded, requests[0], worker, progress)
        given.raster_output("OUTPUT")  # refused now or never: what follows may take hours
        kept = Kept(embedding_path, storage_of(self, parameters, context))
        first, second = progress.span(0.0, 0.8), progress.span(0.8, 1.0)
        average = loaded is None and not given.has("TRAINING")
        with self.start_worker() as worker, ExitStack() as stack:
            run = stack.enter_context(embed_dates(requests, worker, kept, first, average, elsewhere))
            outputs = self._map(given, loaded, run.features, worker, second)
        if embedding_path:
            outputs["EMBEDDING"] = embedding_path
        return {**outputs, "MODULE_FOLDER": str(run.plan.module.folder)}

    def _as_embedded(
        self, given: Given, loaded: Bundle | None, request: Request, worker: Worker, progress: Progress
    ) -> dict[str, Any]:
        """Map one date, of which no embedding is kept."""
        elsewhere = on_cluster(given)
        if given.has("TRAINING"):
            return scene_by_labels_to_outputs(given, request, worker, self._colors, progress)
        if loaded is not None:
            asked = ByBundle(classification_request(given), loaded)
            outputs = scene_to_outputs(asked, request, worker, given.context, progress, elsewhere)
            return {**outputs, "BUNDLE": loaded.name}
        asked_clusters = cluster_request(given)
        result, plan = cluster_map_of(request, asked_clusters, home_folder(), worker, progress, elsewhere)
        outputs = clusters_to_outputs(given, result, progress)
        return {**outputs, "MODULE_FOLDER": str(plan.module.folder)}

    def _map(
        self, given: Given, loaded: Bundle | None, features: FeatureSource, worker: Worker, progress: Progress
    ) -> dict[str, Any]:
        if given.has("TRAINING"):
            asked = ByLabels.of(given, self._colors, progress)
            return labels_to_outputs(asked, features, worker, given.context, progress)
        if loaded is not None:
            request = classification_request(given)
            outputs = classify_to_outputs(request, loaded, features, worker, given.context, progress)
            return {**outputs, "BUNDLE": loaded.name}
        return cluster_to_outputs(given, features, worker, progress)

    def _is_own(self, parameters: dict[str, Any], context: QgsProcessingContext) -> bool:
        return bool(self.parameterAsBool(parameters, "OWNCLASSES", context))

    def _requests(self, loaded: Bundle | None, progress: Progress) -> list[Request]:
        """Return what is asked for of every date, as the bundle to apply sets it."""
        if loaded is None:
            return dated(self._request, self._dates, home_folder(), progress)
        check_dates(loaded, 1 + len(self._dates))
        return dated(adopt(self._request, loaded, home_folder(), progress), self._dates, home_folder(), progress)


def _of_today(parameters: dict[str, Any]) -> dict[str, Any]:
    """Return parameters of an older call as they are named now: the module's own classes were a clustering method."""
    if str(parameters.get("METHOD")) != str(len(METHODS)):
        return parameters
    return {**parameters, "METHOD": 0, "OWNCLASSES": True}


def _inputs() -> list[QgsProcessingParameterDefinition]:
    """Return what is given, the basic part in the order in which one decides."""
    parameters = [
        *embedding_parameters(),
        *label_parameters(optional=True),
        described(
            QgsProcessingParameterFile("BUNDLE", "Classifier file", extension="so2sat", optional=True),
            "A classifier that was trained before (a bundle, *.so2sat), to be applied to this scene. It sets module, "
            "window, cell size, mode and the rest as it was trained with; what you set otherwise is told, and set "
            "aside where the classifier depends on it.",
        ),
        described(
            QgsProcessingParameterBoolean("OWNCLASSES", "Use the module's own classes", False),
            "Where the module was trained to tell classes itself, as so2sat-lcz-resnet20 tells local climate zones: "
            "map those. Needs no labels.",
        ),
        *clustering_parameters(),
        *choice_parameters(),
        advanced(
            described(
                QgsProcessingParameterMultipleLayers(
                    "INPUTS", "Further dates", QgsProcessing.SourceType.TypeRaster, None, True
                ),
                "Rasters of the same place on other dates; those on other grids are warped to that of INPUT. With "
                "labels the dates stand side by side, so that seasons tell crops apart: give a bundle as many, in the "
                "same order. Clusters and the module's own classes average them. A cell that is cloud or nodata on one "
                "date is judged by the others.",
            )
        ),
    ]
    return [advanced(one) if one.name() == "METHOD" else one for one in parameters]


def _outputs() -> list[QgsProcessingParameterDefinition]:
    raster, file = QgsProcessingParameterRasterDestination, QgsProcessingParameterFileDestination
    return [
        described(
            raster("OUTPUT", "Land-cover map"),
            "GeoTIFF: classes from 1, 0 is nodata, on the input's grid, with names and colours.",
        ),
        described(
            file("REPORT", "Report", "HTML files (*.html)", None, True),
            "Without labels: clusters with area and share, their spectra and indices, and how their names came "
            "about. With a training layer: how good the classifier is.",
        ),
        described(
            file("TRAINED", "Trained classifier", "Classifiers (*.so2sat)", None, True, False),
            "With a training layer: where to keep the classifier (a bundle), to map other scenes or dates with it. "
            "Skipped, it is kept beside the map, under the map's name.",
        ),
        described(
            raster("CONFIDENCE", "Confidence", None, True, False),
            "With labels, a classifier file or the module's own classes: the probability of each cell's class in "
            "percent (uint8, 255 is nodata). It is calibrated on held-out polygons, but for the module's own classes, "
            "which are as sure as they are.",
        ),
        described(
            raster("EMBEDDING", "Embedding raster", None, True, False),
            "Keep the feature vectors too, to cluster them otherwise or to train a classifier on them.",
        ),
        advanced(
            described(
                file("PLAN", "Plan", "Plans (*.json)", None, True, False),
                "Write the run as a plan instead of computing it: any number of processes and machines then compute "
                "it, without QGIS, and write the map ('Past one machine' in the documentation).",
            )
        ),
    ]
