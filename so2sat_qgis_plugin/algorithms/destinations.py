"""What a run reads and writes, as places on disk: checked before the work begins."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
    QgsProviderRegistry,
)

from ..engine.errors import So2SatError
from ..engine.raster.overwriting import Place, refuse_overwriting

_LAYERS = (QgsProcessingParameterRasterLayer, QgsProcessingParameterVectorLayer, QgsProcessingParameterMapLayer)
_TEXTS = (QgsProcessingParameterFile, QgsProcessingParameterString)


def check_destinations(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> None:
    """Raise So2SatError where a file cannot be made as asked for, or would replace what the run reads."""
    targets = destinations(algorithm, parameters, context)
    for definition, place in targets:
        if not isinstance(definition, QgsProcessingParameterFolderDestination):
            _check_folder(place)
    refuse_overwriting([place for _, place in targets], sources(algorithm, parameters, context))


def destinations(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> list[tuple[QgsProcessingParameterDefinition, Place]]:
    """Return the files and folders that were asked for by name, temporary ones left out."""
    found = []
    for definition in algorithm.destinationParameterDefinitions():
        path = _destination(parameters.get(definition.name()), context)
        if path:
            found.append((definition, Place(definition.name(), path)))
    return found


def sources(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> list[Place]:
    """Return the files and folders that are given."""
    found = []
    for definition in algorithm.parameterDefinitions():
        if not definition.isDestination() and parameters.get(definition.name()):
            paths = _given(algorithm, definition, parameters, context)
            found += [Place(definition.name(), path) for path in paths if path]
    return found


def _given(
    algorithm: QgsProcessingAlgorithm,
    definition: QgsProcessingParameterDefinition,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> list[str]:
    name = definition.name()
    if isinstance(definition, QgsProcessingParameterMultipleLayers):
        return [p for layer in algorithm.parameterAsLayerList(parameters, name, context) or [] for p in _paths(layer)]
    if isinstance(definition, QgsProcessingParameterFeatureSource):
        value = parameters[name]
        if isinstance(value, QgsProcessingFeatureSourceDefinition):  # parameterAsVectorLayer does not see through it
            value = value.source.valueAsString(context.expressionContext())[0]
        return _paths(algorithm.parameterAsVectorLayer({**parameters, name: value}, name, context))
    if isinstance(definition, _LAYERS):
        return _paths(algorithm.parameterAsLayer(parameters, name, context))
    if isinstance(definition, _TEXTS):
        path = algorithm.parameterAsString(parameters, name, context)
        return [path] if path and Path(path).exists() else []
    return []


def _paths(layer: QgsMapLayer | None) -> list[str]:
    if layer is None:
        return []
    if layer.providerType() == "gdal":
        return [layer.source()]
    return [str(QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("path") or "")]


def _destination(value: Any, context: QgsProcessingContext) -> str:
    """Return the path of a destination's value, "" for a temporary one and for a table in a database."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink.valueAsString(context.expressionContext())[0]
    path = str(value or "")
    if path in ("", QgsProcessing.TEMPORARY_OUTPUT) or re.match(r"memory:|[a-z]{2,}:", path, re.IGNORECASE):
        return ""
    return path


def _check_folder(place: Place) -> None:
    try:
        tempfile.TemporaryFile(dir=Path(place.path).parent).close()
    except OSError as error:
        raise So2SatError(
            f"{place.title} {place.path} cannot be written: {error.strerror or error}. Choose a folder that exists and "
            "takes files."
        ) from error
