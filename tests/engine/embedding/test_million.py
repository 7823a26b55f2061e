"""A raster of a million pixels a side, of which nothing is ever listed."""

from __future__ import annotations

import tracemalloc
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.embedding.parts import Parts
from so2sat_qgis_plugin.engine.embedding.plan import Plan, Request
from so2sat_qgis_plugin.engine.embedding.rate import _tried
from so2sat_qgis_plugin.engine.embedding.run import _count, _missing
from so2sat_qgis_plugin.engine.embedding.scattered import _candidates
from so2sat_qgis_plugin.engine.embedding.settle import settle
from so2sat_qgis_plugin.engine.features.parts import PlanFeatures
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.grid import Block, Grid
from so2sat_qgis_plugin.runtime.client import Worker
from tests.support import runs

SIDE = 10**6


@pytest.fixture(scope="module")
def plan(shared_worker: Worker, module: str, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """A plan at stride 1 of a raster that there is not."""
    folder = tmp_path_factory.mktemp("million")
    request = Request(runs.scene(folder / "s.tif", 60, 60), module, window=8, stride=1, mode="exact")
    settled = settle(request, folder, shared_worker, Progress())
    return replace(settled, grid=Grid.over(SIDE, SIDE, 8, 1))


def peak(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the most that Python held meanwhile, in MB, and what came of it."""
    tracemalloc.start()
    try:
        found = work()
        return tracemalloc.get_traced_memory()[1] / 1e6, found
    finally:
        tracemalloc.stop()


def test_blocks(plan: Plan) -> None:
    held, last = peak(lambda: plan.blocks()[len(plan.blocks()) - 1])
    assert len(plan.blocks()) > 200_000_000 and last.row + last.rows == last.column + last.columns == SIDE
    assert held < 0.1


def test_a_hundred_thousand_blocks_one_after_another(plan: Plan, tmp_path: Path) -> None:
    some = replace(plan, grid=Grid.over(400 * plan.block_side(), 250 * plan.block_side(), 8, 1))
    assert len(some.blocks()) == 10**5
    assert peak(lambda: deque(PlanFeatures(some).blocks(), maxlen=0))[0] < 0.5
    few = replace(plan, grid=Grid.over(100 * plan.block_side(), 100 * plan.block_side(), 8, 1))
    with Parts(tmp_path, {}) as parts:
        held, count = peak(lambda: _count(_missing(parts, few.blocks(), Progress())))
    assert count == 10**4 and held < 0.5


def test_where_speed_is_measured(plan: Plan) -> None:
    held, blocks = peak(lambda: _tried(plan))
    assert held < 0.1 and len(blocks) == 9
    middle = blocks[0]
    assert (
        middle.row <= SIDE // 2 < middle.row + middle.rows
        and middle.column <= SIDE // 2 < middle.column + middle.columns
    )
    tiny = _tried(replace(plan, grid=Grid.over(5, 5, 8, 1)))
    assert tiny == [Block(0, 0, 5, 5)]


def test_a_sample(plan: Plan) -> None:
    """Of 10,000 million cells: all of the raster’s would take some minutes of hashing."""
    large = replace(plan, grid=Grid.over(100_000, 100_000, 8, 1))
    held, cells = peak(lambda: next(_candidates(large, 500, 0)))
    assert held < 300 and len(np.unique(cells, axis=0)) == 500


def test_every_cell_is_a_candidate_once(plan: Plan) -> None:
    small = replace(plan, grid=Grid.over(300, 200, 8, 1))
    cells = np.concatenate(list(_candidates(small, 150, 0)))
    assert len(cells) == len(np.unique(cells, axis=0)) == 60_000
