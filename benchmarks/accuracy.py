"""How good maps by labels are, and how true what is said of them: on ground that was withheld.

Run by `make bench-accuracy` with QGIS's Python: arguments are the folder of labelled scenes and the file to write the
tables to. Everything runs as it does in a map with all settings left alone.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.accuracy_scenes import LabelledScene, draw, read_labels, scenes
from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.embedding.run import embedded
from so2sat_qgis_plugin.engine.features.around import cells_around
from so2sat_qgis_plugin.engine.features.parts import PartFeatures
from so2sat_qgis_plugin.engine.features.source import FeatureSource
from so2sat_qgis_plugin.engine.learning.training import Training, TrainingRequest, train
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.cells import Cells, LabelledFeatures
from so2sat_qgis_plugin.engine.raster.vector import find_cells
from so2sat_qgis_plugin.engine.reference.accuracy import confusion, macro_f1, mean_of_groups
from so2sat_qgis_plugin.engine.reference.samples import SampleClass, resolve
from so2sat_qgis_plugin.engine.worker import class_probabilities, load_classifier
from so2sat_qgis_plugin.runtime.client import Worker

DRAWS, DIVISIONS, FEW = 10, 3, (1, 2, 4)


@contextmanager
def features(scene: LabelledScene, scratch: Path, worker: Worker) -> Iterator[FeatureSource]:
    """Embed a scene as a map does."""
    request = Request(scene.raster(scratch), stride=scene.stride)
    with embedded(request, scratch / "home", worker, Progress()) as done:
        yield PartFeatures(done)


@dataclass(frozen=True)
class Withheld:
    """What a classifier says of withheld cells: `right` and their `confidence` (0–1), `novelty` (0–100), `groups`."""

    truth: np.ndarray
    predicted: np.ndarray
    confidence: np.ndarray
    novelty: np.ndarray
    groups: np.ndarray

    @property
    def overall(self) -> float:
        """The share of cells that are right."""
        return float((self.truth == self.predicted).mean())

    @property
    def f1(self) -> float:
        """Macro-F1."""
        return macro_f1(confusion(self.truth, self.predicted, np.unique(self.truth).tolist()))


def calibration_error(results: Sequence[Withheld]) -> float:
    """Return the expected calibration error of all draws together, in ten bins of confidence (Guo et al. 2017).

    A single draw holds so few polygons that a bin's share is mostly chance.
    """
    right = np.concatenate([r.truth == r.predicted for r in results])
    confidence = np.concatenate([r.confidence for r in results])
    bins = np.minimum((10 * confidence).astype(int), 9)
    return float(np.abs(np.bincount(bins, right - confidence, 10)).sum() / len(bins))


def applied(training: Training, source: FeatureSource, labels: LabelledFeatures, worker: Worker) -> Withheld:
    """Apply a trained classifier to the cells of withheld labels, as a map does."""
    cells = Cells(source.rows, source.columns, source.transform, source.crs)
    classes = tuple(SampleClass(entry.code, entry.name) for entry in training.legend)
    samples = resolve(labels, find_cells(labels, cells, Progress()), cells, classes)
    wide = np.full(len(samples), training.smoothing > 1)
    seen = cells_around(source, samples.rows, samples.columns, wide, Progress())
    known = seen.neighbours[:, 4] >= 0
    samples, seen = samples.keep(known), seen.of(seen.neighbours[known])
    codes = np.array(load_classifier(worker, training.estimator, "", Progress()))
    found = class_probabilities(worker, {v: seen.views[v] for v in training.views}, True, Progress())
    near = np.where((seen.neighbours >= 0)[..., np.newaxis], found.probabilities[seen.neighbours], np.nan)
    mean = np.nanmean(near, axis=1)
    assert found.novelty is not None
    novelty = found.novelty[: len(samples)].astype(float)
    return Withheld(samples.codes, codes[mean.argmax(axis=1)], mean.max(axis=1), novelty, samples.groups)


def whole(scene: LabelledScene, source: FeatureSource, worker: Worker) -> list[str]:
    """Return rows of what the report says with all labels: the map, and every view alone; of three divisions."""
    labels, seconds = read_labels(scene.labels, scene.field), 0.0
    found: dict[str, list[tuple[float, float]]] = {}
    for seed in range(DIVISIONS):
        start = time.monotonic()
        training = train(TrainingRequest(labels, scene.field, seed=seed), source, worker, Progress())
        seconds += (time.monotonic() - start) / DIVISIONS
        f = training.figures
        rows = [("**the map**", f["held_out"]), *((entry["view"], entry) for entry in f["views"])]
        rows += [("with a buffer", f["buffer"]["figures"]), ("random split", f["random_split"])]
        for name, x in rows:
            found.setdefault(name, []).append((x["overall_accuracy"], x["macro_f1"]))
    cells = [f"{name} {spread(values)}" for name, values in found.items()]
    return [*cells, f"{f['buffer']['overlap']:.2f}", f"{seconds:.0f} s", f["classifier"]]


def spread(values: Sequence[tuple[float, float]]) -> str:
    """Return the means of accuracies and macro-F1, and the deviation of the latter."""
    mean, deviation = np.mean(values, axis=0), np.std(values, axis=0)
    return f"{mean[0]:.3f} / {mean[1]:.3f} ± {deviation[1]:.3f}"


def few(scene: LabelledScene, source: FeatureSource, worker: Worker) -> list[str]:
    """Return accuracy and macro-F1 on withheld ground with few training polygons of each class."""
    labels, found = read_labels(scene.labels, scene.field), []
    for count in FEW:
        draws = []
        for seed in range(DRAWS):
            mine, others = draw(labels, seed, lambda n, count=count: max(n - count, 1))  # type: ignore[misc]
            training = train(TrainingRequest(mine, scene.field, effort="quick"), source, worker, Progress())
            result = applied(training, source, others, worker)
            draws.append((result.overall, result.f1))
        found.append(spread(draws))
    return found


def holds(figures: dict[str, Any], share: float) -> bool:
    """Return whether the interval of stated figures holds what was found."""
    low, high = figures["overall_accuracy_ci95"]
    return bool(low <= share <= high)


def stated(scene: LabelledScene, source: FeatureSource, worker: Worker) -> list[str]:
    """Return how what is stated differs from what is found on a third of the polygons, withheld, in ten draws."""
    labels, rows, results = read_labels(scene.labels, scene.field), [], list[Withheld]()
    for seed in range(DRAWS):
        mine, others = draw(labels, seed, lambda n: max(round(n / 3), 1) if n > 1 else 0)
        training = train(TrainingRequest(mine, scene.field, effort="quick"), source, worker, Progress())
        result, said = applied(training, source, others, worker), training.figures
        near = said["held_out"]
        results.append(result)
        polygons = mean_of_groups(result.truth == result.predicted, result.groups)
        rows.append(
            (
                said["overall_accuracy"] - result.overall,
                holds(said, result.overall),
                near["overall_accuracy"] - result.overall,
                holds(near, result.overall),
                said["polygon_accuracy"] - polygons,
                np.percentile(result.novelty, 95),
                result.overall,
                result.f1,
            )
        )
    table = np.array(rows, float)
    bias, inside, bias_near, inside_near, polygon, novelty, overall, f1 = table.mean(axis=0)
    apart, apart_polygon = np.abs(table[:, 0]).mean(), np.abs(table[:, 4]).mean()
    return [
        f"{overall:.3f} / {f1:.3f}", f"{bias:+.3f}", f"{apart:.3f}", f"{DRAWS * inside:.0f} of {DRAWS}",
        f"{bias_near:+.3f}", f"{DRAWS * inside_near:.0f} of {DRAWS}",
        f"{polygon:+.3f}", f"{apart_polygon:.3f}", f"{calibration_error(results):.3f}", f"{novelty:.0f}",
    ]  # fmt: skip


PARTS: dict[str, tuple[Sequence[str], Callable[[LabelledScene, FeatureSource, Worker], list[str]], Sequence[str]]] = {
    "Held out by polygon, all labels, three divisions into folds (overall accuracy / macro-F1)": ((), whole, ()),
    "Few training polygons, all others withheld": ([f"{n} a class" for n in FEW], few, ("Amazon",)),
    "Stated against withheld": (
        (
            "withheld", "bias", "apart", "inside the interval", "bias without a buffer", "inside",
            "bias of the mean over polygons", "apart",
            "calibration error of all draws", "novelty, 95th percentile",
        ),
        stated,
        (),
    ),
}  # fmt: skip


def main(data: Path, out: Path) -> None:
    """Print and write the tables."""
    lines: list[str] = []

    def say(line: str) -> None:
        lines.append(line)
        print(line, flush=True)

    with tempfile.TemporaryDirectory() as scratch, Worker(os.environ["SO2SAT_PYTHON"]) as worker:
        for title, (columns, measure, only) in PARTS.items():
            say(f"\n### {title}\n")
            if columns:
                say("| scene | " + " | ".join(columns) + " |\n|" + "---|" * (len(columns) + 1))
            for name, scene in scenes(data).items():
                if (only and name not in only) or not Path(scene.labels).exists():
                    continue
                with features(scene, Path(scratch), worker) as source:
                    say(f"| {name} | " + " | ".join(measure(scene, source, worker)) + " |")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
