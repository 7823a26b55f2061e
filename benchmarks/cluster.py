"""A plan on one and on two one-core Dask workers against one process of one core; what a block costs beside its work.

Prints seconds from asking to the last part, after the workers are warm; the ratio of one worker's time to two's; and
seconds a task for empty tasks with the scheduler's memory before and after, from which a large cluster can be reckoned.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bench import RESNET20, SCENE
from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.worker import ClusterWork, compute_on_cluster
from so2sat_qgis_plugin.jobs.cluster import compute
from so2sat_qgis_plugin.jobs.node import node, work
from so2sat_qgis_plugin.jobs.plan_file import Outcome, Roots, SavedPlan, delete_run, plan_blocks, save
from so2sat_qgis_plugin.runtime.client import Worker

PYTHON = Path(os.environ["SO2SAT_PYTHON"])
CLUSTER = os.environ.get("SO2SAT_CLUSTER_PYTHON", sys.executable)
PORT = 18786
ADDRESS = f"tcp://127.0.0.1:{PORT}"
EMPTY = 5_000  # tasks that do nothing


def nothing(number: int) -> str:
    """Do nothing (on a node)."""
    return "node"


def start(home: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start a scheduler or a worker of one core."""
    root = str(Path(__file__).resolve().parent.parent)
    environment = {**os.environ, "PYTHONPATH": root, "SO2SAT_HOME": str(home), "OMP_NUM_THREADS": "1"}
    command = [CLUSTER, "-m", f"distributed.cli.dask_{words[0]}", *words[1:], "--no-dashboard"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def memory(process: subprocess.Popen[bytes]) -> float:
    """Return the resident memory of a process in MiB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(next(row for row in status.splitlines() if row.startswith("VmRSS:")).split()[1]) / 1024


def alone(saved: SavedPlan, home: Path) -> float:
    """Return seconds of one process of one core, its module open."""
    os.environ["OMP_NUM_THREADS"] = "1"
    with node(saved.path, Roots(), home, PYTHON, Progress()) as here:
        began = time.perf_counter()
        work(here, range(len(here.blocks())), Progress())
        return time.perf_counter() - began


def on_cluster(saved: SavedPlan) -> float:
    """Return seconds of the cluster, its modules open from a run before."""
    for warm in (True, False):
        delete_run(saved)
        began = time.perf_counter()
        compute(saved, plan_blocks(saved), ADDRESS, [], PYTHON, Progress())
        if not warm:
            return time.perf_counter() - began
    raise AssertionError


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder, home = Path(name), Path(name) / "home"
        request = Request(str(SCENE), str(RESNET20), window=32, stride=8, mode="exact")
        with Worker(PYTHON) as worker:
            saved = save(folder / "p.json", request, Outcome(str(folder / "o.tif")), home, worker, Progress())
        one_process = alone(saved, home)
        processes = [start(home, "scheduler", "--host", "127.0.0.1", "--port", str(PORT))]
        try:
            seconds = []
            for _ in range(2):
                processes.append(start(home, "worker", ADDRESS, "--nthreads", "1", "--no-nanny"))
                time.sleep(5)
                seconds.append(on_cluster(saved))
            print(f"{len(plan_blocks(saved))} blocks; one process {one_process:.1f} s")
            print(f"one worker {seconds[0]:.1f} s, two {seconds[1]:.1f} s: ratio {seconds[0] / seconds[1]:.2f}")
            before = memory(processes[0])
            began = time.perf_counter()
            with Worker(PYTHON, network=True) as worker:
                task = ClusterWork(ADDRESS, f"{__name__}:nothing", [], list(range(EMPTY)))
                compute_on_cluster(worker, task, Progress())
            each = (time.perf_counter() - began) / EMPTY
            grown = memory(processes[0]) - before
            print(f"{EMPTY} empty tasks: {1000 * each:.1f} ms each; the scheduler's memory grew by {grown:.0f} MiB")
        finally:
            for process in processes:
                process.kill()


if __name__ == "__main__":
    from benchmarks import cluster  # so that the nodes find `nothing` under a name that they can import

    cluster.main()
