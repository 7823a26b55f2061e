"""Settle a run: open raster and module, match bands, choose scaling, grid, backend and mode; log each choice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from .. import worker as door
from ..errors import So2SatError
from ..modules.catalogue import BUILTIN, Module
from ..modules.resolve import resolve
from ..modules.store import content_hash
from ..progress import Progress
from ..raster import bands as band_matching
from ..raster import scaling, warp
from ..raster.bands import WAVELENGTHS, BandMatch
from ..raster.kind import not_a_scene
from ..raster.places import Places
from ..raster.reader import Raster, RasterInfo
from ..worker import BuiltinFit, Geometry, Opened, Opening, Worker, persist
from . import fitcheck
from .cell import grid_of, with_cell
from .masking import masks_of, nothing_left
from .pixels import Preprocessing
from .plan import Plan, Request
from .window import window_of

T = TypeVar("T")
_VERIFIED_ON = 16  # windows
_NOT_OPENED = Opened("none", "", None, 0, None, "", True)
_FIT_PATCHES = 20_000  # 3 × 3 patches that the built-in module is fitted on


@dataclass(frozen=True)
class Settling:
    """What settling a run needs at every step; `places` keeps what was read of the raster, for who looks next."""

    request: Request
    home: Path
    worker: Worker
    progress: Progress
    places: Places = field(default_factory=Places)


def settle(request: Request, home: Path, worker: Worker, progress: Progress, places: Places | None = None) -> Plan:
    """Settle how to fulfil `request`; opens the module in the worker. Everything chosen is logged."""
    settling = Settling(request, home, worker, progress, places or Places())
    with Raster(request.raster) as raster:
        info = raster.info
    module = _module(settling)
    settling = _with_window(settling, info, module)
    request = settling.request
    opened = _open(settling, module) if module.folder is not None and not request.spectrum else None
    masks = masks_of(request, info, progress)
    with Raster(request.raster, masks) as raster:
        stamp = raster.stamp()
    if not_a_scene(info):
        progress.warn(not_a_scene(info))
    if not info.crs:
        progress.warn(f"{info.path} has no CRS: the output has none either. Assign one to place the map.")
    match = _bands(settling, info, module, opened)
    path, used = _on_grid(settling, info, match, module)
    with Raster(path, masks) as raster:
        chosen = _preprocessing(settling, raster, used, module)
        sample = [chosen.apply(pixels, valid) for pixels, valid in settling.places.of(raster, chosen.bands, 3)]
        fill = _mean(sample, raster)
        if request.spectrum:
            progress.log("The spectrum of the cells is all that is needed: the module is not opened.")
            opened = _NOT_OPENED
        elif opened is None:
            module = _fit_builtin(settling, module, sample, match.names)
            opened = _open(settling, module)
        _check_channels(opened, used.numbers, module, info)
        if not opened.verified:
            opened = _verified(settling, raster, chosen)
        fit = _check_fit(settling, raster, used, chosen, module)
        plan = Plan(
            request=request,
            info=raster.info,
            original=info.path,
            band_names=match.names,
            preprocessing=chosen,
            grid=grid_of(request, raster.info),
            module=module,
            dims=opened.dims,
            backend=opened.backend,
            geometry=_geometry(settling, len(match.numbers)),
            fill=fill,
            stamp=stamp,
            half_error=opened.half_error,
            fit=fit,
            masks=masks,
        )
    return with_cell(plan, home, worker, progress)


def _bands(settling: Settling, info: RasterInfo, module: Module, opened: Opened | None) -> BandMatch:
    """Return the bands of the raster for the module, or those whose spectrum is wanted alone."""
    request, wanted, channels = settling.request, module.entry.bands, (opened.channels if opened else None) or 0
    if request.spectrum:
        wanted = request.spectrum if all(name in WAVELENGTHS for name in request.spectrum) else ()
        channels = len(request.spectrum)
    match = band_matching.match(info, wanted, channels, request.bands, module.entry.name or module.handle)
    settling.progress.log(f"Bands: {match.how}")
    return match


def _module(settling: Settling) -> Module:
    """Return the module that the request names, with its own input size where that is asked for."""
    request = settling.request
    module = resolve(request.module, settling.home, settling.progress)
    fitted_for = module.entry.window if module.entry.kind == BUILTIN and module.folder else None
    if fitted_for and request.window and fitted_for != request.window:
        raise So2SatError(
            f"The built-in module in {module.folder} was fitted for windows of {fitted_for} pixels, but WINDOW is "
            f"{request.window}: set WINDOW to 0 or {fitted_for}, or let MODULE 'builtin' be fitted anew."
        )
    if request.input_size:
        module = replace(module, entry=replace(module.entry, input_size=request.input_size))
    return module


def _with_window(settling: Settling, info: RasterInfo, module: Module) -> Settling:
    """Return `settling` with the window in pixels."""
    window, why = window_of(settling.request, info, module)
    settling.progress.log(why)
    return replace(settling, request=replace(settling.request, window=window))


def _on_grid(settling: Settling, info: RasterInfo, match: BandMatch, module: Module) -> tuple[str, BandMatch]:
    """Return the raster to read and its bands: the one asked for, or a VRT that warps it for the module."""
    size, progress = module.entry.pixel_size, settling.progress
    why = "GRID asks for it" if settling.request.grid == "warped" else warp.needs_warp(info, size)
    if settling.request.grid == "own" or why is None:
        if why is not None:
            progress.warn(f"The raster is read on its own grid, although {why}.")
        return info.path, match
    target = warp.target_size(info, size)
    key = hashlib.sha256(repr((info.path, match.numbers, target)).encode()).hexdigest()[:16]
    folder = settling.home / "warped"
    folder.mkdir(parents=True, exist_ok=True)
    path = warp.warped(info.path, match.numbers, target, str(folder / f"{key}.vrt"))
    progress.warn(
        f"The raster is warped to pixels of {target:g} m, because {why}. The result lies on that grid; set GRID to the "
        "raster's own to avoid it."
    )
    return path, replace(match, numbers=tuple(range(1, len(match.numbers) + 1)))


def _preprocessing(settling: Settling, raster: Raster, match: BandMatch, module: Module) -> Preprocessing:
    chosen = scaling.choose(raster, match.numbers, settling.request.scale, settling.places)
    settling.progress.log(f"Scaling: {chosen.how}")
    if chosen.warning:
        settling.progress.warn(chosen.warning)
    return Preprocessing(match.numbers, chosen, module.entry.factor, module.entry.clip)


def _mean(sample: list[np.ndarray], raster: Raster) -> tuple[float, ...]:
    """Return the mean of each band over places (h, w, bands), NaN where invalid; raises where all are."""
    values = np.concatenate([place[~np.isnan(place[..., 0])] for place in sample])
    if not len(values):
        raise So2SatError(
            nothing_left(raster.masks, raster.info)
            or f"{raster.info.path} has no valid pixel in the {len(sample)} places looked at: every one is nodata in "
            "some of the bands used. Check the nodata value (Layer > Properties > Transparency) and BANDS."
        )
    return tuple(float(v) for v in values.mean(axis=0, dtype=np.float64))


def reopen(plan: Plan, worker: Worker, shrink: int, progress: Progress) -> None:
    """Open the plan's module in a worker that was started anew; batches are a `shrink`-th of the usual size."""
    if not plan.dims:
        return
    opening = replace(
        _opening(plan.module, plan.request),
        backend=plan.backend,
        half=plan.half_error is not None,
        shrink=shrink,
    )
    _opened(plan.module, opening, worker, progress)
    if plan.geometry is not None:
        door.geometry(worker, len(plan.band_names), progress)


