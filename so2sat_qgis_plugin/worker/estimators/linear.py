"""A vote of logistic regressions as matrices: the same probabilities as `Vote.probabilities`, several times as fast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .views import Views
from .vote import Vote

_LEAST = 1e-9  # of a probability, as `choice.tempered` has it


@dataclass(frozen=True)
class Linear:
    """Of each voter its view, weights (d, k) and bias (k,), float32; two classes have one column. `temperature`: last.

    Arrays are kept class by class, (k, n): numpy sums and compares along many cells much faster than along few classes.
    """

    views: tuple[str, ...]
    weights: tuple[np.ndarray, ...]
    biases: tuple[np.ndarray, ...]
    temperature: float

    @staticmethod
    def of(vote: Vote) -> Linear | None:
        """Return a vote as matrices; None where a voter is no logistic regression, or has a temperature of its own."""
        from sklearn.linear_model import LogisticRegression

        for estimator, temperature in zip(vote.estimators, vote.temperatures):
            last = estimator[-1]
            if not isinstance(last, LogisticRegression) or temperature != 1.0:
                return None
            if not np.array_equal(last.classes_, vote.codes) or "normalizer" in estimator.named_steps:
                return None
        pairs = [_affine(estimator) for estimator in vote.estimators]
        weights, biases = zip(*pairs)
        return Linear(vote.views, tuple(weights), tuple(biases), vote.temperature)

    def probabilities(self, data: Views) -> np.ndarray:
        """Return calibrated class probabilities (cells, classes) float32."""
        total: Any = 0.0
        for view, weights, bias in zip(self.views, self.weights, self.biases):
            scores = weights.T @ data.matrix(view).T + bias[:, np.newaxis]
            total = total + _softmax(np.concatenate([-scores, scores]) / 2 if len(scores) == 1 else scores)
        logarithm = np.log(np.maximum(total / np.float32(len(self.views)), np.float32(_LEAST)))
        return np.asarray(_softmax(logarithm / np.float32(self.temperature)).T)


def _softmax(scores: np.ndarray) -> np.ndarray:
    """Return the softmax of scores (k, n) over the classes, in place."""
    scores -= scores.max(axis=0)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=0)
    return scores


def _affine(estimator: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return weights (d, k) and bias (k,) of a pipeline whose steps are all affine."""
    last = estimator[-1]
    dims = estimator[0].n_features_in_
    origin = estimator[:-1].transform(np.zeros((1, dims)))
    axes = estimator[:-1].transform(np.eye(dims)) - origin
    weights, bias = axes @ last.coef_.T, origin[0] @ last.coef_.T + last.intercept_
    return weights.astype(np.float32), bias.astype(np.float32)
