"""Fine-tune a module on the windows of labelled cells, and find out whether that helped."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...paths import version
from .. import files
from ..embedding import patches, plan
from ..embedding.settle import settle
from ..errors import So2SatError
from ..legend import LegendClass
from ..modules.catalogue import BUILTIN, Module, read_history, write_provenance
from ..modules.store import content_hash
from ..progress import Progress
from ..raster.cells import Cells, LabelledFeatures
from ..reference import accuracy, holdout
from ..reference.class_legend import class_legend
from ..reference.samples import Samples
from ..worker import Tuned, TuningData, Worker, tune
from .agreement import Learnt, describe_features
from .labelled import Labels, check_classes, gather
from .training import BLOCKS, LAYER, POLYGONS, RANDOM

LAYERS = ("all", "last", "head")
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
    `history` and the counts of samples; `source` is the part of a bundle's manifest that tells of the embedding;
    `content_hash` is the module's.
    """

    legend: tuple[LegendClass, ...]
    figures: dict[str, Any]
    source: dict[str, Any]
    estimator: bytes
    content_hash: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Data:
    samples: Samples
    patches: np.ndarray
    judged: np.ndarray  # samples of the second layer


def finetune(request: FinetuneRequest, output: Path, home: Path, worker: Worker, progress: Progress) -> FineTuned:
    """Fine-tune and write the module to the new folder `output`."""
    _check(request, output)
    embedding = dataclasses.replace(request.embedding, mode="exact", backend="tensorflow")
    settled = settle(embedding, home, worker, progress.span(0.0, 0.05))
    notes: list[str] = []
    data = _gather(request, settled, notes, progress.span(0.05, 0.15))
    samples = data.samples
    groups = _groups(request, samples, settled)
    places = np.stack([samples.rows, samples.columns], axis=1)
    divided = holdout.divide(samples.codes, groups, places, data.judged, request.seed)
    role = divided.role
    notes += _role_notes(samples, divided)
    for note in notes:
        progress.warn(note)
    counts = [int((role == number).sum()) for number in range(3)]
    progress.log(f"{counts[0]} samples train, {counts[1]} decide when to stop, {counts[2]} judge.")
    settings = _settings(request, settled)
    state = home / "runs" / f"finetune-{_fingerprint(settled, settings, data, role)[:24]}"
    state.mkdir(parents=True, exist_ok=True)
    tuning = TuningData(data.patches, samples.codes, divided.groups, role)
    result = tune(worker, tuning, settings, state, progress.span(0.15, 0.95))
    tuned = _publish(request, settled, state / "module", output, result.history)
    files.afterwards(lambda: shutil.rmtree(state, ignore_errors=True))
    legend = class_legend(samples.classes, request.colors, request.field)
    figures = _figures(request, data, divided, legend, result)
    progress.log(_verdict(figures))
    provenance = dataclasses.replace(settled, module=tuned).provenance()
    dims = result.features.shape[1]
    source = describe_features(provenance, [f"e{i + 1:04d}" for i in range(dims)], dims)
    return FineTuned(legend, figures, source, result.content.tobytes(), tuned.content_hash, tuple(notes))


def _check(request: FinetuneRequest, output: Path) -> None:
    if request.embedding.module.strip() == BUILTIN:
        raise So2SatError(
            "MODULE 'builtin' has no weights to train: it is made from the scene itself. Choose a module of the TF1 "
            "Hub format, such as so2sat-ms-resnet50 or so2sat-lcz-resnet20."
        )
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise So2SatError(f"OUTPUT {output} exists and is not an empty folder. Choose a new name.")


