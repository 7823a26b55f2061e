"""Further dates of a request: the same cells of other rasters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..errors import So2SatError
from ..progress import Progress
from ..raster.align import onto, same_grid
from ..raster.bands import pixel_bands
from ..raster.reader import Raster
from .masking import scl_masks
from .plan import Request


def dated(request: Request, others: Sequence[str], home: Path, progress: Progress) -> list[Request]:
    """Return a request for every date, `request` first: the rasters `others` on its grid.

    Polygons hold for all dates, mask rasters for the first alone. Raises So2SatError where a raster is given twice, or
    cannot be brought to the first one's grid.
    """
    paths = [request.raster, *others]
    twice = {path for path in paths if paths.count(path) > 1}
    if twice:
        raise So2SatError(f"{twice.pop()} is given twice: INPUT is one of the dates already. Take it out of INPUTS.")
    if any(not mask.polygons for mask in request.masks) and others:
        progress.log("MASK is a raster: it holds for INPUT alone. Clouds of other dates are known by their SCL bands.")
    polygons = tuple(mask for mask in request.masks if mask.polygons)
    return [request, *(_dated(replace(request, masks=polygons), path, home, progress) for path in others)]


def _dated(first: Request, path: str, home: Path, progress: Progress) -> Request:
    """Return the request for the raster `path`, on the grid of the raster of `first`."""
    with Raster(first.raster) as raster, Raster(path) as other:
        info, there = raster.info, other.info
    if same_grid(info, there):
        return replace(first, raster=path)
    warped = onto(info, path, home / "warped")
    progress.warn(f"{path} has another grid than {info.path}: it is warped to that one's pixels (bilinear).")
    classes = tuple(scl_masks(there)) if first.scl else ()  # not in the warped one: between classes nothing lies
    kept = pixel_bands(there)
    bands = tuple(kept.index(number) + 1 for number in first.bands if number in kept)
    return replace(first, raster=warped, bands=bands, masks=(*first.masks, *classes))
