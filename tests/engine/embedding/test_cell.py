"""The cell of a run: in pixels, in metres, or as fine as a short run allows."""

from pathlib import Path

import pytest

from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.embedding.settle import settle
from so2sat_qgis_plugin.engine.errors import So2SatError
from tests.support import runs
from tests.support.progress import Log


def settled(worker, home: Path, path: str, progress=None, **asked):
    return settle(Request(path, window=16, **asked), home, worker, progress or Log())


def test_in_metres_it_is_whole_pixels(worker, tmp_path):
    path = runs.scene(tmp_path / "s.tif", 60, 80)
    for cell, stride in ((100, 10), (44, 4), (3, 1)):
        plan = settled(worker, tmp_path, path, stride=0, cell=cell)
        assert plan.grid.stride == plan.request.stride == stride
        assert plan.grid.shape == (-(-60 // stride), -(-80 // stride))
    assert settled(worker, tmp_path, path, stride=7, cell=100).grid.stride == 7  # pixels were asked for


def test_metres_need_a_crs(worker, tmp_path):
    path = runs.scene(tmp_path / "s.tif", 60, 80, epsg=None)
    with pytest.raises(So2SatError, match="CELL is 50 m, but .* has no CRS"):
        settled(worker, tmp_path, path, stride=0, cell=50)


def test_by_itself_a_small_scene_is_fine_and_a_repeated_run_is_the_same(worker, tmp_path):
    path = runs.scene(tmp_path / "s.tif", 60, 80)
    log = Log()
    plan = settled(worker, tmp_path, path, log, stride=0)
    assert plan.grid.stride < 10 and "about ten seconds" in log.text
    record = next((tmp_path / "strides").iterdir())
    record.write_text('{"stride": 6}')
    assert settled(worker, tmp_path, path, stride=0).grid.stride == 6


def test_an_extent_counts_for_the_time_and_stays(worker, tmp_path):
    path = runs.scene(tmp_path / "s.tif", 60, 80)
    whole = settled(worker, tmp_path, path, stride=0)
    left, top = whole.info.transform[0], whole.info.transform[3]
    part = settled(worker, tmp_path, path, stride=0, extent=(left, top - 200, left + 300, top))
    assert part.grid.shape == (-(-20 // part.grid.stride), -(-30 // part.grid.stride))
