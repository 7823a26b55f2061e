"""Write GeoTIFFs under a temporary name; only a whole one takes the name asked for (see `files.Outputs`)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal, gdal_array

from ..errors import So2SatError
from ..files import Output
from ..legend import LegendClass
from .gdal_errors import collected
from .grid import Transform

CLASSES_KEY = "SO2SAT_CLASSES"  # metadata key of a map: JSON list of {code, name, color}


@dataclass(frozen=True)
class GeoTiffProfile:
    """What a GeoTIFF is to be. `scale` and `offset` are per band: value = stored × scale + offset."""

    rows: int
    columns: int
    bands: int
    dtype: str
    transform: Transform
    crs: str
    nodata: float | None = None
    band_names: Sequence[str] = ()
    metadata: dict[str, str] = field(default_factory=dict)
    interleave: str = "BAND"
    tile: int = 256
    scale: Sequence[float] = ()
    offset: Sequence[float] = ()


class GeoTiffWriter:
    """A GeoTIFF being written. As a context manager: commits at the end, deletes on any error."""

    def __init__(self, path: str | Path, profile: GeoTiffProfile) -> None:
        """Begin writing; raises So2SatError where the folder does not take a file."""
        self.path = Path(path)
        self.profile = profile
        try:
            self._output = Output(self.path)
        except OSError as error:
            raise self._refused([error.strerror or str(error)]) from error
        with collected() as failures:
            self._dataset = gdal.GetDriverByName("GTiff").Create(
                str(self._output.temporary),
                profile.columns,
                profile.rows,
                profile.bands,
                gdal_array.NumericTypeCodeToGDALTypeCode(np.dtype(profile.dtype)),
                _options(profile),
            )
            if self._dataset is not None:
                self._describe(profile)
        if failures or getattr(self, "_dataset", None) is None:
            self.discard()
            raise self._refused(failures)

    def __enter__(self) -> GeoTiffWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *exc: object) -> None:
        if kind is None:
            self.commit()
        else:
            self.discard()

    def write(self, row: int, column: int, values: np.ndarray) -> None:
        """Write `values`, (rows, columns) or (rows, columns, bands), with its first cell at row, column."""
        stack = values[..., np.newaxis] if values.ndim == 2 else values
        bands = np.ascontiguousarray(np.moveaxis(stack, -1, 0), dtype=self.profile.dtype)
        height, width = stack.shape[:2]
        with collected() as failures:
            self._dataset.WriteRaster(
                column,
                row,
                width,
                height,
                bands.tobytes(),
                buf_type=gdal_array.NumericTypeCodeToGDALTypeCode(bands.dtype),
            )
        if failures:
            raise self._refused(failures)

    def set_metadata(self, key: str, value: str) -> None:
        """Set an entry of the file's metadata."""
        self._dataset.SetMetadataItem(key, value)

    def set_legend(self, classes: Sequence[LegendClass]) -> None:
        """Give band 1 its classes: attribute table, colour table, category names and a metadata entry."""
        band = self._dataset.GetRasterBand(1)
        with collected() as failures:
            if self.profile.dtype in ("uint8", "uint16"):
                band.SetColorTable(_colour_table(classes))
            band.SetCategoryNames(_category_names(classes))
            band.SetDefaultRAT(_attribute_table(classes))
            entry = [{"code": c.code, "name": c.name, "color": c.color} for c in classes]
            self._dataset.SetMetadataItem(CLASSES_KEY, json.dumps(entry))
        if failures:
            raise self._refused(failures)

    def commit(self) -> None:
        """Flush, close and give the file its name (at the end of the run, where there is one)."""
        with collected() as failures:
            self._dataset.FlushCache()
            self._dataset = None
        if failures:
            self.discard()
            raise self._refused(failures)
        try:
            self._output.finish()  # synced there: the parts go next, and a power cut must not cost both
        except OSError as error:
            raise self._refused([str(error)]) from error

    def discard(self) -> None:
        """Close and delete the temporary file."""
        with collected():
            self._dataset = None
        self._output.discard()

    def _describe(self, profile: GeoTiffProfile) -> None:
        self._dataset.SetGeoTransform(profile.transform)
        if profile.crs:
            self._dataset.SetProjection(profile.crs)
        self._dataset.SetMetadata(profile.metadata)
        for i in range(profile.bands):
            band = self._dataset.GetRasterBand(i + 1)
            if i == 0 and profile.nodata is not None:  # GTiff has one nodata value for all bands
                band.SetNoDataValue(profile.nodata)
            if profile.band_names:
                band.SetDescription(profile.band_names[i])
            if profile.scale:
                band.SetScale(float(profile.scale[i]))
                band.SetOffset(float(profile.offset[i]))

    def _refused(self, failures: list[str]) -> So2SatError:
        why = failures[0] if failures else "unknown error"
        return So2SatError(
            f"{self.path} cannot be written: {why}. Check that the folder exists, is writable and has room; "
            "nothing was left under that name."
        )


def _options(profile: GeoTiffProfile) -> list[str]:
    floating = np.issubdtype(np.dtype(profile.dtype), np.floating)
    options = {
        "TILED": "YES",
        "BLOCKXSIZE": profile.tile,
        "BLOCKYSIZE": profile.tile,
        "COMPRESS": "DEFLATE",
        "ZLEVEL": 1 if floating else 6,
        "PREDICTOR": 3 if floating else (2 if profile.bands > 1 else 1),
        "INTERLEAVE": profile.interleave,
        "BIGTIFF": "IF_SAFER",
        "NUM_THREADS": "ALL_CPUS",
    }
    return [f"{key}={value}" for key, value in options.items()]


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _colour_table(classes: Sequence[LegendClass]) -> Any:
    table = gdal.ColorTable()
    table.SetColorEntry(0, (0, 0, 0, 0))
    for entry in classes:
        table.SetColorEntry(entry.code, (*_rgb(entry.color), 255))
    return table


def _category_names(classes: Sequence[LegendClass]) -> list[str]:
    names = [""] * (max((c.code for c in classes), default=0) + 1)
    for entry in classes:
        names[entry.code] = entry.name
    return names


def _attribute_table(classes: Sequence[LegendClass]) -> Any:
    table = gdal.RasterAttributeTable()
    table.CreateColumn("Value", gdal.GFT_Integer, gdal.GFU_MinMax)
    table.CreateColumn("Class", gdal.GFT_String, gdal.GFU_Name)
    for name, use in (("Red", gdal.GFU_Red), ("Green", gdal.GFU_Green), ("Blue", gdal.GFU_Blue)):
        table.CreateColumn(name, gdal.GFT_Integer, use)
    table.SetRowCount(len(classes))
    for row, entry in enumerate(classes):
        table.SetValueAsInt(row, 0, entry.code)
        table.SetValueAsString(row, 1, entry.name)
        for column, value in enumerate(_rgb(entry.color), start=2):
            table.SetValueAsInt(row, column, value)
    return table
