"""How wide a window is: as asked for in pixels or metres, else what suits module, pixels and cells."""

from __future__ import annotations

import math

import numpy as np

from ..errors import So2SatError
from ..modules.catalogue import BUILTIN, Module
from ..raster.georeference import ground_pixel_size
from ..raster.reader import RasterInfo
from ..raster.warp import target_size, will_warp
from .plan import Request

LEAST = 3  # pixels
_TRUE = 0.02  # a projection that differs less from the ground is taken at its word
_USUAL = 32  # pixels, where nothing tells
# The built-in module takes any window: 320 m as So2Sat's patches, within these bounds in pixels, and a cell at least.
_METRES, _NARROWEST, _WIDEST = 320.0, 24, 32


def window_of(request: Request, info: RasterInfo, module: Module) -> tuple[int, str]:
    """Return the side of a window in pixels of the raster that will be read, and in a sentence why.

    WINDOW, else WINDOWMETRES, else what the module was trained on or fitted for, else 320 m, at least 24 pixels and one
    cell and at most 32 pixels. Raises So2SatError where it would be less than 3 pixels, or metres cannot be told.
    """
    entry, size = module.entry, _pixel_size(request, info, module)
    if request.window:
        pixels, why = request.window, "as asked for"
    elif request.window_metres:
        pixels, why = _of_metres(request.window_metres, size), "as asked for in metres"
    elif entry.window and (entry.kind != BUILTIN or module.folder is not None):
        pixels, why = entry.window, "what the module was made for"
    elif entry.kind != BUILTIN:
        pixels, why = _USUAL, "the usual"
    else:
        cell = request.stride or (round(request.cell / size) if size else 0)
        pixels, why = own_window(size or 0.0, cell), "chosen by pixels and cells" if size else "the usual"
    if pixels < LEAST:
        raise So2SatError(f"WINDOW must be at least {LEAST} pixels, or 0 to have it chosen, but is {pixels}.")
    metres = "" if size is None else f", {pixels * size:.3g} m"
    return pixels, f"Window: {pixels} pixels{metres}, {why}."


def own_window(pixel: float, stride: int) -> int:
    """Return the window in pixels that is chosen for the built-in module.

    `pixel` is the side of a pixel in metres, 0 where it is not known, `stride` that of a cell in pixels.
    """
    usual = int(np.clip(round(_METRES / pixel), _NARROWEST, _WIDEST)) if pixel else _USUAL
    return max(usual, stride)


def _pixel_size(request: Request, info: RasterInfo, module: Module) -> float | None:
    """Return the side of a pixel of the raster that will be read in metres, None where that is not known."""
    if will_warp(request.grid, info, module.entry.pixel_size):
        return target_size(info, module.entry.pixel_size)
    size = ground_pixel_size(info)
    if size is None:
        return None
    ground, own = math.sqrt(size[0] * size[1]), math.sqrt(info.pixel_size[0] * info.pixel_size[1])
    return own if abs(ground / own - 1.0) < _TRUE else ground


def _of_metres(metres: float, size: float | None) -> int:
    if size is None:
        raise So2SatError(
            "WINDOWMETRES cannot be told in pixels: the raster has no CRS. Assign one, or set WINDOW in pixels."
        )
    pixels = round(metres / size)
    if pixels < LEAST:
        raise So2SatError(
            f"WINDOWMETRES is {metres:g}, {pixels} pixels of {size:.3g} m, but a window has at least {LEAST} pixels. "
            f"Set {math.ceil(LEAST * size * 10) / 10:g} or more."
        )
    return pixels
