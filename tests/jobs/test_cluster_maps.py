"""Maps of clusters on a real Dask cluster: codes alone are stored, or sent back."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.errors import ClusterGone, So2SatError
from so2sat_qgis_plugin.engine.files import Outputs
from so2sat_qgis_plugin.engine.mapping.clusters import ClusterRequest
from so2sat_qgis_plugin.engine.mapping.landcover import cluster_map_of
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.reader import Raster
from so2sat_qgis_plugin.jobs.cluster import compute
from so2sat_qgis_plugin.jobs.finish import finish
from so2sat_qgis_plugin.jobs.node import node
from so2sat_qgis_plugin.jobs.on_cluster import OnCluster
from so2sat_qgis_plugin.jobs.plan_file import Outcome, SavedPlan, save
from so2sat_qgis_plugin.jobs.roots import Roots
from so2sat_qgis_plugin.runtime.client import Worker
from tests.support import runs
from tests.support.dask import RUNTIME, Cluster, Watching, blow, free_port, needs_dask
from tests.support.data import T48QUE, needs_shared
from tests.support.small_disk import small_disk

pytestmark = needs_dask
Start = Callable[[int], Cluster]


def asked(output: str | Path, sample: int = 1000) -> ClusterRequest:
    return ClusterRequest(str(output), "kmeans", 6, 0, sample)


def codes(path: str | Path) -> np.ndarray:
    with Raster(str(path)) as raster:
        return raster.read(0, 0, raster.info.height, raster.info.width, (1,))[..., 0]


def mapped(
    request: Request, output: Path, home: Path, worker: Worker, elsewhere: OnCluster | None, log: runs.Log | None = None
) -> np.ndarray:
    """Return the map as the algorithm makes it, here or elsewhere."""
    with Outputs():
        cluster_map_of(request, asked(output), home, worker, log or Progress(), elsewhere)
    return codes(output)


def on(started: Cluster, folder: str = "", fallback: bool = False) -> OnCluster:
    return OnCluster(started.address, folder, fallback, RUNTIME)


@needs_shared
def test_t48que_on_one_two_and_four_workers(cluster: Start, worker: Worker, home: Path, tmp_path: Path) -> None:
    request = Request(str(T48QUE), stride=6)
    expected = mapped(request, tmp_path / "here.tif", home, worker, None)
    assert expected.shape == (178, 178) and len(np.unique(expected)) >= 6
    started = cluster(0)
    for count in (1, 2, 4):
        while len(started.processes) < 1 + count:
            started.start_worker()
        log = runs.Log()
        found = mapped(request, tmp_path / f"{count}.tif", home, worker, on(started), log)
        assert np.array_equal(found, expected) and "blocks/s" in log.text
    assert not list((home / "runs").glob("*/part-*")), "what was computed is deleted once the map is there"


@pytest.fixture
def planned(request_: Request, home: Path, worker: Worker, tmp_path: Path) -> SavedPlan:
    """A plan for a map of clusters."""
    outcome = Outcome(str(tmp_path / "map.tif"), report=str(tmp_path / "map.html"), clusters=asked(""))
    return save(tmp_path / "p.json", request_, outcome, home, worker, Progress())


@pytest.fixture(scope="module")
def here(request_: Request, home: Path, shared_worker: Worker, tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """The map that one process makes."""
    return mapped(request_, tmp_path_factory.mktemp("map") / "m.tif", home, shared_worker, None)


def finished(saved: SavedPlan, home: Path) -> np.ndarray:
    with node(saved.path, Roots(), home, RUNTIME, Progress()) as opened:
        return codes(finish(opened, Roots(), Progress()))


def test_codes_come_back_from_nodes_that_do_not_see_the_folder(
    cluster: Start, planned: SavedPlan, here: np.ndarray, home: Path, tmp_path: Path
) -> None:
    started = cluster(0)
    for _ in range(2):
        started.start_worker(SO2SAT_ROOTS=f"{tmp_path}=/nowhere", SO2SAT_HOME=str(tmp_path / "theirs"))
    log = Watching(planned, 4, lambda: blow(started.processes[1], signal.SIGKILL))
    compute(planned, started.address, [], RUNTIME, log)
    assert np.array_equal(finished(planned, home), here)
    assert "k-means" in (tmp_path / "map.html").read_text()


def test_a_scheduler_that_comes_back_is_given_the_plan_again(
    cluster: Start, planned: SavedPlan, here: np.ndarray, home: Path, tmp_path: Path
) -> None:
    started = cluster(0)
    blind = {"SO2SAT_ROOTS": f"{tmp_path}=/nowhere", "SO2SAT_HOME": str(tmp_path / "theirs")}
    started.start_worker(**blind)

    def restart() -> None:
        for process in started.processes[:2]:
            blow(process, signal.SIGKILL)
            process.wait()
        started.start_scheduler()
        started.start_worker(**blind)

    compute(planned, started.address, [], RUNTIME, Watching(planned, 2, restart))
    assert np.array_equal(finished(planned, home), here)


def test_a_node_without_room(cluster: Start, planned: SavedPlan, here: np.ndarray, home: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "full", 16) as disk:
        started = cluster(0)
        started.start_worker(SO2SAT_ROOTS=f"{tmp_path}=/nowhere", SO2SAT_HOME=str(disk.path))
        with pytest.raises(So2SatError, match="failed 3 times.*No space left"):
            compute(planned, started.address, [], RUNTIME, Progress())
        started.start_worker()
        started.wait_for(2)
        compute(planned, started.address, [], RUNTIME, Progress())
        assert np.array_equal(finished(planned, home), here)


def test_a_cluster_that_is_gone(
    request_: Request, here: np.ndarray, home: Path, worker: Worker, tmp_path: Path
) -> None:
    gone = OnCluster(f"tcp://127.0.0.1:{free_port()}", str(tmp_path), False, RUNTIME)
    with pytest.raises(ClusterGone, match="cannot be reached"):
        mapped(request_, tmp_path / "m.tif", home, worker, gone)
    assert not (tmp_path / "m.tif").exists()
    log = runs.Log()
    assert np.array_equal(mapped(request_, tmp_path / "m.tif", home, worker, replace(gone, fallback=True), log), here)
    assert "The run goes on here." in log.text and not list((tmp_path / "runs").glob("*/part-*"))
