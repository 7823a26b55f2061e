"""Classifiers by name: fit one with given settings, and what they all can do, scores whose softmax is probabilities."""

from __future__ import annotations

from typing import Any

import numpy as np

# Settings of any kind beside scikit-learn's own. Standardised feature vectors are scaled to length 1:
UNIT_LENGTH = "unit length"
# Features from this column on share one unit, so that those which vary little weigh less: each is divided by the
# geometric mean of its own deviation and the mean deviation of all. With few polygons a feature's own deviation is
# mostly noise.
SHARED_UNIT = "shared unit from column"

Setting = tuple[str, dict[str, Any]]  # kind, and what differs from its defaults

FORESTS = ("random forest", "extra trees")
_COMPONENTS = 64  # principal components that classifiers which are slow in many dimensions see; costs no accuracy
_COMPRESSED = ("logistic regression", "linear SVM", "RBF SVM", "k nearest neighbours", "multilayer perceptron")
_LOWEST = -20.0  # log of a probability that counts as zero, where nothing better is known
COOLEST = 0.5  # of a vote: with a few polygons, all of them right, no temperature is too low to be likely
UNSEEN = 4 * _LOWEST  # score of a class that an estimator never saw


def title(setting: Setting) -> str:
    """Return a setting as a user reads it."""
    kind, values = setting
    said = [name if value is True else f"{name} = {value:g}" for name, value in values.items() if name != SHARED_UNIT]
    return kind + (f" ({', '.join(said)})" if said else "")


def scaler(features: np.ndarray, shared_from: int) -> Any:
    """Return a fitted StandardScaler; for `shared_from` see `SHARED_UNIT`."""
    from sklearn.preprocessing import StandardScaler

    fitted = StandardScaler().fit(features)
    deviation = np.sqrt(fitted.var_[shared_from:])
    mean = deviation.mean() if len(deviation) else 0.0
    if mean > 0:
        fitted.scale_[shared_from:] = np.sqrt(np.maximum(deviation, 1e-3 * mean) * mean)
    # What never varied in training, such as whether a date was seen, says nothing where it does vary.
    fitted.scale_[np.ptp(features, axis=0) == 0] = np.inf
    return fitted


def _classifier(kind: str, values: dict[str, Any], seed: int, threads: int) -> Any:
    from sklearn import ensemble, linear_model, neighbors, neural_network, svm

    balanced: dict[str, Any] = {"class_weight": "balanced", "random_state": seed}
    trees = {"n_estimators": 100, "max_features": "sqrt", "n_jobs": threads}
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


def _before(kind: str, values: dict[str, Any], features: np.ndarray, seed: int) -> list[tuple[str, Any]]:
    """Return the fitted steps that features (n, d) pass before a classifier sees them."""
    from sklearn.decomposition import PCA
    from sklearn.preprocessing import Normalizer

    steps: list[tuple[str, Any]] = [("scaler", scaler(features, int(values.get(SHARED_UNIT, features.shape[1]))))]
    if kind in _COMPRESSED and min(features.shape) > _COMPONENTS:
        steps.append(("pca", PCA(_COMPONENTS, random_state=seed).fit(steps[0][1].transform(features))))
    if values.get(UNIT_LENGTH):
        steps.append(("normalizer", Normalizer().fit(features[:1])))
    return steps


def fit(setting: Setting, features: np.ndarray, codes: np.ndarray, seed: int, threads: int = -1) -> Any:
    """Return a pipeline fitted to features (n, d) float32 and class codes (n,): standardised, classes balanced.

    Kinds that are slow in many dimensions see 64 principal components. `threads`: that grow trees, −1 = all.
    """
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.pipeline import Pipeline
    from threadpoolctl import threadpool_limits

    kind, values = setting
    own = {name: value for name, value in values.items() if name not in (UNIT_LENGTH, SHARED_UNIT)}
    rows = np.arange(len(codes))
    # The last two know no class weights, the first is ten times slower with them.
    if kind in ("histogram gradient boosting", "k nearest neighbours", "multilayer perceptron"):
        rows = balanced_rows(codes, seed)
    if kind == "k nearest neighbours":
        own["n_neighbors"] = min(own.get("n_neighbors", 5), len(rows))
    before = _before(kind, values, features[rows], seed)
    x = Pipeline(before).transform(features[rows])
    classifier = _classifier(kind, own, seed, threads)
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

    Columns follow `codes`; classes that the estimator never saw have the score `UNSEEN`. That no tree of a forest, or
    no neighbour, voted for a class says no more than that its probability is below one vote: half a vote is taken.
    """
    if hasattr(estimator, "predict_proba"):
        voters = len(getattr(estimator[-1], "estimators_", ())) or getattr(estimator[-1], "n_neighbors", 0)
        least = 1.0 / (2 * voters) if voters else np.exp(_LOWEST)
        found = np.log(np.maximum(estimator.predict_proba(features), least))
    else:
        found = np.asarray(estimator.decision_function(features), dtype=np.float64)
        found = np.stack([-found, found], axis=1) if found.ndim == 1 else found
    scores = np.full((len(features), len(codes)), UNSEEN)
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
    rows = np.flatnonzero(scores[np.arange(len(columns)), columns] > UNSEEN)
    scores, columns = scores[rows], columns[rows]
    weights = 1.0 / np.maximum(np.bincount(columns, minlength=scores.shape[1]), 1)[columns]
    return warmest(lambda t: -np.log(probabilities(scores, t)[np.arange(len(columns)), columns] + 1e-9) @ weights)


def warmest(loss: Any) -> float:
    """Return the temperature between e⁻⁵ and e⁵ at which `loss(temperature)` is least."""
    from scipy.optimize import minimize_scalar

    return float(np.exp(minimize_scalar(lambda t: loss(float(np.exp(t))), bounds=(-5.0, 5.0), method="bounded").x))
