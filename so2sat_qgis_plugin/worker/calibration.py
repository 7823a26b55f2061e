"""A linear map from dense features to exact ones, fitted by ridge regression on a sample of windows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

_RIDGES = (1e-4, 1e-3, 1e-2, 1e-1, 1.0)  # of the mean variance of a feature
_HELD_OUT = 4  # every fourth window judges


@dataclass(frozen=True)
class LinearMap:
    """exact ≈ dense @ matrix + offset; matrix (dims, dims), offset (dims,), float32."""

    matrix: np.ndarray
    offset: np.ndarray

    def apply(self, features: np.ndarray) -> np.ndarray:
        """Return calibrated features (…, dims); NaN stays NaN."""
        return np.asarray(features @ self.matrix + self.offset, np.float32)


def fit(dense: np.ndarray, exact: np.ndarray) -> tuple[LinearMap, dict[str, Any]]:
    """Return the map from dense to exact features (n, dims), and the agreement on windows held out of the fit.

    The agreement has `relative_error` (norm of the difference by the norm of exact) and `r2` (share of exact's variance
    explained), each before ("raw_…") and after calibration, `windows` and the `ridge` chosen.
    """
    judged = np.arange(len(dense)) % _HELD_OUT == 0
    fitted = ~judged
    best: tuple[float, float] | None = None
    for ridge in _RIDGES:
        found = _solve(dense[fitted], exact[fitted], ridge)
        r2 = _agreement(found.apply(dense[judged]), exact[judged])[1]
        if best is None or r2 > best[0]:
            best = (r2, ridge)
    assert best is not None
    after = _agreement(_solve(dense[fitted], exact[fitted], best[1]).apply(dense[judged]), exact[judged])
    before = _agreement(dense[judged], exact[judged])
    agreement = {
        "windows": len(dense),
        "raw_relative_error": before[0],
        "raw_r2": before[1],
        "relative_error": after[0],
        "r2": after[1],
        "ridge": best[1],
    }
    return _solve(dense, exact, best[1]), agreement


def _solve(dense: np.ndarray, exact: np.ndarray, ridge: float) -> LinearMap:
    """Ridge regression in closed form, by the smaller of the two Gram matrices."""
    x, y = dense.astype(np.float64), exact.astype(np.float64)
    x_mean, y_mean = x.mean(0), y.mean(0)
    x, y = x - x_mean, y - y_mean
    strength = ridge * (x**2).mean() * len(x) + 1e-12
    if len(x) >= x.shape[1]:
        matrix = np.linalg.solve(x.T @ x + strength * np.eye(x.shape[1]), x.T @ y)
    else:
        matrix = x.T @ np.linalg.solve(x @ x.T + strength * np.eye(len(x)), y)
    return LinearMap(matrix.astype(np.float32), (y_mean - x_mean @ matrix).astype(np.float32))


def _agreement(found: np.ndarray, exact: np.ndarray) -> tuple[float, float]:
    difference = ((found - exact).astype(np.float64) ** 2).sum()
    spread = ((exact - exact.mean(0)).astype(np.float64) ** 2).sum()
    size = (exact.astype(np.float64) ** 2).sum()
    return float(np.sqrt(difference / max(size, 1e-30))), float(1.0 - difference / max(spread, 1e-30))
