"""What a run is asked to do (`Request`) and what it is going to do (`Plan`, made by `settle`)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...paths import version
from ..modules.catalogue import BUILTIN, Module
from ..raster.georeference import ground_pixel_size
from ..raster.grid import Block, Blocks, Grid
from ..raster.mask import Mask
from ..raster.reader import Raster, RasterInfo
from ..worker import DenseBlock, Geometry
from .fitcheck import Fit
from .pixels import Pixels, Preprocessing, Reach, read

BACKENDS = ("automatic", "tensorflow", "openvino")
MODES = ("automatic", "exact", "dense")
_PART_BYTES = 80 << 20
_BLOCK_PIXELS = 2_000_000  # of the raster in one dense block: two are on their way to the worker
# Pixels of network input in one piece of a dense block. Networks that are fed windows as they are keep their early
# layers at full size, about 1 kB a pixel; those that are fed enlarged ones begin by shrinking them.
_PIECE_PIXELS, _PIECE_PIXELS_ENLARGED = 900_000, 12_000_000


@dataclass(frozen=True)
class Request:
    """What the user asks of an embedding.

    `extent` is xmin, ymin, xmax, ymax in `extent_crs` (WKT, "" = the raster's). `grid` is a value of
    `raster.warp.GRIDS`. `window` is in pixels; where it is 0, `window_metres` is, in metres, and where that is 0, too,
    it is chosen (see `window.py`). `stride` is the side of a cell in pixels; where it is 0, `cell` is, in metres, and
    where that is 0, too, cells are as fine as a short run allows. A plan's request has both in pixels. `input_size`:
    side in pixels that windows are enlarged to, 0 = as the catalogue says. `calibrate`: map dense features to exact
    ones where they differ. `half`: multiply in half precision where that is faster and exact enough.
    `output` names an output of the module, "" the one that its catalogue entry names. `spectrum`: names of bands, where
    nothing but the cell statistics of these is wanted: no module is opened then. `masks`: what to leave out;
    `scl`: clouds and the like too, by the raster's own band of Sentinel-2's scene classification, where it has one.
    """

    raster: str
    module: str = BUILTIN
    bands: tuple[int, ...] = ()
    scale: float = 0.0
    window: int = 0
    window_metres: float = 0.0
    input_size: int = 0
    stride: int = 10
    cell: float = 0.0
    extent: tuple[float, float, float, float] | None = None
    extent_crs: str = ""
    grid: str = "automatic"
    mode: str = "automatic"
    backend: str = "automatic"
    calibrate: bool = True
    half: bool = False
    max_nodata: float = 0.5
    seed: int = 0
    output: str = ""
    masks: tuple[Mask, ...] = ()
    scl: bool = True
    spectrum: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A settled run. `geometry` is the module's dense geometry, None in exact mode; `dims` 0 where no module is opened.

    `info` is of the raster that is read: the one asked for, or a VRT that warps it. `original` is the path of the
    one asked for. What `masks` leave out counts as nodata.
    """

    request: Request
    info: RasterInfo
    original: str
    band_names: tuple[str, ...]
    preprocessing: Preprocessing
    grid: Grid
    module: Module
    dims: int
    backend: str
    geometry: Geometry | None
    fill: tuple[float, ...]  # mean input per band, for invalid pixels in dense mode
    stamp: list[tuple[str, int, int]]
    half_error: float | None = None  # of half precision, relative; None where the run is in float32
    fit: Fit | None = None  # to what the module was trained on, where that could be measured
    masks: tuple[Mask, ...] = ()

    @property
    def mode(self) -> str:
        """Return "dense" or "exact"."""
        return "exact" if self.geometry is None else "dense"

    @property
    def dense_equals_exact(self) -> bool:
        """Whether the run's values are those of the windows themselves."""
        return self.geometry is None or self.geometry.equals_exact

    def open(self) -> Raster:
        """Open the raster that is read, with its masks."""
        return Raster(self.info.path, self.masks)

    def block_side(self) -> int:
        """Return the side of the run's blocks in cells."""
        if not self.dims:
            return max(1, int(np.sqrt(_BLOCK_PIXELS)) // self.grid.stride)
        part = int(np.sqrt(_PART_BYTES / (4 * self.dims)))
        if self.geometry is None:
            side = min(part, 64 if self._enlarge == 1.0 else 32)
        else:
            side = min(part, self._cells_in(_BLOCK_PIXELS))
        return max(side - side % 32, min(side, 32))

    def piece_side(self, shrink: int = 1) -> int:
        """Return how many cells a side a dense run embeds at once; a `shrink`-th of them where memory lacks."""
        pixels = _PIECE_PIXELS if self._enlarge == 1.0 else _PIECE_PIXELS_ENLARGED / self._enlarge**2
        return self._cells_in(pixels / shrink)

    @property
    def _enlarge(self) -> float:
        return (self.module.entry.input_size or self.grid.window) / self.grid.window

    def _cells_in(self, pixels: float) -> int:
        """Return how many cells a side a dense run gets from so many pixels of the raster, at least one."""
        assert self.geometry is not None
        side = np.sqrt(pixels) - 2 * self.geometry.margin - self.geometry.align - self.grid.window
        return max(int(side) // self.grid.stride, 0) + 1

    def read(self, raster: Raster, cells: Block, halo: int = 0) -> Pixels:
        """Return what the windows of `cells` see, with the margin that the mode needs; for `halo` see `Reach`."""
        margin, align = (self.geometry.margin, self.geometry.align) if self.geometry else (0, 1)
        reach = Reach(margin, align, halo)
        return read(raster, self.preprocessing, self.grid, cells, self.request.max_nodata, reach)

    def read_exactly(self, raster: Raster, cells: Block, halo: int = 0) -> Pixels:
        """Return what the windows of `cells` see and nothing around them but a `halo`."""
        return read(raster, self.preprocessing, self.grid, cells, self.request.max_nodata, Reach(halo=halo))

    def read_own(self, raster: Raster, cells: Block, halo: int = 0) -> Pixels:
        """Return the pixels of `cells` themselves, as if their windows were no wider."""
        grid = replace(self.grid, window=self.grid.stride)
        return read(raster, self.preprocessing, grid, cells, self.request.max_nodata, Reach(halo=halo))

    def dense(self, seen: Pixels) -> DenseBlock:
        """Return what the worker is asked for densely."""
        return DenseBlock(seen.block, seen.rows, seen.columns, seen.kept, np.array(self.fill, np.float32))

    def blocks(self) -> Blocks:
        """Return the run's blocks."""
        return self.grid.blocks(self.block_side())

    def provenance(self) -> dict[str, Any]:
        """Return what an embedding raster says of itself (see features.source.EMBEDDING_KEY)."""
        return {
            "module": self.module.handle,
            "module_hash": self.module.content_hash,
            "module_folder": str(self.module.folder),
            "window": self.grid.window,
            "input_size": self.module.entry.input_size,
            "stride": self.grid.stride,
            "mode": self.mode,
            "dense_equals_exact": self.dense_equals_exact,
            "bands": list(self.band_names),
            "band_numbers": list(self.preprocessing.bands),
            "scaling": self.preprocessing.scaling.to_json(),
            "scale": self.request.scale,
            "factor": self.preprocessing.factor,
            "clip": self.preprocessing.clip,
            "max_nodata": self.request.max_nodata,
            "masks": [mask.to_json() for mask in self.masks],
            "pixel_size": list(self.info.pixel_size),
            "ground_pixel_size": list(ground_pixel_size(self.info) or ()),
            "source": self.info.path,
            "original": self.original,
            "backend": self.backend,
            "half_precision_error": self.half_error,
            "version": version(),
            "created": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        }

    def fingerprint(self) -> dict[str, Any]:
        """Return all that a value depends on."""
        values = self.provenance()
        del values["created"], values["module"], values["module_folder"], values["half_precision_error"]
        grid = self.grid
        values.update(
            stamp=self.stamp,
            size=[self.info.width, self.info.height],
            selection=[grid.row, grid.column, grid.rows, grid.columns],
            output=self.request.output or self.module.entry.output,
            block=self.block_side(),
            fill=list(self.fill),
            geometry=self.geometry.to_json() if self.geometry else None,
            half=self.half_error is not None,
        )
        return values
