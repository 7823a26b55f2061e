"""The parameters of a comparison of two dates."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from .base import advanced, described
from .embedding_parameters import embedding_parameters
from .own_parameters import NOTHING, raster_parameter

_LABELS = [QgsProcessing.SourceType.TypeVectorPoint, QgsProcessing.SourceType.TypeVectorPolygon]


def change_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return what is given, then what is made."""
    before = described(
        QgsProcessingParameterRasterLayer("BEFORE", "Before"),
        "A multispectral scene, an embedding raster or a map of classes (one band of whole numbers) of the earlier "
        "date. The result lies on its grid.",
    )
    after = raster_parameter("AFTER", "After", NOTHING, "The same kind of raster of the same place, later.")
    shared = embedding_parameters(before)
    return [shared[0], after, *shared[1:], *_classes(), *_made()]


def _classes() -> list[QgsProcessingParameterDefinition]:
    field = QgsProcessingParameterField
    any_kind = field.DataType.Any
    return [
        described(
            QgsProcessingParameterFile("BUNDLE", "Classifier file", extension="so2sat", optional=True),
            "A trained classifier (a bundle, *.so2sat) to map both dates with, for from–to classes. Of scenes it sets "
            "module, window and the rest. A cell below the threshold keeps the class that it had before.",
        ),
        described(
            QgsProcessingParameterFeatureSource("REFERENCE", "Reference points", _LABELS, None, True),
            "Places whose class on both dates is known: a random sample within each transition, such as 'Sample size' "
            "makes of the from–to raster. They give areas adjusted for map error with 95 % intervals.",
        ),
        described(
            field("FIELDBEFORE", "Field with the class before", None, "REFERENCE", any_kind, False, True),
            "Class names of the maps or of the classifier, or their codes.",
        ),
        described(
            field("FIELDAFTER", "Field with the class after", None, "REFERENCE", any_kind, False, True),
            "The same for the later date.",
        ),
        advanced(
            described(
                QgsProcessingParameterNumber(
                    "THRESHOLD", "Changed from (z)", QgsProcessingParameterNumber.Type.Double, 5.0, False, 0.0, 1000.0
                ),
                "From which magnitude on a cell counts as changed, in areas, in the report and for from–to classes by "
                "a classifier. Lower finds more, and more that is none.",
            )
        ),
    ]


def _made() -> list[QgsProcessingParameterDefinition]:
    raster, file = QgsProcessingParameterRasterDestination, QgsProcessingParameterFileDestination
    return [
        described(
            raster("OUTPUT", "Magnitude of change"),
            "How far each cell is from what is usual where nothing changed: a robust z (float32, NaN is nodata). Of "
            "two maps 1 where the class is another, 0 elsewhere (uint8, 255 is nodata).",
        ),
        described(
            raster("TRANSITIONS", "From–to classes", None, True, False),
            "A map with a class for each transition: code before × 100 + code after (× 256 where codes are 100 or "
            "more), with names and colours; 0 is nodata. Of two maps, or with a classifier file.",
        ),
        described(
            file("TABLE", "Transition table", "CSV files (*.csv)", None, True, False),
            "From, to, cells and hectares, a line a transition; with reference points the adjusted areas too.",
        ),
        described(
            file("REPORT", "Report", "HTML files (*.html)", None, True),
            "Pictures of both dates and of the change, how much changed, the transition table, and how sure it is; its "
            "figures are beside it as JSON.",
        ),
    ]
