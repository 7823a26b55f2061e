"""Filters of the built-in module: sampled from the scene, from another, or Gaussian? For docs/embedding.md.

`python -m benchmarks.filters` with QGIS's Python, SO2SAT_PYTHON naming the runtime, where `accuracy_draws` learns.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.accuracy import LABELS, RASTER, keep, labels
from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.embedding.run import embedded
from so2sat_qgis_plugin.engine.embedding.settle import settle
from so2sat_qgis_plugin.engine.features.parts import PartFeatures
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.bands import SO2SAT
from so2sat_qgis_plugin.engine.worker import BuiltinFit, fit_builtin
from so2sat_qgis_plugin.runtime.client import Worker

DATA = Path(__file__).resolve().parents[2] / "shared/data"
AMAZON, OTHER = DATA / "rstoolbox_amazon", DATA / "t48que/S2L2A_T48QUE_20200223_10band.tif"
BANDS = (2, 3, 4, 5, 6, 7, 8, 9, 11, 12)  # of the Amazon scene: So2Sat's ten
# Band means of So2Sat (Zhu et al. 2020, doi 10.1109/MGRS.2020.2964708); half of them stand for the deviations.
MEANS = np.array([0.124, 0.110, 0.102, 0.115, 0.160, 0.182, 0.175, 0.196, 0.156, 0.111], np.float32)


def gaussian(worker: Worker, home: Path, window: int) -> str:
    """Return the folder of a module whose filters come from noise."""
    noise = np.random.default_rng(0).standard_normal((20_000, 3, 3, 10), np.float32)
    provenance = {"entry": {"name": "builtin", "kind": "builtin", "bands": list(SO2SAT)}, "history": []}
    asked = BuiltinFit(MEANS + MEANS / 2 * noise, 0, window, home / "modules", provenance)
    return str(fit_builtin(worker, asked, Progress()))


def main() -> None:
    """Embed the labelled scene with each kind of filters and have the draws made."""
    python, raster, polygons = os.environ["SO2SAT_PYTHON"], str(AMAZON / RASTER), labels(AMAZON / LABELS)
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        with Worker(python) as worker:
            for window in (8, 16, 32):
                elsewhere = settle(Request(str(OTHER), window=window), home, worker, Progress()).module.folder
                noise = gaussian(worker, home, window)
                modules = {"this scene": "builtin", "another scene": str(elsewhere), "Gaussian": noise}
                for title, module in modules.items():
                    request = Request(raster, module, bands=BANDS, window=window, stride=1)
                    with embedded(request, home, worker, Progress()) as done:
                        keep(PartFeatures(done), polygons, home / f"{title} w{window}.npz")
        draws = [python, "-m", "benchmarks.accuracy_draws", name, f"{name}/table.md"]
        subprocess.run(draws, check=True, cwd=Path(__file__).parents[1])


if __name__ == "__main__":
    main()
