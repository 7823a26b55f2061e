"""Small pictures of rasters for reports: true colour, and a map in its own colours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..errors import So2SatError
from ..legend import LegendClass
from .bands import canonical_names
from .grid import Transform
from .maps import LandCover
from .reader import Raster, RasterInfo

_TRUE_COLOR = ("B4", "B3", "B2")
_NOTHING = 255  # white, where there is no data


def map_picture(land: LandCover, longest: int) -> np.ndarray:
    """Return a map in its own colours, uint8 (rows, columns, 3), at most `longest` pixels a side; 0 is white.

    Each pixel shows the cell at its middle: no colour is mixed.
    """
    rows, columns = (_places(side, _size(land.codes.shape, longest)[i]) for i, side in enumerate(land.codes.shape))
    colors = np.full((int(land.codes.max()) + 1, 3), _NOTHING, np.uint8)
    for entry in land.classes:
        colors[entry.code] = _rgb(entry)
    return colors[land.codes[np.ix_(rows, columns)]]


def amount_picture(path: str, stops: Sequence[tuple[float, str]], longest: int) -> np.ndarray:
    """Return band 1 of a raster in colours between `stops` (value, "#rrggbb"), uint8 (rows, columns, 3).

    At most `longest` pixels a side, each showing the cell at its middle; NaN is white.
    """
    with Raster(path) as raster:
        shape = raster.info.height, raster.info.width
        values = raster.small(0, 0, *shape, (1,), *_size(shape, longest))[..., 0].astype(np.float64)
    places = [value for value, _ in stops]
    colors = np.array([[int(color[i : i + 2], 16) for i in (1, 3, 5)] for _, color in stops], float)
    shown = np.stack([np.interp(values, places, channel) for channel in colors.T], axis=-1)
    shown[np.isnan(values)] = _NOTHING
    return np.asarray(shown.round().astype(np.uint8))


def true_color(path: str, land: LandCover, longest: int) -> tuple[np.ndarray, str] | None:
    """Return what `path` shows where the map `land` is, uint8 (rows, columns, 3), and the names of its three bands.

    Red, green and blue where their names tell, else the first three bands; stretched between 2 and 98 %. None where
    the raster cannot be opened, has another CRS, or is elsewhere.
    """
    try:
        with Raster(path) as raster:
            if raster.info.crs != land.crs:
                return None
            numbers = color_bands(raster.info)
            window = _window(raster.info, land)
            if window is None:
                return None
            size = _size(window[2:], longest)
            pixels = raster.small(*window, numbers, *size).astype(np.float32)
            valid = np.isfinite(pixels).all(axis=-1)
            for i, number in enumerate(numbers):
                nodata = raster.info.bands[number - 1].nodata
                if nodata is not None:
                    valid &= pixels[..., i] != np.float32(nodata)
            names = ", ".join(raster.info.bands[n - 1].name or f"band {n}" for n in numbers)
            return _stretch(pixels, valid), names
    except So2SatError:
        return None


def color_bands(info: RasterInfo) -> tuple[int, ...]:
    """Return the numbers of three bands to show: red, green and blue where names tell, else the first ones."""
    names = canonical_names(info)
    if all(name in names for name in _TRUE_COLOR):
        return tuple(names.index(name) + 1 for name in _TRUE_COLOR)
    numbers = tuple(band.number for band in info.bands if not band.is_alpha)
    return numbers[:3] if len(numbers) >= 3 else numbers[:1] * 3


def _window(info: RasterInfo, land: LandCover) -> tuple[int, int, int, int] | None:
    """Return row, column, height and width of the pixels of a raster that a map covers."""
    rows, columns = land.codes.shape
    x, y = land.transform.at(np.array([0.0, columns]), np.array([0.0, rows]))
    across, down = info.transform.pixels(x, y)
    left, right = np.clip(np.round(np.sort(across)), 0, info.width).astype(int)
    top, bottom = np.clip(np.round(np.sort(down)), 0, info.height).astype(int)
    return (int(top), int(left), int(bottom - top), int(right - left)) if bottom > top and right > left else None


def _stretch(pixels: np.ndarray, valid: np.ndarray) -> np.ndarray:
    if not valid.any():
        return np.full(pixels.shape, _NOTHING, np.uint8)
    low, high = np.percentile(pixels[valid], (2, 98), axis=0)
    low, high = low.min(), max(high.max(), low.min() + 1e-9)  # one stretch for all, so that hues stay
    shown = 255 * np.clip((np.where(valid[..., None], pixels, low) - low) / (high - low), 0, 1) ** 0.75
    shown[~valid] = _NOTHING
    return np.asarray(shown.astype(np.uint8))


def _size(shape: Sequence[int], longest: int) -> tuple[int, int]:
    scale = min(1.0, longest / max(shape))
    return max(round(shape[0] * scale), 1), max(round(shape[1] * scale), 1)


def _places(side: int, wanted: int) -> np.ndarray:
    return np.asarray(((np.arange(wanted) + 0.5) * side / wanted).astype(np.int64))


def _rgb(entry: LegendClass) -> tuple[int, int, int]:
    text = entry.color.lstrip("#")
    return int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16)


def north_up(transform: Transform) -> bool:
    """Whether rows run from north to south, and columns from west to east."""
    _, dx, rx, _, ry, dy = transform
    return bool(rx == 0 and ry == 0 and dx > 0 and dy < 0)
