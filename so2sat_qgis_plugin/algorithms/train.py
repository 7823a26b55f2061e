"""so2sat:train: labelled cells of an embedding raster become a classifier, and a statement of how good it is."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)

from ..engine.errors import So2SatError
from ..engine.features.source import RasterFeatures
from ..engine.learning.estimators import CLASSIFIERS
from ..engine.learning.training import LAYER, VALIDATIONS, Suspect, Training, TrainingRequest
from ..engine.progress import Progress
from ..engine.raster.kind import EMBEDDING
from .base import So2SatAlgorithm, advanced, described, input_layer, raster_source
from .choice_parameters import choice_parameters, choices
from .fields import field
from .own_parameters import raster_parameter
from .supervised import train_to_bundle
from .training_layer import category_colors, crs_wkt, labelled_features

_INTEGER = QgsProcessingParameterNumber.Type.Integer
_LABELS = [QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVectorPoint]


def label_parameters(optional: bool = False) -> list[QgsProcessingParameterDefinition]:
    """Return TRAINING, FIELD and CLASSIFIER, as every algorithm that trains has them.

    Where training is `optional`, CLASSIFIER is an advanced matter.
    """
    parameters = [
        described(
            QgsProcessingParameterFeatureSource("TRAINING", "Training layer", _LABELS, None, optional),
            "Polygons or points with known classes, in any CRS. A cell whose centre lies in a polygon, or that holds a "
            "point, is a sample; a polygon too small to hold a cell's centre stands for the cell that it lies in. "
            "Several polygons of each class, spread over the raster, make both the classifier and its figures better.",
        ),
        described(
            QgsProcessingParameterField(
                "FIELD",
                "Field with the class",
                None,
                "TRAINING",
                QgsProcessingParameterField.DataType.Any,
                False,
                optional,
            ),
            "Text or whole numbers. Numbers from 1 on become the codes of the map; features without a label are left "
            "out.",
        ),
        described(
            QgsProcessingParameterEnum("CLASSIFIER", "Classifier", list(CLASSIFIERS), defaultValue=0),
            "<b>Automatic</b> lets random forests and a logistic regression on different views of a cell vote, which "
            "serves better than any one of them, unless one alone is clearly better on what was held out.",
        ),
    ]
    if optional:
        advanced(parameters[-1])
    return parameters


def validation_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return VALIDATION, TEST, FOLDS, SEED and the advanced rest."""
    return [
        described(
            QgsProcessingParameterEnum("VALIDATION", "Validation", list(VALIDATIONS), defaultValue=0),
            "How accuracy is measured. <b>Polygons held out</b>: each polygon is predicted by a classifier that did "
            "not see it. <b>Spatial blocks</b>: each square block of the raster likewise, which is stricter where "
            "polygons lie close together, and right for points. <b>Random</b>: cells at random, which flatters. <b>A "
            "second layer</b>: the layer TEST.",
        ),
        described(
            QgsProcessingParameterFeatureSource("TEST", "Test layer", _LABELS, None, True),
            "Labels in the same field that are not trained on; for VALIDATION = a second layer.",
        ),
        advanced(
            described(
                QgsProcessingParameterNumber("FOLDS", "Folds", _INTEGER, 5, False, 2, 50),
                "Into how many parts polygons (or blocks, or cells) are divided; each part is held out once.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterNumber("SEED", "Seed", _INTEGER, 0, False, 0, 2**31 - 1),
                "Seed of the random choices. The same inputs and seed give the same result.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterNumber(
                    "SAMPLES", "Largest number of samples", _INTEGER, 10_000, False, 10, 10**6
                ),
                "Where more cells are labelled, this many are drawn, evenly from classes and polygons.",
            )
        ),
    ]


