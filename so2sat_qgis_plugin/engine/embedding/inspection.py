"""Look at a raster as an embedding run would, on samples: what it will do, what it will take, what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from ..errors import So2SatError, WorkerError
from ..modules.catalogue import BUILTIN, Entry, Module
from ..modules.resolve import resolve
from ..progress import Progress, Quiet
from ..raster import bands, checksums, scaling
from ..raster.checksums import Checked
from ..raster.georeference import ground_pixel_size
from ..raster.kind import not_a_scene
from ..raster.places import Places
from ..raster.reader import Raster, RasterInfo
from ..raster.warp import needs_warp
from ..usage import peak_memory
from ..worker import Worker, worker_memory
from . import estimate, plan, rate
from .estimate import Estimate
from .fitcheck import Fit
from .masking import masks_of
from .settle import settle
from .window import window_of

T = TypeVar("T")

_BRIGHT = 0.3  # mean reflectance of blue, green and red from which a pixel is cloud, snow or bright sand


@dataclass
class Inspection:
    """What was found; None where it could not be. Every warning says what to do about it."""

    info: RasterInfo
    ground_size: tuple[float, float] | None = None
    cells: tuple[int, int] | None = None
    module: Module | None = None
    checksums: Checked | None = None
    match: bands.BandMatch | None = None
    scaling: scaling.Scaling | None = None
    band_means: tuple[float, ...] = ()
    valid_share: float | None = None
    left_out: list[str] = field(default_factory=list)  # what masks do, in words
    bright_share: float | None = None  # of the valid pixels: cloud, snow or bright sand
    fit: Fit | None = None
    plan: plan.Plan | None = None
    estimate: Estimate | None = None
    memory: dict[str, int] = field(default_factory=dict)  # peak bytes so far, by process
    warnings: list[str] = field(default_factory=list)

    def attempt(self, step: Callable[[], T]) -> T | None:
        """Return what `step` returns; what the user can mend becomes a warning, and None is returned."""
        try:
            return step()
        except WorkerError:
            raise
        except So2SatError as error:
            if str(error) not in self.warnings:
                self.warnings.append(str(error))
            return None

    def to_json(self) -> dict[str, Any]:
        """Return this as plain values."""
        settled = self.plan
        return {
            "raster": self.info.path,
            "width": self.info.width,
            "height": self.info.height,
            "bands_found": [band.name for band in self.info.bands],
            "pixel_size_m": list(self.ground_size) if self.ground_size else None,
            "checksums": asdict(self.checksums) if self.checksums else None,
            "valid_share": self.valid_share,
            "left_out": self.left_out,
            "bright_share": self.bright_share,
            "module": self.module.handle if self.module else None,
            "bands": dict(zip(self.match.names, self.match.numbers)) if self.match else None,
            "bands_how": self.match.how if self.match else None,
            "scaling": self.scaling.to_json() if self.scaling else None,
            "band_means": list(self.band_means),
            "fit": self.fit.to_json() if self.fit else None,
            "cells": list(self.cells) if self.cells else None,
            "mode": settled.mode if settled else None,
            "backend": settled.backend if settled else None,
            "dimensions": settled.dims if settled else None,
            "estimate": self.estimate.to_json() if self.estimate else None,
            "memory": self.memory,
            "warnings": self.warnings,
        }


class _Heard(Quiet):
    """Keeps what is said of masks with the other findings."""

    def __init__(self, progress: Progress, found: Inspection) -> None:
        super().__init__(progress)
        self._found = found

    def log(self, message: str) -> None:
        self._found.left_out.append(message)

    def warn(self, message: str) -> None:
        self._found.warnings.append(message)


def inspect(request: plan.Request, home: Path, worker: Worker, progress: Progress) -> Inspection:
    """Inspect the raster of `request` for its module, window and stride. Takes seconds, whatever the raster's size."""
    quiet, places = Quiet(progress), Places()
    with Raster(request.raster) as raster:
        found = Inspection(raster.info)
    masks = found.attempt(lambda: masks_of(request, found.info, _Heard(progress, found))) or ()
    with Raster(request.raster, masks) as raster:
        _place(found)
        _integrity(found, raster, quiet)
        found.module = found.attempt(lambda: resolve(request.module, home, quiet))
        entry = found.module.entry if found.module else Entry()
        request = _with_window(found, request)
        _warn_of_size(found, request)
        _warn_of_grid(found, request, entry)
        progress.report(0.1)
        found.match = found.attempt(
            lambda: bands.match(raster.info, entry.bands, len(entry.bands), request.bands, entry.name or request.module)
        )
        _values(found, raster, request, places)
        progress.report(0.3)
    if found.module and found.match:
        found.plan = found.attempt(lambda: settle(request, home, worker, quiet, places))
    progress.report(0.6)
    if found.plan is not None:
        found.cells = found.plan.grid.shape
        found.fit = found.plan.fit
        if found.fit and found.fit.warning:
            found.warnings.append(found.fit.warning)
        _time(found, found.plan, home, worker, quiet)
    return found


