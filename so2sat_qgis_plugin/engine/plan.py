"""What a run is going to do, settled before it begins: bands, scaling, grid, module, mode, blocks."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ..paths import version
from . import bands as band_matching
from . import modules, scaling
from .errors import So2SatError
from .grid import Block, Grid
from .pixels import Recipe
from .progress import Progress
from .raster.reader import Raster, RasterInfo
from .sampling import places

BACKENDS = ("automatic", "tensorflow", "openvino")
MODES = ("automatic", "exact", "dense")
_PART_BYTES = 40 << 20
_FIT_PATCHES = 20_000  # 3 × 3 patches that the built-in module is fitted on
_DENSE_PIXELS = 12_000_000  # of network input in one dense block


class Asks(Protocol):
    """The worker, as far as the engine knows it."""

    def call(self, call: str, progress: Progress, /, **values: Any) -> dict[str, Any]:
        """Send a request and wait for its answer."""


@dataclass(frozen=True)
class Request:
    """What the user asks of an embedding. `extent` is xmin, ymin, xmax, ymax in the raster's CRS."""

    raster: str
    module: str = modules.BUILTIN
    bands: tuple[int, ...] = ()
    scale: float = 0.0
    window: int = 32
    stride: int = 10
    extent: tuple[float, float, float, float] | None = None
    mode: str = "automatic"
    backend: str = "automatic"
    max_nodata: float = 0.5
    seed: int = 0


