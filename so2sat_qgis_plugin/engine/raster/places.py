"""A few places of a raster, to judge it without reading all of it. The same raster always gives the same sample."""

from __future__ import annotations

import numpy as np

from .reader import Raster

_WHOLE = 1 << 20  # pixels of a raster that is read as a whole
_SIDE, _PLACES, _FEWEST = 128, 36, 4
_TILE, _INSIDE = 1024, 128  # side of JPEG 2000's tiles in Sentinel-2 products; pixels to keep away from their edges
_BUDGET = 40e6  # values that may be decoded for one sample: a few seconds of JPEG 2000


class Places:
    """Looks at places of rasters, and keeps those read last: who settles a run looks several times, and to decode
    JPEG 2000 is slow.
    """

    def __init__(self) -> None:
        self._key: object = None
        self._kept: list[tuple[np.ndarray, np.ndarray]] = []

    def of(self, raster: Raster, bands: tuple[int, ...], side: int) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return pixels (h, w, bands) and valid mask (h, w) of the whole raster, or of places on a lattice over it."""
        info = raster.info
        height, width = (min(max(_SIDE, side), size) for size in (info.height, info.width))
        if info.height * info.width <= _WHOLE:
            height, width = info.height, info.width
        stamp = raster.stamp()
        key = (stamp, raster.masks, bands, height, width)
        if key != self._key or not stamp:
            starts = _starts(raster, bands, height, width)
            self._kept = [_place(raster, bands, start, height, width) for start in starts]
            self._key = key
        return self._kept

    def values(self, raster: Raster, bands: tuple[int, ...], count: int = 300_000) -> tuple[np.ndarray, float]:
        """Return valid pixels from all over the raster, about `count` at most, (n, bands), and the share of valid."""
        values, shares = [], []
        for pixels, valid in self.of(raster, bands, 1):
            values.append(pixels[valid])
            shares.append(valid.mean())
        rows = np.concatenate(values)
        return rows[:: len(rows) // count + 1], float(np.mean(shares))

    def patches(self, raster: Raster, bands: tuple[int, ...], side: int, count: int) -> np.ndarray:
        """Return about `count` patches without invalid pixels (fewer where there are no more), (n, side, side, bands).

        Patches of a raster smaller than `side` are as small as it is.
        """
        found = []
        for pixels, valid in self.of(raster, bands, side):
            height, width = min(side, pixels.shape[0]), min(side, pixels.shape[1])
            for row in range(0, pixels.shape[0] - height + 1, height):
                for column in range(0, pixels.shape[1] - width + 1, width):
                    window = np.s_[row : row + height, column : column + width]
                    if valid[window].all():
                        found.append(pixels[window])
        if not found:
            return np.empty((0, side, side, len(bands)), np.float32)
        chosen = np.linspace(0, len(found) - 1, min(count, len(found))).round().astype(int)
        return np.stack([found[i] for i in chosen])


def _place(
    raster: Raster, bands: tuple[int, ...], start: tuple[int, int], height: int, width: int
) -> tuple[np.ndarray, np.ndarray]:
    pixels = raster.read(*start, height, width, bands)
    valid = raster.valid(*start, pixels, bands)
    pixels.flags.writeable = valid.flags.writeable = False
    return pixels, valid


def _starts(raster: Raster, bands: tuple[int, ...], height: int, width: int) -> list[tuple[int, int]]:
    info = raster.info
    if (height, width) == (info.height, info.width):
        return [(0, 0)]
    block = raster.block_pixels()
    count = int(np.clip(_BUDGET / (max(block, height * width) * len(bands)), _FEWEST, _PLACES))
    starts = _lattice(info.height - height, info.width - width, count, height, width)
    if block < _TILE**2:
        return starts
    last = info.height - height, info.width - width  # one large block a place, not the four around a corner
    return [tuple(min(s // _TILE * _TILE + _INSIDE, most) for s, most in zip(start, last)) for start in starts]  # type: ignore[misc]


def _lattice(last_row: int, last_column: int, count: int, height: int, width: int) -> list[tuple[int, int]]:
    """Return starts of places at the centres of equal tiles, as many along each side as its length asks for."""
    share = (last_row + height) / (last_column + width)
    rows = int(np.clip(round(np.sqrt(count * share)), 1, max(1, last_row // height)))
    columns = int(np.clip(count // rows, 1, max(1, last_column // width)))
    return [(int(r), int(c)) for r in _centres(last_row, rows) for c in _centres(last_column, columns)]


def _centres(last: int, count: int) -> np.ndarray:
    return ((np.arange(count) + 0.5) / count * last).round().astype(int)
