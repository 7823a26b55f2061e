"""Cluster embedding raster: in QGIS by processing.run, in a model, and by qgis_process, with the real worker."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsPalettedRasterRenderer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterRasterLayer,
    QgsProject,
    QgsRasterLayer,
)

from so2sat_qgis_plugin.provider import So2SatProvider
from tests.algorithms.conftest import Feedback
from tests.support import covers
from tests.support.covers import CELLS
from tests.support.scenes import wkt
from tools.qgis_process import Qgis

Run = Callable[..., dict[str, Any]]
NAMES = ["1 · dense vegetation", "2 · water-like", "3 · built-up-like"]


def write_scene(folder: Path, **options: Any) -> Path:
    """Write 20 × 30 cells of forest, water and city, one cell nodata, and return their embedding raster."""
    cover = np.zeros((20, 30), int)
    cover[:, 18:], cover[12:, 24:], cover[0, 0] = 1, 2, -1
    folder.mkdir()
    return covers.write_scene(folder, cover, ("forest", "water", "city"), 20, **options)[1]


@pytest.fixture
def embedding(tmp_path: Path) -> Path:
    return write_scene(tmp_path / "données à lire")


def check_map(path: str | Path) -> None:
    dataset = gdal.Open(str(path))
    codes = dataset.ReadAsArray()
    assert dataset.GetGeoTransform() == CELLS and codes.shape == (20, 30)
    assert codes[0, 0] == 0 and (codes == 0).sum() == 1
    assert {int(codes[5, 5]), int(codes[5, 25]), int(codes[15, 28])} == {1, 2, 3}
    assert dataset.GetRasterBand(1).GetCategoryNames() == ["", *NAMES]


def labels(layer: QgsRasterLayer) -> list[str]:
    assert isinstance(layer.renderer(), QgsPalettedRasterRenderer)
    return [entry.label for entry in layer.renderer().classes()]


def test_map_report_and_log(run: Run, embedding: Path, tmp_path: Path) -> None:
    feedback = Feedback()
    outputs = run(
        "cluster",
        {
            "INPUT": str(embedding),
            "CLUSTERS": 3,
            "OUTPUT": str(tmp_path / "map.tif"),
            "REPORT": str(tmp_path / "r.html"),
        },
        feedback,
    )
    assert outputs == {"OUTPUT": str(tmp_path / "map.tif"), "REPORT": str(tmp_path / "r.html")}
    check_map(outputs["OUTPUT"])
    assert all(name in feedback.text for name in NAMES)
    assert "built-up-like" in Path(outputs["REPORT"]).read_text(encoding="utf-8")


def test_plain_raster_is_named_from_its_own_bands(run: Run, embedding: Path, tmp_path: Path) -> None:
    scene = str(embedding.with_name("scene.tif"))
    outputs = run("cluster", {"INPUT": scene, "CLUSTERS": 3, "METHOD": 2, "OUTPUT": str(tmp_path / "map.tif")})
    assert "REPORT" not in outputs
    dataset = gdal.Open(outputs["OUTPUT"])
    dataset.GetGeoTransform()  # GDAL 3.6 reads the .aux.xml of a GeoTIFF only then
    assert dataset.GetRasterBand(1).GetCategoryNames() == ["", *NAMES]


def test_layer_that_qgis_loads_is_styled(provider: So2SatProvider, embedding: Path, tmp_path: Path) -> None:
    from processing.core.Processing import Processing
    from processing.gui.Postprocessing import handleAlgorithmResults
    from qgis.core import QgsApplication

    project, feedback = QgsProject(), Feedback()
    context = QgsProcessingContext()
    context.setProject(project)
    output = QgsProcessingOutputLayerDefinition(str(tmp_path / "map.tif"), project)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("so2sat:cluster")
    parameters = {"INPUT": str(embedding), "CLUSTERS": 3, "OUTPUT": output}
    Processing.runAlgorithm(algorithm, parameters, lambda *_: None, feedback, context)
    del algorithm  # as in the dialog, where it is gone when layers are loaded
    handleAlgorithmResults(provider.algorithm("cluster"), context, feedback)
    (layer,) = project.mapLayers().values()
    assert labels(layer) == NAMES
    assert [entry.color.name() for entry in layer.renderer().classes()] == ["#1b7837", "#2b6fb3", "#c7352b"]


def test_loaded_by_hand_it_has_names_too(run: Run, embedding: Path, tmp_path: Path) -> None:
    outputs = run("cluster", {"INPUT": str(embedding), "CLUSTERS": 3, "OUTPUT": str(tmp_path / "map.tif")})
    assert labels(QgsRasterLayer(outputs["OUTPUT"], "map")) == NAMES


def model() -> QgsProcessingModelAlgorithm:
    """Return a model of one input whose map is the model's output."""
    made = QgsProcessingModelAlgorithm("clusters", "test")
    made.addModelParameter(QgsProcessingParameterRasterLayer("RASTER"), QgsProcessingModelParameter("RASTER"))
    child = QgsProcessingModelChildAlgorithm("so2sat:cluster")
    child.setChildId("cluster")
    child.addParameterSources("INPUT", [QgsProcessingModelChildParameterSource.fromModelParameter("RASTER")])
    child.addParameterSources("CLUSTERS", [QgsProcessingModelChildParameterSource.fromStaticValue(3)])
    output = QgsProcessingModelOutput("Map")
    output.setChildId("cluster")
    output.setChildOutputName("OUTPUT")
    child.setModelOutputs({"Map": output})
    made.addChildAlgorithm(child)
    return made


