"""Embeddings that others publish, a vector a pixel and a year: recognised, decoded, and told apart.

AlphaEarth Foundations (Google, Google DeepMind; arXiv:2507.22291): bands A00 … A63, int8, −128 = nodata,
value = sign(v) · (v / 127.5)². TESSERA (University of Cambridge; arXiv:2506.20380): 128 bands, int8 times a scale a
pixel in two .npy files, or GeoTIFFs of float32 as GeoTessera writes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ...paths import version
from ..errors import So2SatError
from ..raster.georeference import wkt
from ..raster.grid import Block
from ..raster.reader import Raster, RasterInfo
from ..raster.tiles import ArrayTile, RasterTile, TargetGrid, Tile, Tiles
from .source import FeatureSource

AUTOMATIC = "automatic"
_ALPHAEARTH_BANDS = tuple(f"A{i:02d}" for i in range(64))
_YEAR = re.compile(r"(?<!\d)(20[12]\d)(?!\d)")
_SCALES = "_scales.npy"


@dataclass(frozen=True)
class Model:
    """Whose embedding it is. `year` 0 and `version` "" are not known yet."""

    name: str
    version: str
    year: int
    licence: str
    attribution: str

    @property
    def title(self) -> str:
        """The model with version and year, as messages call it."""
        return " ".join(part for part in (self.name, self.version, str(self.year or "")) if part)


@dataclass(frozen=True)
class Kind:
    """A known embedding: its model, and `decode`, which turns stored values (…, bands) to float32."""

    model: Model
    quantization: str
    decode: Callable[[np.ndarray], np.ndarray]


def alphaearth(stored: np.ndarray) -> np.ndarray:
    """Return the values in −1 … 1 of AlphaEarth's int8 (…, 64): sign(v) · (v / 127.5)²."""
    values = stored.astype(np.float32) / np.float32(127.5)
    return np.asarray(np.sign(values) * values**2, np.float32)


def as_stored(stored: np.ndarray) -> np.ndarray:
    """Return values as they are, float32."""
    return np.asarray(stored, np.float32)


KINDS = {
    "alphaearth": Kind(
        Model(
            "AlphaEarth Satellite Embedding",
            "V1",
            0,
            "CC-BY-4.0",
            "The AlphaEarth Foundations Satellite Embedding dataset is produced by Google and Google DeepMind.",
        ),
        "sqrt_scale",
        alphaearth,
    ),
    "tessera": Kind(
        Model(
            "TESSERA",
            "",
            0,
            "CC-BY-4.0",
            "TESSERA embeddings, University of Cambridge (Feng et al. 2025, arXiv:2506.20380).",
        ),
        "per_pixel_scale",
        as_stored,
    ),
    "other": Kind(Model("", "", 0, "", ""), "none", as_stored),
}


@dataclass(frozen=True)
class ImportRequest:
    """What to import: `tiles` are paths or addresses that GDAL opens, or .npy files of TESSERA.

    `kind` is a key of `KINDS` or "automatic". `model` holds what the user says of it: what is not "" or 0 wins.
    """

    tiles: tuple[str, ...]
    kind: str = AUTOMATIC
    model: Model = KINDS["other"].model


@dataclass(frozen=True)
class Recognised:
    """What was found to be imported."""

    kind: str
    model: Model
    tiles: tuple[Tile, ...]


def recognise(request: ImportRequest) -> Recognised:
    """Open the tiles and tell what they are; raises So2SatError where that is not known, or tiles differ in it."""
    if not request.tiles:
        raise So2SatError("No tiles were given. Choose one or more files of an embedding.")
    found = [_recognise(path, request) for path in request.tiles]
    first = found[0]
    for path, other in zip(request.tiles, found):
        if (other.kind, other.model) != (first.kind, first.model):
            raise So2SatError(
                f"{path} is {other.model.title}, but {request.tiles[0]} is {first.model.title}: values of different "
                "models, versions or years have nothing to do with each other. Import them one by one."
            )
    if not first.model.name:
        raise So2SatError(
            f"{request.tiles[0]} is no embedding that is known (AlphaEarth's bands are A00 … A63, TESSERA has 128). "
            "Give its name in Model."
        )
    if not first.model.year:
        raise So2SatError(
            f"Neither {request.tiles[0]} nor its folder says of which year the embedding {first.model.name} is. Give "
            "it in Year: embeddings of different years cannot be mixed."
        )
    return Recognised(first.kind, first.model, tuple(tile for one in found for tile in one.tiles))


