"""More like this: how alike every cell is to a few samples.

Cells are compared by the cosine of the angle between their vectors in a space in which the scene's mean is the
origin (`Space`): 1 is the same, 0 as alike as any two cells, below 0 opposite. A cell is as alike as it is on average
to the three samples nearest to it, so samples may be of several kinds, and one odd sample does not decide. How this was
chosen: docs/similarity.md, `benchmarks/similarity.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np

from ..errors import So2SatError
from ..features.around import view_of
from ..features.components import Components
from ..features.source import FeatureSource
from ..features.view_names import EMBEDDING, SPECTRUM
from ..features.views import CellViews, read_views, views_at
from ..legend import LegendClass, save_style
from ..progress import Progress
from ..raster.cells import Cells, LabelledFeatures
from ..raster.grid import Block
from ..raster.vector import find_cells
from ..raster.writer import GeoTiffWriter
from ..reference.samples import notes_on
from .ramp import save_ramp
from .write import profile

SIMILARITY_KEY = "SO2SAT_SIMILARITY"  # metadata key of a similarity raster: JSON of how it was made
NODATA = 255  # of similarity in percent and of the mask
MASK_CLASSES = (LegendClass(0, "other", "#e8e8e8"), LegendClass(1, "alike", "#d55e00"))
STOPS = ((0.0, "#f7f7f7"), (40.0, "#fdd49e"), (70.0, "#ef6548"), (100.0, "#7f0000"))
_SHARE = {EMBEDDING: 2.0, SPECTRUM: 1.0}  # of the variance, where both are known
_COMPONENTS, _NEAREST = 32, 3
_SCENE_CELLS, _MOST_SAMPLES = 10_000, 256
_COSINES = 1 << 22  # held at a time

Views = Mapping[str, np.ndarray]  # feature vectors (…, d) by the name of the view; NaN where nodata


@dataclass(frozen=True)
class Space:
    """Where cells are compared: for each view the scene's mean (d,), and axes (d, c) that scale and turn."""

    views: Mapping[str, tuple[np.ndarray, np.ndarray]]

    @staticmethod
    def fit(scene: Views) -> Space:
        """Return the space of a sample of a scene's cells, (n, d) a view; cells that are nodata are left out.

        Each view is standardised and turned to its first 32 principal components, unwhitened; the embedding then has
        twice the variance of the spectrum. Raises So2SatError where no cell is left.
        """
        known = _known(scene)
        if not known.any():
            raise So2SatError("All cells looked at are nodata, so there is nothing to compare. Choose another raster.")
        return Space({name: _axes(values[known], _SHARE[name]) for name, values in scene.items()})

    def of(self, views: Views) -> np.ndarray:
        """Return cells of the views (…, d) as unit vectors of the space, float32 (…, c); NaN where one is nodata."""
        parts = [(views[name] - mean) @ axes for name, (mean, axes) in self.views.items()]
        vectors = np.concatenate(parts, axis=-1)
        length = np.linalg.norm(vectors, axis=-1, keepdims=True)
        return np.asarray(vectors / np.maximum(length, np.float32(1e-6)), np.float32)


