"""A plan is saved by the algorithm, and computed by the command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException

from tests.jobs.test_jobs import command, ended
from tests.support import runs


def test_from_the_dialog_to_the_embedding(
    run: Callable[..., dict[str, Any]], so2sat_home: Path, module: str, tmp_path: Path
) -> None:
    asked = {
        "INPUT": runs.scene(tmp_path / "s.tif"),
        "MODULE": module,
        "WINDOW": 8,
        "STRIDE": 8,
        "PLAN": str(tmp_path / "p.json"),
    }
    with pytest.raises(QgsProcessingException, match="must be the path of a .tif file"):
        run("plan", {**asked, "TARGET": "map"})
    made = run("plan", {**asked, "TARGET": str(tmp_path / "e.tif")})
    assert made["BLOCKS"] >= 1
    assert "those of the plan" in ended(command(so2sat_home, "plan", "check", made["PLAN"]))
    ended(command(so2sat_home, "run", made["PLAN"], "--finish"))
    assert gdal.Open(str(tmp_path / "e.tif")).RasterXSize == 22
    with pytest.raises(QgsProcessingException, match="Choose a new name"):
        run("plan", {**asked, "TARGET": str(tmp_path / "e.tif")})
