"""The worker that stays between tasks."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from so2sat_qgis_plugin.engine.errors import So2SatError, WorkerError
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.worker import versions
from so2sat_qgis_plugin.runtime.warm import WarmWorker
from tests.support.waiting import LONG


@pytest.fixture
def warm():
    if "SO2SAT_PYTHON" not in os.environ:
        pytest.skip("SO2SAT_PYTHON names no runtime")
    kept = WarmWorker(lambda: Path(os.environ["SO2SAT_PYTHON"]))
    yield kept
    kept.close()


def test_it_stays_and_is_started_anew_once_it_died(warm):
    with warm.lend() as first:
        versions(first, Progress())
        pid = first.pid
    with warm.lend() as second:
        assert second.pid == pid
        second.kill()
    with warm.lend() as third:
        assert third.pid != pid and versions(third, Progress()).python


def test_one_borrower_at_a_time(warm):
    seen = []

    def borrow() -> None:
        with warm.lend() as worker:
            seen.append(worker.pid)

    with warm.lend() as worker:
        other = threading.Thread(target=borrow)
        other.start()
        other.join(0.3)
        assert other.is_alive() and seen == []
    other.join(LONG)
    assert seen == [worker.pid]


def test_closing_ends_what_is_under_way(warm):
    with warm.lend() as worker:
        warm.close()
        assert not worker.is_alive()
        with pytest.raises(WorkerError):
            versions(worker, Progress())


def test_without_a_runtime_it_says_so():
    def missing() -> Path:
        raise So2SatError("no runtime")

    kept = WarmWorker(missing)
    with pytest.raises(So2SatError, match="no runtime"), kept.lend():
        pass
    kept.close()
