"""SAFE products built for tests: the real folder layout, real metadata elements, real JPEG 2000 files."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np

from so2sat_qgis_plugin.engine.raster.bands import L1C, WAVELENGTHS
from tests.support.scenes import write

SIDE = 1800.0  # m
ORIGIN = (600_000.0, 5_100_000.0)  # of Sentinel-2's tile grid: a multiple of 60 m
L2A_SIZES = {
    10: ("B2", "B3", "B4", "B8"),
    20: ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8A", "B11", "B12"),
    60: ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8A", "B9", "B11", "B12"),
}
NATIVE = {10: ("B2", "B3", "B4", "B8"), 20: ("B5", "B6", "B7", "B8A", "B11", "B12"), 60: ("B1", "B9", "B10")}


def reflectance(name: str, size: float) -> np.ndarray:
    """Return what a band shows: a slope to the east whose height is the band's own, nodata in the first 60 m."""
    count = int(SIDE / size)
    east = (np.arange(count) + 0.5) * size / SIDE
    return np.tile(0.02 * (1 + list(WAVELENGTHS).index(name)) + 0.3 * east, (count, 1))


def _image(path: Path, name: str, size: int, add: float) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    dn = np.rint(reflectance(name, size) * 10_000 + add).astype(np.uint16)
    dn[: 60 // size] = 0
    transform = (ORIGIN[0], size, 0.0, ORIGIN[1], 0.0, -size)
    options = ("QUALITY=100", "REVERSIBLE=YES", "YCBCR420=NO", "CODEC=JP2")
    write(path, dn[..., np.newaxis], transform=transform, epsg=32633, driver="JP2OpenJPEG", options=options)


def classes() -> np.ndarray:
    """Return the scene classification at 20 m: vegetation, a cloud in the middle, its shadow beside it, nodata."""
    count = int(SIDE / 20)
    found = np.full((count, count), 4, np.uint8)
    found[30:60, 30:60] = 9
    found[30:60, 20:30] = 3
    found[:3] = 0
    return found


def _classification(path: Path) -> None:
    transform = (ORIGIN[0], 20.0, 0.0, ORIGIN[1], 0.0, -20.0)
    options = ("QUALITY=100", "REVERSIBLE=YES", "YCBCR420=NO", "CODEC=JP2")
    write(path, classes()[..., np.newaxis], transform=transform, epsg=32633, driver="JP2OpenJPEG", options=options)


def _two(name: str) -> str:
    return name if name == "B8A" else f"B{int(name[1:]):02d}"


def build(folder: Path, level: str, baseline: str) -> Path:
    """Write a product of `level` ("L1C", "L2A") below `folder` and return its .SAFE folder."""
    add = 1000.0 if float(baseline) >= 4 else 0.0
    stamp, tile = "20230615T100559", "T33TWM"
    name = f"S2A_MSI{level}_{stamp}_N{baseline.replace('.', '')}_R022_{tile}_20230615T160000.SAFE"
    images = folder / name / "GRANULE" / f"{level}_{tile}_A041671_20230615T100559" / "IMG_DATA"
    for size, bands in (L2A_SIZES if level == "L2A" else NATIVE).items():
        for band in bands:
            stem = f"{tile}_{stamp}_{_two(band)}"
            part = f"R{size}m/{stem}_{size}m.jp2" if level == "L2A" else f"{stem}.jp2"
            _image(images / part, band, size, add)
    # files that look like bands and are none
    _image(images.parent / "QI_DATA" / "MSK_DETFOO_B02.jp2", "B2", 60, 0)
    if level == "L2A":
        _classification(images / f"R20m/{tile}_{stamp}_SCL_20m.jp2")
    (folder / name / f"MTD_MSI{level}.xml").write_text(_metadata(level, baseline, name, add), encoding="utf-8")
    return folder / name


def _metadata(level: str, baseline: str, name: str, add: float) -> str:
    kind, quantity = ("BOA", "BOA_QUANTIFICATION_VALUE") if level == "L2A" else ("RADIO", "QUANTIFICATION_VALUE")
    offsets = "".join(f'<{kind}_ADD_OFFSET band_id="{i}">-1000</{kind}_ADD_OFFSET>' for i in range(len(L1C)))
    listed = f"<{kind}_ADD_OFFSET_VALUES_LIST>{offsets}</{kind}_ADD_OFFSET_VALUES_LIST>" if add else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><n1:Level-{level[1:]}_User_Product xmlns:n1="https://psd/x.xsd">'
        f"<n1:General_Info><Product_Info><PRODUCT_URI>{name}</PRODUCT_URI>"
        f"<PROCESSING_LEVEL>Level-{level[1:]}</PROCESSING_LEVEL><PROCESSING_BASELINE>{baseline}</PROCESSING_BASELINE>"
        "</Product_Info><Product_Image_Characteristics><Special_Values><SPECIAL_VALUE_TEXT>NODATA</SPECIAL_VALUE_TEXT>"
        "<SPECIAL_VALUE_INDEX>0</SPECIAL_VALUE_INDEX></Special_Values>"
        f'<{quantity} unit="none">10000</{quantity}>{listed}'
        f"</Product_Image_Characteristics></n1:General_Info></n1:Level-{level[1:]}_User_Product>"
    )


def zipped(product: Path, target: Path) -> Path:
    """Zip a product as ESA does: its .SAFE folder at the top."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(product.rglob("*")):
            archive.write(file, Path(product.name) / file.relative_to(product))
    return target
