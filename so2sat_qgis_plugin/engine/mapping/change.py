"""Change between two dates: how far a cell is from what is to be expected of it where nothing changed.

What two dates differ by everywhere (season, haze, another sensor) is no change. So for each view, the embedding of the
cell's window and the cell's own mean spectrum, the one date is predicted from the other by a linear map, and back, each
fitted on the cells that changed least: three quarters, chosen anew until they stay (concentration steps, Rousseeuw and
Van Driessen 1999). What is left over is measured by its Mahalanobis distance there (the chronochrome, Schaum and
Stocker 1997), and made a robust z: (distance − median) / (1.4826 · MAD) over all cells. A cell has changed by the
smaller of its views' z: windows see what changed beside a cell, the spectrum of a cell sees noise. How this was
chosen: docs/change.md, `benchmarks/change.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ..errors import So2SatError
from ..features.components import Components
from ..features.source import FeatureSource
from ..features.view_names import EMBEDDING, SPECTRUM
from ..learning.agreement import MUST_AGREE
from ..legend import LegendClass, save_style
from ..progress import Progress
from ..raster.area import cell_areas
from ..raster.grid import Block
from ..raster.writer import GeoTiffProfile, GeoTiffWriter
from .ramp import save_ramp
from .transitions import Transitions
from .write import profile

CHANGE_KEY = "SO2SAT_CHANGE"  # metadata key of a magnitude raster: JSON of how it was made
STOPS = ((0.0, "#f7f7f7"), (5.0, "#fdcc8a"), (10.0, "#e34a33"), (20.0, "#7a0177"))
_COMPONENTS, _KEPT, _STEPS = 32, 0.75, 15
_SAMPLED, _FEWEST = 20_000, 50
_STRIPE = 256  # rows of a map written at a time

DIFFERENCE = (LegendClass(0, "unchanged", "#e8e8e8"), LegendClass(1, "changed", "#e34a33"))

Views = Mapping[str, np.ndarray]  # feature vectors (…, d) by the name of the view; NaN where nodata
Dates = tuple[Views, Views]


@dataclass(frozen=True)
class _Prediction:
    """What is expected, x @ slope + offset, and the inverse covariance (c, c) of what is left over."""

    slope: np.ndarray
    offset: np.ndarray
    inverse: np.ndarray

    @staticmethod
    def fit(x: np.ndarray, y: np.ndarray) -> _Prediction:
        """Fit (n, c) to (n, c) by least squares."""
        mean_x, mean_y = x.mean(axis=0), y.mean(axis=0)
        slope = np.linalg.lstsq(x - mean_x, y - mean_y, rcond=None)[0]
        left = (y - mean_y) - (x - mean_x) @ slope
        covariance = left.T @ left / len(x)
        floor = 1e-6 * np.trace(covariance) / len(covariance) + 1e-12
        return _Prediction(slope, mean_y - mean_x @ slope, np.linalg.inv(covariance + floor * np.eye(len(covariance))))

    def distance(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return how far y (…, c) is from what is expected of x, (…)."""
        return self.length(y - x @ self.slope - self.offset)

    def length(self, left: np.ndarray) -> np.ndarray:
        """Return the Mahalanobis length of (…, c)."""
        return np.asarray(np.sqrt(np.einsum("...i,...i", left @ self.inverse, left)))


