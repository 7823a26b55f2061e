"""so2sat:embed: a raster becomes an embedding raster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingOutputString, QgsProcessingParameterRasterDestination

from ..engine.embedding import plan
from ..engine.embedding.elsewhere import Elsewhere
from ..engine.embedding.estimate import Output
from ..engine.embedding.run import embedded
from ..engine.features import embedding_raster
from ..engine.features.embedding_raster import Storage
from ..engine.features.parts import PartFeatures
from ..engine.features.source import FeatureSource
from ..engine.files import afterwards
from ..engine.progress import Progress
from ..runtime.client import Worker
from .base import Given, So2SatAlgorithm, described, home_folder, input_layer
from .cluster_parameters import on_cluster, scheduler_parameters
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
        for parameter in [*embedding_parameters(), *storage_parameters(), *scheduler_parameters()]:
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
        kept = Kept(output, storage_of(self, parameters, context))
        elsewhere = on_cluster(Given(self, parameters, context))
        with self.start_worker() as worker, embed(self._request, worker, kept, progress, elsewhere) as run:
            pass
        return {"OUTPUT": output, "MODULE_FOLDER": str(run.plan.module.folder)}


@dataclass(frozen=True)
class Kept:
    """Where an embedding raster is kept, "" for nowhere, and how it is stored."""

    path: str = ""
    storage: Storage = field(default_factory=Storage)


@dataclass(frozen=True)
class Run:
    """A finished embedding: how it was made, and its features while the context lasts."""

    plan: plan.Plan
    features: FeatureSource


@contextmanager
def embed(
    request: plan.Request, worker: Worker, kept: Kept, progress: Progress, elsewhere: Elsewhere | None = None
) -> Iterator[Run]:
    """Embed here or `elsewhere`, and keep the embedding raster. The parts are deleted once the run ends well."""
    asked = Output(kept.path, kept.storage.bytes_per_cell) if kept.path else None
    with embedded(request, home_folder(), worker, progress, asked, elsewhere) as done:
        features = PartFeatures(done)
        if kept.path:
            embedding_raster.write(features, kept.path, kept.storage, request.seed, progress.span(0.9, 1.0))
        yield Run(done.plan, features)
        afterwards(done.parts.delete)