def similarity(cells: np.ndarray, samples: np.ndarray) -> np.ndarray:
    """Return how alike cells (…, c) are to samples (n, c), unit vectors both, as float32 (…) from −1 to 1.

    The mean cosine to the three most alike samples (to all, where there are fewer); NaN where a cell is nodata.
    """
    flat = cells.reshape(-1, cells.shape[-1])
    alike = np.empty(len(flat), np.float32)
    step = max(1, _COSINES // len(samples))
    for start in range(0, len(flat), step):
        cosines = flat[start : start + step] @ samples.T
        if len(samples) > _NEAREST:
            cosines = np.partition(cosines, -_NEAREST, axis=1)[:, -_NEAREST:]
        alike[start : start + step] = cosines.mean(axis=1)
    return alike.reshape(cells.shape[:-1])


def percent(alike: np.ndarray) -> np.ndarray:
    """Return similarities −1 to 1 as percent, uint8: 0 where they are below 0, 255 where NaN."""
    return np.where(np.isnan(alike), NODATA, np.rint(100 * np.clip(np.nan_to_num(alike), 0, 1))).astype(np.uint8)


@dataclass(frozen=True)
class SimilarityRequest:
    """What to look for (`samples`, labels ignored) and what to write; `mask` is "" where it is not asked for.

    `threshold` in percent says what the mask and the figures call alike.
    """

    samples: LabelledFeatures
    output: str
    mask: str = ""
    threshold: float = 50.0
    seed: int = 0


@dataclass(frozen=True)
class Found:
    """A finished raster: `samples` cells compared with, `cells` that are alike of `valid` ones.

    `own` is the similarity in percent that nine of ten samples keep to the samples of other features; None where there
    is one feature only.
    """

    samples: int
    cells: int
    valid: int
    own: float | None


def map_similarity(request: SimilarityRequest, source: FeatureSource, progress: Progress) -> Found:
    """Write how alike every cell of `source` is to the samples, and the mask; two passes, block by block."""
    cells, features = _sample_cells(request, source, progress)
    view, count = view_of(source), len(cells)
    random = np.random.default_rng(request.seed)
    scene = random.integers(0, source.rows * source.columns, min(_SCENE_CELLS, source.rows * source.columns))
    both = np.concatenate([cells, scene])
    found = _named(views_at(source, both // source.columns, both % source.columns, progress.span(0.0, 0.4), view))
    known = _known({name: values[:count] for name, values in found.items()})
    if not known.any():
        raise So2SatError(
            f"SAMPLES: all {count} cells under the samples are nodata in {source.name}. Choose places where the "
            "raster has data."
        )
    if not known.all():
        progress.warn(f"{int((~known).sum())} of {count} cells under SAMPLES are nodata and were left out.")
    space = Space.fit(found)
    samples = space.of({name: values[:count][known] for name, values in found.items()})
    alike, valid = _write(request, source, space, samples, progress.span(0.4, 1.0))
    return Found(len(samples), alike, valid, _own(samples, features[known]))


def _sample_cells(
    request: SimilarityRequest, source: FeatureSource, progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """Return the cells under the samples, each once, and a feature that holds it, both (n,); n is at most 256."""
    if not request.samples.geometries:
        raise So2SatError("SAMPLES has no features. Draw a point or a polygon on what to look for.")
    hits = find_cells(
        request.samples, Cells(source.rows, source.columns, source.transform, source.crs), progress.span(0.0, 0.05)
    )
    for note in notes_on(hits.counts):
        progress.warn(note)
    if not len(hits.cell):
        raise So2SatError(
            f"SAMPLES: none of the {len(request.samples.geometries)} features lies on {source.name}. Draw points or "
            "polygons on the raster, and check that both have the right CRS."
        )
    cells, first = np.unique(hits.cell, return_index=True)
    chosen = np.random.default_rng(request.seed).permutation(len(cells))[:_MOST_SAMPLES]
    if len(chosen) < len(cells):
        progress.log(f"{len(chosen)} of the {len(cells)} cells under SAMPLES are compared with, drawn at random.")
    return cells[chosen], hits.feature[first][chosen]


def _write(
    request: SimilarityRequest, source: FeatureSource, space: Space, samples: np.ndarray, progress: Progress
) -> tuple[int, int]:
    """Write OUTPUT and the mask; returns how many cells are alike, and how many are not nodata."""
    about = {SIMILARITY_KEY: {"input": source.name, "samples": len(samples), "threshold": request.threshold}}
    view, alike, valid = view_of(source), 0, 0
    with ExitStack() as stack:
        output = stack.enter_context(
            GeoTiffWriter(request.output, profile(source, "uint8", NODATA, "similarity", about))
        )
        mask = None
        if request.mask:
            mask = stack.enter_context(GeoTiffWriter(request.mask, profile(source, "uint8", NODATA, "alike", about)))
            mask.set_legend(MASK_CLASSES)

        def read(block: Block) -> dict[str, np.ndarray]:
            return read_views(source, block, view)

        for block, views in source.ahead(read, progress):
            values = percent(similarity(space.of(views), samples))
            here = values != NODATA
            above = here & (values >= request.threshold)
            alike, valid = alike + int(above.sum()), valid + int(here.sum())
            output.write(block.row, block.column, values)
            if mask is not None:
                mask.write(block.row, block.column, np.where(here, above, NODATA).astype(np.uint8))
    save_ramp(request.output, STOPS)
    if request.mask:
        save_style(request.mask, MASK_CLASSES)
    return alike, valid


def _own(samples: np.ndarray, features: np.ndarray) -> float | None:
    """Return the 10th percentile of the samples' similarity to samples of other features, in percent."""
    if len(np.unique(features)) < 2:
        return None
    alike = [similarity(one, samples[features != feature]) for one, feature in zip(samples, features)]
    return float(np.clip(100 * np.percentile(alike, 10), 0, 100))


def _axes(values: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    deviation = values.std(axis=0)
    deviation[deviation == 0] = 1.0
    turned = Components.fit(values / deviation, min(_COMPONENTS, *values.shape))
    variance = float(np.square(turned.apply(values / deviation)).sum(axis=1).mean())
    scale = np.sqrt(share / variance) if variance > 0 else 1.0
    axes = turned.axes.T * (scale / deviation[:, np.newaxis])
    return turned.mean * deviation, np.asarray(axes, np.float32)


def _known(views: Views) -> np.ndarray:
    return np.asarray(np.all([np.isfinite(values).all(axis=-1) for values in views.values()], axis=0))


def _named(views: CellViews) -> dict[str, np.ndarray]:
    both = {EMBEDDING: views.embedding, SPECTRUM: views.spectrum}
    return {name: values for name, values in both.items() if values is not None}
