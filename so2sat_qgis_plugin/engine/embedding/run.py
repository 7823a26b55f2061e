"""Run a plan: read, embed and store block after block, each while the next is under way."""

from __future__ import annotations

import collections
import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from .. import worker as door
from ..errors import Cancelled, So2SatError, WorkerDied, WorkerError, WorkerHung, WorkerMemory
from ..progress import Progress, Quiet, Rising
from ..raster.grid import Block, Blocks
from ..raster.reader import Raster
from ..usage import Stopwatch, peak_memory
from ..worker import Pending, Then, Worker
from .calibrate import Calibration, calibrate
from .elsewhere import Elsewhere
from .estimate import Output
from .following import Following
from .parts import FEATURES, STATISTICS, Parts
from .pixels import Pixels
from .plan import Plan, Request
from .rate import forecast
from .settle import reopen, settle
from .statistics import block_statistics

_AHEAD = 2  # blocks read and sent before the answer of the first is there
_RESTARTS = 3  # of the worker in one run

T = TypeVar("T")


@dataclass(frozen=True)
class Embedded:
    """A finished run: its plan, all its parts, and the map from dense to exact features where there is one."""

    plan: Plan
    parts: Parts
    calibration: Calibration | None


@contextlib.contextmanager
def embedded(
    request: Request,
    home: Path,
    worker: Worker,
    progress: Progress,
    output: Output | None = None,
    elsewhere: Elsewhere | None = None,
) -> Iterator[Embedded]:
    """Settle, forecast and run: the way to embed. `output`: the embedding raster that is to come of it, if any.

    Parts lie below `home`/runs, or where those who compute them `elsewhere` see them. They stay after the context, so
    that whoever is done with them calls `parts.delete()`.
    """
    plan = settle(request, home, worker, progress)
    with embedded_plan(plan, home, worker, progress, output, elsewhere) as done:
        yield done


@contextlib.contextmanager
def embedded_plan(
    plan: Plan,
    home: Path,
    worker: Worker,
    progress: Progress,
    output: Output | None = None,
    elsewhere: Elsewhere | None = None,
) -> Iterator[Embedded]:
    """Forecast and run a plan that was settled in `worker`; see `embedded`."""
    runs = runs_of(home, elsewhere)
    forecast(plan, None if elsewhere else worker, output, runs, progress)
    span = progress.span(0.0, 0.9 if output else 1.0)
    with Parts(runs, plan.fingerprint()) as parts:
        yield Embedded(plan, parts, run(plan, parts, worker, span, elsewhere=elsewhere))


def runs_of(home: Path, elsewhere: Elsewhere | None) -> Path:
    """Return the folder of runs."""
    return (elsewhere.home(home) if elsewhere else home) / "runs"


@contextlib.contextmanager
def _saying_what_is_kept(parts: Parts, blocks: Blocks) -> Iterator[None]:
    """Have a cancel say how much of the work the next run finds done."""
    try:
        yield
    except Cancelled as error:
        kept = sum(parts.path(block).exists() for block in blocks)
        if not kept:
            raise
        raise Cancelled(f"Cancelled; {kept} of {len(blocks)} blocks are kept for the next run.") from error


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
    following: Following | None = None


def run(
    plan: Plan,
    parts: Parts,
    worker: Worker,
    progress: Progress,
    following: Following | None = None,
    elsewhere: Elsewhere | None = None,
) -> Calibration | None:
    """Compute every part that is missing; returns the calibration, None where features are exact.

    With `following` parts hold what it makes of the features, not the features. `elsewhere` computes them, where it is
    given. Cancel and errors leave finished parts for later.
    """
    progress = Rising(progress)
    blocks = plan.blocks()
    job = _Job(plan, parts, worker, following=following)
    computed = 1.0 if plan.dense_equals_exact else 0.9  # of the run's progress
    there = len(blocks) - _count(_missing(parts, blocks, progress))
    if there:
        progress.log(f"{there} of {len(blocks)} blocks are there from an earlier run.")

    def work() -> Calibration | None:
        left = _count(_missing(parts, blocks, progress))
        todo = _missing(parts, blocks, progress)
        _compute(job, todo, left, progress.span((1 - left / len(blocks)) * computed, computed))
        return calibrate(plan, parts, worker, progress.span(computed, 1.0))

    with _saying_what_is_kept(parts, blocks):
        if elsewhere is not None and there < len(blocks):
            elsewhere.compute(plan, parts, following, progress.span(there / len(blocks) * computed, computed))
        calibration = _restarting(job, work, progress)
    _report(job, progress)
    return calibration


