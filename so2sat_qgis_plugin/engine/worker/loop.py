"""Calls on a scene that is being labelled: open its kept cells, fit, predict, find places, explain a cell."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ..progress import Progress
from .protocol import Worker


@dataclass(frozen=True)
class KeptFile:
    """The file of a scene (see `labelling.scene`): `path`, `size` in bytes, when it was `changed` (ns).

    A cell has `components` numbers of the embedding, then its spectrum, whose first `bands` are band means.
    """

    path: str
    size: int
    changed: int
    components: int
    bands: int


@dataclass(frozen=True)
class KeptSamples:
    """Labelled `cells` (n, 2), rows and columns, with class codes and groups, (n,) int64. `token` names the fit."""

    token: str
    cells: np.ndarray
    codes: np.ndarray
    groups: np.ndarray


@dataclass(frozen=True)
class QuickFit:
    """What held-out samples say of the quick classifier; codes are int64 (n,), 0 where a sample was not held out.

    `plain` is what plain pixels say (all 0 where there are none); `confidence` (0–1) and `suspects` (bool), (n,), are
    of `held_out`. `folds`: how many parts were held out in turn, 0 = group by group. `divided` and `never`: codes of
    classes that could not be held out properly.
    """

    held_out: np.ndarray
    confidence: np.ndarray
    suspects: np.ndarray
    plain: np.ndarray
    folds: int
    divided: list[int]
    never: list[int]


@dataclass(frozen=True)
class Drawn:
    """Every step-th cell of a block, (rows, columns): `codes`, 0 for nodata; the others percent, 255 for nodata."""

    codes: np.ndarray
    confidence: np.ndarray
    novelty: np.ndarray | None = None


@dataclass(frozen=True)
class Asked:
    """Every `step`-th cell of a block (`row`, `column`, `rows`, `columns`), to be drawn by the fit `token`."""

    token: str
    row: int
    column: int
    rows: int
    columns: int
    step: int = 1
    with_novelty: bool = False


@dataclass(frozen=True)
class Wanted:
    """How many places to look for, and where not: within `reach` cells of `avoid` (n, 2) and of what is labelled.

    `among` (n, 2) are the cells to choose from, None for a draw of all by `seed`. `token` "": nothing is fitted.
    """

    token: str
    count: int
    avoid: np.ndarray
    reach: int
    seed: int = 0
    among: np.ndarray | None = None


@dataclass(frozen=True)
class Places:
    """Places worth a label, the most telling first: `cells` (n, 2); the rest (n,).

    Likeliest code (0: nothing is fitted), `confidence` and the runner-up's (`second_code`, `second`) in percent,
    `novelty` 0–100; `share`: how much of what is uncertain (or of the scene) each stands for, 0–1.
    """

    cells: np.ndarray
    codes: np.ndarray
    confidence: np.ndarray
    second_code: np.ndarray
    second: np.ndarray
    novelty: np.ndarray
    share: np.ndarray


@dataclass(frozen=True)
class Explained:
    """What is known of one cell: `codes` and their `probabilities` (k,), `novelty`, and the nearest samples.

    `nearest` are rows of the samples, `distances` theirs in units of the usual distance between groups; `spectrum`
    (bands,) and `spectra` (k, bands): mean reflectance of the cell and of each class's samples.
    """

    codes: np.ndarray
    probabilities: np.ndarray
    novelty: int
    nearest: np.ndarray
    distances: np.ndarray
    spectrum: np.ndarray
    spectra: np.ndarray


def open_kept(worker: Worker, file: KeptFile, progress: Progress) -> list[str]:
    """Open a scene's file for the calls that follow; returns the tokens of the fits that are there."""
    return [str(token) for token in worker.call("loop.open_kept", progress, **asdict(file))["tokens"]]


def fit_quick(worker: Worker, samples: KeptSamples, progress: Progress) -> QuickFit:
    """Fit the quick classifier to labelled cells of the open scene and judge it, held out."""
    return QuickFit(
        **worker.call(
            "loop.fit",
            progress,
            token=samples.token,
            cells=samples.cells,
            codes=samples.codes,
            groups=samples.groups,
        )
    )


def take_trained(
    worker: Worker, samples: KeptSamples, estimator: bytes, written_with: str, smoothing: int, progress: Progress
) -> None:
    """Take a classifier that `train` made of labelled cells of the open scene, in place of the quick one."""
    worker.call(
        "loop.take",
        progress,
        token=samples.token,
        content=np.frombuffer(estimator, np.uint8),
        written_with=written_with,
        smoothing=smoothing,
        cells=samples.cells,
        codes=samples.codes,
        groups=samples.groups,
    )


def draw(worker: Worker, asked: Asked, progress: Progress) -> Drawn:
    """Classify cells of the open scene."""
    return Drawn(**worker.call("loop.predict", progress, **asdict(asked)))


def find_places(worker: Worker, wanted: Wanted, progress: Progress) -> Places:
    """Find the places of the open scene whose labels would teach most."""
    return Places(
        **worker.call(
            "places.find",
            progress,
            token=wanted.token,
            count=wanted.count,
            avoid=wanted.avoid,
            reach=wanted.reach,
            seed=wanted.seed,
            among=wanted.among,
        )
    )


def explain(worker: Worker, token: str, cell: tuple[int, int], count: int, progress: Progress) -> Explained:
    """Explain a cell (row, column) of the open scene, with its `count` nearest samples, one a group."""
    found: dict[str, Any] = worker.call(
        "places.explain", progress, token=token, row=cell[0], column=cell[1], count=count
    )
    return Explained(**found)
