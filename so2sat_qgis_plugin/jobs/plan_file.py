"""A saved plan: what to embed with what, and what to make of it, as one JSON file that every node can follow.

Beside `NAME.json` lies the folder `NAME.run`, with copies of the module and of the bundle or the fitted clusters, and
with the parts. Both must be where all nodes see them. Rasters are named by the path that they have where the plan was
made; `Roots` says what that is elsewhere.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..engine.embedding.following import Following
from ..engine.embedding.parts import Parts
from ..engine.embedding.plan import Plan, Request
from ..engine.embedding.settle import settle
from ..engine.errors import So2SatError
from ..engine.features.embedding_raster import Storage
from ..engine.files import whereabouts, write_bytes, write_whole
from ..engine.mapping.class_scene import CLASSES, ClassFollowing
from ..engine.mapping.cluster_scene import CLUSTERS, ClusterFollowing, fit_scene, key, pays
from ..engine.mapping.clusters import ClusterRequest, check
from ..engine.modules import bundle
from ..engine.modules.catalogue import write_provenance
from ..engine.modules.store import module_files
from ..engine.progress import Progress
from ..engine.raster.grid import Block, Blocks
from ..engine.raster.mask import Mask
from ..engine.raster.probe import probe
from ..engine.worker import Worker
from ..paths import version

FORMAT, VERSION = "so2sat-plan", 1
BUNDLE, MODULE, PARTS, MODEL = "bundle.so2sat", "module", "parts", "clusters.skops"


@dataclass(frozen=True)
class Outcome:
    """What is to come of the embedding: a raster of it, or a map. Paths as where the plan was made.

    `bundle` is the path of the classifier to apply, of which `NAME.run` has a copy, "" for none; `clusters`: what to
    cluster into (its own output does not count); `own_classes`: map the module's own classes. `confidence` and `report`
    are "" where they aren't asked for.
    """

    output: str
    bundle: str = ""
    confidence: str = ""
    report: str = ""
    components: int = 0
    precision: str = "float32"
    clusters: ClusterRequest | None = None
    own_classes: bool = False

    @property
    def storage(self) -> Storage:
        """How an embedding raster is stored."""
        return Storage(self.components, self.precision)


@dataclass(frozen=True)
class SavedPlan:
    """A plan as its file tells it.

    `cells` are rows and columns of the grid and the most a side of a block; `probe` tells the raster from others
    (`engine.raster.probe`). `fitted`, of clusters that follow the embedding: `fit` and `sampled`. A bundle follows it
    where the fingerprint says so. `runs` is the folder of the run's parts as seen from the plan's, "" for that of its
    own.
    """

    path: Path
    request: Request
    fingerprint: dict[str, Any]
    probe: str
    module_hash: str
    cells: tuple[int, int, int]
    outcome: Outcome
    fitted: dict[str, Any] | None = None
    runs: str = ""

    @property
    def folder(self) -> Path:
        """The folder of the run."""
        return run_folder(self.path)

    @property
    def coded(self) -> bool:
        """Whether parts hold codes: what is fitted follows the embedding."""
        return CLUSTERS in self.fingerprint or CLASSES in self.fingerprint

    @property
    def blocks(self) -> Blocks:
        """The plan's blocks."""
        rows, columns, side = self.cells
        return Block(0, 0, rows, columns).split(side)

    def parts(self, mark: bool = True) -> Parts:
        """Open the run's parts; they are the same for every node, wherever its rasters lie."""
        runs = self.path.parent / self.runs if self.runs else self.folder / PARTS
        return Parts(runs, self.fingerprint, mark)


def run_folder(path: Path) -> Path:
    """Return the folder that goes with the plan file `path`."""
    return path.with_name(f"{path.stem}.run")


def save(path: Path, request: Request, outcome: Outcome, home: Path, worker: Worker, progress: Progress) -> SavedPlan:
    """Settle `request` and write the plan file; clusters are fitted now where that needs a sample alone.

    A bundle's classifier follows the embedding where windows are exact.

    Raises So2SatError where the file is there already: nodes may be at work on it.
    """
    folder = run_folder(path)
    if path.exists() or folder.exists():
        raise So2SatError(f"{path if path.exists() else folder} exists: nodes may be at work on it. Choose a new name.")
    plan = settle(request, home, worker, progress)
    following: ClusterFollowing | ClassFollowing | None = None
    fingerprint = plan.fingerprint()
    if outcome.clusters is not None:
        check(outcome.clusters)
        if pays(plan, outcome.clusters):
            following = ClusterFollowing(outcome.clusters, plan, fit_scene(outcome.clusters, plan, worker, progress))
            fingerprint[CLUSTERS] = key(outcome.clusters, worker, progress)
    elif outcome.bundle and plan.dense_equals_exact:
        following = ClassFollowing(bundle.read(outcome.bundle), plan, False)
        fingerprint[CLASSES] = following.key()
    saved = planned(path, plan, fingerprint, outcome, following)
    write_folder(saved, plan, following)
    write_whole(path, to_bytes(saved))
    return saved


