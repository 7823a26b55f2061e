"""Fine-tune a module on the windows of labelled cells, and find out whether that helped."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..paths import version
from . import accuracy, modules, patches, plan, planning
from .class_legend import class_legend
from .errors import So2SatError
from .legend import LegendClass
from .module_store import content_hash
from .progress import Progress
from .raster.vector import find_cells
from .samples import Cells, LabelledFeatures, SampleClass, Samples, resolve
from .training import BLOCKS, LAYER, POLYGONS, RANDOM

LAYERS = ("all", "last", "head")
_PARTS = ("train", "stop", "judge")  # their numbers are 0, 1, 2
_SHARE_OF_PATCH_BYTES = 2 << 30


@dataclass(frozen=True)
class FinetuneRequest:
    """What to fine-tune on what; `batch` and `learning_rate` 0 = automatic. `test` is the second layer, if any."""

    embedding: plan.Request
    labels: LabelledFeatures
    field: str
    validation: str = POLYGONS
    test: LabelledFeatures | None = None
    layers: str = LAYERS[0]
    epochs: int = 20
    batch: int = 0
    learning_rate: float = 0.0
    augment: bool = True
    seed: int = 0
    most_samples: int = 5000
    colors: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class FineTuned:
    """What came out: figures before and after on held-out samples, and what a bundle needs.

    `figures` has `frozen` and `tuned` (see accuracy.describe; None where nothing could be held out), `helped`,
    `history` and the counts of samples; `source` is the part of a bundle's manifest that tells of the embedding.
    """

    legend: tuple[LegendClass, ...]
    figures: dict[str, Any]
    source: dict[str, Any]
    estimator: bytes
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Data:
    samples: Samples
    patches: np.ndarray
    judged: np.ndarray  # samples of the second layer


def finetune(request: FinetuneRequest, output: Path, home: Path, worker: Any, progress: Progress) -> FineTuned:
    """Fine-tune and write the module to the new folder `output`."""
    _check(request, output)
    embedding = dataclasses.replace(request.embedding, mode="exact", backend="tensorflow")
    settled = planning.make(embedding, home, worker, progress.part(0.0, 0.05))
    notes: list[str] = []
    data = _gather(request, settled, notes, progress.part(0.05, 0.15))
    samples = data.samples
    groups = _groups(request, samples, settled)
    places = np.stack([samples.rows, samples.columns], axis=1)
    divided = worker.call(
        "finetune.parts",
        progress,
        codes=samples.codes,
        groups=groups,
        places=places,
        judged=data.judged,
        seed=request.seed,
    )
    part = divided["part"]
    notes += _part_notes(samples, part, divided["divided"])
    for note in notes:
        progress.warn(note)
    counts = [int((part == p).sum()) for p in range(3)]
    progress.log(f"{counts[0]} samples train, {counts[1]} decide when to stop, {counts[2]} judge.")
    recipe = _recipe(request, settled)
    state = home / "runs" / f"finetune-{_fingerprint(settled, recipe, data, part)[:24]}"
    state.mkdir(parents=True, exist_ok=True)
    result = worker.call(
        "finetune.run", progress.part(0.15, 0.95), patches=data.patches, codes=samples.codes, groups=divided["groups"],
        part=part, recipe=recipe, state=str(state),
    )  # fmt: skip
    tuned = _publish(request, settled, state / "module", output, result["history"])
    shutil.rmtree(state, ignore_errors=True)
    legend = class_legend(samples.classes, request.colors, request.field)
    figures = _figures(request, data, divided, legend, result)
    progress.log(_verdict(figures))
    return FineTuned(
        legend, figures, _source(settled, tuned, result["features"].shape[1]), result["content"].tobytes(), tuple(notes)
    )


def _check(request: FinetuneRequest, output: Path) -> None:
    if request.embedding.module.strip() == modules.BUILTIN:
        raise So2SatError(
            "MODULE 'builtin' has no weights to train: it is made from the scene itself. Choose a module of the TF1 "
            "Hub format, such as so2sat-ms-resnet50 or so2sat-lcz-resnet20."
        )
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise So2SatError(f"OUTPUT {output} exists and is not an empty folder. Choose a new name.")


def _gather(request: FinetuneRequest, settled: plan.Plan, notes: list[str], progress: Progress) -> _Data:
    rows, columns = settled.grid.shape
    cells = Cells(rows, columns, settled.grid.transform(settled.info.transform), settled.info.crs)
    first = _labelled(request.labels, None, cells, request, settled, notes, progress)
    if len(np.unique(first.samples.codes)) < 2:
        raise So2SatError(
            f"FIELD '{request.field}' gives one class only on this raster; telling classes apart needs two or more. "
            "Label a second class, or choose the field that holds the class."
        )
    if request.validation != LAYER:
        return first
    assert request.test is not None
    second = _labelled(request.test, first.samples.classes, cells, request, settled, notes, progress)
    taken = first.samples.rows * columns + first.samples.columns
    new = ~np.isin(second.samples.rows * columns + second.samples.columns, taken)
    if not new.any():
        raise So2SatError("Every cell of TEST is one of TRAINING too. Choose another test layer.")
    both = [first.samples, second.samples.keep(new)]
    merged = dataclasses.replace(
        first.samples,
        rows=np.concatenate([s.rows for s in both]),
        columns=np.concatenate([s.columns for s in both]),
        codes=np.concatenate([s.codes for s in both]),
        groups=np.concatenate([both[0].groups, both[1].groups + both[0].groups.max() + 1]),
    )
    judged = np.arange(len(merged)) >= len(both[0])
    return _Data(merged, np.concatenate([first.patches, second.patches[new]]), judged)


def _labelled(
    labels: LabelledFeatures,
    classes: tuple[SampleClass, ...] | None,
    cells: Cells,
    request: FinetuneRequest,
    settled: plan.Plan,
    notes: list[str],
    progress: Progress,
) -> _Data:
    found = resolve(labels, find_cells(labels, cells, progress.part(0.0, 0.3)), cells, classes)
    notes += found.warnings
    bytes_each = 4 * settled.grid.window**2 * len(settled.recipe.bands)
    samples = found.thinned(min(request.most_samples, _SHARE_OF_PATCH_BYTES // bytes_each), request.seed)
    if len(samples) < len(found):
        notes.append(f"{len(samples)} of {len(found)} labelled cells are used, drawn evenly from classes and polygons.")
    windows, valid = patches.read(settled, samples, progress.part(0.3, 1.0))
    if not valid.any():
        raise So2SatError(f"All {len(samples)} labelled cells are nodata in {settled.info.path}. Label other places.")
    if not valid.all():
        notes.append(f"{int((~valid).sum())} labelled cells are nodata in the raster and were left out.")
    return _Data(samples.keep(valid), windows, np.zeros(int(valid.sum()), bool))


def _groups(request: FinetuneRequest, samples: Samples, settled: plan.Plan) -> np.ndarray:
    """Return what is held out as one, (n,): polygons, single cells, or blocks of two windows a side."""
    if request.validation == RANDOM:
        return np.arange(len(samples))
    if request.validation == BLOCKS:
        return samples.blocks(-(-2 * settled.grid.window // settled.grid.stride))
    return samples.groups


def _part_notes(samples: Samples, part: np.ndarray, divided: list[int]) -> list[str]:
    names = {entry.code: entry.name for entry in samples.classes}
    notes = []
    if divided:
        which = ", ".join(f"'{names[code]}'" for code in divided)
        notes.append(
            f"Only one polygon each for {which}: its cells were held out in pieces, so the figures of these classes "
            "are optimistic. Label another polygon of each."
        )
    unseen = [names[int(c)] for c in np.unique(samples.codes) if not ((part == 2) & (samples.codes == c)).any()]
    if unseen:
        notes.append(f"Nothing could be held out of {', '.join(unseen)}: the figures say nothing of them.")
    return notes


def _recipe(request: FinetuneRequest, settled: plan.Plan) -> dict[str, Any]:
    entry = settled.module.entry
    return {
        "folder": str(settled.module.folder),
        "output": entry.output if entry.name else "",
        "layers": request.layers,
        "epochs": request.epochs,
        "batch": request.batch,
        "peak": request.learning_rate,
        "augment": request.augment,
        "seed": request.seed,
        "input_size": entry.input_size or 0,
    }


def _fingerprint(settled: plan.Plan, recipe: dict[str, Any], data: _Data, part: np.ndarray) -> str:
    digest = hashlib.sha256(json.dumps([settled.fingerprint(), recipe], sort_keys=True, default=str).encode())
    for array in (data.samples.rows, data.samples.columns, data.samples.codes, part):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def _publish(
    request: FinetuneRequest, settled: plan.Plan, made: Path, output: Path, history: list[dict[str, Any]]
) -> modules.Module:
    """Write provenance into the module `made`, give it the name `output`, and return it."""
    before = settled.module
    entry = dataclasses.replace(
        before.entry,
        name=f"{before.entry.name or 'module'}, fine-tuned".replace(", fine-tuned, fine-tuned", ", fine-tuned"),
        handle="", kind="hub", sha256=None, hashes=(), classes_output=None, classes=(),
        bands=before.entry.bands or settled.band_names, window=settled.grid.window,
    )  # fmt: skip
    step = {
        "what": "fine-tuned", "from_hash": before.content_hash, "from_handle": before.handle,
        "raster": settled.original,
        "field": request.field, "layers": request.layers, "epochs": len(history), "seed": request.seed,
        "plugin": version(), "date": _now(),
    }  # fmt: skip
    earlier = modules.read_history(before.folder) if before.folder else []
    modules.write_provenance(made, entry, [*earlier, step])
    output.parent.mkdir(parents=True, exist_ok=True)
    temporary = output.with_name(f".{output.name}.{os.getpid()}.tmp")
    try:
        shutil.copytree(made, temporary)
        if output.exists():
            output.rmdir()  # an empty folder, as QGIS makes for temporary outputs
        os.replace(temporary, output)
    except OSError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        raise So2SatError(f"OUTPUT {output} cannot be written: {error.strerror}. Choose another place.") from error
    return modules.Module(str(output), output, content_hash(output), entry)


def _now() -> str:
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")


def _source(settled: plan.Plan, tuned: modules.Module, dims: int) -> dict[str, Any]:
    """Return what a bundle remembers of the embedding that it needs: this raster's, with the new module."""
    provenance = dataclasses.replace(settled, module=tuned).provenance()
    keys = ("module", "module_hash", "window", "stride", "mode", "bands", "scaling", "pixel_size")
    names = [f"e{i + 1:04d}" for i in range(dims)]
    return {**{key: provenance[key] for key in keys}, "dims": dims, "feature_names": names, "embedding": provenance}


