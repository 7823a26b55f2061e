"""Spectral indices of cells: the usual ones where the bands' names are known, else differences of all pairs of bands.

Indices, each (a − b) / (a + b) of two bands: NDVI of NIR and red (Tucker 1979, doi 10.1016/0034-4257(79)90013-0),
NDWI of green and NIR (McFeeters 1996, doi 10.1080/01431169608948714), MNDWI of green and SWIR 1 (Xu 2006, doi
10.1080/01431160600589179), NDBI of SWIR 1 and NIR (Zha et al. 2003, doi 10.1080/01431160304987), NDTI of SWIR 1 and
SWIR 2 (van Deventer et al. 1997). Brightness is the mean of blue, green and red.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

INDICES = {
    "NDVI": ("B8", "B4"),
    "NDWI": ("B3", "B8"),
    "MNDWI": ("B3", "B11"),
    "NDBI": ("B11", "B8"),
    "NDTI": ("B11", "B12"),
}
DATE = "@"  # between a band's name and the number of its date, where there are several
NEEDED = ("NDVI", "NDWI")
BRIGHTNESS = "brightness"
VISIBLE = ("B2", "B3", "B4")
_MOST_PAIRED = 16  # bands; of more, each is set against the mean of all


def named_indices(means: np.ndarray, bands: Sequence[str]) -> dict[str, np.ndarray]:
    """Return what can be computed from reflectance (…, bands) by band name ("B2" …): the indices and "brightness".

    NaN where the sum of two bands is not positive.
    """
    place = {name: i for i, name in enumerate(bands)}
    if "B8A" in place:
        place.setdefault("B8", place["B8A"])
    found = {
        name: _difference(means[..., place[a]], means[..., place[b]])
        for name, (a, b) in INDICES.items()
        if a in place and b in place
    }
    visible = [place[name] for name in VISIBLE if name in place]
    if visible:
        found[BRIGHTNESS] = means[..., visible].mean(axis=-1)
    return found


def are_named(bands: Sequence[str]) -> bool:
    """Return whether the usual indices can be had: red, green and near infrared are known."""
    return "B4" in bands and "B3" in bands and ("B8" in bands or "B8A" in bands)


def indices(means: np.ndarray, bands: Sequence[str]) -> np.ndarray:
    """Return the indices of reflectance (…, bands) as (…, i): the usual ones where `are_named`, else `pairs`.

    0 where the sum of two bands is not positive, NaN where a cell is nodata. Of several dates (B2@1 … B2@2 …) those of
    the first date, then those of the next.
    """
    dates = list(dict.fromkeys(band.rpartition(DATE)[2] for band in bands if DATE in band))
    if dates:
        columns = [[i for i, band in enumerate(bands) if band.rpartition(DATE)[2] == date] for date in dates]
        names = [[bands[i].rpartition(DATE)[0] for i in here] for here in columns]
        return np.concatenate([indices(means[..., here], name) for here, name in zip(columns, names)], axis=-1)
    named = are_named(bands)
    found = np.stack(list(named_indices(means, bands).values()), axis=-1) if named else pairs(means)
    return np.where(np.isnan(found) & ~np.isnan(means[..., :1]), np.float32(0.0), found)


def pairs(means: np.ndarray) -> np.ndarray:
    """Return the normalised differences of all pairs of bands (…, i); of more than 16, of each with the mean of all.

    NaN where the sum of two bands is not positive.
    """
    count = means.shape[-1]
    if count > _MOST_PAIRED:
        return _difference(means, means.mean(axis=-1, keepdims=True))
    found = [_difference(means[..., i], means[..., j]) for i, j in itertools.combinations(range(count), 2)]
    return np.stack(found, axis=-1) if found else np.empty((*means.shape[:-1], 0), means.dtype)


def _difference(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    total = a + b
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, (a - b) / total, np.nan)
