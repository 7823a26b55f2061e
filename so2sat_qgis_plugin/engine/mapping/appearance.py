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
    bands = len(source.bands)
    sums = np.zeros((clusters + 1, bands + 2))  # bands, water cells, cells
    blocks = list(source.blocks())
    for block in progress.over(blocks, len(blocks)):
        here = ids[block.slices]
        if here.any():
            means = source.statistics(block)[..., :bands]
            labels = np.where(np.isnan(means[..., 0]), 0, here).ravel()
            water = naming.water_cells(means, source.bands)
            for i, values in enumerate([*means.reshape(-1, bands).T, water.ravel(), np.ones(len(labels))]):
                sums[:, i] += np.bincount(labels, np.nan_to_num(values), minlength=len(sums))
    with np.errstate(invalid="ignore"):
        found = sums[1:, :-1] / sums[1:, -1:]
    return found[:, :-1], found[:, -1]
