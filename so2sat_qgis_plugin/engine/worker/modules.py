"""Calls about a module's files: checked, described, made, and how a raster fits them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ..progress import Progress
from .protocol import Worker


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
    count: int = 64


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
