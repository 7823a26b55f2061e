"""so2sat:explaincell: why a cell gets its class."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
)

from ..engine.labelling.ask import ask
from ..engine.progress import Progress
from ..engine.reports.cell import write_cell_report
from .base import described
from .kept_scene import labels_parameters, place_in, point_parameter, scene_parameters
from .scene_algorithm import SceneAlgorithm


class ExplainCell(SceneAlgorithm):
    """Explains the class of a cell."""

    ID = "explaincell"
    NAME = "Explain cell"
    TAGS = "explain, class probabilities, confidence, nearest samples, spectrum, novelty"
    GROUP = "Land cover, step by step"
    SUMMARY = (
        "Says why a cell gets its class: probabilities, the most similar labels, and its spectrum among the classes'."
    )
    HELP = (
        "<p>A classifier is fitted to the labels, the one that the page 'Labels' of the panel redraws the map with. "
        "The report shows what it makes of the cell at a place: the probability of each class, how unlike the cell is "
        "to everything labelled (novelty), which labelled features are most like it, and how its spectrum lies among "
        "those of the classes.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        for parameter in [*scene_parameters(), *labels_parameters(optional=False)]:
            self.addParameter(parameter)
        self.addParameter(point_parameter("The place that is asked about."))
        self.addParameter(
            described(
                QgsProcessingParameterFileDestination("OUTPUT", "Report", "HTML files (*.html)"),
                "What is known of the cell. The figures are beside it as JSON, under the same name.",
            )
        )
        self.addOutput(QgsProcessingOutputString("CLASS", "Likeliest class"))
        self.addOutput(QgsProcessingOutputNumber("CONFIDENCE", "Its probability in percent"))
        self.addOutput(QgsProcessingOutputNumber("NOVELTY", "Novelty, 0 to 100"))

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        path = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        with self.start_worker() as worker:
            scene = self.opened(worker, progress.span(0.0, 0.8))
            fitted = self.fitted(parameters, context, scene, worker, progress.span(0.8, 0.9))
            place = place_in(self, parameters, scene, context)
            answer = ask(scene, fitted, *place, worker, progress.span(0.9, 1.0))
        write_cell_report(path, scene, fitted, answer)
        for name, share in answer.probabilities:
            progress.log(f"{name}: {100 * share:.1f} %")
        return {
            "OUTPUT": path,
            "CLASS": answer.probabilities[0][0],
            "CONFIDENCE": answer.confidence,
            "NOVELTY": answer.novelty,
        }