def persist_opened(plan: Plan, worker: Worker, work: Callable[[], T], progress: Progress) -> T:
    """`persist`, with the plan's module open again before `work` is done anew."""
    broken = False

    def whole() -> T:
        nonlocal broken
        if broken:
            reopen(plan, worker, 1, progress)
        broken = True
        return work()

    return persist(worker, whole, progress)


def _open(settling: Settling, module: Module) -> Opened:
    """Open the module in the worker; the home keeps which backends were verified."""
    verdict = settling.home / "verified" / f"{module.content_hash}.json"
    opening = replace(_opening(module, settling.request), verdict=str(verdict))
    return _opened(module, opening, settling.worker, settling.progress)


def _opening(module: Module, request: Request) -> Opening:
    entry = module.entry
    return Opening(
        folder=str(module.folder),
        window=request.window,
        input_size=entry.input_size or 0,
        output=request.output or (entry.output if entry.name else ""),
        backend=request.backend,
        verdict="",
        half=request.half,
    )


def _opened(module: Module, opening: Opening, worker: Worker, progress: Progress) -> Opened:
    opened = door.open_module(worker, opening, progress)
    name = module.entry.name or module.handle
    progress.log(f"Module: {name}, {opened.dims} features, {opened.backend} on {opened.device}. {opened.why}")
    return opened


