"""so2sat:finetune: a module is trained further on labelled polygons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
)

from ..engine.learning.agreement import manifest
from ..engine.learning.finetuning import LAYERS, FinetuneRequest, finetune, learnt
from ..engine.learning.training import LAYER, VALIDATIONS
from ..engine.modules import bundle
from ..engine.progress import Progress
from ..engine.reports.finetuning import write_finetune_report
from ..engine.worker import persist, versions
from .base import So2SatAlgorithm, advanced, described, home_folder, input_layer
from .embedding_parameters import DOUBLE, INTEGER, embedding_parameters, embedding_request
from .fetching import resolve_module
from .train import label_parameters, validation_parameters
from .training_layer import category_colors, labelled_features

_NOT_HERE = ("CELL", "MODE", "BACKEND", "CALIBRATE", "CLASSIFIER", "FOLDS")
_STRIDE = 4
_SAMPLES = 5000


class FinetuneModule(So2SatAlgorithm):
    """Fine-tunes a module."""

    ID = "finetune"
    NAME = "Fine-tune module"
    TAGS = "deep learning, transfer learning, training, supervised classification, model, lcz"
    GROUP = "Modules"
    SUMMARY = "Trains a module further on labelled polygons, and says whether that made it better."
    HELP = (
        "<p>The windows around labelled cells train the module's layers and a linear head. The result is a module of "
        "the same format: give its folder as Module anywhere, or fine-tune it again. The head comes as a bundle for "
        "'Classify with bundle'.</p>"
        "<p>Of each class's polygons about a half trains, a fifth decides when to stop and a quarter only judges: the "
        "report compares the module before and after on those, and says so when fine-tuning did not help. With few "
        "polygons it often does not; then use the module as it is, or train the head only.</p>"
        "<p>The module must be of the TF1 Hub format with a graph for training. On a CPU a ResNet-50 takes minutes for "
        "each hundred samples and epoch. A run that was cut off goes on from its last epoch when started again.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        for parameter in (*embedding_parameters(), *label_parameters(), *self._training(), *validation_parameters()):
            if parameter.name() not in _NOT_HERE:
                self.addParameter(_for_finetuning(parameter))
        output = QgsProcessingParameterFolderDestination("OUTPUT", "Fine-tuned module")
        self.addParameter(described(output, "New folder for the module."))
        head = QgsProcessingParameterFileDestination("BUNDLE", "Classifier file", "Classifiers (*.so2sat)", None, True)
        self.addParameter(described(head, "The classifier that goes with the module, for 'Classify with bundle'."))
        page = QgsProcessingParameterFileDestination("REPORT", "Report", "HTML files (*.html)", None, True)
        self.addParameter(described(page, "Before and after on held-out samples; the figures lie beside it as JSON."))
        self.addOutput(QgsProcessingOutputString("HASH", "Content hash"))

    def _training(self) -> list[QgsProcessingParameterDefinition]:
        number = QgsProcessingParameterNumber
        return [
            advanced(
                described(
                    number("EPOCHS", "Epochs", INTEGER, 20, False, 1, 1000),
                    "How often every training window is seen, at most: training stops early when held-out samples get "
                    "no better.",
                )
            ),
            described(
                QgsProcessingParameterEnum(
                    "LAYERS", "Layers", ["All layers", "The last block", "The head only"], defaultValue=0
                ),
                "What is trained. The fewer labels, the fewer layers: <b>the last block</b> is what works at the "
                "coarsest resolution, <b>the head only</b> leaves the module as it is.",
            ),
            advanced(
                described(number("BATCH", "Batch", INTEGER, 0, False, 0), "Windows a training step; 0 = automatic.")
            ),
            advanced(
                described(
                    number("LEARNINGRATE", "Learning rate", DOUBLE, 0.0, False, 0.0, 1.0),
                    "The largest of the schedule (warm-up, then cosine); 0 = automatic.",
                )
            ),
            advanced(
                described(
                    QgsProcessingParameterBoolean("AUGMENT", "Flips and quarter turns", True),
                    "Shows every window in one of its eight orientations, at random.",
                )
            ),
        ]

    def contradiction(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        validation = VALIDATIONS[self.parameterAsEnum(parameters, "VALIDATION", context)]
        if validation == LAYER and not parameters.get("TEST"):
            return "VALIDATION is 'a second layer', but TEST is empty. Choose the layer to test with."
        return ""

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self._embedding = embedding_request(self, parameters, context, input_layer(self, parameters, "INPUT", context))
        field = self.parameterAsString(parameters, "FIELD", context)
        self._colors = category_colors(self, parameters, "TRAINING", field, context)

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        output = Path(self.parameterAsString(parameters, "OUTPUT", context))
        resolve_module(self._embedding.module, home_folder(), progress)  # fetches it where it is not here yet
        request = self._request(parameters, context, progress)
        outputs: dict[str, Any] = {"OUTPUT": str(output)}
        with self.start_worker() as worker:
            # after a death it goes on from the last epoch
            tuned = persist(worker, lambda: finetune(request, output, home_folder(), worker, progress), progress)
            head = self.parameterAsFileOutput(parameters, "BUNDLE", context)
            if head:
                about = manifest(tuned.source, learnt(request, tuned), versions(worker, progress))
                bundle.write(head, about, tuned.estimator)
                outputs["BUNDLE"] = head
        page = self.parameterAsFileOutput(parameters, "REPORT", context)
        if page:
            write_finetune_report(page, tuned, self._embedding.module)
            outputs["REPORT"] = page
        return {**outputs, "HASH": tuned.content_hash}

    def _request(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> FinetuneRequest:
        field = self.parameterAsString(parameters, "FIELD", context)
        validation = VALIDATIONS[self.parameterAsEnum(parameters, "VALIDATION", context)]
        test = None
        if validation == LAYER:
            test = labelled_features(self, parameters, "TEST", field, context, progress)
        return FinetuneRequest(
            embedding=self._embedding,
            labels=labelled_features(self, parameters, "TRAINING", field, context, progress),
            field=field,
            validation=validation,
            test=test,
            layers=LAYERS[self.parameterAsEnum(parameters, "LAYERS", context)],
            epochs=self.parameterAsInt(parameters, "EPOCHS", context),
            batch=self.parameterAsInt(parameters, "BATCH", context),
            learning_rate=self.parameterAsDouble(parameters, "LEARNINGRATE", context),
            augment=self.parameterAsBoolean(parameters, "AUGMENT", context),
            seed=self.parameterAsInt(parameters, "SEED", context),
            most_samples=self.parameterAsInt(parameters, "SAMPLES", context),
            colors=self._colors,
        )


def _for_finetuning(parameter: QgsProcessingParameterDefinition) -> QgsProcessingParameterDefinition:
    """Return a shared parameter with the default that suits training."""
    if parameter.name() == "MODULE":
        parameter.setDefaultValue("so2sat-ms-resnet50")
    if parameter.name() == "TEST":
        advanced(parameter)
    if parameter.name() == "SAMPLES":
        parameter.setDefaultValue(_SAMPLES)
    if parameter.name() == "STRIDE":
        parameter.setDefaultValue(_STRIDE)
        parameter.setMinimum(1)
        parameter.setDescription("Distance of windows (pixels)")
        parameter.setHelp("Distance of the training windows from one another, in pixels of the raster.")
    return parameter
