"""Masks on the grid of a raster: any rectangle of it at a time, whatever grid and CRS the mask has."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from osgeo import gdal, ogr

from ..errors import So2SatError
from . import vector
from .gdal_errors import collected
from .grid import Transform
from .mask import Mask, MaskValues
from .stamp import Stamp, refuse_pipe, stamp_of

if TYPE_CHECKING:
    from .reader import RasterInfo

_COARSE = 1024  # pixels along the longer side of what `look` reads
_VALUES = 8


class LeftOut:
    """What several masks leave out of the raster with this `transform` and `crs` (WKT). Holds files open."""

    def __init__(self, masks: Sequence[Mask], transform: Transform, crs: str) -> None:
        """Open the masks; raises So2SatError where one cannot be opened."""
        self._transform = transform
        self._masks = [_Polygons(mask, crs) if mask.polygons else _Codes(mask, crs) for mask in masks]

    def read(self, row: int, column: int, height: int, width: int) -> np.ndarray:
        """Return which pixels of a rectangle are left out, bool (height, width)."""
        found = np.zeros((height, width), bool)
        for mask in self._masks:
            found |= mask.read(self._transform.moved(row, column), height, width)
        return found

    def stamp(self) -> Stamp:
        """Return what tells the masks from others: paths, sizes, times of their files (of polygons a digest)."""
        return [entry for mask in self._masks for entry in mask.stamp()]


@dataclass(frozen=True)
class Look:
    """What a mask does to a raster, seen on a coarse grid over all of it.

    `left_out` and `covered`: shares of the raster's pixels. `values`: of the mask there, the commonest first (none of
    polygons); `polygons`: how many it has.
    """

    left_out: float
    covered: float
    values: tuple[float, ...] = ()
    polygons: int = 0


def look(mask: Mask, info: RasterInfo) -> Look:
    """Look at what a mask leaves out of a raster; raises So2SatError where it cannot be opened."""
    step = max(1.0, max(info.height, info.width) / _COARSE)
    height, width = max(1, int(info.height / step)), max(1, int(info.width / step))
    x0, dx, rx, y0, ry, dy = info.transform
    down, right = info.height / height, info.width / width
    transform = Transform(x0, dx * right, rx * down, y0, ry * right, dy * down)
    if mask.polygons:
        polygons = _Polygons(mask, info.crs)
        share = float(polygons.read(transform, height, width).mean())
        return Look(share, 1.0 if share else 0.0, polygons=polygons.count)
    codes = _Codes(mask, info.crs)
    numbers = codes.numbers(transform, height, width)
    known = numbers[~np.isnan(numbers)]
    values, counts = np.unique(known, return_counts=True)
    commonest = values[np.argsort(-counts, kind="stable")][:_VALUES]
    return Look(float(codes.among(numbers).mean()), len(known) / numbers.size, tuple(map(float, commonest)))


class _Codes:
    """A raster's values. Pixels that it does not cover are not left out."""

    def __init__(self, mask: Mask, crs: str) -> None:
        self._values = MaskValues.parse(mask.values)
        refuse_pipe(mask.path, mask.path)
        with collected() as failures:
            self._dataset = gdal.Open(mask.path)
        if self._dataset is None:
            why = failures[0] if failures else "not a raster that GDAL knows"
            raise So2SatError(f"{mask.label} {mask.path} cannot be opened: {why}.")
        self._mask, self._band = mask, mask.band
        self._nodata = self._dataset.GetRasterBand(mask.band).GetNoDataValue()
        self._transform = Transform(*self._dataset.GetGeoTransform())
        own = mask.crs or self._dataset.GetProjection() or ""
        self._crs = own or crs, crs or own
        self._same_crs = vector.transformation_between(*self._crs) is None

    def read(self, transform: Transform, height: int, width: int) -> np.ndarray:
        return self.among(self.numbers(transform, height, width))

    def among(self, numbers: np.ndarray) -> np.ndarray:
        """Return which numbers mean "leave out"."""
        return self._values.among(numbers, self._nodata)

    def numbers(self, transform: Transform, height: int, width: int) -> np.ndarray:
        """Return the values on another grid, the nearest each: float64 (height, width), NaN outside."""
        found = np.full((height, width), np.nan)
        offset = self._aligned(transform)
        if offset is None:
            return self._warped(transform, found)
        top, left = max(offset[0], 0), max(offset[1], 0)
        bottom = min(offset[0] + height, self._dataset.RasterYSize)
        right = min(offset[1] + width, self._dataset.RasterXSize)
        if bottom > top and right > left:
            with collected() as failures:
                band = self._dataset.GetRasterBand(self._band)
                read = band.ReadAsArray(left, top, right - left, bottom - top)
            self._check(failures or ([] if read is not None else ["unknown error"]))
            found[top - offset[0] : bottom - offset[0], left - offset[1] : right - offset[1]] = read
        return found

    def _aligned(self, transform: Transform) -> tuple[int, int] | None:
        """Return the row and column where `transform` begins, None where the two grids differ in more than that."""
        sides, own = np.array(transform)[[1, 2, 4, 5]], np.array(self._transform)[[1, 2, 4, 5]]
        if not self._same_crs or not np.allclose(sides, own, rtol=1e-9, atol=0):
            return None
        column, row = self._transform.pixels(np.array([transform.x0]), np.array([transform.y0]))
        if abs(row[0] - round(row[0])) > 0.01 or abs(column[0] - round(column[0])) > 0.01:
            return None
        return round(float(row[0])), round(float(column[0]))

    def _warped(self, transform: Transform, found: np.ndarray) -> np.ndarray:
        """Return `found` with the mask's values where it has any."""
        height, width = found.shape
        target = gdal.GetDriverByName("MEM").Create("", width, height, 1, gdal.GDT_Float64)
        target.SetGeoTransform(transform)
        target.SetProjection(self._crs[1])
        target.GetRasterBand(1).WriteArray(found)
        options = {"srcSRS": self._crs[0] or None, "dstSRS": self._crs[1] or None, "resampleAlg": "near"}
        with collected() as failures:
            # without its nodata value: that may be one of the values to leave out
            source = gdal.Translate("", self._dataset, format="VRT", bandList=[self._band], noData="none")
            gdal.Warp(target, source, **options)
        self._check([text for text in failures if not _is_elsewhere(text)])
        return np.asarray(target.ReadAsArray())

    def _check(self, failures: Sequence[str]) -> None:
        if failures:
            raise So2SatError(f"{self._mask.label} {self._mask.path} cannot be read: {failures[0]}.")

    def stamp(self) -> Stamp:
        return stamp_of(self._dataset)


