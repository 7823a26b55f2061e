"""Algorithms run in a real QGIS, with a home folder of their own."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProcessingFeedback

from so2sat_qgis_plugin.algorithms.base import So2SatAlgorithm, runtime_python
from so2sat_qgis_plugin.provider import So2SatProvider, register
from so2sat_qgis_plugin.runtime.warm import WarmWorker
from tools.qgis_process import Qgis


@pytest.fixture(scope="session")
def provider(qgis_processing: None) -> Iterator[So2SatProvider]:
    """The provider, registered; its algorithms are lent a worker that stays, as in a window."""
    registered, warm = register(), WarmWorker(runtime_python)
    So2SatAlgorithm.lender = warm.lend
    yield registered
    So2SatAlgorithm.lender = None
    warm.close()
    gc.collect()  # layers in the frames of caught errors must not outlive QGIS
    QgsApplication.processingRegistry().removeProvider(registered)


@pytest.fixture
def cold(provider: So2SatProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run starts a worker of its own, as without a window."""
    monkeypatch.setattr(So2SatAlgorithm, "lender", None)


@pytest.fixture
def so2sat_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder."""
    home = tmp_path / "so2sat_home"
    monkeypatch.setenv("SO2SAT_HOME", str(home))
    return home


class Feedback(QgsProcessingFeedback):
    """Keeps what was logged; cancels when `cancel_when` says so of a log line or a progress."""

    def __init__(self, cancel_when: Callable[[str], bool] = lambda text: False) -> None:
        super().__init__(False)
        self.text = ""
        self._cancel_when = cancel_when

    def _take(self, line: str) -> None:
        self.text += line + "\n"
        if self._cancel_when(line):
            self.cancel()

    def pushInfo(self, info: str) -> None:
        self._take(info)

    def pushWarning(self, warning: str) -> None:
        self._take(warning)

    def reportError(self, error: str, fatalError: bool = False) -> None:
        self._take(error)


@pytest.fixture
def run(provider: So2SatProvider, so2sat_home: Path) -> Callable[..., dict[str, Any]]:
    """`run(id, parameters, feedback=…)` runs an algorithm of the provider and returns its outputs."""
    import processing

    def call(name: str, parameters: dict[str, Any], feedback: QgsProcessingFeedback | None = None) -> dict[str, Any]:
        return dict(processing.run(f"so2sat:{name}", parameters, feedback=feedback or Feedback()))

    return call


@pytest.fixture(scope="session")
def profile(plugins: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of QGIS profiles in which the plugin is enabled."""
    folder = tmp_path_factory.mktemp("profile")
    Qgis(folder, plugins).enable()
    return folder


@pytest.fixture
def qgis(profile: Path, plugins: Path, so2sat_home: Path) -> Qgis:
    """qgis_process with the plugin enabled, in the test's home."""
    return Qgis(profile, plugins)
