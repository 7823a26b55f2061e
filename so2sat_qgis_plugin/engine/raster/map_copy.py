"""Write a map anew with other classes: the same grid, metadata and data type, its codes exchanged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..legend import LegendClass
from ..progress import Progress
from .reader import Raster, RasterInfo
from .writer import CLASSES_KEY, GeoTiffProfile, GeoTiffWriter

_ROWS = 512  # read and written at a time


def copy_map(
    source: str, target: str, classes: Sequence[LegendClass], codes: Mapping[int, int], progress: Progress
) -> None:
    """Write the map `source` as `target` (they may be one file) with `classes`; `codes` says which code becomes which.

    Codes that are not in `codes` stay. Memory holds a few hundred rows.
    """
    with Raster(source) as raster:
        info = raster.info
        exchange = np.arange(np.iinfo(info.bands[0].dtype).max + 1).astype(info.bands[0].dtype)
        for old, new in codes.items():
            exchange[old] = new
        with GeoTiffWriter(target, _profile(info)) as writer:
            writer.set_legend(classes)
            starts = range(0, info.height, _ROWS)
            for row in progress.over(starts, len(starts)):
                pixels = raster.read(row, 0, min(_ROWS, info.height - row), info.width, (1,))
                writer.write(row, 0, exchange[pixels])


def _profile(info: RasterInfo) -> GeoTiffProfile:
    band = info.bands[0]
    kept = {key: value for key, value in info.metadata.items() if key not in (CLASSES_KEY, "AREA_OR_POINT")}
    return GeoTiffProfile(
        rows=info.height,
        columns=info.width,
        bands=1,
        dtype=band.dtype,
        transform=info.transform,
        crs=info.crs,
        nodata=band.nodata,
        band_names=(band.name,),
        metadata=kept,
    )
