"""The parameters that say which pixels to leave out, and the mask that they make."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterString,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..engine.errors import So2SatError
from ..engine.raster.mask import SCL_INVALID, Mask, MaskValues, is_scl, is_scl_file
from .base import advanced, described, raster_source
from .training_layer import crs_wkt

_TYPES = [QgsProcessing.SourceType.TypeRaster, QgsProcessing.SourceType.TypeVectorPolygon]
_FORMATS = ["gpkg", "shp", "geojson", "fgb", "kml", "gml", "sqlite"]


def mask_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return MASK, MASKVALUES and USESCL."""
    return [
        advanced(
            described(
                QgsProcessingParameterMapLayer("MASK", "Mask (what to leave out)", None, True, _TYPES),
                "Clouds or anything else to leave out: a raster such as a cloud mask, on any grid and in any CRS, or "
                "polygons. What it leaves out counts as nodata; beyond its edge nothing is left out.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterString("MASKVALUES", "Mask values to leave out", None, False, True),
                "Which values of a mask raster are left out: numbers, ranges and bits, such as <code>3, 8-10</code> or "
                "<code>bit 3, bit 4</code>. Empty: every value but 0 and nodata; of Sentinel-2's scene classification "
                f"{SCL_INVALID} (cloud, cirrus, shadow, snow, saturated).",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterBoolean("USESCL", "Leave out clouds by the raster's SCL band", True),
                "Where the raster carries Sentinel-2's scene classification (a band named SCL, as 'Stack bands' makes "
                "it of an L2A product): cloud, cirrus, cloud shadow, snow and saturated pixels count as nodata.",
            )
        ),
    ]


def masks_of(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> tuple[Mask, ...]:
    """Return what MASK and MASKVALUES ask to leave out; call it in the main thread. Raises for what is no mask."""
    values = algorithm.parameterAsString(parameters, "MASKVALUES", context).strip()
    if not parameters.get("MASK"):
        if values:
            raise So2SatError(f"MASKVALUES is '{values}', but MASK is empty. Choose the mask, or leave both empty.")
        return ()
    MaskValues.parse(values)
    layer = algorithm.parameterAsLayer(parameters, "MASK", context)
    if isinstance(layer, QgsRasterLayer):
        return (_of_raster(layer, values),)
    if isinstance(layer, QgsVectorLayer) and layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry:
        return (_of_polygons(algorithm, parameters, context, layer, values),)
    kind = "is no layer that QGIS can open" if layer is None else "has no area"
    raise So2SatError(f"MASK '{parameters['MASK']}' {kind}. Choose a raster or a layer of polygons.")


def _of_raster(layer: QgsRasterLayer, values: str) -> Mask:
    path, names = raster_source(layer, "MASK"), [layer.bandName(i + 1) for i in range(layer.bandCount())]
    # QGIS shows "Band 1: SCL" for a described band
    found = [number for number, name in enumerate(names, start=1) if is_scl(name.partition(": ")[2])]
    scl = bool(found) or (layer.bandCount() == 1 and is_scl_file(path))
    return Mask(path, values or (SCL_INVALID if scl else ""), found[0] if found else 1, crs=crs_wkt(layer.crs()))


def _of_polygons(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    layer: QgsVectorLayer,
    values: str,
) -> Mask:
    if values:
        raise So2SatError(
            f"MASKVALUES is '{values}', but MASK is a layer of polygons, which has no values: all that is inside is "
            "left out. Leave MASKVALUES empty, or filter the layer."
        )
    feedback = QgsProcessingFeedback(False)
    path, name = algorithm.parameterAsCompatibleSourceLayerPathAndLayerName(
        parameters, "MASK", context, _FORMATS, "gpkg", feedback
    )
    return Mask(path, polygons=True, layer=name, crs=crs_wkt(layer.crs()))
