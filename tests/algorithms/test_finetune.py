"""Fine-tune module, in QGIS on the Amazon polygons: the module, its bundle, resume, a second round."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException

from so2sat_qgis_plugin.engine.modules.catalogue import read_history, read_provenance
from so2sat_qgis_plugin.engine.modules.store import content_hash
from tests.algorithms.conftest import Feedback
from tests.support.data import AMAZON, RESNET20, needs_shared

pytestmark = needs_shared
Run = Callable[..., dict[str, Any]]


def parameters(folder: Path, **changed: Any) -> dict[str, Any]:
    return {
        "INPUT": str(AMAZON / "sen2_12band_reflectance_4326.tif"),
        "TRAINING": str(AMAZON / "trainingPolygons_sen2.geojson"),
        "FIELD": "class",
        "MODULE": str(RESNET20),
        "WINDOW": 8,
        "STRIDE": 4,
        "EPOCHS": 2,
        "SAMPLES": 100,
        "OUTPUT": str(folder / "tuned"),
        "BUNDLE": str(folder / "head.so2sat"),
        "REPORT": str(folder / "report.html"),
        **changed,
    }


def test_round_trip(run: Run, tmp_path: Path) -> None:
    feedback = Feedback()
    outputs = run("finetune", parameters(tmp_path), feedback)
    tuned = tmp_path / "tuned"
    assert "Epoch 2/2: loss" in feedback.text and "█" in feedback.text
    figures = json.loads((tmp_path / "report.json").read_text())
    assert figures["helped"] == (figures["tuned"]["macro_f1"] > figures["frozen"]["macro_f1"])
    assert len(figures["history"]) == 2 and sum(row["judge"] for row in figures["samples"]) > 10
    page = (tmp_path / "report.html").read_text()
    assert ("Fine-tuning helped" if figures["helped"] else "Fine-tuning did not help") in page and "<svg" in page
    entry = read_provenance(tuned)
    assert entry is not None and entry.bands[:2] == ("B2", "B3") and entry.classes_output is None
    assert [step["what"] for step in read_history(tuned)] == ["fine-tuned"]

    assert outputs["HASH"] == content_hash(tuned)

    again = {"INPUT": parameters(tmp_path)["INPUT"], "WINDOW": 8, "STRIDE": 8, "MODULE": str(tuned)}
    embedded = run("embed", {**again, "OUTPUT": str(tmp_path / "embedding.tif")})
    assert embedded["MODULE_FOLDER"] == str(tuned)
    run("classify", {"INPUT": embedded["OUTPUT"], "BUNDLE": outputs["BUNDLE"], "OUTPUT": str(tmp_path / "map.tif")})
    classes = gdal.Open(str(tmp_path / "map.tif")).ReadAsArray()
    assert set(classes.ravel().tolist()) <= {0, 1, 2, 3, 4} and (classes > 0).mean() > 0.9

    second = parameters(tmp_path, MODULE=str(tuned), OUTPUT=str(tmp_path / "twice"), EPOCHS=1, LAYERS=1)
    assert run("finetune", second)["HASH"] != outputs["HASH"]
    assert [step["layers"] for step in read_history(tmp_path / "twice")] == ["all", "last"]
    with pytest.raises(QgsProcessingException, match="not an empty folder"):
        run("finetune", second)


def test_cancelled_then_resumed(run: Run, tmp_path: Path, so2sat_home: Path) -> None:
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        run("finetune", parameters(tmp_path, EPOCHS=3), Feedback(lambda line: line.startswith("Epoch 1/3")))
    assert sorted(path.name for path in tmp_path.iterdir() if path != so2sat_home) == []
    feedback = Feedback()
    run("finetune", parameters(tmp_path, EPOCHS=3), feedback)
    assert "Epoch 2/3" in feedback.text and "Epoch 1/3" not in feedback.text
    assert list((so2sat_home / "runs").glob("finetune-*")) == []


def test_builtin_has_no_weights(run: Run, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="has no weights to train"):
        run("finetune", parameters(tmp_path, MODULE="builtin"))


def test_second_layer_is_needed(run: Run, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match=r"\[TEST\] is empty"):
        run("finetune", parameters(tmp_path, VALIDATION=3))
