"""A saved plan: what to embed with what, and what to make of it, as one JSON file that every node can follow.

Beside `NAME.json` lies the folder `NAME.run`, with copies of the module and of the bundle, and with the parts. Both
must be where all nodes see them. Rasters are named by the path that they have where the plan was made; `Roots` says
what that is elsewhere.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..engine.embedding.parts import Parts
from ..engine.embedding.plan import Plan, Request
from ..engine.embedding.settle import settle
from ..engine.errors import So2SatError
from ..engine.features.embedding_raster import Storage
from ..engine.files import write_whole
from ..engine.modules.catalogue import write_provenance
from ..engine.modules.store import content_hash, module_files
from ..engine.progress import Progress, Quiet
from ..engine.raster.grid import Block
from ..engine.raster.mask import Mask
from ..engine.raster.probe import probe
from ..engine.worker import Worker
from ..paths import version

FORMAT, VERSION = "so2sat-plan", 1
BUNDLE, MODULE, PARTS = "bundle.so2sat", "module", "parts"
# What of a fingerprint differs from node to node though the values are the same.
_LOCAL = ("stamp", "source", "original", "version")


@dataclass(frozen=True)
class Roots:
    """Where folders of the machine that made a plan are on this one: (there, here), the first that fits counts."""

    pairs: tuple[tuple[str, str], ...] = ()

    @staticmethod
    def parse(texts: Sequence[str]) -> Roots:
        """Return the roots of texts "THERE=HERE"; raises So2SatError for anything else."""
        pairs = [tuple(text.partition("=")[::2]) for text in texts]
        for text, pair in zip(texts, pairs):
            if not all(pair):
                raise So2SatError(f"A root must be THERE=HERE, such as /data=/mnt/data, but is '{text}'.")
        return Roots(tuple(pairs))  # type: ignore[arg-type]

    def here(self, path: str) -> str:
        """Return what `path` is on this machine."""
        for there, here in self.pairs:
            if path == there or path.startswith(there.rstrip("/") + "/"):
                return here.rstrip("/") + path[len(there.rstrip("/")) :]
        return path


@dataclass(frozen=True)
class Outcome:
    """What is to come of the embedding: a raster of it, or by a bundle a map. Paths as where the plan was made.

    `bundle` is the path of the classifier to apply, of which `NAME.run` has a copy, "" for none; `confidence` is ""
    where it isn't asked for.
    """

    output: str
    bundle: str = ""
    confidence: str = ""
    components: int = 0
    precision: str = "float32"

    @property
    def storage(self) -> Storage:
        """How an embedding raster is stored."""
        return Storage(self.components, self.precision)


@dataclass(frozen=True)
class SavedPlan:
    """A plan as its file tells it.

    `blocks` are row, column, rows and columns of each; `probe` tells the raster from others (`engine.raster.probe`).
    """

    path: Path
    request: Request
    fingerprint: dict[str, Any]
    probe: str
    module_hash: str
    blocks: list[list[int]]
    outcome: Outcome

    @property
    def folder(self) -> Path:
        """The folder of the run."""
        return run_folder(self.path)

    def parts(self) -> Parts:
        """Open the run's parts; they are the same for every node, wherever its rasters lie."""
        return Parts(self.folder / PARTS, self.fingerprint)


def plan_blocks(saved: SavedPlan) -> list[Block]:
    """Return the plan's blocks, in their order."""
    return [Block(*block) for block in saved.blocks]


def run_folder(path: Path) -> Path:
    """Return the folder that goes with the plan file `path`."""
    return path.with_name(f"{path.stem}.run")


def save(path: Path, request: Request, outcome: Outcome, home: Path, worker: Worker, progress: Progress) -> SavedPlan:
    """Settle `request` and write the plan file.

    Raises So2SatError where the file is there already: nodes may be at work on it.
    """
    folder = run_folder(path)
    if path.exists() or folder.exists():
        raise So2SatError(f"{path if path.exists() else folder} exists: nodes may be at work on it. Choose a new name.")
    plan = settle(request, home, worker, progress)
    assert plan.module.folder is not None
    try:
        _copy_module(plan, folder / MODULE)
        if outcome.bundle:
            shutil.copyfile(outcome.bundle, folder / BUNDLE)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise So2SatError(f"{folder} cannot be written: {error.strerror}. Choose another place.") from error
    saved = SavedPlan(
        path=path,
        request=dataclasses.replace(
            request,
            window=plan.grid.window,
            stride=plan.grid.stride,
            mode=plan.mode,
            backend=plan.backend,
            half=plan.half_error is not None,
        ),
        fingerprint=plan.fingerprint(),
        probe=probe(request.raster),
        module_hash=plan.module.content_hash,
        blocks=[[block.row, block.column, block.rows, block.columns] for block in plan.blocks()],
        outcome=outcome,
    )
    write_whole(path, json.dumps(_to_json(saved), indent=1, ensure_ascii=False).encode("utf-8"))
    return saved


