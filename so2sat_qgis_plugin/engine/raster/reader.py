"""Read rasters: what they are (`RasterInfo`) and their pixels with a valid mask (`Raster`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from osgeo import gdal, gdal_array

from ..errors import So2SatError
from .gdal_errors import collected
from .grid import Transform
from .left_out import LeftOut
from .mask import Mask
from .stamp import Stamp, files_of, refuse_pipe, stamp_of

_FARTHEST = 1e12  # of coordinates; PROJ takes for ever to bring longitudes of 1e300 back to 180
LARGEST = 1e18  # no measurement is larger, and its square must fit into float32


@dataclass(frozen=True)
class BandInfo:
    """One band: `number` from 1, `name` = its description ("" where it has none), `dtype` of numpy.

    `is_categorical`: its numbers are codes, with a colour or a name each.
    """

    number: int
    name: str
    dtype: str
    nodata: float | None
    scale: float | None
    offset: float | None
    is_alpha: bool
    is_categorical: bool = False
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RasterInfo:
    """What a raster is, without its pixels.

    `crs` is WKT, "" where it has none; `tile` is the rows and columns that the file stores together (a strip is as
    wide as the raster). `control_points`: it is placed by so many ground control points; `transform` is then only the
    affine that fits them best.
    """

    path: str
    width: int
    height: int
    transform: Transform
    crs: str
    bands: tuple[BandInfo, ...]
    metadata: dict[str, str]
    tile: tuple[int, int] = (1, 1)
    control_points: int = 0

    @property
    def pixel_size(self) -> tuple[float, float]:
        """Length of a pixel's sides along its rows and columns, in units of the CRS."""
        _, dx, rx, _, ry, dy = self.transform
        return float(np.hypot(dx, ry)), float(np.hypot(rx, dy))


class Raster:
    """An open raster; not for several threads at once."""

    def __init__(self, path: str, masks: Sequence[Mask] = ()) -> None:
        """Open `path` (anything GDAL opens); raises So2SatError where it cannot. What `masks` leave out is invalid."""
        refuse_pipe(path, path)
        with collected() as failures:
            self._dataset = gdal.Open(path)
        if not failures and self._dataset is None:
            failures.append("not a raster that GDAL knows")
        if failures and getattr(self, "_dataset", None) is None:
            raise So2SatError(f"The raster {path} cannot be opened: {failures[0]}.")
        for name in self.files():
            refuse_pipe(name, path)
        self.info = _info(path, self._dataset)
        self.masks = tuple(masks)
        self._left_out = LeftOut(masks, self.info.transform, self.info.crs)

    def files(self) -> list[str]:
        """Return the files that the raster consists of, as far as GDAL tells."""
        return files_of(self._dataset)

    def __enter__(self) -> Raster:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._dataset = None
        self._left_out = LeftOut((), self.info.transform, self.info.crs)

    def block_pixels(self) -> int:
        """Return how many pixels of one band are decoded to read one of them."""
        if any(name.lower().endswith((".jp2", ".j2k")) for name in self.files()):
            return 1 << 20  # Sentinel-2's tiles; a VRT around them doesn't tell
        width, height = self._dataset.GetRasterBand(1).GetBlockSize()
        return int(width * height)

    def stamp(self) -> Stamp:
        """Return what tells the files of the raster and its masks from others (see `stamp.stamp_of`)."""
        return sorted({*stamp_of(self._dataset), *self._left_out.stamp()})

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

    def small(
        self, row: int, column: int, height: int, width: int, bands: tuple[int, ...], rows: int, columns: int
    ) -> np.ndarray:
        """Return a rectangle's pixels thinned out to (rows, columns, len(bands)), from overviews where it has any."""
        with collected() as failures:
            array = self._dataset.ReadAsArray(
                column, row, width, height, buf_xsize=columns, buf_ysize=rows, band_list=list(bands)
            )
        if failures or array is None:
            raise So2SatError(f"{self.info.path} cannot be read: {failures[0] if failures else 'unknown error'}.")
        return np.moveaxis(array.reshape(len(bands), rows, columns), 0, -1)

    def valid(self, row: int, column: int, pixels: np.ndarray, bands: tuple[int, ...]) -> np.ndarray:
        """Return where `pixels` (read at row, column) are valid in every one of `bands`, as (height, width) bool.

        Invalid are nodata values, masked or transparent pixels, NaN, infinite ones, those beyond `LARGEST`, and what
        `masks` leave out.
        """
        height, width = pixels.shape[:2]
        valid = ~self._left_out.read(row, column, height, width)
        if np.issubdtype(pixels.dtype, np.floating):
            valid &= (np.abs(pixels) <= LARGEST).all(axis=-1)  # NaN is not
        alpha = next((band.number for band in self.info.bands if band.is_alpha), None)
        if alpha is not None and alpha not in bands:  # GDAL itself takes it as mask only of grey and of RGB
            valid &= self.read(row, column, height, width, (alpha,))[..., 0] != 0
        per_dataset = False
        for i, number in enumerate(bands):
            band = self._dataset.GetRasterBand(number)
            flags, nodata = band.GetMaskFlags(), self.info.bands[number - 1].nodata
            # GDAL before 3.7 holds signed bytes for unsigned ones, and a negative nodata for out of their range.
            is_signed_byte = nodata is not None and _is_signed_byte(band)
            if flags & gdal.GMF_NODATA or is_signed_byte:
                if nodata is not None and not np.isnan(nodata):
                    valid &= pixels[..., i] != np.asarray(nodata).astype(pixels.dtype)
            elif not flags & gdal.GMF_ALL_VALID and not per_dataset:
                mask = band.GetMaskBand().ReadAsArray(column, row, width, height)
                valid &= mask != 0
                per_dataset = bool(flags & gdal.GMF_PER_DATASET)
        return valid


