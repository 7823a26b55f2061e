"""How well "more like this" finds the rest of a class by one or a few samples, and what it would do otherwise.

Run by `make bench-similarity` with QGIS's Python: arguments are the folder of labelled scenes and the file to write the
table to. Each figure is the area under the ROC curve, mean and deviation of 20 draws (each the mean over the classes):
cells of the same class against cells of all others, those of the sampled polygons left out.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.accuracy import features
from benchmarks.accuracy_scenes import LabelledScene, read_labels, scenes
from so2sat_qgis_plugin.engine.features.indices import INDICES, named_indices
from so2sat_qgis_plugin.engine.features.source import FeatureSource
from so2sat_qgis_plugin.engine.features.view_names import EMBEDDING, SPECTRUM
from so2sat_qgis_plugin.engine.features.views import CellViews, views_at
from so2sat_qgis_plugin.engine.mapping.similarity import Space, similarity
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.cells import Cells
from so2sat_qgis_plugin.engine.raster.vector import find_cells
from so2sat_qgis_plugin.engine.reference.samples import resolve
from so2sat_qgis_plugin.runtime.client import Worker

DRAWS, SCENE_CELLS = 20, 5_000
CLICKS, POLYGONS = "clicks", "polygons"
ASKED = ((CLICKS, 1), (CLICKS, 3), (POLYGONS, 3))
T48QUE = "t48que/S2L2A_T48QUE_20200223_10band.tif"

Score = Callable[[np.ndarray, np.ndarray], np.ndarray]  # cells (n, c) and samples (s, c) → (n,), higher is more alike


@dataclass(frozen=True)
class Known:
    """Labelled cells of a scene: their views, codes and groups (n,); and the views of cells from all over it."""

    views: dict[str, np.ndarray]
    codes: np.ndarray
    groups: np.ndarray
    scene: dict[str, np.ndarray]


def _views(source: FeatureSource, flat: np.ndarray) -> dict[str, np.ndarray]:
    found: CellViews = views_at(source, flat // source.columns, flat % source.columns, Progress())
    assert found.embedding is not None and found.spectrum is not None
    return {EMBEDDING: found.embedding, SPECTRUM: found.spectrum}


def labelled(scene: LabelledScene, source: FeatureSource) -> Known:
    """Return the cells under a scene's labels."""
    labels = read_labels(scene.labels, scene.field)
    hits = find_cells(labels, Cells(source.rows, source.columns, source.transform, source.crs), Progress())
    found = resolve(labels, hits, Cells(source.rows, source.columns, source.transform, source.crs))
    return _known(source, found.rows * source.columns + found.columns, found.codes, found.groups)


def water(source: FeatureSource) -> Known:
    """Return all cells of T48QUE: 1 where the mean NDWI is above 0, 2 elsewhere; each cell is a group."""
    flat = np.arange(source.rows * source.columns)
    views = _views(source, flat)
    ndwi = named_indices(views[SPECTRUM][:, : len(source.bands)], source.bands)[list(INDICES)[1]]
    return _known(source, flat, np.where(ndwi > 0, 1, 2), flat)


def _known(source: FeatureSource, flat: np.ndarray, codes: np.ndarray, groups: np.ndarray) -> Known:
    cells = np.random.default_rng(0).integers(0, source.rows * source.columns, SCENE_CELLS)
    views = _views(source, flat)
    valid = np.all([np.isfinite(values).all(axis=1) for values in views.values()], axis=0)
    kept = {name: values[valid] for name, values in views.items()}
    return Known(kept, codes[valid], groups[valid], _views(source, cells))


def draws(
    known: Known, kind: str, count: int, classes: np.ndarray
) -> Iterator[list[tuple[np.ndarray, np.ndarray, np.ndarray]]]:
    """Yield for every draw, a class each: which cells are samples, which are judged, which of all are of the class."""
    for seed in range(DRAWS):
        random = np.random.default_rng(seed)
        found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        for code in classes:
            of_class = known.codes == code
            groups = np.unique(known.groups[of_class])
            if len(groups) <= count:
                continue
            picked = random.choice(groups, count, replace=False)
            samples = of_class & np.isin(known.groups, picked)
            if kind == CLICKS:
                clicked = [random.choice(np.flatnonzero(samples & (known.groups == group))) for group in picked]
                samples = np.isin(np.arange(len(samples)), clicked)
            found.append((samples, ~np.isin(known.groups, picked), of_class))
        yield found