def _copy_module(plan: Plan, target: Path) -> None:
    folder = plan.module.folder
    assert folder is not None
    (target / "variables").mkdir(parents=True)  # empty in the built-in module, but part of what a module is
    for file in module_files(folder):
        copy = target / file.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    write_provenance(target, plan.module.entry, [])


def _to_json(saved: SavedPlan) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "plugin": version(),
        "request": dataclasses.asdict(saved.request),
        "fingerprint": saved.fingerprint,
        "probe": saved.probe,
        "module_hash": saved.module_hash,
        "blocks": saved.blocks,
        "outcome": dataclasses.asdict(saved.outcome),
    }


def load(path: Path) -> SavedPlan:
    """Read a plan file; raises So2SatError for anything that is none of a known version."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise ValueError("it is no plan")
        if values.get("version") != VERSION:
            raise So2SatError(f"{path} is a plan of version {values.get('version')}, known is {VERSION}: update.")
        return SavedPlan(
            path=path.absolute(),
            request=_request(values["request"]),
            fingerprint=dict(values["fingerprint"]),
            probe=str(values["probe"]),
            module_hash=str(values["module_hash"]),
            blocks=[[int(n) for n in block] for block in values["blocks"]],
            outcome=Outcome(**values["outcome"]),
        )
    except OSError as error:
        raise So2SatError(f"The plan {path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise So2SatError(f"{path} is no whole plan ({error}). Save it anew.") from error


def _request(values: dict[str, Any]) -> Request:
    plain: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    return Request(**{**plain, "masks": tuple(Mask(**mask) for mask in values["masks"])})


def open_plan(saved: SavedPlan, roots: Roots, home: Path, worker: Worker, progress: Progress) -> Plan:
    """Settle the plan on this machine; raises So2SatError where anything here is not what it was made with."""
    check(saved, roots)
    request = dataclasses.replace(
        saved.request,
        raster=roots.here(saved.request.raster),
        module=str(saved.folder / MODULE),
        masks=tuple(dataclasses.replace(mask, path=roots.here(mask.path)) for mask in saved.request.masks),
    )
    plan = settle(request, home, worker, Quiet(progress))
    here = json.loads(json.dumps(plan.fingerprint()))
    keys = sorted({*here, *saved.fingerprint} - set(_LOCAL))
    other = [key for key in keys if here.get(key) != saved.fingerprint.get(key)]
    if other:
        raise So2SatError(
            f"The plan {saved.path} would be computed otherwise here: {', '.join(other)} differ. Use the same versions "
            f"of plugin (here {version()}), runtime and GDAL on all nodes."
        )
    return plan


def check(saved: SavedPlan, roots: Roots) -> None:
    """Raise So2SatError where raster or module are not there, or are others than those of the plan."""
    raster = roots.here(saved.request.raster)
    if probe(raster) != saved.probe:
        raise So2SatError(
            f"{raster} is not the raster that the plan {saved.path} was made with. Put the same file there, or give a "
            "root that leads to it."
        )
    if content_hash(saved.folder / MODULE) != saved.module_hash:
        raise So2SatError(
            f"The module in {saved.folder / MODULE} is not the one that the plan was made with. Copy the plan and its "
            "folder anew."
        )
    made = saved.fingerprint.get("version")
    if made != version():
        raise So2SatError(f"The plan was made with version {made} of the plugin, here it is {version()}. Use the same.")


def delete_run(saved: SavedPlan) -> None:
    """Delete the parts of a finished plan; the plan and its module stay."""
    shutil.rmtree(saved.folder / PARTS, ignore_errors=True)


def node_name() -> str:
    """Return what this process is called among others: machine and process id."""
    return f"{os.uname().nodename if hasattr(os, 'uname') else os.environ.get('COMPUTERNAME', 'node')}-{os.getpid()}"
