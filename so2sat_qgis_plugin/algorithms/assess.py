"""so2sat:assess: how good a map is, and how large its classes really are."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMapLayer,
    QgsRasterLayer,
)

from ..engine.errors import So2SatError
from ..engine.progress import Progress
from ..engine.raster.kind import MAP
from ..engine.raster.maps import read_map
from ..engine.reference.assessment import against_features, against_raster
from ..engine.reports.assessment import write_assessment_report
from .base import So2SatAlgorithm, described, input_layer, raster_source
from .own_parameters import class_field_parameter, raster_parameter
from .training_layer import labelled_features


class AssessMap(So2SatAlgorithm):
    """Compares a map with reference labels."""

    ID = "assess"
    NAME = "Assess map"
    TAGS = "accuracy, confusion matrix, kappa, validation, classification, area, olofsson, lcz"
    GROUP = "Accuracy"
    SUMMARY = "Compares any map of classes with reference labels, and corrects the areas of its classes for its errors."
    HELP = (
        "<p>The report has the confusion matrix (rows are the reference), overall accuracy with its 95 % interval, "
        "kappa, F1, user's and producer's accuracy of each class, and the area of each class as mapped and adjusted "
        "for map error with its 95 % interval (stratified estimators of Olofsson et al. 2014, Good practices for "
        "estimating area and assessing accuracy of land change). A JSON file of the same name holds the figures.</p>"
        "<p>Adjusted areas hold where the reference is a random sample in each mapped class: 'Sample size' makes "
        "one.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        kinds = QgsProcessing.SourceType
        self.addParameter(
            raster_parameter(
                "MAP",
                "Map",
                MAP,
                "Band 1 holds class codes; 0 and nodata are left out. Class names are read from the file where it "
                "has them.",
            )
        )
        self.addParameter(
            described(
                QgsProcessingParameterMapLayer(
                    "REFERENCE",
                    "Reference",
                    None,
                    False,
                    [kinds.TypeVectorPolygon, kinds.TypeVectorPoint, kinds.TypeRaster],
                ),
                "What is true: points or polygons in any CRS, or another map, which is looked up at the centre of "
                "each cell.",
            )
        )
        self.addParameter(class_field_parameter())
        self.addParameter(
            described(
                QgsProcessingParameterFileDestination("REPORT", "Report", "HTML files (*.html)", None, True),
                "The figures, and beside them the same as JSON, under the same name.",
            )
        )
        self.addOutput(QgsProcessingOutputNumber("OVERALL_ACCURACY", "Overall accuracy (share of samples)"))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self._path = raster_source(input_layer(self, parameters, "MAP", context), "MAP")
        layer = self.parameterAsLayer(parameters, "REFERENCE", context)
        if layer is None:
            raise So2SatError(
                f"REFERENCE '{parameters.get('REFERENCE')}' is no layer that QGIS can open. Choose another."
            )
        self._reference = raster_source(layer, "REFERENCE") if isinstance(layer, QgsRasterLayer) else ""
        self._name = layer.name()

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        land = read_map(self._path, progress.span(0.0, 0.3))
        if self._reference:
            reference = read_map(self._reference, progress.span(0.3, 0.6))
            found = against_raster(land, reference, progress.span(0.6, 1.0))
        else:
            field = self.parameterAsString(parameters, "FIELD", context)
            if not field:
                raise So2SatError("FIELD is empty: choose the field of REFERENCE that holds the class.")
            features = labelled_features(self, parameters, "REFERENCE", field, context, progress)
            found = against_features(land, features, progress.span(0.3, 1.0))
        for note in found.notes:
            progress.warn(note)
        figures = found.figures
        low, high = figures["overall_accuracy_ci95"]
        progress.log(f"Overall accuracy {figures['overall_accuracy']:.3f} ({low:.3f}–{high:.3f}).")
        outputs: dict[str, Any] = {"OVERALL_ACCURACY": figures["overall_accuracy"]}
        report = self.parameterAsFileOutput(parameters, "REPORT", context)
        if report:
            write_assessment_report(report, found, self._name)
            outputs["REPORT"] = report
        return outputs
