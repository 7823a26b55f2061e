"""The plugin in a QGIS that speaks German."""

from pathlib import Path

import pytest

from tests.desktop.conftest import found_in

pytestmark = pytest.mark.desktop


def test_menu_set_up_and_map_speak_german(desktop, tmp_path):
    script = Path(__file__).with_name("inside_german.py")
    output = desktop(script, SO2SAT_HOME=str(tmp_path / "home"), SO2SAT_PYTHON="", LC_ALL="de_DE.UTF-8")
    found = found_in(output)
    assert found["entries"] == ["Bedienfeld Landbedeckung", "Landbedeckungskarte…", "Einrichten…", "Hilfe"]
    assert found["setup"][0] == "Einrichten" and "noch nicht eingerichtet" in found["setup"][1]
    assert found["setup"][2].startswith("etwa ")
    assert found["narrowest"] <= 400 and not found["cut off"]
