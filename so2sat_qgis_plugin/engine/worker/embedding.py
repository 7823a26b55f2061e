"""Calls that open a module and turn windows into feature vectors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from ..progress import Progress
from .classifiers import Scored
from .protocol import Pending, Worker


@dataclass(frozen=True)
class Opening:
    """How a module is opened: its `folder`, windows of `window` pixels enlarged to `input_size` (0: not), one `output`.

    `backend` is one of `embedding.plan.BACKENDS`; `verdict` the file that says which backends were verified ("": none
    is). Batches are a `shrink`-th of the usual size; `half`: in half precision where the hardware can.
    """

    folder: str
    window: int
    input_size: int
    output: str
    backend: str
    verdict: str
    shrink: int = 1
    half: bool = False


@dataclass(frozen=True)
class Opened:
    """An opened module: `channels` None where it takes any number, `half_error` None where it is not known (float32).

    `verified`: nothing is left for `verify` to check; `why` says in words how the backend was chosen.
    """

    backend: str
    device: str
    channels: int | None
    dims: int
    half_error: float | None
    why: str
    verified: bool


@dataclass(frozen=True)
class Geometry:
    """How a feature map lies over the raster's pixels; measured, not assumed.

    One cell of the map covers `step` pixels (numerator, denominator) a side and a window `cells` of them (of the
    largest map, where there are several). `margin` pixels around a cell can reach it. Blocks must start at multiples of
    `align` pixels. `equals_exact`: the dense features of a window are those of the window alone. `map_bytes`: of
    feature map per pixel.
    """

    step: tuple[int, int]
    cells: int
    margin: int
    align: int
    equals_exact: bool
    map_bytes: float

    def to_json(self) -> dict[str, Any]:
        """Return the geometry as plain values."""
        return {**asdict(self), "step": list(self.step)}


def open_module(worker: Worker, opening: Opening, progress: Progress) -> Opened:
    """Open a module for the requests that follow."""
    return Opened(**worker.call("embed.open", progress, **asdict(opening)))


def verify(worker: Worker, patches: np.ndarray, progress: Progress) -> Opened:
    """Have the opened module's backend and half precision checked on patches (n, window, window, bands) float32."""
    return Opened(**worker.call("embed.verify", progress, patches=patches))


def geometry(worker: Worker, bands: int, progress: Progress) -> Geometry:
    """Return the opened module's dense geometry; raises So2SatError where it has none."""
    found = worker.call("embed.geometry", progress, bands=bands)
    return Geometry(**{**found, "step": tuple(found["step"])})


@dataclass(frozen=True)
class Then:
    """What an estimator in the worker makes of features, with `beside` (n, k) of the same cells: returned instead.

    `call` takes these by the names `features_as` and `beside_as`, and `given` as they are.
    """

    call: str
    features_as: str
    beside_as: str
    beside: np.ndarray | None
    take: Callable[[dict[str, Any]], Any]
    given: dict[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return what the worker is told beside the arrays."""
        return {name: getattr(self, name) for name in ("call", "features_as", "beside_as", "given")}


def cluster_ids(beside: np.ndarray) -> Then:
    """Return that features become the ids, int32 (n,) from 0, of the clusters that were fitted last."""
    return Then("cluster.predict", "vectors", "beside", beside, lambda answer: np.asarray(answer["ids"]))


def classes(spectrum: np.ndarray | None, novelty: bool) -> Then:
    """Return that features become `Scored`, by the estimator that was loaded last."""
    given = {"with_novelty": novelty}
    return Then("classifier.predict", "embedding", "spectrum", spectrum, lambda answer: Scored(**answer), given)


def exact(
    worker: Worker, block: np.ndarray, starts: np.ndarray, progress: Progress | None = None, then: Then | None = None
) -> Pending[Any]:
    """Ask for the features (n, dims) of the windows of a block (h, w, bands; NaN = invalid) at `starts` (n, 2).

    With `then`, for what that makes of them, (n, …).
    """
    future = worker.submit(
        "embed.exact",
        progress,
        block=block,
        starts=starts,
        then=then.plain() if then else None,
        beside=then.beside if then else None,
    )
    return Pending(worker, future, then.take if then else _features)


@dataclass(frozen=True)
class DenseBlock:
    """A block (h, w, bands; NaN = invalid) and its windows: first `rows` (r,) and `columns` (c,), `kept` (r, c).

    `fill` (bands,) stands in for invalid pixels.
    """

    block: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    kept: np.ndarray
    fill: np.ndarray


def dense(
    worker: Worker, asked: DenseBlock, progress: Progress | None = None, then: Then | None = None
) -> Pending[Any]:
    """Ask for the features (r, c, dims) of a block's windows by one run over it; NaN where a window is not kept.

    With `then`, for what that makes of the n kept windows, row by row, (n, …).
    """
    future = worker.submit(
        "embed.dense",
        progress,
        block=asked.block,
        rows=asked.rows,
        columns=asked.columns,
        kept=asked.kept,
        fill=asked.fill,
        then=then.plain() if then else None,
        beside=then.beside if then else None,
    )
    return Pending(worker, future, then.take if then else _features)


def _features(answer: dict[str, Any]) -> np.ndarray:
    return np.asarray(answer["features"])
