"""Malformed rasters, read as a run would read them: what they are, samples, scaling, warp, features, classes."""

from __future__ import annotations

import os
import re
from pathlib import Path
from random import Random

import numpy as np
from osgeo import gdal

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.features.source import RasterFeatures
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster import scaling, warp
from so2sat_qgis_plugin.engine.raster.maps import read_map
from so2sat_qgis_plugin.engine.raster.places import Places
from so2sat_qgis_plugin.engine.raster.reader import Raster
from tests.campaign import mutate
from tests.support.scenes import UTM, write

DTYPES = ("uint8", "uint16", "int16", "uint32", "int32", "float32", "float64", "complex64")
VALUES = (0.0, 1.0, -1.0, 255.0, 10_000.0, 65_535.0, 1e10, 1e30, 1e300, np.nan, np.inf, -np.inf)


def prepare(folder: Path) -> None:
    """Nothing is shared."""


def attempt(random: Random, base: None, folder: Path) -> None:
    use(_made(random, folder), folder)


def use(path: str, folder: Path) -> None:
    """Do with a raster what a run does, each step as far as it goes; what is told is raised in the end."""
    told: list[So2SatError] = []

    def step(action) -> None:
        try:
            action()
        except So2SatError as error:
            told.append(error)

    with Raster(path) as raster:
        bands = tuple(band.number for band in raster.info.bands)[:20]
        step(lambda: Places().values(raster, bands))
        step(lambda: scaling.choose(raster, bands))
        step(lambda: warp.needs_warp(raster.info, 10.0))
        small = raster.info.width * raster.info.height < 1 << 22
    step(lambda: _features(path))
    if small:
        step(lambda: use_warped(path, bands, folder))
        step(lambda: read_map(path, Progress()))
    if told:
        raise told[0]


def use_warped(path: str, bands: tuple[int, ...], folder: Path) -> None:
    """Read the beginning of a raster after warping."""
    with Raster(warp.warped(path, bands, 10.0, str(folder / "warped.vrt"))) as warped:
        height, width = min(warped.info.height, 64), min(warped.info.width, 64)
        pixels = warped.read(0, 0, height, width, bands)
        warped.valid(0, 0, pixels, bands)


def _features(path: str) -> None:
    with RasterFeatures(path) as source:
        block = next(iter(source.blocks()))
        features = source.read(block)
        assert features.dtype == np.float32 and not np.isinf(features).any(), "features are not finite"
        source.statistics(block)


def _made(random: Random, folder: Path) -> str:
    way = random.randrange(12)
    if way == 0 and os.name != "nt":
        os.mkfifo(folder / "pipe.tif")
        return str(folder / "pipe.tif")
    path = _sound(random, folder)
    if way <= 3:
        Path(path).write_bytes(mutate.of_bytes(random, Path(path).read_bytes()))
    elif way <= 5:
        path = _described(random, folder, path)
    elif way == 6:
        _beside(random, path)
    return path


def _sound(random: Random, folder: Path) -> str:
    """Write a raster of any make that a driver allows."""
    shape = (random.choice((1, 2, 17, 64)), random.choice((1, 3, 50, 64)), random.choice((1, 2, 3, 10)))
    generator = np.random.default_rng(random.randrange(1 << 30))
    values = generator.uniform(0, 5000, shape)
    with np.errstate(all="ignore"):
        for _ in range(random.choice((0, 1, 30))):
            values[tuple(random.randrange(size) for size in shape)] = random.choice(VALUES)
        if random.random() < 0.1:
            values[:] = random.choice(VALUES)
        pixels = values.astype(random.choice(DTYPES))
    transform = tuple(random.choice((*UTM, 0.0, 1e-5, -1e6, 1e300, 1e-300, np.nan)) for _ in UTM)
    dtype_is_real = not np.iscomplexobj(pixels)
    return write(
        folder / "made.tif",
        pixels,
        [random.choice(("B2", "B3", "B8A", "", "ä", "x" * 300)) for _ in range(shape[2])],
        transform=UTM if random.random() < 0.85 else transform,
        epsg=random.choice((32633,) * 6 + (4326, 3857, 3031, None)),
        nodata=random.choice((None, 0, 255, -9999, 1e300)) if dtype_is_real else None,
        scale=random.choice((None,) * 9 + (1e-4, 1e-4, 0.0, -1.0, 1e300, float("nan"))),
        options=random.choice(((), ("COMPRESS=DEFLATE",), ("TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"))),
    )


def _described(random: Random, folder: Path, path: str) -> str:
    """Return a VRT of the raster with numbers and words replaced, or that holds itself."""
    vrt = folder / "made.vrt"
    dataset = gdal.Translate(str(vrt), path, format="VRT")
    if dataset is None:
        return path
    dataset.FlushCache()
    dataset = None
    text = vrt.read_text(encoding="utf-8")
    if random.random() < 0.15:
        text = re.sub(r">[^<]*made\.tif<", ">made.vrt<", text)
    vrt.write_text(mutate.of_text(random, text), encoding="utf-8", errors="replace")
    return str(vrt)


def _beside(random: Random, path: str) -> None:
    """Write what GDAL reads beside a raster: a world file, .aux.xml, .ovr, .msk."""
    name = random.choice(("made.tfw", "made.tif.aux.xml", "made.tif.ovr", "made.tif.msk", "made.prj"))
    content = random.choice((b"", b"<PAMDataset>", b"1\n" * 6, random.randbytes(500), Path(path).read_bytes()))
    (Path(path).parent / name).write_bytes(content)
