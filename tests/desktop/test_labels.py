"""The page "Labels" in a real QGIS window: from a scene without labels to a saved map, by mouse and keys."""

import os
import shutil
from pathlib import Path

import pytest
from osgeo import ogr

from tests.desktop.conftest import found_in
from tests.support.data import real

pytestmark = [pytest.mark.desktop, pytest.mark.slow]

SCENE = "t48que/S2L2A_T48QUE_20200223_10band.tif"


def opened(desktop, script: str, folder: Path) -> str:
    if "SO2SAT_PYTHON" not in os.environ:
        pytest.skip("SO2SAT_PYTHON names no runtime")
    source = Path(real(SCENE))
    (folder / "scenes").mkdir()
    (folder / "project").mkdir()
    return desktop(
        Path(__file__).with_name(script),
        SO2SAT_HOME=str(folder / "home"),
        SCENE=str(shutil.copy(source, folder / "scenes")),
        FOLDER=str(folder / "project"),
    )


@pytest.fixture(scope="module")
def found(desktop, tmp_path_factory) -> dict:
    folder = tmp_path_factory.mktemp("labels")
    output = opened(desktop, "inside_labels.py", folder)
    return {**found_in(output), "folder": folder}


def test_a_label_layer_is_made_beside_the_scene_and_classes_have_colours_that_mean_something(found):
    assert found["layer"].startswith(str(found["folder"] / "scenes" / "S2L2A_T48QUE_20200223_10band labels.gpkg"))
    names, colors = zip(*found["classes"])
    assert names == ("water", "forest", "town", "dry fields", "rice fields") and len(set(colors)) == 5
    assert "You can draw meanwhile" in found["preparing"]


def test_labels_are_drawn_by_qgis_own_tool_keys_cells_and_regions(found):
    assert found["drawn"] == {"water": 2, "forest": 2, "town": 3, "dry fields": 3, "rice fields": 2}
    assert found["region_cells"] > 1 and found["leftovers"] == 0


def test_one_class_is_told_and_two_are_mapped(found):
    said = {name: sentence for name, _, sentence in found["after_class"]}
    assert "All labels are of one class" in said["water"]
    assert found["fitted"][0].startswith("Accuracy <b>") and "pixels" in found["fitted"][0]
    assert all("%" in figure for figure in found["fitted"][1])


def test_the_time_from_edit_to_map_is_in_the_log(found):
    times = [line for line in found["log"] if line.startswith("From edit to map ")]
    assert len(times) >= 12
    print("\n".join(times))


def test_qgis_own_undo_and_redo_work_on_saved_edits(found):
    assert found["undo"] == [12, 11, 12]


def test_places_to_label_next_are_accepted_and_skipped(found):
    assert found["suggested"] == 10
    assert found["accepted"] == [12, 17, 4]


def test_a_random_sample_is_for_areas_and_not_trained_on(found):
    count, said = found["random"]
    assert count > 50 and "is for areas" in said
    assert found["reference"] == [1, 17]


def test_the_wrong_label_is_suspected_and_corrected_by_one_click(found):
    assert ["dry fields", "forest"] in found["suspects"]
    predicted, now = found["corrected"]
    assert now == predicted


def test_a_cell_is_explained_with_its_window(found):
    is_shown, said, near = found["answer"]
    assert is_shown and "Confidence" in said and "town" in said and "href" in near
    assert found["window"] > 1


def test_more_like_this_is_shown_on_the_canvas(found):
    assert "More like this (orange)" in found["alike"]


def test_the_best_classifier_is_chosen_on_demand(found):
    assert "Classifier: " in found["best"] and "quick" not in found["best"]


def test_map_classifier_report_and_labels_are_there_after_reopening_the_project(found):
    stem = "S2L2A_T48QUE_20200223_10band map by labels"
    wanted = {f"{stem}.tif", f"{stem} confidence.tif", f"{stem}.so2sat", f"{stem}.html", f"{stem}.qml"}
    assert wanted <= set(found["files"])
    assert all(found["reopened"].values())
    assert {"T48QUE 2020-02-23 · map by labels", "Labels"} <= set(found["reopened"])
    assert found["again"] == [17, ["dry fields", "forest", "rice fields", "town", "water"]]
    assert not found["shown_again"]  # the saved map is not covered before the next edit


def test_no_label_is_lost_when_qgis_is_killed_while_editing(desktop, tmp_path):
    output = opened(desktop, "inside_killed.py", tmp_path)
    assert "DRAWN 4" in output, output[-3000:]
    (file,) = (tmp_path / "scenes").glob("*labels.gpkg")
    source = ogr.Open(str(file))
    classes = [feature.GetField("class") for feature in source.GetLayer(0)]
    assert classes == ["water", "water", "forest", "forest"]
    style = file.with_suffix(".qml").read_text(encoding="utf-8")
    assert all(f'label="{name}"' in style for name in ("water", "forest", "town"))


@pytest.fixture(scope="module")
def bad(desktop, tmp_path_factory) -> dict:
    output = opened(desktop, "inside_labels_bad.py", tmp_path_factory.mktemp("bad"))
    return found_in(output)


def test_a_label_outside_the_scene_is_told_and_kept(bad):
    said, is_mapped, stored = bad["outside"]
    assert "outside the raster and were left out" in said and is_mapped and stored == 7
    assert "lies outside of" in bad["outside_cell"][0] and bad["outside_cell"][1] == 7


def test_a_class_renamed_midway_is_mapped_by_its_new_name(bad):
    assert bad["renamed"] == [["built-up", "forest", "water"], 8]
    assert "There is a class forest already" in bad["renamed_twice"]


def test_a_killed_worker_costs_no_label_and_the_map_comes_anyway(bad):
    assert bad["killed"] == [True, 9]
    assert bad["killed_after"][:2] == [True, 10]


def test_labels_in_another_crs_and_numbers_for_classes_are_mapped(bad):
    place, field, is_mapped = bad["other_crs"]
    assert 103 < place[0] < 105 and 17 < place[1] < 18.5 and field == "lcz" and is_mapped
    assert bad["back"]


def test_a_scene_that_leaves_the_project_is_told_and_labelling_goes_on(bad):
    said, is_closed, stored = bad["scene_gone"]
    assert "Load a multispectral raster" in said and is_closed and stored == 10
    assert bad["scene_gone_label"] == 11 and bad["scene_gone_cell"].startswith("There is no scene")
    assert bad["scene_back"]


def test_a_scene_that_was_replaced_is_told(bad):
    said, stored = bad["scene_changed"]
    assert "was changed since it was embedded" in said and stored == 12
    assert bad["scene_anew"]


def test_a_label_layer_that_leaves_the_project_loses_nothing(bad):
    said, added, is_let_go = bad["layer_gone"]
    assert "Its labels are in" in said and added == 1 and is_let_go
    assert bad["layer_back"] == [True, ["water", "forest", "built-up"]]


def test_a_project_closed_while_the_map_is_made_loses_nothing(bad):
    assert bad["closed"] == [1, 0, False]
