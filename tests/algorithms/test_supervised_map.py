"""Land-cover map with labels, with a bundle, and with the module's own classes, on real scenes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException

from so2sat_qgis_plugin.algorithms.base import home_folder
from so2sat_qgis_plugin.runtime.environment import find_python
from tests.algorithms.conftest import Feedback
from tests.support.data import AMAZON, RESNET20, ROOT, T48QUE, WEIGHTS, needs_shared

Run = Callable[..., dict[str, Any]]


def read(path: str) -> np.ndarray:
    return np.asarray(gdal.Open(path).ReadAsArray())


@needs_shared
def test_labels_in_map_and_bundle_out_then_bundle_in(run: Run, tmp_path: Path) -> None:
    scene = {
        "INPUT": str(AMAZON / "sen2_12band_reflectance_4326.tif"),
        "WINDOW": 8,
        "STRIDE": 4,
        "OUTPUT": str(tmp_path / "map.tif"),
    }
    labels = {
        "TRAINING": str(AMAZON / "trainingPolygons_sen2.geojson"),
        "FIELD": "class",
        "CLASSIFIER": 1,
        "BUNDLE": str(tmp_path / "amazon.so2sat"),
        "CONFIDENCE": str(tmp_path / "confidence.tif"),
        "REPORT": str(tmp_path / "r.html"),
    }
    made = run("landcovermap", {**scene, **labels})
    figures = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert figures["overall_accuracy"] > 0.9
    assert figures["overall_accuracy"] <= figures["random_split"]["overall_accuracy"] + 0.02
    assert figures["held_out"]["macro_f1"] >= max(entry["macro_f1"] for entry in figures["views"]) - 0.03
    assert figures["baseline"]["overall_accuracy"] > 0.9
    codes, confidence = read(made["OUTPUT"]), read(made["CONFIDENCE"])
    assert set(np.unique(codes)) <= {0, 1, 2, 3, 4}
    assert len(np.unique(codes[codes > 0])) == 4
    assert codes.shape == confidence.shape and confidence[codes > 0].max() <= 100
    dataset = gdal.Open(made["OUTPUT"])
    dataset.GetGeoTransform()
    assert dataset.GetRasterBand(1).GetCategoryNames() == ["", "dryout", "forest", "village", "water"]

    shutil.rmtree(home_folder() / "modules")  # as on another machine: the bundle carries the fitted module
    feedback = Feedback()
    again = {**scene, "OUTPUT": str(tmp_path / "again.tif"), "BUNDLE": made["BUNDLE"]}
    np.testing.assert_array_equal(read(run("landcovermap", again, feedback)["OUTPUT"]), codes)
    embedded = run("embed", {**scene, "MODULE": made["BUNDLE"], "MODE": 1, "OUTPUT": str(tmp_path / "e.tif")})
    parameters = {"INPUT": embedded["OUTPUT"], "BUNDLE": made["BUNDLE"], "OUTPUT": str(tmp_path / "classified.tif")}
    assert (read(run("classify", parameters)["OUTPUT"]) == codes).mean() > 0.999


@needs_shared
def test_own_classes_are_those_of_the_keras_weights(run: Run, tmp_path: Path) -> None:
    pixels = gdal.Open(str(T48QUE)).ReadAsArray()[:, :320, :320]
    cut = str(tmp_path / "cut.tif")
    gdal.Translate(cut, str(T48QUE), srcWin=[0, 0, 320, 320])
    patches = pixels.transpose(1, 2, 0).reshape(10, 32, 10, 32, 10).swapaxes(1, 2).reshape(100, 32, 32, 10) / 1e4
    np.save(tmp_path / "patches.npy", patches.astype(np.float32))
    script = ROOT / "tests" / "support" / "keras_resnet20.py"
    files = [str(WEIGHTS), str(tmp_path / "patches.npy"), str(tmp_path / "out.npy")]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "QT_"))}
    subprocess.run([str(find_python(tmp_path)), "-I", str(script), *files], check=True, env=environment)
    expected = np.load(tmp_path / "out.npy").reshape(10, 10, 17)

    parameters = {
        "INPUT": cut,
        "MODULE": str(RESNET20),
        "WINDOW": 32,
        "STRIDE": 32,
        "METHOD": 5,
        "REPORT": str(tmp_path / "r.html"),
    }
    made = run(
        "landcovermap",
        {**parameters, "OUTPUT": str(tmp_path / "lcz.tif"), "CONFIDENCE": str(tmp_path / "c.tif")},
    )
    codes = read(made["OUTPUT"])
    np.testing.assert_array_equal(codes, expected.argmax(axis=2) + 1)
    np.testing.assert_allclose(read(made["CONFIDENCE"]), 100 * expected.max(axis=2), atol=1)
    dataset = gdal.Open(made["OUTPUT"])
    dataset.GetGeoTransform()
    assert dataset.GetRasterBand(1).GetCategoryNames()[17] == "LCZ G · Water"
    assert dataset.GetRasterBand(1).GetColorTable().GetColorEntry(17)[:3] == (0x65, 0x6B, 0xFA)
    assert "LCZ" in (tmp_path / "r.html").read_text(encoding="utf-8")

    # Another date: the same scene, half as bright.
    dim = str(tmp_path / "dim.tif")
    gdal.Translate(dim, cut, scaleParams=[[0, 10000, 0, 5000]] * 10)
    both = run("landcovermap", {**parameters, "INPUTS": [dim], "SCALE": 10000, "OUTPUT": str(tmp_path / "both.tif")})
    alone = run("landcovermap", {**parameters, "INPUT": dim, "SCALE": 10000, "OUTPUT": str(tmp_path / "dim_map.tif")})
    averaged, second = read(both["OUTPUT"]), read(alone["OUTPUT"])
    agree = codes == second
    assert 0.1 < agree.mean() < 1
    np.testing.assert_array_equal(averaged[agree], codes[agree])
    assert (averaged != second).any()


@needs_shared
def test_a_larger_date_is_cut_to_the_grid_of_the_first(run: Run, tmp_path: Path) -> None:
    paths = [str(tmp_path / f"{size}.tif") for size in (96, 128)]
    for path, size in zip(paths, (96, 128)):
        gdal.Translate(path, str(T48QUE), srcWin=[0, 0, size, size])
    parameters = {"MODULE": str(RESNET20), "STRIDE": 32, "METHOD": 5, "OUTPUT": str(tmp_path / "m.tif")}
    feedback = Feedback()
    both = read(run("landcovermap", {**parameters, "INPUT": paths[0], "INPUTS": paths[1:]}, feedback)["OUTPUT"])
    assert "128.tif has another grid" in feedback.text
    alone = run("landcovermap", {**parameters, "INPUT": paths[0], "OUTPUT": str(tmp_path / "alone.tif")})
    np.testing.assert_array_equal(both, read(alone["OUTPUT"]))  # the same pixels twice


def test_what_does_not_go_together(run: Run, tmp_path: Path) -> None:
    raster = str(tmp_path / "r.tif")
    gdal.GetDriverByName("GTiff").Create(raster, 64, 64, 3)
    output = {"INPUT": raster, "OUTPUT": str(tmp_path / "m.tif")}
    with pytest.raises(QgsProcessingException, match="no output of class scores is known"):
        run("landcovermap", {**output, "METHOD": 5})
    with pytest.raises(QgsProcessingException, match=r"is given twice: .*\[INPUT\] is one of the dates"):
        run("landcovermap", {**output, "INPUTS": [raster]})
    with pytest.raises(QgsProcessingException, match=r"\[FIELD\] is empty"):
        run("landcovermap", {**output, "TRAINING": raster})
