"""Save what was labelled as a bundle that so2sat:classify and so2sat:landcovermap accept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from ..embedding.parts import Parts
from ..embedding.plan import Plan, Request
from ..embedding.run import Embedded, compute, embedded_plan
from ..embedding.settle import settle
from ..embedding.statistics import cell_statistics
from ..features.parts import PartFeatures
from ..features.source import FeatureSource, RasterFeatures
from ..files import afterwards
from ..learning.agreement import describe_source, manifest
from ..learning.training import Training, learnt, train
from ..modules import bundle
from ..modules.resolve import bundled_files
from ..progress import Progress
from ..raster.grid import Block
from ..raster.vector import find_cells
from ..worker import Worker, persist, versions
from .loop import Fitted, LabelLayer, training_request
from .scene import LabelScene

_AROUND = 1  # cells, which smoothing is judged by


def save_bundle(
    scene: LabelScene, labels: LabelLayer, path: str, home: Path, worker: Worker, progress: Progress
) -> Training:
    """Train by the ordinary trainer (automatic choice) on the labelled cells and write the bundle `path`.

    The bundle sees the whole embedding, not the kept components, so it can be applied to other scenes: the blocks that
    hold labels are embedded anew where the scene came of a request, and read where it came of an embedding raster.
    What is returned is what `reports.training.write_training_report` takes beside `training_request(labels)`.
    """
    request = training_request(labels)
    with _whole(scene, labels, home, worker, progress.span(0.0, 0.4)) as source:
        last = progress.span(0.4, 1.0)
        training = persist(worker, lambda: train(request, source, worker, last), progress)
        about = manifest(describe_source(source), learnt(request, training), versions(worker, progress))
        bundle.write(path, about, training.estimator, bundled_files(source.provenance or {}))
    return training


def about_map(fitted: Fitted) -> str:
    """Return the note for a bundle's report that says by what the map saved beside it was drawn."""
    known = "" if fitted.accuracy is None else f", accuracy {100 * fitted.accuracy:.0f} % where labels were held out"
    return (
        f"The map that was saved with this report was drawn by another fit to the same labels: {fitted.classifier}, on "
        f"the principal components that are kept for labelling{known}. The figures here are those of the classifier "
        "file, which was trained on the whole embedding."
    )


@contextmanager
def _whole(
    scene: LabelScene, labels: LabelLayer, home: Path, worker: Worker, progress: Progress
) -> Iterator[FeatureSource]:
    """Give the scene's cells with all that the embedding holds; what was embedded anew is deleted at the end."""
    if scene.request is None:
        with RasterFeatures(scene.name, scene.crs) as source:
            yield source
        return
    plan = settle(_settled(scene, scene.request), home, worker, progress.span(0.0, 0.2))
    if not plan.dense_equals_exact:  # mapped to exact features, which needs all blocks
        with embedded_plan(plan, home, worker, progress.span(0.2, 1.0)) as done:
            yield PartFeatures(done)
            afterwards(done.parts.delete)
        return
    with Parts(home / "runs", plan.fingerprint()) as parts:
        compute(plan, parts, worker, _blocks_of(plan, scene, labels), progress.span(0.2, 1.0))
        yield _SomeParts(Embedded(plan, parts, None))
        afterwards(parts.delete)


def _settled(scene: LabelScene, request: Request) -> Request:
    """Return the request with the cells and windows that the scene has: left open they may come out otherwise today."""
    made = scene.provenance or {}
    return replace(request, stride=int(made["stride"]), cell=0.0, window=int(made["window"]), window_metres=0.0)


class _SomeParts(PartFeatures):
    """Some parts of a run. Cell statistics are read from the raster: those around a block lie in parts not made."""

    def __init__(self, done: Embedded) -> None:
        super().__init__(done)
        self._plan = done.plan

    def statistics(self, block: Block) -> np.ndarray:
        with self._plan.open() as raster:
            return cell_statistics(self._plan.read_exactly(raster, block).own, self._plan.grid.stride)


def _blocks_of(plan: Plan, scene: LabelScene, labels: LabelLayer) -> list[Block]:
    """Return the blocks that hold labelled cells or the cells around them, which smoothing is judged by."""
    hits = find_cells(labels.features, scene.cells, Progress())
    wanted = []
    for block in plan.blocks():
        rows, columns = hits.cell // scene.columns - block.row, hits.cell % scene.columns - block.column
        if (
            (rows >= -_AROUND)
            & (rows < block.rows + _AROUND)
            & (columns >= -_AROUND)
            & (columns < block.columns + _AROUND)
        ).any():
            wanted.append(block)
    return wanted
