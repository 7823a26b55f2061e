"""Look at a raster as an embedding run would, on samples: what it will do, what it will take, what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from . import bands, estimate, modules, plan, planning, rate, scaling
from .errors import So2SatError, WorkerError
from .estimate import Estimate
from .fitcheck import Fit
from .grid import Grid
from .modules import Module
from .progress import Progress
from .raster.place import ground_pixel_size
from .raster.reader import Raster, RasterInfo
from .raster.warp import needs_warp
from .sampling import sample_values
from .usage import peak_memory

T = TypeVar("T")


@dataclass
class Inspection:
    """What was found; None where it could not be. Every warning says what to do about it."""

    info: RasterInfo
    ground_size: tuple[float, float] | None = None
    cells: tuple[int, int] | None = None
    module: Module | None = None
    match: bands.BandMatch | None = None
    scaling: scaling.Scaling | None = None
    band_means: tuple[float, ...] = ()
    valid_share: float | None = None
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
            "valid_share": self.valid_share,
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


class _Quiet(Progress):
    """Passes cancel on; what is chosen is in the report."""

    def __init__(self, whole: Progress) -> None:
        self._whole = whole

    def is_cancelled(self) -> bool:
        return self._whole.is_cancelled()


def inspect(request: plan.Request, home: Path, worker: plan.Asks, progress: Progress) -> Inspection:
    """Inspect the raster of `request` for its module, window and stride. Takes seconds, whatever the raster's size."""
    quiet = _Quiet(progress)
    with Raster(request.raster) as raster:
        found = Inspection(raster.info)
        _place(found, request)
        found.module = found.attempt(lambda: modules.resolve(request.module, home, quiet))
        entry = found.module.entry if found.module else modules.Entry()
        _warn_of_grid(found, request, entry)
        progress.report(0.1)
        found.match = found.attempt(
            lambda: bands.match(raster.info, entry.bands, len(entry.bands), request.bands, entry.name or request.module)
        )
        _values(found, raster, request)
        progress.report(0.3)
    if found.module and found.match:
        found.plan = found.attempt(lambda: planning.make(request, home, worker, quiet))
    progress.report(0.6)
    if found.plan is not None:
        found.fit = found.plan.fit
        if found.fit and found.fit.warning:
            found.warnings.append(found.fit.warning)
        _time(found, found.plan, home, worker, quiet)
    return found


def _place(found: Inspection, request: plan.Request) -> None:
    found.ground_size = found.attempt(lambda: ground_pixel_size(found.info))
    grid = found.attempt(lambda: Grid.over(found.info.height, found.info.width, request.window, request.stride))
    found.cells = grid.shape if grid else None
    if not found.info.crs:
        found.warnings.append(
            "The raster has no CRS: the result will have none either, and its pixel size cannot be checked. Assign one "
            "(Layer properties > Source)."
        )
    if min(found.info.width, found.info.height) < request.window:
        found.warnings.append(
            f"The raster ({found.info.width} × {found.info.height} pixels) is smaller than the window of "
            f"{request.window}: windows are filled by reflection. Take a smaller WINDOW or a larger raster."
        )


def _warn_of_grid(found: Inspection, request: plan.Request, entry: modules.Entry) -> None:
    reason = found.attempt(lambda: needs_warp(found.info, entry.pixel_size))
    if reason:
        found.warnings.append(
            f"The raster's grid does not suit the module: {reason}. With GRID automatic it is warped for the run."
        )
    if entry.window and entry.window != request.window:
        found.warnings.append(
            f"WINDOW is {request.window}, but the module was trained on windows of {entry.window} pixels: set it so."
        )


def _values(found: Inspection, raster: Raster, request: plan.Request) -> None:
    numbers = found.match.numbers if found.match else tuple(b.number for b in raster.info.bands if not b.is_alpha)
    sample = found.attempt(lambda: sample_values(raster, numbers))
    if sample is None:
        return
    values, found.valid_share = sample
    if found.valid_share < 0.5:
        found.warnings.append(
            f"Only {100 * found.valid_share:.0f} % of the sampled pixels are valid in every band. If that is not so, "
            "check the nodata value (Layer properties > Transparency)."
        )
    found.scaling = found.attempt(lambda: scaling.choose(raster, numbers, request.scale))
    if found.scaling is None or not len(values):
        return
    if found.scaling.warning:
        found.warnings.append(found.scaling.warning)
    found.band_means = tuple(float(v) for v in found.scaling.apply(values).mean(axis=0))


def _time(found: Inspection, settled: plan.Plan, home: Path, worker: plan.Asks, progress: Progress) -> None:
    speed = rate.measure(settled, worker, progress)
    cells = settled.grid.rows * settled.grid.columns
    share = 1.0 if found.valid_share is None else found.valid_share
    found.estimate = estimate.estimate(cells, share, speed, settled.dims, settled.dims, 4)
    guess = found.estimate
    found.attempt(lambda: estimate.refuse(guess, settled.grid.stride, None, home / "runs"))
    own, theirs = peak_memory(), worker.call("about.memory", progress)["peak"]
    found.memory = {name: peak for name, peak in (("qgis", own), ("worker", theirs)) if peak}
