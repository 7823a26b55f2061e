"""Adam with a warm-up and cosine schedule, over plain variables: Kingma, Ba (2015), arXiv:1412.6980."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

_BETA1, _BETA2, _EPSILON = 0.9, 0.999, 1e-7
_WARM_UP = 0.1  # share of the steps


def rate(step: int, steps: int, peak: float) -> float:
    """Return the learning rate at `step` (from 0) of `steps`: a linear rise over a tenth, then a half cosine to 0."""
    warm = max(1, round(_WARM_UP * steps))
    if step < warm:
        return peak * (step + 1) / warm
    return 0.5 * peak * (1.0 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))


class Adam:
    """Moments of `variables`; `factors` multiply the learning rate of each."""

    def __init__(self, variables: Sequence[Any], factors: Sequence[float], **variable_options: Any) -> None:
        import tensorflow as tf

        self._variables, self._factors = list(variables), list(factors)
        self.moments = [
            tf.Variable(tf.zeros(v.shape, v.dtype), trainable=False, **variable_options)
            for v in self._variables
            for _ in range(2)
        ]

    def apply(self, gradients: Sequence[Any], learning_rate: Any, step: Any) -> None:
        """Move the variables once; `step` counts from 0. A gradient of None leaves its variable alone."""
        import tensorflow as tf

        t = tf.cast(step, tf.float32) + 1.0
        corrected = learning_rate * tf.sqrt(1.0 - _BETA2**t) / (1.0 - _BETA1**t)
        for i, (variable, gradient) in enumerate(zip(self._variables, gradients, strict=True)):
            if gradient is None:
                continue
            gradient = tf.convert_to_tensor(gradient)
            first, second = self.moments[2 * i], self.moments[2 * i + 1]
            new_first = _BETA1 * first + (1.0 - _BETA1) * gradient
            new_second = _BETA2 * second + (1.0 - _BETA2) * tf.square(gradient)
            first.assign(new_first)
            second.assign(new_second)
            variable.assign_sub(self._factors[i] * corrected * new_first / (tf.sqrt(new_second) + _EPSILON))
