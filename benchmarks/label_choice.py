"""`make bench-quick`: which quick classifier serves best with few labels: the table of docs/labels.md.

Arguments: the folder of labelled scenes, the file to write the table to. The fits are label_votes.py's, in the
runtime's Python.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.accuracy_scenes import read_labels, scenes
from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.labelling.keep import open_scene
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.vector import find_cells
from so2sat_qgis_plugin.engine.reference.samples import resolve
from so2sat_qgis_plugin.runtime.client import Worker

PYTHON = os.environ.get("SO2SAT_PYTHON", "build/runtime/bin/python")


def measured(data: Path, scratch: Path) -> dict[str, dict[str, dict[str, list[float]]]]:
    """Return what label_votes says of each scene."""
    found = {}
    with Worker(PYTHON, scratch) as worker:
        for title, given in scenes(data).items():
            scene = open_scene(Request(given.raster(scratch), stride=given.stride), scratch, worker, Progress())
            labels = read_labels(given.labels, given.field)
            samples = resolve(labels, find_cells(labels, scene.cells, Progress()), scene.cells)
            values = np.asarray(scene.values[samples.rows, samples.columns], np.float32)
            known = ~np.isnan(values[:, 0])
            np.savez(
                scratch / "samples.npz", values=values[known], codes=samples.codes[known],
                groups=samples.groups[known], components=scene.components, bands=len(scene.bands),
            )  # fmt: skip
            command = [PYTHON, "-W", "ignore", "-m", "benchmarks.label_votes", str(scratch / "samples.npz")]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            found[title] = json.loads(done.stdout)
    return found


def table(found: dict[str, dict[str, dict[str, list[float]]]]) -> str:
    """Return macro-F1 with 1, 2 and 4 polygons a class on each scene, the mean of all, and milliseconds of a fit."""
    rows = []
    for name in next(iter(found.values())):
        figures = [of_scene[name]["f1"] for of_scene in found.values()]
        seconds = np.mean([of_scene[name]["seconds"] for of_scene in found.values()])
        cells = [" / ".join(f"{value:.3f}".lstrip("0") for value in scene) for scene in figures]
        mean = float(np.mean(figures))
        rows.append((mean, f"| {name} | {' | '.join(cells)} | {mean:.3f} | {1000 * seconds:.0f} |"))
    header = " | ".join(f"{title} 1 / 2 / 4" for title in found)
    lines = [f"| | {header} | mean | ms a fit |", "|---" * (len(found) + 3) + "|"]
    return "\n".join([*lines, *(row for _, row in sorted(rows, reverse=True))])


def main(data: Path, target: Path) -> None:
    """Measure, print and write."""
    with tempfile.TemporaryDirectory() as name:
        text = table(measured(data, Path(name)))
    print(text)
    target.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
