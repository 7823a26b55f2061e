"""Processing's dialogs of all algorithms in a real QGIS window, in projects with and without layers."""

from pathlib import Path

import numpy as np
import pytest
from osgeo import ogr, osr

from so2sat_qgis_plugin.algorithms.catalogue import ALGORITHMS
from so2sat_qgis_plugin.engine.legend import LegendClass
from so2sat_qgis_plugin.engine.raster.grid import Transform
from so2sat_qgis_plugin.engine.raster.writer import GeoTiffProfile, GeoTiffWriter
from tests.desktop.conftest import found_in
from tests.support import runs
from tests.support.scenes import UTM, wkt

pytestmark = pytest.mark.desktop

MODULE = "/somewhere/a module"


def write_map(path: Path) -> str:
    profile = GeoTiffProfile(13, 17, 1, "uint8", Transform(UTM[0], 100, 0, UTM[3], 0, -100), wkt(32633), nodata=0)
    with GeoTiffWriter(path, profile) as writer:
        writer.write(0, 0, np.ones((13, 17), np.uint8))
        writer.set_legend([LegendClass(1, "water", "#0000ff"), LegendClass(2, "forest", "#00aa00")])
    return str(path)


def write_labels(path: Path) -> str:
    """Write six squares of two classes and return the path."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32633)
    source = ogr.GetDriverByName("GeoJSON").CreateDataSource(str(path))
    layer = source.CreateLayer("labels", reference, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("class", ogr.OFTString))
    for i in range(6):
        x, y = UTM[0] + 100 + 250 * i, UTM[3] - 300
        corners = ((x, y), (x + 150, y), (x + 150, y - 150), (x, y - 150), (x, y))
        feature = ogr.Feature(layer.GetLayerDefn())
        ring = ", ".join(f"{a} {b}" for a, b in corners)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))"))
        feature["class"] = ("water", "forest")[i % 2]
        layer.CreateFeature(feature)
    source = None  # closes the file
    return str(path)


@pytest.fixture(scope="module")
def found(desktop, tmp_path_factory) -> dict:
    folder = tmp_path_factory.mktemp("dialogs")
    output = desktop(
        Path(__file__).with_name("inside_dialogs.py"),
        SO2SAT_HOME=str(folder / "home"),
        SCENE=runs.scene(folder / "S2L2A_T48QUE_20200223.tif", 130, 170),
        LABELS=write_labels(folder / "labels.geojson"),
        MAP=write_map(folder / "map.tif"),
    )
    return found_in(output)


@pytest.mark.parametrize("project", ["empty", "rasters", "vectors", "both"])
def test_every_dialog_opens_in_every_project(found, project):
    assert set(found["projects"][project]) == {cls.ID for cls in ALGORITHMS}


def test_a_layer_is_preselected_by_what_it_is(found):
    """The map was loaded last, so QGIS by itself would take it."""
    rasters = found["projects"]["rasters"]
    for scene in ("landcovermap", "embed", "inspect", "finetune"):
        assert rasters[scene]["INPUT"] == "scene"
    for land in ("assess", "samplesize"):
        assert rasters[land]["MAP"] == "a map"
    for embedding in ("cluster", "classify", "train"):
        assert not rasters[embedding]["INPUT"]
    assert not found["projects"]["vectors"]["landcovermap"]["INPUT"]


def test_a_module_in_no_list_stays_as_it_was_given(found):
    assert found["in_a_dialog"]["shown"] == MODULE and found["in_a_dialog"]["value"] == MODULE
    assert found["in_a_batch"] == {"value": MODULE, "shown": MODULE}
    assert found["in_the_modeler"]["text"] == MODULE
    assert found["in_a_dialog"]["typed"] == "https://example.org/mine/1"


def test_modules_have_readable_names_and_the_ones_that_are_here_come_first(found):
    dialog = found["in_a_dialog"]
    assert dialog["title"] == "So2Sat ResNet-20, local climate zones, 10 Sentinel-2 bands"
    assert "Needs a download" in dialog["about"] and dialog["named"] == "so2sat-lcz-resnet20"
    assert dialog["entries"][0] == "builtin" and "so2sat-ms-resnet50" in dialog["entries"]
    assert dialog["all"]["MODULE"] == "so2sat-lcz-resnet20" and dialog["all"]["STRIDE"] == "7"


def test_a_module_can_be_a_model_s_input(found):
    assert found["in_the_modeler"]["input"] == "theirs"


def test_fields_are_offered_of_a_vector_reference_only(found):
    assert found["fields_of_the_reference"] == {"fields": [["class"], [], ["class"]], "chosen": "class"}


def test_a_map_is_named_by_scene_and_method_with_its_legend_open(found):
    assert found["in_the_project"]["clusters"][0] == ["T48QUE 2020-02-23 · 3 clusters", True, True, []]


def test_a_map_and_its_confidence_come_in_a_group(found):
    title, is_open, _, inside = found["in_the_project"]["labels"][0]
    assert title.startswith("T48QUE 2020-02-23 · 2 classes, ") and is_open
    assert inside == [[title, True, True, []], ["Confidence (%)", False, False, []]]
    assert found["in_the_project"]["classes"] == ["forest", "water"]


def test_the_models_open_in_the_model_designer(found):
    steps = found["in_the_modeler"]["steps"]
    assert steps["cluster_map"] == ["cluster", "embed"]
    assert steps["train_classify_assess"] == ["assess", "classify", "embed", "train"]


@pytest.mark.parametrize(
    "words, some",
    [
        ("lcz", ("landcovermap", "classify", "train")),
        ("classification", ("landcovermap", "classify", "train", "assess")),
        ("random forest", ("landcovermap", "train", "classify")),
        ("clustering", ("landcovermap", "cluster")),
        ("sentinel", ("landcovermap", "stackbands", "embed")),
        ("deep learning", ("landcovermap", "embed", "finetune", "getmodule")),
    ],
)
def test_the_toolbox_finds_algorithms_by_what_one_searches_for(found, words, some):
    assert set(some) <= set(found["in_the_toolbox"][words])
