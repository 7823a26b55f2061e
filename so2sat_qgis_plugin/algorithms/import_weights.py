"""so2sat:importweights: the So2Sat authors' Keras weights become a module."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
)

from ..engine.errors import So2SatError
from ..engine.modules.keras_import import import_to
from ..engine.progress import Progress
from .base import So2SatAlgorithm, described, home_folder


class ImportWeights(So2SatAlgorithm):
    """Build a module of Keras weights."""

    ID = "importweights"
    NAME = "Import Keras weights"
    TAGS = "deep learning, keras, h5, model, lcz, local climate zones"
    GROUP = "Modules"
    SUMMARY = "Builds a module from the Keras weights (.h5) of the So2Sat demo's ResNet-20."
    HELP = (
        "<p>The So2Sat project publishes a ResNet with 20 layers for local climate zones as Keras weights. This builds "
        "a module of the TF1 Hub format from them, with the outputs <code>default</code> (256-d), "
        "<code>feature_map</code> and <code>logits</code> (the 17 local climate zones); it can be fine-tuned.</p>"
        "<p>With internet, <i>Get module</i> with <code>so2sat-lcz-resnet20</code> fetches and builds it in one go.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        weights = QgsProcessingParameterFile("INPUT", "Keras weights", extension="h5")
        self.addParameter(described(weights, "The .h5 file of weights, as its authors publish it."))
        output = QgsProcessingParameterFolderDestination("OUTPUT", "Module")
        self.addParameter(described(output, "New folder for the module; give it as Module elsewhere."))
        self.addOutput(QgsProcessingOutputString("HASH", "Content hash"))

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        file = Path(self.parameterAsFile(parameters, "INPUT", context))
        folder = Path(self.parameterAsString(parameters, "OUTPUT", context))
        if not file.is_file():
            raise So2SatError(f"INPUT {file} is not a file. Choose the .h5 file of weights.")
        with self.start_worker() as worker:
            digest = import_to(worker, file, folder, home_folder(), progress)
        return {"OUTPUT": str(folder), "HASH": digest}
