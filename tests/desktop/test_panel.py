"""The panel "Land cover" in a real QGIS window: from a scene to named maps that stay."""

import os
import shutil
from pathlib import Path

import pytest

from tests.desktop.conftest import found_in
from tests.support.data import RESNET20, real
from tests.support.labelled import write_layer

pytestmark = [pytest.mark.desktop, pytest.mark.slow]

CORNER = (362_612.2, 1_987_088.2)  # x and y of the scene's upper left corner
PLACES = {  # pixels of the real scene, each the corner of a square of 16
    "water": ((430, 300), (420, 360), (380, 330), (440, 260)),
    "forest": ((700, 300), (330, 900), (60, 150), (1000, 200)),
    "town": ((690, 150), (740, 200), (660, 180), (720, 130)),
}


def square(column: int, row: int) -> str:
    """A square of 160 m, as WKT in the scene's CRS."""
    x, y = CORNER[0] + 10 * column, CORNER[1] - 10 * row
    return f"POLYGON(({x} {y},{x + 160} {y},{x + 160} {y - 160},{x} {y - 160},{x} {y}))"


@pytest.fixture(scope="module")
def found(desktop, tmp_path_factory) -> dict:
    if "SO2SAT_PYTHON" not in os.environ:
        pytest.skip("SO2SAT_PYTHON names no runtime")
    source = Path(real("t48que/S2L2A_T48QUE_20200223_10band.tif"))
    folder = tmp_path_factory.mktemp("panel")
    scenes = folder / "scenes"
    scenes.mkdir()
    scene = shutil.copy(source, scenes)
    (folder / "maps").mkdir()
    labels = [(square(*place), name) for name, places in PLACES.items() for place in places]
    output = desktop(
        Path(__file__).with_name("inside_panel.py"),
        SO2SAT_HOME=str(folder / "home"),
        SCENE=str(scene),
        LABELS=write_layer(folder / "labels.gpkg", *zip(*labels), epsg=32648, drawn=32648),
        FOLDER=str(folder / "maps"),
        ZONES_MODULE=str(RESNET20),
    )
    return {**found_in(output), "folder": folder}


def test_the_panel_is_off_at_first_and_looks_at_the_scene_at_once(found):
    assert found["at_first"]
    for part in (
        "Bands B2 B3 B4 B5 B6 B7 B8 B8A B11 B12",
        "Reflectance = DN / 10000",
        "10 m, 10.7 × 10.7 km",
        "No data 0 %",
    ):
        assert part in found["findings"]
    assert found["detail"].startswith("Cells of ") and " m, windows of " in found["detail"]
    assert found["time"].startswith("about ")
    assert found["band"] == pytest.approx(100.0)  # m² a pixel: the window is drawn in its true size


def test_a_preview_of_what_is_seen_leaves_no_file_and_the_scene_chosen(found):
    assert sorted(found["preview_layers"]) == ["Preview: 8 clusters", "T48QUE 2020-02-23"]
    print(f"Preview of the whole scene: {found['preview_seconds']:.1f} s")
    assert "preview of what the window shows" in found["preview_said"] and found["scene_kept"] == "T48QUE 2020-02-23"


def test_progress_has_a_time_left_and_cancel_leaves_nothing(found):
    assert "left." in found["running_said"]
    assert "Cancelled" in found["cancel_said"] and found["cancel_files"] == ["S2L2A_T48QUE_20200223_10band.tif"]
    print(f"Cancelled after {found['cancel_seconds']:.1f} s")


def test_the_map_is_saved_beside_the_scene_and_named(found):
    stem = "S2L2A_T48QUE_20200223_10band 8 clusters"
    assert {f"{stem}.tif", f"{stem}.qml", f"{stem}.html"} <= set(found["made_files"])
    assert f"{stem}.tif" in found["made_said"] and f"{stem}.html".replace(" ", "%20") in found["made_said"]
    assert sorted(found["made_layers"]) == [
        "T48QUE 2020-02-23",
        "T48QUE 2020-02-23 · 8 clusters",
    ]  # the preview is gone
    assert " ha · " in found["area"]


def test_the_legend_is_edited_and_edits_are_undone(found):
    first, renamed, merged, undone, redone = found["legend"]
    assert renamed == ["Rice fields", *first[1:]]
    assert merged == [renamed[0], renamed[1], *renamed[3:]]
    assert undone == first and redone == renamed
    assert found["renderer"][0] == [1, "Rice fields", "#ff00ff"]


def test_labels_make_a_map_with_confidence_report_and_classifier(found):
    assert found["field"] == "class"
    assert "preview" in found["labelled_preview"][0] and "Preview: training" in found["labelled_preview"][1]
    names = ("mine.tif", "mine confidence.tif", "mine.html", "mine.so2sat", "mine.qml")
    assert set(names) <= set(found["labelled_files"])
    assert {"T48QUE 2020-02-23 · training", "Confidence (%)"} <= set(found["labelled_layers"])


def test_a_classifier_file_is_asked_for_and_brings_its_window(found):
    assert "Choose a classifier file" in found["no_bundle"]
    assert found["bundle_window"] == 32
    assert "preview" in found["bundle_said"]


def test_local_climate_zones_say_what_they_need_and_how_well_the_scene_fits(found):
    assert found["zones_missing"]
    assert "Looks like what the module was trained on" in found["zones_findings"]
    assert found["zones_detail"].endswith("windows of 320 m")
    assert "Preview: local climate zones" in found["zones_layers"]


def test_a_temporary_map_is_told_of_and_saved_by_one_click(found):
    assert "temporary file" in found["temporary_bar"]
    assert found["temporary_saved"].startswith(str(found["folder"] / "scenes")) and found["temporary_valid"]
    assert found["temporary_classes"]


def test_a_reopened_project_finds_its_maps_or_says_what_to_do(found):
    assert all(found["reopened"].values()) and not [name for name in found["reopened"] if "Preview" in name]
    assert "is gone" in found["gone_bar"] and "T48QUE 2020-02-23 · training" in found["gone_bar"]
