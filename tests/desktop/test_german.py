"""The plugin in a QGIS that speaks German."""

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.desktop


def test_menu_set_up_and_map_speak_german(desktop, tmp_path):
    script = Path(__file__).with_name("inside_german.py")
    output = desktop(script, SO2SAT_HOME=str(tmp_path / "home"), SO2SAT_PYTHON="", LC_ALL="de_DE.UTF-8")
    rows = [row for row in output.splitlines() if row.startswith("FOUND ")]
    assert rows, output[-3000:]
    found = json.loads(rows[-1][6:])
    assert "error" not in found, found["error"]
    assert found["entries"] == ["Bedienfeld Landbedeckung", "Landbedeckungskarte…", "Einrichten…", "Hilfe"]
    assert found["setup"][0] == "Einrichten" and "noch nicht eingerichtet" in found["setup"][1]
    assert found["setup"][2].startswith("etwa ") and found["map"]
