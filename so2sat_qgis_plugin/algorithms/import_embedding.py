"""so2sat:importembedding: embeddings that others publish become an embedding raster."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputString,
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
)

from ..engine.errors import So2SatError
from ..engine.features import embedding_raster
from ..engine.features.foreign import AUTOMATIC, ForeignFeatures, ImportRequest, Model, recognise
from ..engine.progress import Progress
from ..engine.raster.tiles import TargetGrid, grid_of
from .base import So2SatAlgorithm, advanced, described
from .embedding_parameters import storage_of, storage_parameters
from .training_layer import crs_wkt

_KINDS = {
    AUTOMATIC: "Find out",
    "alphaearth": "AlphaEarth Satellite Embedding",
    "tessera": "TESSERA",
    "other": "Another one, described below",
}


class ImportEmbedding(So2SatAlgorithm):
    """Import a published embedding."""

    ID = "importembedding"
    NAME = "Import embedding"
    TAGS = "embedding, alphaearth, google satellite embedding, tessera, deep learning, foundation model"
    GROUP = "Rasters"
    SUMMARY = (
        "Makes an embedding raster of tiles that others publish: AlphaEarth (Google Satellite Embedding), TESSERA "
        "and others."
    )
    HELP = (
        "<p>The result works like a raster made by 'Embed raster': train a classifier on it, cluster it, classify "
        "another place of the same model and year.</p>"
        "<p>Known are <b>AlphaEarth</b> (64 bands A00 … A63, signed bytes; files that stand on their head are turned) "
        "and <b>TESSERA</b> (128 bands; GeoTIFFs of GeoTessera, or tile.npy with tile_scales.npy and its land mask). "
        "Any other GeoTIFF of a vector a pixel can be described by hand. Several tiles become one raster. Only what "
        "lies in the extent is read, so that a tile on a server (/vsicurl/https://…) is not fetched whole.</p>"
        "<p>Model, version, year, licence and attribution are kept. A classifier that was trained on one model, "
        "version or year refuses others: their numbers have nothing to do with each other.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        raster = QgsProcessing.SourceType.TypeRaster
        integer = QgsProcessingParameterNumber.Type.Integer
        for parameter, text in (
            (
                QgsProcessingParameterMultipleLayers("TILES", "Tiles", raster, None, True),
                "One or more raster layers of the same model and year.",
            ),
            (
                QgsProcessingParameterString("PATHS", "Further tiles by path or address", "", True, True),
                "One a line: .npy files of TESSERA, or addresses that GDAL opens (/vsicurl/https://…).",
            ),
            (
                QgsProcessingParameterEnum("KIND", "Embedding", list(_KINDS.values()), defaultValue=0),
                "Which embedding it is; by default the bands' names and the metadata tell.",
            ),
            (
                QgsProcessingParameterNumber("YEAR", "Year", integer, None, True, 0, 2200),
                "The year that the embedding is of. Not set: as the metadata, the file's name or its folder say.",
            ),
            (
                QgsProcessingParameterExtent("EXTENT", "Extent", None, True),
                "Only this rectangle is read. Empty: all tiles.",
            ),
        ):
            self.addParameter(described(parameter, text))
        for parameter, text in (
            (
                QgsProcessingParameterCrs("CRS", "CRS of the result", None, True),
                "Empty: that of the first tile, whose cells are kept as they are. In another CRS each cell takes the "
                "value of the nearest pixel: vectors are not averaged.",
            ),
            (
                QgsProcessingParameterNumber(
                    "SIZE", "Cell size", QgsProcessingParameterNumber.Type.Double, 0.0, False, 0.0
                ),
                "In units of the CRS of the result. 0: as large as the tiles' own.",
            ),
            (QgsProcessingParameterString("MODEL", "Model", "", False, True), "Its name, where it is not known."),
            (
                QgsProcessingParameterString("VERSION", "Version of the model", "", False, True),
                "Where the file does not say: such as 1.1.",
            ),
            (
                QgsProcessingParameterString("LICENCE", "Licence", "", False, True),
                "Under which it is published, such as CC-BY-4.0.",
            ),
            (
                QgsProcessingParameterString("ATTRIBUTION", "Attribution", "", False, True),
                "The line that the licence wants to be shown; reports repeat it.",
            ),
            *((one, one.help()) for one in storage_parameters()),
        ):
            self.addParameter(advanced(described(parameter, text)))
        output = QgsProcessingParameterRasterDestination("OUTPUT", "Embedding raster")
        self.addParameter(described(output, "GeoTIFF, one band a feature (e0001 …), north up."))
        self.addOutput(QgsProcessingOutputString("TITLE", "Model, version and year"))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        # A path that is no raster for QGIS, such as an array, comes as a layer of nothing: the text is taken.
        layers = self.parameterAsLayerList(parameters, "TILES", context) if parameters.get("TILES") else []
        lines = self.parameterAsString(parameters, "PATHS", context).splitlines()
        self._tiles = (*(layer.source() for layer in layers), *(line.strip() for line in lines if line.strip()))
        if not self._tiles:
            raise So2SatError("Tiles (TILES) and Further tiles (PATHS) are both empty. Choose a file of an embedding.")

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        output = self.output_path(parameters, "OUTPUT", context)
        text = {name: self.parameterAsString(parameters, name, context).strip() for name in _SAID}
        year = self.parameterAsInt(parameters, "YEAR", context)
        kind = list(_KINDS)[self.parameterAsEnum(parameters, "KIND", context)]
        model = Model(text["MODEL"], text["VERSION"], year, text["LICENCE"], text["ATTRIBUTION"])
        found = recognise(ImportRequest(self._tiles, kind, model))
        progress.log(f"{len(found.tiles)} tile(s) of {found.model.title}, {found.tiles[0].bands} bands.")
        if found.model.attribution:
            progress.log(f"Licence {found.model.licence}. {found.model.attribution}")
        with ForeignFeatures(found, self._grid(parameters, context, found.tiles)) as source:
            progress.log(f"{source.columns} × {source.rows} cells.")
            embedding_raster.write(source, output, storage_of(self, parameters, context), 0, progress)
        return {"OUTPUT": output, "TITLE": found.model.title}

    def _grid(self, parameters: dict[str, Any], context: QgsProcessingContext, tiles: Any) -> TargetGrid:
        crs = crs_wkt(self.parameterAsCrs(parameters, "CRS", context)) if parameters.get("CRS") else tiles[0].crs
        extent = None
        if parameters.get("EXTENT"):
            box = self.parameterAsExtent(parameters, "EXTENT", context, QgsCoordinateReferenceSystem.fromWkt(crs))
            extent = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
        return grid_of(tiles, crs, extent, self.parameterAsDouble(parameters, "SIZE", context))


_SAID = ("MODEL", "VERSION", "LICENCE", "ATTRIBUTION")