@dataclass(frozen=True)
class Unchanged:
    """How one view of two dates goes together where nothing changed. Made by `fit`, applied by `z`."""

    scale: np.ndarray
    components: Components
    forth: _Prediction
    back: _Prediction
    median: float
    spread: float

    @staticmethod
    def fit(before: np.ndarray, after: np.ndarray) -> Unchanged:
        """Fit cells (n, d) of two dates, row by row the same places, all of them known."""
        both = np.concatenate([before, after])
        scale = both.std(axis=0)
        scale[scale == 0] = 1.0
        components = Components.fit(both / scale, max(1, min(_COMPONENTS, both.shape[1], len(before) // 10)))
        x, y = (components.apply(date / scale).astype(np.float64) for date in (before, after))
        kept = np.arange(len(x))
        for _ in range(_STEPS):
            forth, back = _Prediction.fit(x[kept], y[kept]), _Prediction.fit(y[kept], x[kept])
            distance = (forth.distance(x, y) + back.distance(y, x)) / 2
            nearest = np.sort(np.argsort(distance, kind="stable")[: max(1, int(_KEPT * len(x)))])
            if np.array_equal(nearest, kept):
                break
            kept = nearest
        median = float(np.median(distance))
        spread = 1.4826 * float(np.median(np.abs(distance - median)))
        return Unchanged(scale, components, forth, back, median, max(spread, 1e-6))

    def z(self, before: np.ndarray, after: np.ndarray) -> np.ndarray:
        """Return the robust z of cells (…, d) of the two dates, float32 (…); NaN where one is nodata."""
        x, y = (self.components.apply(date / self.scale) for date in (before, after))
        distance = (self.forth.distance(x, y) + self.back.distance(y, x)) / 2
        return np.asarray((distance - self.median) / self.spread, np.float32)

    def apart(self, before: np.ndarray, after: np.ndarray, changed: np.ndarray) -> tuple[float, float]:
        """Return how far the dates differ everywhere, and changed cells (n,) from that: both in units of the noise.

        The first is the length of the median difference, the second the median length beyond it (NaN without any).
        """
        x, y = (self.components.apply(date / self.scale) for date in (before, after))
        shift = np.median(y - x, axis=0)
        beyond = self.forth.length((y - x)[changed] - shift)
        return float(self.forth.length(shift)), float(np.median(beyond)) if len(beyond) else float("nan")


@dataclass(frozen=True)
class ChangeRequest:
    """Where to write the magnitude, and from which z on a cell counts as changed."""

    output: str
    threshold: float = 5.0
    seed: int = 0


@dataclass(frozen=True)
class Changed:
    """A finished magnitude raster: `mask` (rows, columns) says which cells changed; of `valid` cells.

    `hectares` is their area, None where the CRS does not tell. `shift` and `beyond`: see `Unchanged.apart`. `views` are
    those that were compared.
    """

    mask: np.ndarray
    valid: int
    hectares: float | None
    shift: float
    beyond: float
    views: tuple[str, ...]

    @property
    def cells(self) -> int:
        """The number of changed cells."""
        return int(self.mask.sum())

    def warning(self) -> str:
        """Return what to mind where the two dates differ everywhere by more than changed places do from the rest."""
        if not self.shift > self.beyond:
            return ""
        return (
            f"BEFORE and AFTER differ everywhere by more ({self.shift:.0f} times the noise) than changed places do "
            f"from the rest ({self.beyond:.0f} times): season, haze, another sensor or scaling. As far as it is the "
            "same everywhere it was taken out; what is left may still be that. Compare dates of one season if you can."
        )


def map_change(request: ChangeRequest, before: FeatureSource, after: FeatureSource, progress: Progress) -> Changed:
    """Write the magnitude of change between two sources of the same cells; two passes, block by block.

    Raises So2SatError where the sources are not made alike, or share too few cells with data.
    """
    check_alike(before, after)
    bands = before.bands if before.bands == after.bands else ()

    def read(block: Block) -> Dates:
        return _views(before, block, len(bands)), _views(after, block, len(bands))

    fitted, shift, beyond = _fit(request, before, read, progress.span(0.0, 0.5))
    mask = np.zeros((before.rows, before.columns), bool)
    about = {CHANGE_KEY: {"before": before.name, "after": after.name, "views": list(fitted)}}
    valid = 0
    with GeoTiffWriter(request.output, profile(before, "float32", float("nan"), "change (z)", about)) as writer:
        for block, (first, then) in before.ahead(read, progress.span(0.5, 1.0)):
            z = magnitude(fitted, first, then)
            writer.write(block.row, block.column, z)
            valid += int(np.isfinite(z).sum())
            mask[block.slices] = z >= request.threshold
    save_ramp(request.output, STOPS)
    areas = cell_areas(before.transform, before.crs, before.rows, before.columns)
    hectares = None if areas is None else float(mask.sum(axis=1) @ areas) / 1e4
    return Changed(mask, valid, hectares, shift, beyond, tuple(fitted))


def difference_of_maps(path: str, found: Transitions) -> Changed:
    """Write where two maps differ, as 1, 0 elsewhere, 255 where one of them has no class."""
    land, base = found.land, found.base
    rows, columns = land.codes.shape
    shape = GeoTiffProfile(rows, columns, 1, "uint8", land.transform, land.crs, nodata=255, band_names=("changed",))
    mask, valid = np.zeros((rows, columns), bool), 0
    with GeoTiffWriter(path, shape) as writer:
        writer.set_legend(DIFFERENCE)
        for row in range(0, rows, _STRIPE):
            codes = land.codes[row : row + _STRIPE]
            mask[row : row + _STRIPE] = codes // base != codes % base
            valid += int((codes > 0).sum())
            writer.write(row, 0, np.where(codes > 0, mask[row : row + _STRIPE], 255).astype(np.uint8))
    save_style(path, DIFFERENCE)
    areas = [row.hectares for row in found.rows if row.is_change]
    hectares = None if found.rows[0].hectares is None else sum(area for area in areas if area is not None)
    nan = float("nan")
    return Changed(mask, valid, hectares, nan, nan, ())


def magnitude(fitted: Mapping[str, Unchanged], before: Views, after: Views) -> np.ndarray:
    """Return the smallest z of the views, float32 (…); NaN where a cell is nodata on a date."""
    found = [one.z(before[name], after[name]) for name, one in fitted.items()]
    return np.asarray(np.min(found, axis=0))


def check_alike(before: FeatureSource, after: FeatureSource) -> None:
    """Raise So2SatError unless two sources of the same cells were embedded by one module in one way."""
    first, then = before.provenance or {}, after.provenance or {}
    if (before.rows, before.columns) != (after.rows, after.columns):
        raise So2SatError(
            f"BEFORE and AFTER have other cells: {before.name} has {before.rows} × {before.columns}, {after.name} "
            f"{after.rows} × {after.columns}. Embed both with the same cell size and extent."
        )
    published = bool(first.get("model")) and (first.get("model"), first.get("version")) == (
        then.get("model"),
        then.get("version"),
    )
    either_way = first.get("dense_equals_exact") and then.get("dense_equals_exact")
    for key in MUST_AGREE:
        if (key == "module_hash" and published) or (key == "mode" and either_way):
            continue
        if first.get(key) != then.get(key):
            raise So2SatError(_differing(before.name, after.name, key, first, then))
    if before.dims != after.dims:
        raise So2SatError(
            f"BEFORE and AFTER have {before.dims} and {after.dims} features: {before.name} and {after.name} were not "
            "embedded alike. Embed both with one module."
        )


def _differing(before: str, after: str, key: str, first: Mapping[str, object], then: Mapping[str, object]) -> str:
    values = [f"{made.get('module')}, {str(made.get(key))[:12]}" for made in (first, then)]
    if key != "module_hash":
        values = [str(made.get(key)) for made in (first, then)]
    what = "module" if key == "module_hash" else key.replace("_", " ")
    remedy = f"Embed AFTER with MODULE '{first.get('module_folder') or first.get('module')}' and the settings of BEFORE"
    return (
        f"BEFORE and AFTER must be embedded by one module with the same settings, but the {what} of {before} is "
        f"({values[0]}) and that of {after} is ({values[1]}). {remedy}, or give the two scenes themselves."
    )


def _views(source: FeatureSource, block: Block, bands: int) -> dict[str, np.ndarray]:
    found = {EMBEDDING: source.read(block)}
    if bands:
        found[SPECTRUM] = source.statistics(block)[..., :bands]
    return found


def _fit(
    request: ChangeRequest, source: FeatureSource, read: Callable[[Block], Dates], progress: Progress
) -> tuple[dict[str, Unchanged], float, float]:
    """Fit each view on cells drawn from all over; returns them, and what `Unchanged.apart` says of the first."""
    first, then = _drawn(request.seed, source, read, progress)
    known = np.all([np.isfinite(values).all(axis=1) for values in [*first.values(), *then.values()]], axis=0)
    if known.sum() < _FEWEST:
        raise So2SatError(
            f"BEFORE and AFTER have data together in {int(known.sum())} of {len(known)} cells looked at, too few to "
            "tell what did not change. Choose rasters of the same place, and look at their masks."
        )
    first, then = ({name: values[known] for name, values in date.items()} for date in (first, then))
    fitted = {name: Unchanged.fit(first[name], then[name]) for name in first}
    changed = magnitude(fitted, first, then) >= request.threshold
    name = next(iter(fitted))
    return fitted, *fitted[name].apart(first[name], then[name], changed)


def _drawn(seed: int, source: FeatureSource, read: Callable[[Block], Dates], progress: Progress) -> Dates:
    """Return what `read` finds at cells drawn at random, (n, d) a view."""
    total = source.rows * source.columns
    flat = np.unique(np.random.default_rng(seed).integers(0, total, min(_SAMPLED, 2 * total)))
    found: tuple[dict[str, list[np.ndarray]], ...] = ({}, {})
    for block, dates in source.ahead(read, progress):
        row, column = flat // source.columns - block.row, flat % source.columns - block.column
        here = (row >= 0) & (row < block.rows) & (column >= 0) & (column < block.columns)
        for date, views in zip(found, dates):
            for name, values in views.items():
                date.setdefault(name, []).append(values[row[here], column[here]])
    first, then = ({name: np.concatenate(parts) for name, parts in date.items()} for date in found)
    return first, then
