"""How long training takes at each effort: a real scene, 10,000 labelled cells (the limits hold for these) and 1,000.

`make bench-effort`. Run on two cores that do nothing else; EFFORT's help and the panel state these times.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.accuracy import features
from benchmarks.accuracy_scenes import LabelledScene
from so2sat_qgis_plugin.engine.features.source import FeatureSource
from so2sat_qgis_plugin.engine.learning.estimators import EFFORTS
from so2sat_qgis_plugin.engine.learning.training import TrainingRequest, train
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.cells import LabelledFeatures
from so2sat_qgis_plugin.engine.raster.grid import Block
from so2sat_qgis_plugin.engine.raster.region import connected
from so2sat_qgis_plugin.runtime.client import Worker

SCENE = Path("../shared/data/t48que/S2L2A_T48QUE_20200223_10band.tif")
SIDE, CLASSES = 10, 5  # cells a side of a polygon
LIMITS = dict(zip(EFFORTS, (15.0, 60.0, 600.0)))  # seconds for 10,000 labelled cells


def labels(source: FeatureSource, polygons: int) -> LabelledFeatures:
    """Return squares at random places, classed by their NDVI."""
    random = np.random.default_rng(0)
    places = [
        (int(random.integers(0, source.rows - SIDE)), int(random.integers(0, source.columns - SIDE)))
        for _ in range(polygons)
    ]
    red, near = (source.bands.index(band) for band in ("B4", "B8"))
    ndvi = []
    for row, column in places:
        seen = source.statistics(Block(row, column, SIDE, SIDE)).reshape(SIDE * SIDE, -1).mean(axis=0)
        ndvi.append((seen[near] - seen[red]) / (seen[near] + seen[red]))
    limits = np.quantile(ndvi, np.arange(1, CLASSES) / CLASSES)
    names = [f"NDVI {number + 1}" for number in np.searchsorted(limits, ndvi)]
    square = np.ones((SIDE, SIDE), bool)
    shapes = [connected(square, 0, 0, source.transform.moved(row, column))[0] for row, column in places]
    return LabelledFeatures(shapes, names, source.crs)


def main(efforts: list[str]) -> None:
    """Print the seconds of each effort, and its limit."""
    if not SCENE.exists():
        sys.exit(f"{SCENE} is absent: the benchmark needs the real scene.")
    scene = LabelledScene(lambda _: str(SCENE), "", "class", 4)
    with tempfile.TemporaryDirectory() as scratch, Worker(os.environ["SO2SAT_PYTHON"]) as worker:
        with features(scene, Path(scratch), worker) as source:
            seconds(labels(source, 10), efforts[0], source, worker)  # libraries are loaded
            for polygons in (10, 100):
                found = labels(source, polygons)
                for effort in efforts:
                    wall, busy = seconds(found, effort, source, worker)
                    limit = f", limit {LIMITS[effort]:.0f} s" if polygons == 100 else ""
                    print(
                        f"{effort}: {SIDE**2 * polygons} labelled cells, {wall:.1f} s, processor {busy:.1f} s{limit}",
                        flush=True,
                    )


def seconds(found: LabelledFeatures, effort: str, source: FeatureSource, worker: Worker) -> tuple[float, float]:
    """Return the seconds that training takes, and those that the worker's processors were busy with it."""
    began, busy = time.perf_counter(), _busy(worker)
    train(TrainingRequest(found, "class", effort=effort), source, worker, Progress())
    return time.perf_counter() - began, _busy(worker) - busy


def _busy(worker: Worker) -> float:
    fields = Path(f"/proc/{worker.pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main(sys.argv[1:] or list(EFFORTS))
