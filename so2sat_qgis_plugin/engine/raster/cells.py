"""Labels as geometries, the cells that they fall on, and which hold which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .grid import Transform


@dataclass(frozen=True)
class LabelledFeatures:
    """Features of a vector layer as plain values: WKB, label (text, number or None), and the layer's CRS as WKT."""

    geometries: Sequence[bytes]
    labels: Sequence[object]
    crs: str


@dataclass(frozen=True)
class Cells:
    """The cells that labels fall on: rows × columns, GDAL geotransform, CRS as WKT ("" where unknown)."""

    rows: int
    columns: int
    transform: Transform
    crs: str


@dataclass(frozen=True)
class Hits:
    """Which features hold which cells: flat cell index (row · columns + column) and feature index, both (n,) int64."""

    cell: np.ndarray
    feature: np.ndarray
    counts: dict[str, int]
