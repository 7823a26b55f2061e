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
from .loop import (
    Asked,
    Drawn,
    Explained,
    KeptFile,
    KeptSamples,
    Places,
    QuickFit,
    Wanted,
    draw,
    explain,
    find_places,
    fit_quick,
    open_kept,
    take_trained,
)
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
    "Asked",
    "BuiltinFit",
    "ClusterFit",
    "ClusterWork",
    "Clustering",
    "DenseBlock",
    "Drawn",
    "Explained",
    "FitSample",
    "Geometry",
    "KeptFile",
    "KeptSamples",
    "ModuleFindings",
    "Opened",
    "Opening",
    "Pending",
    "Places",
    "QuickFit",
    "Scored",
    "Then",
    "Trained",
    "TrainingData",
    "TrainingSettings",
    "Tuned",
    "TuningData",
    "Versions",
    "Wanted",
    "Worker",
    "build_keras_module",
    "check_module",
    "class_probabilities",
    "cluster_ids",
    "compute_on_cluster",
    "dense",
    "describe_module",
    "draw",
    "exact",
    "explain",
    "find_places",
    "fit_builtin",
    "fit_clusters",
    "fit_distances",
    "fit_quick",
    "geometry",
    "load_classifier",
    "open_kept",
    "open_module",
    "persist",
    "predict_clusters",
    "take_trained",
    "train",
    "tune",
    "verify",
    "versions",
    "worker_memory",
]
