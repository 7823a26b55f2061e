"""`make bench-cluster`: what a cluster gains and costs.

A plan of T48QUE on one and on two Dask workers of one core each, against one process of one core; what a node holds
after more and more blocks; what an empty block costs, and the scheduler's memory after `EMPTY` of them. From that it is
reckoned how large a cluster one scheduler can feed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.bench import RESNET20, SCENE
from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.worker import ClusterWork, compute_on_cluster
from so2sat_qgis_plugin.jobs.cluster import compute
from so2sat_qgis_plugin.jobs.node import node, work
from so2sat_qgis_plugin.jobs.plan_file import Outcome, SavedPlan, save
from so2sat_qgis_plugin.jobs.roots import Roots
from so2sat_qgis_plugin.runtime.client import Worker
from so2sat_qgis_plugin.worker.dask import Answer

PYTHON = Path(os.environ.get("SO2SAT_PYTHON", ""))
CLUSTER = os.environ.get("SO2SAT_CLUSTER_PYTHON", sys.executable)
PORT = 18786
EMPTY = 100_000  # blocks that do nothing
MANY = ("--nthreads", "64", "--no-nanny")
TILE_BLOCKS, TILES, NODES = 1225, 10_000, 1000  # blocks of 32 × 32 cells of a tile at stride 10; a large cluster


def nothing(number: int, kit: str) -> Answer:
    """Do nothing (on a node)."""
    return Answer("node")


def start(home: Path, core: int, *words: str) -> subprocess.Popen[bytes]:
    """Start a scheduler or a worker that has one core."""
    root = str(Path(__file__).resolve().parent.parent)
    environment = {**os.environ, "PYTHONPATH": root, "SO2SAT_HOME": str(home), "OMP_NUM_THREADS": "1"}
    command = ["taskset", "-c", str(core), CLUSTER, "-m", f"distributed.cli.dask_{words[0]}", *words[1:]]
    quiet = subprocess.DEVNULL
    return subprocess.Popen([*command, "--no-dashboard"], env=environment, stdout=quiet, stderr=quiet)


def scheduler_at(home: Path, port: int) -> subprocess.Popen[bytes]:
    """Start a scheduler."""
    return start(home, 0, "scheduler", "--host", "127.0.0.1", "--port", str(port))


def at(port: int) -> str:
    """Return a scheduler's address."""
    return f"tcp://127.0.0.1:{port}"


def end(*processes: subprocess.Popen[bytes]) -> None:
    """End processes."""
    for process in processes:
        process.kill()
        process.wait()


def used(pid: int) -> float:
    """Return seconds of processor time that a process took so far."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Return the resident memory of a process and its children in MiB."""
    status = dict(row.split(":", 1) for row in Path(f"/proc/{pid}/status").read_text().splitlines())
    threads = Path(f"/proc/{pid}/task").iterdir()
    children = [child for thread in threads for child in (thread / "children").read_text().split()]
    return int(status["VmRSS"].split()[0]) / 1024 + sum(memory(int(child)) for child in children)


def forget(saved: SavedPlan, keep: int = 0) -> None:
    """Delete the parts but `keep` of them."""
    for part in sorted(saved.folder.glob("parts/*/part-*.part"))[keep:]:
        part.unlink()


def alone(saved: SavedPlan, home: Path) -> float:
    """Return seconds of one process of one core, its module open and warm."""
    all_cores = os.sched_getaffinity(0)
    os.environ["OMP_NUM_THREADS"] = "1"
    os.sched_setaffinity(0, {0})
    with node(saved.path, Roots(), home, PYTHON, Progress()) as here:
        work(here, range(2), Progress())
        forget(saved)
        began = time.perf_counter()
        work(here, range(len(here.blocks)), Progress())
        took = time.perf_counter() - began
    os.sched_setaffinity(0, all_cores)
    return took


def on_cluster(saved: SavedPlan) -> float:
    """Return seconds of the cluster."""
    forget(saved)
    began = time.perf_counter()
    compute(saved, at(PORT), [], PYTHON, Progress())
    return time.perf_counter() - began


def warm(saved: SavedPlan) -> None:
    """Have all nodes open the module: a few blocks are enough for each to get some."""
    forget(saved, len(saved.blocks) - 4)
    compute(saved, at(PORT), [], PYTHON, Progress())


def empty_blocks(count: int) -> float:
    """Return seconds for so many blocks that do nothing, the client's start included."""
    asked = ClusterWork(at(PORT + 1), f"{nothing.__module__}:nothing", [], np.arange(count), "", "")
    with Worker(PYTHON, network=True) as worker:
        began = time.perf_counter()
        compute_on_cluster(worker, asked, Progress())
        return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder, home = Path(name), Path(name) / "home"
        request = Request(str(SCENE), str(RESNET20), window=32, stride=5, mode="exact")
        with Worker(PYTHON) as worker:
            saved = save(folder / "p.json", request, Outcome(str(folder / "o.tif")), home, worker, Progress())
        blocks = len(saved.blocks)
        one_process = alone(saved, home)
        print(f"{blocks} blocks; one process of one core {one_process:.1f} s", flush=True)
        scheduler, workers = scheduler_at(home, PORT), list[subprocess.Popen[bytes]]()
        try:
            seconds = []
            for core in range(2):
                workers.append(start(home, core, "worker", at(PORT), "--nthreads", "1", "--no-nanny"))
                time.sleep(5)
                warm(saved)
                before = memory(workers[0].pid)
                seconds.append(on_cluster(saved))
                after = memory(workers[0].pid)
                print(f"{core + 1} workers {seconds[-1]:.1f} s; the first held {before:.0f}, then {after:.0f} MiB")
            print(f"ratio of one process to two workers {one_process / seconds[1]:.2f}", flush=True)
            print(f"ratio of one worker to two {seconds[0] / seconds[1]:.2f}", flush=True)
        finally:
            end(scheduler, *workers)
        costs(home, seconds[0] / blocks)


def costs(home: Path, block: float) -> None:
    """Measure empty blocks, and reckon what one scheduler can feed where one takes `block` seconds.

    One worker of many threads stands for many workers: what is measured is work, not how long an answer takes.
    """
    scheduler, worker = scheduler_at(home, PORT + 1), start(home, 1, "worker", at(PORT + 1), *MANY)
    try:
        time.sleep(5)
        for count in (EMPTY // 100, EMPTY, EMPTY):
            before, took = used(scheduler.pid), empty_blocks(count)
            busy = used(scheduler.pid) - before
            print(
                f"{count} empty blocks: {1000 * took / count:.2f} ms each, {1000 * busy / count:.2f} ms of them the "
                f"scheduler's; it holds {memory(scheduler.pid):.0f} MiB",
                flush=True,
            )
    finally:
        end(scheduler, worker)
    blocks, each = TILES * TILE_BLOCKS, took / EMPTY
    print(
        f"{TILES:,} tiles have {blocks:,} blocks: {blocks * each / 3600:.1f} h of one scheduler and client; "
        f"{blocks * block / NODES / 3600:.1f} h of {NODES:,} workers at {block:.2f} s a block. They can feed "
        f"{block / each:.0f} workers."
    )


if __name__ == "__main__":
    from benchmarks import cluster  # so that the nodes find `nothing` under a name that they can import

    cluster.main()
