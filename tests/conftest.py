"""How every test run ends."""

from __future__ import annotations

import os
import sys

import pytest

_status: list[int] = []


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
