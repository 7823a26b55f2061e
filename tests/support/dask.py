"""A real Dask scheduler and real worker processes on loopback; each worker has a runtime's worker of its own.

Their Python is one that has `distributed`, GDAL and numpy: $SO2SAT_CLUSTER_PYTHON. The client's is the runtime's, where
`distributed` must be too.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from so2sat_qgis_plugin.jobs.plan_file import SavedPlan
from so2sat_qgis_plugin.worker.dask import Answer
from tests.support.data import ROOT
from tests.support.progress import Log
from tests.support.waiting import LONG, wait_until

PYTHON = os.environ.get("SO2SAT_CLUSTER_PYTHON", "")
RUNTIME = Path(os.environ.get("SO2SAT_PYTHON", ""))
needs_dask = pytest.mark.skipif(not PYTHON, reason="SO2SAT_CLUSTER_PYTHON names no Python with distributed and GDAL")


class Cluster:
    """A scheduler and workers, as processes that a test may kill. `home` is the workers' own."""

    def __init__(self, folder: Path, home: Path, host: str = "127.0.0.1") -> None:
        self._folder, self._home, self._host, self.port = folder, home, host, free_port()
        self.processes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self.start_scheduler()

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def _start(
        self, *words: str, inside: Sequence[str] = (), changes: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        log = open(self._folder / f"{words[0]}-{len(self.processes)}.log", "wb")  # noqa: SIM115 (the process's own)
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SO2SAT_HOME": str(self._home),
            "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s",
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "10",
            **(changes or {}),
        }
        process = subprocess.Popen(
            [*inside, PYTHON, "-m", f"distributed.cli.dask_{words[0]}", *words[1:], "--no-dashboard"],
            env=environment,
            stdout=log,
            stderr=log,
            cwd=self._folder,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        """Start a scheduler at the cluster's port, and wait until it listens there."""
        self.scheduler = self._start("scheduler", "--host", self._host, "--port", str(self.port))
        wait_until(lambda: self.scheduler.poll() is not None or listens(self.port), what="a scheduler")
        assert self.scheduler.poll() is None, "the scheduler ended"
        return self.scheduler

    def start_worker(self, address: str = "", inside: Sequence[str] = (), **changes: str) -> subprocess.Popen[bytes]:
        """Start a worker by the command `inside` something, its environment with `changes`."""
        options = ["--nthreads", "1", "--no-nanny", "--death-timeout", f"{LONG:.0f}"]
        return self._start("worker", address or self.address, *options, inside=inside, changes=changes)

    def wait_for(self, workers: int) -> None:
        """Wait until so many workers are there."""
        self._ask(f"client.wait_for_workers({workers}, timeout={LONG})")

    def wait_idle(self) -> None:
        """Wait until the scheduler knows of no task and no worker runs one."""
        self._ask(
            "def idle(dask_scheduler): return not dask_scheduler.tasks\n"
            "def rests(dask_worker): return not dask_worker.state.executing and not dask_worker.state.ready\n"
            "while not (client.run_on_scheduler(idle) and all(client.run(rests).values())): time.sleep(0.1)"
        )

    def _ask(self, code: str) -> None:
        """Run `code` with a `client` of the scheduler, in a process of its own."""
        code = f"import time, distributed\nclient = distributed.Client('{self.address}', timeout={LONG})\n{code}"
        subprocess.run([PYTHON, "-c", code], check=True, stderr=subprocess.DEVNULL, timeout=2 * LONG)

    def end(self) -> None:
        for process in self.processes:
            blow(process, signal.SIGKILL)
            process.wait()


def blow(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal to a process and all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def free_port() -> int:
    """Return a port at which nobody listens, below those that systems give to connections: it stays free."""
    while True:
        port = random.SystemRandom().randrange(15_000, 30_000)
        with socket.socket() as found, contextlib.suppress(OSError):
            found.bind(("", port))
            return port


def listens(port: int) -> bool:
    """Whether somebody takes connections at a port of this machine."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


@contextlib.contextmanager
def clusters(folder: Path, home: Path) -> Iterator[Callable[[int], Cluster]]:
    """Give what starts a cluster of so many workers; it ends with the context."""
    made: list[Cluster] = []

    def start(workers: int) -> Cluster:
        made.append(Cluster(folder, home))
        for _ in range(workers):
            made[-1].start_worker()
        return made[-1]

    try:
        yield start
    finally:
        for one in made:
            one.end()


def parts_of(saved: SavedPlan) -> int:
    return len(list((saved.folder / "parts").glob("*/part-*.part")))


def answered(number: int, kit: str) -> Answer:
    """A task that takes no time."""
    return Answer(f"node of {number}")


class Watching(Log):
    """Does `action` once, when so many parts are there."""

    def __init__(self, saved: SavedPlan, parts: int, action: Callable[[], None]) -> None:
        super().__init__()
        self._due = True

        def look() -> None:
            if self._due and parts_of(saved) >= parts:
                self._due = False
                action()

        self.at_check = look
