"""What is refused before any work, and in which words."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from osgeo import gdal
from qgis.core import (
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsRasterLayer,
    QgsVectorLayer,
)

from so2sat_qgis_plugin.algorithms.landcovermap import LandCoverMap
from so2sat_qgis_plugin.algorithms.wording import worded
from so2sat_qgis_plugin.provider import So2SatProvider
from tests.support import runs
from tests.support.data import WEIGHTS, needs_shared

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def scene(tmp_path: Path) -> str:
    return runs.scene(tmp_path / "scene.tif", 64, 64)


@pytest.fixture
def labels(tmp_path: Path) -> str:
    square = [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]
    features = [
        {"type": "Feature", "properties": {"class": c}, "geometry": {"type": "Polygon", "coordinates": square}}
        for c in ("a", "b")
    ]
    path = tmp_path / "labels.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return str(path)


def overwrites(run: Run, algorithm: str, parameters: dict[str, Any], kept: str) -> str:
    """Check that the run is refused for what it would overwrite, and that `kept` is as it was; returns the message."""
    before = Path(kept).read_bytes()
    with pytest.raises(QgsProcessingException, match="would overwrite") as caught:
        run(algorithm, parameters)
    assert Path(kept).read_bytes() == before
    return str(caught.value)


@pytest.mark.parametrize("algorithm", ["embed", "landcovermap", "cluster"])
def test_the_scene_as_output(run: Run, scene: str, algorithm: str) -> None:
    message = overwrites(run, algorithm, {"INPUT": scene, "OUTPUT": scene}, scene)
    assert "[OUTPUT]" in message and "[INPUT]" in message
    layer = QgsRasterLayer(scene, "scene")
    overwrites(run, algorithm, {"INPUT": layer, "OUTPUT": QgsProcessingOutputLayerDefinition(scene)}, scene)


@pytest.mark.parametrize("name", ["EMBEDDING", "CONFIDENCE", "REPORT"])
def test_every_other_destination(run: Run, scene: str, name: str) -> None:
    overwrites(run, "landcovermap", {"INPUT": scene, "OUTPUT": "TEMPORARY_OUTPUT", name: scene}, scene)


def test_the_source_of_a_vrt(run: Run, scene: str, tmp_path: Path) -> None:
    path = str(tmp_path / "scene.vrt")
    gdal.Translate(path, scene, format="VRT").FlushCache()
    overwrites(run, "embed", {"INPUT": path, "OUTPUT": scene}, scene)


def test_the_labels_by_the_report_s_figures(run: Run, scene: str, labels: str) -> None:
    parameters = {"INPUT": scene, "FIELD": "class", "BUNDLE": "TEMPORARY_OUTPUT"}
    report = labels.replace(".json", ".html")
    overwrites(run, "train", {**parameters, "TRAINING": labels, "REPORT": report}, labels)
    selected = QgsProcessingFeatureSourceDefinition(labels, True)
    overwrites(run, "train", {**parameters, "TRAINING": selected, "REPORT": report}, labels)
    layer = QgsVectorLayer(labels, "labels", "ogr")
    overwrites(run, "train", {**parameters, "TRAINING": layer, "BUNDLE": labels}, labels)
    overwrites(run, "assess", {"MAP": scene, "REFERENCE": layer, "FIELD": "class", "REPORT": report}, labels)


def test_a_band_of_the_folder_that_is_stacked(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "bands"
    folder.mkdir()
    scene = runs.scene(tmp_path / "s.tif", 32, 32)
    for number, name in ((1, "B02"), (2, "B03")):
        gdal.Translate(str(folder / f"{name}.tif"), scene, bandList=[number]).FlushCache()
    parameters = {"FOLDER": str(folder), "BANDS": "B2,B3", "RESOLUTION": 0}
    overwrites(run, "stackbands", {**parameters, "OUTPUT": str(folder / "B02.tif")}, str(folder / "B02.tif"))
    assert run("stackbands", {**parameters, "OUTPUT": str(folder / "stack.tif")})


def test_a_report_s_folder_is_looked_at_before_the_work(run: Run, scene: str, tmp_path: Path) -> None:
    report = str(tmp_path / "nowhere" / "r.html")
    with pytest.raises(QgsProcessingException, match=r"Report \[REPORT\] .* cannot be written"):
        run("landcovermap", {"INPUT": scene, "OUTPUT": str(tmp_path / "map.tif"), "REPORT": report})
    assert not (tmp_path / "map.tif").exists()


def test_messages_name_parameters_as_the_dialog_does(provider: So2SatProvider) -> None:
    algorithm = provider.algorithm("landcovermap")
    assert isinstance(algorithm, LandCoverMap)
    label = algorithm.parameterDefinition("WINDOW").description()
    assert worded(algorithm, "set WINDOW to 32.") == f"set {label} [WINDOW] to 32."
    assert worded(algorithm, "smaller WINDOW, or WINDOW.") == f"smaller {label} [WINDOW], or {label} [WINDOW]."
    for kept in (
        "/data/OUTPUT/INPUT.tif",
        "C:\\INPUT\\x",
        "SO2SAT_HOME",
        "run with REPLACE",
        "a [WINDOW]",
        "INPUT.tif",
    ):
        assert worded(algorithm, kept) == kept


def test_a_number_out_of_range_is_named_by_its_label(run: Run, scene: str) -> None:
    with pytest.raises(QgsProcessingException, match=r"\[WINDOW\] must be at least 3 pixels, .* but is 1"):
        run("embed", {"INPUT": scene, "WINDOW": 1, "OUTPUT": "TEMPORARY_OUTPUT"})


@needs_shared
def test_keras_weights_are_taken_by_get_module(run: Run, tmp_path: Path) -> None:
    mine = tmp_path / "weights.h5"
    shutil.copy(WEIGHTS, mine)
    outputs = run("getmodule", {"MODULE": str(mine)})
    assert (Path(outputs["FOLDER"]) / "saved_model.pb").is_file()
    assert run("getmodule", {"MODULE": str(mine)}) == outputs  # from the store
