"""so2sat:setupruntime: create the separate Python with TensorFlow and scikit-learn."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputFile,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ..engine.errors import So2SatError
from ..engine.progress import Progress
from ..runtime.create import DEVICES, LOG, Setup, create, remove, repair
from .base import So2SatAlgorithm, advanced, described, home_folder
from .fetching import proxy_for

DEVICE_NAMES = ("CPU (and Intel GPUs)", "NVIDIA GPU (Linux)")
ACTIONS = ("Set up", "Repair", "Remove")
PYTHON_HELP = (
    "A Python interpreter (3.10 to 3.13, 64-bit) to make the runtime from. Empty: one is looked for on this computer, "
    "and where there is none that will do, a standalone one is fetched."
)
WHEELS_HELP = (
    "For a computer without internet: a folder of .whl files, filled by 'pip download -r requirements.txt' on another "
    "computer with the same system and Python version (requirements.txt lies in the plugin's folder runtime). A Python "
    "itself may lie there too, as cpython-3.12…-install_only.tar.gz. Empty: the packages are fetched from the package "
    "index, through QGIS's proxy settings."
)
DEVICE_HELP = (
    "What TensorFlow computes on. NVIDIA GPU adds the CUDA libraries (11 GB of disk instead of 4) and needs the NVIDIA "
    "driver."
)
MIRROR_HELP = (
    "Where a standalone Python is fetched from, if one is needed: the address of a mirror of the releases of "
    "python-build-standalone (file:// for a folder). Empty: their own place on GitHub."
)
CLUSTER_HELP = (
    "Adds the packages by which plans are computed on a Dask cluster (30 MB). Not needed to compute on this computer."
)
ACTION_HELP = (
    "Set up creates the runtime anew, and an older one stays until it is ready. Repair tests the one that is there and "
    "creates it anew only if something is damaged. Remove deletes it; modules and results stay."
)


class SetupRuntime(So2SatAlgorithm):
    """Create the runtime in the profile."""

    ID = "setupruntime"
    NAME = "Set up runtime"
    TAGS = "install, dependencies, python, tensorflow, openvino, scikit-learn, deep learning"
    GROUP = "Set up"
    SUMMARY = (
        "Creates, repairs or removes the runtime: a separate Python with TensorFlow, OpenVINO and scikit-learn, once a "
        "QGIS profile."
    )
    HELP = (
        "<p>QGIS's own Python is left alone: the runtime is a virtual environment in the QGIS profile's folder, with "
        "every package at a tested version. It is tested before it is used, and an older one stays until then. About 4 "
        "GB of disk and a download of up to 0.8 GB are needed, and some minutes. Certificates that the system trusts "
        "are trusted, and one that the environment variable SSL_CERT_FILE names.</p>"
        "<p>An interpreter that has these packages already can be named instead: by the environment variable "
        "SO2SAT_PYTHON, or in Plugins > So2Sat land cover > Set up….</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        action = QgsProcessingParameterEnum("ACTION", "What to do", list(ACTIONS), False, 0)
        self.addParameter(described(action, ACTION_HELP))
        device = QgsProcessingParameterEnum("DEVICE", "Device", list(DEVICE_NAMES), False, 0)
        self.addParameter(described(device, DEVICE_HELP))
        # QGIS's own filter, *.*, would refuse "python3", which has no full stop.
        python = QgsProcessingParameterFile(
            "PYTHON", "Base Python interpreter", optional=True, fileFilter="Python interpreters (*)"
        )
        self.addParameter(advanced(described(python, PYTHON_HELP)))
        wheels = QgsProcessingParameterFile(
            "WHEELS", "Folder of wheels", QgsProcessingParameterFile.Behavior.Folder, optional=True
        )
        self.addParameter(advanced(described(wheels, WHEELS_HELP)))
        mirror = QgsProcessingParameterString("MIRROR", "Mirror of Python releases", optional=True)
        self.addParameter(advanced(described(mirror, MIRROR_HELP)))
        cluster = QgsProcessingParameterBoolean("CLUSTER", "For a Dask cluster too", False)
        self.addParameter(advanced(described(cluster, CLUSTER_HELP)))
        self.addOutput(QgsProcessingOutputString("RUNTIME", "Interpreter of the runtime"))
        self.addOutput(QgsProcessingOutputFile("LOG", "Log"))

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        action = ACTIONS[self.parameterAsEnum(parameters, "ACTION", context)]
        outputs = {"RUNTIME": "", "LOG": str(home_folder() / LOG)}
        if action == "Remove":
            freed = remove(home_folder())
            progress.log(f"The runtime is removed; {freed:.1f} GB are free again.")
            return outputs
        wheels = self.parameterAsString(parameters, "WHEELS", context).strip()
        setup = Setup(
            python=self.parameterAsString(parameters, "PYTHON", context).strip(),
            wheels=wheels,
            device=DEVICES[self.parameterAsEnum(parameters, "DEVICE", context)],
            proxy=index_proxy(wheels),
            mirror=self.parameterAsString(parameters, "MIRROR", context).strip(),
            cluster=self.parameterAsBoolean(parameters, "CLUSTER", context),
        )
        made = (repair if action == "Repair" else create)(home_folder(), setup, progress)
        progress.log(f"The runtime is ready: {made}")
        return {**outputs, "RUNTIME": str(made)}


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
