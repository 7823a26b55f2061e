"""Classifiers by name, each with the settings it is tried with, and what they all can do: class probabilities."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...engine.learning.estimators import AUTOMATIC

# Settings of any kind. Standardised feature vectors are scaled to length 1:
UNIT_LENGTH = "unit length"
# Features share one unit, so that those which vary little weigh less: each is divided by the geometric mean of its own
# deviation and the mean deviation of all. With few polygons a feature's own deviation is mostly noise.
SHARED_UNIT = "shared unit"

Setting = tuple[str, dict[str, Any]]  # kind, and what differs from its defaults

# What `automatic` tries, in the order of preference where scores are equal.
CANDIDATES: tuple[Setting, ...] = (
    ("logistic regression", {"C": 1.0}),
    ("logistic regression", {"C": 100.0, UNIT_LENGTH: True}),
    ("logistic regression", {"C": 0.01}),
    ("linear SVM", {"C": 0.001}),
    ("RBF SVM", {"C": 10.0}),
    ("extra trees", {}),
    ("random forest", {}),
    ("k nearest neighbours", {"n_neighbors": 5}),
)

_LOWEST = -20.0  # log of a probability that counts as zero


def settings(kind: str, shared_unit: bool = False) -> tuple[Setting, ...]:
    """Return what to try for one of `CLASSIFIERS`: the candidates for `automatic`, else the kind's defaults.

    `shared_unit`: the features are those of an embedding, not bands of any origin.
    """
    chosen = CANDIDATES if kind == AUTOMATIC else ((kind, {}),)
    return tuple((k, {**values, SHARED_UNIT: True}) for k, values in chosen) if shared_unit else chosen


def title(setting: Setting) -> str:
    """Return a setting as a user reads it."""
    kind, values = setting
    said = [name if value is True else f"{name} = {value:g}" for name, value in values.items() if name != SHARED_UNIT]
    return kind + (f" ({', '.join(said)})" if said else "")


def _scaler(features: np.ndarray, shared_unit: bool) -> Any:
    """Return a fitted StandardScaler."""
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(features)
    deviation = np.sqrt(scaler.var_)
    mean = deviation.mean()
    if shared_unit and mean > 0:
        scaler.scale_ = np.sqrt(np.maximum(deviation, 1e-3 * mean) * mean)
    return scaler


def _classifier(kind: str, values: dict[str, Any], seed: int) -> Any:
    from sklearn import ensemble, linear_model, neighbors, neural_network, svm

    balanced: dict[str, Any] = {"class_weight": "balanced", "random_state": seed}
    trees = {"n_estimators": 100, "max_features": "sqrt", "n_jobs": -1}
    if kind == "logistic regression":
        return linear_model.LogisticRegression(**{"C": 1.0, "max_iter": 500, **balanced, **values})
    if kind == "linear SVM":
        return svm.LinearSVC(**{"C": 0.01, "dual": "auto", "max_iter": 5000, **balanced, **values})
    if kind == "RBF SVM":
        return svm.SVC(**{"C": 10.0, **balanced, **values})
    if kind == "random forest":
        return ensemble.RandomForestClassifier(**{**trees, **balanced, **values})
    if kind == "extra trees":
        return ensemble.ExtraTreesClassifier(**{**trees, **balanced, **values})
    if kind == "histogram gradient boosting":
        quick = {"max_iter": 60, "max_leaf_nodes": 15, "max_features": 0.3, "early_stopping": False}
        return ensemble.HistGradientBoostingClassifier(**{**quick, "random_state": seed, **values})
    if kind == "k nearest neighbours":
        return neighbors.KNeighborsClassifier(
            **{"n_neighbors": 5, "weights": "distance", "algorithm": "brute", **values}
        )
    return neural_network.MLPClassifier(
        **{"hidden_layer_sizes": (128,), "alpha": 0.01, "max_iter": 200, "random_state": seed, **values}
    )


def fit(setting: Setting, features: np.ndarray, codes: np.ndarray, seed: int) -> Any:
    """Return a pipeline fitted to features (n, d) float32 and class codes (n,): standardised, classes balanced."""
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import Normalizer
    from threadpoolctl import threadpool_limits

    kind, values = setting
    own = {name: value for name, value in values.items() if name not in (UNIT_LENGTH, SHARED_UNIT)}
    rows = np.arange(len(codes))
    # The last two know no class weights, the first is ten times slower with them.
    if kind in ("histogram gradient boosting", "k nearest neighbours", "multilayer perceptron"):
        rows = balanced_rows(codes, seed)
    if kind == "k nearest neighbours":
        own["n_neighbors"] = min(own.get("n_neighbors", 5), len(rows))
    before: list[tuple[str, Any]] = [("scaler", _scaler(features[rows], bool(values.get(SHARED_UNIT))))]
    if values.get(UNIT_LENGTH):
        before.append(("normalizer", Normalizer().fit(features[:1])))
    x = Pipeline(before).transform(features[rows])
    classifier = _classifier(kind, own, seed)
    # OpenMP's threads wait for each other so often here that one alone is faster wherever anything else runs.
    with warnings.catch_warnings(), threadpool_limits(1, user_api="openmp"):
        warnings.simplefilter("ignore", ConvergenceWarning)
        classifier.fit(x, codes[rows])
    return Pipeline([*before, ("classifier", classifier)])


def balanced_rows(codes: np.ndarray, seed: int) -> np.ndarray:
    """Return row numbers in which every class occurs as often as the largest: rows of small ones are repeated."""
    random = np.random.default_rng(seed)
    present, counts = np.unique(codes, return_counts=True)
    chosen = []
    for code in present:
        rows = np.flatnonzero(codes == code)
        extra = counts.max() - len(rows)
        chosen += [np.tile(rows, extra // len(rows)), random.choice(rows, extra % len(rows), replace=False), rows]
    return np.sort(np.concatenate(chosen))


def log_scores(estimator: Any, features: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Return (n, len(codes)) float64 scores whose softmax is uncalibrated class probabilities.

    Columns follow `codes`; classes that the estimator never saw have the lowest score.
    """
    if hasattr(estimator, "predict_proba"):
        found = np.log(np.maximum(estimator.predict_proba(features), np.exp(_LOWEST)))
    else:
        found = np.asarray(estimator.decision_function(features), dtype=np.float64)
        found = np.stack([-found, found], axis=1) if found.ndim == 1 else found
    scores = np.full((len(features), len(codes)), 4 * _LOWEST)
    scores[:, np.searchsorted(codes, estimator.classes_)] = found
    return scores


def probabilities(scores: np.ndarray, temperature: float) -> np.ndarray:
    """Return the softmax of `scores / temperature`, (n, classes)."""
    z = scores / temperature
    z -= z.max(axis=1, keepdims=True)
    e = np.exp(z)
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def fit_temperature(scores: np.ndarray, columns: np.ndarray) -> float:
    """Return the temperature that makes `scores` of held-out samples most likely (Guo et al. 2017).

    `columns` (n,) is the column of each sample's class; classes weigh the same. One number for all classes, so it
    never changes a label, and a few polygons suffice to find it.
    """
    weights = 1.0 / np.bincount(columns, minlength=scores.shape[1])[columns]
    rows = np.arange(len(columns))

    def loss(log_t: float) -> float:
        p = probabilities(scores, float(np.exp(log_t)))[rows, columns]
        return float(-(weights * np.log(np.maximum(p, 1e-9))).sum() / weights.sum())

    from scipy.optimize import minimize_scalar

    return float(np.exp(minimize_scalar(loss, bounds=(-5.0, 5.0), method="bounded").x))
