"""Layers that hold labels: make one as a GeoPackage, find which field of one holds the class."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsField,
    QgsMapLayer,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ....engine.errors import So2SatError
from ....engine.mapping.map_files import free_name
from ....i18n import tr
from .label_style import store_style

FIELD = "class"
_WORDS = ("class", "label", "lcz", "cover", "type", "klass", "nutzung")  # in names of fields that hold a class
_KINDS = (QgsWkbTypes.GeometryType.PolygonGeometry, QgsWkbTypes.GeometryType.PointGeometry)


def proposed_file(scene: str) -> str:
    """Return a free name for the labels of a scene, in the scene's folder where that takes files."""
    return free_file(scene, tr("labels"))


def free_file(scene: str, ending: str) -> str:
    """Return a free name for a GeoPackage that belongs to a scene."""
    return free_name(scene, ending, ".gpkg")


def new_label_layer(path: str, crs: QgsCoordinateReferenceSystem, name: str, kind: str = "Polygon") -> QgsVectorLayer:
    """Write an empty GeoPackage of polygons (or of another `kind`) with a field `class`; raises So2SatError.

    The layer is not in the project yet.
    """
    if Path(path).exists():
        raise So2SatError(
            tr("{path} exists already and is not overwritten. Choose another name, or choose that layer.").format(
                path=path
            )
        )
    memory = QgsVectorLayer(kind, name, "memory")
    memory.setCrs(crs)
    memory.dataProvider().addAttributes([QgsField(FIELD, _text_type())])
    memory.updateFields()
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = Path(path).stem
    error = QgsVectorFileWriter.writeAsVectorFormatV3(memory, path, QgsProject.instance().transformContext(), options)
    layer = QgsVectorLayer(f"{path}|layername={options.layerName}", name, "ogr")
    if error[0] != QgsVectorFileWriter.WriterError.NoError or not layer.isValid():
        raise So2SatError(
            tr("The label layer {path} could not be written: {reason}. Choose a folder that takes files.").format(
                path=path, reason=error[1] or os.strerror(5)
            )
        )
    if not Path(path).with_suffix(".qml").exists():
        store_style(layer)
    return layer


def _text_type() -> object:
    """Return the type of text fields: QMetaType's from QGIS 3.38 on, QVariant's before."""
    from qgis.core import Qgis
    from qgis.PyQt.QtCore import QMetaType, QVariant

    return QMetaType.Type.QString if Qgis.QGIS_VERSION_INT >= 33800 else QVariant.String  # Qt 5


def class_fields(layer: QgsVectorLayer) -> list[str]:
    """Return the fields that may hold a class: text or whole numbers, identifiers left out."""
    keys = {layer.fields().at(i).name() for i in layer.primaryKeyAttributes()}
    fields = [field for field in layer.fields() if field.name() not in keys]
    return [field.name() for field in fields if field.typeName().lower().startswith(("string", "text", "int", "char"))]


def likely_field(fields: Sequence[str]) -> str:
    """Return the field that is likeliest to hold the class, "" where there is none."""
    named = [name for name in fields if any(word in name.lower() for word in _WORDS)]
    return next(iter([*named, *fields]), "")


def is_label_layer(layer: QgsMapLayer) -> bool:
    """Return whether a layer may hold labels: polygons or points with a field for the class."""
    if not isinstance(layer, QgsVectorLayer) or layer.geometryType() not in _KINDS:
        return False
    return bool(class_fields(layer))
