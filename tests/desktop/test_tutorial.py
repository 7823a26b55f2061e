"""docs/tutorial.md, walked in a real QGIS window with a real scene; `make screenshots` takes its pictures from here."""

import os
from pathlib import Path

import pytest

from tests.desktop.conftest import SHOTS, found_in
from tests.support.browser import CHROMIUM, picture
from tests.support.data import RESNET20, needs_shared, real

pytestmark = [pytest.mark.desktop, needs_shared]


def test_from_bands_to_local_climate_zones(desktop, tmp_path):
    if "SO2SAT_PYTHON" not in os.environ:
        pytest.skip("SO2SAT_PYTHON names no runtime")
    output = desktop(
        Path(__file__).with_name("inside_tutorial.py"),
        SO2SAT_HOME=str(tmp_path / "home"),
        WORK=str(tmp_path),
        BANDS=real("t48que/bands"),
        MODULE=str(RESNET20),
    )
    found = found_in(output)
    assert found["bands"] == 10 and {"OUTPUT", "REPORT"} <= set(found["outputs"])
    assert any("Water" in name or "Low plants" in name for name in found["classes"])
    page = tmp_path / "report.html"
    assert "data:image/png" in page.read_text(encoding="utf-8")
    if CHROMIUM:
        picture(page, SHOTS / "tutorial_report.png", width=1000, height=1150)
