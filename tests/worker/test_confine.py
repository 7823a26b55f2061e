"""A worker that runs a module has no network, writes in its own folders only, and still does all its work."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.errors import WorkerError, WorkerMemory
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.worker import (
    BuiltinFit,
    Clustering,
    Opening,
    exact,
    fit_builtin,
    fit_clusters,
    open_module,
    verify,
)
from so2sat_qgis_plugin.runtime.client import Worker, clean_environment
from so2sat_qgis_plugin.runtime.limits import Limits
from tests.support.data import ROOT
from tests.worker.models import BANDS, save_v1, tiny_network

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Landlock and seccomp are Linux's")

TRIES = """
import json, os, socket, subprocess, sys
from so2sat_qgis_plugin.worker.confine import confine
inside, outside = sys.argv[1:]
left_open = confine([inside])
def told(action):
    try:
        action()
    except OSError as error:
        return type(error).__name__
    return "done"
def write(path):
    open(path, "w").write("x")
def child():
    code = "import socket, sys; socket.socket()"
    if subprocess.run([sys.executable, "-c", code], capture_output=True).returncode:
        raise PermissionError
print(json.dumps([left_open, {
    "write inside": told(lambda: write(inside + "/a")),
    "rename inside": told(lambda: os.rename(inside + "/a", inside + "/b")),
    "read outside": told(lambda: open(outside + "/there").read()),
    "write to the null device": told(lambda: write("/dev/null")),
    "write outside": told(lambda: write(outside + "/a")),
    "write over": told(lambda: open(outside + "/there", "r+")),
    "cut off": told(lambda: os.truncate(outside + "/there", 0)),
    "delete": told(lambda: os.remove(outside + "/there")),
    "move out": told(lambda: os.rename(inside + "/b", outside + "/b")),
    "make a folder": told(lambda: os.mkdir(outside + "/d")),
    "link": told(lambda: os.symlink("/etc", outside + "/l")),
    "internet": told(lambda: socket.socket(socket.AF_INET)),
    "internet 6": told(lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)),
    "local socket": told(lambda: socket.socket(socket.AF_UNIX)),
    "a child's socket": told(child),
    "signal to another": told(lambda: os.kill(os.getppid(), 0)),
}]))
"""


@linux
def test_what_is_denied_and_what_is_not(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "there").write_text("of the user")
    command = [sys.executable, "-c", TRIES, str(inside), str(outside)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)})
    left_open, found = json.loads(done.stdout)
    if left_open:
        pytest.skip(left_open)
    allowed = {"write inside", "rename inside", "read outside", "write to the null device"}
    assert {name for name, told in found.items() if told == "done"} - {"signal to another"} == allowed, found
    assert (outside / "there").read_text() == "of the user" and os.listdir(outside) == ["there"]


@pytest.fixture
def worker(tmp_path: Path):
    with Worker(sys.executable, tmp_path / "home") as started:
        yield started


def module(folder: Path, backend: str) -> Opening:
    return Opening(str(folder), 8, 8, "", backend, str(folder.parent / "home" / "verified.json"))


def test_everything_works_within_the_fence(worker: Worker, tmp_path: Path) -> None:
    """Both backends, fitting a module, clustering and threads of joblib: as without."""
    folder = save_v1(tmp_path / "m")
    patches = np.random.default_rng(0).random((20, 8, 8, BANDS), np.float32)
    starts = np.zeros((1, 2), int)
    found = []
    for backend in ("tensorflow", "openvino", "automatic"):
        open_module(worker, module(folder, backend), Progress())
        verify(worker, patches, Progress())
        found.append(exact(worker, patches[0], starts).wait(Progress()))
    assert np.abs(found[0] - found[1]).max() < 1e-5 and (tmp_path / "home/verified.json").is_file()
    pixels = np.random.default_rng(0).random((2000, 3, 3, BANDS), np.float32)
    made = fit_builtin(worker, BuiltinFit(pixels, 0, 8, tmp_path / "home/modules", {}, 8), Progress())
    assert made.is_relative_to(tmp_path / "home")
    vectors = np.random.default_rng(0).random((500, 8), np.float32)
    assert fit_clusters(worker, vectors, Clustering("kmeans", 3, 0, True), Progress()).clusters == 3


@linux
def test_the_worker_cannot_write_elsewhere(worker: Worker, tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).random((2000, 3, 3, BANDS), np.float32)
    with pytest.raises(WorkerError, match="PermissionError"):
        fit_builtin(worker, BuiltinFit(pixels, 0, 8, tmp_path / "elsewhere", {}, 8), Progress())
    assert not (tmp_path / "elsewhere").exists()


def endless(images, training):
    import tensorflow as tf

    outputs = tiny_network(images, training)
    more = tf.while_loop(lambda x: x > -1.0, lambda x: tf.abs(x) + 1.0, [tf.reduce_sum(outputs["default"])])
    return {**outputs, "default": outputs["default"] + more}


def greedy(images, training):
    import tensorflow as tf

    outputs = tiny_network(images, training)
    count = tf.shape(images)[0] * 2_000_000_000
    return {**outputs, "default": outputs["default"] + tf.reduce_max(tf.random.uniform([count]))}


def embed(folder: Path, limits: Limits) -> None:
    with Worker(sys.executable, folder.parent / "home", limits=limits) as worker:
        open_module(worker, module(folder, "tensorflow"), Progress())
        exact(worker, np.zeros((8, 8, BANDS), np.float32), np.zeros((1, 2), int)).wait(Progress())


def test_a_module_that_never_ends_is_ended(tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match="no result for one batch.*SO2SAT_PATIENCE") as caught:
        embed(save_v1(tmp_path / "m", endless), Limits(patience=3.0))
    assert not isinstance(caught.value, WorkerMemory)


def test_a_module_that_takes_all_memory_is_ended(tmp_path: Path) -> None:
    folder = save_v1(tmp_path / "m", greedy)
    with pytest.raises(WorkerMemory, match=r"of at most 1\.6 GB .*SO2SAT_MEMORY_LIMIT"):
        embed(folder, Limits(memory=1_600_000_000))


def test_limits_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SO2SAT_MEMORY_LIMIT", "2.5")
    monkeypatch.setenv("SO2SAT_PATIENCE", "nan")
    assert Limits.of_environment() == Limits(2_500_000_000, Limits().patience)
    assert Limits.of_environment().bytes_for(0) == 2_500_000_000
    most = Limits().bytes_for(10**9)
    assert most is not None and most >= 2 << 30


def test_no_secret_and_no_plugin_of_tensorflow_reaches_the_worker() -> None:
    given = {
        "PATH": "/bin", "LC_ALL": "C", "CUDA_VISIBLE_DEVICES": "0", "Path": "/bin", "TF_CPP_MIN_LOG_LEVEL": "1",
        "LC_API_KEY": "1", "NVIDIA_API_KEY": "1", "CUDA_TOKEN": "1", "TF_PLUGGABLE_DEVICE_LIBRARY_PATH": "/tmp/x",
        "TF_XLA_FLAGS": "--dump", "PYTHONPATH": "/tmp", "LD_PRELOAD": "/tmp/x.so", "AWS_SECRET": "1",
    }  # fmt: skip
    kept = clean_environment(given)
    assert set(kept) == {"PATH", "Path", "LC_ALL", "CUDA_VISIBLE_DEVICES", "TF_CPP_MIN_LOG_LEVEL"}


def test_another_plugin_cannot_stand_in_for_a_package(tmp_path: Path) -> None:
    """The plugin lies beside others, under a folder name of QGIS's making; one is called as a missing package."""
    plugins = tmp_path / "python/plugins"
    plugins.mkdir(parents=True)
    (plugins / "pandas.py").write_text("raise SystemExit('another plugin was run')")
    installed = plugins / "so2sat-qgis-plugin 1.2"
    shutil.copytree(ROOT / "so2sat_qgis_plugin", installed, ignore=shutil.ignore_patterns("__pycache__"))
    code = (
        "import runpy, sys; entry = runpy.run_path(sys.argv[1] + '/worker/__main__.py'); entry['import_package'](); "
        "import so2sat_qgis_plugin.worker.server as server; print(server.__file__); print(sys.path); import pandas"
    )
    command = [sys.executable, "-I", "-c", code, str(installed)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert "No module named 'pandas'" in done.stderr
    file, path = done.stdout.splitlines()
    assert file == str(installed / "worker/server.py") and str(plugins) not in path


def test_a_full_disk_is_not_called_lack_of_memory(tmp_path: Path) -> None:
    import tensorflow as tf

    from so2sat_qgis_plugin.worker.server import describe

    full = tf.errors.ResourceExhaustedError(None, None, "/home/x/variables: No space left on device")
    assert describe(full)["kind"] == "room"
    assert describe(OSError("1048576 requested and 4096 written"))["kind"] == "room"
    assert describe(OSError(28, "No space left on device"))["kind"] == "room"
    assert describe(tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor"))["kind"] == "memory"