def _recognise(path: str, request: ImportRequest) -> Recognised:
    kind, told, tile = _array(path) if path.endswith(".npy") else _raster(path, request.kind)
    known = KINDS[kind].model
    said = replace(
        known,
        version=known.version or told.get("TESSERA_DATASET_VERSION", ""),
        year=_year(told.get("TESSERA_YEAR", "")) or _year(path),
    )
    given = {name: value for name, value in vars(request.model).items() if value}
    return Recognised(kind, replace(said, **given), (tile,))


def _array(path: str) -> tuple[str, dict[str, str], Tile]:
    return "tessera", {}, _array_tile(Path(path))


def _raster(path: str, kind: str) -> tuple[str, dict[str, str], Tile]:
    """Return the kind of a raster, its metadata, and the raster as a tile."""
    with Raster(path) as raster:
        info = raster.info
    kind = _kind_of(info) if kind == AUTOMATIC else kind
    _check(path, kind, info)
    return kind, info.metadata, RasterTile(path, _decoder(kind, info))


def _kind_of(info: RasterInfo) -> str:
    names = tuple(band.name for band in info.bands)
    if names == _ALPHAEARTH_BANDS:
        return "alphaearth"
    if len(names) == 128 and ("TESSERA_DATASET_VERSION" in info.metadata or names[0].startswith("Tessera")):
        return "tessera"
    return "other"


def _check(path: str, kind: str, info: RasterInfo) -> None:
    wanted = {"alphaearth": 64, "tessera": 128}.get(kind, len(info.bands))
    if len(info.bands) != wanted:
        raise So2SatError(
            f"{path} has {len(info.bands)} bands, but {KINDS[kind].model.name} has {wanted}. Choose the whole file."
        )


def _decoder(kind: str, info: RasterInfo) -> Callable[[np.ndarray], np.ndarray]:
    """Return how stored values become those of the model; floats are decoded already, by who exported them."""
    if kind != "other":
        return KINDS[kind].decode if info.bands[0].dtype == "int8" else as_stored
    scale = np.array([1.0 if band.scale is None else band.scale for band in info.bands], np.float32)
    offset = np.array([band.offset or 0.0 for band in info.bands], np.float32)
    return lambda stored: stored.astype(np.float32) * scale + offset


def _array_tile(path: Path) -> ArrayTile:
    if path.name.endswith(_SCALES):
        raise So2SatError(f"{path} holds the scales of a tile. Choose the file of its values, without '_scales'.")
    scales = path.with_name(path.name[: -len(".npy")] + _SCALES)
    if not scales.is_file():
        raise So2SatError(f"{path} is without its scales: {scales.name} must lie beside it. Fetch that too.")
    folders = (path.parent, path.parent / "landmasks", *(folder / "landmasks" for folder in path.parents[:4]))
    places = [folder / f"{path.stem}{suffix}" for folder in folders for suffix in (".tiff", ".tif")]
    place = next((place for place in places if place.is_file()), None)
    if place is None:
        raise So2SatError(
            f"Nothing says where {path} lies: the tile's land mask {path.stem}.tiff must lie beside it or in a folder "
            "'landmasks'. Fetch it, or have GeoTessera write GeoTIFFs."
        )
    return ArrayTile(path, scales, str(place))


def _year(text: str) -> int:
    """Return the last year that a path or a text names, 0 where it names none."""
    found = _YEAR.findall(text)
    return int(found[-1]) if found else 0


class ForeignFeatures(FeatureSource):
    """Tiles of a published embedding as feature vectors on one grid."""

    tile = (32, 32)

    def __init__(self, found: Recognised, grid: TargetGrid) -> None:
        self._tiles = Tiles(found.tiles, grid)
        self.name = found.model.title
        self.rows, self.columns, self.dims = grid.rows, grid.columns, self._tiles.bands
        self.transform, self.crs = grid.transform, wkt(grid.crs)
        self.names = tuple(f"e{i + 1:04d}" for i in range(self.dims))
        self.provenance = _provenance(found, self.dims)

    def read(self, block: Block) -> np.ndarray:
        return self._tiles.read(block)


def _provenance(found: Recognised, dims: int) -> dict[str, Any]:
    model = found.model
    return {
        "module": model.title,
        "module_hash": f"{model.name} {model.version} {model.year}",
        "model": model.name,
        "model_version": model.version,
        "year": model.year,
        "licence": model.licence,
        "attribution": model.attribution,
        "quantization": KINDS[found.kind].quantization,
        "window": 1,
        "input_size": None,
        "stride": 1,
        "mode": "exact",
        "dense_equals_exact": True,
        "bands": [],
        "band_numbers": [],
        "source": found.tiles[0].name,
        "sources": [tile.name for tile in found.tiles],
        "version": version(),
    }


def titles(provenances: Sequence[dict[str, Any] | None]) -> list[str]:
    """Return what the embeddings with these provenances are called; "" for features that are none."""
    return [str(one.get("module") or "") if one else "" for one in provenances]
