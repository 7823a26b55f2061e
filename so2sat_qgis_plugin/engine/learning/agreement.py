"""What a bundle remembers of the features that it was trained on, and whether others fit it."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...paths import version
from ..errors import So2SatError
from ..features.source import FeatureSource
from ..features.view_names import EMBEDDING, SPECTRUM
from ..legend import LegendClass
from ..modules.bundle import Bundle
from ..worker import Versions
from .adoption import cell_side, dates_sentence

_PROVENANCE = ("module", "module_hash", "window", "stride", "mode", "bands", "scaling", "pixel_size")
# What must agree between the embedding that a bundle was trained on and the one that it is applied to.
MUST_AGREE = {
    "module_hash": "MODULE",
    "window": "WINDOW",
    "mode": "MODE",
    "bands": "BANDS",
    "input_size": "the module's input size",
    "factor": "the module's scaling",
    "clip": "the module's scaling",
    "components": "COMPONENTS",
}


def describe_source(source: FeatureSource) -> dict[str, Any]:
    """Return what a bundle remembers of the features that it was trained on."""
    return {
        **describe_features(source.provenance, source.names, source.dims),
        "spectrum_bands": list(source.bands),
    }


def describe_features(provenance: dict[str, Any] | None, names: Sequence[str], dims: int) -> dict[str, Any]:
    """Return what a bundle remembers of features with this provenance, these names and so many dimensions."""
    kept = {key: None if provenance is None else provenance.get(key) for key in _PROVENANCE}
    return {
        **kept,
        "dims": dims,
        "feature_names": list(names),
        "embedding": provenance,
        "defaults": _defaults(provenance) if provenance else {},
    }


def _defaults(provenance: dict[str, Any]) -> dict[str, Any]:
    """Return what a map by the bundle takes where nothing else is asked for; lengths in pixels and in metres."""
    found: dict[str, Any] = {
        key: provenance.get(key) for key in ("module", "window", "stride", "mode", "bands", "scaling")
    }
    side, stride = cell_side(provenance), provenance.get("stride")
    for key in ("window", "stride"):
        found[f"{key}_metres"] = found[key] * side / stride if side and stride and found[key] else None
    return found


def views(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the single views that a bundle's estimator needs: the spectrum, the embedding, or both.

    One that needs the spectrum alone can be applied without running the module.
    """
    return tuple(manifest.get("views") or (EMBEDDING,))


def smoothing(manifest: Mapping[str, Any]) -> int:
    """Return the side in cells of the square that a bundle's class probabilities are averaged over; 1: they are not."""
    return int(manifest.get("smoothing") or 1)


@dataclass(frozen=True)
class Learnt:
    """What a bundle's manifest tells of an estimator: its classes, their field, its kind, how it was validated.

    For `views` and `smoothing` see the functions of these names.
    """

    legend: tuple[LegendClass, ...]
    field: str
    classifier: str
    validation: dict[str, Any]
    views: tuple[str, ...] = (EMBEDDING,)
    smoothing: int = 1


def manifest(source: dict[str, Any], learnt: Learnt, versions: Versions) -> dict[str, Any]:
    """Return the manifest of a bundle; `source` as `describe_source` says it."""
    return {
        **source,
        "created": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "plugin": version(),
        "versions": versions.to_json(),
        "classes": [{"code": c.code, "name": c.name, "color": c.color} for c in learnt.legend],
        "field": learnt.field,
        "classifier": learnt.classifier,
        "validation": learnt.validation,
        "views": list(learnt.views),
        "smoothing": learnt.smoothing,
    }


def check_source(bundle: Bundle, source: FeatureSource) -> list[str]:
    """Raise So2SatError where `source` is not made as the bundle's training data was; return what to warn of."""
    name, trained, here = bundle.name, bundle.manifest["embedding"], source.provenance
    if (trained is None) != (here is None):
        kinds = ("plain bands", "an embedding")
        raise So2SatError(
            f"{name} was trained on {kinds[trained is not None]}, but {source.name} is {kinds[here is not None]}. "
            f"{_remedy(trained)}"
        )
    dates = [(made or {}).get("dates", 1) for made in (trained, here)]
    if dates[0] != dates[1]:
        raise So2SatError(dates_sentence(name, *dates))
    needed = views(bundle.manifest)
    if SPECTRUM in needed:
        _check_bands(bundle, source)
    if EMBEDDING in needed:
        _check_embedding(bundle, source)
    return _warnings(bundle.manifest, trained, here, source.names)


def _check_bands(bundle: Bundle, source: FeatureSource) -> None:
    """Raise where the source's cell statistics are not of the bands that the bundle was trained on."""
    wanted = [str(name) for name in bundle.manifest.get("spectrum_bands") or []]
    if not source.bands:
        raise So2SatError(
            f"{bundle.name} looks at the spectrum of every cell, but {source.name} has no cell statistics (bands "
            "mean_… and sd_…): it was made by an older version. Embed the raster anew."
        )
    if len(source.bands) != len(wanted) or (set(source.bands) != set(wanted) and _are_sentinel(source.bands, wanted)):
        raise So2SatError(
            f"{source.name} does not fit {bundle.name}: its cells have the bands {', '.join(source.bands)}, but the "
            f"bundle was trained on {', '.join(wanted)}. Choose these bands (BANDS), in this order."
        )


def _are_sentinel(*names: Sequence[str]) -> bool:
    """Return whether the names are all of Sentinel-2's kind, B2 and such, which mean the same everywhere."""
    return all(re.fullmatch(r"B\d{1,2}A?", name) for some in names for name in some)


def _check_embedding(bundle: Bundle, source: FeatureSource) -> None:
    """Raise where the source's feature vectors are not made as those that the bundle was trained on."""
    name, trained, here = bundle.name, bundle.manifest["embedding"], source.provenance
    if trained is not None and here is not None:
        _check_model(name, trained, source.name, here)
        either_way = trained.get("dense_equals_exact") and here.get("dense_equals_exact")
        for key, parameter in MUST_AGREE.items():
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


def _check_model(name: str, trained: dict[str, Any], source: str, here: dict[str, Any]) -> None:
    """Raise where one of the embeddings is a published one of another model, version or year than the other."""
    published = trained.get("model") or here.get("model")
    if published and trained.get("module_hash") != here.get("module_hash"):
        raise So2SatError(
            f"{source} is an embedding by {here.get('module')}, but {name} was trained on one by "
            f"{trained.get('module')}. Embeddings of different models, versions or years have nothing to do with each "
            f"other: choose a raster by {trained.get('module')}, or train a new bundle on this one."
        )


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
    sides = cell_side(trained), cell_side(here)
    same = abs(sides[0] - sides[1]) < 0.1 * sides[1] if sides[0] and sides[1] else False
    if not same and trained.get("stride") != here.get("stride"):
        found.append(f"The bundle was trained with stride {trained.get('stride')}, here it is {here.get('stride')}.")
    before, now = _lengths(trained), _lengths(here)
    # Degrees against metres differ 100,000-fold: that says nothing.
    if any(0.2 < abs(a / b - 1) < 50 for a, b in zip(before, now) if b):
        found.append(f"A pixel was {_short(before)} in training and is {_short(now)} here.")
    return found


def _lengths(provenance: dict[str, Any]) -> list[float]:
    found = provenance.get("pixel_size")
    return [n for n in found if isinstance(n, (int, float))] if isinstance(found, list) else []


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
