"""Two passes: the map of one pass, no features on disk, nothing lost when killed or cancelled."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.embedding.run import embedded
from so2sat_qgis_plugin.engine.embedding.scattered import embed_cells, sample_cells
from so2sat_qgis_plugin.engine.embedding.settle import settle
from so2sat_qgis_plugin.engine.errors import Cancelled
from so2sat_qgis_plugin.engine.features.parts import PartFeatures
from so2sat_qgis_plugin.engine.features.source import sample
from so2sat_qgis_plugin.engine.features.with_indices import WithIndices
from so2sat_qgis_plugin.engine.mapping import landcover
from so2sat_qgis_plugin.engine.mapping.cluster_scene import pays
from so2sat_qgis_plugin.engine.mapping.clusters import ClusterMap, ClusterRequest
from so2sat_qgis_plugin.engine.mapping.landcover import cluster_map_of
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.reader import Raster
from so2sat_qgis_plugin.runtime.client import Worker
from tests.support import runs
from tests.support.progress import Log
from tests.support.scenes import write

ROWS, COLUMNS, SAMPLE = 290, 310, 700
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture(scope="module")
def raster(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A scene with nodata: a hole larger than windows, and single pixels."""
    dn = runs.pixels(ROWS, COLUMNS)
    dn[40:90, 100:180] = 0
    dn[np.random.default_rng(0).random((ROWS, COLUMNS)) < 0.02] = 0
    return write(tmp_path_factory.mktemp("scene") / "s.tif", dn, runs.BANDS, nodata=0)


def of(raster: str, module: str, mode: str = "exact") -> Request:
    return Request(raster, module, window=8, stride=4, mode=mode, backend="openvino")


def asked(output: Path, **options: Any) -> ClusterRequest:
    return ClusterRequest(
        **{"output": str(output), "method": "kmeans", "clusters": 5, "seed": 0, "sample": SAMPLE, **options}
    )


def codes(path: Path) -> np.ndarray:
    with Raster(str(path)) as raster:
        return raster.read(0, 0, raster.info.height, raster.info.width, (1,))[..., 0]


def one_pass(request: Request, output: Path, home: Path, worker: Worker, patch: pytest.MonkeyPatch) -> ClusterMap:
    with patch.context() as patched:
        patched.setattr(landcover, "pays", lambda plan, request: False)
        return cluster_map_of(request, asked(output), home, worker, Progress())[0]


