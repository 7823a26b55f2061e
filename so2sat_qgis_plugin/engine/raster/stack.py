"""Stack bands of separate files, sizes and CRS into one VRT or GeoTIFF with one grid."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import numpy as np
from osgeo import gdal, gdal_array

from ..errors import So2SatError
from ..files import output
from ..progress import Progress
from .bands import L1C, canonical, canonical_names
from .gdal_errors import collected
from .georeference import ground_pixel_size
from .grid import Transform
from .mask import SCL, is_scl, is_scl_file
from .reader import Raster, RasterInfo
from .safe import Product, find_product, root
from .translate import translate
from .warp import target_crs

_SUFFIXES = (".tif", ".tiff", ".jp2", ".img", ".vrt")


@dataclass(frozen=True)
class Source:
    """One band of one file: `name` as Sentinel-2's bands are named (SCL: its scene classification), `size` of its pixel
    on the ground in m.
    """

    path: str
    number: int
    name: str
    info: RasterInfo
    size: float
    slope: float | None = None
    offset: float = 0.0  # reflectance = DN × slope + offset, where slope is known

    @property
    def is_measured(self) -> bool:
        """Whether its numbers measure something; else they are codes of classes, between which nothing lies."""
        return self.name != SCL


@dataclass(frozen=True)
class Target:
    """The stack's grid."""

    width: int
    height: int
    transform: Transform
    crs: str


def sources_in(path: str) -> tuple[list[Source], dict[str, str]]:
    """Return the bands of a SAFE product, or of the rasters in a folder or zip, and the product's metadata."""
    product = find_product(path)
    if product is not None:
        return _of_product(product), product.metadata
    base = root(path).rstrip("/")
    names: list[str] = []
    with collected():
        names = sorted(name for name in gdal.ReadDir(base) or [] if name.lower().endswith(_SUFFIXES))
    found = sources_of([f"{base}/{name}" for name in names])
    named = [source for source in found if source.name]
    if not any(source.is_measured for source in named):
        raise So2SatError(
            f"{path} holds no band: neither a Sentinel-2 product (MTD_MSIL1C.xml, MTD_MSIL2A.xml) nor rasters whose "
            f"names say their band (B02.tif, …_B8A_20m.jp2); {len(names)} rasters were seen. Give the layers by hand."
        )
    return named, {}


def sources_of(paths: Sequence[str]) -> list[Source]:
    """Return every band of the rasters, named by its description, wavelength or file name, "" where none tells."""
    found = []
    for path in paths:
        with Raster(path) as raster:
            info = raster.info
        size = ground_pixel_size(info)
        names = canonical_names(info) if len(info.bands) > 1 else ("",)
        for band, name in zip(info.bands, names):
            if not band.is_alpha:
                stem = Path(path).stem if len(info.bands) == 1 else ""
                scl = is_scl(band.name) or is_scl_file(stem)
                told = SCL if scl else name or canonical(band.name) or canonical(stem)
                found.append(Source(path, band.number, told, info, float(np.sqrt(np.prod(size))) if size else 0.0))
    return found


def _of_product(product: Product) -> list[Source]:
    found = []
    for name, images in product.images.items():
        offset = product.offsets.get(name, 0.0) / product.full
        for source in sources_of(images):
            info = replace(source.info, bands=tuple(replace(band, nodata=0.0) for band in source.info.bands))
            named = replace(source, name=name, info=info)
            found.append(replace(named, slope=1.0 / product.full, offset=offset) if named.is_measured else named)
    return found


def choose(sources: Sequence[Source], wanted: Sequence[str], resolution: float) -> list[Source]:
    """Return one source for each of the `wanted` bands, in their order; all in Sentinel-2's order without `wanted`.

    Of several sizes of one band the coarsest that is not coarser than `resolution` is taken, else the finest: the
    product's own 20 m band is better than every second pixel of the 10 m band. Unnamed sources are taken as they
    come where no source has a name.
    """
    if not any(source.name and source.is_measured for source in sources):
        return list(sources)
    names = [canonical(name) or name for name in wanted]
    if not names:
        names = [name for name in L1C if any(source.name == name for source in sources)]
    missing = [name for name in names if all(source.name != name for source in sources)]
    if missing:
        found = ", ".join(name for name in (*L1C, SCL) if any(source.name == name for source in sources))
        raise So2SatError(
            f"{'band' if len(missing) == 1 else 'bands'} {', '.join(missing)} cannot be found; there are {found}. "
            "Name the bands to stack in BANDS, or leave it empty for all that there are."
        )
    return [_best([source for source in sources if source.name == name], resolution) for name in names]


