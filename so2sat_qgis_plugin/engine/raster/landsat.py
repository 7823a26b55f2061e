"""Landsat's products: which bands are thermal, and how numbers become reflectance. Told by names, else by values.

Scalings (USGS: Landsat Collection 2 Level-2 Science Product Guide, Landsat 8-9 Data Users Handbook, Collection 1
Surface Reflectance guides): Collection 2 Level 2 DN × 2.75e-5 − 0.2, Collection 1 surface reflectance DN / 10000, Level
1 of Landsat 8 and 9 DN × 2e-5 − 0.1 (reflectance at the top of the atmosphere, the sun taken to be overhead).
"""

from __future__ import annotations

import os
import re

import numpy as np

from .reader import RasterInfo

_THERMAL = re.compile(
    r"(?<![A-Za-z0-9])(ST_B\d+|thermal(?![A-Za-z])|tirs\d?|lwir\d*)"
    r"|L[CO]0[89]_\w*_B1[01](?!\d)|L[ET]0[457]_\w*_B6(?!\d)|bt_band",
    re.IGNORECASE,
)
_LEVEL2 = re.compile(r"(?<![A-Za-z0-9])SR_B\d|L[COTE]0[4-9]_L2S[PR]_\w*_02_|_02_(T1|T2|RT)_SR", re.IGNORECASE)
_COLLECTION1 = re.compile(r"(?<![A-Za-z0-9])sr_band\d|_01_(T1|T2|RT)_sr_", re.IGNORECASE)
_LEVEL1 = re.compile(r"L[CO]0[89]_L1(TP|GT|GS)_\w*_0[12]_", re.IGNORECASE)
LEVEL2, COLLECTION1, LEVEL1 = (2.75e-5, -0.2), (1e-4, 0.0), (2e-5, -0.1)
_LEVEL2_ZERO = 7000.0  # a little below the DN of reflectance 0 in Collection 2 Level 2, 7273
_LEVEL1_ZERO = 5000.0


def is_thermal(name: str) -> bool:
    """Return whether a band of this name measures warmth, which is no reflectance."""
    return _THERMAL.search(name) is not None


def by_name(info: RasterInfo, bands: tuple[int, ...]) -> tuple[float, float, str] | None:
    """Return (slope, offset, product) where the bands' names or the file's are those of a Landsat product."""
    texts = [info.bands[number - 1].name for number in bands] + [os.path.basename(info.path)]
    for pattern, (slope, offset), product in (
        (_LEVEL2, LEVEL2, "Landsat Collection 2 Level 2"),
        (_COLLECTION1, COLLECTION1, "Landsat Collection 1 surface reflectance"),
        (_LEVEL1, LEVEL1, "Landsat Level 1"),
    ):
        if any(pattern.search(text) for text in texts):
            return slope, offset, product
    return None


def by_values(values: np.ndarray, dtype: np.dtype) -> tuple[float, float, str] | None:  # type: ignore[type-arg]
    """Return (slope, offset, product) where 16-bit values leave out the low numbers as Landsat's products do."""
    if dtype != np.uint16 or not len(values):
        return None
    darkest, brightest = np.quantile(values, [0.001, 0.999])
    if darkest < _LEVEL1_ZERO or brightest > 64_000:
        return None
    (slope, offset), product = (
        (LEVEL2, "Landsat Collection 2 Level 2") if darkest >= _LEVEL2_ZERO else (LEVEL1, "Landsat Level 1")
    )
    return slope, offset, product
