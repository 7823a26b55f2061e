"""The menu and the dialogs in a real QGIS window."""

import sys
from pathlib import Path

import pytest

from tests.desktop.conftest import found_in

pytestmark = pytest.mark.desktop


@pytest.fixture(scope="module")
def found(desktop, tmp_path_factory) -> dict:
    folder = tmp_path_factory.mktemp("window")
    (folder / "wheels").mkdir()
    output = desktop(
        Path(__file__).with_name("inside_window.py"),
        SO2SAT_HOME=str(folder / "home"),
        SO2SAT_PYTHON="",
        EMPTY_WHEELS=str(folder / "wheels"),
        INTERPRETER=sys.executable,
    )
    return {**found_in(output), "home": folder / "home"}


def test_the_menu_has_its_entries_that_open_and_go_with_the_plugin(found):
    assert found["loaded"]
    assert found["entries"] == ["Land cover panel", "Land-cover map…", "Set up…", "Help"] and all(found["icons"])
    assert found["entries_after_unload"] == []


def test_set_up_says_what_is_missing_and_why_it_failed(found):
    assert "not set up yet" in found["status_before"]
    download, disk, base, gpu = found["needs"]
    assert "MB, once" in download and "GB are free" in disk
    assert base.startswith("Python 3.") and base.endswith(")") and "GPU" in gpu
    assert found["button_while_running"] == "Cancel"
    assert "A wheel is missing in" in found["now_after_failure"]
    assert "setup.log" in found["log_after_failure"]
    assert found["clipboard"] == found["log_after_failure"]
    assert found["button_after"] == "Set up"


def test_set_up_can_be_cancelled_which_is_no_failure(found):
    assert found["now_after_cancel"].startswith("Cancelled.") and found["details_folded"]
    assert "Terminated" not in found["now_after_cancel"] and found["task_states_after_cancel"][-1] == 3  # Complete
    assert [path for path in found["home"].iterdir() if path.is_dir()] == []


def test_an_algorithm_without_a_runtime_offers_set_up_now(found):
    assert "not set up yet" in found["refused"]
    assert "needs a Python of its own" in found["bar"] and found["bar_opens"]


def test_an_interpreter_of_ones_own_is_shown(found):
    assert "An interpreter that was named is used" in found["status_own"] and sys.executable in found["status_own"]


def test_help_lists_the_algorithms(found):
    assert "Set up runtime so2sat:setupruntime" in found["help"]
    assert "Embed raster so2sat:embed" in found["help"]
