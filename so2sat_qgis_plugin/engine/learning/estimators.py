"""The classifiers that can be asked for, by name."""

from __future__ import annotations

AUTOMATIC = "automatic"
CLASSIFIERS = (
    AUTOMATIC,
    "logistic regression",
    "linear SVM",
    "RBF SVM",
    "random forest",
    "extra trees",
    "histogram gradient boosting",
    "k nearest neighbours",
    "multilayer perceptron",
)