def _verified(settling: Settling, raster: Raster, chosen: Preprocessing) -> Opened:
    """Have OpenVINO compared with TensorFlow (once a module) and half precision with float32, on the raster."""
    window = settling.request.window
    pixels = settling.places.patches(raster, chosen.bands, window, _VERIFIED_ON)
    whole = [p for p in pixels if p.shape[:2] == (window, window)]
    if whole:
        patches = chosen.apply(np.stack(whole), np.ones((len(whole), window, window), bool))
    else:  # smaller than a window, or no window without nodata
        patches = np.random.default_rng(0).random((4, window, window, len(chosen.bands)), np.float32)
    opened = door.verify(settling.worker, patches, settling.progress)
    settling.progress.log(f"Backend: {opened.backend}. {opened.why}")
    return opened


def _check_fit(
    settling: Settling, raster: Raster, match: BandMatch, chosen: Preprocessing, module: Module
) -> fitcheck.Fit | None:
    """Measure the fit; warn where another scaling or band order fits the module clearly better."""
    if module.entry.kind == BUILTIN or module.folder is None or settling.request.spectrum:
        return None
    subject = fitcheck.Subject(
        module.folder,
        settling.request.window,
        module.entry.input_size or 0,
        cache=settling.home / "fitcheck" / module.content_hash,
    )
    patches = fitcheck.Sampled(raster, match.names, chosen, settling.places)
    fit = fitcheck.check(subject, patches, settling.worker, settling.progress)
    if fit is None:
        return None
    settling.progress.log(f"Fit check: distance {fit.distance:.2f} from what the module was trained on (0 = alike).")
    if fit.warning:
        settling.progress.warn(fit.warning)
    return fit


def _fit_builtin(settling: Settling, module: Module, sample: list[np.ndarray], names: tuple[str, ...]) -> Module:
    """Fit the built-in module to the scene; the result is a module folder like any other."""
    request = settling.request
    # Bands by name, so that another scene's bands are found in this order; () where they have no known names.
    named = names if all(name in WAVELENGTHS for name in names) else ()
    entry = replace(module.entry, bands=named, window=request.window)
    history = [{"made": "fitted to a scene", "scene": request.raster, "seed": request.seed}]
    asked = BuiltinFit(
        patches=_patches(sample, request.seed),
        seed=request.seed,
        window=request.window,
        modules=settling.home / "modules",
        provenance={"entry": entry.to_json(), "history": history},
    )
    folder = door.fit_builtin(settling.worker, asked, settling.progress)
    settling.progress.detail(
        f"The built-in module was fitted to this scene: give {folder} as MODULE to embed others alike."
    )
    return Module(module.handle, folder, content_hash(folder, settling.progress), entry)


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


def _check_channels(opened: Opened, numbers: tuple[int, ...], module: Module, info: RasterInfo) -> None:
    channels = opened.channels
    if channels is not None and channels != len(numbers):
        raise So2SatError(
            f"The module {module.handle} takes {channels} bands, but {len(numbers)} were chosen of the "
            f"{len(info.bands)} of {info.path}. Choose {channels} bands in its order in Bands, or another module."
        )


def _geometry(settling: Settling, bands: int) -> Geometry | None:
    """Return the dense geometry where the run is to be dense: asked for, or equal to exact."""
    mode = settling.request.mode
    if mode == "exact" or settling.request.spectrum:
        return None
    try:
        geometry = door.geometry(settling.worker, bands, settling.progress)
    except So2SatError:
        if mode == "dense":
            raise
        return None
    return geometry if mode == "dense" or geometry.equals_exact else None
