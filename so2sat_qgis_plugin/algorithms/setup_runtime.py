"""so2sat:setupruntime: create the separate Python with TensorFlow and scikit-learn."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputFile,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
)

from ..engine.errors import So2SatError
from ..engine.progress import Progress
from ..runtime.create import DEVICES, LOG, Setup, create
from .base import So2SatAlgorithm, described, home_folder
from .fetching import proxy_for

DEVICE_NAMES = ("CPU (and Intel GPUs)", "NVIDIA GPU (Linux)")
PYTHON_HELP = (
    "A Python interpreter (3.10 to 3.13, 64-bit, with venv) to make the runtime from. Empty: one is looked for on this "
    "machine."
)
WHEELS_HELP = (
    "For a machine without internet: a folder of .whl files, filled by 'pip download -r requirements.txt' on another "
    "machine with the same system and Python version (requirements.txt lies in the plugin's folder runtime). Empty: "
    "the packages are fetched from the package index, through QGIS's proxy settings."
)
DEVICE_HELP = (
    "What TensorFlow computes on. NVIDIA GPU adds the CUDA libraries (11 GB of disk instead of 4) and needs the NVIDIA "
    "driver."
)


class SetupRuntime(So2SatAlgorithm):
    """Create the runtime in the profile."""

    ID = "setupruntime"
    NAME = "Set up runtime"
    GROUP = "Set up"
    SUMMARY = "Creates the runtime: a separate Python with TensorFlow, OpenVINO and scikit-learn, once a QGIS profile."
    HELP = (
        "<p>QGIS's own Python is left alone: the runtime is a virtual environment in the QGIS profile's folder, with "
        "every package at a tested version. It is tested before it is used, and an older one stays until then. About 4 "
        "GB of disk and a download of 1 GB are needed, and some minutes.</p>"
        "<p>An interpreter that has these packages already can be named instead: by the environment variable "
        "SO2SAT_PYTHON, or in Plugins > So2Sat land cover > Set up….</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        # QGIS's own filter, *.*, would refuse "python3", which has no full stop.
        python = QgsProcessingParameterFile(
            "PYTHON", "Base Python interpreter", optional=True, fileFilter="Python interpreters (*)"
        )
        self.addParameter(described(python, PYTHON_HELP))
        wheels = QgsProcessingParameterFile(
            "WHEELS", "Folder of wheels", QgsProcessingParameterFile.Behavior.Folder, optional=True
        )
        self.addParameter(described(wheels, WHEELS_HELP))
        device = QgsProcessingParameterEnum("DEVICE", "Device", list(DEVICE_NAMES), False, 0)
        self.addParameter(described(device, DEVICE_HELP))
        self.addOutput(QgsProcessingOutputString("RUNTIME", "Interpreter of the runtime"))
        self.addOutput(QgsProcessingOutputFile("LOG", "Log"))

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        python = self.parameterAsString(parameters, "PYTHON", context).strip()
        wheels = self.parameterAsString(parameters, "WHEELS", context).strip()
        device = DEVICES[self.parameterAsEnum(parameters, "DEVICE", context)]
        made = create(home_folder(), Setup(python, wheels, device, index_proxy(wheels)), progress)
        progress.log(f"The runtime is ready: {made}")
        return {"RUNTIME": str(made), "LOG": str(home_folder() / LOG)}


def index_proxy(wheels: str) -> str | None:
    """Return QGIS's proxy for the package index (none is needed with a folder of wheels)."""
    if wheels:
        return None
    try:
        return proxy_for("https://pypi.org/")
    except So2SatError as error:
        raise So2SatError(
            "QGIS's proxy settings (Options > Network) cannot be used to fetch packages: pip needs an HTTP proxy. "
            "Change them, or give a folder of wheels in Wheels."
        ) from error