def _gather(request: FinetuneRequest, settled: plan.Plan, notes: list[str], progress: Progress) -> _Data:
    rows, columns = settled.grid.shape
    cells = Cells(rows, columns, settled.grid.transform(settled.info.transform), settled.info.crs)
    bytes_each = 4 * settled.grid.window**2 * len(settled.preprocessing.bands)
    most = min(request.most_samples, _SHARE_OF_PATCH_BYTES // bytes_each)

    def read(samples: Samples, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
        return patches.read(settled, samples.rows, samples.columns, progress)

    labels = Labels(request.labels, cells, settled.info.path, most, request.seed)
    first = gather(labels, read, progress)
    notes += first.notes
    check_classes(first.samples, request.field)
    if request.validation != LAYER:
        return _Data(first.samples, first.values, np.zeros(len(first), bool))
    assert request.test is not None
    asked = dataclasses.replace(labels, features=request.test, classes=first.samples.classes)
    second = gather(asked, read, progress).apart_from(first.samples)
    notes += [f"Test layer: {note}" for note in second.notes]
    both = [first.samples, second.samples]
    merged = dataclasses.replace(
        first.samples,
        rows=np.concatenate([s.rows for s in both]),
        columns=np.concatenate([s.columns for s in both]),
        codes=np.concatenate([s.codes for s in both]),
        groups=np.concatenate([both[0].groups, both[1].groups + both[0].groups.max() + 1]),
    )
    return _Data(merged, np.concatenate([first.values, second.values]), np.arange(len(merged)) >= len(first))


def _groups(request: FinetuneRequest, samples: Samples, settled: plan.Plan) -> np.ndarray:
    """Return what is held out as one, (n,): polygons, single cells, or blocks of two windows a side."""
    if request.validation == RANDOM:
        return np.arange(len(samples))
    if request.validation == BLOCKS:
        return samples.blocks(-(-2 * settled.grid.window // settled.grid.stride))
    return samples.groups


def _role_notes(samples: Samples, divided: holdout.Divided) -> list[str]:
    names = {entry.code: entry.name for entry in samples.classes}
    notes = []
    if divided.divided:
        which = ", ".join(f"'{names[code]}'" for code in divided.divided)
        notes.append(
            f"Only one polygon each for {which}: its cells were held out in pieces, so the figures of these classes "
            "are optimistic. Label another polygon of each."
        )
    judging = samples.codes[divided.role == holdout.JUDGE]
    unseen = [names[int(c)] for c in np.setdiff1d(samples.codes, judging)]
    if unseen:
        notes.append(f"Nothing could be held out of {', '.join(unseen)}: the figures say nothing of them.")
    return notes


def _settings(request: FinetuneRequest, settled: plan.Plan) -> dict[str, Any]:
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


def _fingerprint(settled: plan.Plan, settings: dict[str, Any], data: _Data, role: np.ndarray) -> str:
    digest = hashlib.sha256(json.dumps([settled.fingerprint(), settings], sort_keys=True, default=str).encode())
    for array in (data.samples.rows, data.samples.columns, data.samples.codes, role):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def _publish(
    request: FinetuneRequest, settled: plan.Plan, made: Path, output: Path, history: list[dict[str, Any]]
) -> Module:
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
    earlier = read_history(before.folder) if before.folder else []
    write_provenance(made, entry, [*earlier, step])
    output.parent.mkdir(parents=True, exist_ok=True)
    try:
        with files.output(output) as temporary:
            shutil.copytree(made, temporary)
            digest = content_hash(temporary)
    except OSError as error:
        raise So2SatError(f"OUTPUT {output} cannot be written: {error.strerror}. Choose another place.") from error
    return Module(str(output), output, digest, entry)


def _now() -> str:
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")


def _figures(
    request: FinetuneRequest,
    data: _Data,
    divided: holdout.Divided,
    legend: tuple[LegendClass, ...],
    result: Tuned,
) -> dict[str, Any]:
    samples, role = data.samples, divided.role
    names = [(entry.code, entry.name) for entry in legend]
    held = role == holdout.JUDGE
    frozen, tuned = (
        accuracy.describe(names, samples.codes[held], predicted, divided.groups[held]) if held.any() else None
        for predicted in (result.frozen, result.tuned)
    )
    return {
        "frozen": frozen,
        "tuned": tuned,
        "helped": None if frozen is None or tuned is None else bool(tuned["macro_f1"] > frozen["macro_f1"]),
        "history": result.history,
        "samples": [{"name": entry.name, **_counts(role[samples.codes == entry.code])} for entry in legend],
        "validation": request.validation,
        "layers": request.layers,
        "epochs": request.epochs,
        "seed": request.seed,
    }


def _counts(role: np.ndarray) -> dict[str, int]:
    return {name: int((role == number).sum()) for number, name in enumerate(holdout.ROLES)}


def _verdict(figures: dict[str, Any]) -> str:
    frozen, tuned = figures["frozen"], figures["tuned"]
    if frozen is None:
        return "Nothing could be held out, so nothing is known of whether fine-tuning helped."
    text = f"macro-F1 {frozen['macro_f1']:.3f} before and {tuned['macro_f1']:.3f} after on held-out samples"
    return f"Fine-tuning {'helped' if figures['helped'] else 'did not help'}: {text}."


def learnt(request: FinetuneRequest, tuned: FineTuned) -> Learnt:
    """Return what a bundle's manifest tells of the head."""
    left_out = ("history", "frozen", "tuned", "samples")
    figures = {key: value for key, value in tuned.figures.items() if key not in left_out}
    validation = {**(tuned.figures["tuned"] or {}), **figures}
    return Learnt(tuned.legend, request.field, "logistic regression", validation)
