"""`make bench`: embedding against a bare loop over the same windows, in one run; prints ratios.

Ours is what so2sat:embed does after start-up: read the GeoTIFF, cut, embed, store parts, write the embedding raster.
The baselines are bare_loop.py's: the same windows, in memory, nothing written. Each pair is run in turn, best of
`--rounds`, so that a busy machine hits both.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from so2sat_qgis_plugin.engine import worker as door
from so2sat_qgis_plugin.engine.embedding import pixels
from so2sat_qgis_plugin.engine.embedding.parts import Parts
from so2sat_qgis_plugin.engine.embedding.plan import Plan, Request
from so2sat_qgis_plugin.engine.embedding.run import Embedded, run
from so2sat_qgis_plugin.engine.embedding.settle import settle
from so2sat_qgis_plugin.engine.features import embedding_raster
from so2sat_qgis_plugin.engine.features.embedding_raster import Storage
from so2sat_qgis_plugin.engine.features.parts import PartFeatures
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.grid import Block
from so2sat_qgis_plugin.engine.raster.reader import Raster
from so2sat_qgis_plugin.runtime.client import Worker

DATA = Path(__file__).resolve().parents[2] / "shared"
SCENE = DATA / "data/t48que/S2L2A_T48QUE_20200223_10band.tif"
RESNET20 = DATA / "modules/so2sat-lcz-resnet20"
PYTHON = os.environ.get("SO2SAT_PYTHON", "build/runtime/bin/python")


def ours(request: Request, home: Path) -> tuple[float, Plan]:
    """Return seconds of a run after start-up, and its plan."""
    with Worker(PYTHON) as worker:
        plan = settle(request, home, worker, Progress())
        parts = Parts(home / "runs", plan.fingerprint())
        _warm_up(plan, worker)
        start = time.perf_counter()
        done = Embedded(plan, parts, run(plan, parts, worker, Progress()))
        embedding_raster.write(PartFeatures(done), home / "out.tif", Storage(), 0, Progress())
        seconds = time.perf_counter() - start
        parts.delete()
    return seconds, plan


def _warm_up(plan: Plan, worker: Worker) -> None:
    """The first request compiles kernels: part of start-up, as the baseline's warm-up is."""
    with Raster(plan.info.path) as raster:
        if plan.geometry is None:
            seen = plan.read(raster, Block(0, 0, 8, 8))
            door.exact(worker, seen.block, seen.starts()).wait(Progress())
        else:
            seen = plan.read(raster, plan.blocks()[0].split(plan.piece_side())[0])
            door.dense(worker, plan.dense(seen)).wait(Progress())


def bare(backend: str, plan: Plan, folder: Path, home: Path) -> float:
    """Return seconds of the bare loop over the plan's windows."""
    image, starts = home / "image.npy", home / "starts.npy"
    if not image.exists():
        with Raster(plan.info.path) as raster:
            whole = Block(0, 0, plan.grid.rows, plan.grid.columns)
            seen = pixels.read(raster, plan.preprocessing, plan.grid, whole, 0.5)
        np.save(image, seen.block)
        np.save(starts, seen.starts())
    side = plan.module.entry.input_size or plan.grid.window
    script = Path(__file__).with_name("bare_loop.py")
    command = [PYTHON, "-I", script, backend, folder, side, image, starts, plan.grid.window]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return float(done.stdout.split()[-1])


def compare(title: str, request: Request, dense: Request, folder: Path, rounds: int) -> None:
    """Print ours exact and dense, float32 and half precision, and the two bare loops, with their ratios."""
    runs = {
        "ours, exact": replace(request, mode="exact"),
        "ours, exact, half": replace(request, mode="exact", half=True),
        "ours, dense": replace(dense, mode="dense"),
        "ours, dense, half": replace(dense, mode="dense", half=True),
    }
    best: dict[str, float] = {}  # windows/s
    plans: dict[str, Plan] = {}
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        for _ in range(rounds):
            for run, asked in runs.items():
                seconds, plans[run] = ours(asked, home)
                best[run] = max(best.get(run, 0.0), cells(plans[run]) / seconds)
            for backend in ("tensorflow", "openvino"):
                rate = cells(plans["ours, exact"]) / bare(backend, plans["ours, exact"], folder, home)
                best[f"bare {backend}"] = max(best.get(f"bare {backend}", 0.0), rate)
    print(f"\n{title}: {cells(plans['ours, exact'])} windows exact ({plans['ours, exact'].backend}), ", end="")
    print(f"{cells(plans['ours, dense'])} dense")
    gflop, peak = effort(folder, plans["ours, exact"])
    for run, rate in best.items():
        line = f"  {run:18} {rate:9.1f} windows/s   time / bare TensorFlow {best['bare tensorflow'] / rate:5.2f}"
        line += (
            f"   / bare OpenVINO {best['bare openvino'] / rate:5.2f}   / ours exact {best['ours, exact'] / rate:5.2f}"
        )
        if "dense" not in run:
            line += f"   {rate * gflop:4.0f} GFLOP/s, {rate * gflop / peak:.0%} of numpy's sgemm"
        half = plans[run].half_error if run in plans else None
        print(line + (f"   features change by {half:.2%}" if half is not None else ""), flush=True)


def cells(plan: Plan) -> int:
    """Return the windows of a run."""
    return plan.grid.rows * plan.grid.columns


def effort(folder: Path, plan: Plan) -> tuple[float, float]:
    """Return GFLOP of a window's convolutions, and the GFLOP/s that numpy's sgemm reaches on this machine."""
    script = Path(__file__).with_name("effort.py")
    side = plan.module.entry.input_size or plan.grid.window
    done = subprocess.run([PYTHON, "-I", script, folder, str(side)], capture_output=True, text=True, check=True)
    gflop, peak = map(float, done.stdout.split())
    return gflop, peak


def twin(folder: Path) -> Path:
    """Write a module in the shape of so2sat-ms-resnet50, with random weights."""
    code = (
        "import sys; from so2sat_qgis_plugin.worker.modules.export import export_resnet50; export_resnet50(sys.argv[1])"
    )
    subprocess.run([PYTHON, "-c", code, str(folder)], check=True, capture_output=True)
    return folder


def main() -> None:
    """Run the comparisons that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--only", choices=["resnet20", "resnet50"])
    asked = parser.parse_args()
    if not SCENE.exists():
        sys.exit(f"{SCENE} is absent: the benchmark needs the real scene.")
    if asked.only != "resnet50":
        request = Request(str(SCENE), str(RESNET20), stride=8)
        compare("ResNet-20, 32 px, T48QUE, stride 8", request, request, RESNET20, asked.rounds)
    if asked.only != "resnet20":
        with tempfile.TemporaryDirectory() as name:
            folder = twin(Path(name) / "so2sat-ms-resnet50-twin")
            dense = Request(str(SCENE), str(folder), stride=8, input_size=224)
            # Exact on a tenth of the windows: a part of the scene, so that they overlap as much.
            request = replace(dense, extent=(362612.2, 1983700.0, 366000.0, 1987088.2))
            compare("ResNet-50 twin, 32 px enlarged to 224, T48QUE, stride 8", request, dense, folder, asked.rounds)


if __name__ == "__main__":
    main()
