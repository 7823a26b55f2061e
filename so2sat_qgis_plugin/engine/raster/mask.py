"""What the user leaves out of a raster: where another raster has certain values, or inside polygons. Plain data."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ..errors import So2SatError

SCL = "SCL"  # what the band of Sentinel-2's scene classification is called
# Its classes that say nothing of the ground: no data, saturated or defective, cloud shadow, cloud of medium and of high
# probability, thin cirrus, snow or ice (ESA, Level-2A product definition). Dark pixels (2) and water (6) stay.
SCL_INVALID = "0, 1, 3, 8-11"

_SCL_NAME = re.compile(r"^SCL\b|^scene[ _-]?class", re.IGNORECASE)
_SCL_FILE = re.compile(r"(?<![A-Za-z0-9])SCL(?![A-Za-z0-9])", re.IGNORECASE)
_ITEM = re.compile(
    r"(?P<low>-?\d+(\.\d+)?)\s*((-|–|to|\.\.)\s*(?P<high>-?\d+(\.\d+)?))?|bit\s*(?P<bit>\d\d?)", re.IGNORECASE
)


def is_scl(band_name: str) -> bool:
    """Return whether a band is Sentinel-2's scene classification, by its name."""
    return bool(_SCL_NAME.search(band_name.strip()))


def is_scl_file(file_name: str) -> bool:
    """Return whether a file of one band is the scene classification, by its name (T33TWM_…_SCL_20m.jp2)."""
    return bool(_SCL_FILE.search(file_name.replace("_", " ")))


@dataclass(frozen=True)
class MaskValues:
    """Which numbers mean "leave out": `ranges` (lowest, highest) and `bits`; without either all but 0 and nodata."""

    ranges: tuple[tuple[float, float], ...] = ()
    bits: tuple[int, ...] = ()

    @staticmethod
    def parse(text: str) -> MaskValues:
        """Return the values of a text such as "3, 8-10, bit 4"; raises So2SatError where it says something else."""
        ranges, bits = [], []
        for item in filter(None, (part.strip() for part in re.split("[,;]", text))):
            found = _ITEM.fullmatch(item)
            if found is None or int(found["bit"] or 0) > 62:
                raise So2SatError(
                    "MASKVALUES must be numbers (3), ranges (8-10) or bits (bit 4), separated by commas, but has "
                    f"'{item}'. Leave it empty to leave out every value but 0."
                )
            if found["bit"]:
                bits.append(int(found["bit"]))
            else:
                both = float(found["low"]), float(found["high"] or found["low"])
                ranges.append((min(both), max(both)))
        return MaskValues(tuple(ranges), tuple(bits))

    def among(self, numbers: np.ndarray, nodata: float | None) -> np.ndarray:
        """Return which of `numbers` (float64, NaN = unknown) mean "leave out", bool of the same shape."""
        known = ~np.isnan(numbers)
        if not self.ranges and not self.bits:
            return known & (numbers != 0) & (numbers != nodata)
        found = np.zeros(numbers.shape, bool)
        for low, high in self.ranges:
            found |= (numbers >= low) & (numbers <= high)
        if self.bits:
            whole = np.where(known & (np.abs(numbers) < 2.0**62), numbers, 0.0).astype(np.int64)
            found |= (whole & sum(1 << bit for bit in set(self.bits))) != 0
        return found


@dataclass(frozen=True)
class Mask:
    """What to leave out. `path` is what GDAL opens: a raster, of whose `band` (from 1) `values` are left out as
    `MaskValues.parse` reads them, or, with `polygons`, a vector file, of whose `layer` ("" = the first) the inside is.

    `crs` (WKT) is the layer's, "" = the file's own. `label` is what messages call it.
    """

    path: str
    values: str = ""
    band: int = 1
    polygons: bool = False
    layer: str = ""
    crs: str = ""
    label: str = "MASK"

    def to_json(self) -> dict[str, Any]:
        """Return this as plain values."""
        return asdict(self)
