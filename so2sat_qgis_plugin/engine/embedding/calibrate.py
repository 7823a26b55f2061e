"""Bring dense features to exact ones: embed a sample of windows exactly too, fit, say how well they agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import worker as door
from ..progress import Progress
from ..raster.grid import Block
from ..worker import Pending, Worker
from .parts import FEATURES, Parts
from .plan import Plan

_SHARE = 0.02  # of all windows, embedded exactly too: a lattice
_SIDES = 12, 32  # of the lattice, at least and at most
_TOGETHER = 128  # windows in one request: the next ones are read meanwhile
_LEAST = 16  # windows that a fit needs
_RIDGES = (1e-4, 1e-3, 1e-2, 1e-1, 1.0)  # of the mean variance of a feature
_HELD_OUT = 4  # every fourth window judges


@dataclass(frozen=True)
class Calibration:
    """exact ≈ dense @ matrix + offset; matrix (dims, dims), offset (dims,), float32.

    `agreement` is that of `fit`, with `applied`: whether the run asked for it.
    """

    matrix: np.ndarray
    offset: np.ndarray
    agreement: dict[str, Any]

    def apply(self, features: np.ndarray) -> np.ndarray:
        """Return calibrated features (…, dims), the same where it is not to be applied; NaN stays NaN."""
        if not self.agreement["applied"]:
            return features
        return np.asarray(features @ self.matrix + self.offset, np.float32)

    def sentence(self) -> str:
        """Return the agreement in words."""
        found = self.agreement
        raw = f"relative error {found['raw_relative_error']:.3f}, R² {found['raw_r2']:.3f}"
        after = f"relative error {found['relative_error']:.3f}, R² {found['r2']:.3f}"
        applied = "and is applied" if found["applied"] else "but CALIBRATE is off"
        return (
            f"Dense against exact on {found['windows']} windows, judged on a quarter of them held out: {raw} as it is; "
            f"a linear map reaches {after} {applied}."
        )


def calibrate(plan: Plan, parts: Parts, worker: Worker, progress: Progress) -> Calibration | None:
    """Measure how well the dense features in `parts` (all of them there) agree with exact; None where they are exact.

    Kept with the parts, so that whoever goes on with them finds the same map.
    """
    if plan.dense_equals_exact:
        return None
    kept = parts.load_arrays("calibration")
    if kept is None:
        dense, exact = _sample(plan, parts, worker, progress)
        if len(dense) < _LEAST:
            progress.warn(f"Only {len(dense)} windows have data: too few to measure how well dense agrees with exact.")
            return None
        found = fit(dense, exact)
        kept = {"matrix": found.matrix, "offset": found.offset}, found.agreement
        parts.store_arrays("calibration", *kept)
    arrays, agreement = kept
    calibration = Calibration(**arrays, agreement={**agreement, "applied": plan.request.calibrate})
    progress.log(calibration.sentence())
    return calibration


def fit(dense: np.ndarray, exact: np.ndarray) -> Calibration:
    """Return the map from dense to exact features (n, dims), with the agreement on windows held out of the fit.

    The agreement has `relative_error` (norm of the difference by the norm of exact) and `r2` (share of exact's variance
    explained), each before ("raw_…") and after calibration, `windows` and the `ridge` chosen.
    """
    judged = np.arange(len(dense)) % _HELD_OUT == 0
    tried = []
    for ridge in _RIDGES:
        found = _apply(_solve(dense[~judged], exact[~judged], ridge), dense[judged])
        tried.append((_agreement(found, exact[judged]), ridge))
    after, ridge = max(tried, key=lambda one: one[0][1])
    before = _agreement(dense[judged], exact[judged])
    agreement = {
        "windows": len(dense),
        "raw_relative_error": before[0],
        "raw_r2": before[1],
        "relative_error": after[0],
        "r2": after[1],
        "ridge": ridge,
        "applied": True,
    }
    return Calibration(*_solve(dense, exact, ridge), agreement)


def _solve(dense: np.ndarray, exact: np.ndarray, ridge: float) -> tuple[np.ndarray, np.ndarray]:
    """Return matrix and offset of a ridge regression in closed form, by the smaller of the two Gram matrices."""
    x, y = dense.astype(np.float64), exact.astype(np.float64)
    x_mean, y_mean = x.mean(0), y.mean(0)
    x, y = x - x_mean, y - y_mean
    strength = ridge * (x**2).mean() * len(x) + 1e-12
    if len(x) >= x.shape[1]:
        matrix = np.linalg.solve(x.T @ x + strength * np.eye(x.shape[1]), x.T @ y)
    else:
        matrix = x.T @ np.linalg.solve(x @ x.T + strength * np.eye(len(x)), y)
    return matrix.astype(np.float32), (y_mean - x_mean @ matrix).astype(np.float32)


def _apply(linear: tuple[np.ndarray, np.ndarray], features: np.ndarray) -> np.ndarray:
    return np.asarray(features @ linear[0] + linear[1], np.float32)


def _agreement(found: np.ndarray, exact: np.ndarray) -> tuple[float, float]:
    """Return relative error and R²."""
    difference = ((found - exact).astype(np.float64) ** 2).sum()
    spread = ((exact - exact.mean(0)).astype(np.float64) ** 2).sum()
    size = (exact.astype(np.float64) ** 2).sum()
    return float(np.sqrt(difference / max(size, 1e-30))), float(1.0 - difference / max(spread, 1e-30))


def _sample(plan: Plan, parts: Parts, worker: Worker, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
    """Return dense and exact features, (n, dims) each, of the same cells spread over the grid."""
    rows, columns = (_spread(cells, plan.grid.shape) for cells in plan.grid.shape)
    window, kept = plan.grid.window, np.zeros((len(rows), len(columns)), bool)
    answers: list[Pending[np.ndarray]] = []
    patches: list[np.ndarray] = []
    with plan.open() as raster:
        for i, row in enumerate(rows):
            progress.check()
            seen = plan.read_exactly(raster, Block(int(row), 0, 1, plan.grid.columns))
            kept[i] = seen.kept[0, columns]
            patches += [seen.block[:, x : x + window] for x in seen.columns[columns[kept[i]]]]
            if len(patches) >= _TOGETHER or (patches and i == len(rows) - 1):
                starts = np.stack([np.arange(len(patches)) * window, np.zeros(len(patches), int)], -1)
                answers.append(door.exact(worker, np.concatenate(patches), starts))
                patches = []
    dense = _cells(plan, parts, rows, columns, progress)[kept]
    exact = [np.empty((0, plan.dims), np.float32), *(answer.wait(progress) for answer in answers)]
    return dense, np.concatenate(exact)


def _spread(cells: int, shape: tuple[int, int]) -> np.ndarray:
    """Return the rows (or columns) of the sampled cells among `cells` of a grid of `shape`.

    Single cells far apart: neighbours see nearly the same pixels, so they add little to the fit, and judged on them it
    looks better than it is.
    """
    side = int(np.clip(np.sqrt(shape[0] * shape[1] * _SHARE), *_SIDES))
    return np.unique(np.linspace(0, cells - 1, side).round().astype(int))


def _cells(plan: Plan, parts: Parts, rows: np.ndarray, columns: np.ndarray, progress: Progress) -> np.ndarray:
    """Return the features (r, c, dims) in `parts` of the cells at `rows` × `columns`."""
    found = np.empty((len(rows), len(columns), plan.dims), np.float32)
    for part in plan.blocks():
        progress.check()
        inside_rows = (rows >= part.row) & (rows < part.row + part.rows)
        inside_columns = (columns >= part.column) & (columns < part.column + part.columns)
        if inside_rows.any() and inside_columns.any():
            there = np.ix_(rows[inside_rows] - part.row, columns[inside_columns] - part.column)
            found[np.ix_(inside_rows, inside_columns)] = parts.load(part, FEATURES)[there]
    return found
