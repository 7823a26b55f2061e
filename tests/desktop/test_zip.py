"""From the plugin's zip, in a profile that has never seen it, to a named map that is there after QGIS was ended."""

import os
import shutil
from pathlib import Path

import pytest

from tests.desktop.conftest import found_in, in_a_window, need_a_window
from tests.support.data import ROOT, real
from tools.plugin import package

pytestmark = [pytest.mark.desktop, pytest.mark.slow]
STEM = "S2L2A_T48QUE_20200223_10band 8 clusters"


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict:
    need_a_window()
    if "SO2SAT_PYTHON" not in os.environ:
        pytest.skip("SO2SAT_PYTHON names no runtime")
    folder = tmp_path_factory.mktemp("zip")
    for name in ("scenes", "home", "inside"):
        (folder / name).mkdir()
    scene = shutil.copy(real("t48que/S2L2A_T48QUE_20200223_10band.tif"), folder / "scenes")
    (folder / "inside" / "tests").symlink_to(ROOT / "tests")  # not the checkout: the plugin is the zip's
    given = {
        "ZIP": str(package(folder)),
        "SCENE": str(scene),
        "RUNTIME": os.environ["SO2SAT_PYTHON"],
        "SO2SAT_PYTHON": "",
        "SO2SAT_HOME": "",
        "HOME": str(folder / "home"),
        "PYTHONPATH": str(folder / "inside"),
    }
    script = Path(__file__).with_name("inside_zip.py")
    seen = {}
    for part in ("first", "again"):
        seen[part] = found_in(in_a_window(script, folder / "config", PART=part, **given))
        print(part, seen[part]["seconds"])
    return {**seen, "folder": folder}


def test_the_zip_is_installed_and_says_where_the_plugin_is(found):
    first = found["first"]
    is_loaded, where = first["installed"]
    assert is_loaded and where.startswith(str(found["folder"] / "config"))
    assert "Its panel leads from a scene" in first["welcome"]


def test_the_panel_offers_the_set_up_and_goes_on_by_itself(found):
    first = found["first"]
    assert "needs a Python of its own" in first["setup_sentence"]
    assert "is used" in first["setup_status"] and first["setup_row_gone"]
    assert "Load a multispectral raster" in first["before_scene"]


def test_a_scene_is_opened_in_true_colour_and_looked_at(found):
    first = found["first"]
    assert "Bands B2 B3 B4" in first["findings"] and first["extent_shown"]
    assert first["colours"] == [3, 2, 1]


def test_nothing_set_makes_a_map_beside_the_scene_with_its_report(found):
    first = found["first"]
    assert {f"{STEM}.tif", f"{STEM}.qml", f"{STEM}.html"} <= set(first["files"])
    assert f"{STEM}.tif" in first["said"] and "Open the report" in first["said"]
    assert first["legend_seen"]


def test_classes_are_named_and_all_is_there_after_a_restart(found):
    first, again = found["first"], found["again"]
    assert first["named"][:2] == ["Rice fields", "Reservoir"]
    assert again["loaded"] and all(again["layers"].values()) and len(again["layers"]) == 2
    assert again["classes"] == first["named"] and again["legend"] == first["named"][:2]
    assert not again["row"] and again["bar"] == "" and again["scene"]
