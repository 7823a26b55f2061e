"""so2sat:embed: a raster becomes an embedding raster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingOutputString, QgsProcessingParameterRasterDestination

from ..engine.embedding import plan
from ..engine.embedding.estimate import Output
from ..engine.embedding.run import embedded
from ..engine.features import embedding_raster
from ..engine.features.embedding_raster import Storage
from ..engine.features.parts import PartFeatures
from ..engine.features.source import FeatureSource
from ..engine.files import afterwards
from ..engine.progress import Progress
from ..runtime.client import Worker
from .base import So2SatAlgorithm, described, home_folder, input_layer
from .embedding_parameters import embedding_parameters, embedding_request, storage_of, storage_parameters


class Embed(So2SatAlgorithm):
    """Embed a raster window by window."""

    ID = "embed"
    NAME = "Embed raster"
    TAGS = "deep learning, embedding, feature extraction, convolutional network, resnet, tensorflow, openvino"
    GROUP = "Land cover, step by step"
    SUMMARY = "Turns every window of a multispectral raster into a feature vector and writes them as a raster."
    HELP = (
        "<p>The result is an <b>embedding raster</b>: one cell a stride, one band a feature, aligned to the input. It "
        "remembers the module, window, stride, mode, bands and scaling it was made with, so that later steps can check "
        "that things fit. Cluster it with 'Cluster embedding raster', or train a classifier on it.</p>"
        "<p>A run that was cancelled or killed goes on where it was when it is started again with the same inputs.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        for parameter in [*embedding_parameters(), *storage_parameters()]:
            self.addParameter(parameter)
        self.addParameter(
            described(
                QgsProcessingParameterRasterDestination("OUTPUT", "Embedding raster"),
                "GeoTIFF, float32, one band a feature (e0001 …), then the mean and standard deviation of each of the "
                "raster's bands over the cell's own pixels (mean_B2 …, sd_B2 …); nodata is NaN.",
            )
        )
        self.addOutput(QgsProcessingOutputString("MODULE_FOLDER", "Folder of the module used"))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self._request = embedding_request(self, parameters, context, input_layer(self, parameters, "INPUT", context))

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        output = self.output_path(parameters, "OUTPUT", context)
        storage = storage_of(self, parameters, context)
        with self.start_worker() as worker, embed(self._request, worker, output, storage, progress) as run:
            pass
        return {"OUTPUT": output, "MODULE_FOLDER": str(run.plan.module.folder)}


@dataclass(frozen=True)
class Run:
    """A finished embedding: how it was made, and its features while the context lasts."""

    plan: plan.Plan
    features: FeatureSource


@contextmanager
def embed(request: plan.Request, worker: Worker, output: str, storage: Storage, progress: Progress) -> Iterator[Run]:
    """Embed; write the embedding raster `output` ("" = none). The parts are deleted once the run ends well."""
    asked = Output(output, storage.bytes_per_cell) if output else None
    with embedded(request, home_folder(), worker, progress, asked) as done:
        features = PartFeatures(done)
        if output:
            embedding_raster.write(features, output, storage, request.seed, progress.span(0.9, 1.0))
        yield Run(done.plan, features)
        afterwards(done.parts.delete)
