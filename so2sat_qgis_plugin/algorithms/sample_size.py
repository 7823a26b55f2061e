"""so2sat:samplesize: how many reference points a map's assessment needs, and where."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ..engine.errors import So2SatError
from ..engine.progress import Progress
from ..engine.raster.kind import MAP
from ..engine.raster.maps import LandCover, read_map
from ..engine.reference.reference_points import ReferencePoints, expected_accuracies, plan_points
from .base import So2SatAlgorithm, advanced, described, input_layer, raster_source
from .fields import field
from .own_parameters import raster_parameter
from .training_layer import crs_wkt

_INTEGER = QgsProcessingParameterNumber.Type.Integer
_DOUBLE = QgsProcessingParameterNumber.Type.Double


class SampleSize(So2SatAlgorithm):
    """Draws stratified random reference points."""

    ID = "samplesize"
    NAME = "Sample size and reference points"
    TAGS = "accuracy, stratified sampling, reference points, validation, classification, cochran, olofsson"
    GROUP = "Accuracy"
    SUMMARY = "Says how many reference points a map's assessment needs, and draws them at random in every class."
    HELP = (
        "<p>The number follows Cochran (1977) as in Olofsson et al. (2014), equation 13: it grows with the precision "
        "asked for and with the share of errors expected. Every class gets at least the minimum, the rest goes by "
        "area.</p><p>Look at each point on imagery or in the field, write the true class into the field <b>class</b> "
        "(without looking at the map), and give the layer to 'Assess map'.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(raster_parameter("MAP", "Map", MAP, "Band 1 holds class codes; 0 and nodata are left out."))
        self.addParameter(
            described(
                QgsProcessingParameterNumber("INTERVAL", "Wanted interval (± %)", _DOUBLE, 3.0, False, 0.1, 50.0),
                "Half the width of the 95 % interval of overall accuracy that you want, in percentage points.",
            )
        )
        self.addParameter(
            described(
                QgsProcessingParameterString("EXPECTED", "Expected user's accuracy (%)", "80"),
                "A guess of how often the map is right: one number, or one for each class in the order of codes, "
                "with commas. A lower guess is the safer one.",
            )
        )
        self.addParameter(
            advanced(
                described(
                    QgsProcessingParameterNumber("MINIMUM", "Fewest points per class", _INTEGER, 50, False, 2, 10_000),
                    "Rare classes need some points of their own; 50 to 100 is usual.",
                )
            )
        )
        self.addParameter(
            advanced(
                described(
                    QgsProcessingParameterNumber("SEED", "Seed", _INTEGER, 0, False, 0, 2**31 - 1),
                    "Seed of the random choice. The same map and seed give the same points.",
                )
            )
        )
        self.addParameter(
            described(
                QgsProcessingParameterFeatureSink(
                    "OUTPUT", "Reference points", QgsProcessing.SourceType.TypeVectorPoint
                ),
                "Points at the centres of random cells, with the mapped class and an empty field 'class' to fill in.",
            )
        )
        self.addOutput(QgsProcessingOutputNumber("COUNT", "Number of points"))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        layer = input_layer(self, parameters, "MAP", context)
        self._path, self._crs = raster_source(layer, "MAP"), crs_wkt(layer.crs())

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        land = read_map(self._path, progress.span(0.0, 0.8))
        users = expected_accuracies(self.parameterAsString(parameters, "EXPECTED", context), land)
        found = plan_points(
            land,
            self.parameterAsDouble(parameters, "INTERVAL", context) / 100,
            users,
            self.parameterAsInt(parameters, "MINIMUM", context),
            self.parameterAsInt(parameters, "SEED", context),
        )
        for entry, count in zip(land.classes, found.allocation):
            progress.log(f"{entry.name}: {count} points.")
        progress.log(f"{len(found.codes)} points in all.")
        return {"OUTPUT": self._write(parameters, context, land, found), "COUNT": len(found.codes)}

    def _write(
        self, parameters: dict[str, Any], context: QgsProcessingContext, land: LandCover, found: ReferencePoints
    ) -> str:
        fields = QgsFields()
        for name, kind in (
            ("point", "Int"),
            ("map_code", "Int"),
            ("map_class", "QString"),
            ("class", "QString"),
        ):
            fields.append(field(name, kind))
        wkt = land.crs or self._crs
        crs = QgsCoordinateReferenceSystem.fromWkt(wkt) if wkt else QgsCoordinateReferenceSystem()
        sink, path = self.parameterAsSink(parameters, "OUTPUT", context, fields, QgsWkbTypes.Type.Point, crs)
        if sink is None:
            raise So2SatError(self.invalidSinkError(parameters, "OUTPUT"))
        names = {entry.code: entry.name for entry in land.classes}
        for i, ((x, y), code) in enumerate(zip(found.places, found.codes), start=1):
            feature = QgsFeature(fields)
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(float(x), float(y))))
            feature.setAttributes([i, int(code), names[int(code)], None])
            sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        return str(path)
