"""Estimators as bytes in skops format: no pickle, and only types on a list are ever built."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import numpy as np

from ...engine.errors import So2SatError

MAX_UNPACKED = 2 << 30  # bytes

_LOADERS = {
    "TypeNode", "JsonNode", "NdArrayNode", "ListNode", "DictNode", "ObjectNode", "TupleNode", "TreeNode", "LossNode",
    "SliceNode", "CachedNode",
}  # fmt: skip
_TYPES = {
    "builtins": "dict list str tuple int float bool NoneType slice",
    "numpy": "ndarray dtype bool_ bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64 str_",
    "sklearn._loss._loss": "CyHalfMultinomialLoss CyHalfBinomialLoss",
    "_loss": "CyHalfMultinomialLoss CyHalfBinomialLoss",  # as older scikit-learn (1.7) calls that module
    "sklearn._loss.link": "Interval MultinomialLogit LogitLink",
    "sklearn._loss.loss": "HalfMultinomialLoss HalfBinomialLoss",
    "sklearn.cluster._kmeans": "KMeans MiniBatchKMeans",
    "sklearn.decomposition._pca": "PCA",
    "sklearn.ensemble._forest": "ExtraTreesClassifier RandomForestClassifier",
    "sklearn.ensemble._hist_gradient_boosting.binning": "_BinMapper",
    "sklearn.ensemble._hist_gradient_boosting.gradient_boosting": "HistGradientBoostingClassifier",
    "sklearn.ensemble._hist_gradient_boosting.predictor": "TreePredictor",
    "sklearn.linear_model._logistic": "LogisticRegression",
    "sklearn.mixture._gaussian_mixture": "GaussianMixture",
    "sklearn.neighbors._classification": "KNeighborsClassifier",
    "sklearn.neighbors._unsupervised": "NearestNeighbors",
    "sklearn.neural_network._multilayer_perceptron": "MLPClassifier",
    "sklearn.pipeline": "Pipeline",
    "sklearn.preprocessing._data": "Normalizer StandardScaler",
    "sklearn.preprocessing._label": "LabelBinarizer LabelEncoder",
    "sklearn.svm._classes": "LinearSVC SVC",
    "sklearn.tree._classes": "DecisionTreeClassifier ExtraTreeClassifier",
    "sklearn.tree._tree": "Tree",
}
ALLOWED = {f"{module}.{name}" for module, names in _TYPES.items() for name in names.split()}
# What fitting leaves behind and predicting does not need.
_LEFTOVERS = ("_optimizer", "_random_state", "_feature_subsample_rng")


def dump(estimator: Any) -> bytes:
    """Return an estimator of this plugin (a pipeline, or a dict of them and arrays) as bytes."""
    import skops.io

    for pipeline in estimator.values() if isinstance(estimator, dict) else [estimator]:
        for _, step in getattr(pipeline, "steps", [("", pipeline)]):
            for name in _LEFTOVERS:
                if hasattr(step, name):
                    delattr(step, name)
    return bytes(skops.io.dumps(estimator, compression=zipfile.ZIP_DEFLATED))


def load(content: bytes) -> Any:
    """Return what `dump` made; raises So2SatError for anything else, naming types that are refused."""
    import skops.io

    try:
        _check(content)
        loaded = skops.io.loads(content, trusted=sorted(ALLOWED & set(skops.io.get_untrusted_types(data=content))))
        _check_trees(loaded)
    except So2SatError:
        raise
    except Exception as error:  # what a damaged file, or one of another version, makes skops and scikit-learn raise
        raise So2SatError(f"its estimator cannot be loaded ({type(error).__name__}: {error})") from error
    return loaded


def _check(content: bytes) -> None:
    """Raise unless the schema names allowed types only and the archive stays within its bound."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        odd = [m.filename for m in members if m.filename != "schema.json" and not m.filename.endswith(".npy")]
        if odd:
            raise So2SatError(f"its estimator holds the file {odd[0]!r}, which is no plain array")
        if sum(m.file_size for m in members) > MAX_UNPACKED:
            raise So2SatError(f"its estimator unpacks to more than {MAX_UNPACKED >> 30} GiB")
        schema = json.loads(archive.read("schema.json"))
        refused = sorted(_named(schema) - ALLOWED)
        if refused:
            raise So2SatError(f"its estimator asks for types that are not allowed: {', '.join(refused)}")
        for member in members:
            if member.filename.endswith(".npy"):
                with archive.open(member) as file:
                    np.lib.format.read_magic(file)


def _named(node: Any) -> set[str]:
    """Return every type and every unknown kind of node that a skops schema names."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if "__class__" in item or "__module__" in item:
                found.add(f"{item.get('__module__')}.{item.get('__class__')}")
            if "__loader__" in item and item["__loader__"] not in _LOADERS:
                found.add(f"skops {item['__loader__']}")
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return found


def _check_trees(loaded: Any) -> None:
    """Raise where a tree points outside itself: scikit-learn follows such pointers without looking."""
    pipelines = loaded.values() if isinstance(loaded, dict) else [loaded]
    for step in (step for p in pipelines for _, step in getattr(p, "steps", ())):
        if type(step).__name__ in ("RandomForestClassifier", "ExtraTreesClassifier"):
            for member in step.estimators_:
                tree = member.tree_
                _check_tree(tree.children_left, tree.children_right, tree.feature, tree.children_left == -1, step)
        if type(step).__name__ == "HistGradientBoostingClassifier":
            for nodes in (predictor.nodes for row in step._predictors for predictor in row):
                _check_tree(nodes["left"], nodes["right"], nodes["feature_idx"], nodes["is_leaf"] != 0, step)
                if nodes["is_categorical"].any():
                    raise So2SatError("its estimator has categorical splits, which this plugin never makes")


def _check_tree(left: np.ndarray, right: np.ndarray, feature: np.ndarray, leaf: np.ndarray, step: Any) -> None:
    inner = np.flatnonzero(~leaf)
    for child in (left[inner].astype(np.int64), right[inner].astype(np.int64)):
        if len(left) == 0 or (child <= inner).any() or (child >= len(left)).any():
            raise So2SatError("its estimator holds a damaged tree")
    wanted = feature[inner].astype(np.int64)
    if (wanted < 0).any() or (wanted >= step.n_features_in_).any():
        raise So2SatError("its estimator holds a damaged tree")
