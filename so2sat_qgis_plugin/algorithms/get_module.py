"""so2sat:getmodule: fetch a module once, into the profile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputFolder,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
)

from ..engine.errors import So2SatError
from ..engine.modules.catalogue import BUILTIN, catalogue
from ..engine.modules.store import ModuleStore
from ..engine.progress import Progress
from ..engine.worker import check_module
from .base import So2SatAlgorithm, advanced, described, home_folder, runtime_python
from .fetching import resolve_module
from .own_parameters import module_parameter
from .recent_modules import remember_module


class GetModule(So2SatAlgorithm):
    """Fetch, check and cache a module."""

    ID = "getmodule"
    NAME = "Get module"
    TAGS = "deep learning, model, download, tensorflow hub, kaggle, resnet, lcz"
    GROUP = "Modules"
    SUMMARY = (
        "Fetches a module (catalogue name, address, .tar.gz file or folder), checks it and keeps it in the profile."
    )
    HELP = (
        "<p>A module is fetched once and then works without internet. Its content hash is recorded at first use and "
        "checked at every later one. Before it counts as got, its graph is checked against the list of operations "
        "that networks need; a module that would touch files, the network or Python is refused.</p>"
        "<p>Without internet: fetch the address that the error message names on another computer, and give the file "
        "as Module.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        names = ", ".join(name for name in catalogue(home_folder()) if name != BUILTIN)
        text = (
            f"A catalogue name ({names}), an https handle of TensorFlow Hub or of a .tar.gz, a .tar.gz file, a "
            "folder with saved_model.pb, or the .h5 file of the So2Sat demo's weights."
        )
        self.addParameter(module_parameter("so2sat-ms-resnet50", text))
        replace = QgsProcessingParameterBoolean("REPLACE", "Fetch again and accept a changed module", False)
        text = "Forgets the recorded content hash of this handle, and fetches what it gives today."
        self.addParameter(advanced(described(replace, text)))
        self.addOutput(QgsProcessingOutputFolder("FOLDER", "Folder of the module"))
        self.addOutput(QgsProcessingOutputString("HASH", "Content hash"))

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        home = home_folder()
        text = self.parameterAsString(parameters, "MODULE", context).strip()
        if self.parameterAsBoolean(parameters, "REPLACE", context):
            entry = catalogue(home).get(text)
            ModuleStore(home).forget(entry.handle if entry else text)
        module = resolve_module(text, home, progress)
        if module.folder is None:
            raise So2SatError("The built-in module needs no fetching: it is made from the scene itself. Just use it.")
        remember_module(text)
        self._check(module.folder, progress)
        progress.log(f"Module {module.entry.name or module.handle}")
        progress.log(f"Folder {module.folder}")
        progress.log(f"Content hash {module.content_hash}")
        if module.entry.licence:
            progress.log(f"Licence {module.entry.licence}. Please cite: {module.entry.citation}")
        return {"FOLDER": str(module.folder), "HASH": module.content_hash}

    def _check(self, folder: Path, progress: Progress) -> None:
        try:
            runtime_python()
        except So2SatError as error:
            progress.warn(f"The module's graph will be checked when it is first used. {error}")
            return
        with self.start_worker() as worker:
            check_module(worker, folder, progress)
