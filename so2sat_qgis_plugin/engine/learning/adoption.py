"""A bundle sets how a raster is embedded: what it was trained with, carried over to another raster."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..embedding.plan import Request
from ..errors import So2SatError
from ..features.view_names import SPECTRUM
from ..modules.bundle import Bundle
from ..modules.catalogue import BUILTIN, Entry, Module
from ..modules.resolve import resolve
from ..progress import Progress, Quiet
from ..raster.bands import WAVELENGTHS
from ..raster.georeference import ground_pixel_size
from ..raster.reader import Raster, RasterInfo
from ..raster.warp import needs_warp, target_size


def adopt(request: Request, loaded: Bundle, home: Path, progress: Progress) -> Request:
    """Return `request` with what the bundle was trained with; says what that is, and which wishes are set aside.

    What the classifier depends on (module, window, mode, input size) is the bundle's, whatever was asked for; the rest
    is the bundle's where nothing was asked for, that is, where it has the default (0 for the stride). Raises
    So2SatError where the bundle's module is not to be had here.
    """
    trained = loaded.manifest["embedding"]
    if trained is None:
        return request
    if trained.get("components"):
        raise So2SatError(
            f"{loaded.name} was trained on principal components (COMPONENTS), which are those of one embedding raster. "
            "Apply it to that with 'Classify with bundle', or train on all dimensions."
        )
    if trained.get("model"):
        raise So2SatError(
            f"{loaded.name} was trained on a published embedding by {trained.get('module')}, which is made "
            "elsewhere. Choose such a raster in 'Classify with bundle'."
        )
    with Raster(request.raster) as raster:
        info = raster.info
    adoption = _Adoption(Request(request.raster, stride=0), request, trained)
    module = _module(adoption, loaded, home, progress)
    adoption.must("window", trained.get("window"), "pixels")
    if request.window_metres and not request.window:
        progress.warn(
            f"WINDOWMETRES is set aside: the bundle was trained with windows of {trained.get('window')} pixels."
        )
    adoption.must("input_size", trained.get("input_size") or 0, "pixels")
    if not trained.get("dense_equals_exact"):
        adoption.must("mode", trained.get("mode"))
        agreement = trained.get("agreement")
        adoption.must("calibrate", agreement["applied"] if isinstance(agreement, dict) else None)
    adoption.may("max_nodata", trained.get("max_nodata"))
    adoption.may("scale", trained.get("scale") or None)
    adoption.may("bands", _bands(trained, info))
    if not request.cell:
        adoption.may("stride", _stride(trained, request, info, module))
    for text in adoption.set_aside:
        progress.warn(text)
    progress.log(adoption.sentence())
    return replace(request, **adoption.changes)


def check_dates(loaded: Bundle, dates: int) -> None:
    """Raise So2SatError where a bundle was trained on another number of dates."""
    trained = (loaded.manifest["embedding"] or {}).get("dates", 1)
    if trained != dates:
        raise So2SatError(dates_sentence(loaded.name, trained, dates))


def dates_sentence(name: str, trained: Any, dates: Any) -> str:
    """Return what is wrong where a bundle `name` of `trained` dates meets another number of `dates`."""
    remedy = "leave INPUTS empty"
    if isinstance(trained, int) and trained > 1:
        remedy = f"give INPUT and {trained - 1} further in INPUTS, of the same seasons and in the same order"
    here = "is" if dates == 1 else "are"
    return f"{name} was trained on {_dates(trained)}, but here {here} {_dates(dates)}: {remedy}."


def _dates(count: Any) -> str:
    return "one date" if count == 1 else f"{count} dates"


@dataclass
class _Adoption:
    """What changes in a request, and what is told of it."""

    default: Request
    request: Request
    trained: dict[str, Any]
    changes: dict[str, Any] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    set_aside: list[str] = field(default_factory=list)

    def must(self, name: str, value: Any, unit: str = "") -> None:
        """Take the bundle's value; tell where another one was asked for."""
        asked = getattr(self.request, name)
        if value is None or asked == value:
            return
        if asked != getattr(self.default, name):
            self.set_aside.append(
                f"{name.upper()} {asked} is set aside: the bundle was trained with {value}{unit and ' ' + unit}, and "
                "works with that alone."
            )
        self._change(name, value)

    def may(self, name: str, value: Any) -> None:
        """Take the bundle's value where nothing was asked for; tell where something else was."""
        asked = getattr(self.request, name)
        if value is None or asked == value:
            return
        if asked == getattr(self.default, name):
            self._change(name, value)
        else:
            self.set_aside.append(
                f"{name.upper()} is {_shown(asked)} as asked for; the bundle's own is {_shown(value)}."
            )

    def _change(self, name: str, value: Any) -> None:
        self.changes[name] = value
        self.told.append(f"{name.upper()} {_shown(value)}")

    def sentence(self) -> str:
        """Return what the bundle sets, in words."""
        return f"The bundle sets {', '.join(self.told)}." if self.told else "The raster is embedded as the bundle asks."


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _module(adoption: _Adoption, loaded: Bundle, home: Path, progress: Progress) -> Module:
    """Take the module that the bundle was trained with, from wherever it is to be had; return it."""
    trained, asked = adoption.trained, adoption.request.module
    own = loaded.name if loaded.module else ""
    places = [asked if asked != BUILTIN else "", own, str(trained.get("module")), str(trained.get("module_folder"))]
    for place in filter(None, places):
        try:
            found = resolve(place, home, Quiet(progress))
        except So2SatError:
            continue
        if found.content_hash == trained.get("module_hash"):
            if place != asked:
                if asked != BUILTIN:
                    adoption.set_aside.append(
                        f"MODULE {asked} is set aside: the bundle was trained with {trained.get('module')}, and works "
                        "with that alone."
                    )
                adoption.changes["module"] = place
                adoption.told.append("MODULE the one it carries" if place == own else f"MODULE {place}")
            return found
    if loaded.manifest.get("views") == [SPECTRUM]:  # it is not run
        return Module(asked, None, "", Entry())
    raise So2SatError(
        f"{loaded.name} needs the module {trained.get('module')}, which is not on this computer, or not the same any "
        "more. Fetch it with 'Get module', or give its folder or file as MODULE."
    )