def compute(
    plan: Plan,
    parts: Parts,
    worker: Worker,
    blocks: Sequence[Block],
    progress: Progress,
    following: Following | None = None,
) -> None:
    """Compute those of `blocks` that are missing, and nothing else; `following` must be prepared in the worker."""
    job = _Job(plan, parts, worker, following=following)
    _restarting(job, lambda: _compute(job, _missing(parts, blocks, progress), len(blocks), progress), progress)


def _restarting(job: _Job, work: Callable[[], T], progress: Progress) -> T:
    """Do `work`, again in a new worker where the one at it dies or runs out of memory."""
    while True:
        try:
            if job.restarts:
                reopen(job.plan, job.worker, job.shrink, progress)
                if job.following is not None:
                    job.following.prepare(job.worker, Quiet(progress))
            return work()
        except (WorkerDied, WorkerMemory) as error:
            progress.check()
            _restart(job, error, progress)


def _missing(parts: Parts, blocks: Iterable[Block], progress: Progress) -> Iterator[Block]:
    """Yield those of `blocks` that have no part when it is their turn: there may be a million of them."""
    for block in blocks:
        progress.check()
        if not parts.has(block):
            yield block


def _count(blocks: Iterable[Block]) -> int:
    return sum(1 for _ in blocks)


def _restart(job: _Job, error: WorkerError, progress: Progress) -> None:
    """Start the worker anew: once after it hung, with smaller batches after it ran out of memory or died twice."""
    too_often = job.restarts > 0 if isinstance(error, WorkerHung) else job.restarts >= _RESTARTS
    if too_often:
        text = f"{error} Finished parts are kept: run the same again to go on from there."
        raise type(error)(text, error.traceback) from error
    if isinstance(error, WorkerMemory) or (job.restarts > 0 and not isinstance(error, WorkerHung)):
        job.shrink *= 4
    job.restarts += 1
    batches = f", with batches of 1/{job.shrink} the size" if job.shrink > 1 else ""
    progress.warn(f"{error} It is started again{batches}.")
    job.worker.restart()


def _compute(job: _Job, todo: Iterator[Block], count: int, progress: Progress) -> None:
    with job.plan.open() as raster, Raster(job.plan.original, job.plan.masks) as original:
        reader, writer = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
        try:
            read = partial(_read_and_send, job, raster, original)
            _stream(job, _shared_out(todo, count, progress), read, reader, writer)
        finally:
            for pool in (reader, writer):  # waits for the block under way, not for those behind it
                pool.shutdown(cancel_futures=True)


def _shared_out(todo: Iterator[Block], count: int, progress: Progress) -> Iterator[tuple[Block, Progress]]:
    """Yield blocks, each with its share of `progress`; fewer than `count` where others computed some meanwhile."""
    count = max(count, 1)
    for i, block in enumerate(todo):
        yield block, progress.span(min(i / count, 1.0), min((i + 1) / count, 1.0))


def _stream(
    job: _Job,
    todo: Iterator[tuple[Block, Progress]],
    read: Callable[[Block, Progress], list[_Piece]],
    reader: ThreadPoolExecutor,
    writer: ThreadPoolExecutor,
) -> None:
    """Read, embed and store the blocks of `todo`: read ahead by `reader`, stored behind by `writer`."""
    waiting: collections.deque[tuple[Block, Progress, Future[list[_Piece]]]] = collections.deque()
    stored: collections.deque[tuple[Future[None], Progress]] = collections.deque()
    while True:
        while len(waiting) < _AHEAD and (following := next(todo, None)) is not None:
            waiting.append((*following, reader.submit(job.watch.timed, "read", read, following[0], following[1])))
        if not waiting:
            break
        block, share, sent = waiting.popleft()
        share.check()
        arrays = job.watch.timed("embed", _arrays, job, block, _wait(sent, share), share)
        stored.append((writer.submit(job.watch.timed, "write", job.parts.store, block, arrays), share))
        while stored and (stored[0][0].done() or len(stored) > _AHEAD):
            _wait(*stored.popleft())
    while stored:
        _wait(*stored.popleft())


def _wait(future: Future[T], progress: Progress) -> T:
    while True:
        try:
            return future.result(timeout=0.2)
        except FutureTimeout:
            progress.check()


