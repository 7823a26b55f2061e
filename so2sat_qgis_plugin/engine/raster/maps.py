"""Read maps of any make: class codes, and what the file says of the classes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from osgeo import gdal

from ..errors import So2SatError
from ..legend import LegendClass, safe_color
from ..progress import Progress
from .area import cell_areas
from .gdal_errors import collected
from .grid import Transform
from .reader import Raster
from .writer import CLASSES_KEY

_STRIPE = 512
MOST_CELLS = 1 << 31


@dataclass(frozen=True)
class LandCover:
    """A map in memory: `codes` (rows, columns) uint8 or uint16, 0 where there is no class, and its classes.

    `classes` holds those that the map has cells of, and no others.
    """

    path: str
    codes: np.ndarray
    classes: tuple[LegendClass, ...]
    transform: Transform
    crs: str

    def cells(self) -> np.ndarray:
        """Return the number of cells of each of `classes`, int64."""
        counts = code_counts(self.codes)
        return np.array([counts[entry.code] for entry in self.classes], dtype=np.int64)

    def areas(self) -> np.ndarray | None:
        """Return the area of each of `classes` in m², None where the CRS does not tell."""
        of_row = cell_areas(self.transform, self.crs, *self.codes.shape)
        if of_row is None:
            return None
        total = np.zeros(1 << 16)
        for row, area in zip(self.codes, of_row):
            counts = np.bincount(row)
            total[: len(counts)] += counts * area
        return np.array([total[entry.code] for entry in self.classes])


def code_counts(codes: np.ndarray) -> np.ndarray:
    """Return how many cells have each code, int64 (65536,), of `codes` (rows, columns) uint8 or uint16.

    Row by row: bincount makes int64 of what it counts, eight times a map of uint8.
    """
    counts = np.zeros(1 << 16, np.int64)
    for row in codes:
        found = np.bincount(row)
        counts[: len(found)] += found
    return counts


def read_map(path: str, progress: Progress) -> LandCover:
    """Read band 1 of a map; raises So2SatError where it cannot be one of class codes 0–65535."""
    with Raster(path) as raster:
        info = raster.info
        if info.width * info.height > MOST_CELLS:
            raise So2SatError(f"{path} has {info.width} × {info.height} cells; at most {MOST_CELLS:,} can be assessed.")
        dtype = "uint8" if info.bands[0].dtype == "uint8" else "uint16"
        codes = np.zeros((info.height, info.width), dtype)
        for row in progress.over(range(0, info.height, _STRIPE), -(-info.height // _STRIPE)):
            pixels = raster.read(row, 0, min(_STRIPE, info.height - row), info.width, (1,))
            valid = raster.valid(row, 0, pixels, (1,))
            values = np.where(valid, pixels[..., 0], 0)
            if (values < 0).any() or (values > 65535).any() or (values != np.floor(values)).any():
                raise So2SatError(
                    f"{path} is no map of classes: band 1 must hold whole numbers from 0 to 65535, but has values from "
                    f"{values.min():g} to {values.max():g}. Choose a classified map."
                )
            codes[row : row + len(values)] = values
    present = np.unique(np.concatenate([np.unique(stripe) for stripe in _stripes(codes)]))
    present = present[present > 0]
    if not len(present):
        raise So2SatError(f"{path} has no classified cell: all of band 1 is 0 or nodata. Choose another map.")
    known = _legend(path, info.metadata.get(CLASSES_KEY))
    classes = tuple(
        known.get(int(code), LegendClass(int(code), str(code), safe_color(i))) for i, code in enumerate(present)
    )
    return LandCover(path, codes, classes, info.transform, info.crs)


def classes_of(path: str) -> tuple[LegendClass, ...]:
    """Return the classes that the map `path` names, by code; () where it names none. Reads no pixel."""
    with Raster(path) as raster:
        entry = raster.info.metadata.get(CLASSES_KEY)
    return tuple(entry for _, entry in sorted(_legend(path, entry).items()))


def _stripes(codes: np.ndarray) -> list[np.ndarray]:
    return [codes[row : row + _STRIPE].ravel() for row in range(0, len(codes), _STRIPE)]


def _legend(path: str, entry: str | None) -> dict[int, LegendClass]:
    """Return the classes that the file names: this plugin's entry, else attribute table, else category names."""
    try:
        found = [(int(row["code"]), str(row["name"]), str(row["color"])) for row in json.loads(entry or "[]")]
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return _foreign(path)
    return {
        code: LegendClass(code, name, color if re.fullmatch("#[0-9a-fA-F]{6}", color) else safe_color(i))
        for i, (code, name, color) in enumerate(found)
    } or _foreign(path)


def _foreign(path: str) -> dict[int, LegendClass]:
    with collected():
        dataset = gdal.Open(path)
        dataset.GetGeoTransform()  # GDAL 3.6 reads the .aux.xml of a GeoTIFF only then
        band = dataset.GetRasterBand(1)
        colors = band.GetColorTable()
        names = _table_names(band.GetDefaultRAT()) or dict(enumerate(band.GetCategoryNames() or []))
        return {
            code: LegendClass(code, name, _color(colors, code) or safe_color(i))
            for i, (code, name) in enumerate(sorted(names.items()))
            if code > 0 and name
        }


def _table_names(table: Any) -> dict[int, str]:
    if table is None:
        return {}
    value = next(
        (table.GetColOfUsage(use) for use in (gdal.GFU_MinMax, gdal.GFU_Min) if table.GetColOfUsage(use) >= 0), -1
    )
    name = table.GetColOfUsage(gdal.GFU_Name)
    if value < 0 or name < 0:
        return {}
    rows = range(table.GetRowCount())
    return {table.GetValueAsInt(row, value): table.GetValueAsString(row, name) for row in rows}


def _color(colors: Any, code: int) -> str:
    if colors is None or code >= colors.GetCount():
        return ""
    red, green, blue = colors.GetColorEntry(code)[:3]
    return f"#{red:02x}{green:02x}{blue:02x}"