class TrainClassifier(So2SatAlgorithm):
    """Trains a classifier on labelled cells."""

    ID = "train"
    NAME = "Train classifier"
    TAGS = (
        "supervised classification, random forest, svm, gradient boosting, logistic regression, "
        "machine learning, deep learning, training, accuracy, lcz"
    )
    GROUP = "Land cover, step by step"
    SUMMARY = "Trains a classifier on labelled cells of an embedding raster and states honestly how good it is."
    HELP = (
        "<p>The result is a <b>bundle</b> (*.so2sat): the classifier with its classes, colours, figures and the "
        "embedding that it needs. Apply it with 'Classify with bundle', to this raster or to another embedded the "
        "same way.</p><p>The report's headline comes from polygons that were held out; the usual random split stands "
        "beside it, and so does the same procedure on plain pixels, on the spectrum and on the embedding "
        "alone. It shows which classes are confused, which "
        "samples look mislabelled and whether more labels would help; a JSON file of the same name holds the "
        "figures.</p><p>A raster that is no embedding works too: its bands are the features.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(
            raster_parameter(
                "INPUT",
                "Embedding raster",
                EMBEDDING,
                "A raster made by 'Embed raster', or any other whose bands are to be the features.",
            )
        )
        for parameter in (*label_parameters(), *choice_parameters(), *validation_parameters()):
            self.addParameter(parameter)
        self.addParameter(
            advanced(
                described(
                    QgsProcessingParameterMultipleLayers(
                        "FURTHER", "Further embeddings", QgsProcessing.SourceType.TypeRaster, None, True
                    ),
                    "Other embedding rasters of the same place, imported or made here, to compare with in the report: "
                    "the same labels, held out in the same way.",
                )
            )
        )
        self.addParameter(
            described(
                QgsProcessingParameterFileDestination("BUNDLE", "Classifier file", "Classifiers (*.so2sat)"),
                "The classifier with all that is needed to apply it: a bundle (*.so2sat).",
            )
        )
        self.addParameter(
            described(
                QgsProcessingParameterFileDestination("REPORT", "Report", "HTML files (*.html)", None, True),
                "How good the classifier is. The figures are beside it as JSON, under the same name.",
            )
        )
        self.addParameter(
            described(
                QgsProcessingParameterFeatureSink(
                    "SUSPECTS", "Suspect samples", QgsProcessing.SourceType.TypeVectorPoint, None, True, False
                ),
                "Samples that look mislabelled: confidently predicted as another class when they were held out.",
            )
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        layer = input_layer(self, parameters, "INPUT", context)
        self._path, self._crs = raster_source(layer, "INPUT"), crs_wkt(layer.crs())
        further = self.parameterAsLayerList(parameters, "FURTHER", context) if parameters.get("FURTHER") else []
        self._further = tuple(raster_source(one, "FURTHER") for one in further)
        field = self.parameterAsString(parameters, "FIELD", context)
        self._colors = category_colors(self, parameters, "TRAINING", field, context)

    def contradiction(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        validation = VALIDATIONS[self.parameterAsEnum(parameters, "VALIDATION", context)]
        if validation == LAYER and not parameters.get("TEST"):
            return "VALIDATION is 'a second layer', but TEST is empty. Choose the layer to test with."
        return ""

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        with RasterFeatures(self._path, self._crs) as source, self.start_worker() as worker:
            request = self._request(parameters, context, progress)
            path = self.parameterAsFileOutput(parameters, "BUNDLE", context)
            report = self.parameterAsFileOutput(parameters, "REPORT", context)
            training = train_to_bundle(request, source, worker, path, report, progress)
            outputs: dict[str, Any] = {"BUNDLE": path, **({"REPORT": report} if report else {})}
            suspects = self._write_suspects(parameters, context, training, source.crs)
            if suspects:
                outputs["SUSPECTS"] = suspects
        return outputs

    def _request(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> TrainingRequest:
        field = self.parameterAsString(parameters, "FIELD", context)
        validation = VALIDATIONS[self.parameterAsEnum(parameters, "VALIDATION", context)]
        test = None
        if validation == LAYER:
            test = labelled_features(self, parameters, "TEST", field, context, progress)
        return TrainingRequest(
            labels=labelled_features(self, parameters, "TRAINING", field, context, progress),
            field=field,
            classifier=CLASSIFIERS[self.parameterAsEnum(parameters, "CLASSIFIER", context)],
            validation=validation,
            test=test,
            folds=self.parameterAsInt(parameters, "FOLDS", context),
            seed=self.parameterAsInt(parameters, "SEED", context),
            most_samples=self.parameterAsInt(parameters, "SAMPLES", context),
            colors=self._colors,
            further=self._further,
            **choices(self, parameters, context),
        )

    def _write_suspects(
        self, parameters: dict[str, Any], context: QgsProcessingContext, training: Training, crs: str
    ) -> str:
        fields = QgsFields()
        for name, kind in (
            ("label", "QString"),
            ("predicted", "QString"),
            ("confidence", "Double"),
            ("feature", "Int"),
        ):
            fields.append(field(name, kind))
        system = QgsCoordinateReferenceSystem.fromWkt(crs) if crs else QgsCoordinateReferenceSystem()
        sink, path = self.parameterAsSink(parameters, "SUSPECTS", context, fields, QgsWkbTypes.Type.Point, system)
        if sink is None:
            if parameters.get("SUSPECTS"):
                raise So2SatError(self.invalidSinkError(parameters, "SUSPECTS"))
            return ""
        for one in training.suspects:
            sink.addFeature(_feature(one, fields), QgsFeatureSink.Flag.FastInsert)
        return str(path)


def _feature(one: Suspect, fields: QgsFields) -> QgsFeature:
    feature = QgsFeature(fields)
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(one.x, one.y)))
    feature.setAttributes([one.label, one.predicted, round(one.confidence, 4), one.feature])
    return feature
