"""The worker as a process: it ends with QGIS, restarts, says how it died, leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.errors import Cancelled, RuntimeMissing, So2SatError, WorkerDied, WorkerError
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.runtime import arrays
from so2sat_qgis_plugin.runtime.client import Worker
from tests.support.data import ROOT
from tests.support.progress import Impatient
from tests.support.runs import start
from tests.support.small_disk import small_disk
from tests.support.waiting import LONG, wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture
def worker(own_worker: Worker) -> Worker:
    return own_worker


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_killed_worker_is_reported_and_can_be_restarted(worker: Worker) -> None:
    first = worker.pid
    assert worker.call("about.memory", Progress())["peak"] > 0
    os.kill(first, signal.SIGKILL)
    with pytest.raises(WorkerDied, match="signal 9"):
        worker.call("about.memory", Progress())
    worker.restart()
    assert worker.pid != first and not is_running(first)
    assert worker.call("about.memory", Progress())["peak"] > 0


def test_requests_under_way_fail_with_the_worker(worker: Worker) -> None:
    os.kill(worker.pid, signal.SIGSTOP)
    waiting = [worker.submit("about.memory") for _ in range(3)]
    os.kill(worker.pid, signal.SIGKILL)
    for future in waiting:
        with pytest.raises(WorkerDied):
            future.result(timeout=LONG)


def test_cancel_kills_a_worker_that_does_not_answer(worker: Worker) -> None:
    os.kill(worker.pid, signal.SIGSTOP)
    with pytest.raises(Cancelled):
        worker.call("about.memory", Impatient())
    assert not is_running(worker.pid)
    with pytest.raises(WorkerDied):
        worker.call("about.memory", Progress())


def test_a_failure_in_the_worker_is_told_with_its_traceback(worker: Worker) -> None:
    with pytest.raises(WorkerError, match="KeyError") as caught:
        worker.call("embed.exact", Progress(), block=np.zeros(1), starts=np.zeros(1))
    assert "Traceback" in caught.value.traceback


def test_a_python_that_cannot_be_started(tmp_path: Path) -> None:
    with pytest.raises(RuntimeMissing, match=r"cannot be started.*Choose Repair in Plugins > So2Sat land cover"):
        Worker(tmp_path / "python")


def test_a_package_that_is_gone_is_one_sentence_that_points_to_repair(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "bare"], check=True)
    vectors = np.zeros((20, 3), np.float32)
    fit = {"vectors": vectors, "method": "kmeans", "clusters": 2, "seed": 0, "embedding": False}
    for python, package in ((tmp_path / "bare" / "bin" / "python", "numpy"), (Path(sys.executable), "sklearn")):
        with Worker(python) as started, pytest.raises(RuntimeMissing) as caught:
            started.call("cluster.fit", Progress(), **fit)
        assert str(caught.value).startswith(f"The runtime is damaged: its package {package} is missing. Choose Repair")
        assert caught.value.damaged and "Traceback" not in str(caught.value)


ORPHAN = """
import os, sys, tempfile
from so2sat_qgis_plugin.runtime import arrays
from so2sat_qgis_plugin.runtime.client import Worker
arrays._SHARED_MEMORY = tempfile.tempdir = sys.argv[1]
worker = Worker(os.environ["SO2SAT_PYTHON"])
from so2sat_qgis_plugin.engine.progress import Progress
worker.call("about.memory", Progress())
print(worker.pid, worker._folder.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def own_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for arrays of this test alone: other processes of this machine clear up in the common one."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(arrays, "_SHARED_MEMORY", str(tmp_path))
    return tmp_path


def test_a_killed_qgis_leaves_no_worker_and_its_arrays_go_at_the_next_start(
    own_memory: Path, own_worker: Worker
) -> None:
    command = [sys.executable, "-c", ORPHAN, str(own_memory)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as qgis:
        pid, folder = qgis.stdout.readline().split()
        Path(folder, "0123.npy").write_bytes(bytes(1000))
        assert is_running(int(pid))
        assert Path(folder) not in set(arrays.abandoned())
        qgis.kill()
    wait_until(lambda: not is_running(int(pid)))
    assert Path(folder) in set(arrays.abandoned())
    mine = arrays.ArrayFolder()
    try:
        assert not Path(folder).exists(), "what the dead left is still there"
        assert own_worker.call("about.memory", Progress())["peak"] > 0, "arrays of the living were deleted"
    finally:
        mine.delete()
    assert not Path(mine.path).exists()


def test_only_folders_of_the_plugin_are_deleted(own_memory: Path, tmp_path: Path) -> None:
    old = time.time() - 7200
    for name in ("so2sat-arrays-old", "so2sat-arrays-young", "so2sat-data"):
        (tmp_path / name).mkdir()
    (tmp_path / "so2sat-arrays-link").symlink_to(tmp_path / "so2sat-data")
    for name in ("so2sat-arrays-old", "so2sat-data"):
        os.utime(tmp_path / name, (old, old))
    assert [folder.name for folder in arrays.abandoned()] == ["so2sat-arrays-old"]


def test_no_room_for_an_array(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with small_disk(tmp_path / "disk", 500) as disk:
        monkeypatch.setattr(tempfile, "tempdir", str(disk.path))
        monkeypatch.setattr(arrays, "_SHARED_MEMORY", str(disk.path))
        with start() as started:
            with pytest.raises(So2SatError, match="cannot be written to .*Make room"):
                started.call("embed.exact", Progress(), block=np.zeros(1 << 20), starts=np.zeros(1))
            assert started.call("about.memory", Progress())["peak"] > 0
