"""Modules that several tests look at: to build them takes long."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A module of the So2Sat ResNet-50's shape, with random weights."""
    from so2sat_qgis_plugin.worker.modules.export import export_resnet50

    folder = tmp_path_factory.mktemp("modules") / "resnet50"
    export_resnet50(folder, bands=10, seed=3)
    return folder
