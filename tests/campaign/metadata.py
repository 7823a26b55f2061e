"""What rasters say of themselves: provenance of embeddings, classes of maps, a product's metadata and checksums."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

from osgeo import gdal

from so2sat_qgis_plugin.engine.features.source import EMBEDDING_KEY, RasterFeatures
from so2sat_qgis_plugin.engine.learning.agreement import check_source, describe_source
from so2sat_qgis_plugin.engine.modules import bundle
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster import checksums
from so2sat_qgis_plugin.engine.raster.maps import read_map
from so2sat_qgis_plugin.engine.raster.safe import find_product
from so2sat_qgis_plugin.engine.raster.writer import CLASSES_KEY
from tests.campaign import mutate
from tests.campaign.bundles import MANIFEST
from tests.support.labelled import write_features
from tests.support.scenes import write

CLASSES = [{"code": 1, "name": "Wald", "color": "#010203"}, {"code": 2, "name": "Ä", "color": "#ffffff"}]


def prepare(folder: Path) -> dict[str, Any]:
    """An embedding raster, a map, and a bundle to compare them with."""
    import numpy as np

    bundle.write(folder / "b.so2sat", MANIFEST, b"estimator")
    codes = np.random.default_rng(0).integers(0, 3, (20, 20, 1)).astype(np.uint8)
    return {
        "bundle": bundle.read(folder / "b.so2sat"),
        "embedding": Path(write_features(folder / "e.tif", MANIFEST["embedding"])).read_bytes(),
        "map": Path(write(folder / "m.tif", codes, metadata={CLASSES_KEY: json.dumps(CLASSES)})).read_bytes(),
    }


def attempt(random: Random, base: dict[str, Any], folder: Path) -> None:
    (_embedding, _map, _product, _checksum)[random.randrange(4)](random, base, folder)


def _embedding(random: Random, base: dict[str, Any], folder: Path) -> None:
    path = _with(base["embedding"], folder, EMBEDDING_KEY, _changed(random, MANIFEST["embedding"]))
    with RasterFeatures(path) as source:
        describe_source(source)
        source.read(next(iter(source.blocks())))
        check_source(base["bundle"], source)


def _map(random: Random, base: dict[str, Any], folder: Path) -> None:
    found = read_map(_with(base["map"], folder, CLASSES_KEY, _changed(random, CLASSES)), Progress())
    assert all(isinstance(entry.name, str) and entry.color.startswith("#") for entry in found.classes)
    found.cells()


def _changed(random: Random, values: Any) -> str:
    text = mutate.dumps(random, mutate.of_json(random, values)).replace("\0", "")
    return text.encode("utf-8", "replace").decode("utf-8")


def _with(content: bytes, folder: Path, key: str, value: str) -> str:
    path = folder / "r.tif"
    path.write_bytes(content)
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.SetMetadataItem(key, value)
    dataset.FlushCache()
    return str(path)


def _product(random: Random, base: dict[str, Any], folder: Path) -> None:
    product = folder / "S2A_MSIL2A_20230615T100559_N0509_R022_T33TWM_20230615T160000.SAFE"
    images = product / "GRANULE/L2A_T33TWM_A041671_20230615T100559/IMG_DATA/R10m"
    images.mkdir(parents=True)
    (images / "T33TWM_20230615T100559_B02_10m.jp2").write_bytes(b"x")
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><n1:Level-2A_User_Product xmlns:n1="https://psd/x.xsd"><n1:General_Info>'
        "<PRODUCT_URI>x</PRODUCT_URI><BOA_QUANTIFICATION_VALUE>10000</BOA_QUANTIFICATION_VALUE>"
        '<BOA_ADD_OFFSET band_id="1">-1000</BOA_ADD_OFFSET></n1:General_Info></n1:Level-2A_User_Product>'
    )
    if random.random() < 0.1:  # entities that unfold to gigabytes
        lol = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
        text = f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}]><x>&l11;</x>'
    (product / "MTD_MSIL2A.xml").write_bytes(mutate.of_text(random, text).encode("utf-8", "replace"))
    find_product(str(product))


def _checksum(random: Random, base: dict[str, Any], folder: Path) -> None:
    (folder / "r.tif").write_bytes(b"x")
    text = (
        '<xfdu><byteStream><fileLocation href="./r.tif"/><checksum checksumName="MD5">'
        "9dd4e461268c8034f5c8564e155c67a6</checksum></byteStream></xfdu>"
    )
    name = random.choice(("manifest.safe", "r.tif.sha256", "r.md5"))
    (folder / name).write_bytes(mutate.of_bytes(random, mutate.of_text(random, text).encode("utf-8", "replace")))
    checksums.check([str(folder / "r.tif")], Progress())
