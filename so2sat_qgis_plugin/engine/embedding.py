"""Run a plan: read, embed and store block after block, each while the next is under way."""

from __future__ import annotations

import collections
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

import numpy as np

from . import pixels
from .calibrating import calibrate
from .errors import So2SatError
from .features import FeatureSource
from .grid import Block
from .parts import Parts
from .plan import Asks, Plan
from .progress import Progress
from .raster.reader import Raster
from .usage import Stopwatch, peak_memory

_AHEAD = 2  # blocks read and sent before the answer of the first is there


class Worker(Asks, Protocol):
    """The worker with requests under way."""

    def submit(self, call: str, progress: Progress | None = None, /, **values: Any) -> Future[dict[str, Any]]:
        """Send a request."""

    def wait(self, future: Future[dict[str, Any]], progress: Progress) -> dict[str, Any]:
        """Return the answer of a request; on cancel kill the worker and raise."""


class PartFeatures(FeatureSource):
    """The parts of a finished run as feature vectors."""

    def __init__(self, plan: Plan, parts: Parts) -> None:
        self.name = plan.info.path
        self.rows, self.columns = plan.grid.shape
        self.dims = plan.dims
        self.transform = plan.grid.transform(plan.info.transform)
        self.crs = plan.info.crs
        self.provenance = plan.provenance()
        self._blocks, self._parts = plan.blocks(), parts

    def blocks(self) -> Iterable[Block]:  # type: ignore[override]
        return iter(self._blocks)

    def read(self, block: Block) -> np.ndarray:
        return self._parts.load(block)


def run(plan: Plan, parts: Parts, worker: Worker, progress: Progress) -> PartFeatures:
    """Compute every part that is missing; returns the features. Cancel and errors leave finished parts for later."""
    blocks = plan.blocks()
    todo = [block for block in blocks if not parts.has(block, plan.dims)]
    if len(todo) < len(blocks):
        progress.log(f"{len(blocks) - len(todo)} of {len(blocks)} blocks are there from an earlier run.")
    agreement = calibrate(plan, parts, worker, progress)
    watch = Stopwatch()
    windows = _compute(plan, parts, worker, todo, watch, progress)
    _check_unchanged(plan)
    _report(plan, worker, windows, watch, progress)
    features = PartFeatures(plan, parts)
    if agreement is not None:
        assert features.provenance is not None
        features.provenance["agreement"] = agreement
    return features


def _compute(plan: Plan, parts: Parts, worker: Worker, todo: list[Block], watch: Stopwatch, progress: Progress) -> int:
    windows = 0
    with Raster(plan.info.path) as raster, ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(1) as writer:
        waiting: collections.deque[tuple[Block, Future[Any]]] = collections.deque()
        stored: collections.deque[Future[None]] = collections.deque()
        queue = iter(todo)
        for done in range(len(todo)):
            while len(waiting) < _AHEAD and (block := next(queue, None)) is not None:
                waiting.append((block, reader.submit(watch.timed, "read", _read_and_send, plan, raster, worker, block)))
            block, sent = waiting.popleft()
            share = progress.part(done / len(todo), (done + 1) / len(todo))
            kept, answer = _sent(sent, progress)
            features = watch.timed("embed", _features, plan, block, kept, answer, worker, share)
            windows += int(kept.sum())
            stored.append(writer.submit(watch.timed, "write", parts.store, block, features))
            while stored and (stored[0].done() or len(stored) > _AHEAD):
                stored.popleft().result()
            share.report(1.0)
        for future in stored:
            future.result()
    return windows


def _sent(sent: Future[Any], progress: Progress) -> tuple[np.ndarray, Future[dict[str, Any]] | None]:
    while True:
        try:
            return sent.result(timeout=0.2)  # type: ignore[no-any-return]
        except TimeoutError:
            progress.check()


def _read_and_send(
    plan: Plan, raster: Raster, worker: Worker, block: Block
) -> tuple[np.ndarray, Future[dict[str, Any]] | None]:
    """Read a block and ask for its features; returns its kept cells and the answer to come (None: nothing to do)."""
    geometry = plan.geometry or {"margin": 0, "align": 1}
    seen = pixels.read(
        raster, plan.recipe, plan.grid, block, plan.request.max_nodata, geometry["margin"], geometry["align"]
    )
    if not seen.kept.any():
        return seen.kept, None
    if plan.geometry is None:
        return seen.kept, worker.submit("embed.exact", block=seen.block, starts=seen.starts())
    return seen.kept, worker.submit(
        "embed.dense",
        block=seen.block,
        rows=seen.rows,
        columns=seen.columns,
        kept=seen.kept,
        fill=np.array(plan.fill, np.float32),
    )


def _features(
    plan: Plan,
    block: Block,
    kept: np.ndarray,
    answer: Future[dict[str, Any]] | None,
    worker: Worker,
    progress: Progress,
) -> np.ndarray:
    features = np.full((block.rows, block.columns, plan.dims), np.nan, np.float32)
    if answer is not None:
        found = worker.wait(answer, progress)["features"]
        if plan.geometry is None:
            features[kept] = found
        else:
            features = found
    return features


def _check_unchanged(plan: Plan) -> None:
    with Raster(plan.original) as raster:
        if raster.stamp() != plan.stamp:
            raise So2SatError(
                f"{plan.info.path} was changed while it was read, so its parts do not fit together. Run again."
            )


def _report(plan: Plan, worker: Worker, windows: int, watch: Stopwatch, progress: Progress) -> None:
    seconds = watch.seconds.get("embed", 0.0)
    rate = f", {windows / seconds:.0f} windows/s" if seconds else ""
    progress.log(f"{windows} windows{rate}; time: {watch.summary()} (reading and writing overlap embedding).")
    memory = worker.call("about.memory", progress)["peak"]
    own = peak_memory()
    if memory and own:
        progress.log(f"Peak memory: QGIS {own / 2**20:.0f} MiB, worker {memory / 2**20:.0f} MiB.")
