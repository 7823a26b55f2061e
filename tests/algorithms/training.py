"""How tests run Train classifier."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal

from tests.algorithms.conftest import Feedback

Run = Callable[..., dict[str, Any]]
LOGISTIC = 1
FIELD = "Klasse (übrig) 'x'"


def train(run: Run, tmp_path: Path, features: str, layer: object, field: str = FIELD, **more: Any) -> dict[str, Any]:
    """Run the algorithm; logistic regression in three folds unless `more` says otherwise."""
    parameters = {"INPUT": features, "TRAINING": layer, "FIELD": field, "CLASSIFIER": LOGISTIC, "FOLDS": 3}
    feedback = more.pop("feedback", Feedback())
    return run("train", {**parameters, "BUNDLE": str(tmp_path / "b.so2sat"), **more}, feedback)


def codes_of(path: str) -> np.ndarray:
    return np.asarray(gdal.Open(path).ReadAsArray())
