"""Files of published embeddings, byte for byte as their specifications say, made for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal, gdal_array

from .scenes import UTM, wkt


def signed_bytes(path: Path, values: np.ndarray, *, int8: bool = False, south_up: bool = False, **place: Any) -> str:
    """Write int8 (rows, columns, bands) with nodata −128: by PIXELTYPE=SIGNEDBYTE, or as GDAL's own Int8 (3.7 on)."""
    transform, epsg = place.get("transform", UTM), place.get("epsg", 32633)
    rows, columns, bands = values.shape
    kind, options = (gdal.GDT_Int8, []) if int8 else (gdal.GDT_Byte, ["PIXELTYPE=SIGNEDBYTE"])
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, bands, kind, options)
    if south_up:
        x0, dx, rx, y0, ry, dy = transform
        transform, values = (x0, dx, rx, y0 + rows * dy, ry, -dy), values[::-1]
    dataset.SetGeoTransform(transform)
    dataset.SetProjection(wkt(epsg))
    for i in range(bands):
        band = dataset.GetRasterBand(i + 1)
        band.SetDescription(f"A{i:02d}")
        band.SetNoDataValue(-128)
        band.WriteRaster(0, 0, columns, rows, np.ascontiguousarray(values[..., i]).tobytes(), buf_type=kind)
    dataset.FlushCache()
    return str(path)


def quantized(vectors: np.ndarray) -> np.ndarray:
    """Return vectors in −1 … 1 as AlphaEarth stores them: int8, sign(v) · √|v| · 127.5, rounded."""
    stored = np.sign(vectors) * np.sqrt(np.abs(vectors)) * 127.5
    return np.clip(np.rint(stored), -127, 127).astype(np.int8)


def tessera(folder: Path, stem: str, vectors: np.ndarray, transform: tuple[float, ...] = UTM, epsg: int = 32633) -> str:
    """Write a tile of TESSERA: int8 values, a scale a pixel (NaN where a vector is), the land mask that places it."""
    folder.mkdir(parents=True, exist_ok=True)
    largest = np.abs(vectors).max(axis=-1)
    scales = (largest / 127).astype(np.float32)
    stored = np.where(np.isfinite(scales)[..., np.newaxis], np.rint(vectors / scales[..., np.newaxis]), 0)
    np.save(folder / f"{stem}.npy", stored.astype(np.int8))
    np.save(folder / f"{stem}_scales.npy", scales)
    (folder / "landmasks").mkdir(exist_ok=True)
    rows, columns = scales.shape
    mask = gdal.GetDriverByName("GTiff").Create(
        str(folder / "landmasks" / f"{stem}.tiff"), columns, rows, 1, gdal_array.NumericTypeCodeToGDALTypeCode(np.uint8)
    )
    mask.SetGeoTransform(transform)
    mask.SetProjection(wkt(epsg))
    mask.FlushCache()
    return str(folder / f"{stem}.npy")
