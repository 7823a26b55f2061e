"""The files that a map consists of: find them, keep copies of them for undo, save them elsewhere.

A map is a GeoTIFF, what GDAL keeps beside it, its QGIS style, and the bundle that it was made with.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..errors import So2SatError
from ..files import Outputs, output
from ..modules import bundle as bundles
from ..raster.reader import Raster
from .classes import CLASSIFICATION_KEY
from .clusters import CLUSTERING_KEY


def files_of(path: str, bundle: str = "") -> list[Path]:
    """Return the files that an edit changes, those that are there."""
    map_file = Path(path)
    wanted = [map_file, Path(f"{path}.aux.xml"), map_file.with_suffix(".qml"), *([Path(bundle)] if bundle else [])]
    return [file for file in wanted if file.is_file()]


def keep(files: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Copy `files` into `folder`; returns the copy of each, for `restore`."""
    folder.mkdir(parents=True, exist_ok=True)
    return {file: Path(shutil.copy2(file, folder / f"{i}_{file.name}")) for i, file in enumerate(files)}


def restore(kept: Mapping[Path, Path]) -> None:
    """Give files back their content of before; raises So2SatError where they cannot be written."""
    _copy({copy: file for file, copy in kept.items()})


def save_copy(path: str, target: str) -> None:
    """Save the map `path` with all its files as `target`: all of them or none; raises So2SatError."""
    source, goal = Path(path), Path(target)
    files = files_of(path, bundle_of(path))
    _copy({file: _renamed(file, source, goal) for file in files})


def _renamed(file: Path, source: Path, goal: Path) -> Path:
    """Return the name for a file of the map `source` where the map is called `goal`."""
    ending = file.name[len(source.name) :] if file.name.startswith(source.name) else file.suffix
    return goal.with_name(goal.name + ending) if file.name.startswith(source.name) else goal.with_suffix(ending)


def _copy(targets: Mapping[Path, Path]) -> None:
    """Copy files to their targets, all or none; an .aux.xml goes with its raster."""
    companions = {str(target): file for file, target in targets.items() if target.name.endswith(".aux.xml")}
    try:
        with Outputs():
            for file, target in targets.items():
                if str(target) not in companions:
                    with output(target) as temporary:
                        shutil.copy2(file, temporary)
                        companion = companions.get(f"{target}.aux.xml")
                        if companion is not None:
                            shutil.copy2(companion, f"{temporary}.aux.xml")
    except OSError as error:
        raise So2SatError(
            f"{error.filename} cannot be written or read: {error.strerror}. Choose a folder that takes files."
        ) from error


def beside_scene(scene: str, ending: str) -> str:
    """Return a free name for a map that is made of a scene, as `free_name` does: "T48QUE clusters.tif", …"""
    return free_name(scene, ending, ".tif")


def free_name(scene: str, ending: str, suffix: str) -> str:
    """Return a free name for what is made of a scene, in its folder: "T48QUE clusters.tif", "T48QUE clusters 2.tif", …

    The home folder takes it where the scene lies in an archive, on a server, or in a folder that takes no files.
    """
    place = Path(scene)
    stem = place.stem or "scene"
    folder = place.parent if place.is_file() and os.access(place.parent, os.W_OK) else Path.home()
    names = (f"{stem} {ending}{'' if i == 1 else f' {i}'}{suffix}" for i in itertools.count(1))
    return str(next(path for path in (folder / name for name in names) if not path.exists()))


def bundle_of(path: str) -> str:
    """Return the bundle that the map `path` was made with, where it lies beside the map; else ""."""
    with Raster(path) as raster:
        made = raster.info.metadata.get(CLASSIFICATION_KEY)
    trained = json.loads(made).get("trained") if made else None
    for candidate in (Path(f"{path}.so2sat"), Path(path).with_suffix(".so2sat")):
        if trained and candidate.is_file():
            try:
                if bundles.read(candidate).manifest.get("created") == trained:
                    return str(candidate)
            except So2SatError:  # damaged, or of another version: not ours to edit
                continue
    return ""


def scene_of(path: str) -> str:
    """Return the raster that the map `path` was made of, as its metadata say; "" where they don't."""
    with Raster(path) as raster:
        metadata = raster.info.metadata
    for key in (CLASSIFICATION_KEY, CLUSTERING_KEY):
        made = json.loads(metadata.get(key, "{}"))
        embedding = made.get("embedding") or {}
        if embedding.get("original") or made.get("input"):
            return str(embedding.get("original") or made.get("input"))
    return ""
