"""What clusters look like: mean reflectance and share of water, from the statistics of their cells."""

from __future__ import annotations

import numpy as np

from ..features.source import FeatureSource
from ..progress import Progress
from . import naming

UNKNOWN = (
    "the embedding raster holds no cell statistics (bands mean_…, sd_…), so what its cells look like is not known. "
    "Embed the raster anew to have them"
)


def cluster_means(
    source: FeatureSource, ids: np.ndarray, clusters: int, progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """Return mean reflectance, float64 (clusters, bands), and share of water cells, (clusters,), of ids from 1.

    `ids`: uint8 or uint16 (rows, columns) of the source's cells, 0 left out. A cell is the pixels it covers, not its
    window; it is water where its mean is (`naming.water_cells`). NaN where a cluster has no cell with valid pixels.
    """
    sums = np.zeros((clusters + 1, len(source.bands) + 2))
    for block in progress.over(source.blocks(), sum(1 for _ in source.blocks())):
        here = ids[block.slices]
        if here.any():
            sums += block_sums(source.statistics(block), here, source.bands, clusters)
    return means_of(sums[1:])


def block_sums(statistics: np.ndarray, ids: np.ndarray, bands: tuple[str, ...], clusters: int) -> np.ndarray:
    """Return sums over the cells of each id from 0: bands' means, water cells, cells; (clusters + 1, bands + 2).

    `statistics` (r, c, …) begins with the means of `bands`; cells without are left out.
    """
    means = statistics[..., : len(bands)]
    labels = np.where(np.isnan(means[..., 0]), 0, ids).ravel()
    values = [*means.reshape(-1, len(bands)).T, naming.water_cells(means, bands).ravel(), np.ones(len(labels))]
    return np.stack([np.bincount(labels, np.nan_to_num(v), minlength=clusters + 1) for v in values], axis=1)


def means_of(sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return mean reflectance (n, bands) and share of water (n,) of `block_sums` (n, bands + 2)."""
    with np.errstate(invalid="ignore"):
        found = sums[:, :-1] / sums[:, -1:]
    return found[:, :-1], found[:, -1]
