"""What the algorithms of the label loop share: a kept scene, and the classifier of the labels."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsGeometry,
    QgsProcessingContext,
    QgsWkbTypes,
)

from ..engine.errors import So2SatError
from ..engine.labelling.loop import Fitted, refit
from ..engine.labelling.scene import LabelScene
from ..engine.progress import Progress
from ..runtime.client import Worker
from .base import So2SatAlgorithm
from .fields import field
from .kept_scene import colors_of_labels, crs_of, given_scene, label_layer


class SceneAlgorithm(So2SatAlgorithm):
    """An algorithm with `kept_scene.scene_parameters`, and `labels_parameters` where it looks at labels."""

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self._scene = given_scene(self, parameters, context)
        self._colors = colors_of_labels(self, parameters, context)

    def opened(self, worker: Worker, progress: Progress) -> LabelScene:
        """Return the scene, embedded now or kept from before."""
        return self._scene.open(worker, progress)

    def fitted(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        scene: LabelScene,
        worker: Worker,
        progress: Progress,
    ) -> Fitted:
        """Return the classifier of LABELS; what there is to note of it is told."""
        labels = label_layer(self, parameters, self._colors, context, progress)
        found = refit(scene, labels, worker, progress)
        for note in found.notes:
            progress.warn(note)
        return found

    def sink(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        scene: LabelScene,
        fields: dict[str, str],
        kind: QgsWkbTypes.Type,
    ) -> Sink:
        """Return what takes OUTPUT's features, in the scene's CRS. `fields`: name and type (see `fields.field`)."""
        found = QgsFields()
        for name, of_type in fields.items():
            found.append(field(name, of_type))
        sink, path = self.parameterAsSink(parameters, "OUTPUT", context, found, kind, crs_of(scene))
        if sink is None:
            raise So2SatError(self.invalidSinkError(parameters, "OUTPUT"))
        return Sink(sink, str(path), found)


class Sink:
    """Features written one by one; `path` is where to."""

    def __init__(self, sink: QgsFeatureSink, path: str, fields: QgsFields) -> None:
        self._sink, self.path, self._fields = sink, path, fields

    def add(self, geometry: QgsGeometry, values: dict[str, Any]) -> None:
        """Write a feature with these fields; what isn't named stays empty."""
        feature = QgsFeature(self._fields)
        feature.setGeometry(geometry)
        for name, value in values.items():
            feature.setAttribute(name, value)
        self._sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
