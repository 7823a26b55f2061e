"""A plan and what goes with it as one file, for nodes that do not see the plan's folder."""

from __future__ import annotations

import dataclasses
import zipfile
from pathlib import Path

from ..engine.errors import So2SatError
from .plan_file import BUNDLE, MODEL, MODULE, SavedPlan, run_folder, to_bytes

_PLAN = "plan.json"
_MOST = 256 << 20  # bytes


def pack(saved: SavedPlan, path: Path) -> None:
    """Write a plan with its module and model as the file `path`; raises So2SatError where it is too large to send."""
    alone = dataclasses.replace(saved, runs="")
    run = run_folder(Path(_PLAN)).name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as kit:
        kit.writestr(_PLAN, to_bytes(alone))
        kit.writestr(f"{run}/{MODULE}/variables/", b"")
        for name in (BUNDLE, MODEL, MODULE):
            for file in [saved.folder / name, *(saved.folder / name).rglob("*")]:
                if file.is_file():
                    kit.write(file, f"{run}/{file.relative_to(saved.folder).as_posix()}")
    if path.stat().st_size > _MOST:
        raise So2SatError(
            f"The plan with its module has {path.stat().st_size / 1e6:.0f} MB, too much to be sent to every node. "
            "Name a folder that all nodes see (CLUSTER_FOLDER)."
        )


def unpack(kit: Path, folder: Path) -> Path:
    """Unpack what `pack` made into `folder`; returns the plan's file. Raises So2SatError where the kit is damaged."""
    try:
        with zipfile.ZipFile(kit) as packed:
            packed.extractall(folder)  # a name that leads elsewhere is taken as one that does not
    except (OSError, zipfile.BadZipFile) as error:
        raise So2SatError(f"The plan that this node was sent cannot be unpacked into {folder}: {error}.") from error
    return folder / _PLAN
