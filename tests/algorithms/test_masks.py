"""Masks through the algorithms: on real scenes, in memory layers, and what goes wrong with them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsProject, QgsVectorLayer

from tests.algorithms.conftest import Feedback
from tests.support.data import T48QUE, needs_shared, real
from tests.support.runs import scene
from tests.support.safe_tree import build, classes
from tests.support.scenes import UTM, write

Run = Callable[..., dict[str, Any]]


def read(path: str) -> np.ndarray:
    return np.asarray(gdal.Open(path).ReadAsArray())


def half(tmp_path: Path, value: int = 1, columns: slice = slice(0, 40), **options: Any) -> str:
    """Write a mask of the scene of 100 × 80 pixels that has `value` in some columns."""
    codes = np.zeros((100, 80, 1), np.uint8)
    codes[:, columns] = value
    return write(tmp_path / f"mask{value}.tif", codes, **options)


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, Any]:
    return {"INPUT": scene(tmp_path / "scene.tif", 100, 80), "WINDOW": 8, "STRIDE": 8, "MAX_NODATA": 0.0}


def test_left_out_cells_are_nodata_everywhere(run: Run, tmp_path: Path, settings: dict[str, Any]) -> None:
    settings["MASK"] = half(tmp_path)
    made = run("embed", {**settings, "OUTPUT": str(tmp_path / "e.tif")})
    values = read(made["OUTPUT"])
    assert np.isnan(values[:, :, :5]).all()
    assert np.isfinite(values[:, :, 5:]).all()
    assert "mask1.tif" in gdal.Open(made["OUTPUT"]).GetMetadataItem("SO2SAT_EMBEDDING")
    for sample in (20_000, 20):  # in one pass, and in two
        clusters = {**settings, "CLUSTERS": 3, "SAMPLE": sample, "OUTPUT": str(tmp_path / f"m{sample}.tif")}
        codes = read(run("landcovermap", clusters)["OUTPUT"])
        assert (codes[:, :5] == 0).all()
        assert (codes[:, 5:] > 0).all()
    found = run("inspect", {**settings, "REPORT": str(tmp_path / "r.html")})
    told = json.loads(Path(found["JSON"]).read_text(encoding="utf-8"))
    assert told["valid_share"] == pytest.approx(0.5)
    assert "leaves out about 50 %" in told["left_out"][0]


def test_polygons_that_are_nowhere_but_in_the_project(run: Run, tmp_path: Path, settings: dict[str, Any]) -> None:
    layer = QgsVectorLayer("Polygon?crs=EPSG:32633", "clouds", "memory")
    feature = QgsFeature()
    feature.setGeometry(
        QgsGeometry.fromWkt(
            "POLYGON ((499000 5001000, 500400 5001000, 500400 4999000, 499000 4999000, 499000 5001000))"
        )
    )
    layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    try:
        made = run("embed", {**settings, "MASK": layer, "OUTPUT": str(tmp_path / "e.tif")})
    finally:
        QgsProject.instance().removeMapLayer(layer)
    values = read(made["OUTPUT"])
    assert np.isnan(values[:, :, :5]).all()
    assert np.isfinite(values[:, :, 5:]).all()


@needs_shared
def test_a_real_scene_with_a_real_cloud_mask(run: Run, tmp_path: Path) -> None:
    """Major-TOM found no cloud in this scene: its mask leaves nothing out, is said to, and changes nothing."""
    gdal.Translate(str(tmp_path / "cut.tif"), str(T48QUE), srcWin=[300, 300, 320, 320])
    settings = {"INPUT": str(tmp_path / "cut.tif"), "STRIDE": 16, "CLUSTERS": 4}
    plain = run("landcovermap", {**settings, "OUTPUT": str(tmp_path / "plain.tif")})
    feedback = Feedback()
    cloud_mask = real("t48que/bands/cloud_mask.tif")
    masked = run("landcovermap", {**settings, "MASK": cloud_mask, "OUTPUT": str(tmp_path / "masked.tif")}, feedback)
    assert re.search(r"leaves nothing out: its values here are 0\. .* \[MASKVALUES\] says", feedback.text)
    np.testing.assert_array_equal(read(plain["OUTPUT"]), read(masked["OUTPUT"]))
    with pytest.raises(QgsProcessingException, match=r"Nothing is left of .*cut.tif: of it .*\[MASK\] 100 % left out"):
        run("landcovermap", {**settings, "MASK": cloud_mask, "MASKVALUES": "0", "OUTPUT": str(tmp_path / "no.tif")})
    assert not (tmp_path / "no.tif").exists()


@pytest.mark.parametrize(
    "mask, sentence",
    [
        ({"MASKVALUES": "3"}, r"\[MASKVALUES\] is '3', but .* \[MASK\] is empty"),
        ({"MASK": "half", "MASKVALUES": "clouds"}, r"\[MASKVALUES\] must be numbers"),
        ({"MASK": "elsewhere"}, "lies elsewhere: none of its pixels falls on"),
        ({"MASK": "half", "MASKVALUES": "0-1"}, "Nothing is left of"),
        ({"MASK": "nonsense"}, "MASK"),
    ],
)
def test_what_is_no_mask(
    run: Run, tmp_path: Path, settings: dict[str, Any], mask: dict[str, str], sentence: str
) -> None:
    files = {
        "half": half(tmp_path),
        "elsewhere": half(tmp_path, 2, transform=UTM.moved(5000, 0)),
        "nonsense": "/nowhere.tif",
    }
    given = {**mask, **({"MASK": files[mask["MASK"]]} if "MASK" in mask else {})}
    feedback = Feedback()
    with pytest.raises(QgsProcessingException) as caught:
        run("embed", {**settings, **given, "OUTPUT": str(tmp_path / "e.tif")}, feedback)
    assert re.search(sentence, f"{caught.value} {feedback.text}")
    assert not (tmp_path / "e.tif").exists()


def test_an_empty_mask_is_said_to_be(run: Run, tmp_path: Path, settings: dict[str, Any]) -> None:
    feedback = Feedback()
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "none", "memory")
    run("embed", {**settings, "MASK": layer, "OUTPUT": str(tmp_path / "e.tif")}, feedback)
    assert "has no polygon: nothing is left out" in feedback.text


def test_clouds_of_a_product_are_left_out_by_itself(run: Run, tmp_path: Path) -> None:
    product = build(tmp_path, "L2A", "05.09")
    stack = run("stackbands", {"FOLDER": str(product), "OUTPUT": str(tmp_path / "stack.vrt")})["OUTPUT"]
    dataset = gdal.Open(stack)
    assert dataset.RasterCount == 11
    assert dataset.GetRasterBand(11).GetDescription() == "SCL"
    assert (dataset.GetRasterBand(11).ReadAsArray() == classes().repeat(2, 0).repeat(2, 1)).all()
    settings = {"INPUT": stack, "STRIDE": 10, "WINDOW": 10, "CLUSTERS": 3, "MAX_NODATA": 0.5}
    feedback = Feedback()
    codes = read(run("landcovermap", {**settings, "OUTPUT": str(tmp_path / "m.tif")}, feedback)["OUTPUT"])
    assert "the band SCL of the raster leaves out 18.1 % of it" in feedback.text
    assert "All 10 bands of the raster" in feedback.text
    assert (codes[6:12, 4:12] == 0).all()
    assert (codes[6:12, :4] > 0).all()
    assert (codes[13:] > 0).all()
    kept = run("landcovermap", {**settings, "USESCL": False, "OUTPUT": str(tmp_path / "all.tif")})
    assert (read(kept["OUTPUT"])[1:] > 0).all()


def test_a_scene_classification_of_its_own_is_known_by_its_name(run: Run, tmp_path: Path) -> None:
    product = build(tmp_path, "L2A", "05.09")
    options = {"FOLDER": str(product), "SCL": False, "OUTPUT": str(tmp_path / "stack.vrt")}
    stack = run("stackbands", options)["OUTPUT"]
    assert gdal.Open(stack).RasterCount == 10
    file = next(product.rglob("*_SCL_20m.jp2"))
    settings = {"INPUT": stack, "MASK": str(file), "STRIDE": 10, "WINDOW": 10, "OUTPUT": str(tmp_path / "e.tif")}
    values = read(run("embed", settings)["OUTPUT"])[0]
    assert np.isnan(values[6:12, 4:12]).all()
    assert np.isfinite(values[13:]).all()
