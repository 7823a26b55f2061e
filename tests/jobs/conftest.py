"""Plans, and clusters to compute them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.jobs.plan_file import Outcome, SavedPlan, load, save
from so2sat_qgis_plugin.runtime.client import Worker
from tests.support import runs
from tests.support.dask import Cluster, clusters


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of all nodes."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def request_(tmp_path_factory: pytest.TempPathFactory, module: str) -> Request:
    """A scene of 16 blocks for a small module."""
    folder = tmp_path_factory.mktemp("scene")
    return Request(runs.scene(folder / "scene.tif", 500, 500), module, window=8, stride=2, mode="exact")


@pytest.fixture(scope="module")
def expected(request_: Request, shared_worker: Worker, tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """What one process makes of `request_`."""
    return runs.embed(request_, tmp_path_factory.mktemp("alone"), shared_worker)


@pytest.fixture
def saved(request_: Request, home: Path, worker: Worker, tmp_path: Path) -> SavedPlan:
    """A plan of `request_`."""
    save(tmp_path / "p.json", request_, Outcome(str(tmp_path / "out.tif")), home, worker, Progress())
    return load(tmp_path / "p.json")


@pytest.fixture
def cluster(tmp_path: Path, home: Path) -> Iterator[Callable[[int], Cluster]]:
    """`cluster(n)` starts a scheduler and n workers."""
    with clusters(tmp_path, home) as start:
        yield start
