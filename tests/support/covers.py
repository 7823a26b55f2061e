"""Scenes of known land cover: a raster of it, and an embedding raster as a module would make it of that."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from so2sat_qgis_plugin.engine.embedding.statistics import cell_statistics
from so2sat_qgis_plugin.engine.features.source import EMBEDDING_KEY
from so2sat_qgis_plugin.engine.raster.grid import Transform
from so2sat_qgis_plugin.engine.raster.writer import GeoTiffProfile, GeoTiffWriter
from tests.support.scenes import wkt

BANDS = ("B2", "B3", "B4", "B8", "B11", "B12")
SPECTRA = {
    "forest": (0.02, 0.05, 0.03, 0.40, 0.18, 0.08),
    "bare": (0.08, 0.12, 0.16, 0.23, 0.34, 0.26),
    "water": (0.03, 0.03, 0.02, 0.01, 0.005, 0.004),
    "city": (0.14, 0.16, 0.18, 0.23, 0.26, 0.23),
}
STRIDE, EPSG = 4, 32648
PIXELS = Transform(600000.0, 10.0, 0.0, 2300000.0, 0.0, -10.0)
CELLS = PIXELS.coarser(STRIDE)


def write_scene(
    folder: Path, cover: np.ndarray, looks: Sequence[str], dims: int, noise: float = 0.0, crs: bool = True
) -> tuple[Path, Path]:
    """Write `cover` (rows, columns), indices into `looks` or −1 for nodata, as scene.tif (DN) and embedding.tif.

    The scene ends in the middle of the last row and column of cells.
    """
    random = np.random.default_rng(0)
    pixels = cover.repeat(STRIDE, 0).repeat(STRIDE, 1)[: -STRIDE // 2, : -STRIDE // 2]
    reflectance = np.array([SPECTRA[look] for look in looks])[pixels] * random.normal(1, noise, (*pixels.shape, 1))
    reflectance[pixels < 0] = np.nan
    system, source = wkt(EPSG) if crs else "", folder / "scene.tif"
    profile = GeoTiffProfile(*pixels.shape, len(BANDS), "uint16", PIXELS, system, nodata=0, band_names=BANDS)
    with GeoTiffWriter(source, profile) as writer:
        writer.write(0, 0, np.nan_to_num(np.maximum(10_000 * reflectance, 1)).astype(np.uint16))
    vectors = random.normal(size=(len(looks), dims))[cover] * 4 + random.normal(size=(*cover.shape, dims))
    vectors[cover < 0] = np.nan
    known = cell_statistics(reflectance.astype(np.float32), STRIDE)
    write_embedding(folder / "embedding.tif", np.concatenate([vectors, known], -1), dims, system)
    return source, folder / "embedding.tif"


def write_embedding(path: Path, values: np.ndarray, dims: int, crs: str) -> None:
    """Write features (rows, columns, dims), and cell statistics where `values` has them, as an embedding raster."""
    names = [*(f"e{i:04d}" for i in range(1, dims + 1)), *(f"mean_{b}" for b in BANDS), *(f"sd_{b}" for b in BANDS)]
    rows, columns, bands = values.shape
    made = {"module": "made", "window": 8, "stride": STRIDE, "bands": BANDS}
    profile = GeoTiffProfile(
        rows, columns, bands, "float32", CELLS, crs, nodata=np.nan, band_names=names[:bands],
        metadata={EMBEDDING_KEY: json.dumps(made)}, interleave="PIXEL", tile=32,
    )  # fmt: skip
    with GeoTiffWriter(path, profile) as writer:
        writer.write(0, 0, values.astype(np.float32))
