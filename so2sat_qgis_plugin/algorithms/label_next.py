"""so2sat:labelnext: which places to label next, or a random sample of places for areas and accuracy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from qgis.core import (
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)

from ..engine.labelling.scene import LabelScene
from ..engine.labelling.suggest import Suggestion, Wish, stratified, suggest
from ..engine.progress import Progress
from .base import advanced, described
from .kept_scene import labels_parameters, scene_parameters
from .scene_algorithm import SceneAlgorithm

_INTEGER, _DOUBLE = QgsProcessingParameterNumber.Type.Integer, QgsProcessingParameterNumber.Type.Double
GUIDED, RANDOM = WAYS = ("What teaches most", "A random sample, for areas and accuracy")


class LabelNext(SceneAlgorithm):
    """Suggests places to label."""

    ID = "labelnext"
    NAME = "Label these next"
    TAGS = "active learning, sampling, training data, uncertainty, labelling, stratified sampling"
    GROUP = "Land cover, step by step"
    SUMMARY = "Shows the places whose labels would improve a land-cover map most, or draws a random sample of places."
    HELP = (
        "<p><b>What teaches most</b> are places of which the classifier of the labels so far is unsure, that are "
        "unlike anything labelled, and unlike each other. Without labels they are typical of the parts that the scene "
        "falls into. On three scenes with known labels this took fewer labels than random places did.</p>"
        "<p>Such places are no random sample, so <b>no areas or accuracies may be estimated from them</b>. For that "
        "the second way draws places at random in each class that is mapped now, as many as the interval asks for "
        "(Olofsson et al. 2014).</p><p>The points have an empty field for the class, under the name that the "
        "labels have.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        for parameter in [*scene_parameters(), *labels_parameters(optional=True)]:
            self.addParameter(parameter)
        self.addParameter(
            described(
                QgsProcessingParameterEnum("WAY", "Places", list(WAYS), defaultValue=0),
                "The random sample needs labels of two classes: it is drawn in each class of the map by them.",
            )
        )
        self.addParameter(
            described(
                QgsProcessingParameterNumber("COUNT", "Number of places", _INTEGER, 10, False, 1, 200),
                "Of places that teach most; a random sample has as many as the interval asks for.",
            )
        )
        self.addParameter(
            advanced(
                described(
                    QgsProcessingParameterNumber("INTERVAL", "Wanted interval (± %)", _DOUBLE, 5.0, False, 0.1, 50.0),
                    "Of a random sample: half the width of overall accuracy's 95 % interval, in percentage points.",
                )
            )
        )
        self.addParameter(
            advanced(
                described(
                    QgsProcessingParameterNumber("MINIMUM", "Fewest places per class", _INTEGER, 50, False, 2, 10_000),
                    "Of a random sample: rare classes need some places of their own; 50 to 100 is usual.",
                )
            )
        )
        kind = QgsProcessing.SourceType.TypeVectorPoint
        self.addParameter(
            described(
                QgsProcessingParameterFeatureSink("OUTPUT", "Places to label", kind),
                "Points at cells' centres: rank, an empty class, what is predicted now, how surely, novelty, and why.",
            )
        )
        self.addOutput(QgsProcessingOutputNumber("FOUND", "Number of places found"))

    def contradiction(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        if parameters.get("LABELS") and not parameters.get("FIELD"):
            return "FIELD is empty: choose the field of LABELS that holds the class."
        if WAYS[self.parameterAsEnum(parameters, "WAY", context)] == RANDOM and not parameters.get("LABELS"):
            return "LABELS is empty, but a random sample is drawn in the classes that they map. Choose the labels."
        return ""

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        with self.start_worker() as worker:
            scene = self.opened(worker, progress.span(0.0, 0.8))
            fitted = None
            if parameters.get("LABELS"):
                fitted = self.fitted(parameters, context, scene, worker, progress.span(0.8, 0.9))
            places = self._places(parameters, context, fitted is None)
            found = places(scene, fitted, worker, progress.span(0.9, 1.0))
        if not found:
            progress.warn("No place is left: all of the scene is nodata or lies near a label.")
        return {"OUTPUT": self._write(parameters, context, scene, found), "FOUND": len(found)}

    def _places(
        self, parameters: dict[str, Any], context: QgsProcessingContext, is_blank: bool
    ) -> Callable[..., list[Suggestion]]:
        """Return what finds places in a scene, as WAY asks for; `is_blank`: nothing is labelled yet."""
        if is_blank or WAYS[self.parameterAsEnum(parameters, "WAY", context)] == GUIDED:
            return partial(suggest, wish=Wish(self.parameterAsInt(parameters, "COUNT", context)))
        half_width = self.parameterAsDouble(parameters, "INTERVAL", context) / 100
        minimum = self.parameterAsInt(parameters, "MINIMUM", context)
        return partial(stratified, half_width=half_width, minimum=minimum)

    def _write(
        self, parameters: dict[str, Any], context: QgsProcessingContext, scene: LabelScene, found: Sequence[Suggestion]
    ) -> str:
        named = self.parameterAsString(parameters, "FIELD", context) or "class"
        fields = {"rank": "Int", named: "QString", "predicted": "QString", "confidence": "Double", "novelty": "Double"}
        sink = self.sink(parameters, context, scene, {**fields, "why": "QString"}, QgsWkbTypes.Type.Point)
        for rank, one in enumerate(found, start=1):
            values = {
                "rank": rank,
                "predicted": one.predicted or None,
                "confidence": round(one.confidence, 1),
                "novelty": round(one.novelty, 1),
                "why": one.why,
            }
            sink.add(QgsGeometry.fromPointXY(QgsPointXY(one.x, one.y)), values)
        return sink.path