@pytest.mark.parametrize("mode", ["exact", "dense"])
def test_the_same_map_as_in_one_pass(
    worker: Worker, module: str, raster: str, tmp_path: Path, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = of(raster, module, mode)
    expected = one_pass(request, tmp_path / "one.tif", tmp_path, worker, monkeypatch)
    found, plan = cluster_map_of(request, asked(tmp_path / "two.tif"), tmp_path, worker, Progress())
    assert pays(plan, asked(tmp_path / "two.tif"))
    same = codes(tmp_path / "one.tif") == codes(tmp_path / "two.tif")
    # Dense and exact differ in their last digits; a cell between two clusters may fall to the other.
    assert same.all() if mode == "exact" else same.mean() > 0.999
    assert [one.legend for one in found.clusters] == [one.legend for one in expected.clusters]
    for one, other in zip(found.clusters, expected.clusters):
        assert one.spectrum == pytest.approx(other.spectrum, rel=2e-3)
        assert (one.water, one.cells) == pytest.approx((other.water, other.cells), abs=0 if mode == "exact" else 5)
    assert found.nodata == expected.nodata > 0
    assert found.sampled == SAMPLE
    assert not list((tmp_path / "runs").glob("*/part-*"))


def test_a_sample_is_that_of_the_finished_embedding(worker: Worker, module: str, raster: str, tmp_path: Path) -> None:
    with embedded(of(raster, module), tmp_path, worker, Progress()) as done:
        source = WithIndices(PartFeatures(done))
        expected, cells = sample(source, SAMPLE, 3, Progress())
        features, statistics = sample_cells(done.plan, worker, SAMPLE, 3, Progress())
        np.testing.assert_array_equal(np.concatenate([features, source.indices_of(statistics)], 1), expected)
        whole = runs.assemble(PartFeatures(done))
        again, _ = embed_cells(done.plan, worker, cells, Progress())
        np.testing.assert_array_equal(again, whole[cells[:, 0], cells[:, 1]])


def test_a_sample_of_a_large_grid_looks_at_some_tiles(
    worker: Worker, module: str, raster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = settle(of(raster, module), tmp_path, worker, Progress())
    reads: list[object] = []
    original = type(plan).read_exactly
    monkeypatch.setattr(type(plan), "read_exactly", lambda *given: reads.append(given) or original(*given))
    few, _ = sample_cells(plan, worker, 60, 0, Progress())
    assert len(few) == 60 and len(reads) <= 2
    reads.clear()
    every, _ = sample_cells(plan, worker, 10**6, 0, Progress())
    assert len(every) == pytest.approx(plan.grid.rows * plan.grid.columns - 200, abs=150)
    assert len(np.unique(every, axis=0)) > 0.99 * len(every)


def test_a_killed_worker_costs_nothing(worker: Worker, module: str, raster: str, tmp_path: Path) -> None:
    """Killed while the sample is embedded, while it is fitted, and while blocks are."""
    request = of(raster, module)
    cluster_map_of(request, asked(tmp_path / "whole.tif"), tmp_path, worker, Progress())
    killed: list[float] = []
    with runs.start() as mine:

        def at_report(fraction: float) -> None:
            if len(killed) < 3 and fraction > (0.02, 0.22, 0.5)[len(killed)]:
                killed.append(fraction)
                os.kill(mine.pid, signal.SIGKILL)

        log = Log(at_report)
        cluster_map_of(request, asked(tmp_path / "killed.tif"), tmp_path, mine, log)
    assert len(killed) == 3 and "It is started again" in log.text
    assert np.array_equal(codes(tmp_path / "killed.tif"), codes(tmp_path / "whole.tif"))


def test_cancelled_it_goes_on_where_it_was(worker: Worker, module: str, raster: str, tmp_path: Path) -> None:
    request = of(raster, module)
    cluster_map_of(request, asked(tmp_path / "whole.tif"), tmp_path, worker, Progress())
    seen: list[float] = []
    with runs.start() as mine:
        log = Log()
        log.report = lambda fraction: setattr(log, "cancelled", fraction > 0.7)  # type: ignore[method-assign]
        with pytest.raises(Cancelled):
            cluster_map_of(request, asked(tmp_path / "map.tif"), tmp_path, mine, log)
    parts = list((tmp_path / "runs").glob("*/part-*"))
    assert 0 < len(parts) < 4 and sum(part.stat().st_size for part in parts) < 40_000
    assert not (tmp_path / "map.tif").exists()
    with runs.start() as mine:
        log = Log(seen.append)
        cluster_map_of(request, asked(tmp_path / "map.tif"), tmp_path, mine, log)
    assert "Sampling" not in log.text and "are there from an earlier run" in log.text
    assert seen == sorted(seen)
    assert np.array_equal(codes(tmp_path / "map.tif"), codes(tmp_path / "whole.tif"))
    assert not list((tmp_path / "runs").glob("*/*.npz"))


def test_other_settings_are_another_run(worker: Worker, module: str, raster: str, tmp_path: Path) -> None:
    request = of(raster, module)
    settle(request, tmp_path, worker, Progress())  # checks the module, with TensorFlow, where that is loaded
    with runs.start() as mine:
        log = Log()
        log.report = lambda fraction: setattr(log, "cancelled", fraction > 0.7)  # type: ignore[method-assign]
        with pytest.raises(Cancelled):
            cluster_map_of(request, asked(tmp_path / "map.tif"), tmp_path, mine, log)
    for options in ({"clusters": 4}, {"seed": 1}, {"method": "minibatch"}, {"sample": SAMPLE - 1}):
        log = Log()
        found, _ = cluster_map_of(request, asked(tmp_path / "map.tif", **options), tmp_path, worker, log)
        assert "Sampling" in log.text and "earlier run" not in log.text
        assert len(found.clusters) == options.get("clusters", 5)


def test_one_pass_where_the_sample_is_most_of_the_cells(
    worker: Worker, module: str, raster: str, tmp_path: Path
) -> None:
    plan = settle(of(raster, module), tmp_path, worker, Progress())
    cells = plan.grid.rows * plan.grid.columns
    assert pays(plan, asked(tmp_path / "m.tif", sample=cells // 5))
    assert not pays(plan, asked(tmp_path / "m.tif", sample=cells // 3))
    geometry = settle(of(raster, module, "dense"), tmp_path, worker, Progress()).geometry
    assert geometry is not None and geometry.equals_exact
    assert not pays(replace(plan, geometry=replace(geometry, equals_exact=False)), asked(tmp_path / "m.tif"))
