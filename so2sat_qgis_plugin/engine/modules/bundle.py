"""Bundles (`*.so2sat`): a zip of manifest.json, the estimator in skops format, and the module where that is small."""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import So2SatError
from ..files import whereabouts, write_whole
from ..legend import LegendClass

FORMAT, VERSION = "so2sat-bundle", 1
MANIFEST, ESTIMATOR = "manifest.json", "estimator.skops"
MODULE = "module/"  # folder of the module's files
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, KeyError, RuntimeError, struct.error)
_MOST_FILES = 8  # of a module
MAX_MANIFEST, MAX_ESTIMATOR, MAX_MODULE = 16 << 20, 1 << 30, 16 << 20  # bytes, the last of each file


@dataclass(frozen=True)
class Bundle:
    """A bundle's manifest, its estimator as the bytes that the worker takes, and the files of its module, if any.

    `name` is what messages call it: the path that it was read from.
    """

    name: str
    manifest: dict[str, Any]
    estimator: bytes
    module: Mapping[str, bytes]

    @property
    def classes(self) -> tuple[LegendClass, ...]:
        """The classes that the estimator tells apart."""
        return tuple(LegendClass(c["code"], c["name"], c["color"]) for c in self.manifest["classes"])


def write(
    path: str | Path, manifest: Mapping[str, Any], estimator: bytes, module: Mapping[str, bytes] | None = None
) -> None:
    """Write a bundle, with the files of a `module` beside the estimator; nothing half-written takes the name."""
    whole = {
        "format": FORMAT,
        "version": VERSION,
        **manifest,
        "estimator": {"file": ESTIMATOR, "bytes": len(estimator), "sha256": hashlib.sha256(estimator).hexdigest()},
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, json.dumps(whole, ensure_ascii=False, indent=1))
        archive.writestr(zipfile.ZipInfo(ESTIMATOR), estimator)  # compressed inside
        for name, file in (module or {}).items():
            archive.writestr(MODULE + name, file)
    write_whole(path, content.getvalue())


def read(path: str | Path) -> Bundle:
    """Read a bundle; raises So2SatError for anything that is not a whole one of a known version."""
    try:
        with zipfile.ZipFile(whereabouts(path)) as archive:
            manifest = _manifest(json.loads(_member(archive, MANIFEST, MAX_MANIFEST)))
            json.dumps(manifest, ensure_ascii=False).encode()  # half a character cannot be written into a map
            estimator = _member(archive, ESTIMATOR, MAX_ESTIMATOR)
            names = [name for name in archive.namelist() if name.startswith(MODULE)][:_MOST_FILES]
            module = {name[len(MODULE) :]: _member(archive, name, MAX_MODULE) for name in names}
    except (OSError, *_DAMAGED) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise So2SatError(f"The bundle {path} cannot be read: {error.strerror}.") from error
        raise So2SatError(f"{path} is no whole bundle ({_why(error)}). Train again, or copy the file anew.") from error
    found = hashlib.sha256(estimator).hexdigest()
    if found != manifest["estimator"]["sha256"]:
        raise So2SatError(f"{path} is damaged: its estimator is not the one that its manifest names. Copy it anew.")
    return Bundle(str(path), manifest, estimator, module)


def _member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """Return a member's bytes; its stated size is not believed."""
    with archive.open(name) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise ValueError(f"{name} is larger than {limit >> 20} MiB")
    return content


def _manifest(manifest: Any) -> dict[str, Any]:
    """Return a manifest that has what is used of it, of the right kinds."""
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ValueError(f"{MANIFEST} is not a bundle's")
    if manifest.get("version") != VERSION:
        raise So2SatError(
            f"The bundle is of version {manifest.get('version')}, this plugin knows version {VERSION}: update the "
            "plugin."
        )
    classes = manifest.get("classes")
    if not isinstance(classes, list) or not classes or not all(_is_class(c) for c in classes):
        raise ValueError(f"{MANIFEST} has no valid classes")
    if len({c["code"] for c in classes}) < len(classes):
        raise ValueError(f"{MANIFEST} gives two classes the same code")
    names = manifest.get("feature_names")
    if (
        not isinstance(manifest.get("dims"), int)
        or not isinstance(names, list)
        or not all(isinstance(n, str) for n in names)
    ):
        raise ValueError(f"{MANIFEST} does not describe its features")
    if not isinstance(manifest.get("embedding"), (dict, type(None))) or not isinstance(manifest.get("estimator"), dict):
        raise ValueError(f"{MANIFEST} does not describe its features")
    if not isinstance(manifest["estimator"].get("sha256"), str):
        raise ValueError(f"{MANIFEST} does not name its estimator")
    if not isinstance(manifest.get("versions"), dict):
        raise ValueError(f"{MANIFEST} names no versions")
    _check_views(manifest)
    return manifest


def _check_views(manifest: dict[str, Any]) -> None:
    """Raise unless what the estimator sees is said as `learning.agreement` says it, or (earlier bundles) not at all."""
    views, bands = manifest.get("views", ["embedding"]), manifest.get("spectrum_bands", [])
    named = isinstance(bands, list) and all(isinstance(band, str) for band in bands)
    if views not in (["spectrum"], ["embedding"], ["spectrum", "embedding"]) or not named:
        raise ValueError(f"{MANIFEST} does not say what its estimator looks at")
    if manifest.get("smoothing", 1) not in (1, 3) or not isinstance(manifest.get("defaults", {}), dict):
        raise ValueError(f"{MANIFEST} does not say how the estimator is applied")


def _is_class(entry: Any) -> bool:
    if not isinstance(entry, dict):
        return False
    code, name, color = entry.get("code"), entry.get("name"), entry.get("color")
    is_color = isinstance(color, str) and re.fullmatch("#[0-9a-fA-F]{6}", color) is not None
    is_code = isinstance(code, int) and not isinstance(code, bool) and 1 <= code <= 65535
    return is_code and isinstance(name, str) and is_color


def _why(error: Exception) -> str:
    return str(error).strip("'\"") or type(error).__name__
