"""The one door to the worker: a protocol, and for each call a function with typed arguments and a typed result.

No other file spells a call's name or reads an answer by its keys. tests/engine/test_worker.py holds every function's
arguments against the worker's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from .errors import WorkerDied, WorkerHung
from .progress import Progress

T = TypeVar("T")


class Worker(Protocol):
    """The worker: requests are answered in order, arrays travel beside plain values."""

    def call(self, call: str, progress: Progress, /, **values: Any) -> dict[str, Any]:
        """Send a request and wait for its answer."""

    def submit(self, call: str, progress: Progress | None = None, /, **values: Any) -> Future[dict[str, Any]]:
        """Send a request."""

    def wait(self, future: Future[dict[str, Any]], progress: Progress) -> dict[str, Any]:
        """Return the answer of a request; on cancel kill the worker and raise."""

    def restart(self) -> None:
        """End the worker and start another, in which nothing is opened."""


@dataclass(frozen=True)
class Pending(Generic[T]):
    """A request under way, and how its answer is taken."""

    worker: Worker
    future: Future[dict[str, Any]]
    take: Callable[[dict[str, Any]], T]

    def wait(self, progress: Progress) -> T:
        """Return the answer; on cancel kill the worker and raise."""
        return self.take(self.worker.wait(self.future, progress))


# The worker itself

_RESTARTS = 2


def persist(worker: Worker, work: Callable[[], T], progress: Progress) -> T:
    """Return what `work` returns, which asks things of the worker; where that dies, start it anew and do `work` again.

    `work` begins from its beginning each time. Raises where the worker died three times, or hung twice.
    """
    for left in reversed(range(_RESTARTS + 1)):
        try:
            return work()
        except WorkerDied as error:
            progress.check()
            if left == 0 or (isinstance(error, WorkerHung) and left < _RESTARTS):
                raise
            progress.warn(f"{error} It is started again, and this step with it.")
            worker.restart()
    raise AssertionError


@dataclass(frozen=True)
class Versions:
    """Python's version and path, and versions by package (None where it is missing)."""

    python: str
    executable: str
    packages: dict[str, str | None]

    def to_json(self) -> dict[str, str | None]:
        """Return all versions by name, as a bundle's manifest has them."""
        return {"python": self.python, **self.packages}


def versions(worker: Worker, progress: Progress) -> Versions:
    """Return what the worker runs on."""
    return Versions(**worker.call("about.versions", progress))


def worker_memory(worker: Worker, progress: Progress) -> int | None:
    """Return the worker's peak resident memory in bytes, None where the system does not tell."""
    peak = worker.call("about.memory", progress)["peak"]
    return None if peak is None else int(peak)


# Embedding


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
    """What an estimator in the worker makes of features, with `beside` (n, k) behind them: it is returned instead."""

    call: str
    beside: np.ndarray
    take: Callable[[dict[str, Any]], np.ndarray]


def cluster_ids(beside: np.ndarray) -> Then:
    """Return that features become the ids, int32 (n,) from 0, of the clusters that were fitted last."""
    return Then("cluster.predict", beside, lambda answer: np.asarray(answer["ids"]))


def exact(
    worker: Worker, block: np.ndarray, starts: np.ndarray, progress: Progress | None = None, then: Then | None = None
) -> Pending[np.ndarray]:
    """Ask for the features (n, dims) of the windows of a block (h, w, bands; NaN = invalid) at `starts` (n, 2).

    With `then`, for what that makes of them, (n, …).
    """
    future = worker.submit(
        "embed.exact",
        progress,
        block=block,
        starts=starts,
        then=then.call if then else "",
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
) -> Pending[np.ndarray]:
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
        then=then.call if then else "",
        beside=then.beside if then else None,
    )
    return Pending(worker, future, then.take if then else _features)


def _features(answer: dict[str, Any]) -> np.ndarray:
    return np.asarray(answer["features"])


# Modules


def check_module(worker: Worker, folder: Path, progress: Progress) -> None:
    """Raise So2SatError where the module in `folder` holds anything but a network of known, harmless ops."""
    worker.call("trust.check_module", progress, folder=str(folder))


@dataclass(frozen=True)
class FitSample:
    """What a fit check looks at: `pixels` (n, w, w, bands) as stored, and ways from them to the module's input.

    A candidate says: `bands` (positions in `pixels`, from 0), `slope` and `offset` per band, `factor` and `clip`.
    """

    pixels: np.ndarray
    candidates: list[dict[str, Any]]


def fit_distances(
    worker: Worker, folder: Path, cache: Path | None, input_size: int, sample: FitSample, progress: Progress
) -> list[float] | None:
    """Return each candidate's distance from what the module was trained on; None where it has no batch norm.

    `cache`: path without suffix under which the module's beginning is kept; `input_size`: side that windows are
    enlarged to, 0 = not.
    """
    found = worker.call(
        "fitcheck.distances",
        progress,
        folder=str(folder),
        cache=str(cache) if cache else "",
        input_size=input_size,
        pixels=sample.pixels,
        candidates=sample.candidates,
    )["distances"]
    return None if found is None else [float(distance) for distance in found]