def _is_elsewhere(failure: str) -> bool:
    """Return whether GDAL fails only because the mask has no pixel here, or none of its places has coordinates here."""
    return "does not intersect" in failure or "transform" in failure.lower()


class _Polygons:
    """The inside of polygons: pixels whose centre lies in one."""

    def __init__(self, mask: Mask, crs: str) -> None:
        refuse_pipe(mask.path, mask.path)
        with collected() as failures:
            file = gdal.OpenEx(mask.path, gdal.OF_VECTOR)
            layer = None if file is None else file.GetLayerByName(mask.layer) if mask.layer else file.GetLayer(0)
        if layer is None:
            raise So2SatError(
                f"{mask.label} {mask.path} cannot be opened: {failures[0] if failures else 'no such layer'}."
            )
        reference = layer.GetSpatialRef()
        named = "" if reference is None else reference.GetName() or ""
        known = reference is not None and not named.lower().startswith("undefined")  # as GeoPackage writes it
        own = mask.crs or (reference.ExportToWkt() if known else "")
        self.count = 0
        self._stamp = self._take(layer, vector.transformation_between(own, crs), mask)

    def _take(self, layer: Any, transformation: Any, mask: Mask) -> Stamp:
        """Copy the polygons into memory, in the raster's CRS."""
        driver = ogr.GetDriverByName("Memory") or ogr.GetDriverByName("MEM")  # one took the other's place in GDAL 3.11
        self._source = driver.CreateDataSource("")
        self._layer = self._source.CreateLayer("mask", None, ogr.wkbUnknown)
        digest, counts = hashlib.sha256(), Counter[str]()
        with collected():
            for feature in layer:
                reference = feature.GetGeometryRef()
                wkb = b"" if reference is None else bytes(reference.ExportToWkb())
                digest.update(wkb)
                geometry = vector.prepared(wkb, transformation, counts)
                if geometry is not None and geometry.GetDimension() == 2:
                    copied = ogr.Feature(self._layer.GetLayerDefn())
                    copied.SetGeometry(geometry)
                    self._layer.CreateFeature(copied)
                    self.count += 1
        return [(f"{mask.path}|{mask.layer}", self.count, int(digest.hexdigest()[:15], 16))]

    def read(self, transform: Transform, height: int, width: int) -> np.ndarray:
        columns, rows = np.array([0, width, 0, width]), np.array([0, 0, height, height])
        x, y = transform.at(columns, rows)
        raster = gdal.GetDriverByName("MEM").Create("", width, height, 1, gdal.GDT_Byte)
        raster.SetGeoTransform(transform)
        with collected():
            self._layer.SetSpatialFilterRect(x.min(), y.min(), x.max(), y.max())
            gdal.RasterizeLayer(raster, [1], self._layer, burn_values=[1])
        return np.asarray(raster.ReadAsArray(), dtype=bool)

    def stamp(self) -> Stamp:
        return self._stamp
