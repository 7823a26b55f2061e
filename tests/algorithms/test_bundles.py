"""A bundle with its defaults needs nothing else; what is set otherwise is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal

from so2sat_qgis_plugin.provider import So2SatProvider
from tests.algorithms.conftest import Feedback
from tests.support.data import AMAZON, needs_shared

Run = Callable[..., dict[str, Any]]

pytestmark = needs_shared


def read(path: str) -> np.ndarray:
    return np.asarray(gdal.Open(path).ReadAsArray())


SCENE = str(AMAZON / "sen2_12band_reflectance_4326.tif")
LABELS = {"TRAINING": str(AMAZON / "trainingPolygons_sen2.geojson"), "FIELD": "class", "CLASSIFIER": 4}


@pytest.fixture
def scene() -> str:
    return SCENE


@pytest.fixture(scope="module")
def trained(provider: So2SatProvider, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A map made with labels, and its bundle: made on another computer, for every test has a home of its own."""
    import processing

    folder = tmp_path_factory.mktemp("trained")
    parameters = {
        "INPUT": SCENE,
        "WINDOW": 8,
        "STRIDE": 4,
        "MODE": 1,
        "MAX_NODATA": 0.3,
        **LABELS,
        "OUTPUT": str(folder / "map.tif"),
    }
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SO2SAT_HOME", str(folder / "home"))
        return dict(processing.run("so2sat:landcovermap", parameters, feedback=Feedback()))


def test_a_bundle_sets_everything(run: Run, tmp_path: Path, scene: str, trained: dict[str, Any]) -> None:
    codes, bundle = read(trained["OUTPUT"]), trained["BUNDLE"]
    feedback = Feedback()
    plain = {"INPUT": scene, "BUNDLE": bundle, "OUTPUT": str(tmp_path / "plain.tif")}
    np.testing.assert_array_equal(read(run("landcovermap", plain, feedback)["OUTPUT"]), codes)
    told = next(line for line in feedback.text.splitlines() if line.startswith("The bundle sets"))
    assert "the one it carries" in told
    assert all(name in told for name in ("8", "4", "0.3"))
    assert "set aside" not in feedback.text
    # 'Classify' embeds a raster that is no embedding
    feedback = Feedback()
    classified = run("classify", {**plain, "OUTPUT": str(tmp_path / "classified.tif")}, feedback)
    assert "is no embedding raster: it is embedded, as the bundle was trained" in feedback.text
    np.testing.assert_array_equal(read(classified["OUTPUT"]), codes)


def test_what_differs_is_told(run: Run, tmp_path: Path, scene: str, trained: dict[str, Any]) -> None:
    feedback = Feedback()
    given = {
        "INPUT": scene,
        "BUNDLE": trained["BUNDLE"],
        "WINDOW": 16,
        "STRIDE": 12,
        "MODULE": "so2sat-ms-resnet50",
        "OUTPUT": str(tmp_path / "m.tif"),
    }
    codes = read(run("landcovermap", given, feedback)["OUTPUT"])
    assert "16 is set aside: the bundle was trained with 8 pixels" in feedback.text
    assert "so2sat-ms-resnet50 is set aside" in feedback.text
    assert "is 12 as asked for; the bundle's own is 4" in feedback.text
    assert "trained with stride 4, here it is 12" in feedback.text
    info = gdal.Info(scene, format="json")["size"]
    assert codes.shape == (-(-info[1] // 12), -(-info[0] // 12))


def test_stride_follows_the_ground(run: Run, tmp_path: Path, scene: str, trained: dict[str, Any]) -> None:
    fine = str(tmp_path / "fine.tif")
    dataset = gdal.Open(scene)
    size = (2 * dataset.RasterXSize, 2 * dataset.RasterYSize)
    gdal.Translate(fine, dataset, width=size[0], height=size[1], resampleAlg="bilinear")
    feedback = Feedback()
    given = {"INPUT": fine, "BUNDLE": trained["BUNDLE"], "OUTPUT": str(tmp_path / "m.tif")}
    codes = read(run("landcovermap", given, feedback)["OUTPUT"])
    assert codes.shape == read(trained["OUTPUT"]).shape
    assert "trained with stride" not in feedback.text


def test_a_module_that_is_not_here(run: Run, tmp_path: Path, scene: str, module: str) -> None:
    folder = tmp_path / "module"
    shutil.copytree(module, folder)
    given = {
        "INPUT": scene,
        "MODULE": str(folder),
        "BANDS": [2, 3, 4, 5, 6, 7, 8, 9, 11, 12],
        "WINDOW": 16,
        "STRIDE": 8,
        **LABELS,
        "OUTPUT": str(tmp_path / "map.tif"),
    }
    made = run("landcovermap", given)
    codes = read(made["OUTPUT"])
    # under another path, which the bundle does not know, it is taken for what it is
    folder.rename(tmp_path / "elsewhere")
    again = {"INPUT": scene, "BANDS": given["BANDS"], "BUNDLE": made["BUNDLE"], "OUTPUT": str(tmp_path / "again.tif")}
    moved = run("landcovermap", {**again, "MODULE": str(tmp_path / "elsewhere")})
    np.testing.assert_array_equal(read(moved["OUTPUT"]), codes)
