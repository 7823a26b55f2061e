"""Algorithms with CLUSTER: the same outputs, computed by the workers of a real Dask cluster; PLAN instead of a map."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException

from tests.algorithms.conftest import Feedback
from tests.jobs.test_jobs import command, ended
from tests.support import runs
from tests.support.dask import Cluster, clusters, needs_dask
from tests.support.data import AMAZON, RESNET20, T48QUE, needs_shared

Run = Callable[..., dict[str, Any]]
pytestmark = needs_dask


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster of two workers."""
    folder = tmp_path_factory.mktemp("cluster")
    with clusters(folder, folder / "home") as start:
        cluster = start(2)
        cluster.wait_for(2)
        yield cluster


def read(path: str) -> np.ndarray:
    return np.asarray(gdal.Open(path).ReadAsArray())


def left(folder: Path) -> list[Path]:
    return list(folder.glob("runs/*/part-*"))


@pytest.fixture
def scene(module: str, tmp_path: Path) -> dict[str, Any]:
    """What is asked of a scene of 16 blocks, which the cluster's workers see."""
    raster = runs.scene(tmp_path / "s.tif", 500, 500)
    return {"INPUT": raster, "MODULE": module, "WINDOW": 8, "STRIDE": 2, "MODE": 1, "SAMPLE": 2000}


def embedding(scene: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in scene.items() if name != "SAMPLE"}


def test_an_embedding(run: Run, started: Cluster, scene: dict[str, Any], tmp_path: Path) -> None:
    here = run("embed", {**embedding(scene), "OUTPUT": str(tmp_path / "here.tif")})["OUTPUT"]
    feedback, folder = Feedback(), tmp_path / "seen"
    folder.mkdir()
    asked = {"CLUSTER": started.address, "CLUSTER_FOLDER": str(folder), "OUTPUT": str(tmp_path / "there.tif")}
    there = run("embed", {**embedding(scene), **asked}, feedback)["OUTPUT"]
    np.testing.assert_array_equal(read(there), read(here))
    assert re.search(r"16 of 16 blocks, [12] nodes?,", feedback.text), "a quick node may have done all"
    assert re.search(r"[12] nodes? of the cluster took part", feedback.text)
    assert not left(folder)


def test_cancel(run: Run, started: Cluster, scene: dict[str, Any], so2sat_home: Path, tmp_path: Path) -> None:
    feedback = Feedback(lambda line: "blocks for the cluster" in line)
    asked = {**embedding(scene), "CLUSTER": started.address, "OUTPUT": str(tmp_path / "e.tif")}
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        run("embed", asked, feedback)
    assert "16 of 16 blocks," not in feedback.text and not (tmp_path / "e.tif").exists()


def test_a_map_of_clusters(
    run: Run, started: Cluster, scene: dict[str, Any], so2sat_home: Path, tmp_path: Path
) -> None:
    here = run("landcovermap", {**scene, "OUTPUT": str(tmp_path / "here.tif")})["OUTPUT"]
    feedback = Feedback()
    there = run("landcovermap", {**scene, "CLUSTER": started.address, "OUTPUT": str(tmp_path / "there.tif")}, feedback)
    np.testing.assert_array_equal(read(there["OUTPUT"]), read(here))
    assert re.search(r"16 of 16 blocks, [12] nodes?,", feedback.text) and not left(so2sat_home)


def test_no_such_cluster(run: Run, scene: dict[str, Any], tmp_path: Path) -> None:
    asked = {**scene, "CLUSTER": str(tmp_path / "none.json"), "OUTPUT": str(tmp_path / "m.tif")}
    with pytest.raises(QgsProcessingException, match=r"Dask cluster \[CLUSTER\] .* neither an address"):
        run("landcovermap", asked)


@needs_shared
def test_labels_and_a_classifier(run: Run, started: Cluster, so2sat_home: Path, tmp_path: Path) -> None:
    scene = {"INPUT": str(AMAZON / "sen2_12band_reflectance_4326.tif"), "CLUSTER": started.address}
    labels = {"TRAINING": str(AMAZON / "trainingPolygons_sen2.geojson"), "FIELD": "class", "CLASSIFIER": 1}
    asked = {**scene, **labels, "WINDOW": 8, "STRIDE": 4, "OUTPUT": str(tmp_path / "map.tif")}
    made = run("landcovermap", asked)
    feedback = Feedback()
    given = {**scene, "BUNDLE": made["BUNDLE"], "OUTPUT": str(tmp_path / "again.tif")}
    again = run("classify", given, feedback)
    np.testing.assert_array_equal(read(again["OUTPUT"]), read(made["OUTPUT"]))
    assert " of the cluster took part" in feedback.text

    # The same as a plan, which a command computes.
    given = {"INPUT": scene["INPUT"], "BUNDLE": made["BUNDLE"], "OUTPUT": str(tmp_path / "planned.tif")}
    plan = run("landcovermap", {**given, "CONFIDENCE": str(tmp_path / "c.tif"), "PLAN": str(tmp_path / "p.json")})
    assert set(plan) >= {"PLAN"} and not (tmp_path / "planned.tif").exists()
    ended(command(so2sat_home, "run", plan["PLAN"]))
    assert max(part.stat().st_size for part in tmp_path.glob("p.run/parts/*/part-*")) < 40_000, "no features"
    ended(command(so2sat_home, "run", plan["PLAN"], "--finish"))
    np.testing.assert_array_equal(read(str(tmp_path / "planned.tif")), read(made["OUTPUT"]))
    assert read(str(tmp_path / "c.tif"))[read(made["OUTPUT"]) > 0].max() <= 100


