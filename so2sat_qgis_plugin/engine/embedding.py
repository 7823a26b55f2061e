"""Run a plan: read, embed and store block after block, each while the next is under way."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, TypeVar

import numpy as np

from .calibrating import Calibration, calibrate
from .errors import So2SatError, WorkerDied, WorkerError, WorkerHung, WorkerMemory
from .features import FeatureSource
from .grid import Block
from .parts import Parts
from .plan import Plan, Submits
from .planning import reopen
from .progress import Progress
from .raster.reader import Raster
from .usage import Stopwatch, peak_memory

_AHEAD = 2  # blocks read and sent before the answer of the first is there
_RESTARTS = 3  # of the worker in one run

T = TypeVar("T")


class Worker(Submits, Protocol):
    """The worker, which may be started anew."""

    def restart(self) -> None:
        """End the worker and start another, in which nothing is opened."""


class PartFeatures(FeatureSource):
    """The parts of a finished run as feature vectors, calibrated where the run asked for it."""

    def __init__(self, plan: Plan, parts: Parts, calibration: Calibration | None) -> None:
        self.name = plan.info.path
        self.rows, self.columns = plan.grid.shape
        self.dims = plan.dims
        self.transform = plan.grid.transform(plan.info.transform)
        self.crs = plan.info.crs
        self.provenance = plan.provenance()
        if calibration is not None:
            self.provenance["agreement"] = calibration.agreement
        self._blocks, self._parts, self._calibration = plan.blocks(), parts, calibration

    def blocks(self) -> Iterable[Block]:  # type: ignore[override]
        return iter(self._blocks)

    def read(self, block: Block) -> np.ndarray:
        features = self._parts.load(block)
        return features if self._calibration is None else self._calibration.apply(features)


@dataclass
class _Job:
    """One run at work: `windows` computed, `shrink` = by how much batches are smaller than usual."""

    plan: Plan
    parts: Parts
    worker: Worker
    watch: Stopwatch = field(default_factory=Stopwatch)
    windows: int = 0
    shrink: int = 1
    restarts: int = 0


def run(plan: Plan, parts: Parts, worker: Worker, progress: Progress) -> PartFeatures:
    """Compute every part that is missing; returns the features. Cancel and errors leave finished parts for later."""
    blocks = plan.blocks()
    todo = _missing(plan, parts, blocks, progress)
    if len(todo) < len(blocks):
        progress.log(f"{len(blocks) - len(todo)} of {len(blocks)} blocks are there from an earlier run.")
    job = _Job(plan, parts, worker)
    computed = 1.0 if plan.dense_equals_exact else 0.9  # of the run's progress
    while True:
        try:
            if job.restarts:
                reopen(plan, worker, job.shrink, progress)
            _compute(job, todo, progress.part((1 - len(todo) / len(blocks)) * computed, computed))
            calibration = calibrate(plan, parts, worker, progress.part(computed, 1.0))
            break
        except (WorkerDied, WorkerMemory) as error:
            progress.check()
            _restart(job, error, progress)
            todo = _missing(plan, parts, todo, progress)
    _report(job, progress)
    return PartFeatures(plan, parts, calibration)


def _missing(plan: Plan, parts: Parts, blocks: list[Block], progress: Progress) -> list[Block]:
    missing = []
    for block in blocks:
        progress.check()
        if not parts.has(block, plan.dims):
            missing.append(block)
    return missing


def _restart(job: _Job, error: WorkerError, progress: Progress) -> None:
    """Start the worker anew: once after it hung, with smaller batches after it ran out of memory or died twice."""
    too_often = job.restarts > 0 if isinstance(error, WorkerHung) else job.restarts >= _RESTARTS
    if too_often:
        raise error
    if isinstance(error, WorkerMemory) or (job.restarts > 0 and not isinstance(error, WorkerHung)):
        job.shrink *= 4
    job.restarts += 1
    batches = f", with batches of 1/{job.shrink} the size" if job.shrink > 1 else ""
    progress.warn(f"{error} It is started again{batches}.")
    job.worker.restart()


def _compute(job: _Job, todo: list[Block], progress: Progress) -> None:
    with Raster(job.plan.info.path) as raster, Raster(job.plan.original) as original:
        reader, writer = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
        try:
            read = partial(_read_and_send, job, raster, original)
            _stream(job, todo, read, reader, writer, progress)
        finally:
            for pool in (reader, writer):  # waits for the block under way, not for those behind it
                pool.shutdown(cancel_futures=True)


def _stream(
    job: _Job,
    todo: list[Block],
    read: Callable[[Block, Progress], list[_Piece]],
    reader: ThreadPoolExecutor,
    writer: ThreadPoolExecutor,
    progress: Progress,
) -> None:
    """Read, embed and store the blocks of `todo`: read ahead by `reader`, stored behind by `writer`."""
    waiting: collections.deque[tuple[Block, Future[list[_Piece]]]] = collections.deque()
    stored: collections.deque[Future[None]] = collections.deque()
    queue = iter(enumerate(todo))
    for done in range(len(todo)):
        progress.check()
        while len(waiting) < _AHEAD and (following := next(queue, None)) is not None:
            i, block = following
            share = progress.part(i / len(todo), (i + 1) / len(todo))
            waiting.append((block, reader.submit(job.watch.timed, "read", read, block, share)))
        block, sent = waiting.popleft()
        share = progress.part(done / len(todo), (done + 1) / len(todo))
        features = job.watch.timed("embed", _features, job, block, _wait(sent, progress), share)
        stored.append(writer.submit(job.watch.timed, "write", job.parts.store, block, features))
        while stored and (stored[0].done() or len(stored) > _AHEAD):
            _wait(stored.popleft(), progress)
    while stored:
        _wait(stored.popleft(), progress)


def _wait(future: Future[T], progress: Progress) -> T:
    while True:
        try:
            return future.result(timeout=0.2)
        except FutureTimeout:
            progress.check()


@dataclass
class _Piece:
    """What is asked of the worker at once: cells of a block, which of them are kept, and the answer to come."""

    cells: Block
    kept: np.ndarray
    answer: Future[dict[str, Any]] | None


def _read_and_send(job: _Job, raster: Raster, original: Raster, block: Block, progress: Progress) -> list[_Piece]:
    """Read a block and ask for its features; raises So2SatError where the original raster was changed meanwhile."""
    split = _pieces(job, block)
    shares = [progress.part(i / len(split), (i + 1) / len(split)) for i in range(len(split))]
    pieces = [_send(job, raster, cells, share) for cells, share in zip(split, shares)]
    if original.stamp() != job.plan.stamp:
        raise So2SatError(
            f"{job.plan.original} was changed while it was read, so its parts do not fit together. Run again."
        )
    return pieces


def _pieces(job: _Job, block: Block) -> list[Block]:
    """Return the cells to ask for at once: the block, or in a dense run parts of it."""
    return [block] if job.plan.geometry is None else list(block.split(job.plan.piece_side(job.shrink)))


def _send(job: _Job, raster: Raster, cells: Block, progress: Progress) -> _Piece:
    plan, worker = job.plan, job.worker
    seen = plan.read(raster, cells)
    if not seen.kept.any():
        return _Piece(cells, seen.kept, None)
    if plan.geometry is None:
        return _Piece(cells, seen.kept, worker.submit("embed.exact", progress, block=seen.block, starts=seen.starts()))
    answer = worker.submit("embed.dense", progress, **plan.dense_arrays(seen))
    return _Piece(cells, seen.kept, answer)


def _features(job: _Job, block: Block, pieces: list[_Piece], progress: Progress) -> np.ndarray:
    features = np.full((block.rows, block.columns, job.plan.dims), np.nan, np.float32)
    for i, piece in enumerate(pieces):
        if piece.answer is not None:
            found = job.worker.wait(piece.answer, progress)["features"]
            row, column = piece.cells.row - block.row, piece.cells.column - block.column
            target = features[row : row + piece.cells.rows, column : column + piece.cells.columns]
            if job.plan.geometry is None:
                target[piece.kept] = found
            else:
                target[:] = found
            job.windows += int(piece.kept.sum())
        progress.report((i + 1) / len(pieces))
    return features


def _report(job: _Job, progress: Progress) -> None:
    seconds = job.watch.seconds.get("embed", 0.0)
    rate = f", {job.windows / seconds:.0f} windows/s" if seconds else ""
    progress.log(f"{job.windows} windows{rate}; time: {job.watch.summary()} (reading and writing overlap embedding).")
    memory = job.worker.call("about.memory", progress)["peak"]
    own = peak_memory()
    if memory and own:
        progress.log(f"Peak memory: QGIS {own / 2**20:.0f} MiB, worker {memory / 2**20:.0f} MiB.")