@dataclass(frozen=True)
class BuiltinFit:
    """What the built-in module is fitted to: patches (n, 3, 3, bands) float32 of reflectance.

    It is made for windows of `window` pixels, with `count` filters drawn by `seed`, below the folder `modules`;
    `provenance` is written into it.
    """

    patches: np.ndarray
    seed: int
    window: int
    modules: Path
    provenance: dict[str, Any]
    count: int = 128


def fit_builtin(worker: Worker, asked: BuiltinFit, progress: Progress) -> Path:
    """Fit the built-in module; returns its folder."""
    found = worker.call(
        "builtin.fit",
        progress,
        patches=asked.patches,
        seed=asked.seed,
        window=asked.window,
        modules=str(asked.modules),
        provenance=asked.provenance,
        count=asked.count,
    )
    return Path(found["folder"])


def build_keras_module(worker: Worker, file: Path, folder: Path, progress: Progress) -> None:
    """Write the module of the Keras weights `file` into `folder`."""
    worker.call("keras_weights.build", progress, file=str(file), folder=str(folder))


@dataclass(frozen=True)
class ModuleFindings:
    """What can be seen of a module's graph, by itself.

    Where it is not `usable`, `why_not` says so and the geometry's fields are empty.
    """

    graphs: list[dict[str, Any]]
    signatures: list[dict[str, Any]]
    object: list[dict[str, Any]]
    mark: bool
    variables: int
    parameters: int
    trainable: int
    fine_tunable: bool
    training: str
    usable: bool
    why_not: str
    way_in: str = ""
    output: str = ""
    bands: int | None = None
    input_size: list[int | None] = field(default_factory=list)
    dimensions: int | None = None
    feature_map: dict[str, Any] | None = None
    dense: bool = False
    why_not_dense: str = ""
    ops: dict[str, int] = field(default_factory=dict)
    first_norm: dict[str, Any] | None = None


def describe_module(worker: Worker, folder: Path, output: str, progress: Progress) -> ModuleFindings:
    """Return what the worker sees in the module in `folder`; raises So2SatError where it is refused."""
    return ModuleFindings(**worker.call("describe.module", progress, folder=str(folder), output=output))


# Clusters


@dataclass(frozen=True)
class ClusterFit:
    """A fitted clustering: how many `clusters` were found, principal `components` and their share `explained`.

    `silhouette` −1 to 1, None where undefined; `noise`: share of the sample that HDBSCAN found in no cluster.
    """

    clusters: int
    components: int
    explained: float
    silhouette: float | None
    noise: float


@dataclass(frozen=True)
class Clustering:
    """How to cluster: a key of `mapping.clusters.METHODS`, how many, and whether the vectors are an embedding's.

    The last `indices` columns of the vectors are spectral indices of the cells: a block of features of their own.
    """

    method: str
    clusters: int
    seed: int
    embedding: bool
    indices: int = 0


def fit_clusters(worker: Worker, vectors: np.ndarray, asked: Clustering, progress: Progress) -> ClusterFit:
    """Fit clusters to vectors (n, dims) float32 without NaN, in random order; the model stays in the worker."""
    return ClusterFit(
        **worker.call(
            "cluster.fit",
            progress,
            vectors=vectors,
            method=asked.method,
            clusters=asked.clusters,
            seed=asked.seed,
            embedding=asked.embedding,
            indices=asked.indices,
        )
    )


def predict_clusters(worker: Worker, vectors: np.ndarray, progress: Progress) -> np.ndarray:
    """Return the ids, int32 (n,) from 0, of vectors (n, dims) by the model that was fitted last."""
    return np.asarray(worker.call("cluster.predict", progress, vectors=vectors)["ids"])


# Classifiers


@dataclass(frozen=True)
class Scored:
    """Calibrated class `probabilities` (n, classes) float32, and where asked for `novelty` (n,) uint8, 0 to 100."""

    probabilities: np.ndarray
    novelty: np.ndarray | None = None


def load_classifier(worker: Worker, estimator: bytes, written_with: str, progress: Progress) -> list[int]:
    """Load a bundle's estimator and return its class codes; raises So2SatError where it is refused or does not work.

    `written_with` is the bundle's scikit-learn version.
    """
    content = np.frombuffer(estimator, np.uint8)
    loaded = worker.call("classifier.load", progress, content=content, written_with=written_with)
    return [int(code) for code in loaded["codes"]]


def class_probabilities(worker: Worker, views: Mapping[str, np.ndarray], novelty: bool, progress: Progress) -> Scored:
    """Classify cells by the estimator that was loaded last; columns are in the order of the codes it was loaded with.

    `views` holds what the bundle needs of the cells by name ("spectrum", "embedding"), float32 (n, …) without NaN.
    """
    return Scored(
        **worker.call(
            "classifier.predict",
            progress,
            spectrum=views.get("spectrum"),
            embedding=views.get("embedding"),
            with_novelty=novelty,
        )
    )