@needs_shared
def test_nodes_that_see_no_folder_send_classes_back(
    run: Run, so2sat_home: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    scene = {"INPUT": str(AMAZON / "sen2_12band_reflectance_4326.tif"), "WINDOW": 8, "STRIDE": 2}
    labels = {"TRAINING": str(AMAZON / "trainingPolygons_sen2.geojson"), "FIELD": "class", "CLASSIFIER": 4}
    made = run("landcovermap", {**scene, **labels, "SMOOTH": 2, "OUTPUT": str(tmp_path / "map.tif")})
    folder = tmp_path_factory.mktemp("elsewhere")
    with clusters(folder, folder / "home") as start:
        cluster = start(0)
        cluster.start_worker(SO2SAT_ROOTS=f"{so2sat_home}=/nowhere", SO2SAT_HOME=str(folder / "theirs"))
        cluster.wait_for(1)
        feedback = Feedback()
        asked = {"INPUT": scene["INPUT"], "BUNDLE": made["BUNDLE"], "CLUSTER": cluster.address}
        again = run("landcovermap", {**asked, "OUTPUT": str(tmp_path / "again.tif")}, feedback)
    np.testing.assert_array_equal(read(again["OUTPUT"]), read(made["OUTPUT"]))
    assert " of the cluster took part" in feedback.text and not left(so2sat_home)


def test_a_plan_of_clusters(run: Run, scene: dict[str, Any], so2sat_home: Path, tmp_path: Path) -> None:
    here = run("landcovermap", {**scene, "OUTPUT": str(tmp_path / "here.tif")})["OUTPUT"]
    asked = {**scene, "PLAN": str(tmp_path / "p.json"), "OUTPUT": str(tmp_path / "map.tif")}
    for name, value in (("INPUTS", [scene["INPUT"]]), ("EMBEDDING", str(tmp_path / "e.tif"))):
        with pytest.raises(QgsProcessingException, match=rf"\[PLAN\] does not go with .*\[{name}\]"):
            run("landcovermap", {**asked, name: value})
    with pytest.raises(QgsProcessingException, match=r"\[OUTPUT\] must name a file where Plan \[PLAN\] is asked for"):
        run("landcovermap", {**asked, "OUTPUT": "TEMPORARY_OUTPUT"})
    made = run("landcovermap", {**asked, "REPORT": str(tmp_path / "r.html")})
    assert not (tmp_path / "map.tif").exists() and "OUTPUT" not in made
    ended(command(so2sat_home, "run", made["PLAN"], "--blocks", "0/2"))
    assert max(part.stat().st_size for part in tmp_path.glob("p.run/parts/*/part-*")) < 20_000, "codes alone"
    ended(command(so2sat_home, "run", made["PLAN"], "--finish"))
    np.testing.assert_array_equal(read(str(tmp_path / "map.tif")), read(here))
    dataset = gdal.Open(str(tmp_path / "map.tif"))
    dataset.GetGeoTransform()
    assert dataset.GetRasterBand(1).GetCategoryNames()[1].startswith("1 · ")
    assert (tmp_path / "r.html").is_file()


@needs_shared
def test_a_plan_of_own_classes(run: Run, so2sat_home: Path, tmp_path: Path) -> None:
    cut = str(tmp_path / "cut.tif")
    gdal.Translate(cut, str(T48QUE), srcWin=[0, 0, 320, 320])
    asked = {"INPUT": cut, "MODULE": str(RESNET20), "OWNCLASSES": True, "STRIDE": 32}
    here = run("landcovermap", {**asked, "OUTPUT": str(tmp_path / "here.tif")})["OUTPUT"]
    confidence = {"CONFIDENCE": str(tmp_path / "c.tif"), "OUTPUT": str(tmp_path / "map.tif")}
    made = run("landcovermap", {**asked, **confidence, "PLAN": str(tmp_path / "p.json")})
    ended(command(so2sat_home, "run", made["PLAN"], "--finish"))
    np.testing.assert_array_equal(read(str(tmp_path / "map.tif")), read(here))
    assert read(str(tmp_path / "c.tif")).max() <= 255
