"""so2sat:setupruntime, in a real QGIS, as far as it goes without gigabytes."""

import sys

import pytest
from qgis.core import QgsProcessingException, QgsSettings

from so2sat_qgis_plugin.algorithms.base import runtime_python
from so2sat_qgis_plugin.engine.errors import So2SatError


def test_wrong_base_interpreter_is_named(run, so2sat_home):
    with pytest.raises(QgsProcessingException, match=r"/bin/ls is not a Python that runs.*3\.10 to 3\.13"):
        run("setupruntime", {"PYTHON": "/bin/ls"})
    assert not (so2sat_home / "runtime.json").exists()


def test_an_empty_folder_of_wheels_is_said_and_nothing_stays(run, so2sat_home, tmp_path):
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    with pytest.raises(QgsProcessingException, match=r"A wheel is missing in .*wheels"):
        run("setupruntime", {"WHEELS": str(wheels), "DEVICE": 0})
    assert [path.name for path in so2sat_home.iterdir() if path.is_dir()] == []
    assert "No matching distribution" in (so2sat_home / "setup.log").read_text(encoding="utf-8")


def test_the_setting_names_an_interpreter(so2sat_home, monkeypatch):
    monkeypatch.delenv("SO2SAT_PYTHON", raising=False)
    with pytest.raises(So2SatError, match="not set up yet"):
        runtime_python()
    QgsSettings().setValue("so2sat/python", sys.executable)
    try:
        assert str(runtime_python()) == sys.executable
    finally:
        QgsSettings().remove("so2sat/python")