def _info(path: str, dataset: Any) -> RasterInfo:
    placed = dataset.GetGeoTransform(can_return_null=True) is not None
    points = () if placed else dataset.GetGCPs()
    transform = Transform(*((gdal.GCPsToGeoTransform(points) if points else None) or dataset.GetGeoTransform()))
    on_ground = (np.abs(transform) <= _FARTHEST).all()  # NaN is not
    if not on_ground or transform.dx * transform.dy == transform.rx * transform.ry:
        raise So2SatError(
            f"The raster {path} has a geotransform {tuple(transform)} without area, or beyond the Earth: its pixels "
            "have no place and size on the ground. Georeference it anew."
        )
    return RasterInfo(
        path=path,
        width=dataset.RasterXSize,
        height=dataset.RasterYSize,
        transform=transform,
        crs=(dataset.GetGCPProjection() if points else dataset.GetProjection()) or "",
        bands=tuple(_band_info(path, dataset.GetRasterBand(i + 1), i + 1) for i in range(dataset.RasterCount)),
        metadata=dict(dataset.GetMetadata() or {}),
        tile=tuple(reversed(dataset.GetRasterBand(1).GetBlockSize())) if dataset.RasterCount else (1, 1),
        control_points=len(points),
    )


def _is_signed_byte(band: Any) -> bool:
    """Whether a band holds int8, which GDAL has as a type of its own from 3.7 on."""
    return band.DataType == gdal.GDT_Byte and band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE") == "SIGNEDBYTE"


def _band_info(path: str, band: Any, number: int) -> BandInfo:
    if gdal.DataTypeIsComplex(band.DataType):
        raise So2SatError(
            f"Band {number} of {path} holds complex numbers ({gdal.GetDataTypeName(band.DataType)}), as radar images "
            "do before detection. Compute their amplitude first, and choose that raster."
        )
    scale, offset = band.GetScale(), band.GetOffset()
    if not 1 / LARGEST <= abs(1.0 if scale is None else scale) <= LARGEST or not abs(offset or 0.0) <= LARGEST:
        raise So2SatError(
            f"Band {number} of {path} is stored with the scale {scale} and the offset {offset or 0:g}, which no "
            "measurement has. Set them anew (gdal_edit.py -scale 1 -offset 0)."
        )
    dtype = np.dtype(gdal_array.GDALTypeCodeToNumericTypeCode(band.DataType)).name
    return BandInfo(
        number=number,
        name=band.GetDescription() or "",
        dtype="int8" if _is_signed_byte(band) else dtype,
        nodata=band.GetNoDataValue(),
        scale=scale,
        offset=offset,
        is_alpha=band.GetColorInterpretation() == gdal.GCI_AlphaBand,
        is_categorical=band.GetColorInterpretation() == gdal.GCI_PaletteIndex or bool(band.GetCategoryNames()),
        metadata={**(band.GetMetadata() or {}), **(band.GetMetadata("IMAGERY") or {})},
    )
