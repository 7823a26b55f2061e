"""Change between two dates in QGIS: scenes, embedding rasters with a bundle, maps with reference points; refusals."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException, QgsRasterLayer, QgsSingleBandPseudoColorRenderer

from benchmarks.change_scenes import SEEN, changed, read, write
from so2sat_qgis_plugin.engine.legend import LegendClass
from so2sat_qgis_plugin.engine.raster.writer import GeoTiffProfile, GeoTiffWriter
from tests.algorithms.conftest import Feedback
from tests.support import labelled, scenes
from tests.support.data import real
from tools.qgis_process import Qgis

Run = Callable[..., dict[str, Any]]
SIDE, STRIDE = 256, 4


@pytest.fixture
def two_scenes(tmp_path: Path) -> tuple[str, str, np.ndarray]:
    """A piece of T48QUE, the same behind haze and in another season with five squares changed, and where (cells)."""
    source, random = real("t48que/S2L2A_T48QUE_20200223_10band.tif"), np.random.default_rng(4)
    before = read(source, 480, 400, SIDE)
    after, where = changed(before, random, 5)
    hazy = SEEN["season, haze and half a pixel"](after, random)
    cells = where.reshape(SIDE // STRIDE, STRIDE, SIDE // STRIDE, STRIDE).mean((1, 3))
    paths = [write(tmp_path / f"{name}.tif", source, 480, 400, one) for name, one in (("a", before), ("b", hazy))]
    return paths[0], paths[1], cells


def test_two_scenes_by_qgis_process(qgis: Qgis, tmp_path: Path, two_scenes: tuple[str, str, np.ndarray]) -> None:
    before, after, share = two_scenes
    asked = {
        "BEFORE": before,
        "AFTER": after,
        "STRIDE": STRIDE,
        "OUTPUT": tmp_path / "z.tif",
        "REPORT": tmp_path / "r.html",
    }
    outputs = qgis.run("so2sat:change", asked)
    z = gdal.Open(outputs["OUTPUT"]).ReadAsArray()
    assert z.shape == share.shape and outputs["CHANGED_CELLS"] == (z >= 5).sum()
    assert outputs["CHANGED_HA"] == pytest.approx(0.16 * outputs["CHANGED_CELLS"], rel=0.01)
    assert (z[share == 1] >= 5).mean() > 0.8 and (z[share == 0] >= 5).mean() < 0.05
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert page.count("<img") == 4 and "differ everywhere by" in page
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["changed_cells"] == outputs["CHANGED_CELLS"]
    shown = QgsRasterLayer(outputs["OUTPUT"], "z")
    assert isinstance(shown.renderer(), QgsSingleBandPseudoColorRenderer)


def test_the_later_scene_on_another_grid(run: Run, tmp_path: Path, two_scenes: tuple[str, str, np.ndarray]) -> None:
    before, after, share = two_scenes
    degrees = str(tmp_path / "degrees.tif")
    gdal.Warp(degrees, after, dstSRS="EPSG:4326", resampleAlg="bilinear", dstNodata=0)
    feedback = Feedback()
    asked = {"BEFORE": before, "AFTER": degrees, "STRIDE": STRIDE, "OUTPUT": str(tmp_path / "z.tif")}
    z = gdal.Open(run("change", asked, feedback)["OUTPUT"]).ReadAsArray()
    assert "has another grid" in feedback.text
    assert z.shape == share.shape
    assert np.nanmedian(z[share == 1]) > 5 > np.nanpercentile(z[share == 0], 95)


def two_embeddings(folder: Path, **made: Any) -> tuple[str, str]:
    """Embedding rasters of two dates: 10 × 6 cells of the first class become the third."""
    bands = ("B2", "B3", "B4")
    first = labelled.write_features(folder / "e1.tif", {**labelled.MADE}, 0, bands=bands)
    second = labelled.write_features(folder / "e2.tif", {**labelled.MADE, **made}, 1, bands=bands)
    raster = gdal.Open(second, gdal.GA_Update)
    values = raster.ReadAsArray()
    values[:, 10:20, 2:8] = values[:, 10:20, 45:51]
    raster.WriteArray(values)
    raster.FlushCache()
    return first, second


def test_two_embeddings_and_a_bundle_give_from_to_classes(run: Run, tmp_path: Path) -> None:
    before, after = two_embeddings(tmp_path)
    layer = labelled.write_layer(tmp_path / "l.gpkg", *labelled.boxes())
    trained = run("train", {"INPUT": before, "TRAINING": layer, "FIELD": "class", "BUNDLE": str(tmp_path / "b.so2sat")})
    names = ("OUTPUT", "z.tif"), ("TRANSITIONS", "t.tif"), ("TABLE", "t.csv"), ("REPORT", "r.html")
    asked = {"BEFORE": before, "AFTER": after, "BUNDLE": trained["BUNDLE"], "THRESHOLD": 4}
    outputs = run("change", {**asked, **{key: str(tmp_path / name) for key, name in names}})
    codes = gdal.Open(outputs["TRANSITIONS"]).ReadAsArray()
    assert codes.dtype == np.uint16 and (codes[0] == 0).all()
    with open(outputs["TABLE"], encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    there = codes[10:20, 2:8]
    code = int(np.bincount(there.ravel()).argmax())
    row = next(row for row in rows if int(row["code"]) == code)
    assert (row["from"], row["to"]) == (labelled.CLASSES[0], labelled.CLASSES[2])
    assert (there == code).mean() > 0.8
    elsewhere = codes.copy()
    elsewhere[10:20, 2:8] = 0
    assert ((elsewhere // 100 != elsewhere % 100) & (elsewhere > 0)).mean() < 0.02
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert f"{labelled.CLASSES[0]} → {labelled.CLASSES[2]}" in page


def test_an_embedding_on_another_grid_is_warped(run: Run, tmp_path: Path) -> None:
    before, after = two_embeddings(tmp_path)
    moved = str(tmp_path / "moved.tif")
    gdal.Warp(moved, after, xRes=80, yRes=80, outputBounds=(600020, 9796820, 604820, 9800020), resampleAlg="near")
    feedback = Feedback()
    asked = {"BEFORE": before, "AFTER": moved, "THRESHOLD": 4, "OUTPUT": str(tmp_path / "z.tif")}
    z = gdal.Open(run("change", asked, feedback)["OUTPUT"]).ReadAsArray()
    assert "has another grid" in feedback.text and z.shape == (labelled.ROWS, labelled.COLUMNS)
    assert np.median(z[11:19, 3:7]) > 4 > np.nanpercentile(z[22:, 2:18], 95)


LEGEND = (LegendClass(1, "forest", "#006600"), LegendClass(2, "field", "#e0d000"))


def write_map(path: Path, codes: np.ndarray, legend: tuple[LegendClass, ...] = LEGEND) -> str:
    profile = GeoTiffProfile(
        *codes.shape, 1, "uint8", labelled.TRANSFORM, labelled.system(32721).ExportToWkt(), nodata=0
    )
    with GeoTiffWriter(path, profile) as writer:
        writer.set_legend(legend)
        writer.write(0, 0, codes.astype(np.uint8))
    return str(path)


def two_maps(folder: Path) -> tuple[str, str]:
    """Maps of 40 × 60 cells: half forest, of which 10 columns become field."""
    before = np.repeat([1, 2], 30)[np.newaxis].repeat(40, axis=0)
    after = before.copy()
    after[:, 20:30] = 2
    return write_map(folder / "m1.tif", before), write_map(folder / "m2.tif", after)


def test_two_maps_with_reference_points(run: Run, tmp_path: Path) -> None:
    before, after = two_maps(tmp_path)
    x0, dx, _, y0, _, dy = labelled.TRANSFORM
    points, then = [], []
    for column, expected in ((5, "forest"), (25, "field"), (45, "field")):
        for row in range(0, 40, 2):
            points.append(f"POINT({x0 + (column + 0.5) * dx} {y0 + (row + 0.5) * dy})")
            then.append("forest" if column == 25 and row < 8 else expected)  # a fifth of the change is none
    path = labelled.write_layer(tmp_path / "p.gpkg", points, then, "now")
    source = gdal.OpenEx(str(tmp_path / "p.gpkg"), gdal.OF_UPDATE)
    source.ExecuteSQL("ALTER TABLE labels ADD COLUMN was TEXT")
    source.ExecuteSQL("UPDATE labels SET was = CASE WHEN fid <= 40 THEN 'forest' ELSE '2' END")
    source = None
    feedback = Feedback()
    names = ("OUTPUT", "d.tif"), ("TRANSITIONS", "t.tif"), ("TABLE", "t.csv"), ("REPORT", "r.html")
    asked = {"BEFORE": before, "AFTER": after, "REFERENCE": path, "FIELDBEFORE": "was", "FIELDAFTER": "now"}
    outputs = run("change", {**asked, **{key: str(tmp_path / name) for key, name in names}}, feedback)
    assert outputs["CHANGED_CELLS"] == 400 and (gdal.Open(outputs["OUTPUT"]).ReadAsArray() == 1).sum() == 400
    figures = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert figures["changed_ha_adjusted"] == pytest.approx(0.8 * outputs["CHANGED_HA"], rel=1e-3)
    half = 1.959964 * outputs["CHANGED_HA"] * np.sqrt(0.8 * 0.2 / 19)
    low, high = figures["changed_ha_ci95"]
    assert (high - low) / 2 == pytest.approx(half, rel=1e-2)
    assert "Changed, adjusted for map error" in feedback.text
    with open(outputs["TABLE"], encoding="utf-8") as file:
        rows = {(row["from"], row["to"]): row for row in csv.DictReader(file)}
    assert float(rows["forest", "field"]["adjusted_ha"]) == pytest.approx(figures["changed_ha_adjusted"], rel=1e-3)


def test_two_bare_maps_without_legends_and_crs(run: Run, tmp_path: Path) -> None:
    for name, column in (("m1.tif", 10), ("m2.tif", 15)):
        codes = np.ones((20, 30), np.uint8)
        codes[:, column:] = 3
        scenes.write(tmp_path / name, codes[..., np.newaxis], epsg=None)
    asked = {"BEFORE": str(tmp_path / "m1.tif"), "AFTER": str(tmp_path / "m2.tif"), "OUTPUT": str(tmp_path / "d.tif")}
    outputs = run("change", {**asked, "TABLE": str(tmp_path / "t.csv"), "REPORT": str(tmp_path / "r.html")})
    assert outputs["CHANGED_CELLS"] == 100 and "CHANGED_HA" not in outputs
    assert (tmp_path / "t.csv").read_text(encoding="utf-8").splitlines()[1] == "3,1,301,100,"
    assert "cells; rows: the class before" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_what_does_not_go_together_is_refused(run: Run, tmp_path: Path) -> None:
    before, after = two_embeddings(tmp_path, module="other", module_hash="11bb")
    maps = two_maps(tmp_path)

    def refused(said: str, first: str, then: str, **more: Any) -> None:
        with pytest.raises(QgsProcessingException, match=said):
            run("change", {"BEFORE": first, "AFTER": then, "OUTPUT": str(tmp_path / "z.tif"), **more})
        assert not (tmp_path / "z.tif").exists()

    refused(r"the module of .*e1.tif is \(made, 00aa\) and that of .*e2.tif is \(other, 11bb\)", before, after)
    refused(r"e1.tif is an embedding raster and .*m1.tif is a map of classes", before, maps[0])
    refused(r"are both .*m1.tif", maps[0], maps[0])
    refused(
        r"\[TRANSITIONS\] needs classes, and an embedding raster has none",
        before,
        after,
        TRANSITIONS=str(tmp_path / "t.tif"),
    )
    other = write_map(tmp_path / "m3.tif", np.full((40, 60), 2), (LegendClass(2, "meadow", "#00ff00"),))
    refused("code 2 is 'field' and 'meadow'", maps[0], other)
    with pytest.raises(QgsProcessingException, match="choose the fields of"):
        points = labelled.write_layer(tmp_path / "p.gpkg", ["POINT(600040 9799960)"], ["forest"])
        run("change", {"BEFORE": maps[0], "AFTER": maps[1], "REFERENCE": points, "OUTPUT": str(tmp_path / "z.tif")})
