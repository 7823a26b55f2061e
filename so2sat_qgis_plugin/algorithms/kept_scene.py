"""The scene that is labelled, as a parameter: a raster and how it is embedded, or an embedding raster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterPoint,
)

from ..engine.embedding.plan import Request
from ..engine.labelling.keep import open_raster, open_scene
from ..engine.labelling.loop import LabelLayer
from ..engine.labelling.scene import LabelScene
from ..engine.progress import Progress
from ..engine.raster.kind import EMBEDDING, SCENE, kind_of
from ..engine.raster.reader import Raster
from ..runtime.client import Worker
from .base import described, home_folder, input_layer, raster_source
from .embedding_parameters import embedding_parameters, embedding_request
from .own_parameters import raster_parameter
from .train import label_parameters
from .training_layer import category_colors, crs_wkt, labelled_features


def scene_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return INPUT and how it is embedded."""
    given = raster_parameter(
        "INPUT",
        "Multispectral or embedding raster",
        SCENE,
        "A raster with several spectral bands, which is embedded once and kept for what follows (below the plugin's "
        "home folder); or a raster made by 'Embed raster', for which the settings of an embedding are not looked at.",
    )
    return [given, *(one for one in embedding_parameters() if one.name() != "INPUT")]


def labels_parameters(optional: bool) -> list[QgsProcessingParameterDefinition]:
    """Return LABELS and FIELD."""
    layer, field = label_parameters()[:2]
    assert isinstance(field, QgsProcessingParameterField) and isinstance(layer, QgsProcessingParameterFeatureSource)
    kinds = layer.dataTypes()
    empty = " Leave it empty where nothing is labelled yet." if optional else ""
    return [
        described(
            QgsProcessingParameterFeatureSource("LABELS", "Labels", kinds, None, optional),
            f"Polygons or points with known classes, in any CRS; those with an empty class are left out.{empty}",
        ),
        described(
            QgsProcessingParameterField(
                "FIELD", "Field with the class", None, "LABELS", field.dataType(), False, optional
            ),
            "Text or whole numbers.",
        ),
    ]


def point_parameter(text: str) -> QgsProcessingParameterDefinition:
    """Return POINT."""
    return described(QgsProcessingParameterPoint("POINT", "Place"), text)


@dataclass(frozen=True)
class GivenScene:
    """What INPUT and the parameters beside it ask for: an embedding raster (`path`, `crs`), or a `request`."""

    path: str
    crs: str
    request: Request | None

    def open(self, worker: Worker, progress: Progress) -> LabelScene:
        """Return the scene, embedded now or kept from before."""
        if self.request is None:
            return open_raster(self.path, self.crs, home_folder(), progress)
        return open_scene(self.request, home_folder(), worker, progress)


def given_scene(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> GivenScene:
    """Return the scene that is asked for; called in the main thread."""
    layer = input_layer(algorithm, parameters, "INPUT", context)
    path = raster_source(layer, "INPUT")
    with Raster(path) as raster:
        embedded = kind_of(raster.info) == EMBEDDING
    request = None if embedded else embedding_request(algorithm, parameters, context, layer)
    return GivenScene(path, crs_wkt(layer.crs()), request)


def colors_of_labels(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> dict[str, str]:
    """Return the colours of LABELS; called in the main thread."""
    if not parameters.get("LABELS"):
        return {}
    field = algorithm.parameterAsString(parameters, "FIELD", context)
    return category_colors(algorithm, parameters, "LABELS", field, context)


def label_layer(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    colors: dict[str, str],
    context: QgsProcessingContext,
    progress: Progress,
) -> LabelLayer:
    """Return LABELS with FIELD."""
    field = algorithm.parameterAsString(parameters, "FIELD", context)
    return LabelLayer(labelled_features(algorithm, parameters, "LABELS", field, context, progress), field, colors)


def crs_of(scene: LabelScene) -> QgsCoordinateReferenceSystem:
    """Return a scene's CRS as QGIS has it."""
    return QgsCoordinateReferenceSystem.fromWkt(scene.crs) if scene.crs else QgsCoordinateReferenceSystem()


def place_in(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], scene: LabelScene, context: QgsProcessingContext
) -> tuple[float, float]:
    """Return POINT in the scene's CRS."""
    point = algorithm.parameterAsPoint(parameters, "POINT", context, crs_of(scene))
    return float(point.x()), float(point.y())