@dataclass(frozen=True)
class TrainingData:
    """Labelled cells: class codes, groups (both (n,)), places (rows and columns, (n, 2)); a group is held out as one.

    `views` are float32 arrays (m, …) by name ("spectrum", "embedding") of m ≥ n cells, the labelled ones first;
    `neighbours` (n, 9) are the rows of the 3 × 3 cells around each, −1 where there is none. The first `bands` columns
    of the spectrum are band means; `shared_unit`: the embedding's features have one unit. Windows reach `reach` cells.
    `test` are the views of a second layer's cells, its labelled ones first, and `test_neighbours` theirs.
    """

    codes: np.ndarray
    groups: np.ndarray
    places: np.ndarray
    views: Mapping[str, np.ndarray]
    neighbours: np.ndarray
    bands: int
    shared_unit: bool
    reach: int
    test: Mapping[str, np.ndarray] = field(default_factory=dict)
    test_neighbours: np.ndarray | None = None


@dataclass(frozen=True)
class TrainingSettings:
    """What to try: entries of `learning.estimators` and `features.view_names`, or "automatic".

    `random_only`: hold cells out one by one, not by group.
    """

    kind: str
    view: str
    smoothing: str
    effort: str
    fold_count: int
    seed: int
    random_only: bool = False


@dataclass(frozen=True)
class Trained:
    """A trained estimator (`content`, uint8) and what held-out samples say of it; codes are int64, 0 = not known.

    `held_out`, `random` (held out one by one), `confidence` (of held_out, 0–1), `suspects` are (n,), and so is
    `buffered`: held out with training samples within `reach` cells left out, which `overlap` (a share) of the samples
    have. `by_view` (views, n) is what the best on each of `view_names` alone predicts, held out. `views` are the single
    ones that the estimator needs, `smoothing` the side of the square that probabilities are averaged over (1: not).
    `divided` and `never`: codes of classes that could not be held out properly. `tried`, `curve`: a row a setting, a
    row a size.
    """

    content: np.ndarray
    held_out: np.ndarray
    confidence: np.ndarray
    suspects: np.ndarray
    random: np.ndarray
    overlap: float
    reach: int
    chosen: str
    views: list[str]
    smoothing: int
    view_names: list[str]
    by_view: np.ndarray
    tried: list[dict[str, Any]]
    temperature: float
    curve: list[dict[str, float]]
    divided: list[int]
    never: list[int]
    buffered: np.ndarray | None = None
    test: np.ndarray | None = None


def train(worker: Worker, data: TrainingData, settings: TrainingSettings, progress: Progress) -> Trained:
    """Train on labelled cells and find out, held out, how good the result is."""
    return Trained(
        **worker.call(
            "train.fit",
            progress,
            codes=data.codes,
            groups=data.groups,
            places=data.places,
            neighbours=data.neighbours,
            spectrum=data.views.get("spectrum"),
            embedding=data.views.get("embedding"),
            bands=data.bands,
            shared_unit=data.shared_unit,
            reach=data.reach,
            kind=settings.kind,
            view=settings.view,
            smoothing=settings.smoothing,
            effort=settings.effort,
            fold_count=settings.fold_count,
            seed=settings.seed,
            random_only=settings.random_only,
            test_spectrum=data.test.get("spectrum"),
            test_embedding=data.test.get("embedding"),
            test_neighbours=data.test_neighbours,
        )
    )


# Fine-tuning


@dataclass(frozen=True)
class TuningData:
    """Patches (n, w, w, bands) float32 with class codes, groups and parts (each (n,); see `reference.holdout`)."""

    patches: np.ndarray
    codes: np.ndarray
    groups: np.ndarray
    part: np.ndarray


@dataclass(frozen=True)
class Tuned:
    """A fine-tuned module: `features` (n, d) after, codes predicted of the judging part before and after.

    `content`: a logistic regression on the new features (uint8); `history`: a row an epoch.
    """

    features: np.ndarray
    history: list[dict[str, Any]]
    frozen: np.ndarray
    tuned: np.ndarray
    content: np.ndarray


def tune(worker: Worker, data: TuningData, settings: dict[str, Any], state: Path, progress: Progress) -> Tuned:
    """Fine-tune a module into the folder `state`/module; `state` is resumed from after a kill.

    `settings` are the fields of the worker's `training.finetune.Settings`.
    """
    return Tuned(
        **worker.call(
            "finetune.run",
            progress,
            patches=data.patches,
            codes=data.codes,
            groups=data.groups,
            part=data.part,
            settings=settings,
            state=str(state),
        )
    )


# A cluster


@dataclass(frozen=True)
class ClusterWork:
    """Blocks to be computed on a Dask cluster.

    `scheduler`: its address (tcp://…, tls://…) or the path of its scheduler file. `task`: "module:function" that the
    nodes import; it is called with `arguments` and the number of a block. `blocks` are those numbers.
    """

    scheduler: str
    task: str
    arguments: list[Any]
    blocks: list[int]


def compute_on_cluster(worker: Worker, work: ClusterWork, progress: Progress) -> int:
    """Have a cluster compute blocks; returns how many nodes took part.

    The worker must have been started with the network. Raises So2SatError where a block fails three times, or the
    scheduler is not to be reached.
    """
    return int(worker.call("dask.compute", progress, **asdict(work))["nodes"])
