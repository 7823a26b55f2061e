"""From digital numbers to reflectance: told by the user, by metadata, else by the values."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import landsat
from .places import Places
from .reader import Raster, RasterInfo

QUANTIFICATION = 10_000.0  # DN of reflectance 1 in Sentinel-2 products
BASELINE_OFFSET = -1000.0  # added to reflectances × 10 000 since processing baseline 04.00 (ESA, 25 January 2022)
_OFFSET_KEY = re.compile(r"^(BOA|RADIO)_ADD_OFFSET(_.*)?$", re.IGNORECASE)
_QUANTIFICATION_KEY = re.compile(r"^(BOA_)?QUANTIFICATION_VALUE$", re.IGNORECASE)
_BASELINE_IN_NAME = re.compile(r"_N0(\d)(\d\d)_R\d{3}_")


@dataclass(frozen=True)
class Scaling:
    """reflectance = DN × slope + offset, per used band; `how` says in a sentence where it comes from.

    `warning` is a sentence where the choice may be wrong, else "".
    """

    slope: tuple[float, ...]
    offset: tuple[float, ...]
    how: str
    warning: str = ""

    def apply(self, dn: np.ndarray) -> np.ndarray:
        """Return reflectance (…, bands) float32 of digital numbers (…, bands)."""
        reflectance = dn.astype(np.float32)
        reflectance *= np.asarray(self.slope, dtype=np.float32)
        reflectance += np.asarray(self.offset, dtype=np.float32)
        return reflectance

    def to_json(self) -> dict[str, Any]:
        """Return this as plain values for metadata."""
        return {"slope": list(self.slope), "offset": list(self.offset), "how": self.how}

    @staticmethod
    def from_json(values: dict[str, Any]) -> Scaling:
        """Return what `to_json` was made of (a warning isn't kept)."""
        return Scaling(tuple(values["slope"]), tuple(values["offset"]), str(values["how"]))


def uniform(bands: int, full: float, how: str, offset: float = 0.0, warning: str = "") -> Scaling:
    """Return (DN + offset) / full for all of `bands` bands."""
    return Scaling((1.0 / full,) * bands, (offset / full,) * bands, how, warning)


def choose(raster: Raster, bands: tuple[int, ...], scale: float = 0.0, places: Places | None = None) -> Scaling:
    """Return how `bands` (from 1) of a raster become reflectance.

    `scale` > 0 is the DN of reflectance 1. With 0 the raster's metadata decide (band scale and offset, Sentinel-2's
    add offset and processing baseline), then values from all over it; `places` keeps what was read for that.
    """
    if scale > 0:
        return _asked(raster.info, bands, scale)
    pixels, _ = (places or Places()).values(raster, bands)
    values = pixels.astype(np.float64)
    if np.issubdtype(pixels.dtype, np.integer) and raster.info.bands[bands[0] - 1].nodata is None:
        values = values[(values != 0).any(axis=1)]  # Sentinel-2's own nodata, often without its tag
    return (
        _by_band_metadata(raster.info, bands, values)
        or _by_landsat(raster.info, bands, values, pixels.dtype)
        or _by_product(raster.info, bands, values, pixels.dtype)
    )


def _asked(info: RasterInfo, bands: tuple[int, ...], scale: float) -> Scaling:
    warning = ""
    if _add_offset(info, bands) is not None or _band_scaling(info, bands) is not None:
        warning = (
            f"SCALE {scale:g} was asked for, so the scale or offset in the raster's metadata is not applied. "
            "Set SCALE to 0 to apply it."
        )
    return uniform(len(bands), scale, f"Reflectance = DN / {scale:g}, as asked for.", 0.0, warning)


def _by_band_metadata(info: RasterInfo, bands: tuple[int, ...], values: np.ndarray) -> Scaling | None:
    found = _band_scaling(info, bands)
    if found is None:
        return None
    slope, offset = found
    top = float(np.quantile(values * slope + offset, 0.99)) if len(values) else 1.0
    if not 0.0 < top <= 3.0:
        return None  # scaled to something else than reflectance
    how = f"Reflectance = DN × {slope[0]:g} {offset[0]:+g}, the scale and offset of the raster's bands."
    return Scaling(tuple(slope), tuple(offset), how)


def _band_scaling(info: RasterInfo, bands: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray] | None:
    used = [info.bands[number - 1] for number in bands]
    slope = np.array([1.0 if band.scale is None else band.scale for band in used])
    offset = np.array([0.0 if band.offset is None else band.offset for band in used])
    return None if (slope == 1.0).all() and (offset == 0.0).all() else (slope, offset)


def _by_landsat(info: RasterInfo, bands: tuple[int, ...], values: np.ndarray, dtype: np.dtype[Any]) -> Scaling | None:
    """Choose by the names of Landsat's products, else where values leave out what those products leave out."""
    named = landsat.by_name(info, bands) if np.issubdtype(dtype, np.integer) and dtype != np.uint8 else None
    found = named or (None if _is_sentinel(info, bands) else landsat.by_values(values, dtype))
    if found is None:
        return None
    slope, offset, product = found
    warning = "" if named else (
        f"Hardly a value is below {float(np.quantile(values, 0.001)):.0f}, as in {product}: taken as such. If it is "
        "something else, set SCALE."
    )  # fmt: skip
    how = f"Reflectance = DN × {slope:g} {offset:+g}, as in {product}."
    return Scaling((slope,) * len(bands), (offset,) * len(bands), how, warning)


def _is_sentinel(info: RasterInfo, bands: tuple[int, ...]) -> bool:
    return _add_offset(info, bands) is not None or _baseline(info) is not None


def _by_product(info: RasterInfo, bands: tuple[int, ...], values: np.ndarray, dtype: np.dtype[Any]) -> Scaling:
    """Choose by Sentinel-2's product metadata where there are any, else by the values alone."""
    plain = _by_values(len(bands), values, dtype)
    if plain.slope[0] != 1.0 / QUANTIFICATION:
        return plain
    full = _quantification(info)
    offsets = _add_offset(info, bands)
    if offsets is not None:
        how = f"Reflectance = (DN {offsets[0]:+g}) / {full:g}, the add offset of the raster's metadata."
        return Scaling((1.0 / full,) * len(bands), tuple(float(o) / full for o in offsets), how)
    darkest = float(np.quantile(values, 0.001)) if len(values) else 0.0
    baseline = _baseline(info)
    if baseline is not None and baseline >= 4.0 and darkest >= 900.0:
        how = (
            f"Reflectance = (DN − 1000) / {full:g}: processing baseline {baseline:05.2f} adds 1000, "
            f"and no value is below {darkest:.0f}."
        )
        return uniform(len(bands), full, how, BASELINE_OFFSET)
    warning = ""
    if darkest >= 1000.0:
        warning = (
            f"Hardly a value is below {darkest:.0f}. If this is Sentinel-2 of processing baseline 04.00 or later (from "
            "25 January 2022), its numbers carry +1000: make the raster with 'Stack bands', which takes it off."
        )
    if full != QUANTIFICATION:
        return uniform(len(bands), full, f"Reflectance = DN / {full:g}, the quantification value in the metadata.")
    return Scaling(plain.slope, plain.offset, plain.how, plain.warning or warning)


def _by_values(bands: int, values: np.ndarray, dtype: np.dtype[Any]) -> Scaling:
    """Choose by data type and the value that 99.9 % of the pixels stay below."""
    if dtype == np.uint8:
        return uniform(bands, 255.0, "Reflectance = DN / 255, as the raster has 8 bits a band.")
    if not len(values):
        how = "No valid pixel was seen, so the usual reflectance = DN / 10000 is assumed."
        return uniform(bands, QUANTIFICATION, how)
    top = float(np.quantile(values, 0.999))
    seen = f"as 99.9 % of the values are at most {top:.4g}"
    if np.issubdtype(dtype, np.floating) and top <= 3.0:
        return uniform(bands, 1.0, f"The values are reflectance already, {seen}.")
    if np.issubdtype(dtype, np.floating) and top <= 110.0:
        doubt = "The values look like percent. Set SCALE by hand if they are not."
        return uniform(bands, 100.0, f"Reflectance = value / 100, {seen}.", 0.0, doubt)
    if top <= 255.0:
        doubt = "The values fit 8 bits although the raster has more. Set SCALE to 10000 if it is a very dark scene."
        return uniform(bands, 255.0, f"Reflectance = DN / 255, {seen}.", 0.0, doubt)
    if top <= 20_000.0:
        return uniform(bands, QUANTIFICATION, f"Reflectance = DN / 10000, {seen}.")
    doubt = f"Values up to {top:.0f} are unusual for DN / 10000. Set SCALE to 10000 if they are clouds or snow."
    return uniform(bands, 65_535.0, f"Reflectance = DN / 65535, {seen}.", 0.0, doubt if top < 30_000.0 else "")


def _metadata(info: RasterInfo, bands: tuple[int, ...], key: re.Pattern[str]) -> list[float | None]:
    """Return for each band the number under the first matching key, its own before the dataset's."""
    found: list[float | None] = []
    for number in bands:
        entries = {**info.metadata, **info.bands[number - 1].metadata}
        values = [_number(value) for name, value in reversed(list(entries.items())) if key.match(name)]
        found.append(next((value for value in values if value is not None), None))
    return found


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _add_offset(info: RasterInfo, bands: tuple[int, ...]) -> list[float] | None:
    found = _metadata(info, bands, _OFFSET_KEY)
    return [value or 0.0 for value in found] if any(value is not None for value in found) else None


def _quantification(info: RasterInfo) -> float:
    return _metadata(info, (1,), _QUANTIFICATION_KEY)[0] or QUANTIFICATION


def _baseline(info: RasterInfo) -> float | None:
    for key, value in info.metadata.items():
        if key.upper() == "PROCESSING_BASELINE":
            return _number(value)
    named = _BASELINE_IN_NAME.search(os.path.basename(info.path) + info.metadata.get("PRODUCT_URI", ""))
    return float(f"{named.group(1)}.{named.group(2)}") if named else None
