"""The legend editor's work on files: pixels, tables, style and bundle change together and come back by undo."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.legend import LegendClass, save_style
from so2sat_qgis_plugin.engine.mapping.classes import CLASSIFICATION_KEY
from so2sat_qgis_plugin.engine.mapping.legend_edit import LegendEdit, edit_legend
from so2sat_qgis_plugin.engine.mapping.map_files import beside_scene, bundle_of, files_of, keep, restore, save_copy
from so2sat_qgis_plugin.engine.modules import bundle
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.grid import Transform
from so2sat_qgis_plugin.engine.raster.maps import classes_of, read_map
from so2sat_qgis_plugin.engine.raster.writer import GeoTiffProfile, GeoTiffWriter
from tests.support.scenes import UTM, wkt

CLASSES = (LegendClass(1, "forest", "#1b7837"), LegendClass(2, "water", "#2b6fb3"), LegendClass(3, "pond", "#88ccee"))
MANIFEST = {
    "classes": [{"code": c.code, "name": c.name, "color": c.color} for c in CLASSES],
    "dims": 1,
    "feature_names": ["a"],
    "embedding": None,
    "versions": {},
    "created": "2026-01-01",
}
NOTHING = LegendEdit({}, {}, {})


@pytest.fixture(params=["uint8", "uint16"])
def path(request, tmp_path: Path) -> str:
    codes = np.random.default_rng(0).integers(0, 4, (1100, 300)).astype(request.param)
    about = {CLASSIFICATION_KEY: json.dumps({"trained": "2026-01-01"}), "OTHER": "kept"}
    profile = GeoTiffProfile(1100, 300, 1, request.param, Transform(*UTM), wkt(32633), 0, ("class",), about)
    target = tmp_path / "map.tif"
    with GeoTiffWriter(target, profile) as writer:
        writer.set_legend(CLASSES)
        writer.write(0, 0, codes)
    save_style(target, CLASSES)
    bundle.write(tmp_path / "map.tif.so2sat", MANIFEST, b"estimator", {"saved_model.pb": b"module"})
    return str(target)


def seen(path: str) -> dict:
    """What another program finds in the file."""
    dataset = gdal.Open(path)
    dataset.GetGeoTransform()
    band = dataset.GetRasterBand(1)
    table = band.GetDefaultRAT()
    return {
        "names": {table.GetValueAsInt(i, 0): table.GetValueAsString(i, 1) for i in range(table.GetRowCount())},
        "colors": {c: band.GetColorTable().GetColorEntry(c)[:3] for c in range(1, 4)},
        "codes": band.ReadAsArray(),
        "metadata": dataset.GetMetadata(),
        "transform": dataset.GetGeoTransform(),
        "nodata": band.GetNoDataValue(),
        "qml": Path(path).with_suffix(".qml").read_text(encoding="utf-8"),
    }


def test_renaming_and_recolouring_reach_every_file(path):
    before = seen(path)
    after = edit_legend(path, LegendEdit({2: " Rhein "}, {1: "#00FF00"}, {}), Progress(), bundle_of(path))
    found = seen(path)
    assert [c.name for c in after] == ["forest", "Rhein", "pond"] and after[0].color == "#00ff00"
    assert found["names"] == {1: "forest", 2: "Rhein", 3: "pond"} and found["colors"][1] == (0, 255, 0)
    assert 'label="Rhein"' in found["qml"] and "#00ff00" in found["qml"]
    assert (found["codes"] == before["codes"]).all() and found["codes"].dtype == before["codes"].dtype
    assert found["metadata"]["OTHER"] == "kept" and found["transform"] == before["transform"] and found["nodata"] == 0
    assert [c.name for c in bundle.read(f"{path}.so2sat").classes] == ["forest", "Rhein", "pond"]
    assert bundle.read(f"{path}.so2sat").module == {"saved_model.pb": b"module"}


def test_merged_cells_take_the_other_s_code(path):
    before = seen(path)["codes"]
    after = edit_legend(path, LegendEdit({2: "open water"}, {}, {3: 2}), Progress(), bundle_of(path))
    found = seen(path)
    assert [(c.code, c.name) for c in after] == [(1, "forest"), (2, "open water")] and 3 not in found["names"]
    assert ((found["codes"] == 2) == np.isin(before, (2, 3))).all() and ((found["codes"] == 0) == (before == 0)).all()
    assert classes_of(path) == after == read_map(path, Progress()).classes
    assert [c.name for c in bundle.read(f"{path}.so2sat").classes] == ["forest", "open water", "open water"]


def test_a_class_merged_before_follows_what_is_done_later(path):
    edit_legend(path, LegendEdit({}, {}, {3: 2}), Progress(), bundle_of(path))
    edit_legend(path, LegendEdit({2: "wet"}, {}, {}), Progress(), bundle_of(path))
    edit_legend(path, LegendEdit({1: "all"}, {}, {2: 1}), Progress(), bundle_of(path))
    assert {c.name for c in bundle.read(f"{path}.so2sat").classes} == {"all"}
    assert [c.name for c in classes_of(path)] == ["all"]


def test_undo_brings_every_file_back(path, tmp_path):
    before, content = seen(path), Path(f"{path}.so2sat").read_bytes()
    kept = keep(files_of(path, bundle_of(path)), tmp_path / "kept")
    edit_legend(path, LegendEdit({1: "x"}, {2: "#000000"}, {3: 1}), Progress(), bundle_of(path))
    restore(kept)
    after = seen(path)
    assert (after.pop("codes") == before.pop("codes")).all() and after == before
    assert Path(f"{path}.so2sat").read_bytes() == content


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (LegendEdit({9: "x"}, {}, {}), "no class 9, only 1, 2, 3"),
        (LegendEdit({}, {1: "green"}, {}), "#rrggbb, but is 'green'"),
        (LegendEdit({1: "  "}, {}, {}), "needs a name"),
        (LegendEdit({}, {}, {1: 2, 2: 3}), "cannot be merged and be merged into"),
    ],
)
def test_an_edit_that_makes_no_sense_changes_nothing(path, edit, message):
    before = [file.read_bytes() for file in files_of(path, bundle_of(path))]
    with pytest.raises(So2SatError, match=message):
        edit_legend(path, edit, Progress(), bundle_of(path))
    assert [file.read_bytes() for file in files_of(path, bundle_of(path))] == before


def test_a_bundle_of_another_map_is_left_alone(path):
    bundle.write(f"{path}.so2sat", {**MANIFEST, "created": "another day"}, b"estimator")
    assert bundle_of(path) == ""


def test_all_files_change_or_none(path):
    before = [file.read_bytes() for file in files_of(path)]
    Path(f"{path}.so2sat").write_bytes(b"damaged")
    with pytest.raises(So2SatError, match="no whole bundle"):
        edit_legend(path, LegendEdit({1: "x"}, {}, {}), Progress(), f"{path}.so2sat")
    assert [file.read_bytes() for file in files_of(path)] == before


def test_a_raster_without_classes_is_refused(tmp_path):
    profile = GeoTiffProfile(4, 4, 1, "uint8", Transform(*UTM), wkt(32633))
    with GeoTiffWriter(tmp_path / "plain.tif", profile) as writer:
        writer.write(0, 0, np.ones((4, 4), np.uint8))
    with pytest.raises(So2SatError, match="names no classes"):
        edit_legend(str(tmp_path / "plain.tif"), NOTHING, Progress())


def test_a_map_is_saved_elsewhere_with_all_that_belongs_to_it(path, tmp_path):
    target = tmp_path / "kept" / "Leipzig.tif"
    with pytest.raises(So2SatError, match="cannot be written or read"):
        save_copy(path, str(target))
    target.parent.mkdir()
    save_copy(path, str(target))
    before, after = seen(path), seen(str(target))
    assert (after.pop("codes") == before.pop("codes")).all() and after == before
    assert bundle_of(str(target)) == f"{target}.so2sat"


def test_maps_are_named_after_their_scene(tmp_path):
    scene = tmp_path / "T48QUE.tif"
    scene.write_bytes(b"")
    assert beside_scene(str(scene), "clusters") == str(tmp_path / "T48QUE clusters.tif")
    (tmp_path / "T48QUE clusters.tif").write_bytes(b"")
    assert beside_scene(str(scene), "clusters") == str(tmp_path / "T48QUE clusters 2.tif")
    assert beside_scene("/vsicurl/https://example.org/a.tif", "clusters") == str(Path.home() / "a clusters.tif")