def _figures(
    request: FinetuneRequest,
    data: _Data,
    divided: dict[str, Any],
    legend: tuple[LegendClass, ...],
    result: dict[str, Any],
) -> dict[str, Any]:
    samples, part = data.samples, divided["part"]
    names = [(entry.code, entry.name) for entry in legend]
    held = part == _PARTS.index("judge")
    frozen, tuned = (
        accuracy.describe(names, samples.codes[held], result[name], divided["groups"][held]) if held.any() else None
        for name in ("frozen", "tuned")
    )
    return {
        "frozen": frozen,
        "tuned": tuned,
        "helped": None if frozen is None or tuned is None else bool(tuned["macro_f1"] > frozen["macro_f1"]),
        "history": result["history"],
        "samples": [{"name": entry.name, **_counts(part[samples.codes == entry.code])} for entry in legend],
        "validation": request.validation,
        "layers": request.layers,
        "epochs": request.epochs,
        "seed": request.seed,
    }


def _counts(part: np.ndarray) -> dict[str, int]:
    return {name: int((part == number).sum()) for number, name in enumerate(_PARTS)}


def _verdict(figures: dict[str, Any]) -> str:
    frozen, tuned = figures["frozen"], figures["tuned"]
    if frozen is None:
        return "Nothing could be held out, so nothing is known of whether fine-tuning helped."
    text = f"macro-F1 {frozen['macro_f1']:.3f} before and {tuned['macro_f1']:.3f} after on held-out samples"
    return f"Fine-tuning {'helped' if figures['helped'] else 'did not help'}: {text}."


def manifest(request: FinetuneRequest, tuned: FineTuned, versions: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest of the head's bundle; `versions` are the worker's."""
    left_out = ("history", "frozen", "tuned", "samples")
    return {
        **tuned.source,
        "created": _now(),
        "plugin": version(),
        "versions": {"python": versions["python"], **versions["packages"]},
        "classes": [{"code": c.code, "name": c.name, "color": c.color} for c in tuned.legend],
        "field": request.field,
        "classifier": "logistic regression",
        "validation": {
            **(tuned.figures["tuned"] or {}),
            **{k: v for k, v in tuned.figures.items() if k not in left_out},
        },
    }
