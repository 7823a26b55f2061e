"""A trained classifier in the worker: load it from a bundle, prove that it still works, apply it."""

from __future__ import annotations

import importlib.metadata
from typing import Any

import numpy as np

from ...engine.errors import So2SatError
from ..server import Session
from . import classifiers, frozen, novelty

STATE = "classifier"
_TOLERANCE = 0.02  # of a probability, between scikit-learn versions


def pack(
    estimator: Any, features: np.ndarray, groups: np.ndarray, codes: np.ndarray, temperature: float, seed: int
) -> np.ndarray:
    """Return a fitted estimator, with what `predict` needs beside it, as bytes (n,) uint8.

    `codes` are all class codes, ascending. A few samples and their probabilities go along, so that `load` can tell
    whether another version of scikit-learn still computes the same.
    """
    rows = np.linspace(0, len(features) - 1, min(16, len(features))).astype(int)
    probe = np.ascontiguousarray(features[rows], np.float32)
    scores = classifiers.log_scores(estimator, probe, codes)
    content = {
        "estimator": estimator,
        "codes": codes.astype(np.int64),
        "temperature": np.array([temperature]),
        "probe": probe,
        "probe_probabilities": classifiers.probabilities(scores, temperature),
        **novelty.fit(features, groups, seed),
    }
    return np.frombuffer(frozen.dump(content), np.uint8)


def load(session: Session, *, content: np.ndarray, written_with: str) -> dict[str, Any]:
    """Load what `pack` made, for `predict`; raises So2SatError where it is refused or no longer works.

    `written_with` is the scikit-learn version of the bundle.
    """
    try:
        loaded = frozen.load(content.tobytes())
        _prove(loaded)
    except So2SatError as error:
        here = importlib.metadata.version("scikit-learn")
        remedy = "" if here == written_with else (
            f" It was written with scikit-learn {written_with}, the runtime has {here}: train again, or use a runtime "
            f"with scikit-learn {written_with}."
        )  # fmt: skip
        raise So2SatError(f"The bundle is refused: {error}.{remedy}") from error
    session.state[STATE] = loaded
    return {"dims": int(loaded["probe"].shape[1]), "codes": loaded["codes"].tolist()}


def predict(
    session: Session, *, features: np.ndarray, with_confidence: bool = False, with_novelty: bool = False
) -> dict[str, Any]:
    """Classify features (n, d) float32 without NaN.

    Returns `codes` (n,) uint16, and where asked for `confidence` (the calibrated probability of that class) and
    `novelty`, both (n,) uint8, 0 to 100.
    """
    loaded = session.state[STATE]
    scores = classifiers.log_scores(loaded["estimator"], features, loaded["codes"])
    best = scores.argmax(axis=1)
    found: dict[str, Any] = {"codes": loaded["codes"][best].astype(np.uint16)}
    if with_confidence:
        p = classifiers.probabilities(scores, float(loaded["temperature"][0]))
        found["confidence"] = np.rint(100 * p[np.arange(len(p)), best]).astype(np.uint8)
    if with_novelty:
        found["novelty"] = novelty.measure(loaded, features)
    return found


def _prove(loaded: Any) -> None:
    """Raise unless the loaded estimator gives the probabilities that were written with it."""
    wanted = {"estimator", "codes", "temperature", "probe", "probe_probabilities", "projection", "neighbours", "scale"}
    if not isinstance(loaded, dict) or set(loaded) != wanted:
        raise So2SatError("its estimator is not one of this plugin's")
    try:
        scores = classifiers.log_scores(loaded["estimator"], loaded["probe"], loaded["codes"])
        found = classifiers.probabilities(scores, float(loaded["temperature"][0]))
        novelty.measure(loaded, loaded["probe"])
        difference = float(np.abs(found - loaded["probe_probabilities"]).max())
    except Exception as error:  # an attribute that another version of scikit-learn does not know, a damaged array
        raise So2SatError(f"its estimator does not work here ({type(error).__name__}: {error})") from error
    if not difference <= _TOLERANCE:
        raise So2SatError(f"its estimator gives other probabilities here (by up to {difference:.2g})")


CALLS = (load, predict)