def _integrity(found: Inspection, raster: Raster, progress: Progress) -> None:
    found.checksums = found.attempt(lambda: checksums.check(raster.files(), progress))
    for path in found.checksums.damaged if found.checksums else ():
        found.warnings.append(f"{path} is not what its checksum says: it was damaged or changed. Fetch it anew.")


def _place(found: Inspection) -> None:
    found.ground_size = found.attempt(lambda: ground_pixel_size(found.info))
    if found.info.control_points and found.info.crs:
        found.warnings.append(
            f"The raster is placed by {found.info.control_points} ground control points: with GRID automatic it is "
            "warped by them, with its own grid the result lies only roughly in place."
        )
    if not_a_scene(found.info):
        found.warnings.append(not_a_scene(found.info))
    if not found.info.crs:
        found.warnings.append(
            "The raster has no CRS: the result will have none either, and its pixel size cannot be checked. Assign one "
            "(Layer properties > Source)."
        )


def _with_window(found: Inspection, request: plan.Request) -> plan.Request:
    """Return the request with its window in pixels, where that can be told."""
    module, info = found.module, found.info
    chosen = found.attempt(lambda: window_of(request, info, module)) if module else None
    return replace(request, window=chosen[0]) if chosen else request


def _warn_of_size(found: Inspection, request: plan.Request) -> None:
    if min(found.info.width, found.info.height) < request.window:
        found.warnings.append(
            f"The raster ({found.info.width} × {found.info.height} pixels) is smaller than the window of "
            f"{request.window}: windows are filled by reflection. Take a smaller WINDOW or a larger raster."
        )


def _warn_of_grid(found: Inspection, request: plan.Request, entry: Entry) -> None:
    reason = found.attempt(lambda: needs_warp(found.info, entry.pixel_size))
    if reason:
        found.warnings.append(
            f"The raster's grid does not suit the module: {reason}. With GRID automatic it is warped for the run."
        )
    if entry.window and entry.window != request.window and entry.kind != BUILTIN:  # that one is fitted to any
        found.warnings.append(
            f"WINDOW is {request.window}, but the module was trained on windows of {entry.window} pixels: set it so."
        )


def _values(found: Inspection, raster: Raster, request: plan.Request, places: Places) -> None:
    numbers = found.match.numbers if found.match else bands.pixel_bands(raster.info)
    sample = found.attempt(lambda: places.values(raster, numbers))
    if sample is None:
        return
    values, found.valid_share = sample
    if found.valid_share < 0.5:
        found.warnings.append(
            f"Only {100 * found.valid_share:.0f} % of the sampled pixels are valid in every band. If that is not so, "
            "check the nodata value (Layer properties > Transparency)."
        )
    found.scaling = found.attempt(lambda: scaling.choose(raster, numbers, request.scale, places))
    if found.scaling is None or not len(values):
        return
    if found.scaling.warning:
        found.warnings.append(found.scaling.warning)
    reflectance = found.scaling.apply(values)
    found.band_means = tuple(float(v) for v in reflectance.mean(axis=0))
    visible = [i for i, name in enumerate(found.match.names if found.match else ()) if name in ("B2", "B3", "B4")]
    if visible:
        found.bright_share = float((reflectance[:, visible].mean(axis=1) >= _BRIGHT).mean())


def _time(found: Inspection, settled: plan.Plan, home: Path, worker: Worker, progress: Progress) -> None:
    speed = rate.measure(settled, worker, progress)
    cells = settled.grid.rows * settled.grid.columns
    share = 1.0 if found.valid_share is None else found.valid_share
    found.estimate = estimate.estimate(cells, share, speed, settled.dims, settled.dims, 4)
    guess = found.estimate
    found.attempt(lambda: estimate.refuse(guess, settled.grid.stride, None, home / "runs"))
    own, theirs = peak_memory(), worker_memory(worker, progress)
    found.memory = {name: peak for name, peak in (("qgis", own), ("worker", theirs)) if peak}
