"""Write codes as a map: GeoTIFF with legend and colours, and the QGIS style beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..features.source import FeatureSource
from ..legend import LegendClass, save_style
from ..progress import Progress
from ..raster.writer import GeoTiffProfile, GeoTiffWriter

_STRIPE = 256  # rows written at a time: the tiles' height


def profile(source: FeatureSource, dtype: str, nodata: float, band: str, about: Mapping[str, Any]) -> GeoTiffProfile:
    """Return how a raster of one band on the grid of `source` is written; `about`: plain values by metadata key."""
    return GeoTiffProfile(
        rows=source.rows,
        columns=source.columns,
        bands=1,
        dtype=dtype,
        transform=source.transform,
        crs=source.crs,
        nodata=nodata,
        band_names=(band,),
        metadata={key: json.dumps(value) for key, value in about.items()},
        tile=_STRIPE,
    )


def write_map(
    path: str | Path,
    source: FeatureSource,
    codes: np.ndarray,
    classes: Sequence[LegendClass],
    about: Mapping[str, Any],
    progress: Progress,
) -> None:
    """Write `codes`, uint8 or uint16 (rows, columns), as a map on the grid of `source`; 0 is nodata."""
    with GeoTiffWriter(path, profile(source, codes.dtype.name, 0, "class", about)) as writer:
        writer.set_legend(classes)
        for row in range(0, source.rows, _STRIPE):
            progress.check()
            writer.write(row, 0, codes[row : row + _STRIPE])
    save_style(path, classes)
