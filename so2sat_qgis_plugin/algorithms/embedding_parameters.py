"""The parameters that every algorithm which embeds a raster shares, and the request they make."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterBand,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterNumber,
    QgsRasterLayer,
)

from ..engine.embedding import plan
from ..engine.features.embedding_raster import Storage
from ..engine.features.precision import PRECISIONS
from ..engine.modules.catalogue import BUILTIN
from ..engine.raster.kind import SCENE
from ..engine.raster.warp import GRIDS
from .base import advanced, described, raster_source
from .mask_parameters import mask_parameters, masks_of
from .own_parameters import module_parameter, raster_parameter
from .recent_modules import remember_module

INTEGER = QgsProcessingParameterNumber.Type.Integer
DOUBLE = QgsProcessingParameterNumber.Type.Double


def embedding_parameters(
    raster: QgsProcessingParameterDefinition | None = None,
) -> list[QgsProcessingParameterDefinition]:
    """Return fresh definitions of the shared parameters, the basic ones first; `raster` in place of INPUT."""
    raster = raster or _input()
    return [raster, *_basic(), *_of_the_input(raster.name()), *_of_the_grid(), *mask_parameters(), *_of_the_run()]


def _input() -> QgsProcessingParameterDefinition:
    return raster_parameter(
        "INPUT",
        "Multispectral raster",
        SCENE,
        "A raster with several spectral bands, Sentinel-2 above all. It is read block by block and never changed.",
    )


def _basic() -> list[QgsProcessingParameterDefinition]:
    return [
        module_parameter(
            BUILTIN,
            "What turns a window into a feature vector: 'builtin' (needs no download and takes any bands), a name from "
            "the catalogue (such as so2sat-ms-resnet50), a module folder, a .tar.gz file, a bundle (*.so2sat) that "
            "carries a built-in module, or the handle (URL) of a TensorFlow Hub module. Modules from the internet must "
            "be fetched once with 'Get module'.",
        ),
        described(
            _cell_size(),
            "Side of one cell of the result, in metres; it is rounded to whole pixels of the raster. Half the size "
            "means four times the cells, and up to four times the time. Not set, it is the finest that a run of about "
            "ten seconds allows, ten pixels at most.",
        ),
    ]


def _cell_size() -> QgsProcessingParameterNumber:
    cell = QgsProcessingParameterNumber("CELL", "Cell size (m)", DOUBLE, None, True, 0.0)
    cell.setMetadata({"widget_wrapper": {"decimals": 1}})
    return cell


def _of_the_input(raster: str) -> list[QgsProcessingParameterDefinition]:
    """What is read, and how it is cut."""
    return [
        advanced(
            described(
                QgsProcessingParameterNumber("STRIDE", "Cell size (pixels)", INTEGER, 0, False, 0),
                "Side of one cell of the result in pixels of the raster, which is the distance from one window to the "
                "next (the stride). 0 leaves it to the cell size in metres.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterBand("BANDS", "Bands in the module's order", None, raster, True, True),
                "Leave empty to have the bands found by their names or wavelengths, or by known orders (10 bands of "
                "So2Sat, 12 of Sentinel-2 L2A, 13 of L1C). What was found is shown in the log.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterNumber("SCALE", "Value that means reflectance 1", DOUBLE, 0.0, False, 0.0),
                "10000 for Sentinel-2 products, 1 for float reflectance. 0 chooses by the raster's metadata, then by "
                "its values; what was chosen is shown in the log.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterNumber("WINDOWMETRES", "Window (m)", DOUBLE, 0.0, False, 0.0),
                "Side of the square that the module sees around each cell. 0 takes what the module was trained on (320 "
                "m for the So2Sat ones); for the built-in module 320 m too, but at least 24 pixels and a cell and at "
                "most 32 pixels. What was chosen is shown in the log.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterNumber("WINDOW", "Window (pixels)", INTEGER, 0, False, 0),
                "The same in pixels of the raster that is read; it wins over metres. 0 leaves it to those.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterNumber("INPUT_SIZE", "Enlarge windows to (pixels)", INTEGER, 0, False, 0, 1024),
                "Side in pixels that windows are enlarged to before the module sees them. 0 takes what the catalogue "
                "says (224 for the ResNet-50 modules), else the window's own size. Set it for a module that the "
                "catalogue does not know.",
            )
        ),
    ]


def _of_the_grid() -> list[QgsProcessingParameterDefinition]:
    """Which cells are computed, and on which pixels."""
    return [
        advanced(
            described(
                QgsProcessingParameterExtent("EXTENT", "Extent", None, True),
                "Only the cells that touch this extent are computed; it never moves the cells. Empty means the whole "
                "raster.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterEnum("GRID", "Grid", ["Automatic", "The raster's own", "Warped"], False, 0),
                "Automatic warps a raster whose pixels are not square on the ground, or far from the size that the "
                "module was trained on (10 m for So2Sat), to square pixels of that size, and says so; others keep "
                "their grid.",
            )
        ),
    ]


def _of_the_run() -> list[QgsProcessingParameterDefinition]:
    """How windows are embedded."""
    return [
        advanced(
            described(
                QgsProcessingParameterEnum("MODE", "Mode", ["Automatic", "Exact", "Dense"], False, 0),
                "Exact embeds every window by itself. Dense runs the module once over each block and averages its "
                "feature map over the windows: much faster where windows overlap, but for most modules another "
                "function. Automatic is dense where both give the same values (the built-in module), else exact.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterBoolean("CALIBRATE", "Map dense features to exact ones", True),
                "Where dense is another function than exact: embed a sample of windows exactly and fit a linear map "
                "from dense to exact features. The agreement reached is logged and kept with the result either way.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterEnum("BACKEND", "Backend", ["Automatic", "TensorFlow", "OpenVINO"], False, 0),
                "What computes. Automatic takes the fastest that reads the module and says which.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterBoolean("HALF", "Half precision", False),
                "Multiply in half precision (bfloat16 on new CPUs, float16 on NVIDIA GPUs) where the hardware has it: "
                "about twice as fast. What it changes is measured on windows of the raster, logged and kept with the "
                "result; where it would be more than 2 %, float32 is used.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterNumber("MAX_NODATA", "Largest share of nodata", DOUBLE, 0.5, False, 0.0, 1.0),
                "A cell whose window has a larger share of invalid pixels than this becomes nodata.",
            )
        ),
    ]


def storage_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return fresh definitions of how an embedding raster is stored."""
    return [
        advanced(
            described(
                QgsProcessingParameterNumber("COMPONENTS", "Principal components kept", INTEGER, 0, False, 0, 4096),
                "Write only this many principal components, fitted on a sample of this raster, into the embedding "
                "raster; 0 keeps all dimensions. Components of two rasters cannot be compared.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterEnum("PRECISION", "Precision", list(PRECISIONS), False, 0),
                "How the embedding raster stores its values: uint16 takes half and uint8 a quarter of the disk, with "
                "scale and offset that QGIS applies by itself. The error it causes is logged and kept in the metadata.",
            )
        ),
    ]


