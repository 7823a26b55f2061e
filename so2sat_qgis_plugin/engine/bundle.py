"""Bundles (`*.so2sat`): a zip of manifest.json and the estimator in skops format, and what they may be applied to."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import So2SatError
from .features import FeatureSource
from .legend import LegendClass
from .report import write_whole

FORMAT, VERSION = "so2sat-bundle", 1
MANIFEST, ESTIMATOR = "manifest.json", "estimator.skops"
MAX_MANIFEST, MAX_ESTIMATOR = 16 << 20, 1 << 30  # bytes
_PROVENANCE = ("module", "module_hash", "window", "stride", "mode", "bands", "scaling", "pixel_size")
# What must agree between the embedding that a bundle was trained on and the one that it is applied to.
_MUST_AGREE = {
    "module_hash": "MODULE",
    "window": "WINDOW",
    "mode": "MODE",
    "bands": "BANDS",
    "input_size": "the module's input size",
    "factor": "the module's scaling",
    "clip": "the module's scaling",
    "components": "COMPONENTS",
}


@dataclass(frozen=True)
class Bundle:
    """A bundle's manifest, and its estimator as the bytes that the worker takes."""

    manifest: dict[str, Any]
    estimator: bytes

    @property
    def classes(self) -> tuple[LegendClass, ...]:
        """The classes that the estimator tells apart."""
        return tuple(LegendClass(c["code"], c["name"], c["color"]) for c in self.manifest["classes"])


def describe_source(source: FeatureSource) -> dict[str, Any]:
    """Return what a bundle remembers of the features that it was trained on."""
    provenance = source.provenance
    kept = {key: None if provenance is None else provenance.get(key) for key in _PROVENANCE}
    return {**kept, "dims": source.dims, "feature_names": list(source.names), "embedding": provenance}


def write(path: str | Path, manifest: Mapping[str, Any], estimator: bytes) -> None:
    """Write a bundle; nothing half-written takes the name."""
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
    write_whole(path, content.getvalue())


def read(path: str | Path) -> Bundle:
    """Read a bundle; raises So2SatError for anything that is not a whole one of a known version."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(json.loads(_member(archive, MANIFEST, MAX_MANIFEST)))
            estimator = _member(archive, ESTIMATOR, MAX_ESTIMATOR)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, RuntimeError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise So2SatError(f"The bundle {path} cannot be read: {error.strerror}.") from error
        raise So2SatError(f"{path} is no whole bundle ({_why(error)}). Train again, or copy the file anew.") from error
    found = hashlib.sha256(estimator).hexdigest()
    if found != manifest["estimator"]["sha256"]:
        raise So2SatError(f"{path} is damaged: its estimator is not the one that its manifest names. Copy it anew.")
    return Bundle(manifest, estimator)


def check_source(bundle: Bundle, source: FeatureSource, name: str) -> list[str]:
    """Raise So2SatError where `source` is not made as the bundle's training data was; return what to warn of.

    `name` is what messages call the bundle.
    """
    trained, here = bundle.manifest["embedding"], source.provenance
    if (trained is None) != (here is None):
        kinds = ("plain bands", "an embedding")
        raise So2SatError(
            f"{name} was trained on {kinds[trained is not None]}, but {source.name} is {kinds[here is not None]}. "
            f"{_remedy(trained)}"
        )
    if trained is not None and here is not None:
        either_way = trained.get("dense_equals_exact") and here.get("dense_equals_exact")
        for key, parameter in _MUST_AGREE.items():
            if not (key == "mode" and either_way) and trained.get(key) != here.get(key):
                raise So2SatError(
                    f"{source.name} does not fit {name}: {key.replace('_', ' ')} is {_short(here.get(key))}, but the "
                    f"bundle was trained with {_short(trained.get(key))} ({parameter}). {_remedy(trained)}"
                )
    if source.dims != bundle.manifest["dims"]:
        raise So2SatError(
            f"{source.name} has {source.dims} bands, but {name} was trained on {bundle.manifest['dims']}. "
            f"{_remedy(trained)}"
        )
    return _warnings(bundle.manifest, trained, here, source.names)


def _warnings(
    manifest: dict[str, Any], trained: dict[str, Any] | None, here: dict[str, Any] | None, band_names: Sequence[str]
) -> list[str]:
    if trained is None or here is None:
        named = [n for n in manifest["feature_names"] if n]
        if named and any(band_names) and list(band_names) != manifest["feature_names"]:
            return [
                f"The bundle was trained on the bands {', '.join(manifest['feature_names'])}; these are called "
                f"{', '.join(band_names)}. They are taken in their order."
            ]
        return []
    found = []
    if trained.get("stride") != here.get("stride"):
        found.append(f"The bundle was trained with stride {trained.get('stride')}, here it is {here.get('stride')}.")
    before, now = trained.get("pixel_size"), here.get("pixel_size")
    # Degrees against metres differ 100,000-fold: that says nothing.
    if before and now and any(0.2 < abs(a / b - 1) < 50 for a, b in zip(before, now) if b):
        found.append(f"A pixel was {_short(before)} in training and is {_short(now)} here.")
    return found


def _remedy(trained: dict[str, Any] | None) -> str:
    if trained is None:
        return "Choose the raster whose bands are those that it was trained on."
    return (
        f"Embed the raster with MODULE '{trained.get('module')}', WINDOW {trained.get('window')} and mode "
        f"'{trained.get('mode')}', or train a new bundle on this embedding."
    )


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return f"'{text[:40]}{'…' if len(text) > 40 else ''}'"


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
    if not isinstance(manifest.get("dims"), int) or not isinstance(manifest.get("feature_names"), list):
        raise ValueError(f"{MANIFEST} does not describe its features")
    if not isinstance(manifest.get("embedding"), (dict, type(None))) or not isinstance(manifest.get("estimator"), dict):
        raise ValueError(f"{MANIFEST} does not describe its features")
    if not isinstance(manifest.get("versions"), dict):
        raise ValueError(f"{MANIFEST} names no versions")
    return manifest


def _is_class(entry: Any) -> bool:
    if not isinstance(entry, dict):
        return False
    code, name, color = entry.get("code"), entry.get("name"), entry.get("color")
    is_color = isinstance(color, str) and re.fullmatch("#[0-9a-fA-F]{6}", color) is not None
    return isinstance(code, int) and 1 <= code <= 65535 and isinstance(name, str) and is_color


def _why(error: Exception) -> str:
    return str(error).strip("'\"") or type(error).__name__
