"""Settle a run: open raster and module, match bands, choose scaling, grid, backend and mode; log each choice."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from . import bands as band_matching
from . import fitcheck, modules, scaling
from .bands import WAVELENGTHS, BandMatch
from .errors import So2SatError
from .grid import Grid
from .pixels import Recipe
from .plan import Asks, Plan, Request
from .progress import Progress
from .raster import warp
from .raster.place import pixel_rectangle
from .raster.reader import Raster, RasterInfo
from .sampling import places, sample_windows

_VERIFIED_ON = 16  # windows
_FIT_PATCHES = 20_000  # 3 × 3 patches that the built-in module is fitted on


def make(request: Request, home: Path, worker: Asks, progress: Progress) -> Plan:
    """Settle how to fulfil `request`; opens the module in the worker. Everything chosen is logged."""
    module = modules.resolve(request.module, home, progress)
    fitted_for = module.entry.window if module.entry.kind == modules.BUILTIN and module.folder else None
    if fitted_for and fitted_for != request.window:
        raise So2SatError(
            f"The built-in module in {module.folder} was fitted for windows of {fitted_for} pixels, but WINDOW is "
            f"{request.window}: set WINDOW to {fitted_for}, or let MODULE 'builtin' be fitted anew."
        )
    if request.input_size:
        module = replace(module, entry=replace(module.entry, input_size=request.input_size))
    opened = _open(module, request, home, worker, progress) if module.folder is not None else None
    with Raster(request.raster) as raster:
        info, stamp = raster.info, raster.stamp()
    if not info.crs:
        progress.warn(f"{info.path} has no CRS: the output has none either. Assign one to place the map.")
    channels = (opened or {}).get("channels") or 0
    match = band_matching.match(info, module.entry.bands, channels, request.bands, module.entry.name or module.handle)
    progress.log(f"Bands: {match.how}")
    path, used = _on_grid(request, info, match, module, home, progress)
    with Raster(path) as raster:
        recipe = _recipe(raster, request, used, module, progress)
        sample = [recipe.apply(pixels, valid) for pixels, valid in places(raster, recipe.bands, 3)]
        fill = _mean(sample, raster.info)
        if opened is None:
            module = _fit_builtin(module, sample, match.names, request, home, worker, progress)
            opened = _open(module, request, home, worker, progress)
        _check_channels(opened, used.numbers, module, info)
        if not opened["verified"]:
            opened = _verified(raster, recipe, request, worker, progress)
        fit = _check_fit(raster, used, recipe, module, request, home, worker, progress)
        return Plan(
            request=request,
            info=raster.info,
            original=info.path,
            band_names=match.names,
            recipe=recipe,
            grid=_grid(request, raster.info),
            module=module,
            dims=opened["dims"],
            backend=opened["backend"],
            geometry=_geometry(request, len(match.numbers), worker, progress),
            fill=fill,
            stamp=stamp,
            half_error=opened["half_error"],
            fit=fit,
        )


def _on_grid(
    request: Request, info: RasterInfo, match: BandMatch, module: modules.Module, home: Path, progress: Progress
) -> tuple[str, BandMatch]:
    """Return the raster to read and its bands: the one asked for, or a VRT that warps it for the module."""
    size = module.entry.pixel_size
    why = "GRID asks for it" if request.grid == "warped" else warp.needs_warp(info, size)
    if request.grid == "own" or why is None:
        if why is not None:
            progress.warn(f"The raster is read on its own grid, although {why}.")
        return info.path, match
    target = warp.target_size(info, size)
    key = hashlib.sha256(repr((info.path, match.numbers, target)).encode()).hexdigest()[:16]
    folder = home / "warped"
    folder.mkdir(parents=True, exist_ok=True)
    path = warp.warped(info.path, match.numbers, target, str(folder / f"{key}.vrt"))
    progress.warn(
        f"The raster is warped to pixels of {target:g} m, because {why}. The result lies on that grid; set GRID to the "
        "raster's own to avoid it."
    )
    return path, replace(match, numbers=tuple(range(1, len(match.numbers) + 1)))


def _grid(request: Request, info: RasterInfo) -> Grid:
    grid = Grid.over(info.height, info.width, request.window, request.stride)
    if request.extent is None:
        return grid
    return grid.select(*pixel_rectangle(info, request.extent, request.extent_crs))


def _recipe(raster: Raster, request: Request, match: BandMatch, module: modules.Module, progress: Progress) -> Recipe:
    chosen = scaling.choose(raster, match.numbers, request.scale)
    progress.log(f"Scaling: {chosen.how}")
    if chosen.warning:
        progress.warn(chosen.warning)
    return Recipe(match.numbers, chosen, module.entry.factor, module.entry.clip)


def _mean(sample: list[np.ndarray], info: RasterInfo) -> tuple[float, ...]:
    """Return the mean of each band over places (h, w, bands), NaN where invalid; raises where all are."""
    values = np.concatenate([place[~np.isnan(place[..., 0])] for place in sample])
    if not len(values):
        raise So2SatError(
            f"{info.path} has no valid pixel in the {len(sample)} places looked at: every one is nodata in some of the "
            "bands used. Check the nodata value (Layer > Properties > Transparency) and BANDS."
        )
    return tuple(float(v) for v in values.mean(axis=0, dtype=np.float64))


def reopen(plan: Plan, worker: Asks, shrink: int, progress: Progress) -> None:
    """Open the plan's module in a worker that was started anew; batches are a `shrink`-th of the usual size."""
    _open(
        plan.module,
        replace(plan.request, backend=plan.backend, half=plan.half_error is not None),
        None,
        worker,
        progress,
        shrink,
    )
    if plan.geometry is not None:
        worker.call("embed.geometry", progress, bands=len(plan.band_names))