def planned(
    path: Path, plan: Plan, fingerprint: dict[str, Any], outcome: Outcome, following: Following | None
) -> SavedPlan:
    """Return a settled plan as `path` is to tell it."""
    request = plan.request
    fitted = following.fitted if isinstance(following, ClusterFollowing) else None
    return SavedPlan(
        path=path.absolute(),
        request=dataclasses.replace(
            request,
            window=plan.grid.window,
            stride=plan.grid.stride,
            mode=plan.mode,
            backend=plan.backend,
            half=plan.half_error is not None,
        ),
        fingerprint=fingerprint,
        probe=probe(request.raster),
        module_hash=plan.module.content_hash,
        cells=(*plan.grid.shape, plan.block_side()),
        outcome=outcome,
        fitted={"fit": dataclasses.asdict(fitted.fit), "sampled": fitted.sampled} if fitted else None,
    )


def write_folder(saved: SavedPlan, plan: Plan, following: Following | None) -> None:
    """Write the folder that goes with a plan's file; raises So2SatError where it cannot be."""
    folder = saved.folder
    try:
        _copy_module(plan, folder / MODULE)
        if saved.outcome.bundle:
            shutil.copyfile(whereabouts(saved.outcome.bundle), folder / BUNDLE)
        if isinstance(following, ClusterFollowing):
            write_bytes(folder / MODEL, following.fitted.model.tobytes())
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise So2SatError(f"{folder} cannot be written: {error.strerror}. Choose another place.") from error


def _copy_module(plan: Plan, target: Path) -> None:
    folder = plan.module.folder
    assert folder is not None
    (target / "variables").mkdir(parents=True, exist_ok=True)  # empty in the built-in module, but part of what one is
    for file in module_files(folder):
        copy = target / file.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    write_provenance(target, plan.module.entry, [])


def to_bytes(saved: SavedPlan) -> bytes:
    """Return what a plan's file holds."""
    values = {
        "format": FORMAT,
        "version": VERSION,
        "plugin": version(),
        "request": dataclasses.asdict(saved.request),
        "fingerprint": saved.fingerprint,
        "probe": saved.probe,
        "module_hash": saved.module_hash,
        "cells": saved.cells,
        "outcome": dataclasses.asdict(saved.outcome),
        "fitted": saved.fitted,
        "runs": saved.runs,
    }
    return json.dumps(values, indent=1, ensure_ascii=False).encode("utf-8")


def load(path: Path) -> SavedPlan:
    """Read a plan file; raises So2SatError for anything that is none of a known version."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise ValueError("it is no plan")
        if values.get("version") != VERSION:
            raise So2SatError(f"{path} is a plan of version {values.get('version')}, known is {VERSION}: update.")
        rows, columns, side = (max(1, int(n)) for n in values["cells"])
        return SavedPlan(
            path=path.absolute(),
            request=_request(values["request"]),
            fingerprint=dict(values["fingerprint"]),
            probe=str(values["probe"]),
            module_hash=str(values["module_hash"]),
            cells=(rows, columns, side),
            outcome=_outcome(values["outcome"]),
            fitted=values["fitted"],
            runs=str(values["runs"]),
        )
    except OSError as error:
        raise So2SatError(f"The plan {path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise So2SatError(f"{path} is no whole plan ({error}). Save it anew.") from error


def _request(values: dict[str, Any]) -> Request:
    plain: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    return Request(**{**plain, "masks": tuple(Mask(**mask) for mask in values["masks"])})


def _outcome(values: dict[str, Any]) -> Outcome:
    clusters = values["clusters"]
    return Outcome(**{**values, "clusters": ClusterRequest(**clusters) if clusters else None})


def delete_run(saved: SavedPlan) -> None:
    """Delete the parts of a finished plan; the plan and its module stay."""
    shutil.rmtree(saved.folder / PARTS, ignore_errors=True)