def classification(sources: Sequence[Source], chosen: Sequence[Source], resolution: float) -> list[Source]:
    """Return the scene classification among `sources` that is to go behind the `chosen` bands, [] for none."""
    found = [source for source in sources if not source.is_measured]
    there = any(not source.is_measured for source in chosen)
    return [_best(found, resolution)] if found and not there else []


def _best(sources: Sequence[Source], resolution: float) -> Source:
    fine = [source for source in sources if source.size <= resolution * 1.05]
    return max(fine, key=lambda source: source.size) if fine else min(sources, key=lambda source: source.size)


def stack(
    sources: Sequence[Source],
    target: str,
    resolution: float,
    metadata: dict[str, str],
    progress: Progress,
    apply_offset: bool = False,
) -> Target:
    """Write the sources as the bands of `target`, a .vrt or else a GeoTIFF, and return its grid.

    `resolution`: pixel size in m, 0 = the finest source's own grid. What is known of reflectance becomes the bands'
    scale and offset; with `apply_offset` the offset is added to the numbers instead (int16). Bands on another grid
    are resampled bilinearly, a scene classification by the nearest pixel. Nodata is the sources' own, else 0 (NaN for
    floats).
    """
    progress.check()
    measured = [source for source in sources if source.is_measured] or sources
    grid = target_grid(min(measured, key=lambda source: source.size).info, resolution)
    description = _vrt(sources, grid, metadata, apply_offset)
    path = Path(target)
    try:
        with output(path) as temporary:
            _write(description, str(temporary), path.suffix.lower() == ".vrt", progress)
    except OSError as error:
        raise So2SatError(f"{path} cannot be written: {error.strerror}. Choose another place.") from error
    return grid


def target_grid(info: RasterInfo, resolution: float) -> Target:
    """Return the grid of a raster at `resolution` m: in its own CRS where that is true to scale, else in UTM."""
    if not resolution:
        return Target(info.width, info.height, info.transform, info.crs)
    x0, dx, rx, y0, ry, dy = info.transform
    crs = target_crs(info) if info.crs else ""
    if crs == info.crs and not rx and not ry and dx > 0 > dy:
        width, height = (int(np.ceil(n * d / resolution - 1e-6)) for n, d in ((info.width, dx), (info.height, -dy)))
        return Target(width, height, Transform(x0, resolution, 0.0, y0, 0.0, -resolution), crs)
    with collected() as failures:
        options = {"format": "VRT", "dstSRS": crs, "xRes": resolution, "yRes": resolution, "targetAlignedPixels": True}
        warped = gdal.Warp("", info.path, **options)
    if failures or warped is None:
        raise So2SatError(f"{info.path} cannot be warped: {failures[0] if failures else 'unknown error'}.")
    return Target(warped.RasterXSize, warped.RasterYSize, Transform(*warped.GetGeoTransform()), crs)


def _write(description: str, path: str, as_vrt: bool, progress: Progress) -> None:
    if as_vrt:
        Path(path).write_text(description, encoding="utf-8")
        return
    options = ["TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=2", "BIGTIFF=IF_SAFER", "NUM_THREADS=ALL_CPUS"]
    translate(description, path, "GTiff", options, progress)


def _vrt(sources: Sequence[Source], grid: Target, metadata: dict[str, str], apply_offset: bool) -> str:
    """Return the stack as the XML of a VRT."""
    applied = apply_offset and any(source.slope and source.offset for source in sources)
    dtype = "int16" if applied else _common_dtype(sources)
    tree = Xml.Element("VRTDataset", rasterXSize=str(grid.width), rasterYSize=str(grid.height))
    if grid.crs:
        Xml.SubElement(tree, "SRS").text = grid.crs
    Xml.SubElement(tree, "GeoTransform").text = ", ".join(repr(float(value)) for value in grid.transform)
    entries = Xml.SubElement(tree, "Metadata")
    for key, value in metadata.items():
        Xml.SubElement(entries, "MDI", key=key).text = value
    stored = _Stored(dtype, -32768.0 if applied else _common_nodata(sources, dtype), applied)
    for i, source in enumerate(sources, start=1):
        _add_band(tree, i, source, grid, stored)
    return Xml.tostring(tree, encoding="unicode")


