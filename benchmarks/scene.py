"""A synthetic Sentinel-2 scene: river, lake, forest, fields, bare soil, a town.

`python -m benchmarks.scene OUT.tif [SIDE]` writes it. The spectra are typical bottom-of-atmosphere reflectances at the
centres of the ten bands, rounded, in the range that published libraries give for these surfaces: Baldridge et al.
2009 (ASTER spectral library 2.0, Remote Sensing of Environment 113, 711–715) and Meerdink et al. 2019 (ECOSTRESS
spectral library 1.0, Remote Sensing of Environment 230, 111196). It shows what the plugin does; it proves no accuracy.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

BANDS = ("B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12")
WAVELENGTHS_NM = (492, 560, 665, 704, 741, 783, 833, 865, 1614, 2202)  # Sentinel-2A

# surface: reflectance at BANDS
SPECTRA = {
    "water": (0.055, 0.050, 0.035, 0.028, 0.020, 0.018, 0.015, 0.013, 0.008, 0.006),
    "trees": (0.022, 0.042, 0.024, 0.066, 0.205, 0.265, 0.285, 0.300, 0.135, 0.058),
    "crop": (0.030, 0.068, 0.034, 0.110, 0.330, 0.420, 0.450, 0.460, 0.195, 0.090),
    "pasture": (0.045, 0.082, 0.068, 0.125, 0.230, 0.270, 0.295, 0.310, 0.250, 0.145),
    "soil": (0.085, 0.120, 0.165, 0.190, 0.205, 0.220, 0.235, 0.250, 0.330, 0.255),
    "roof": (0.120, 0.150, 0.195, 0.215, 0.225, 0.235, 0.245, 0.255, 0.300, 0.270),
    "asphalt": (0.090, 0.100, 0.110, 0.115, 0.120, 0.125, 0.130, 0.135, 0.150, 0.145),
}


def smooth(side: int, scale: float, generator: np.random.Generator) -> np.ndarray:
    """Return smooth noise (side, side) of mean 0 and deviation 1, with structures of about `scale` pixels."""
    frequency = np.hypot(np.fft.fftfreq(side, 1.0)[:, None], np.fft.rfftfreq(side, 1.0)[None])
    spectrum = np.fft.rfft2(generator.standard_normal((side, side))) * np.exp(-((np.pi * scale * frequency) ** 2) / 2)
    field = np.fft.irfft2(spectrum, (side, side))
    return (field - field.mean()) / field.std()


def surfaces(side: int, generator: np.random.Generator) -> np.ndarray:
    """Return the surface of every pixel (side, side): an index into SPECTRA."""
    names = list(SPECTRA)
    row, column = np.mgrid[:side, :side] / side
    # Fields: parcels along two tilted directions, each with one use.
    along, across = column * 0.94 + row * 0.34, row * 0.94 - column * 0.34
    parcel = np.floor(along * 11).astype(int) * 97 + np.floor(across * 17 + 40).astype(int)
    uses = np.array([names.index(name) for name in ("crop", "crop", "pasture", "soil")])
    surface = uses[generator.integers(0, 4, 97 * 200)[parcel % (97 * 200)]]
    surface[smooth(side, side / 7, generator) + 3.0 * (0.38 - column) > 0.55] = names.index("trees")
    _town(surface, row, column, generator)
    course = 0.62 + 0.13 * np.sin(5.2 * column + 0.6) + 0.03 * np.sin(17 * column)
    surface[np.abs(row - course) < 0.016 + 0.006 * np.sin(9 * column)] = names.index("water")
    surface[np.hypot((row - 0.27) / 0.8, column - 0.5) < 0.07 + 0.01 * smooth(side, side / 9, generator)] = 0
    return surface


def _town(surface: np.ndarray, row: np.ndarray, column: np.ndarray, generator: np.random.Generator) -> None:
    names, side = list(SPECTRA), surface.shape[0]
    inside = np.hypot(row - 0.33, column - 0.8) < 0.14 + 0.02 * smooth(side, side / 12, generator)
    built = generator.choice(
        [names.index(n) for n in ("roof", "asphalt", "trees", "pasture")], surface.shape, p=(0.56, 0.34, 0.06, 0.04)
    )
    streets = (np.arange(side) % 12 < 2)[:, None] | (np.arange(side) % 15 < 2)[None]
    surface[inside] = np.where(streets, names.index("asphalt"), built)[inside]


def reflectance(side: int = 600, seed: int = 0) -> np.ndarray:
    """Return the scene (10, side, side), float64 reflectance: mixed at pixel edges, uneven within a surface, noisy."""
    generator = np.random.default_rng(seed)
    surface = surfaces(side, generator)
    shares = np.stack([surface == index for index in range(len(SPECTRA))]).astype(float)
    padded = np.pad(shares, ((0, 0), (1, 1), (1, 1)), mode="edge")
    shares = 0.5 * shares + 0.125 * (
        padded[:, 2:, 1:-1] + padded[:, :-2, 1:-1] + padded[:, 1:-1, 2:] + padded[:, 1:-1, :-2]
    )
    scene = np.einsum("shw,sb->bhw", shares, np.array(list(SPECTRA.values())))
    vigour = 1 + 0.06 * smooth(side, 25, generator) + 0.04 * smooth(side, 4, generator)
    scene = scene * vigour * (1 + 0.02 * generator.standard_normal(scene.shape))
    return np.clip(scene + 0.002 * generator.standard_normal(scene.shape), 0.0001, 2.0)


def write(path: Path, side: int = 600, seed: int = 0) -> Path:
    """Write the scene as uint16 DN (reflectance × 10000) at 10 m, EPSG:32633, bands named, and return `path`."""
    dn = np.round(10000 * reflectance(side, seed)).astype(np.uint16)
    options = ["COMPRESS=DEFLATE", "PREDICTOR=2", "TILED=YES"]
    raster = gdal.GetDriverByName("GTiff").Create(str(path), side, side, len(BANDS), gdal.GDT_UInt16, options)
    raster.SetGeoTransform((500000.0, 10.0, 0.0, 5400000.0, 0.0, -10.0))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32633)
    raster.SetProjection(reference.ExportToWkt())
    for number, (name, values) in enumerate(zip(BANDS, dn), start=1):
        band = raster.GetRasterBand(number)
        band.SetDescription(name)
        band.WriteArray(values)
    raster.FlushCache()
    return path


if __name__ == "__main__":
    gdal.UseExceptions()
    print(write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 600))
