"""Run a module once over a block and average its feature map over every window."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from ...engine.errors import So2SatError
from ...engine.worker import Geometry
from .embedder import Embedder, Opening
from .patches import cut

_STRIP_BYTES = 256 << 20  # of feature map at a time, where a block may be cut without a margin
_EQUAL = 1e-4  # of the largest feature: "the same function"


def weights(starts: np.ndarray, geometry: Geometry, size: int) -> np.ndarray:
    """Return (n, size): how much each of `size` map cells weighs in windows that start at `starts` pixels.

    A cell weighs by the share of the window it covers; rows sum to 1.
    """
    first = starts * geometry.step[1] / geometry.step[0]
    cells = np.arange(size)
    low = np.maximum(cells, first[:, np.newaxis])
    high = np.minimum(cells + 1, first[:, np.newaxis] + geometry.cells)
    return (np.clip(high - low, 0, None) / geometry.cells).astype(np.float32)


def measure(embedder: Embedder, opening: Opening, bands: int) -> Geometry:
    """Find a module's dense geometry by running it; raises So2SatError where it has no global mean."""
    window = opening.window
    small, large = ([size[0] for size in embedder.map_sizes(w, w)] for w in (window, 9 * window))
    growth = {after - before for before, after in zip(small, large)}
    steps = {Fraction(8 * window, g) for g in growth}
    is_uneven = len(set(small)) > 1
    if len(steps) != 1 or (is_uneven and steps != {1}):
        raise So2SatError(f"The module averages feature maps of several sizes ({small}). Choose MODE exact.")
    (step,) = steps
    map_bytes = 4 * (max(large) / (9 * window)) ** 2 * embedder.dims
    geometry = Geometry((step.numerator, step.denominator), max(small), 0, step.numerator, True, map_bytes)
    if _equals(embedder, geometry, window, bands):
        return geometry
    if is_uneven:
        raise So2SatError(f"The module averages feature maps of several sizes ({small}). Choose MODE exact.")
    return replace(geometry, margin=_reach(embedder, geometry, window, bands), equals_exact=False)


def _features(embedder: Embedder, geometry: Geometry, image: np.ndarray) -> np.ndarray:
    """Return what the module makes of every single cell of an image's feature map."""
    height, width = embedder.map_sizes(*image.shape[:2])[0]
    return embedder.pooled(image, np.eye(height, dtype=np.float32), np.eye(width, dtype=np.float32))


def _reach(embedder: Embedder, geometry: Geometry, window: int, bands: int) -> int:
    """Return how many pixels away from a map cell a pixel still changes it (half the receptive field)."""
    generator = np.random.default_rng(0)
    side = 4 * window
    while True:
        image = generator.random((side, side, bands), dtype=np.float32)
        touched = image.copy()
        touched[side // 2, side // 2] += 1.0
        before, after = (_features(embedder, geometry, i) for i in (image, touched))
        change = np.abs(after - before).max(axis=-1)
        rows, columns = np.nonzero(change > 1e-6 * np.abs(before).max())
        size = len(change)
        if side >= 16 * window or not {0, size - 1} & {*rows.tolist(), *columns.tolist()}:
            step = geometry.step[0] / geometry.step[1]
            reach = max(np.abs(np.concatenate([rows, columns]) + 0.5 - size / 2).max(initial=0) * step, 1.0)
            return int(np.ceil(reach + step))
        side *= 2


def _equals(embedder: Embedder, geometry: Geometry, window: int, bands: int) -> bool:
    """Return whether windows of a larger image have the features that they have alone."""
    if geometry.step[1] != 1:
        return False  # windows begin between cells
    generator = np.random.default_rng(1)
    image = generator.random((2 * window, 2 * window, bands), dtype=np.float32)
    stride = max(window // geometry.step[0] // 2, 1)  # in cells
    dense = embedder.averaged(image, stride)
    starts = np.arange(len(dense)) * stride * geometry.step[0]
    exact = embedder.vectors(
        cut(image, np.stack(np.meshgrid(starts, starts, indexing="ij"), -1).reshape(-1, 2), window)
    )
    return bool(np.abs(dense.reshape(exact.shape) - exact).max() <= _EQUAL * np.abs(exact).max())


def embed(
    embedder: Embedder, geometry: Geometry, block: np.ndarray, rows: np.ndarray, columns: np.ndarray, window: int
) -> np.ndarray:
    """Return dense features (r, c, dims) of a block (h, w, bands, no NaN), windows starting at `rows` × `columns`."""
    if geometry.equals_exact and _is_regular(rows, geometry) and _is_regular(columns, geometry):
        return _by_strips(embedder, geometry, block, rows, columns, window)
    height, width = embedder.map_sizes(*block.shape[:2])[0]
    return embedder.pooled(block, weights(rows, geometry, height), weights(columns, geometry, width))


def _is_regular(starts: np.ndarray, geometry: Geometry) -> bool:
    """Whether the windows start on cells of the feature map, the first at 0."""
    return geometry.step[1] == 1 and starts[0] == 0 and not (starts % geometry.step[0]).any()


def _by_strips(
    embedder: Embedder, geometry: Geometry, block: np.ndarray, rows: np.ndarray, columns: np.ndarray, window: int
) -> np.ndarray:
    """Embed a few rows of cells at a time: without a margin a strip gives the same values as the whole."""
    stride = int(rows[1] - rows[0]) if len(rows) > 1 else int(columns[1] - columns[0]) if len(columns) > 1 else window
    features = np.empty((len(rows), len(columns), embedder.dims), np.float32)
    height = _STRIP_BYTES / (geometry.map_bytes * block.shape[1])
    count = int(np.clip((height - window) // stride + 1, 1, len(rows)))
    for i in range(0, len(rows), count):
        part = rows[i : i + count]
        strip = block[part[0] : part[-1] + window, : columns[-1] + window]
        features[i : i + count] = embedder.averaged(strip, stride // geometry.step[0])
    return features
