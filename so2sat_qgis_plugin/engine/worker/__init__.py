"""The one door to the worker: a protocol, and for each call a function with typed arguments and a typed result.

A file a noun. Nobody else spells a call's name or reads an answer by its keys. tests/engine/test_worker.py holds every
function's arguments against the worker's own. Callers import from here.
"""

from .about import Versions, versions, worker_memory
from .classifiers import Scored, Trained, TrainingData, TrainingSettings, class_probabilities, load_classifier, train
from .cluster import ClusterWork, compute_on_cluster
from .clusters import ClusterFit, Clustering, fit_clusters, predict_clusters
from .embedding import (
    DenseBlock,
    Geometry,
    Opened,
    Opening,
    Then,
    cluster_ids,
    dense,
    exact,
    geometry,
    open_module,
    verify,
)
from .finetuning import Tuned, TuningData, tune
from .modules import (
    BuiltinFit,
    FitSample,
    ModuleFindings,
    build_keras_module,
    check_module,
    describe_module,
    fit_builtin,
    fit_distances,
)
from .protocol import Pending, Worker, persist

__all__ = [
    "BuiltinFit",
    "ClusterFit",
    "ClusterWork",
    "Clustering",
    "DenseBlock",
    "FitSample",
    "Geometry",
    "ModuleFindings",
    "Opened",
    "Opening",
    "Pending",
    "Scored",
    "Then",
    "Trained",
    "TrainingData",
    "TrainingSettings",
    "Tuned",
    "TuningData",
    "Versions",
    "Worker",
    "build_keras_module",
    "check_module",
    "class_probabilities",
    "cluster_ids",
    "compute_on_cluster",
    "dense",
    "describe_module",
    "exact",
    "fit_builtin",
    "fit_clusters",
    "fit_distances",
    "geometry",
    "load_classifier",
    "open_module",
    "persist",
    "predict_clusters",
    "train",
    "tune",
    "verify",
    "versions",
    "worker_memory",
]
