"""More like this in QGIS: by processing.run and by qgis_process, on a real scene and on made ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsPalettedRasterRenderer,
    QgsProcessingException,
    QgsRasterLayer,
    QgsSingleBandPseudoColorRenderer,
)

from tests.algorithms.conftest import Feedback
from tests.support import labelled
from tests.support.data import real
from tools.qgis_process import Qgis

Run = Callable[..., dict[str, Any]]
POND = "POINT(365290 1981630)"  # of T48QUE, EPSG:32648: turbid water


def ponds(folder: Path) -> str:
    """Write the south-west of T48QUE, 588 × 400 pixels of ponds, fields and a river."""
    path = str(folder / "scene.tif")
    gdal.Translate(path, real("t48que/S2L2A_T48QUE_20200223_10band.tif"), srcWin=[150, 480, 400, 588])
    return path


def wetness(scene: str, stride: int) -> np.ndarray:
    """Return the mean normalised difference of green and near infrared of each cell."""
    green, infrared = gdal.Open(scene).ReadAsArray()[[1, 6]].astype(float)
    ndwi = (green - infrared) / (green + infrared)
    rows, columns = (size // stride for size in ndwi.shape)
    return np.asarray(ndwi.reshape(rows, stride, columns, stride).mean((1, 3)))


def test_one_click_on_a_pond_finds_water(run: Run, tmp_path: Path) -> None:
    scene = ponds(tmp_path)
    made = run("embed", {"INPUT": scene, "MODULE": "builtin", "STRIDE": 4, "OUTPUT": str(tmp_path / "e.tif")})["OUTPUT"]
    samples = labelled.write_layer(tmp_path / "s.gpkg", [POND], ["pond"], epsg=4326, drawn=32648)
    asked = {"INPUT": made, "SAMPLES": samples, "THRESHOLD": 60, "OUTPUT": str(tmp_path / "alike.tif")}
    feedback = Feedback()
    outputs = run("similarity", {**asked, "MASK": str(tmp_path / "mask.tif")}, feedback)
    mask = gdal.Open(outputs["MASK"])
    alike = mask.ReadAsArray() == 1
    assert outputs["CELLS"] == alike.sum() > 50
    assert f"{outputs['CELLS']:,} cells" in feedback.text
    assert mask.GetGeoTransform() == gdal.Open(made).GetGeoTransform()
    assert (wetness(scene, 4)[alike] > 0).mean() > 0.9  # though nobody said what water is


def test_by_qgis_process_on_a_plain_scene_and_shown_with_its_colours(qgis: Qgis, tmp_path: Path) -> None:
    scene = ponds(tmp_path)
    samples = labelled.write_layer(tmp_path / "s.gpkg", [POND], ["pond"], epsg=32648, drawn=32648)
    asked = {
        "INPUT": scene,
        "SAMPLES": samples,
        "THRESHOLD": 70,
        "OUTPUT": tmp_path / "alike.tif",
        "MASK": tmp_path / "mask.tif",
    }
    outputs = qgis.run("so2sat:similarity", asked)
    alike = gdal.Open(outputs["MASK"]).ReadAsArray() == 1
    assert outputs["CELLS"] == alike.sum() > 500
    assert (wetness(scene, 1)[alike] > 0).mean() > 0.9
    shown = QgsRasterLayer(outputs["OUTPUT"], "alike")
    assert isinstance(shown.renderer(), QgsSingleBandPseudoColorRenderer)
    items = shown.renderer().shader().rasterShaderFunction().colorRampItemList()
    assert [item.value for item in items][::3] == [0, 100]
    mask = QgsRasterLayer(outputs["MASK"], "mask")
    assert isinstance(mask.renderer(), QgsPalettedRasterRenderer)
    assert [entry.label for entry in mask.renderer().classes()] == ["other", "alike"]


def test_what_cannot_be_used_is_named_as_in_the_dialog(run: Run, tmp_path: Path) -> None:
    features = labelled.write_features(tmp_path / "f.tif", labelled.MADE, bands=("B2", "B3"))

    def find(wkt: list[str]) -> dict[str, Any]:
        (tmp_path / "s.gpkg").unlink(missing_ok=True)
        samples = labelled.write_layer(tmp_path / "s.gpkg", wkt, ["x"] * len(wkt))
        return run("similarity", {"INPUT": features, "SAMPLES": samples, "OUTPUT": str(tmp_path / "alike.tif")})

    with pytest.raises(QgsProcessingException, match=r"Samples \[SAMPLES\] has no features"):
        find([])
    with pytest.raises(QgsProcessingException, match=r"none of the 1 features lies on"):
        find(["POINT(0 0)"])
    with pytest.raises(QgsProcessingException, match=r"all 3 cells under the samples are nodata"):
        find([labelled.box(2, 0, 3, 1)])
    assert not (tmp_path / "alike.tif").exists()
    assert find([labelled.box(2, 5)])["CELLS"] > 0