@dataclass
class _Piece:
    """What is asked of the worker at once: cells of a block, which of them are kept, and the answer to come.

    `statistics` are the cells' own. The answer is of the kept cells, (n, …) row by row, or of all, (rows, columns, …).
    """

    cells: Block
    kept: np.ndarray
    statistics: np.ndarray
    answer: Pending[Any] | None


def _read_and_send(job: _Job, raster: Raster, original: Raster, block: Block, progress: Progress) -> list[_Piece]:
    """Read a block and ask for its features; raises So2SatError where the original raster was changed meanwhile."""
    split = _pieces(job, block)
    shares = [progress.span(i / len(split), (i + 1) / len(split)) for i in range(len(split))]
    pieces = [_send(job, raster, cells, share) for cells, share in zip(split, shares)]
    if original.stamp() != job.plan.stamp:
        raise So2SatError(
            f"{job.plan.original} was changed while it was read, so its parts do not fit together. Run again."
        )
    return pieces


def _pieces(job: _Job, block: Block) -> list[Block]:
    """Return the cells to ask for at once: the block, or in a dense run parts of it."""
    whole = job.plan.geometry is None or (job.following is not None and not job.following.embeds)
    return [block] if whole else list(block.split(job.plan.piece_side(job.shrink)))


def _send(job: _Job, raster: Raster, cells: Block, progress: Progress) -> _Piece:
    plan = job.plan
    if job.following is not None:
        return _send_followed(job, job.following, raster, cells, progress)
    seen = plan.read(raster, cells)
    answer = _ask(job, seen, None, progress) if seen.kept.any() else None
    return _Piece(cells, seen.kept, block_statistics(seen, cells, plan.grid.stride), answer)


def _send_followed(job: _Job, following: Following, raster: Raster, cells: Block, progress: Progress) -> _Piece:
    read, halo = job.plan.read if following.embeds else job.plan.read_own, following.halo
    seen = read(raster, cells, halo)
    statistics = block_statistics(seen, cells, job.plan.grid.stride, halo)
    beside, valid = following.look(statistics)
    kept = seen.kept & valid if following.embeds else valid
    own = statistics[halo : halo + cells.rows, halo : halo + cells.columns]
    if not kept.any():
        return _Piece(cells, kept, own, None)
    here = None if beside is None else beside[kept]
    if following.embeds:
        answer = _ask(job, replace(seen, kept=kept), following.then(here), progress)
    else:
        assert here is not None
        answer = following.ask(job.worker, here, progress)
    return _Piece(cells, kept, own, answer)


def _ask(job: _Job, seen: Pixels, then: Then | None, progress: Progress) -> Pending[Any]:
    if job.plan.geometry is None:
        return door.exact(job.worker, seen.block, seen.starts(), progress, then)
    return door.dense(job.worker, job.plan.dense(seen), progress, then)


def _arrays(job: _Job, block: Block, pieces: list[_Piece], progress: Progress) -> dict[str, np.ndarray]:
    """Return what the block's part is to hold."""
    shape = block.rows, block.columns
    following = job.following
    if following is None:
        values = {FEATURES: np.full((*shape, job.plan.dims), np.nan, np.float32)}
    else:
        values = following.empty(*shape)
    statistics = np.empty((*shape, 2 * len(job.plan.band_names)), np.float32)
    for i, piece in enumerate(pieces):
        here = piece.cells.within(block)
        statistics[here] = piece.statistics
        if piece.answer is not None:
            answer = piece.answer.wait(progress)
            every = following is None and job.plan.geometry is not None  # the answer is of all cells
            for name, found in ({FEATURES: answer} if following is None else following.found(answer)).items():
                values[name][here][... if every else piece.kept] = found
            job.windows += int(piece.kept.sum())
        progress.report((i + 1) / len(pieces))
    return {**values, STATISTICS: statistics} if following is None else following.arrays(values, statistics)


def _report(job: _Job, progress: Progress) -> None:
    seconds = job.watch.seconds.get("embed", 0.0)
    what = "windows" if job.following is None or job.following.embeds else "cells"
    rate = f", {job.windows / seconds:.0f} {what}/s" if seconds else ""
    progress.log(f"{job.windows} {what}{rate}; time: {job.watch.summary()} (reading and writing overlap embedding).")
    memory = door.worker_memory(job.worker, progress)
    own = peak_memory()
    if memory and own:
        progress.log(f"Peak memory: QGIS {own / 2**20:.0f} MiB, worker {memory / 2**20:.0f} MiB.")
