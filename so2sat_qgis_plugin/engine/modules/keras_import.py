"""Make a module of the Keras weights that the So2Sat authors publish."""

from __future__ import annotations

import shutil
from pathlib import Path

from ...paths import resource
from ..errors import So2SatError
from ..files import output
from ..progress import Progress
from ..worker import Worker, build_keras_module
from .archive import sha256_of
from .catalogue import catalogue, write_provenance
from .store import ModuleStore, content_hash

DEMO = "so2sat-lcz-resnet20"
NOTICE = "LICENSE.So2Sat-LCZ-Classification-Demo"


def import_to(worker: Worker, file: Path, target: Path, home: Path, progress: Progress) -> str:
    """Write the module of the weights `file` into the new or empty folder `target`; returns its content hash.

    It is built below `home`: the worker writes nowhere else.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise So2SatError(f"OUTPUT {target} exists and is not an empty folder. Choose a new name.")
    with ModuleStore(home).new_folder() as made:
        import_weights(worker, file, made, home, progress)
        try:
            with output(target) as temporary:
                shutil.copytree(made, temporary)
        except OSError as error:
            raise So2SatError(f"OUTPUT {target} cannot be written: {error.strerror}. Choose another place.") from error
        return content_hash(made)


def import_weights(worker: Worker, file: Path, folder: Path, home: Path, progress: Progress) -> None:
    """Write the module of the weights `file` into `folder` (below `home`), with provenance and licence notice."""
    entry = catalogue(home)[DEMO]
    digest = sha256_of(file, progress)
    if digest != entry.sha256:
        progress.warn(f"{file.name} is not the published file (sha256 {digest}): these are other weights, of your own.")
    build_keras_module(worker, file, folder, progress)
    write_provenance(folder, entry, [{"what": "imported from Keras weights", "file": file.name, "sha256": digest}])
    shutil.copyfile(resource(NOTICE), folder / NOTICE)