def _open(
    module: modules.Module, request: Request, home: Path | None, worker: Asks, progress: Progress, shrink: int = 1
) -> dict[str, Any]:
    """Open the module in the worker; `home` keeps which backends were verified (None: the backend is settled)."""
    entry = module.entry
    opened = worker.call(
        "embed.open",
        progress,
        backend=request.backend,
        folder=str(module.folder),
        window=request.window,
        input_size=entry.input_size or 0,
        output=request.output or (entry.output if entry.name else ""),
        verdict=str(home / "verified" / f"{module.content_hash}.json") if home else "",
        shrink=shrink,
        half=request.half,
    )
    name = entry.name or module.handle
    progress.log(
        f"Module: {name}, {opened['dims']} features, {opened['backend']} on {opened['device']}. {opened['why']}"
    )
    return opened


def _verified(raster: Raster, recipe: Recipe, request: Request, worker: Asks, progress: Progress) -> dict[str, Any]:
    """Have OpenVINO compared with TensorFlow (once a module) and half precision with float32, on the raster."""
    pixels = sample_windows(raster, recipe.bands, request.window, _VERIFIED_ON)
    whole = [p for p in pixels if p.shape[:2] == (request.window, request.window)]
    if whole:
        patches = recipe.apply(np.stack(whole), np.ones((len(whole), request.window, request.window), bool))
    else:  # smaller than a window, or no window without nodata
        patches = np.random.default_rng(0).random((4, request.window, request.window, len(recipe.bands)), np.float32)
    opened = worker.call("embed.verify", progress, patches=patches)
    progress.log(f"Backend: {opened['backend']}. {opened['why']}")
    return opened


def _check_fit(
    raster: Raster,
    match: BandMatch,
    recipe: Recipe,
    module: modules.Module,
    request: Request,
    home: Path,
    worker: Asks,
    progress: Progress,
) -> fitcheck.Fit | None:
    """Measure the fit; warn where another scaling or band order fits the module clearly better."""
    if module.entry.kind == modules.BUILTIN or module.folder is None:
        return None
    fit = fitcheck.check(
        raster,
        match,
        recipe.scaling,
        worker,
        module.folder,
        progress,
        window=request.window,
        input_size=module.entry.input_size or 0,
        factor=recipe.factor,
        clip=recipe.clip,
        cache=home / "fitcheck" / module.content_hash,
    )
    if fit is None:
        return None
    progress.log(f"Fit check: distance {fit.distance:.2f} from what the module was trained on (0 = alike).")
    if fit.warning:
        progress.warn(fit.warning)
    return fit


def _fit_builtin(
    module: modules.Module,
    sample: list[np.ndarray],
    names: tuple[str, ...],
    request: Request,
    home: Path,
    worker: Asks,
    progress: Progress,
) -> modules.Module:
    """Fit the built-in module to the scene; the result is a module folder like any other."""
    # Bands by name, so that another scene's bands are found in this order; () where they have no known names.
    named = names if all(name in WAVELENGTHS for name in names) else ()
    entry = replace(module.entry, bands=named, window=request.window)
    history = [{"made": "fitted to a scene", "scene": request.raster, "seed": request.seed}]
    fitted = worker.call(
        "builtin.fit",
        progress,
        patches=_patches(sample, request.seed),
        seed=request.seed,
        window=request.window,
        modules=str(home / "modules"),
        provenance={"entry": entry.to_json(), "history": history},
    )
    folder = Path(fitted["folder"])
    progress.log(f"The built-in module was fitted to this scene: give {folder} as MODULE to embed others alike.")
    return modules.Module(module.handle, folder, modules.content_hash(folder, progress), entry)


def _patches(sample: list[np.ndarray], seed: int) -> np.ndarray:
    """Return up to `_FIT_PATCHES` valid 3 × 3 patches (n, 3, 3, bands), drawn evenly from places (h, w, bands)."""
    generator = np.random.default_rng(seed)
    share = -(-_FIT_PATCHES // len(sample))
    drawn = []
    for place in sample:
        if min(place.shape[:2]) >= 3:
            views = np.lib.stride_tricks.sliding_window_view(place, (3, 3), axis=(0, 1))  # type: ignore[call-overload] # (h, w, bands, 3, 3)
            valid = np.argwhere(~np.isnan(views[:, :, 0]).any(axis=(2, 3)))
            chosen = valid[generator.permutation(len(valid))[:share]]
            drawn.append(np.moveaxis(views[tuple(chosen.T)], 1, -1))
    patches = np.concatenate(drawn) if drawn else np.empty((0, 3, 3, sample[0].shape[2]), np.float32)
    if len(patches) < 2:
        raise So2SatError("The raster has hardly 3 × 3 valid pixels together, too little for the built-in module.")
    return np.ascontiguousarray(patches[:_FIT_PATCHES])


def _check_channels(opened: dict[str, Any], numbers: tuple[int, ...], module: modules.Module, info: RasterInfo) -> None:
    channels = opened["channels"]
    if channels is not None and channels != len(numbers):
        raise So2SatError(
            f"The module {module.handle} takes {channels} bands, but {len(numbers)} were chosen of the "
            f"{len(info.bands)} of {info.path}. Choose {channels} bands in its order in Bands, or another module."
        )


def _geometry(request: Request, bands: int, worker: Asks, progress: Progress) -> dict[str, Any] | None:
    """Return the dense geometry where the run is to be dense: asked for, or equal to exact."""
    if request.mode == "exact":
        return None
    try:
        geometry = worker.call("embed.geometry", progress, bands=bands)
    except So2SatError:
        if request.mode == "dense":
            raise
        return None
    if request.mode == "dense" or geometry["equals_exact"]:
        return geometry
    return None