@dataclass(frozen=True)
class _Stored:
    """How the stack's numbers are stored; `applied`: with the add offset in them."""

    dtype: str
    nodata: float
    applied: bool


def _add_band(tree: Xml.Element, number: int, source: Source, grid: Target, stored: _Stored) -> None:
    kind = gdal.GetDataTypeName(gdal_array.NumericTypeCodeToGDALTypeCode(np.dtype(stored.dtype)))
    band = Xml.SubElement(tree, "VRTRasterBand", dataType=kind, band=str(number))
    Xml.SubElement(band, "Description").text = source.name or Path(source.path).stem
    Xml.SubElement(band, "NoDataValue").text = repr(stored.nodata)
    if source.slope is not None:
        Xml.SubElement(band, "Offset").text = repr(0.0 if stored.applied else source.offset)
        Xml.SubElement(band, "Scale").text = repr(source.slope)
    own = _own_nodata(source)
    path, index = _on_grid(source, grid, own)
    part = Xml.SubElement(band, "ComplexSource" if source.is_measured else "SimpleSource")
    Xml.SubElement(part, "SourceFilename", relativeToVRT="0").text = path
    Xml.SubElement(part, "SourceBand").text = str(index)
    for tag in ("SrcRect", "DstRect"):
        Xml.SubElement(part, tag, xOff="0", yOff="0", xSize=str(grid.width), ySize=str(grid.height))
    if source.is_measured:  # of classes 0 is one like others
        Xml.SubElement(part, "NODATA").text = repr(own)
    if stored.applied and source.slope:
        Xml.SubElement(part, "ScaleOffset").text = repr(round(source.offset / source.slope))
        Xml.SubElement(part, "ScaleRatio").text = "1"


def _on_grid(source: Source, grid: Target, nodata: float) -> tuple[str, int]:
    """Return what GDAL opens to read the source on the grid (the file, or the XML of a warped VRT), and the band."""
    info = source.info
    same = (info.width, info.height) == (grid.width, grid.height) and np.allclose(info.transform, grid.transform, 1e-12)
    if same and info.crs == grid.crs:
        return _absolute(source.path), source.number
    if not info.crs or not grid.crs:
        raise So2SatError(f"{source.path} has another size than the finest band and no CRS to place it by. Assign one.")
    x0, dx, _, y0, _, dy = grid.transform
    options: dict[str, Any] = {
        "format": "VRT",
        "srcSRS": info.crs,
        "dstSRS": grid.crs,
        "outputBounds": (x0, y0 + grid.height * dy, x0 + grid.width * dx, y0),
        "width": grid.width,
        "height": grid.height,
        "resampleAlg": "bilinear" if source.is_measured else "near",
        "multithread": True,
    }
    if source.is_measured:
        options.update(srcNodata=nodata, dstNodata=nodata)
    with collected() as failures:
        told = nodata if source.is_measured else "none"
        selected = gdal.Translate("", _absolute(source.path), format="VRT", bandList=[source.number], noData=told)
        selected = gdal.Open(_xml_of(selected)) if selected is not None else None
        warped = gdal.Warp("", selected, **options) if selected is not None else None
        text = _xml_of(warped) if warped is not None else ""
    if failures or not text:
        raise So2SatError(f"{source.path} cannot be warped: {failures[0] if failures else 'unknown error'}.")
    return text, 1


def _xml_of(vrt: Any) -> str:
    return str(vrt.GetMetadata("xml:VRT")[0])


def _absolute(path: str) -> str:
    return os.path.abspath(path) if os.path.exists(path) else path


def _dtype(source: Source) -> str:
    return source.info.bands[source.number - 1].dtype


def _common_dtype(sources: Sequence[Source]) -> str:
    return np.result_type(*{_dtype(source) for source in sources}).name


def _own_nodata(source: Source) -> float:
    told = source.info.bands[source.number - 1].nodata
    if told is not None:
        return told
    return float("nan") if _dtype(source).startswith("float") else 0.0


def _common_nodata(sources: Sequence[Source], dtype: str) -> float:
    told = {_own_nodata(source) for source in sources if source.is_measured and not np.isnan(_own_nodata(source))}
    if len(told) == 1:
        return told.pop()
    return float("nan") if dtype.startswith("float") else 0.0
