"""Does another scaling or band order fit a module clearly better? The worker measures, this asks and judges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..progress import Progress
from ..raster.bands import EUROSAT
from ..raster.places import Places
from ..raster.reader import Raster
from ..worker import FitSample, Worker, fit_distances
from .pixels import Preprocessing

CLEARLY = 0.5  # another distance below this share of the chosen one is clearly better
FAR = 1.5  # a larger distance means that the raster is unlike what the module was trained on
_FEWEST, _MOST, _PIXELS = 16, 256, 1_200_000  # windows, and pixels of network input, that are looked at
_INPUTS = {  # ways in which publishers scale reflectance ρ for a module, factor and clip (see modules.Entry)
    "ρ as the module's input": (1.0, False),
    "ρ / 2.8 as the module's input": (1.0 / 2.8, False),
    "clip(3.5 ρ) as the module's input": (3.5, True),
}
_SCALES = {f"SCALE {full}": (1.0 / full, 0.0) for full in (10_000, 65_535, 255, 100, 1)}
_OFFSET = "1000 taken off every value"  # that processing baseline 04.00 adds
_SCALES[_OFFSET] = (1e-4, -0.1)


@dataclass(frozen=True)
class Candidate:
    """One way from the raster to the module's input; `numbers` are bands from 1 in the module's order."""

    name: str
    numbers: tuple[int, ...]
    slope: tuple[float, ...]
    offset: tuple[float, ...]
    factor: float = 1.0
    clip: bool = False


@dataclass(frozen=True)
class Fit:
    """Distances by candidate name, the chosen way first; `warning` is "" where nothing is clearly better."""

    distances: dict[str, float]
    warning: str

    @property
    def distance(self) -> float:
        """The chosen way's distance."""
        return next(iter(self.distances.values()))

    def to_json(self) -> dict[str, Any]:
        """Return this as plain values."""
        return asdict(self)


@dataclass(frozen=True)
class Subject:
    """The module in `folder`, fed windows of `window` pixels that are enlarged to `input_size` (0 = not).

    `cache`: path without suffix for the module's beginning, one per content hash; None keeps it nowhere.
    """

    folder: Path
    window: int
    input_size: int = 0
    cache: Path | None = None


@dataclass(frozen=True)
class Sampled:
    """The raster, the names of the bands used in the module's order, and how they were chosen to become its input."""

    raster: Raster
    names: tuple[str, ...]
    chosen: Preprocessing
    places: Places = field(default_factory=Places)


def check(subject: Subject, sampled: Sampled, worker: Worker, progress: Progress) -> Fit | None:
    """Measure how well a raster fits a module, as chosen and otherwise.

    Returns None where the module has no batch norm or the sample no valid window.
    """
    way = sampled.chosen
    chosen = Candidate("as chosen", way.bands, way.scaling.slope, way.scaling.offset, way.factor, way.clip)
    candidates = [chosen, *_scalings(chosen), *_inputs(chosen), *_orders(chosen, sampled.names)]
    bands = tuple(sorted({number for candidate in candidates for number in candidate.numbers}))
    count = int(np.clip(_PIXELS // (subject.input_size or subject.window) ** 2, _FEWEST, _MOST))
    pixels = sampled.places.patches(sampled.raster, bands, subject.window, count)
    if not len(pixels):
        return None
    sample = FitSample(pixels.astype(np.float32), [_plain(candidate, bands) for candidate in candidates])
    found = fit_distances(worker, subject.folder, subject.cache, subject.input_size, sample, progress)
    if found is None:
        return None
    distances = {candidate.name: distance for candidate, distance in zip(candidates, found)}
    return Fit(distances, _judge(distances))


def _scalings(chosen: Candidate) -> list[Candidate]:
    """Return the usual scalings other than the chosen one."""
    n = len(chosen.numbers)
    return [
        Candidate(name, chosen.numbers, (slope,) * n, (offset,) * n, chosen.factor, chosen.clip)
        for name, (slope, offset) in _SCALES.items()
        if not (np.allclose(chosen.slope, slope, rtol=0.01) and np.allclose(chosen.offset, offset, atol=1e-4))
    ]


def _inputs(chosen: Candidate) -> list[Candidate]:
    """Return the usual inputs of modules other than the chosen one."""
    return [
        replace(chosen, name=name, factor=factor, clip=clip)
        for name, (factor, clip) in _INPUTS.items()
        if (factor, clip) != (chosen.factor, chosen.clip)
    ]


def _orders(chosen: Candidate, names: Sequence[str]) -> list[Candidate]:
    """Return orders in which the bands may really be; a scaling stays with its band."""
    orders = {"the bands in reverse order": tuple(reversed(range(len(names))))}
    if "B2" in names and "B4" in names:
        swapped = list(range(len(names)))
        blue, red = names.index("B2"), names.index("B4")
        swapped[blue], swapped[red] = red, blue
        orders["red and blue swapped"] = tuple(swapped)
    if "B8A" in names and list(names).index("B8A") < len(names) - 1:
        # as EuroSAT's rasters: the nth of these bands in the raster is then the nth of that order
        held = sorted(names, key=lambda name: EUROSAT.index(name) if name in EUROSAT else len(EUROSAT))
        places = np.argsort(chosen.numbers)
        orders["B8A as the raster's last band"] = tuple(int(places[held.index(name)]) for name in names)
    return [
        Candidate(
            name,
            tuple(chosen.numbers[i] for i in order),
            tuple(chosen.slope[i] for i in order),
            tuple(chosen.offset[i] for i in order),
            chosen.factor,
            chosen.clip,
        )
        for name, order in orders.items()
        if order != tuple(range(len(names)))
    ]


def _plain(candidate: Candidate, bands: tuple[int, ...]) -> dict[str, Any]:
    values = asdict(candidate)
    values["bands"] = [bands.index(number) for number in values.pop("numbers")]
    return values


def _judge(distances: dict[str, float]) -> str:
    chosen = next(iter(distances.values()))
    best = min(distances, key=lambda name: distances[name])
    if distances[best] < CLEARLY * chosen:
        remedy = "Set it" if best in _SCALES else "Choose the bands by hand in Bands"
        if best == _OFFSET:
            remedy = "Make the raster with 'Stack bands', which does that"
        if best in _INPUTS:
            remedy = "Set the module's factor and clip so in modules.json"
        return (
            f"The raster would fit the module clearly better with {best}: distance {distances[best]:.2g} instead of "
            f"{chosen:.2g}. {remedy}, and compare."
        )
    if chosen > FAR:
        return (
            f"The raster is far from what the module was trained on (distance {chosen:.2g}; up to about 1 is usual), "
            "and no usual scaling or band order brings it near. Check sensor, bands and scaling: features may mean "
            "little."
        )
    return ""
