"""Vector layers as the engine takes them: geometries, labels and CRS as plain values, and colours of classes."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    NULL,
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
)

from ..engine.errors import So2SatError
from ..engine.progress import Progress
from ..engine.raster.cells import LabelledFeatures
from ..engine.reference.samples import label_name


def labelled_features(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    name: str,
    field: str,
    context: QgsProcessingContext,
    progress: Progress,
) -> LabelledFeatures:
    """Return the features of parameter `name` (the selected ones where the user said so) with their labels."""
    source = algorithm.parameterAsSource(parameters, name, context)
    if source is None:
        raise So2SatError(f"{name} '{parameters.get(name)}' is no vector layer that QGIS can open. Choose another.")
    index = source.fields().lookupField(field)
    if index < 0:
        raise So2SatError(
            f"{name} has no field '{field}'; it has {', '.join(f.name() for f in source.fields()) or 'none'}. "
            "Choose the field that holds the labels."
        )
    return _features(source, index, progress)


def unlabelled_features(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    name: str,
    context: QgsProcessingContext,
    progress: Progress,
) -> LabelledFeatures:
    """Return the features of parameter `name` (the selected ones where the user said so), without labels."""
    source = algorithm.parameterAsSource(parameters, name, context)
    if source is None:
        raise So2SatError(f"{name} '{parameters.get(name)}' is no vector layer that QGIS can open. Choose another.")
    return _features(source, -1, progress)


def _features(source: QgsProcessingFeatureSource, index: int, progress: Progress) -> LabelledFeatures:
    """Return the features with the attribute `index` as label, None throughout where that is −1."""
    request = QgsFeatureRequest().setSubsetOfAttributes([] if index < 0 else [index])
    # Invalid geometries are repaired or counted later; QGIS would stop at the first.
    flag = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    geometries, labels = [], []
    for feature in source.getFeatures(request, flag):
        progress.check()
        value = None if index < 0 else feature.attribute(index)
        labels.append(None if value is None or value == NULL else value)
        geometries.append(bytes(feature.geometry().asWkb()) if feature.hasGeometry() else b"")
    return LabelledFeatures(geometries, labels, crs_wkt(source.sourceCrs()))


def crs_wkt(crs: QgsCoordinateReferenceSystem) -> str:
    """Return a CRS as WKT, "" where it is not valid or, as GeoPackage writes it, "undefined"."""
    if crs.description().lower().startswith("undefined"):
        return ""
    return str(crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED)) if crs.isValid() else ""


def category_colors(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], name: str, field: str, context: QgsProcessingContext
) -> dict[str, str]:
    """Return "#rrggbb" by label where the renderer of layer `name` is categorised on `field`, else nothing."""
    value = parameters.get(name)
    if isinstance(value, QgsProcessingFeatureSourceDefinition):  # parameterAsVectorLayer does not see through it
        value = value.source.valueAsString(context.expressionContext())[0]
    layer = algorithm.parameterAsVectorLayer({**parameters, name: value}, name, context)
    renderer = layer.renderer() if layer is not None else None
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return {}
    if renderer.classAttribute().strip('"') != field:
        return {}
    colors = {}
    for category in renderer.categories():
        values = category.value() if isinstance(category.value(), list) else [category.value()]
        for value in values:
            name = "" if value is None or value == NULL else label_name(value)
            if name and category.symbol() is not None:
                colors[name] = category.symbol().color().name()
    return colors
