"""`make bench-guided`: macro-F1 on withheld ground after few labels, at guided places and at random ones.

A third of the polygons (or points) of every class is withheld. A label is one cell of the others, asked for as the
panel asks for it (`labelling.suggest`, but among those cells alone, since only there the truth is known) or drawn at
random; it is what the polygon says. The same classifier, the panel's quick one, is fitted to either. Arguments: the
folder of labelled scenes, the files to write the table and the plot to.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import ogr

from benchmarks.accuracy_scenes import draw, read_labels, scenes
from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.labelling.draw import redraw
from so2sat_qgis_plugin.engine.labelling.keep import open_scene
from so2sat_qgis_plugin.engine.labelling.loop import Fitted, LabelLayer, refit
from so2sat_qgis_plugin.engine.labelling.scene import LabelScene
from so2sat_qgis_plugin.engine.labelling.suggest import find
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.cells import LabelledFeatures
from so2sat_qgis_plugin.engine.raster.vector import find_cells
from so2sat_qgis_plugin.engine.reference.accuracy import confusion, macro_f1
from so2sat_qgis_plugin.engine.reference.samples import Samples, resolve
from so2sat_qgis_plugin.engine.reports.plots import lines
from so2sat_qgis_plugin.engine.worker import Wanted
from so2sat_qgis_plugin.runtime.client import Worker

PYTHON = os.environ.get("SO2SAT_PYTHON", "build/runtime/bin/python")
DRAWS, STEPS, TOLD = 20, (5, 10, 20, 30, 40), (5, 10, 20, 40)
GUIDED, RANDOM = "guided", "random"


@dataclass
class Ground:
    """Cells whose class is known: those that may be labelled, and those withheld."""

    scene: LabelScene
    worker: Worker
    pool: Samples
    withheld: Samples

    @property
    def places(self) -> np.ndarray:
        """Rows and columns (n, 2) of the cells that may be labelled."""
        return np.stack([self.pool.rows, self.pool.columns], axis=1)

    def fitted(self, chosen: np.ndarray) -> Fitted | None:
        """Return the classifier of the chosen cells, None where they are of one class."""
        codes = self.pool.codes[chosen]
        if len(np.unique(codes)) < 2:
            return None
        return refit(self.scene, self._layer(chosen), self.worker, Progress())

    def _layer(self, chosen: np.ndarray) -> LabelLayer:
        points = []
        for row, column in self.places[chosen]:
            point = ogr.Geometry(ogr.wkbPoint)
            point.AddPoint_2D(*self.scene.centre(int(row), int(column)))
            points.append(bytes(point.ExportToWkb()))
        return LabelLayer(LabelledFeatures(points, self.pool.codes[chosen].tolist(), self.scene.crs), "class")

    def score(self, chosen: np.ndarray) -> float:
        """Return macro-F1 on the withheld cells with labels on the chosen ones."""
        fitted = self.fitted(chosen)
        if fitted is None:
            found = np.full(len(self.withheld), self.pool.codes[chosen][0])
        else:
            codes, _ = redraw(self.scene, fitted, self.scene.whole, self.worker, Progress())
            found = codes[self.withheld.rows, self.withheld.columns].astype(np.int64)
        return macro_f1(confusion(self.withheld.codes, found, np.unique(self.withheld.codes).tolist()))


def ground(scene: LabelScene, worker: Worker, labels: LabelledFeatures, seed: int) -> Ground:
    """Return the ground of a draw; classes have the same codes in both parts."""
    every = resolve(labels, find_cells(labels, scene.cells, Progress()), scene.cells).classes
    parts = []
    for part in draw(labels, seed, lambda n: max(1, n // 3)):
        samples = resolve(part, find_cells(part, scene.cells, Progress()), scene.cells, every)
        parts.append(samples.keep(~np.isnan(scene.values[samples.rows, samples.columns, 0])))
    return Ground(scene, worker, *parts)


def at_random(on: Ground, chosen: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """Return `count` cells of the pool that are not chosen yet."""
    free = np.setdiff1d(np.arange(len(on.pool)), chosen)
    return random.permutation(free)[:count]


def guided(on: Ground, chosen: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """Return the `count` cells of the pool that the panel would ask for."""
    free = np.setdiff1d(np.arange(len(on.pool)), chosen)
    fitted = on.fitted(chosen) if len(chosen) else None
    seed = int(random.integers(1 << 30))
    avoid = np.zeros((0, 2), np.int64)
    wanted = Wanted("" if fitted is None else fitted.token, count, avoid, 0, seed, on.places[free])
    found = find(on.scene, fitted, wanted, on.worker, Progress()).cells
    width = on.scene.columns
    rows = free[np.isin(on.places[free] @ [width, 1], found @ [width, 1])]
    return np.concatenate([rows, at_random(on, np.concatenate([chosen, rows]), count - len(rows), random)])


Choose = Callable[[Ground, np.ndarray, int, np.random.Generator], np.ndarray]
WAYS: dict[str, Choose] = {GUIDED: guided, RANDOM: at_random}


def curve(on: Ground, choose: Choose, seed: int) -> list[float]:
    """Return macro-F1 after each of `STEPS` labels."""
    random, chosen, found = np.random.default_rng(seed), np.zeros(0, np.int64), []
    for count in STEPS:
        chosen = np.concatenate([chosen, choose(on, chosen, count - len(chosen), random)])
        found.append(on.score(chosen))
    return found


def table(results: dict[str, dict[str, np.ndarray]]) -> str:
    """Return means, the difference with its 95 % interval over draws, and the share of draws that guided won."""
    told = [STEPS.index(count) for count in TOLD]
    header = " | ".join(f"{count} labels" for count in TOLD)
    rows = [f"| scene | places | {header} |", "|---" * (2 + len(TOLD)) + "|"]
    for name, ways in results.items():
        for way, found in ways.items():
            rows.append(f"| {name} | {way} | " + " | ".join(f"{v:.3f}" for v in found.mean(axis=0)[told]) + " |")
        gain = ways[GUIDED] - ways[RANDOM]
        half = 1.96 * gain.std(axis=0, ddof=1) / np.sqrt(len(gain))
        won = (gain > 0).sum(axis=0)
        cells = [f"{gain[:, i].mean():+.3f} ± {half[i]:.3f}, won {won[i]}" for i in told]
        rows.append(f"| {name} | guided − random | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def plot(results: dict[str, dict[str, np.ndarray]]) -> str:
    """Return the learning curves as SVG."""
    series: dict[str, Sequence[tuple[float, float]]] = {
        f"{name}, {way}": list(zip(map(float, STEPS), found.mean(axis=0).tolist()))
        for name, ways in results.items()
        for way, found in ways.items()
    }
    pairs = ("#0072b2", "#56b4e9", "#d55e00", "#e69f00", "#009e73", "#99cc66")
    return lines(series, "Labels", "Macro-F1 on withheld ground", dict(zip(series, pairs)))


def main(data: Path, target: Path, picture: Path) -> None:
    """Measure all scenes."""
    results: dict[str, dict[str, np.ndarray]] = {}
    with tempfile.TemporaryDirectory() as name, Worker(PYTHON, Path(name)) as worker:
        for title, given in scenes(data).items():
            request = Request(given.raster(Path(name)), stride=given.stride)
            scene = open_scene(request, Path(name), worker, Progress())
            labels = read_labels(given.labels, given.field)
            grounds = [ground(scene, worker, labels, seed) for seed in range(DRAWS)]
            results[title] = {
                way: np.array([curve(on, choose, seed) for seed, on in enumerate(grounds)])
                for way, choose in WAYS.items()
            }
            print(table({title: results[title]}), flush=True)
    target.write_text(table(results) + "\n", encoding="utf-8")
    picture.write_text(plot(results), encoding="utf-8")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
