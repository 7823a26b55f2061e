"""What tests of every room share, and how every test run ends.

tests/worker runs in the runtime's Python, which has neither QGIS nor GDAL: what needs them is imported inside fixtures.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.data import RESNET20, SHARED

if TYPE_CHECKING:
    from so2sat_qgis_plugin.runtime.client import Worker

_status: list[int] = []


@pytest.fixture(scope="session")
def shared_worker() -> Iterator[Worker]:
    """One worker for the whole run: it loads TensorFlow once. Tests that end or stop it take `own_worker`."""
    from tests.support.runs import start

    with start() as started:
        yield started


@pytest.fixture
def worker(shared_worker: Worker) -> Worker:
    """The worker that tests share."""
    return shared_worker


@pytest.fixture
def own_worker() -> Iterator[Worker]:
    """A worker of the test's own, to do with as it likes."""
    from tests.support.runs import start

    with start() as started:
        yield started


@pytest.fixture(scope="session")
def module(shared_worker: Worker, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a small real module for ten bands: built-in, of few filters."""
    from tests.support.runs import small_module

    return small_module(shared_worker, tmp_path_factory.mktemp("modules"))


@pytest.fixture(scope="session")
def resnet20() -> str:
    """The folder of the 20-layer module; skips the test where there is no ../shared."""
    if not SHARED.is_dir():
        pytest.skip("../shared (real rasters and modules) is not there")
    return str(RESNET20)


@pytest.fixture(scope="session")
def plugins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the plugin's folder as QGIS wants it."""
    from tools.plugin import stage

    folder = tmp_path_factory.mktemp("plugins")
    stage(folder)
    return folder


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add why a test was skipped, a line each, to the file that $SKIPPED names: `make test` ends by telling."""
    if report.skipped and "SKIPPED" in os.environ:
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        with open(os.environ["SKIPPED"], "a", encoding="utf-8") as file:
            file.write(" ".join(why.removeprefix("Skipped: ").split()) + "\n")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Remember how the run went."""
    _status.append(int(exitstatus))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """End at once, with the run's own status, where QGIS was loaded.

    PyQGIS crashes now and then when the interpreter takes Qt's objects down after QGIS has ended; every result is in by
    then. That QGIS ends well with the plugin is tested in processes of its own (test_everywhere, tests/desktop).
    """
    if "qgis.core" in sys.modules and _status:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_status[0])
