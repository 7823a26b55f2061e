"""`make bench-labels`: from an edit of the labels to the codes of what the canvas shows, in the panel's own code path.

T48QUE at cells of 4 pixels, and a whole Sentinel-2 tile (T48QUE again and again) at cells of 10. The labels are boxes
of 5 × 5 cells at typical places; each is of one of five classes by the NDVI of its place. An edit adds one. What is
timed is `refit` and `redraw` with a warm worker, as the panel calls them: labels as WKB in, uint8 codes out.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal

from benchmarks.bench import SCENE
from benchmarks.tile import tile
from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.labelling.ask import ask
from so2sat_qgis_plugin.engine.labelling.draw import redraw
from so2sat_qgis_plugin.engine.labelling.keep import open_scene
from so2sat_qgis_plugin.engine.labelling.loop import LabelLayer, refit
from so2sat_qgis_plugin.engine.labelling.region import grow
from so2sat_qgis_plugin.engine.labelling.scene import LabelScene
from so2sat_qgis_plugin.engine.labelling.suggest import Wish, suggest
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.cells import LabelledFeatures
from so2sat_qgis_plugin.engine.raster.grid import Block
from so2sat_qgis_plugin.engine.raster.region import connected
from so2sat_qgis_plugin.engine.worker import Worker as Door
from so2sat_qgis_plugin.engine.worker import worker_memory
from so2sat_qgis_plugin.runtime.client import Worker

PYTHON = os.environ.get("SO2SAT_PYTHON", "build/runtime/bin/python")
CLASSES, LABELS, EDITS = 5, 40, 7
VISIBLE = (700, 1000)  # cells that a canvas of a large screen shows, a pixel each


@dataclass
class Labelled:
    """A scene with the labels that are added one by one."""

    scene: LabelScene
    geometries: list[bytes]
    classes: list[str]

    def layer(self, count: int) -> LabelLayer:
        """Return the first `count` labels."""
        return LabelLayer(LabelledFeatures(self.geometries[:count], self.classes[:count], self.scene.crs), "class")


def labelled(scene: LabelScene, worker: Door) -> Labelled:
    """Return typical places of a scene as boxes, classed by their NDVI."""
    places = suggest(scene, None, worker, Progress(), Wish(LABELS + EDITS))
    red, near = (scene.components + scene.bands.index(band) for band in ("B4", "B8"))
    values = np.array([scene.values[one.row, one.column] for one in places], np.float32)
    ndvi = (values[:, near] - values[:, red]) / (values[:, near] + values[:, red])
    limits = np.quantile(ndvi, np.arange(1, CLASSES) / CLASSES)
    names = [f"NDVI {number + 1}" for number in np.searchsorted(limits, ndvi)]
    return Labelled(scene, [box(scene, one.row, one.column) for one in places], names)


def box(scene: LabelScene, row: int, column: int) -> bytes:
    """Return the WKB of 5 × 5 cells around a cell."""
    wkb, _, _ = connected(np.ones((5, 5), bool), 2, 2, scene.transform.moved(row - 2, column - 2))
    return wkb


def edits(found: Labelled, visible: Block, worker: Door) -> list[tuple[float, float]]:
    """Return seconds of refitting and of redrawing the visible cells after each of some edits."""
    times = []
    for count in range(LABELS, LABELS + EDITS):
        start = time.perf_counter()
        fitted = refit(found.scene, found.layer(count), worker, Progress())
        between = time.perf_counter()
        redraw(found.scene, fitted, visible, worker, Progress())
        times.append((between - start, time.perf_counter() - between))
    return times


def report(title: str, scene: LabelScene, worker: Worker) -> None:
    """Print what an edit, the whole scene and the questions take."""
    found = labelled(scene, worker)
    rows, columns = min(VISIBLE[0], scene.rows), min(VISIBLE[1], scene.columns)
    visible = Block((scene.rows - rows) // 2, (scene.columns - columns) // 2, rows, columns)
    refit(scene, found.layer(LABELS), worker, Progress())  # warms the worker, as the first edit does
    times = np.array(edits(found, visible, worker))
    whole = times.sum(axis=1)
    fitted = refit(scene, found.layer(LABELS + EDITS), worker, Progress())
    size = scene.file_stamp[0] / 1e6
    print(f"{title}: {scene.rows} × {scene.columns} cells, {size:.0f} MB kept, {LABELS} labels of {CLASSES} classes")
    print(
        f"  edit to {rows} × {columns} visible cells: median {np.median(whole):.2f} s, slowest {whole.max():.2f} s "
        f"(refit {np.median(times[:, 0]):.2f}, redraw {np.median(times[:, 1]):.2f})"
    )
    place = scene.centre(scene.rows // 2, scene.columns // 2)
    for what, work in {
        "whole scene": lambda: redraw(scene, fitted, scene.whole, worker, Progress()),
        "label these next": lambda: suggest(scene, fitted, worker, Progress()),
        "ask a cell": lambda: ask(scene, fitted, *place, worker, Progress()),
        "grow a click": lambda: grow(scene, *place, 40),
    }.items():
        start = time.perf_counter()
        work()
        print(f"  {what}: {time.perf_counter() - start:.2f} s")
    peak = worker_memory(worker, Progress())
    print(f"  worker's peak memory {(peak or 0) / 2**20:.0f} MiB", flush=True)


def main() -> None:
    """Time both scenes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["scene", "tile"])
    parser.add_argument("--home", type=Path, help="folder where the scenes are kept, for the next time too")
    asked = parser.parse_args()
    if not SCENE.exists():
        sys.exit(f"{SCENE} is absent: the benchmark needs the real scene.")
    gdal.UseExceptions()
    with tempfile.TemporaryDirectory() as name:
        home = asked.home or Path(name)
        home.mkdir(exist_ok=True)
        raster = home / "tile.vrt"
        requests = {"scene": ("T48QUE", Request(str(SCENE), window=16, stride=4))}
        requests["tile"] = ("Sentinel-2 tile", Request(str(raster), stride=10))
        for kind, (title, request) in requests.items():
            if asked.only in (None, kind):
                if kind == "tile" and not raster.exists():
                    tile(home)
                with Worker(PYTHON, home) as worker:
                    start = time.perf_counter()
                    scene = open_scene(request, home, worker, Progress())
                    print(f"{title}: opened in {time.perf_counter() - start:.1f} s")
                    report(title, scene, worker)


if __name__ == "__main__":
    main()
