"""Plans on a real Dask cluster: the result of one process, whatever happens to nodes and scheduler."""

from __future__ import annotations

import queue
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.errors import Cancelled, So2SatError
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.jobs.cluster import compute
from so2sat_qgis_plugin.jobs.finish import finish
from so2sat_qgis_plugin.jobs.node import node
from so2sat_qgis_plugin.jobs.plan_file import SavedPlan
from so2sat_qgis_plugin.jobs.roots import Roots
from so2sat_qgis_plugin.worker import dask
from tests.jobs.test_jobs import made
from tests.support import runs
from tests.support.dask import RUNTIME, Cluster, Watching, blow, needs_dask, parts_of
from tests.support.data import ROOT
from tests.support.waiting import LONG, wait_until

pytestmark = needs_dask
Start = Callable[[int], Cluster]


def finished(saved: SavedPlan, home: Path) -> np.ndarray:
    with node(saved.path, Roots(), home, RUNTIME, Progress()) as here:
        return made(Path(finish(here, Roots(), Progress())))


@pytest.mark.parametrize("workers", [1, 2])
def test_the_result_is_that_of_one_process(
    cluster: Start, workers: int, saved: SavedPlan, home: Path, expected: np.ndarray
) -> None:
    started, log = cluster(workers), runs.Log()
    started.wait_for(workers)
    nodes = compute(saved, started.address, [], RUNTIME, log)
    assert 1 <= nodes <= workers and parts_of(saved) == 16
    assert f"16 of 16 blocks, {nodes} node" in log.text and "blocks/s" in log.text
    assert np.array_equal(finished(saved, home), expected)


@pytest.mark.parametrize("signal_", [signal.SIGKILL, signal.SIGSTOP])
def test_a_node_that_dies_or_hangs_is_done_without(
    cluster: Start, signal_: signal.Signals, saved: SavedPlan, home: Path, expected: np.ndarray
) -> None:
    started = cluster(2)
    log = Watching(saved, 2, lambda: blow(started.processes[1], signal_))
    compute(saved, started.address, [], RUNTIME, log)
    assert np.array_equal(finished(saved, home), expected)


def test_an_answer_that_is_lost_with_its_node_before_it_is_fetched(cluster: Start) -> None:
    from distributed import Client

    started, finished = cluster(1), queue.Queue[Any]()
    started.wait_for(1)
    run = dask._Run("tests.support.dask:answered", [], "", Path(), np.arange(1))
    with Client(started.address, set_as_default=False) as client:
        assert dask._fill(client, run, dask._Nodes(client), finished)
        future = finished.get(timeout=LONG)
        blow(started.processes[1], signal.SIGKILL)
        wait_until(lambda: future.status != "finished", what="the loss")
        dask._take(client, run, [future])
        assert run.done == 0 and run.lost == [future]
        started.start_worker()
        wait_until(lambda: future.status == "finished", what="the answer")
        dask._take(client, run, run.lost)
    assert run.done == 1 and run.nodes == {"node of 0"} and run.lost == []


def test_a_scheduler_that_comes_back(cluster: Start, saved: SavedPlan, home: Path, expected: np.ndarray) -> None:
    started = cluster(1)

    def restart() -> None:
        blow(started.scheduler, signal.SIGKILL)
        started.scheduler.wait()
        blow(started.processes[1], signal.SIGKILL)
        started.start_scheduler()
        started.start_worker()

    log = Watching(saved, 2, restart)
    compute(saved, started.address, [], RUNTIME, log)
    assert "The scheduler was lost" in log.text
    assert np.array_equal(finished(saved, home), expected)


def test_cancel(cluster: Start, saved: SavedPlan) -> None:
    """Cancelled while the node stands still: the cancel does not wait for it, and it is then given no more."""
    started = cluster(1)

    def cancel() -> None:
        blow(started.processes[1], signal.SIGSTOP)
        log.cancelled = True

    log = Watching(saved, 1, cancel)
    with pytest.raises(Cancelled):
        compute(saved, started.address, [], RUNTIME, log)
    blow(started.processes[1], signal.SIGCONT)
    started.wait_idle()
    assert parts_of(saved) < 16, "tasks were released"


def test_three_failures_of_a_block_end_the_run(cluster: Start, saved: SavedPlan) -> None:
    started = cluster(1)
    graph = saved.folder / "module" / "saved_model.pb"
    graph.write_bytes(graph.read_bytes() + b"\0")
    with pytest.raises(So2SatError, match=r"failed 3 times on the cluster.*is not the one that the plan was made with"):
        compute(saved, started.address, [], RUNTIME, Progress())


def another_version(folder: Path) -> str:
    """Return the folder of the package as it is, but of version 0.0.1."""
    (folder / "so2sat_qgis_plugin").symlink_to(ROOT / "so2sat_qgis_plugin")
    (folder / "sitecustomize.py").write_text(
        "import so2sat_qgis_plugin.paths as paths\npaths.version = lambda: '0.0.1'\n"
    )
    return str(folder)


def without_gdal(folder: Path) -> str:
    """Return a folder that hides the GDAL of a Python."""
    (folder / "osgeo").mkdir()
    (folder / "osgeo" / "__init__.py").write_text("raise ImportError('no GDAL is here')\n")
    return f"{folder}:{ROOT}"


@pytest.mark.parametrize(("unfit", "says"), [(another_version, "here it is 0.0.1"), (without_gdal, "no GDAL is here")])
def test_blocks_of_a_node_that_cannot_go_elsewhere(
    cluster: Start,
    unfit: Callable[[Path], str],
    says: str,
    saved: SavedPlan,
    expected: np.ndarray,
    home: Path,
    tmp_path: Path,
) -> None:
    (tmp_path / "other").mkdir()
    started = cluster(0)
    started.start_worker(PYTHONPATH=unfit(tmp_path / "other"))
    with pytest.raises(So2SatError, match=f"failed 3 times.*{says}"):
        compute(saved, started.address, [], RUNTIME, Progress())
    started.start_worker()
    started.wait_for(2)
    compute(saved, started.address, [], RUNTIME, Progress())
    assert np.array_equal(finished(saved, home), expected)


def test_features_of_a_node_that_does_not_see_the_folder(cluster: Start, saved: SavedPlan) -> None:
    started = cluster(0)
    started.start_worker(SO2SAT_ROOTS=f"{saved.path.parent}=/nowhere")
    with pytest.raises(So2SatError, match=r"does not see the plan /nowhere/p.json. Its folder must be where all nodes"):
        compute(saved, started.address, [], RUNTIME, Progress())


def test_a_scheduler_file_that_is_not_there(saved: SavedPlan, tmp_path: Path) -> None:
    with pytest.raises(So2SatError, match="neither an address"):
        compute(saved, str(tmp_path / "none.json"), [], RUNTIME, Progress())
