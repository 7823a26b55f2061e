"""Which pixels of a raster a run leaves out: what the user's mask says, and clouds as Sentinel-2 itself tells them."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import So2SatError
from ..progress import Progress
from ..raster.left_out import Look, look
from ..raster.mask import SCL, SCL_INVALID, Mask, is_scl
from ..raster.reader import RasterInfo
from .plan import Request

_MOST = 0.9  # of the raster left out: worth a warning


def masks_of(request: Request, info: RasterInfo, progress: Progress) -> tuple[Mask, ...]:
    """Return the masks of a run over the raster `info`; says what each leaves out.

    Raises So2SatError where a mask cannot be opened, or lies elsewhere.
    """
    found = [*(scl_masks(info) if request.scl else []), *request.masks]
    for mask in found:
        _tell(mask, look(mask, info), info, progress)
    return tuple(found)


def scl_masks(info: RasterInfo) -> list[Mask]:
    """Return the raster's own scene classification as a mask, [] where it carries none."""
    numbers = [band.number for band in info.bands if is_scl(band.name)]
    return [Mask(info.path, SCL_INVALID, number, label=SCL) for number in numbers[:1]]


def nothing_left(masks: Sequence[Mask], info: RasterInfo) -> str:
    """Return a sentence on a raster whose pixels are all left out, "" where no mask is to blame."""
    if not masks:
        return ""
    shares = " and ".join(f"{mask.label} {_percent(look(mask, info).left_out)}" for mask in masks)
    remedies = {SCL: "switch USESCL off", "MASK": "check MASKVALUES, or leave MASK empty"}
    remedy = " or ".join(remedies.get(mask.label, "choose another date") for mask in masks)
    return f"Nothing is left of {info.path}: of it {shares} left out. {remedy[0].upper()}{remedy[1:]}."


def _tell(mask: Mask, seen: Look, info: RasterInfo, progress: Progress) -> None:
    if mask.label == SCL:
        progress.log(
            f"Clouds: the band {SCL} of the raster leaves out {_percent(seen.left_out)} of it (cloud, cirrus, shadow, "
            "snow, saturated). Switch USESCL off to keep those pixels."
        )
        return
    if mask.polygons and not seen.polygons:
        progress.warn(f"{mask.label} {mask.path} has no polygon: nothing is left out.")
        return
    if not seen.covered and not mask.polygons:
        raise So2SatError(
            f"{mask.label} {mask.path} lies elsewhere: none of its pixels falls on {info.path}. Choose a mask of this "
            "place, or check its CRS (Layer properties > Source)."
        )
    if not seen.left_out:
        _tell_nothing(mask, seen, progress)
        return
    progress.log(f"{mask.label}: {mask.path} leaves out about {_percent(seen.left_out)} of the raster.")
    if 0 < seen.covered < 0.99 and not mask.polygons:
        progress.log(f"{mask.label} covers {_percent(seen.covered)} of the raster; beyond it nothing is left out.")
    if seen.left_out > _MOST:
        progress.warn(f"{mask.label} leaves out nearly all of the raster; {_values(seen)}")


def _tell_nothing(mask: Mask, seen: Look, progress: Progress) -> None:
    if mask.polygons:
        progress.warn(f"No polygon of {mask.label} {mask.path} lies on the raster: nothing is left out.")
        return
    progress.warn(f"{mask.label} {mask.path} leaves nothing out: {_values(seen)}")


def _values(seen: Look) -> str:
    """Return which values a mask has, and what to do about it, as the end of a sentence."""
    if not seen.values:
        return "check that its polygons are what is to be left out."
    listed = ", ".join(f"{value:g}" for value in seen.values)
    return f"its values here are {listed}. MASKVALUES says which of them are to be left out (empty: all but 0)."


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"
