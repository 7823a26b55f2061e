"""Sentinel-2 products in ESA's SAFE format, as a folder or a zip: their band files and what their metadata say."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from xml.etree import ElementTree

from osgeo import gdal

from ..errors import So2SatError
from .bands import L1C, canonical
from .gdal_errors import collected
from .mask import SCL, is_scl_file

_METADATA = re.compile(r"(^|/)(MTD_MSIL(1C|2A)|S2[A-D]_[A-Z0-9]+_MTD_(SAFL1C|SAFL2A|DMPL1C)[^/]*)\.xml$")
_IMAGE = re.compile(r"(^|/)IMG_DATA/(R\d\dm/)?[^/]*_(B(0[1-9]|1[0-2]|8A)|SCL)(_\d\dm)?\.jp2$")
_LARGEST = 64 << 20  # bytes of a metadata file; real ones have some 100 kB


@dataclass(frozen=True)
class Product:
    """`images`: paths that GDAL opens, by band (B2 …, SCL), every resolution. reflectance = (DN + offset) / full."""

    name: str
    images: dict[str, list[str]]
    full: float
    offsets: dict[str, float]
    metadata: dict[str, str] = field(default_factory=dict)


def root(path: str) -> str:
    """Return `path` as GDAL lists it: /vsizip/… for a zip."""
    return f"/vsizip/{path}" if path.lower().endswith(".zip") and not path.startswith("/vsi") else path


def find_product(path: str) -> Product | None:
    """Return the SAFE product in a folder or zip, None where there is none.

    Raises So2SatError where there are several, or one with more than one granule.
    """
    base = root(path).rstrip("/")
    names = []
    with collected():
        names = [name.replace("\\", "/") for name in gdal.ReadDirRecursive(base) or []]
    found = [name for name in names if _METADATA.search(name)]
    if not found:
        return None
    if len(found) > 1:
        products = ", ".join(sorted(name.split("/")[0] for name in found)[:3])
        raise So2SatError(f"{path} holds {len(found)} Sentinel-2 products ({products} …). Choose the folder of one.")
    inside = found[0].rpartition("/")[0]
    images: dict[str, list[str]] = {}
    for name in sorted(names):
        if _IMAGE.search(name) and name.startswith(inside):
            file = name.rpartition("/")[2]
            images.setdefault(SCL if is_scl_file(file) else canonical(file), []).append(f"{base}/{name}")
    granules = {re.sub(r"/IMG_DATA/.*", "", image) for paths in images.values() for image in paths}
    if len(granules) != 1:
        remedy = "Choose the product of one tile" if granules else "Its images are missing: fetch it anew"
        raise So2SatError(f"The product {path} has {len(granules)} granules, but a stack is made of one. {remedy}.")
    return _product(f"{base}/{found[0]}", images)


def _product(metadata: str, images: dict[str, list[str]]) -> Product:
    try:
        tree = ElementTree.fromstring(_read(metadata))
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise So2SatError(f"{metadata} is damaged ({error}). Fetch the product anew.") from error
    try:
        return _of_tree(tree, metadata, images)
    except ValueError as error:
        raise So2SatError(f"{metadata} is damaged: {error}. Fetch the product anew.") from error


def _of_tree(tree: ElementTree.Element, metadata: str, images: dict[str, list[str]]) -> Product:
    texts: dict[str, str] = {}
    offsets: dict[str, float] = {}
    for element in tree.iter():
        tag, text = element.tag.rpartition("}")[2], (element.text or "").strip()
        if tag in ("BOA_ADD_OFFSET", "RADIO_ADD_OFFSET") and element.get("band_id", "").isdigit():
            band = int(element.get("band_id", "99"))
            if band < len(L1C):
                offsets[L1C[band]] = float(text)
        elif text:
            texts.setdefault(tag, text)
    full = float(texts.get("BOA_QUANTIFICATION_VALUE") or texts.get("QUANTIFICATION_VALUE") or 10_000)
    if not 0 < full < math.inf:
        raise ValueError(f"reflectance cannot be numbers divided by {full}")
    kept = ("PRODUCT_URI", "PROCESSING_LEVEL", "PROCESSING_BASELINE", "PRODUCT_START_TIME", "SPACECRAFT_NAME")
    described = {key: texts[key] for key in kept if key in texts}
    return Product(texts.get("PRODUCT_URI", metadata), images, full, offsets, described)


def _read(path: str) -> bytes:
    with collected() as failures:
        stat = gdal.VSIStatL(path)
        if stat is None or not 0 < stat.size <= _LARGEST:
            raise So2SatError(f"{path} cannot be read, or is no product's metadata. Fetch the product anew.")
        file = gdal.VSIFOpenL(path, "rb")
        content = bytes(gdal.VSIFReadL(1, stat.size, file))
        gdal.VSIFCloseL(file)
    if failures:
        raise So2SatError(f"{path} cannot be read: {failures[0]}.")
    return content
