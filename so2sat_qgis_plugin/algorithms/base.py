"""What every algorithm shares: identity, help, feedback as progress, errors as QGIS wants them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterNumber,
    QgsRasterLayer,
    QgsSettings,
)
from qgis.PyQt.QtGui import QIcon

from ..engine.embedding.leftovers import WRITING
from ..engine.errors import RuntimeMissing, So2SatError, WorkerError
from ..engine.files import Outputs
from ..engine.progress import Progress
from ..i18n import tr
from ..paths import home, resource
from ..runtime.client import Worker
from ..runtime.environment import find_python
from .destinations import check_destinations
from .help_texts import html_help, in_a_terminal, page_address, plain, with_limits
from .notices import notices
from .translated import translate_output, translate_parameter
from .wording import worded

_TAGS = ("so2sat", "land cover", "remote sensing", "satellite", "sentinel-2", "landsat")


class FeedbackProgress(Progress):
    """A QGIS feedback as the engine's progress; messages name the parameters of `algorithm` as its dialog does."""

    def __init__(self, feedback: QgsProcessingFeedback, algorithm: QgsProcessingAlgorithm) -> None:
        self._feedback = feedback
        self._algorithm = algorithm

    def report(self, fraction: float) -> None:
        self._feedback.setProgress(100.0 * fraction)

    def log(self, message: str) -> None:
        self._feedback.pushInfo(worded(self._algorithm, message))

    def warn(self, message: str) -> None:
        self._feedback.pushWarning(worded(self._algorithm, message))

    def say(self, message: str) -> None:
        self._feedback.setProgressText(worded(self._algorithm, message))

    def detail(self, message: str) -> None:
        self._feedback.pushDebugInfo(message)

    def is_cancelled(self) -> bool:
        return bool(self._feedback.isCanceled())


