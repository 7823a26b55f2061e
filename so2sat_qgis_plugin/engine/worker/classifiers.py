"""Calls that train a classifier, and load and apply one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..progress import Progress
from .protocol import Pending, Worker


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
    """Classify cells as `ask_probabilities` has it done, and wait."""
    return ask_probabilities(worker, views, novelty, progress).wait(progress)


def ask_probabilities(
    worker: Worker, views: Mapping[str, np.ndarray], novelty: bool, progress: Progress
) -> Pending[Scored]:
    """Have cells classified by the estimator that was loaded last; columns are in the order of its codes.

    `views` holds what the bundle needs of the cells by name ("spectrum", "embedding"), float32 (n, …) without NaN.
    """
    future = worker.submit(
        "classifier.predict",
        progress,
        spectrum=views.get("spectrum"),
        embedding=views.get("embedding"),
        with_novelty=novelty,
    )
    return Pending(worker, future, lambda answer: Scored(**answer))


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
