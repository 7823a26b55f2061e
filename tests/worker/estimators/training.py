"""What tests of estimators train on, and how."""

from __future__ import annotations

import functools

import numpy as np

from so2sat_qgis_plugin.worker.estimators import classifier, train
from tests.worker.session import Session


def polygons(count: int = 12, each: int = 20, spread: float = 0.6, seed: int = 0) -> dict[str, np.ndarray]:
    """Three classes; samples of a polygon are alike, so that random folds flatter. Polygons are rows of cells."""
    random = np.random.default_rng(seed)
    groups = np.repeat(np.arange(count), each)
    codes = np.array([2, 5, 9])[groups % 3]
    centres = random.normal(size=(10, 16)) * 0.8
    own = random.normal(size=(count, 16)) * spread
    features = centres[codes] + own[groups] + 0.3 * random.normal(size=(len(groups), 16))
    places = np.stack([10 * groups, np.tile(np.arange(each), count)], axis=1)
    return {"features": features.astype(np.float32), "codes": codes, "groups": groups, "places": places}


def beside(data: dict[str, np.ndarray]) -> np.ndarray:
    """Return the rows of the 3 × 3 cells around each sample."""
    rows = {tuple(place): i for i, place in enumerate(data["places"].tolist())}
    near = [(r, c) for r in (-1, 0, 1) for c in (-1, 0, 1)]
    return np.array([[rows.get((x + r, y + c), -1) for r, c in near] for x, y in data["places"].tolist()])


@functools.cache
def packed(kind: str = "logistic regression") -> np.ndarray:
    """Return an estimator trained on `polygons()`, as its bytes."""
    return trained(polygons(), kind)["content"]


ASKED = {
    "spectrum": None,
    "bands": 0,
    "shared_unit": False,
    "reach": 1,
    "view": "automatic",
    "smoothing": "none",
    "effort": "normal",
    "fold_count": 3,
    "seed": 1,
}


def trained(data: dict[str, np.ndarray], kind: str = "logistic regression", **more: object) -> dict[str, object]:
    """Train on an embedding alone unless `more` says otherwise."""
    known = {name: data[name] for name in ("codes", "groups", "places")}
    arrays = {"neighbours": beside(data), "embedding": data["features"]}
    return train.fit(Session(), **{**ASKED, **known, **arrays, "kind": kind, **more})


def applied(content: np.ndarray, **arrays: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Load an estimator and return codes, confidence and novelty of cells."""
    session = Session()
    codes = np.array(classifier.load(session, content=content, written_with="?")["codes"])
    found = classifier.predict(session, **arrays, with_novelty=True)
    best = found["probabilities"].argmax(axis=1)
    return codes[best], found["probabilities"].max(axis=1), found["novelty"]
