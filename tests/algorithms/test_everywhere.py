"""The main algorithms from every place that QGIS starts them, and embeddings held against TensorFlow Hub by hand."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterRasterLayer,
)

from so2sat_qgis_plugin.engine.features.source import EMBEDDING_KEY
from so2sat_qgis_plugin.provider import So2SatProvider
from tests.algorithms.conftest import Feedback
from tests.support import runs
from tests.support.data import RESNET20, real
from tests.support.scenes import UTM
from tools.qgis_process import Qgis

BY_HAND = """
import sys
import numpy as np
import tensorflow as tf
import tensorflow_hub as hub
module, patches, target = sys.argv[1:]
network = hub.load(module, tags=[]).signatures["default"]
np.save(target, network(tf.constant(np.load(patches)))["default"].numpy())
"""


@pytest.fixture
def scene(tmp_path: Path) -> str:
    return runs.scene(tmp_path / "szene mit ü.tif", 130, 170)


def check_embedding(path: str, stride: int = 10) -> None:
    made = gdal.Open(path)
    x, dx, _, y, _, dy = made.GetGeoTransform()
    assert (made.RasterYSize, made.RasterXSize) == (-(-130 // stride), -(-170 // stride))
    assert (x, y, dx, dy) == (UTM[0], UTM[3], 10 * stride, -10 * stride)
    assert EMBEDDING_KEY in made.GetMetadata()
    assert np.isfinite(made.ReadAsArray()).all()


def check_map(path: str, clusters: int) -> None:
    made = gdal.Open(path)
    codes = made.ReadAsArray()
    assert codes.shape == (13, 17) and made.GetGeoTransform()[0::3] == (UTM[0], UTM[3])
    assert sorted(np.unique(codes)) == list(range(1, clusters + 1))


def test_embedding_equals_the_module_run_by_hand(run: Any, tmp_path: Path) -> None:
    source = gdal.Open(real("t48que/S2L2A_T48QUE_20200223_10band.tif"))
    crop = str(tmp_path / "crop.tif")
    gdal.Translate(crop, source, srcWin=[300, 410, 150, 130])
    outputs = run(
        "embed", {"INPUT": crop, "MODULE": str(RESNET20), "WINDOW": 32, "STRIDE": 32, "OUTPUT": str(tmp_path / "e.tif")}
    )
    found = np.moveaxis(gdal.Open(outputs["OUTPUT"]).ReadAsArray(), 0, -1)
    assert found.shape == (5, 5, 256 + 2 * 10)
    image = np.moveaxis(gdal.Open(crop).ReadAsArray(), 0, -1).astype(np.float32) / 10_000
    image = np.pad(image, ((0, 160 - 130), (0, 160 - 150), (0, 0)), mode="reflect")
    cells = np.pad(image[:130, :150], ((0, 30), (0, 10), (0, 0)), constant_values=np.nan).reshape(5, 32, 5, 32, 10)
    assert np.allclose(found[..., 256:266], np.nanmean(cells, (1, 3)), rtol=1e-5)
    assert np.allclose(found[..., 266:], np.nanstd(cells, (1, 3)), rtol=1e-4)
    windows = image.reshape(5, 32, 5, 32, 10).swapaxes(1, 2).reshape(25, 32, 32, 10)
    np.save(tmp_path / "windows.npy", windows)
    arguments = [str(RESNET20), str(tmp_path / "windows.npy"), str(tmp_path / "expected.npy")]
    subprocess.run([os.environ["SO2SAT_PYTHON"], "-c", BY_HAND, *arguments], check=True, capture_output=True)
    expected = np.load(tmp_path / "expected.npy").reshape(5, 5, 256)
    assert np.abs(found[..., :256] - expected).max() <= 1e-4 * np.abs(expected).max()


def test_by_qgis_process(qgis: Qgis, scene: str, tmp_path: Path) -> None:
    embedded = qgis.run("so2sat:embed", {"INPUT": scene, "STRIDE": 10, "OUTPUT": tmp_path / "e.tif"})
    check_embedding(embedded["OUTPUT"])
    clustered = qgis.run("so2sat:cluster", {"INPUT": embedded["OUTPUT"], "CLUSTERS": 3, "OUTPUT": tmp_path / "c.tif"})
    check_map(clustered["OUTPUT"], 3)
    parameters = {
        "INPUT": scene,
        "CELL": 100,
        "CLUSTERS": 3,
        "OUTPUT": tmp_path / "m.tif",
        "REPORT": tmp_path / "m.html",
    }
    mapped = qgis.run("so2sat:landcovermap", parameters)
    check_map(mapped["OUTPUT"], 3)
    assert (tmp_path / "m.html").stat().st_size > 1000
    assert np.array_equal(gdal.Open(mapped["OUTPUT"]).ReadAsArray(), gdal.Open(clustered["OUTPUT"]).ReadAsArray())


def test_by_processing_run(run: Any, cold: None, scene: str, tmp_path: Path) -> None:
    parameters = {
        "INPUT": scene,
        "STRIDE": 10,
        "CLUSTERS": 4,
        "EMBEDDING": str(tmp_path / "e.tif"),
        "OUTPUT": "TEMPORARY_OUTPUT",
    }
    outputs = run("landcovermap", parameters)
    check_map(outputs["OUTPUT"], 4)
    check_embedding(outputs["EMBEDDING"])
    again = run("landcovermap", {"INPUT": scene, "STRIDE": 10, "CLUSTERS": 4, "OUTPUT": str(tmp_path / "again.tif")})
    assert np.array_equal(gdal.Open(again["OUTPUT"]).ReadAsArray(), gdal.Open(outputs["OUTPUT"]).ReadAsArray())


def chain() -> QgsProcessingModelAlgorithm:
    """Return a model: embed the input, cluster the embedding raster."""
    value, parameter = QgsProcessingModelChildParameterSource.fromStaticValue, "RASTER"
    made = QgsProcessingModelAlgorithm("land cover", "test")
    made.addModelParameter(QgsProcessingParameterRasterLayer(parameter), QgsProcessingModelParameter(parameter))
    embed = QgsProcessingModelChildAlgorithm("so2sat:embed")
    embed.setChildId("embed")
    embed.addParameterSources("INPUT", [QgsProcessingModelChildParameterSource.fromModelParameter(parameter)])
    embed.addParameterSources("STRIDE", [value(10)])
    made.addChildAlgorithm(embed)
    cluster = QgsProcessingModelChildAlgorithm("so2sat:cluster")
    cluster.setChildId("cluster")
    cluster.addParameterSources("INPUT", [QgsProcessingModelChildParameterSource.fromChildOutput("embed", "OUTPUT")])
    cluster.addParameterSources("CLUSTERS", [value(3)])
    output = QgsProcessingModelOutput("Map")
    output.setChildId("cluster")
    output.setChildOutputName("OUTPUT")
    cluster.setModelOutputs({"Map": output})
    made.addChildAlgorithm(cluster)
    return made


def test_chained_in_a_model_file(provider: So2SatProvider, so2sat_home: Path, scene: str, tmp_path: Path) -> None:
    import processing

    path = tmp_path / "land cover.model3"
    assert chain().toFile(str(path))
    loaded = QgsProcessingModelAlgorithm()
    assert loaded.fromFile(str(path))
    loaded.initAlgorithm()
    parameters = {"RASTER": scene, "cluster:Map": str(tmp_path / "map.tif")}
    check_map(processing.run(loaded, parameters, feedback=Feedback())["cluster:Map"], 3)


def test_as_a_batch(provider: So2SatProvider, so2sat_home: Path, scene: str, tmp_path: Path) -> None:
    """As the batch dialog does it: one algorithm object, run row by row."""
    algorithm = provider.algorithm("embed")
    for stride in (10, 17):
        parameters = {"INPUT": scene, "STRIDE": stride, "OUTPUT": str(tmp_path / f"{stride}.tif")}
        outputs, done = algorithm.run(parameters, QgsProcessingContext(), Feedback())
        assert done
        check_embedding(outputs["OUTPUT"], stride)
        provenance = json.loads(gdal.Open(outputs["OUTPUT"]).GetMetadataItem(EMBEDDING_KEY))
        assert provenance["stride"] == stride
