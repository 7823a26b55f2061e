"""A real Dask scheduler and real worker processes on loopback; each worker has a runtime's worker of its own.

The scheduler's Python is one that has `distributed`, GDAL and numpy: $SO2SAT_CLUSTER_PYTHON. The client's is the
runtime's, where `distributed` must be too.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.errors import Cancelled, So2SatError
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.jobs.cluster import compute
from so2sat_qgis_plugin.jobs.finish import finish
from so2sat_qgis_plugin.jobs.node import node
from so2sat_qgis_plugin.jobs.plan_file import Outcome, SavedPlan, load, save
from so2sat_qgis_plugin.jobs.roots import Roots
from so2sat_qgis_plugin.runtime.client import Worker
from tests.jobs.test_jobs import made
from tests.support import runs
from tests.support.data import ROOT

PYTHON = os.environ.get("SO2SAT_CLUSTER_PYTHON", "")
RUNTIME = Path(os.environ.get("SO2SAT_PYTHON", ""))
pytestmark = pytest.mark.skipif(not PYTHON, reason="SO2SAT_CLUSTER_PYTHON names no Python with distributed and GDAL")


class Cluster:
    """A scheduler and workers, as processes that a test may kill."""

    def __init__(self, folder: Path, home: Path) -> None:
        self._folder, self.port = folder, free_port()
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SO2SAT_HOME": str(home),
            "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s",
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "10",
        }
        self.processes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self.start_scheduler()

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        log = open(self._folder / f"{words[0]}-{len(self.processes)}.log", "wb")  # noqa: SIM115 (the process's own)
        process = subprocess.Popen(
            [PYTHON, "-m", f"distributed.cli.dask_{words[0]}", *words[1:]],
            env=self._environment,
            stdout=log,
            stderr=log,
            cwd=self._folder,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard")
        return self.scheduler

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self._start(
            "worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "60"
        )

    def end(self) -> None:
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def cluster(tmp_path: Path, home: Path) -> Iterator[Callable[[int], Cluster]]:
    made: list[Cluster] = []

    def start(workers: int) -> Cluster:
        made.append(Cluster(tmp_path, home))
        for _ in range(workers):
            made[0].start_worker()
        return made[0]

    yield start
    for one in made:
        one.end()


@pytest.fixture(scope="module")
def request_(tmp_path_factory: pytest.TempPathFactory, module: str) -> Request:
    """A scene of 16 blocks."""
    folder = tmp_path_factory.mktemp("scene")
    return Request(runs.scene(folder / "scene.tif", 500, 500), module, window=8, stride=2, mode="exact")


@pytest.fixture(scope="module")
def expected(request_: Request, shared_worker: Worker, tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    return runs.embed(request_, tmp_path_factory.mktemp("alone"), shared_worker)


@pytest.fixture
def saved(request_: Request, home: Path, worker: Worker, tmp_path: Path) -> SavedPlan:
    save(tmp_path / "p.json", request_, Outcome(str(tmp_path / "out.tif")), home, worker, Progress())
    return load(tmp_path / "p.json")


def finished(saved: SavedPlan, home: Path) -> np.ndarray:
    with node(saved.path, Roots(), home, RUNTIME, Progress()) as here:
        return made(Path(finish(here, Roots(), Progress())))


def parts_of(saved: SavedPlan) -> int:
    return len(list((saved.folder / "parts").glob("*/part-*.part")))


class Watching(runs.Log):
    """Does `action` once, when so many parts are there."""

    def __init__(self, saved: SavedPlan, parts: int, action: Callable[[], None]) -> None:
        super().__init__()
        self._due = True

        def look() -> None:
            if self._due and parts_of(saved) >= parts:
                self._due = False
                action()

        self.at_check = look


@pytest.mark.parametrize("workers", [1, 2])
def test_the_result_is_that_of_one_process(
    cluster: Callable[[int], Cluster], workers: int, saved: SavedPlan, home: Path, expected: np.ndarray
) -> None:
    started = cluster(workers)
    nodes = compute(saved, started.address, [], RUNTIME, Progress())
    assert 1 <= nodes <= workers and parts_of(saved) == 16
    assert np.array_equal(finished(saved, home), expected)


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
def test_a_node_that_dies_or_hangs_is_done_without(
    cluster: Callable[[int], Cluster], blow: signal.Signals, saved: SavedPlan, home: Path, expected: np.ndarray
) -> None:
    started = cluster(2)
    log = Watching(saved, 2, lambda: os.killpg(started.processes[1].pid, blow))
    compute(saved, started.address, [], RUNTIME, log)
    assert np.array_equal(finished(saved, home), expected)


def test_a_scheduler_that_comes_back(
    cluster: Callable[[int], Cluster], saved: SavedPlan, home: Path, expected: np.ndarray
) -> None:
    started = cluster(1)

    def restart() -> None:
        os.killpg(started.scheduler.pid, signal.SIGKILL)
        started.scheduler.wait()
        os.killpg(started.processes[1].pid, signal.SIGKILL)
        started.start_scheduler()
        started.start_worker()

    compute(saved, started.address, [], RUNTIME, Watching(saved, 2, restart))
    assert np.array_equal(finished(saved, home), expected)


def test_cancel(cluster: Callable[[int], Cluster], saved: SavedPlan) -> None:
    started = cluster(1)
    log = Watching(saved, 1, lambda: setattr(log, "cancelled", True))
    with pytest.raises(Cancelled):
        compute(saved, started.address, [], RUNTIME, log)
    time.sleep(3)
    before = parts_of(saved)
    time.sleep(2)
    assert parts_of(saved) == before < 16, "tasks were released"


def test_a_node_with_another_module_says_so(cluster: Callable[[int], Cluster], saved: SavedPlan) -> None:
    started = cluster(1)
    graph = saved.folder / "module" / "saved_model.pb"
    graph.write_bytes(graph.read_bytes() + b"\0")
    with pytest.raises(So2SatError, match=r"failed 3 times on the cluster.*is not the one that the plan was made with"):
        compute(saved, started.address, [], RUNTIME, Progress())


def test_no_scheduler_file(saved: SavedPlan, tmp_path: Path) -> None:
    with pytest.raises(So2SatError, match="neither an address"):
        compute(saved, str(tmp_path / "none.json"), [], RUNTIME, Progress())
