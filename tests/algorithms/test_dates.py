"""Several dates of one place: seasons tell crops apart, clouds of one date are seen on another."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException

from tests.algorithms.conftest import Feedback
from tests.support.data import T48QUE, needs_shared
from tests.support.labelled import write_layer
from tests.support.runs import BANDS
from tests.support.scenes import Transform, write
from tools.qgis_process import Qgis

Run = Callable[..., dict[str, Any]]

PLACE = Transform(600000.0, 10.0, 0.0, 9800000.0, 0.0, -10.0)
EPSG, SIDE, FIELD = 32721, 160, 16  # pixels
CROPS = ("maize", "wheat", "rape", "fallow")


def crops() -> np.ndarray:
    """The crop (0 to 3) of every field, 10 × 10 of them."""
    return np.random.default_rng(3).permutation(np.arange(100) % 4).reshape(10, 10)


def date(path: Path, season: int, hole: tuple[slice, slice] | None = None) -> str:
    """Write a date: in spring maize looks as wheat does, rape as fallow; in summer maize as rape, wheat as fallow."""
    random = np.random.default_rng(season)
    looks = random.uniform(500, 4500, (2, len(BANDS)))
    look = (crops() // 2 if season == 0 else crops() % 2).repeat(FIELD, 0).repeat(FIELD, 1)
    pixels = (looks[look] * random.uniform(0.8, 1.2, (SIDE, SIDE, 1))).astype(np.uint16)
    if hole is not None:
        pixels[hole] = 0
    return write(path, pixels, BANDS, transform=PLACE, epsg=EPSG, nodata=0)


def labels(path: Path) -> str:
    """Write the middle of every second field as a polygon."""
    texts, names = [], []
    for row in range(10):
        for column in range(row % 2, 10, 2):
            x, y = PLACE.at(column * FIELD, row * FIELD)
            x1, x2, y1, y2 = x + 20, x + 140, y - 20, y - 140
            texts.append(f"POLYGON(({x1} {y1},{x2} {y1},{x2} {y2},{x1} {y2},{x1} {y1}))")
            names.append(CROPS[crops()[row, column]])
    return write_layer(path, texts, names)


@pytest.fixture
def spring(tmp_path: Path) -> str:
    return date(tmp_path / "spring.tif", 0)


@pytest.fixture
def settings(tmp_path: Path, spring: str) -> dict[str, Any]:
    return {
        "INPUT": spring,
        "WINDOW": 8,
        "STRIDE": 8,
        "TRAINING": labels(tmp_path / "labels.gpkg"),
        "FIELD": "class",
        "CLASSIFIER": 4,
    }


def read(path: str) -> np.ndarray:
    return np.asarray(gdal.Open(path).ReadAsArray())


def right(codes: np.ndarray) -> np.ndarray:
    """Return which cells have the crop that grows there."""
    order = sorted(CROPS)
    truth = np.array([order.index(name) + 1 for name in CROPS])[crops()].repeat(2, 0).repeat(2, 1)
    return codes == truth


def test_seasons_tell_crops_apart(run: Run, tmp_path: Path, settings: dict[str, Any]) -> None:
    summer = date(tmp_path / "summer.tif", 1, np.s_[32:64, 32:96])
    bundle = str(tmp_path / "seasons.so2sat")
    one = read(run("landcovermap", {**settings, "OUTPUT": str(tmp_path / "one.tif")})["OUTPUT"])
    new = (np.indices((10, 10)).sum(axis=0) % 2 == 1).repeat(2, 0).repeat(2, 1)  # fields without a label
    assert right(one)[new].mean() < 0.7  # half of the crops look alike
    both = {**settings, "INPUTS": [summer], "BUNDLE": bundle, "OUTPUT": str(tmp_path / "both.tif")}
    made = run("landcovermap", {**both, "EMBEDDING": str(tmp_path / "e.tif")})
    codes = read(made["OUTPUT"])
    seen = np.ones(codes.shape, bool)
    seen[4:8, 4:12] = False
    assert right(codes)[seen & new].mean() > 0.97
    assert (codes > 0).all()  # what summer does not show, spring does
    applied = {"INPUT": settings["INPUT"], "INPUTS": [summer], "BUNDLE": bundle, "OUTPUT": str(tmp_path / "again.tif")}
    np.testing.assert_array_equal(read(run("landcovermap", applied)["OUTPUT"]), codes)
    classified = {"INPUT": made["EMBEDDING"], "BUNDLE": bundle, "OUTPUT": str(tmp_path / "classified.tif")}
    assert (read(run("classify", classified)["OUTPUT"]) == codes).mean() > 0.99
    for given, sentence in (
        ({}, "was trained on 2 dates, but here is one date: give .* and 1 further in"),
        ({"INPUTS": [summer, date(tmp_path / "third.tif", 2)]}, "but here are 3 dates"),
    ):
        with pytest.raises(QgsProcessingException, match=sentence):
            run("landcovermap", {**applied, "INPUTS": [], **given, "OUTPUT": str(tmp_path / "no.tif")})
    with pytest.raises(QgsProcessingException, match="was trained on 2 dates"):
        run("classify", {**classified, "INPUT": settings["INPUT"], "OUTPUT": str(tmp_path / "no.tif")})


def test_a_date_on_another_grid_is_warped_and_told(run: Run, tmp_path: Path, settings: dict[str, Any]) -> None:
    summer = date(tmp_path / "summer.tif", 1)
    degrees = str(tmp_path / "degrees.tif")
    gdal.Warp(degrees, summer, dstSRS="EPSG:4326", resampleAlg="near", dstNodata=0)
    feedback = Feedback()
    given = {**settings, "INPUTS": [degrees], "OUTPUT": str(tmp_path / "map.tif")}
    codes = read(run("landcovermap", given, feedback)["OUTPUT"])
    assert "degrees.tif has another grid than" in feedback.text
    assert codes.shape == (20, 20)
    assert right(codes)[1:-1, 1:-1].mean() > 0.9


def test_clusters_average_dates(run: Run, tmp_path: Path, settings: dict[str, Any], spring: str) -> None:
    clouded = date(tmp_path / "clouded.tif", 0, np.s_[:80])
    common = {key: settings[key] for key in ("WINDOW", "STRIDE")}
    given = {**common, "INPUT": clouded, "INPUTS": [spring], "CLUSTERS": 2, "OUTPUT": str(tmp_path / "m.tif")}
    feedback = Feedback()
    codes = read(run("landcovermap", given, feedback)["OUTPUT"])
    assert "Date 2 of 2" in feedback.text
    truth = (crops() // 2).repeat(2, 0).repeat(2, 1)
    assert max((codes == truth + 1).mean(), (codes == 2 - truth).mean()) > 0.97
    metadata = json.loads(gdal.Open(str(tmp_path / "m.tif")).GetMetadataItem("SO2SAT_CLUSTERING"))
    assert metadata["embedding"]["averaged_dates"] == 2


@pytest.mark.parametrize(
    "other, sentence",
    [
        ("same", "is given twice: .* is one of the dates already"),
        ("elsewhere", "lies elsewhere: it shares no ground with"),
        ("nowhere", "has no CRS to bring one to the other by"),
    ],
)
def test_dates_that_are_none(run: Run, tmp_path: Path, spring: str, other: str, sentence: str) -> None:
    pixels = np.ones((50, 50, 10), np.uint16)
    places = {
        "same": spring,
        "elsewhere": write(tmp_path / "e.tif", pixels, BANDS, transform=PLACE.moved(5000, 0), epsg=EPSG),
        "nowhere": write(tmp_path / "n.tif", pixels, BANDS, transform=PLACE, epsg=None),
    }
    given = {"INPUT": spring, "INPUTS": [places[other]], "WINDOW": 8, "OUTPUT": str(tmp_path / "m.tif")}
    with pytest.raises(QgsProcessingException, match=sentence):
        run("landcovermap", given)
    assert not (tmp_path / "m.tif").exists()


def test_a_date_that_covers_a_part(run: Run, tmp_path: Path, settings: dict[str, Any]) -> None:
    """The clouds of a warped date are still known by its own scene classification."""
    summer = date(tmp_path / "summer.tif", 1)
    pixels = gdal.Open(summer).ReadAsArray().transpose(1, 2, 0)[:, 40:]
    classes = np.full((SIDE, SIDE - 40, 1), 4, np.uint16)
    classes[80:, 40:80] = 9
    pixels[80:, 40:80] = 9000  # as a cloud looks
    part = write(
        tmp_path / "part.tif", np.concatenate([pixels, classes], -1), (*BANDS, "SCL"), transform=PLACE.moved(0, 40),
        epsg=EPSG, nodata=0,
    )  # fmt: skip
    given = {**settings, "INPUTS": [part], "EMBEDDING": str(tmp_path / "e.tif"), "OUTPUT": str(tmp_path / "m.tif")}
    made = run("landcovermap", given)
    dataset = gdal.Open(made["EMBEDDING"])
    names = [dataset.GetRasterBand(i + 1).GetDescription() for i in range(dataset.RasterCount)]
    on_summer = dataset.ReadAsArray()[max(i for i, name in enumerate(names) if name.startswith("e"))]
    wanted = np.ones((20, 20))
    wanted[:, :5] = 0
    wanted[10:, 10:15] = 0
    np.testing.assert_array_equal(on_summer, wanted)
    assert (read(made["OUTPUT"]) > 0).all()


@needs_shared
def test_by_qgis_process_on_a_real_scene(qgis: Qgis, tmp_path: Path) -> None:
    """Two dates of T48QUE, the second made brighter and cut off, and a river bank left out by a polygon of a layer."""
    first, second = str(tmp_path / "first.tif"), str(tmp_path / "second.tif")
    gdal.Translate(first, str(T48QUE), srcWin=[300, 300, 256, 192])
    gdal.Translate(second, str(T48QUE), srcWin=[300, 300, 200, 192], scaleParams=[[0, 10000, 200, 9000]] * 10)
    x, _, _, y, _, _ = gdal.Open(first).GetGeoTransform()
    box = f"POLYGON(({x} {y},{x + 640} {y},{x + 640} {y - 320},{x} {y - 320},{x} {y}))"
    layer = write_layer(tmp_path / "mask.gpkg", [box], ["bank"], epsg=0)  # without a CRS: taken for the scene's
    given = {"INPUT": first, "INPUTS": second, "MASK": layer, "STRIDE": 16, "WINDOW": 16, "MAX_NODATA": 0.4}
    made = qgis.run("so2sat:landcovermap", {**given, "CLUSTERS": 4, "OUTPUT": str(tmp_path / "m.tif")})
    codes = read(made["OUTPUT"])
    assert codes.shape == (12, 16)
    assert (codes[:2, :4] == 0).all()
    assert (codes == 0).sum() == 8
