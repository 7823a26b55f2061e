"""Whether memory stays flat: three runs at once, each the same scene again and again with one worker; prints ratios.

`python -m benchmarks.endurance [MINUTES] [SIDE]` (of the scene, in pixels). The first fifth of each run warms up; what
is held in the last fifth is compared with what is held in the second, on this side and on the worker's.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import scene
from so2sat_qgis_plugin.engine import files
from so2sat_qgis_plugin.engine.embedding.leftovers import WRITING
from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.embedding.run import embedded
from so2sat_qgis_plugin.engine.features import embedding_raster
from so2sat_qgis_plugin.engine.features.embedding_raster import Storage
from so2sat_qgis_plugin.engine.features.parts import PartFeatures
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.runtime.client import Worker
from so2sat_qgis_plugin.runtime.limits import held_by

RUNS = 3


def loop(folder: Path, seconds: float) -> None:
    """Embed the scene until `seconds` are over; prints as JSON what both sides held after each round, in bytes."""
    home, held = folder / "home", []
    request = Request(str(folder.parent / "scene.tif"), "builtin", window=32, stride=10)
    with Worker(os.environ["SO2SAT_PYTHON"], home) as worker:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with files.Outputs(home / WRITING), embedded(request, home, worker, Progress()) as done:
                embedding_raster.write(PartFeatures(done), folder / "e.tif", Storage(), 0, Progress())
                files.afterwards(done.parts.delete)
            held.append((held_by(os.getpid()), held_by(worker.pid)))
    print(json.dumps(held))


def growth(values: list[int]) -> float:
    """Return what the last fifth holds by what the second fifth holds."""
    fifth = max(len(values) // 5, 1)
    return statistics.median(values[-fifth:]) / statistics.median(values[fifth : 2 * fifth])


def main(minutes: float, side: int) -> None:
    """Start the runs, wait for them, and print what they held."""
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        scene.write(folder / "scene.tif", side)
        processes = []
        for i in range(RUNS):
            (folder / str(i)).mkdir()
            command = [sys.executable, "-m", "benchmarks.endurance", "--loop", str(folder / str(i)), str(60 * minutes)]
            processes.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        for i, process in enumerate(processes):
            output, _ = process.communicate()
            held = json.loads(output.splitlines()[-1])
            engine, worker = ([row[k] for row in held] for k in (0, 1))
            print(
                f"run {i + 1}: {len(held)} rounds; engine {max(engine) / 1e6:.0f} MB at most, × {growth(engine):.3f}; "
                f"worker {max(worker) / 1e6:.0f} MB at most, × {growth(worker):.3f}"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--loop"]:
        loop(Path(sys.argv[2]), float(sys.argv[3]))
    else:
        given = [float(value) for value in sys.argv[1:]]
        main(given[0] if given else 10.0, int(given[1]) if len(given) > 1 else 600)