@dataclass(frozen=True)
class Plan:
    """A settled run. `geometry` is the module's dense geometry, None in exact mode."""

    request: Request
    info: RasterInfo
    band_names: tuple[str, ...]
    recipe: Recipe
    grid: Grid
    module: modules.Module
    dims: int
    backend: str
    geometry: dict[str, Any] | None
    fill: tuple[float, ...]  # mean input per band, for invalid pixels in dense mode
    stamp: list[tuple[str, int, int]]

    @property
    def mode(self) -> str:
        """Return "dense" or "exact"."""
        return "exact" if self.geometry is None else "dense"

    @property
    def dense_equals_exact(self) -> bool:
        """Whether the run's values are those of the windows themselves."""
        return self.geometry is None or bool(self.geometry["equals_exact"])

    def block_side(self) -> int:
        """Return the side of the run's blocks in cells."""
        part = int(np.sqrt(_PART_BYTES / (4 * self.dims)))
        enlarge = (self.module.entry.input_size or self.grid.window) / self.grid.window
        if self.geometry is None:
            side = min(part, 64 if enlarge == 1.0 else 32)
        else:
            pixels = np.sqrt(_DENSE_PIXELS) / enlarge - 2 * self.geometry["margin"] - self.grid.window
            side = min(part, int(pixels) // self.grid.stride)
        return max(side - side % 32, min(side, 32), 1)

    def blocks(self) -> list[Block]:
        """Return the run's blocks."""
        return list(self.grid.blocks(self.block_side()))

    def provenance(self) -> dict[str, Any]:
        """Return what an embedding raster says of itself (see features.EMBEDDING_KEY)."""
        return {
            "module": self.module.handle,
            "module_hash": self.module.content_hash,
            "module_folder": str(self.module.folder),
            "window": self.grid.window,
            "stride": self.grid.stride,
            "mode": self.mode,
            "dense_equals_exact": self.dense_equals_exact,
            "bands": list(self.band_names),
            "band_numbers": list(self.recipe.bands),
            "scaling": self.recipe.scaling.to_json(),
            "factor": self.recipe.factor,
            "clip": self.recipe.clip,
            "max_nodata": self.request.max_nodata,
            "pixel_size": list(self.info.pixel_size),
            "source": self.info.path,
            "backend": self.backend,
            "version": version(),
            "created": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        }

    def fingerprint(self) -> dict[str, Any]:
        """Return all that a value depends on."""
        values = self.provenance()
        del values["created"], values["module"], values["module_folder"]
        grid = self.grid
        values.update(
            stamp=self.stamp,
            size=[self.info.width, self.info.height],
            selection=[grid.row, grid.column, grid.rows, grid.columns],
            input_size=self.module.entry.input_size,
            output=self.module.entry.output,
            block=self.block_side(),
            fill=list(self.fill),
            geometry=self.geometry,
        )
        return values


def make(request: Request, home: Path, worker: Asks, progress: Progress) -> Plan:
    """Settle how to fulfil `request`; opens the module in the worker. Everything chosen is logged."""
    with Raster(request.raster) as raster:
        info = raster.info
        grid = Grid.over(info.height, info.width, request.window, request.stride)
        if request.extent is not None:
            grid = grid.select(*_pixel_rectangle(info, request.extent))
        if not info.crs:
            progress.warn(f"{info.path} has no CRS: the output has none either. Assign one to place the map.")
        module = modules.resolve(request.module, home, progress)
        opened = None
        if module.folder is not None:
            opened, backend = _open(module, request, worker, progress)
        wanted = module.entry.bands
        match = band_matching.match(
            info, wanted, (opened or {}).get("channels") or 0, request.bands, module.entry.name or module.handle
        )
        progress.log(f"Bands: {match.how}")
        chosen = scaling.choose(raster, match.numbers, request.scale)
        progress.log(f"Scaling: {chosen.how}")
        if chosen.warning:
            progress.warn(chosen.warning)
        recipe = Recipe(match.numbers, chosen, module.entry.factor, module.entry.clip)
        sample = [recipe.apply(pixels, valid) for pixels, valid in places(raster, recipe.bands, 3)]
        fill = _mean(sample, info)
        if module.folder is None:
            module = _fit_builtin(module, sample, match.names, request, home, worker, progress)
            opened, backend = _open(module, request, worker, progress)
        assert opened is not None
        _check_channels(opened, match.numbers, module, info)
        geometry = _geometry(request, opened, len(match.numbers), worker, progress)
        return Plan(
            request,
            info,
            match.names,
            recipe,
            grid,
            module,
            opened["dims"],
            backend,
            geometry,
            fill,
            raster.stamp(),
        )


def _pixel_rectangle(info: RasterInfo, extent: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return top, left, bottom, right in pixels of an extent in the raster's CRS (its hull where it is rotated)."""
    x0, dx, rx, y0, ry, dy = info.transform
    xmin, ymin, xmax, ymax = extent
    corners = np.array([[x - x0, y - y0] for x in (xmin, xmax) for y in (ymin, ymax)]).T
    columns, rows = np.linalg.solve(np.array([[dx, rx], [ry, dy]]), corners).round(6)
    return float(rows.min()), float(columns.min()), float(rows.max()), float(columns.max())


def _mean(sample: list[np.ndarray], info: RasterInfo) -> tuple[float, ...]:
    """Return the mean of each band over places (h, w, bands), NaN where invalid; raises where all are."""
    values = np.concatenate([place[~np.isnan(place[..., 0])] for place in sample])
    if not len(values):
        raise So2SatError(
            f"{info.path} has no valid pixel in the {len(sample)} places looked at: every one is nodata in some of the "
            "bands used. Check the nodata value (Layer > Properties > Transparency) and BANDS."
        )
    return tuple(float(v) for v in values.mean(axis=0, dtype=np.float64))


def _open(module: modules.Module, request: Request, worker: Asks, progress: Progress) -> tuple[dict[str, Any], str]:
    backend = request.backend
    entry = module.entry
    arguments = {
        "folder": str(module.folder),
        "window": request.window,
        "input_size": entry.input_size or 0,
        "output": entry.output if entry.name else "",
    }
    opened = worker.call("embed.open", progress, backend=backend, **arguments)
    progress.log(
        f"Module: {module.handle} ({opened['dims']} features), "
        f"{opened['backend']} on {opened['device']}. {opened['why']}"
    )
    return opened, opened["backend"]


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
    fitted = worker.call(
        "builtin.fit",
        progress,
        patches=_patches(sample, request.seed),
        seed=request.seed,
        modules=str(home / "modules"),
        bands=list(names),
    )
    folder = Path(fitted["folder"])
    progress.log(f"The built-in module was fitted to this scene: give {folder} as MODULE to embed others alike.")
    return modules.Module(str(folder), folder, modules.content_hash(folder, progress), module.entry)


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


def _geometry(
    request: Request, opened: dict[str, Any], bands: int, worker: Asks, progress: Progress
) -> dict[str, Any] | None:
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
