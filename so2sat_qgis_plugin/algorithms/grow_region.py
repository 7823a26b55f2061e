"""so2sat:growregion: a place grows into the region of cells that are like it."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)

from ..engine.labelling.region import grow
from ..engine.progress import Progress
from .base import described
from .kept_scene import place_in, point_parameter, scene_parameters
from .scene_algorithm import SceneAlgorithm


class GrowRegion(SceneAlgorithm):
    """Grows a click into a polygon."""

    ID = "growregion"
    NAME = "Grow region"
    TAGS = "region growing, segmentation, magic wand, training polygon, labelling"
    GROUP = "Land cover, step by step"
    SUMMARY = "Grows a place into the polygon of connected cells that are like it, to be used as a label."
    HELP = (
        "<p>Cells are compared by the embedding of their window and by their own spectrum. The threshold says how "
        "alike a cell must be: at 0 it is the cell alone, at 100 everything that hangs together. 20 to 50 suit most "
        "fields, lakes and stands of trees; look at the polygon before you use it as a label.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        for parameter in scene_parameters():
            self.addParameter(parameter)
        self.addParameter(point_parameter("Where to begin, such as a place in the middle of a field."))
        self.addParameter(
            described(
                QgsProcessingParameterNumber(
                    "THRESHOLD", "Threshold", QgsProcessingParameterNumber.Type.Double, 30.0, False, 0.0, 100.0
                ),
                "How different a cell may be and still belong: 0 grows to nothing, 100 to all that hangs together.",
            )
        )
        self.addParameter(
            described(
                QgsProcessingParameterFeatureSink("OUTPUT", "Region", QgsProcessing.SourceType.TypeVectorPolygon),
                "One polygon along cells' edges, with the number of its cells and whether it goes on beyond 200 cells "
                "from the place.",
            )
        )
        self.addOutput(QgsProcessingOutputNumber("CELLS", "Cells of the region"))

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        with self.start_worker() as worker:
            scene = self.opened(worker, progress)
        threshold = self.parameterAsDouble(parameters, "THRESHOLD", context)
        region = grow(scene, *place_in(self, parameters, scene, context), threshold)
        if region.cut:
            progress.warn("The region goes on beyond 200 cells from the place and was cut there. Lower THRESHOLD.")
        sink = self.sink(parameters, context, scene, {"cells": "Int", "cut": "Int"}, QgsWkbTypes.Type.Polygon)
        geometry = QgsGeometry()
        geometry.fromWkb(region.wkb)
        sink.add(geometry, {"cells": region.cells, "cut": int(region.cut)})
        return {"OUTPUT": sink.path, "CELLS": region.cells}
