"""Principal components: fewer dimensions that keep most of the features' variance."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import So2SatError


@dataclass(frozen=True)
class Components:
    """`mean` (dims,), `axes` (components, dims), float32; `shares` (components,) of the variance, falling."""

    mean: np.ndarray
    axes: np.ndarray
    shares: np.ndarray

    @staticmethod
    def fit(sample: np.ndarray, count: int) -> Components:
        """Return the `count` first components of a sample (n, dims); rows that hold NaN are left out.

        Each axis points to where its largest weight is positive, so the same sample gives the same components.
        Raises So2SatError where the sample or its dimensions are fewer than `count`.
        """
        rows = sample[np.isfinite(sample).all(axis=1)]
        if not 1 <= count <= min(rows.shape):
            raise So2SatError(
                f"COMPONENTS is {count}, but must be 0 (all) or 1 to {min(rows.shape)}: the embedding has "
                f"{rows.shape[1]} dimensions and the sample {rows.shape[0]} cells."
            )
        mean = rows.mean(axis=0, dtype=np.float64)
        centred = (rows - mean).astype(np.float32)
        covariance = centred.T @ centred / len(rows)
        variances, vectors = np.linalg.eigh(covariance.astype(np.float64))
        variances, axes = variances[::-1].clip(0.0), vectors.T[::-1][:count]
        signs = np.sign(axes[np.arange(count), np.abs(axes).argmax(axis=1)])
        total = variances.sum()
        shares = variances[:count] / total if total > 0 else np.zeros(count)
        return Components(mean.astype(np.float32), (axes * signs[:, np.newaxis]).astype(np.float32), shares)

    def apply(self, features: np.ndarray) -> np.ndarray:
        """Return features (…, dims) as components (…, components), float32; NaN stays NaN."""
        return (features - self.mean) @ self.axes.T

    def restore(self, components: np.ndarray) -> np.ndarray:
        """Return the features (…, dims) nearest to what the components (…, components) came from."""
        return components @ self.axes + self.mean

    def sentence(self) -> str:
        """Return what is kept, in words."""
        count, dims = self.axes.shape
        kept = 100 * float(self.shares.sum())
        return f"{count} principal components of {dims} dimensions keep {kept:.4g} % of the variance."

    def save(self, path: Path) -> None:
        """Write the components as a .npz file, to apply the same ones to another raster."""
        np.savez(path, mean=self.mean, axes=self.axes, shares=self.shares)

    @staticmethod
    def load(path: Path) -> Components:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as values:
            return Components(values["mean"], values["axes"], values["shares"])