def test_in_a_model_file(provider: So2SatProvider, so2sat_home: Path, embedding: Path, tmp_path: Path) -> None:
    import processing

    path = tmp_path / "clusters.model3"
    assert model().toFile(str(path))
    loaded = QgsProcessingModelAlgorithm()
    assert loaded.fromFile(str(path))
    loaded.initAlgorithm()
    target = str(tmp_path / "map.tif")
    outputs = processing.run(loaded, {"RASTER": str(embedding), "cluster:Map": target}, feedback=Feedback())
    check_map(outputs["cluster:Map"])


def test_by_qgis_process(qgis: Qgis, embedding: Path, tmp_path: Path) -> None:
    parameters = {"INPUT": embedding, "CLUSTERS": 3, "OUTPUT": tmp_path / "map.tif"}
    assert qgis.run("so2sat:cluster", parameters)["OUTPUT"] == str(tmp_path / "map.tif")
    check_map(tmp_path / "map.tif")


@pytest.mark.parametrize(
    "change, message",
    [
        ({"CLUSTERS": 200, "SAMPLE": 100}, r"\[CLUSTERS\] is 200"),
        ({"OUTPUT": "/nowhere/map.tif"}, "/nowhere/map.tif"),
        ({"INPUT": "/nowhere.tif"}, "INPUT|nowhere"),
    ],
)
def test_bad_input(run: Run, embedding: Path, tmp_path: Path, change: dict[str, Any], message: str) -> None:
    parameters = {"INPUT": str(embedding), "CLUSTERS": 3, "OUTPUT": str(tmp_path / "map.tif"), **change}
    with pytest.raises(QgsProcessingException, match=message):
        run("cluster", parameters)
    assert not list(tmp_path.glob("*map*"))


def test_cancel_leaves_nothing(run: Run, embedding: Path, tmp_path: Path) -> None:
    feedback = Feedback(cancel_when=lambda text: "Fitting" in text)
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        run("cluster", {"INPUT": str(embedding), "OUTPUT": str(tmp_path / "map.tif")}, feedback)
    assert not list(tmp_path.glob("*map*"))


def test_without_a_runtime_it_says_how_to_get_one(
    run: Run, embedding: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SO2SAT_PYTHON")
    with pytest.raises(QgsProcessingException, match="so2sat:setupruntime"):
        run("cluster", {"INPUT": str(embedding), "OUTPUT": str(tmp_path / "map.tif")})


@pytest.mark.parametrize("assigned", [True, False])
def test_a_crs_that_is_the_layer_s_alone_gives_areas(run: Run, tmp_path: Path, assigned: bool) -> None:
    """A CRS assigned in QGIS counts where the file has none."""
    layer = QgsRasterLayer(str(write_scene(tmp_path / "bare", crs=False)), "embedding")
    if assigned:
        layer.setCrs(QgsCoordinateReferenceSystem(f"EPSG:{covers.EPSG}"))
    feedback = Feedback()
    outputs = run("cluster", {"INPUT": layer, "CLUSTERS": 3, "OUTPUT": str(tmp_path / "map.tif")}, feedback)
    areas = re.findall(r"· ([a-z -]+): [0-9.]+ %, ([0-9.]+) ha", feedback.text)
    made = gdal.Open(outputs["OUTPUT"]).GetProjection()
    if assigned:
        assert [name for name, _ in areas] == [name[4:] for name in NAMES]
        assert sum(float(area) for _, area in areas) == pytest.approx(599 * 0.16, rel=2e-3)
        assert osr.SpatialReference(made).IsSame(osr.SpatialReference(wkt(covers.EPSG)))
    else:
        assert areas == [] and made == ""
