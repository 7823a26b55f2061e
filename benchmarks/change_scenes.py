"""Two dates of a real scene: pieces of it put elsewhere as change, and all of it seen again as another day shows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from osgeo import gdal

SIDES = (12, 20, 32, 48)  # pixels of a changed square
_APART, _DIFFERENT = 32, 0.05  # pixels between changes; reflectance that some band must change by
# What haze adds to So2Sat's ten bands, most to blue (after the shape of Rayleigh's and aerosol scattering).
_HAZE = np.array([0.06, 0.045, 0.035, 0.025, 0.02, 0.02, 0.015, 0.015, 0.005, 0.003], np.float32)[:, None, None]
_GREEN, _RED, _INFRARED = 1, 2, 6

Seen = Callable[[np.ndarray, np.random.Generator], np.ndarray]


def changed(scene: np.ndarray, random: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Put `count` squares of a scene (bands, rows, columns) elsewhere; returns it, and where (rows, columns) bool."""
    made, where = scene.copy(), np.zeros(scene.shape[1:], bool)
    rows, columns = where.shape
    while count:
        side = int(random.choice(SIDES))
        r, c, row, column = (int(random.integers(0, size - side)) for size in (rows, columns, rows, columns))
        near = np.s_[max(row - _APART, 0) : row + side + _APART, max(column - _APART, 0) : column + side + _APART]
        piece = scene[:, r : r + side, c : c + side]
        there = scene[:, row : row + side, column : column + side]
        if where[near].any() or np.abs(piece.mean((1, 2)) - there.mean((1, 2))).max() < _DIFFERENT:
            continue
        made[:, row : row + side, column : column + side] = piece
        where[row : row + side, column : column + side] = True
        count -= 1
    return made, where


def noisy(scene: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return a scene with the noise of another day: 3 % and 0.002."""
    noise = random.normal(1, 0.03, scene.shape), random.normal(0, 0.002, scene.shape)
    return np.asarray(scene * noise[0] + noise[1], np.float32)


def hazy(scene: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return a scene behind haze."""
    return np.asarray(noisy(scene, random) * (1 - 1.5 * _HAZE) + _HAZE, np.float32)


def of_another_season(scene: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return a scene whose vegetation has dried: less near infrared, more red and short-wave infrared, by its NDVI."""
    made = noisy(scene, random)
    ndvi = (scene[_INFRARED] - scene[_RED]) / (scene[_INFRARED] + scene[_RED] + 1e-6)
    green = np.clip((ndvi - 0.2) / 0.5, 0, 1)
    for band, change in ((2, 0.5), (5, -0.2), (6, -0.25), (7, -0.25), (8, 0.25), (9, 0.35)):
        made[band] *= 1 + change * green
    return made


def shifted(scene: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return a scene that lies half a pixel off in both directions."""
    made = scene.copy()
    made[:, 1:, 1:] = (scene[:, 1:, 1:] + scene[:, :-1, 1:] + scene[:, 1:, :-1] + scene[:, :-1, :-1]) / 4
    return noisy(made, random)


SEEN: dict[str, Seen] = {
    "the same": noisy,
    "gain 1.15, offset .01": lambda scene, random: noisy(scene, random) * 1.15 + 0.01,
    "haze": hazy,
    "another season": of_another_season,
    "half a pixel off": shifted,
    "season, haze and half a pixel": lambda scene, random: hazy(
        of_another_season(shifted(scene, random), random), random
    ),
}


def read(path: str, row: int, column: int, side: int) -> np.ndarray:
    """Return a square of a scene of DN / 10,000 as reflectance, float32 (bands, side, side)."""
    return np.asarray(gdal.Open(path).ReadAsArray(column, row, side, side), np.float32) / 10_000


def write(path: Path, like: str, row: int, column: int, scene: np.ndarray) -> str:
    """Write a square of reflectance as DN where it lies in the scene `like`, with its band names; return the path."""
    source = gdal.Open(like)
    bands, rows, columns = scene.shape
    target = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, bands, gdal.GDT_UInt16)
    x, dx, rx, y, ry, dy = source.GetGeoTransform()
    target.SetGeoTransform((x + column * dx + row * rx, dx, rx, y + column * ry + row * dy, ry, dy))
    target.SetProjection(source.GetProjection())
    for i in range(bands):
        band = target.GetRasterBand(i + 1)
        band.SetDescription(source.GetRasterBand(i + 1).GetDescription())
        band.WriteArray(np.clip(np.rint(10_000 * scene[i]), 1, 65_535).astype(np.uint16))
    target.FlushCache()
    return str(path)
