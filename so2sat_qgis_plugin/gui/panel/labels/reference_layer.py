"""Labels of the random sample: a layer of points of their own, which is never trained on.

Areas and accuracy may be estimated from them only as long as the map has not seen them (so2sat:assess takes them).
"""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsMapLayer,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
)

from ....engine.errors import So2SatError
from ....i18n import tr
from .label_file import FIELD, free_file, new_label_layer

_MARK = "so2sat/reference"  # property of the layer: the scene that it is of


def is_reference(layer: QgsMapLayer) -> bool:
    """Return whether a layer holds labels of a random sample."""
    return bool(layer.customProperty(_MARK))


def reference_layer(scene: str, crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """Return the project's reference layer of a scene, made beside it where there is none; raises So2SatError."""
    project = QgsProject.instance()
    for layer in project.mapLayers().values():
        if layer.customProperty(_MARK) == scene and layer.isValid():
            return layer
    made = new_label_layer(free_file(scene, tr("reference points")), crs, tr("Reference points"), "Point")
    made.setCustomProperty(_MARK, scene)
    project.addMapLayer(made, False)
    project.layerTreeRoot().insertLayer(0, made)
    return made


def add_reference(layer: QgsVectorLayer, x: float, y: float, name: Any) -> None:
    """Write a point with its true class into the file at once; raises So2SatError."""
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
    feature.setAttribute(FIELD, name)
    if not layer.dataProvider().addFeatures([feature])[0]:
        raise So2SatError(tr("{layer} takes no points: its file is read-only or gone.").format(layer=layer.name()))
    layer.updateExtents()
    layer.triggerRepaint()