def auroc(scores: np.ndarray, positive: np.ndarray) -> float:
    """Return the area under the ROC curve: how often one of the class scores above another (ties count half)."""
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    n = int(positive.sum())
    return float((ranks[positive].sum() - n * (n + 1) / 2) / (n * (len(positive) - n)))


def of_nearest(count: int) -> Score:
    """Return the mean cosine to the `count` nearest samples."""
    return lambda cells, samples: np.sort(cells @ samples.T, axis=1)[:, -count:].mean(axis=1)


def distance(cells: np.ndarray, samples: np.ndarray) -> np.ndarray:
    """Return the Euclidean distance to the nearest sample, negative."""
    squares = (cells**2).sum(1)[:, np.newaxis] + (samples**2).sum(1) - 2 * cells @ samples.T
    return np.asarray(-squares.min(axis=1))


def _space(known: Known, *views: str) -> np.ndarray:
    return Space.fit({name: known.scene[name] for name in views}).of(known.views)


def _raw(known: Known, whitened: bool) -> np.ndarray:
    """Return the cells in 32 components of the standardised embedding, lengths kept; whitened or not."""
    scene = known.scene[EMBEDDING][np.isfinite(known.scene[EMBEDDING]).all(axis=1)]
    mean, deviation = scene.mean(0), np.maximum(scene.std(0), 1e-9)
    variances, axes = np.linalg.eigh(np.cov(((scene - mean) / deviation).T))
    turned = ((known.views[EMBEDDING] - mean) / deviation) @ axes[:, -32:]
    return np.asarray(turned / np.sqrt(variances[-32:]) if whitened else turned)


def _unit(cells: np.ndarray) -> np.ndarray:
    return np.asarray(cells / np.maximum(np.linalg.norm(cells, axis=1, keepdims=True), 1e-9))


WAYS: dict[str, tuple[Callable[[Known], np.ndarray], Score]] = {
    "**embedding and spectrum, three nearest**": (lambda k: _space(k, EMBEDDING, SPECTRUM), similarity),
    "the nearest alone": (lambda k: _space(k, EMBEDDING, SPECTRUM), of_nearest(1)),
    "mean of all samples": (lambda k: _space(k, EMBEDDING, SPECTRUM), of_nearest(10**6)),
    "embedding alone": (lambda k: _space(k, EMBEDDING), similarity),
    "spectrum alone": (lambda k: _space(k, SPECTRUM), similarity),
    "embedding, not centred": (lambda k: _unit(k.views[EMBEDDING]), similarity),
    "embedding, whitened": (lambda k: _unit(_raw(k, True)), similarity),
    "embedding, Euclidean distance": (lambda k: _raw(k, False), distance),
}


def measured(known: Known, classes: np.ndarray, kinds: tuple[tuple[str, int], ...]) -> dict[str, list[str]]:
    """Return a cell of the table for each kind of samples, by the name of the way."""
    rows: dict[str, list[str]] = {}
    for name, (cells_of, score) in WAYS.items():
        cells = cells_of(known)
        for kind, count in kinds:
            found = [
                np.mean([auroc(score(cells[judged], cells[samples]), right[judged]) for samples, judged, right in draw])
                for draw in draws(known, kind, count, classes)
            ]
            rows.setdefault(name, []).append(f"{np.mean(found):.3f} ± {np.std(found):.3f}")
    return rows


def main(data: Path, out: Path) -> None:
    """Print and write the table."""
    heads: list[str] = []
    rows: dict[str, list[str]] = {name: [] for name in WAYS}
    lake = LabelledScene(lambda _: str(data / T48QUE), "", "", 8)
    with tempfile.TemporaryDirectory() as scratch, Worker(os.environ["SO2SAT_PYTHON"]) as worker:
        for name, scene in {**scenes(data), "T48QUE water": lake}.items():
            with features(scene, Path(scratch), worker) as source:
                known = labelled(scene, source) if scene.labels else water(source)
            points = len(np.unique(known.groups)) == len(known.groups)
            kinds = tuple((kind, count) for kind, count in ASKED if kind == CLICKS or not points)
            heads += [f"{name}, {count} {kind if count > 1 else kind[:-1]}" for kind, count in kinds]
            classes = np.unique(known.codes) if scene.labels else np.array([1])
            for way, cells in measured(known, classes, kinds).items():
                rows[way] += cells
    lines = ["| | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    lines += [f"| {way} | " + " | ".join(cells) + " |" for way, cells in rows.items()]
    text = "\n".join(lines)
    print(text)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
