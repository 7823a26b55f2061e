"""How well change is told from season, haze and shift: pieces of T48QUE put elsewhere, the rest seen on another day.

Run by `make bench-change` with QGIS's Python: arguments are the scene and the file to write the table to. Figures are
means of the draws. A cell of which half or more was replaced has changed, one of which nothing was has not.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.change_scenes import SEEN, changed, read, write
from benchmarks.similarity import auroc
from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.embedding.run import embedded
from so2sat_qgis_plugin.engine.features.parts import PartFeatures
from so2sat_qgis_plugin.engine.features.view_names import EMBEDDING, SPECTRUM
from so2sat_qgis_plugin.engine.mapping.change import Unchanged, magnitude
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.runtime.client import Worker

DRAWS, SIDE, STRIDE, COUNT, THRESHOLD = 5, 536, 4, 14, 5.0
ROW, COLUMN = 400, 300

Cells = dict[str, np.ndarray]


def embed(request: Request, home: Path, worker: Worker) -> tuple[Cells, str]:
    """Return all cells of a scene, (n, d) a view, and the folder of the module."""
    with embedded(request, home, worker, Progress()) as done:
        source = PartFeatures(done)
        views: dict[str, np.ndarray] = {
            EMBEDDING: np.empty((source.rows, source.columns, source.dims), np.float32),
            SPECTRUM: np.empty((source.rows, source.columns, len(source.bands)), np.float32),
        }
        for block in source.blocks():
            views[EMBEDDING][block.slices] = source.read(block)
            views[SPECTRUM][block.slices] = source.statistics(block)[..., : len(source.bands)]
        done.parts.delete()
        return {name: v.reshape(-1, v.shape[-1]) for name, v in views.items()}, str(done.plan.module.folder)


def ours(before: Cells, after: Cells, *views: str) -> np.ndarray:
    """Return the magnitude by some views."""
    fitted = {name: Unchanged.fit(before[name], after[name]) for name in views}
    return magnitude(fitted, before, after)


def _robust(distance: np.ndarray) -> np.ndarray:
    median = np.median(distance)
    return np.asarray((distance - median) / (1.4826 * np.median(np.abs(distance - median))))


def difference(before: Cells, after: Cells, view: str) -> np.ndarray:
    """Return the robust z of the length of the standardised difference: change vector analysis."""
    scale = np.maximum(before[view].std(axis=0), 1e-9)
    return _robust(np.linalg.norm((after[view] - before[view]) / scale, axis=1))


def cosine(before: Cells, after: Cells) -> np.ndarray:
    """Return the robust z of the cosine distance of embeddings."""
    x, y = before[EMBEDDING], after[EMBEDDING]
    return _robust(1 - (x * y).sum(axis=1) / np.linalg.norm(x, axis=1) / np.linalg.norm(y, axis=1))


WAYS: dict[str, Callable[[Cells, Cells], np.ndarray]] = {
    "**the smaller z of both views**": lambda b, a: ours(b, a, EMBEDDING, SPECTRUM),
    "embedding alone": lambda b, a: ours(b, a, EMBEDDING),
    "spectrum alone": lambda b, a: ours(b, a, SPECTRUM),
    "difference of spectra": lambda b, a: difference(b, a, SPECTRUM),
    "difference of embeddings": lambda b, a: difference(b, a, EMBEDDING),
    "cosine of embeddings": cosine,
}


def figures(z: np.ndarray, share: np.ndarray) -> tuple[float, float, float]:
    """Return AUROC, and the share of changed and of unchanged cells at THRESHOLD or more."""
    truth, known = share >= 0.5, (share >= 0.5) | (share == 0)
    found = z >= THRESHOLD
    return auroc(z[known], truth[known]), float(found[truth].mean()), float(found[share == 0].mean())


def draw(scene: str, seed: int, folder: Path, worker: Worker) -> dict[tuple[str, str], tuple[float, float, float]]:
    """Return the figures of one draw by way and by how the second date is seen."""
    random = np.random.default_rng(seed)
    first = read(scene, ROW, COLUMN, SIDE)
    then, where = changed(first, random, COUNT)
    cells = SIDE // STRIDE
    share = where.reshape(cells, STRIDE, cells, STRIDE).mean((1, 3)).ravel()
    request = Request(write(folder / "before.tif", scene, ROW, COLUMN, first), stride=STRIDE)
    before, module = embed(request, folder / "home", worker)
    found = {}
    for name, seen in SEEN.items():
        path = write(folder / f"after {seed} {name}.tif", scene, ROW, COLUMN, seen(then, random))
        after, _ = embed(replace(request, raster=path, module=module), folder / "home", worker)
        for way, measure in WAYS.items():
            found[way, name] = figures(measure(before, after), share)
    return found


def main(scene: str, out: Path) -> None:
    """Print and write the table."""
    with tempfile.TemporaryDirectory() as scratch, Worker(os.environ["SO2SAT_PYTHON"]) as worker:
        found = [draw(scene, seed, Path(scratch), worker) for seed in range(DRAWS)]
    lines = ["| | " + " | ".join(SEEN) + " |", "|---" * (len(SEEN) + 1) + "|"]
    for way in WAYS:
        cells = [np.mean([one[way, name] for one in found], axis=0) for name in SEEN]
        lines.append(f"| {way} | " + " | ".join(f"{a:.3f} · {100 * b:.0f} · {100 * c:.1f}" for a, b, c in cells) + " |")
    text = "\n".join(lines)
    print(text)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