def _bands(trained: dict[str, Any], info: RasterInfo) -> tuple[int, ...] | None:
    """Return the numbers of the bands where no name tells which they are, None where names do."""
    names, numbers = trained.get("bands") or [], trained.get("band_numbers") or []
    if all(name in WAVELENGTHS for name in names) or trained.get("source") != trained.get("original"):
        return None
    return tuple(numbers) if numbers and max(numbers) <= len(info.bands) else None


def _stride(trained: dict[str, Any], request: Request, info: RasterInfo, module: Module) -> int | None:
    """Return the bundle's stride in pixels of this raster: as many metres as in training, where both CRS tell."""
    before, now = cell_side(trained), _pixel(request, info, module)
    if before and now:
        return max(1, round(before / now))
    stride = trained.get("stride")
    return stride if isinstance(stride, int) else None


def cell_side(provenance: dict[str, Any]) -> float | None:
    """Return the side in metres of a cell of an embedding, None where its provenance does not tell."""
    stride, side = provenance.get("stride"), _side(provenance.get("ground_pixel_size"))
    return stride * side if isinstance(stride, int) and side else None


def _pixel(request: Request, info: RasterInfo, module: Module) -> float | None:
    """Return the side in metres of a pixel as the run will read it."""
    wanted = module.entry.pixel_size
    if request.grid == "warped" or (request.grid != "own" and needs_warp(info, wanted)):
        return target_size(info, wanted)
    return _side(ground_pixel_size(info))


def _side(size: Any) -> float | None:
    known = isinstance(size, (list, tuple)) and len(size) == 2 and all(isinstance(s, (int, float)) for s in size)
    return math.sqrt(size[0] * size[1]) if known else None
