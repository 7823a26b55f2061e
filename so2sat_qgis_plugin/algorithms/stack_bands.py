"""so2sat:stackbands: bands in separate files become one raster."""

from __future__ import annotations

import re
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
)

from ..engine.progress import Progress
from ..engine.raster import stack
from ..engine.raster.bands import SO2SAT
from ..engine.raster.overwriting import Place, refuse_overwriting
from .base import So2SatAlgorithm, advanced, described, raster_source


class StackBands(So2SatAlgorithm):
    """Stack bands of separate files into one raster."""

    ID = "stackbands"
    NAME = "Stack bands"
    TAGS = "layer stack, merge bands, composite, safe, l1c, l2a, resample"
    GROUP = "Rasters"
    WRITES_VRT = True
    SUMMARY = "Makes one raster of a Sentinel-2 product, a folder of band files, or several layers."
    HELP = (
        "<p>Give one of the three: a folder (a <code>.SAFE</code> product, L1C or L2A, or one with files such as "
        "B02.tif, B8A.tif), a zipped product, or raster layers. The bands come out in the asked order, named, on one "
        "grid: the finest band's, at the resolution asked for; rasters in degrees are brought to UTM. Bands on other "
        "grids are resampled bilinearly. Of an L2A product the scene classification comes along as the last band.</p>"
        "<p>An OUTPUT that ends in <code>.vrt</code> copies nothing and refers to the files where they are; "
        "<code>.tif</code> writes a GeoTIFF, which is read faster. What a product says of its scale and of the offset "
        "of processing baseline 04.00 (−1000) becomes scale and offset of the bands, so the other algorithms and "
        "QGIS read reflectance.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        folder = QgsProcessingParameterFile.Behavior.Folder
        raster = QgsProcessing.SourceType.TypeRaster
        number = QgsProcessingParameterNumber.Type.Double
        for parameter, text in (
            (
                QgsProcessingParameterFile("FOLDER", "Folder of bands or .SAFE product", folder, "", None, True),
                "A product's .SAFE folder, or a folder with one file a band whose names say which band each is.",
            ),
            (
                QgsProcessingParameterFile("ARCHIVE", "Zipped product", extension="zip", optional=True),
                "A Sentinel-2 product as it is downloaded; it is read without being unpacked.",
            ),
            (
                QgsProcessingParameterMultipleLayers("LAYERS", "Raster layers", raster, None, True),
                "Layers whose bands or file names say which band they are; others are stacked in the order given.",
            ),
            (
                QgsProcessingParameterString("BANDS", "Bands, in order", ",".join(SO2SAT), False, True),
                "Names separated by commas. Default: the ten bands of So2Sat. Empty: every band that there is.",
            ),
            (
                QgsProcessingParameterNumber("RESOLUTION", "Resolution (m)", number, 10.0, False, 0.0),
                "Side of a pixel of the result. 0 keeps the grid of the finest band, whatever its CRS.",
            ),
        ):
            self.addParameter(described(parameter, text))
        apply = QgsProcessingParameterBoolean("APPLY_OFFSET", "Take the offset off the numbers", False)
        self.addParameter(
            advanced(
                described(
                    apply,
                    "Subtracts the offset of processing baseline 04.00 from the numbers themselves (16-bit signed "
                    "integers), for software that ignores a band's offset. Otherwise it is only recorded.",
                )
            )
        )
        carry = QgsProcessingParameterBoolean("SCL", "Carry the scene classification", True)
        self.addParameter(
            advanced(
                described(
                    carry,
                    "Adds the scene classification of an L2A product (clouds, shadows, snow …) as the last band, SCL: "
                    "maps then leave clouds out by themselves. It is never taken for a band of the image.",
                )
            )
        )
        output = QgsProcessingParameterRasterDestination("OUTPUT", "Stack")
        self.addParameter(described(output, "A .vrt (refers to the files) or a .tif (holds the pixels)."))

    def contradiction(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        given = [name for name in ("FOLDER", "ARCHIVE", "LAYERS") if parameters.get(name)]
        were = f"{' and '.join(given)} were" if given else "none was"
        return "" if len(given) == 1 else f"Give one of FOLDER, ARCHIVE and LAYERS; {were} given."

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        folder = self.parameterAsString(parameters, "FOLDER", context)
        self._place = folder or self.parameterAsString(parameters, "ARCHIVE", context)
        layers = self.parameterAsLayerList(parameters, "LAYERS", context) or []
        self._layers = [raster_source(layer, "LAYERS") for layer in layers]

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        wanted = self.parameterAsString(parameters, "BANDS", context)
        names = [name.strip() for name in re.split("[,;]", wanted) if name.strip()]
        resolution = self.parameterAsDouble(parameters, "RESOLUTION", context)
        output = self.output_path(parameters, "OUTPUT", context)
        if self._place:
            found, metadata = stack.sources_in(self._place)
        else:
            found, metadata = stack.sources_of(self._layers), {}
        chosen = stack.choose(found, names, resolution)
        if self.parameterAsBoolean(parameters, "SCL", context):
            chosen += stack.classification(found, chosen, resolution)
        refuse_overwriting(
            [Place("OUTPUT", output)], [Place(source.name or "a band", source.path) for source in chosen]
        )
        for source in chosen:
            size = f", {source.size:.3g} m" if source.size else ""
            progress.log(f"{source.name or 'unnamed'}: {source.path} (band {source.number}{size})")
        if any(source.offset for source in chosen):
            progress.log("The offset of the product's processing baseline is accounted for.")
        apply = self.parameterAsBoolean(parameters, "APPLY_OFFSET", context)
        grid = stack.stack(chosen, output, resolution, metadata, progress, apply)
        progress.log(f"{len(chosen)} bands, {grid.width} × {grid.height} pixels.")
        return {"OUTPUT": output}
