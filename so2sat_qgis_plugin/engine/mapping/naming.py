"""Name clusters by what they look like, from mean reflectance: suggestions, with the reason for each.

The indices and their sources are in features/indices.py.

Thresholds: NDWI and MNDWI above 0 are water (McFeeters, Xu), NDBI above 0 is built-up or bare (Zha et al.), NDVI below
0.2 is bare and above 0.5 fully vegetated (Sobrino et al. 2004, doi 10.1016/j.rse.2004.02.003). The others are this
plugin's: brightness 0.3 for cloud, snow and bright sand, mean reflectance 0.04 for shadow, NDVI 0.35 for dry fields,
whose SWIR is above their NIR, and NDTI 0.12 between built-up surfaces, flat in the SWIR, and soil or straw. A cluster
may be mostly banks, so that its mean spectrum hides a river: with 15 % of water cells it is partly water.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from ..features.indices import BRIGHTNESS, NEEDED, named_indices
from ..legend import SAFE_COLORS, LegendClass, shade

NEUTRAL = "cluster"
BRIGHT = 0.3
PARTLY = 0.15
COLORS = {
    "water-like": "#2b6fb3",
    "partly water": "#58a5b8",
    "dense vegetation": "#1b7837",
    "sparse vegetation": "#a6c95a",
    "bare or dry": "#c9a066",
    "built-up-like": "#c7352b",
    "bare or built-up": "#b0765a",
    "bright or cloud-like": "#e3e3e3",
    "dark or shadow": "#4a4a55",
}


def indices(reflectance: Mapping[str, float]) -> dict[str, float]:
    """Return what can be computed from mean reflectance by band name ("B2" …): the indices and "brightness"."""
    values = np.array(list(reflectance.values()), np.float64)
    found = named_indices(values, list(reflectance)) if reflectance else {}
    return {name: float(value) for name, value in found.items() if np.isfinite(value)}


def water_cells(means: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """Return which cells of (…, bands) mean reflectance are water, as (…) bool: NDWI above 0 and not bright.

    None is where green or near infrared is not among `names`.
    """
    near = "B8" if "B8" in names else "B8A"
    if "B3" not in names or near not in names:
        return np.zeros(means.shape[:-1], bool)
    green = means[..., names.index("B3")]
    return np.asarray((green > means[..., names.index(near)]) & (green < BRIGHT))


def appearance(reflectance: Mapping[str, float], water: float = 0.0) -> tuple[str, str]:
    """Return what a mean spectrum (reflectance by band name) looks like, and why in a phrase.

    `water` is the share of water cells. "cluster" where red, green and near infrared are not all known.
    """
    index = indices(reflectance)
    if any(name not in index for name in NEEDED):
        return NEUTRAL, "red, green and near infrared are not all known"
    ndvi, bright = index["NDVI"], index[BRIGHTNESS]
    mean = sum(reflectance.values()) / len(reflectance)
    if bright >= BRIGHT:
        return "bright or cloud-like", f"brightness {bright:.3f} ≥ {BRIGHT}"
    if index["NDWI"] > 0:
        return "water-like", f"NDWI {index['NDWI']:.3f} > 0"
    if index.get("MNDWI", -1.0) > 0 and ndvi < 0.2:
        return "water-like", f"MNDWI {index['MNDWI']:.3f} > 0, NDVI {ndvi:.3f} < 0.2"
    if water >= 0.5:
        return "water-like", f"{100 * water:.0f} % of its cells are water (NDWI > 0)"
    if water >= PARTLY:
        return "partly water", f"{100 * water:.0f} % of its cells are water (NDWI > 0)"
    if ndvi >= 0.5:
        return "dense vegetation", f"NDVI {ndvi:.3f} ≥ 0.5"
    if mean < 0.04:
        return "dark or shadow", f"mean reflectance {mean:.3f} < 0.04"
    return _sparse_or_bare(ndvi, index)


def _sparse_or_bare(ndvi: float, index: Mapping[str, float]) -> tuple[str, str]:
    ndbi = index.get("NDBI", -1.0)
    if ndvi >= 0.35 or (ndvi >= 0.2 and ndbi <= 0):
        return "sparse vegetation", f"NDVI {ndvi:.3f} between 0.2 and 0.5"
    why = f"NDVI {ndvi:.3f} < 0.2" if ndvi < 0.2 else f"NDVI {ndvi:.3f} < 0.35, NDBI {ndbi:.3f} > 0"
    if "NDTI" not in index:
        return "bare or built-up", f"{why}, short-wave infrared unknown"
    ndti = index["NDTI"]
    if ndti < 0.12:
        return "built-up-like", f"{why}, NDTI {ndti:.3f} < 0.12"
    return "bare or dry", f"{why}, NDTI {ndti:.3f} ≥ 0.12"


def legend(looks: Sequence[str]) -> tuple[LegendClass, ...]:
    """Return the classes of clusters that look like `looks`, class 1 first: "1 · water-like", with colours to match.

    Where two or more look alike they get "a", "b" … and shades; neutral ones have their number alone.
    """
    classes = []
    for code, look in enumerate(looks, start=1):
        alike = [i for i, other in enumerate(looks) if other == look]
        place = alike.index(code - 1)
        letter = f" {_letters(place)}" if len(alike) > 1 and look != NEUTRAL else ""
        classes.append(LegendClass(code, f"{code} · {look}{letter}", _color(look, place, len(alike))))
    return tuple(classes)


def _letters(number: int) -> str:
    """Return a, b, … z, aa, ab … of 0, 1, …"""
    return (_letters(number // 26 - 1) if number >= 26 else "") + chr(ord("a") + number % 26)


def _color(look: str, place: int, count: int) -> str:
    if look == NEUTRAL:
        rounds = math.ceil(count / len(SAFE_COLORS))
        return shade(SAFE_COLORS[place % len(SAFE_COLORS)], place // len(SAFE_COLORS), rounds)
    return shade(COLORS[look], place, count)
