"""Read rasters: what they are (`RasterInfo`) and their pixels with a valid mask (`Raster`)."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from osgeo import gdal, gdal_array

from ..errors import So2SatError
from .gdal_errors import collected
from .grid import Transform


@dataclass(frozen=True)
class BandInfo:
    """One band: `number` from 1, `name` = its description ("" where it has none), `dtype` of numpy."""

    number: int
    name: str
    dtype: str
    nodata: float | None
    scale: float | None
    offset: float | None
    is_alpha: bool
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RasterInfo:
    """What a raster is, without its pixels.

    `crs` is WKT, "" where it has none; `tile` is the rows and columns that the file stores together (a strip is as
    wide as the raster).
    """

    path: str
    width: int
    height: int
    transform: Transform
    crs: str
    bands: tuple[BandInfo, ...]
    metadata: dict[str, str]
    tile: tuple[int, int] = (1, 1)

    @property
    def pixel_size(self) -> tuple[float, float]:
        """Length of a pixel's sides along its rows and columns, in units of the CRS."""
        _, dx, rx, _, ry, dy = self.transform
        return float(np.hypot(dx, ry)), float(np.hypot(rx, dy))


class Raster:
    """An open raster; not for several threads at once."""

    def __init__(self, path: str) -> None:
        """Open `path` (anything GDAL opens); raises So2SatError where it cannot."""
        with collected() as failures:
            self._dataset = gdal.Open(path)
        if not failures and self._dataset is None:
            failures.append("not a raster that GDAL knows")
        if failures and getattr(self, "_dataset", None) is None:
            raise So2SatError(f"The raster {path} cannot be opened: {failures[0]}.")
        self.info = _info(path, self._dataset)

    def __enter__(self) -> Raster:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._dataset = None

    def block_pixels(self) -> int:
        """Return how many pixels of one band are decoded to read one of them."""
        with collected():
            files = self._dataset.GetFileList() or []
        if any(name.lower().endswith((".jp2", ".j2k")) for name in files):
            return 1 << 20  # Sentinel-2's tiles; a VRT around them doesn't tell
        width, height = self._dataset.GetRasterBand(1).GetBlockSize()
        return int(width * height)

    def stamp(self) -> list[tuple[str, int, int]]:
        """Return path, size and time of change (ns since 1970) of every file that the raster consists of.

        Not of .aux.xml files: QGIS keeps statistics in them, and writes them while others read.
        """
        with collected():
            paths = sorted(path for path in self._dataset.GetFileList() or [] if not path.endswith(".aux.xml"))
        return [(path, *found) for path in paths if (found := _size_and_time(path)) is not None]

    def read(self, row: int, column: int, height: int, width: int, bands: tuple[int, ...]) -> np.ndarray:
        """Return pixels as (height, width, len(bands)) in the raster's own dtype; bands count from 1."""
        with collected() as failures:
            array = self._dataset.ReadAsArray(column, row, width, height, band_list=list(bands))
        if failures or array is None:
            raise So2SatError(
                f"{self.info.path} cannot be read at row {row}, column {column}: "
                f"{failures[0] if failures else 'unknown error'}. The file may be damaged or was replaced meanwhile."
            )
        return np.moveaxis(array.reshape(len(bands), height, width), 0, -1)

    def valid(self, row: int, column: int, pixels: np.ndarray, bands: tuple[int, ...]) -> np.ndarray:
        """Return where `pixels` (read at row, column) are valid in every one of `bands`, as (height, width) bool.

        Invalid are nodata values, masked or transparent pixels, NaN and infinite ones.
        """
        height, width = pixels.shape[:2]
        valid = np.ones((height, width), dtype=bool)
        if np.issubdtype(pixels.dtype, np.floating):
            valid &= np.isfinite(pixels).all(axis=-1)
        alpha = next((band.number for band in self.info.bands if band.is_alpha), None)
        if alpha is not None and alpha not in bands:  # GDAL itself takes it as mask only of grey and of RGB
            valid &= self.read(row, column, height, width, (alpha,))[..., 0] != 0
        per_dataset = False
        for i, number in enumerate(bands):
            band = self._dataset.GetRasterBand(number)
            flags = band.GetMaskFlags()
            if flags & gdal.GMF_NODATA:
                nodata = band.GetNoDataValue()
                if nodata is not None and not np.isnan(nodata):
                    valid &= pixels[..., i] != np.asarray(nodata).astype(pixels.dtype)
            elif not flags & gdal.GMF_ALL_VALID and not per_dataset:
                mask = band.GetMaskBand().ReadAsArray(column, row, width, height)
                valid &= mask != 0
                per_dataset = bool(flags & gdal.GMF_PER_DATASET)
        return valid


def _size_and_time(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
        return status.st_size, status.st_mtime_ns
    except (OSError, ValueError):
        virtual = gdal.VSIStatL(path)  # in an archive or on a server; knows seconds only
        return None if virtual is None else (virtual.size, virtual.mtime * 10**9)


def _info(path: str, dataset: Any) -> RasterInfo:
    return RasterInfo(
        path=path,
        width=dataset.RasterXSize,
        height=dataset.RasterYSize,
        transform=Transform(*dataset.GetGeoTransform()),
        crs=dataset.GetProjection() or "",
        bands=tuple(_band_info(dataset.GetRasterBand(i + 1), i + 1) for i in range(dataset.RasterCount)),
        metadata=dict(dataset.GetMetadata() or {}),
        tile=tuple(reversed(dataset.GetRasterBand(1).GetBlockSize())) if dataset.RasterCount else (1, 1),
    )


def _band_info(band: Any, number: int) -> BandInfo:
    return BandInfo(
        number=number,
        name=band.GetDescription() or "",
        dtype=np.dtype(gdal_array.GDALTypeCodeToNumericTypeCode(band.DataType)).name,
        nodata=band.GetNoDataValue(),
        scale=band.GetScale(),
        offset=band.GetOffset(),
        is_alpha=band.GetColorInterpretation() == gdal.GCI_AlphaBand,
        metadata={**(band.GetMetadata() or {}), **(band.GetMetadata("IMAGERY") or {})},
    )
