"""Bundles: flipped bits, manifests of other kinds, members that are bombs, doubled or missing."""

from __future__ import annotations

import contextlib
import io
import json
import os
import struct
import zipfile
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.features.source import RasterFeatures
from so2sat_qgis_plugin.engine.learning.agreement import check_source
from so2sat_qgis_plugin.engine.modules import bundle
from so2sat_qgis_plugin.engine.modules.resolve import resolve
from so2sat_qgis_plugin.engine.progress import Progress
from tests.campaign import mutate
from tests.support.labelled import MADE, write_features

MANIFEST: dict[str, Any] = {
    "classes": [{"code": 1, "name": "Wald", "color": "#010203"}, {"code": 300, "name": "Ä", "color": "#ffffff"}],
    "dims": 6, "feature_names": [f"e{i:04d}" for i in range(6)], "embedding": {**MADE, "pixel_size": [10.0, 10.0]},
    "versions": {"scikit-learn": "1"}, "field": "class", "classifier": "x", "validation": {"accuracy": 0.5},
}  # fmt: skip


def prepare(folder: Path) -> dict[str, Any]:
    """A bundle with a module in it, and an embedding raster that fits it."""
    path = folder / "base.so2sat"
    estimator = np.random.default_rng(0).bytes(3000)
    module = {"saved_model.pb": b"graph" * 100, "tfhub_module.pb": b"\x08\x03"}
    bundle.write(path, MANIFEST, estimator, module)
    return {"bundle": path.read_bytes(), "raster": write_features(folder / "e.tif", MANIFEST["embedding"])}


def attempt(random: Random, base: dict[str, Any], folder: Path) -> None:
    path = folder / "b.so2sat"
    path.write_bytes(_made(random, base["bundle"]))
    try:
        found = bundle.read(path)
        assert all(1 <= entry.code <= 65535 and entry.name.encode() is not None for entry in found.classes)
        with RasterFeatures(base["raster"]) as source:
            check_source(found, source)
        with contextlib.suppress(So2SatError):  # its module is none
            resolve(str(path), folder / "home", Progress())
    finally:
        assert set(os.listdir(folder)) <= {"b.so2sat", "home"}, "something was written outside"


def _made(random: Random, whole: bytes) -> bytes:
    if random.random() < 0.4:
        return mutate.of_bytes(random, whole)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members[bundle.MANIFEST])
    if random.random() < 0.8:
        manifest = mutate.of_json(random, manifest)
    members[bundle.MANIFEST] = mutate.dumps(random, manifest).encode("utf-8", "surrogatepass")
    way = random.randrange(6)
    if way == 0:
        del members[random.choice(list(members))]
    elif way == 1:
        members[random.choice(list(members))] = bytes(random.choice((0, 1, 20 << 20)))
    elif way == 2:
        members[random.choice(("../x", "/tmp/x", "module/../../x", "module/" + "d/" * 200))] = b"x"
    buffer = io.BytesIO()
    with zipfile.ZipFile(
        buffer, "w", random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA))
    ) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    content = bytearray(buffer.getvalue())
    if random.random() < 0.2:  # a size that lies, in the central directory
        at = content.rfind(b"PK\x01\x02")
        struct.pack_into("<I", content, at + 24, random.choice((0, 1, 0xFFFFFFFF)))
    return bytes(content)