class So2SatAlgorithm(QgsProcessingAlgorithm):
    """Base of the provider's algorithms.

    A subclass states the class attributes, declares its parameters in `initAlgorithm`, resolves layers
    in `prepareAlgorithm` where it has any, and does its work in `run`, on plain values.
    """

    ID: ClassVar[str]
    NAME: ClassVar[str]
    GROUP: ClassVar[str] = ""
    SUMMARY: ClassVar[str]  # one sentence
    TAGS: ClassVar[str]  # what one may search for in the toolbox, with commas
    WRITES_VRT: ClassVar[bool] = False  # whether a raster output may end in .vrt; most algorithms write pixels
    HELP: ClassVar[str]  # what it does, what comes out, what to mind; HTML is allowed
    lender: Callable[[], AbstractContextManager[Worker]] | None = None  # of a worker that is there already

    def name(self) -> str:
        return self.ID

    def displayName(self) -> str:
        return tr(self.NAME)

    def group(self) -> str:
        return tr(self.GROUP)

    def groupId(self) -> str:
        return "".join(c for c in self.GROUP.lower() if c.isalnum())

    def shortDescription(self) -> str:
        return tr(self.SUMMARY)

    def addParameter(self, definition: QgsProcessingParameterDefinition, createOutput: bool = True) -> bool:
        translate_parameter(definition)
        if in_a_terminal():
            definition.setHelp(with_limits(definition))
        return bool(super().addParameter(definition, createOutput))

    def addOutput(self, definition: QgsProcessingOutputDefinition) -> bool:
        translate_output(definition)
        return bool(super().addOutput(definition))

    def shortHelpString(self) -> str:
        """Return the help as HTML; as plain text in a terminal, which lists the parameters by itself."""
        return plain(tr(self.HELP)) if in_a_terminal() else html_help(self, tr(self.HELP))

    def helpUrl(self) -> str:
        return page_address(self.ID)

    def tags(self) -> list[str]:
        return [*_TAGS, *self.TAGS.split(", ")]

    def icon(self) -> QIcon:
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        return str(resource(f"icons/{self.ID}.svg"))

    def createInstance(self) -> QgsProcessingAlgorithm:
        return type(self)()

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Resolve layers to plain values (called in the main thread); raises `So2SatError`."""

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        """Do the work and return the outputs; raises `So2SatError` for what the user can mend."""
        raise NotImplementedError

    def contradiction(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Return what is wrong with the parameters taken together, "" where nothing is."""
        return ""

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        for definition in self.parameterDefinitions():
            if isinstance(definition, QgsProcessingParameterNumber) and parameters.get(definition.name()) is not None:
                message = self._out_of_range(definition, parameters, context)
                if message:
                    return False, worded(self, message)
        message = self.contradiction(parameters, context)
        if message:
            return False, worded(self, message)
        valid, message = super().checkParameterValues(parameters, context)
        if valid:
            try:
                check_destinations(self, parameters, context)
            except So2SatError as error:
                valid, message = False, str(error)
        return valid, worded(self, message)

    def _out_of_range(
        self, definition: QgsProcessingParameterNumber, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> str:
        value = self.parameterAsDouble(parameters, definition.name(), context)
        if definition.minimum() <= value <= definition.maximum():
            return ""
        top = "" if definition.maximum() > 1e9 else f" and at most {definition.maximum():g}"
        return (
            f"{definition.name()} must be at least {definition.minimum():g}{top}, but is "
            f"{value:g}. The default is {definition.defaultValue()}."
        )

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self._paths: dict[str, str] = {}
        try:
            check_destinations(self, parameters, context)  # once more: not everyone checks values
            self.prepare(parameters, context)
        except So2SatError as error:
            raise _shown(error, self) from error
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        try:
            return self.execute(parameters, context, FeedbackProgress(feedback, self))
        except So2SatError as error:
            if isinstance(error, WorkerError) and error.traceback:
                feedback.pushDebugInfo(error.traceback)
            raise _shown(error, self) from error

    def execute(self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress) -> dict[str, Any]:
        """Do the work after `prepare`, all of its outputs or none; raises `So2SatError`. Any thread may do it."""
        with Outputs(home_folder() / WRITING):
            outputs = self.run_engine(parameters, context, progress)
            progress.check()  # cancelled meanwhile: nothing is to appear
        return outputs

    # Helpers for `prepare` and `run_engine`

    def output_path(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> str:
        """Return the path asked for a raster destination, "" where it is optional and not asked for.

        Raises So2SatError where it is no GeoTIFF's: call it before the work begins.
        """
        if name in self._paths:  # to ask QGIS twice gives two temporary names, and one layer that cannot be loaded
            return self._paths[name]
        path = self._paths[name] = str(self.parameterAsOutputLayer(parameters, name, context) or "")
        if path.lower().endswith(".vrt") and not self.WRITES_VRT:
            raise So2SatError(f"{name} must be a GeoTIFF (.tif), but {path} was asked for.")
        return path

    def start_worker(self) -> AbstractContextManager[Worker]:
        """Return a worker in the runtime, the window's own where it lends one; raises with the way to a runtime."""
        return Worker(runtime_python(), home_folder()) if self.lender is None else self.lender()


@dataclass(frozen=True)
class Given:
    """What QGIS gave one run of an algorithm."""

    algorithm: So2SatAlgorithm
    parameters: dict[str, Any]
    context: QgsProcessingContext

    def has(self, name: str) -> bool:
        """Whether a parameter was given and is not empty."""
        return bool(self.parameters.get(name))

    def integer(self, name: str) -> int:
        """Return a parameter as a whole number."""
        return int(self.algorithm.parameterAsInt(self.parameters, name, self.context))

    def choice(self, name: str) -> int:
        """Return the number of the chosen entry of an enumeration."""
        return int(self.algorithm.parameterAsEnum(self.parameters, name, self.context))

    def text(self, name: str) -> str:
        """Return a parameter as text without blanks around it, "" where none is given."""
        return str(self.algorithm.parameterAsString(self.parameters, name, self.context) or "").strip()

    def file(self, name: str) -> str:
        """Return the path of an input file, "" where none is given."""
        return str(self.algorithm.parameterAsFile(self.parameters, name, self.context) or "")

    def file_output(self, name: str) -> str:
        """Return the path of a file to write, "" where none is asked for."""
        return str(self.algorithm.parameterAsFileOutput(self.parameters, name, self.context) or "")

    def raster_output(self, name: str) -> str:
        """Return the path of a raster to write, "" where none is asked for (see `So2SatAlgorithm.output_path`)."""
        return self.algorithm.output_path(self.parameters, name, self.context)


def _shown(error: So2SatError, algorithm: QgsProcessingAlgorithm) -> QgsProcessingException:
    if isinstance(error, RuntimeMissing):
        notices.runtime_missing.emit(str(error) if error.damaged else "")
    return QgsProcessingException(worded(algorithm, str(error)))


def home_folder() -> Path:
    """Return the plugin's home folder of this QGIS profile."""
    return home(QgsApplication.qgisSettingsDirPath(), str(QgsSettings().value("so2sat/home", "") or ""))


def runtime_python() -> Path:
    """Return the runtime's interpreter as this QGIS is set up; raises So2SatError with the way to get one."""
    return find_python(home_folder(), str(QgsSettings().value("so2sat/python", "") or ""))


def advanced(parameter: QgsProcessingParameterDefinition) -> QgsProcessingParameterDefinition:
    """Mark a parameter as advanced and return it."""
    parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return parameter


def described(parameter: QgsProcessingParameterDefinition, text: str) -> QgsProcessingParameterDefinition:
    """Give a parameter its help text and return it."""
    parameter.setHelp(text)
    return parameter


def input_layer(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], name: str, context: QgsProcessingContext
) -> QgsRasterLayer:
    """Return the raster layer of a parameter; raises where there is none."""
    layer = algorithm.parameterAsRasterLayer(parameters, name, context)
    if layer is None:
        raise So2SatError(f"{name} '{parameters.get(name)}' is no raster layer that QGIS can open. Choose another.")
    return layer


def raster_source(layer: QgsRasterLayer, name: str) -> str:
    """Return what GDAL opens for `layer`; raises for layers of other providers."""
    if layer.providerType() != "gdal":
        raise So2SatError(
            f"{name}: layer '{layer.name()}' comes from the provider '{layer.providerType()}', but only GDAL rasters "
            "can be read window by window. Export it to a GeoTIFF first (Layer > Save As…)."
        )
    return str(layer.source())
