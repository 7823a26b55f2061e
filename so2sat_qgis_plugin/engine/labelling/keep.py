"""Open a scene for labelling: embedded, compressed and kept below the home folder, or found there at once."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from ...paths import version
from ..embedding.plan import Request
from ..embedding.run import embedded
from ..errors import So2SatError
from ..features.around import view_of
from ..features.components import Components
from ..features.parts import PartFeatures
from ..features.source import FeatureSource, RasterFeatures, sample
from ..features.view_names import EMBEDDING, SPECTRUM
from ..features.views import read_views
from ..files import replacing, write_json
from ..modules.resolve import resolve
from ..progress import Progress
from ..raster.grid import Transform
from ..raster.reader import Raster
from ..worker import Worker
from .scene import FOLDER, LabelScene, stamp_of_file

_FORMAT = 1  # of what is kept: another one is another scene
COMPONENTS = 64  # at most; a classifier sees no more of an embedding
_FEWEST = 16  # components of a scene of very many cells
MOST_BYTES = 1_000_000_000  # of one scene's file
_KEPT_BYTES = 4_000_000_000  # of all scenes together: those not opened for longest give way
_SAMPLE = 20_000  # cells that components are fitted on


def open_scene(request: Request, home: Path, worker: Worker, progress: Progress) -> LabelScene:
    """Return the scene that `request` asks for: found below `home`, or embedded now and kept there.

    Raises So2SatError as an embedding does, and where the scene has too many cells to be kept.
    """
    module = resolve(request.module, home, progress)
    with Raster(request.raster, request.masks) as raster:
        stamp = tuple(raster.stamp())
    key = _key(asdict(request), module.content_hash, stamp)
    found = _found(home, key, request)
    if found is None:
        with embedded(request, home, worker, progress.span(0.0, 0.8)) as done:
            source = PartFeatures(done)
            found = _kept(source, home / FOLDER / f"{key}.npy", request, stamp, progress.span(0.8, 1.0))
            done.parts.delete()
    return found


def open_raster(path: str, crs: str, home: Path, progress: Progress) -> LabelScene:
    """Return an embedding raster, or any other whose bands are to be the features, as a scene.

    `crs` (WKT) is what to take where the file has none. Raises So2SatError where it is no raster or has too many cells.
    """
    with Raster(path) as raster:
        stamp = tuple(raster.stamp())
    key = _key({"path": path, "crs": crs}, "", stamp)
    found = _found(home, key, None)
    if found is None:
        with RasterFeatures(path, crs) as source:
            found = _kept(source, home / FOLDER / f"{key}.npy", None, stamp, progress)
    return found


def _key(asked: dict[str, Any], module: str, stamp: tuple[tuple[str, int, int], ...]) -> str:
    values = {"asked": asked, "module": module, "stamp": stamp, "format": _FORMAT, "version": version()}
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:24]


def _found(home: Path, key: str, request: Request | None) -> LabelScene | None:
    """Return the scene that is kept under `key`, None where there is none undamaged."""
    path = home / FOLDER / f"{key}.npy"
    about = path.with_suffix(".json")
    try:
        values = json.loads(about.read_text(encoding="utf-8"))
        values["file_stamp"] = tuple(values["file_stamp"])
        values["raster_stamp"] = tuple((str(name), int(size), int(time)) for name, size, time in values["raster_stamp"])
        values["transform"], values["bands"] = Transform(*values["transform"]), tuple(values["bands"])
        scene = LabelScene(path=path, request=request, **values)
        if stamp_of_file(path) != scene.file_stamp:
            return None
        os.utime(about)  # opened last now
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return scene


def _kept(
    source: FeatureSource,
    path: Path,
    request: Request | None,
    stamp: tuple[tuple[str, int, int], ...],
    progress: Progress,
) -> LabelScene:
    """Write the cells of `source` to `path` and return the scene; nothing half-written takes the name."""
    view = view_of(source)
    spectrum = 0 if view == EMBEDDING else _spectrum_width(source)
    count = 0 if view == SPECTRUM else _components(source, spectrum)
    compressed = _Compressed.fit(source, count, progress.span(0.0, 0.3))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as temporary:
            _write(source, temporary, view, compressed, progress.span(0.3, 1.0))
    except OSError as error:
        raise So2SatError(
            f"{source.name} cannot be kept for labelling in {path.parent}: {error.strerror}. Make room there, or "
            "choose another home folder."
        ) from error
    file_stamp = stamp_of_file(path)
    assert file_stamp is not None
    scene = LabelScene(
        path=path, name=request.raster if request else source.name, rows=source.rows, columns=source.columns,
        transform=source.transform, crs=source.crs, bands=source.bands if spectrum else (),
        components=compressed.count, spectrum=spectrum, kept=compressed.share, provenance=source.provenance,
        request=request, file_stamp=file_stamp, raster_stamp=stamp,
    )  # fmt: skip
    about = {field.name: getattr(scene, field.name) for field in dataclasses.fields(scene)}
    write_json(path.with_suffix(".json"), {key: about[key] for key in about if key not in ("path", "request")})
    _make_room(path)
    return scene


def _write(source: FeatureSource, path: Path, view: str, compressed: _Compressed, progress: Progress) -> None:
    """Write the cells as a .npy file (rows, columns, …) float16, which is closed at the end."""
    width = compressed.count + (0 if view == EMBEDDING else _spectrum_width(source))
    values = np.lib.format.open_memmap(path, mode="w+", dtype=np.float16, shape=(source.rows, source.columns, width))
    for block, found in source.ahead(lambda block: read_views(source, block, view), progress):
        values[block.slices] = compressed.rows(found)
    values.flush()


def _spectrum_width(source: FeatureSource) -> int:
    block = next(iter(source.blocks()))
    corner = dataclasses.replace(block, rows=1, columns=1)
    return int(read_views(source, corner, SPECTRUM)[SPECTRUM].shape[-1])


def _components(source: FeatureSource, spectrum: int) -> int:
    """Return how many components there is room for; raises where the cells are too many."""
    cells = source.rows * source.columns
    room = MOST_BYTES // (2 * cells) - spectrum
    if room < min(_FEWEST, source.dims):
        raise So2SatError(
            f"{source.name} has {source.rows:,} × {source.columns:,} cells, which take more than "
            f"{MOST_BYTES / 1e9:.0f} GB to keep for labelling. Choose larger cells, or a smaller extent."
        )
    return int(min(COMPONENTS, source.dims, room))


@dataclasses.dataclass(frozen=True)
class _Compressed:
    """How feature vectors become the rows that are kept; `count` components, which keep a `share` of the variance."""

    components: Components | None
    deviation: float  # of the first component
    share: float

    @staticmethod
    def fit(source: FeatureSource, count: int, progress: Progress) -> _Compressed:
        if not count:
            return _Compressed(None, 1.0, 1.0)
        vectors, _ = sample(source, _SAMPLE, 0, progress)
        if not len(vectors):
            raise So2SatError(f"All cells of {source.name} are nodata. Choose a part of the scene that has data.")
        fitted = Components.fit(vectors, min(count, len(vectors)))
        deviation = float(fitted.apply(vectors)[:, 0].std())
        return _Compressed(fitted, deviation or 1.0, float(fitted.shares.sum()))

    @property
    def count(self) -> int:
        return 0 if self.components is None else len(self.components.axes)

    def rows(self, found: dict[str, np.ndarray]) -> np.ndarray:
        """Return the views of a block as its kept rows, float16 (rows, columns, …)."""
        parts = []
        if self.components is not None:
            parts.append(self.components.apply(found[EMBEDDING]) / np.float32(self.deviation))
        if SPECTRUM in found:
            parts.append(found[SPECTRUM])
        whole = np.concatenate(parts, axis=-1).clip(-6e4, 6e4).astype(np.float16)
        whole[np.isnan(whole).any(axis=-1)] = np.nan
        return whole


def _make_room(newest: Path) -> None:
    """Delete the scenes that were not opened for longest, so that all together stay below `_KEPT_BYTES`."""
    scenes = []
    for about in newest.parent.glob("*.json"):
        with contextlib.suppress(OSError):
            scenes.append((about.stat().st_mtime, about.with_suffix(".npy").stat().st_size, about))
    total = sum(size for _, size, _ in scenes)
    for _, size, about in sorted(scenes):
        if total <= _KEPT_BYTES or about.stem == newest.stem:
            return
        for path in (about, about.with_suffix(".npy")):
            with contextlib.suppress(OSError):  # open in another QGIS, on Windows
                path.unlink()
        total -= size