def storage_of(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> Storage:
    """Return how the embedding raster is to be stored."""
    return Storage(
        algorithm.parameterAsInt(parameters, "COMPONENTS", context),
        PRECISIONS[algorithm.parameterAsEnum(parameters, "PRECISION", context)],
    )


def embedding_request(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, layer: QgsRasterLayer
) -> plan.Request:
    """Return what the user asks for as plain values; `layer` is the raster to embed."""
    extent, crs = None, ""
    if parameters.get("EXTENT"):
        box = algorithm.parameterAsExtent(parameters, "EXTENT", context)
        extent = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
        crs = algorithm.parameterAsExtentCrs(parameters, "EXTENT", context).toWkt()
    module = algorithm.parameterAsString(parameters, "MODULE", context)
    remember_module(module)
    return plan.Request(
        raster=raster_source(layer, "INPUT"),
        module=module,
        bands=tuple(algorithm.parameterAsInts(parameters, "BANDS", context)),
        scale=algorithm.parameterAsDouble(parameters, "SCALE", context),
        window=algorithm.parameterAsInt(parameters, "WINDOW", context),
        window_metres=algorithm.parameterAsDouble(parameters, "WINDOWMETRES", context),
        input_size=algorithm.parameterAsInt(parameters, "INPUT_SIZE", context),
        stride=algorithm.parameterAsInt(parameters, "STRIDE", context),
        cell=algorithm.parameterAsDouble(parameters, "CELL", context),
        extent=extent,
        extent_crs=crs,
        grid=GRIDS[algorithm.parameterAsEnum(parameters, "GRID", context)],
        calibrate=algorithm.parameterAsBool(parameters, "CALIBRATE", context),
        half=algorithm.parameterAsBool(parameters, "HALF", context),
        mode=plan.MODES[algorithm.parameterAsEnum(parameters, "MODE", context)],
        backend=plan.BACKENDS[algorithm.parameterAsEnum(parameters, "BACKEND", context)],
        max_nodata=algorithm.parameterAsDouble(parameters, "MAX_NODATA", context),
        masks=masks_of(algorithm, parameters, context),
        scl=algorithm.parameterAsBool(parameters, "USESCL", context),
    )
