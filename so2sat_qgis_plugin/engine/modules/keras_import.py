"""Make a module of the Keras weights that the So2Sat authors publish."""

from __future__ import annotations

import shutil
from pathlib import Path

from ...paths import resource
from ..errors import So2SatError
from ..progress import Progress
from ..worker import Worker, build_keras_module
from .archive import sha256_of
from .catalogue import catalogue, write_provenance

DEMO = "so2sat-lcz-resnet20"
NOTICE = "LICENSE.So2Sat-LCZ-Classification-Demo"


def import_weights(worker: Worker, file: Path, folder: Path, home: Path, progress: Progress) -> None:
    """Write the module of the weights `file` into `folder` (new or empty), with provenance and licence notice."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise So2SatError(f"OUTPUT {folder} exists and is not an empty folder. Choose a new name.")
    entry = catalogue(home)[DEMO]
    digest = sha256_of(file, progress)
    if digest != entry.sha256:
        progress.warn(f"{file.name} is not the published file (sha256 {digest}): these are other weights, of your own.")
    build_keras_module(worker, file, folder, progress)
    write_provenance(folder, entry, [{"what": "imported from Keras weights", "file": file.name, "sha256": digest}])
    shutil.copyfile(resource(NOTICE), folder / NOTICE)
