"""A real QGIS window under Xvfb, with the plugin in a fresh profile."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.data import ROOT
from tools.qgis_process import Qgis

SHOTS = ROOT / "build" / "desktop"


def found_in(output: str) -> dict:
    """Return what a script told of; fails where it told nothing, or an error."""
    rows = [row for row in output.splitlines() if row.startswith("FOUND ")]
    assert rows, output[-3000:]
    found = json.loads(rows[-1][6:])
    assert "error" not in found, found["error"]
    return found


@pytest.fixture(scope="session")
def desktop(plugins, tmp_path_factory):
    """`desktop(script, environment)`: run a Python script inside QGIS's window and return what it printed.

    The script ends QGIS itself; `SHOTS` in its environment names a folder for screenshots.
    """
    need_a_window()
    folder = tmp_path_factory.mktemp("desktop")
    config = folder / "config"
    Qgis(config, plugins).enable()

    def run(script: Path, **environment: str) -> str:
        return in_a_window(script, config, QGIS_PLUGINPATH=str(plugins), **environment)

    return run


def need_a_window() -> None:
    """Skip the test where QGIS or Xvfb is missing."""
    if shutil.which("xvfb-run") is None or shutil.which("qgis") is None:
        pytest.skip("needs qgis and xvfb-run (make system)")


def in_a_window(script: Path, config: Path, **environment: str) -> str:
    """Run a script inside QGIS's window, with the profiles in `config`, and return what it printed."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    command = ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24", "qgis", "--nologo", "--noversioncheck"]
    command += ["--profiles-path", str(config), "--profile", "default", "--code", str(script)]
    given = {"QT_QPA_PLATFORM": "xcb", "SHOTS": str(SHOTS), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command,
        env={**os.environ, **given, **environment},
        capture_output=True,
        text=True,
        timeout=1800,
        cwd=config.parent,
    )
    return done.stdout + done.stderr
