"""Store features in fewer bits, with scale and offset per dimension as GDAL and QGIS apply them.

value = stored × scale + offset, from the dimension's least to its largest value; stored 0 is nodata.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

PRECISIONS = ("float32", "uint16", "uint8")  # the values of PRECISION, in their order


@dataclass
class Extremes:
    """Least and largest value of every dimension, gathered part by part."""

    low: np.ndarray = field(default_factory=lambda: np.array(np.inf))
    high: np.ndarray = field(default_factory=lambda: np.array(-np.inf))

    def add(self, features: np.ndarray) -> None:
        """Take in features (…, dims); rows that hold NaN are left out."""
        rows = features.reshape(-1, features.shape[-1])
        rows = rows[np.isfinite(rows).all(axis=1)]
        if len(rows):
            self.low = np.minimum(self.low, rows.min(axis=0))
            self.high = np.maximum(self.high, rows.max(axis=0))

    def steps(self, dims: int, dtype: str) -> Quantisation:
        """Return the finest steps of `dtype` for what was taken in, of `dims` dimensions; any where that is nothing."""
        empty = not np.isfinite(self.low).all() or not dims
        low, high = (np.zeros(dims), np.zeros(dims)) if empty else (self.low, self.high)
        return Quantisation.between(low, high, dtype)


@dataclass(frozen=True)
class Quantisation:
    """How features become integers of `dtype`; `scale` and `offset` are (dims,) float64 (the writer takes lists)."""

    dtype: str
    scale: np.ndarray
    offset: np.ndarray
    nodata: int = 0

    @staticmethod
    def between(low: np.ndarray, high: np.ndarray, dtype: str) -> Quantisation:
        """Return the finest steps of `dtype` that hold every value from `low` to `high` (dims,)."""
        last = int(np.iinfo(dtype).max)
        low, high = np.asarray(low, np.float64), np.asarray(high, np.float64)
        scale = np.where(high > low, (high - low) / (last - 1), 1.0)  # stored 1 … last
        return Quantisation(dtype, scale, low - scale)

    def encode(self, features: np.ndarray) -> np.ndarray:
        """Return features (…, dims) as stored; cells that hold NaN become nodata, values outside the nearest step."""
        steps = np.rint((features - self.offset) / self.scale)
        kept = np.isfinite(steps).all(axis=-1, keepdims=True)
        steps = np.clip(np.where(kept, steps, 1), 1, np.iinfo(self.dtype).max)
        return np.where(kept, steps, self.nodata).astype(self.dtype)

    def decode(self, stored: np.ndarray) -> np.ndarray:
        """Return what a reader gets of `stored` (…, dims): float32, NaN where nodata."""
        values = (stored * self.scale + self.offset).astype(np.float32)
        return np.where(stored == self.nodata, np.float32(np.nan), values)


@dataclass
class Loss:
    """What storing costs, measured part by part: features against what a reader gets back."""

    largest: float = 0.0
    _peak: float = 0.0
    _count: int = 0
    _squares: float = 0.0
    _sum: np.ndarray = field(default_factory=lambda: np.array(0.0))
    _sum_of_squares: np.ndarray = field(default_factory=lambda: np.array(0.0))

    def add(self, features: np.ndarray, restored: np.ndarray) -> None:
        """Take in features and what came back, (…, dims) both; rows that hold NaN are left out."""
        rows = features.reshape(-1, features.shape[-1]).astype(np.float64)
        kept = np.isfinite(rows).all(axis=1)
        rows = rows[kept]
        if not len(rows):
            return
        difference = rows - restored.reshape(-1, features.shape[-1])[kept]
        self.largest = max(self.largest, float(np.abs(difference).max()))
        self._peak = max(self._peak, float(np.abs(rows).max()))
        self._count += len(rows)
        self._squares += float((difference**2).sum())
        self._sum = self._sum + rows.sum(axis=0)
        self._sum_of_squares = self._sum_of_squares + (rows**2).sum(axis=0)

    @property
    def relative(self) -> float:
        """The largest error as a share of the largest feature."""
        return self.largest / self._peak if self._peak else 0.0

    @property
    def noise(self) -> float:
        """Root mean square of the error as a share of the features' deviation over all dimensions."""
        if not self._count:
            return 0.0
        variance = self._sum_of_squares - self._sum**2 / self._count
        return float(np.sqrt(self._squares / variance.sum())) if variance.sum() > 0 else 0.0

    def sentence(self, dtype: str) -> str:
        """Return the error in words, for log, report and metadata."""
        return (
            f"Stored as {dtype}: errors up to {self.largest:.2g} ({self.relative:.2g} of the largest feature), "
            f"{100 * self.noise:.2g} % of the features' deviation on average."
        )
