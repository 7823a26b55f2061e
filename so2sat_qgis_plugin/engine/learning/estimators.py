"""What can be asked for in training, by name: classifiers, how long to try, smoothing."""

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
QUICK, NORMAL, THOROUGH = EFFORTS = ("quick", "normal", "thorough")
NONE, SQUARE = "none", "3 × 3 cells"
SMOOTHINGS = (AUTOMATIC, NONE, SQUARE)
