"""The models that come with the plugin: in the toolbox, valid, and they run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsApplication, QgsProcessingModelAlgorithm, QgsProcessingModelChildParameterSource

from tests.algorithms.conftest import Feedback
from tests.support import runs
from tests.support.scenes import UTM

CLUSTERS, TRAINING = "Cluster map", "Train, classify and assess"
LOGISTIC = 1  # of CLASSIFIER


@pytest.fixture
def models(provider):
    """The models by name."""
    return {one.name(): one for one in provider.algorithms() if isinstance(one, QgsProcessingModelAlgorithm)}


@pytest.fixture
def scene(tmp_path: Path) -> str:
    return runs.scene(tmp_path / "scene.tif", 160, 160)


def labels(path: Path, shift: int) -> str:
    """Write 18 squares of three classes, by the land's patches, and return the path."""
    rows = []
    for i in range(18):
        x, y = UTM[0] + 160 * (i % 9) + 40 + shift, UTM[3] - 320 * (i // 9) - 40
        ring = ", ".join(f"{a} {b}" for a, b in ((x, y), (x + 80, y), (x + 80, y - 80), (x, y - 80), (x, y)))
        rows.append(f"{'abc'[i % 3]};POLYGON(({ring}))")
    table = path.with_suffix(".csv")
    table.write_text("class;WKT\n" + "\n".join(rows), encoding="utf-8")
    gdal.VectorTranslate(str(path), str(table), format="GPKG", srcSRS="EPSG:32633", dstSRS="EPSG:32633")
    return str(path)


def run(model: QgsProcessingModelAlgorithm, parameters: dict) -> dict:
    import processing

    feedback = Feedback()
    try:
        return processing.run(model, parameters, feedback=feedback)
    finally:
        print(feedback.text)


def test_they_are_in_the_toolbox_and_whole(models):
    assert set(models) == {CLUSTERS, TRAINING}
    for model in models.values():
        assert all(step.algorithm() is not None for step in model.childAlgorithms().values())
        assert model.group() == "Models" and model.shortHelpString()
        assert QgsApplication.processingRegistry().algorithmById(f"so2sat:{model.name()}") is not None


def test_the_cluster_map_runs(models, so2sat_home, scene, tmp_path):
    target = str(tmp_path / "map.tif")
    outputs = run(
        models[CLUSTERS].create(), {"scene": scene, "cell": 100, "clusters": 3, "cluster:Cluster map": target}
    )
    codes = gdal.Open(outputs["cluster:Cluster map"]).ReadAsArray()
    assert codes.shape == (16, 16) and sorted(np.unique(codes)) == [1, 2, 3]


def test_train_classify_assess_runs(models, so2sat_home, scene, tmp_path):
    parameters = {
        "scene": scene,
        "cell": 40,
        "training": labels(tmp_path / "training.gpkg", 0),
        "field": "class",
        "reference": labels(tmp_path / "reference.gpkg", 20),
        "reference_field": "class",
        "train:Classifier file": str(tmp_path / "c.so2sat"),
        "classify:Land-cover map": str(tmp_path / "map.tif"),
        "assess:Assessment": str(tmp_path / "assessment.html"),
    }
    model = models[TRAINING].create()
    step = model.childAlgorithm("train")
    step.addParameterSources("CLASSIFIER", [QgsProcessingModelChildParameterSource.fromStaticValue(LOGISTIC)])
    model.setChildAlgorithm(step)  # the quickest
    run(model, parameters)
    codes = gdal.Open(str(tmp_path / "map.tif")).ReadAsArray()
    assert codes.shape == (40, 40) and set(np.unique(codes)) <= {1, 2, 3}
    assert (tmp_path / "c.so2sat").is_file() and (tmp_path / "assessment.json").is_file()
