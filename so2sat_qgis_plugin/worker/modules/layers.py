"""Layers of a convolutional network, over variables that the caller keeps.

The same network function builds a graph for export (worker/modules/export.py) and runs under a distribution
strategy (worker/training/pretrain.py); only the giver of variables differs. Tensors are NHWC.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# kind is one of kernel, bias, gamma, beta, moving_mean, moving_variance
Variable = Callable[[str, tuple[int, ...], str], Any]  # (name, shape, kind) → variable


class Layers:
    """Conv, batch norm and dense layers.

    `training` chooses the batch's own statistics in batch norm and moves the moving averages; the ops
    that do so are in `updates`. Names of variables are those of TF-Slim: `weights`, `biases`, `BatchNorm/…`.
    """

    def __init__(self, variable: Variable, training: bool, epsilon: float, momentum: float) -> None:
        self._variable, self._training = variable, training
        self._epsilon, self._momentum = epsilon, momentum
        self.updates: list[Any] = []

    def conv(self, x: Any, name: str, filters: int, size: int, stride: int = 1, bias: bool = False) -> Any:
        """Return the convolution of `x`, zero padding as TensorFlow's SAME.

        A strided convolution larger than 1 × 1 pads as if it were not strided, so that its result does not
        depend on whether the input's size is even (TF-Slim's conv2d_same).
        """
        import tensorflow as tf

        kernel = self._variable(f"{name}/weights", (size, size, x.shape[-1], filters), "kernel")
        padding = "SAME"
        if stride > 1 and size > 1:
            before = (size - 1) // 2
            x = tf.pad(x, [[0, 0], [before, size - 1 - before], [before, size - 1 - before], [0, 0]])
            padding = "VALID"
        x = tf.nn.conv2d(x, tf.cast(kernel, x.dtype), stride, padding)
        if bias:
            x = tf.nn.bias_add(x, tf.cast(self._variable(f"{name}/biases", (filters,), "bias"), x.dtype))
        return x

    def batch_norm_relu(self, x: Any, name: str) -> Any:
        """Return relu(batch norm of `x`); gamma, beta and the moving averages stay float32."""
        import tensorflow as tf

        gamma, beta, mean, variance = (
            self._variable(f"{name}/{kind}", (x.shape[-1],), kind)
            for kind in ("gamma", "beta", "moving_mean", "moving_variance")
        )
        if not self._training:
            return tf.nn.relu(
                tf.compat.v1.nn.fused_batch_norm(x, gamma, beta, mean, variance, self._epsilon, is_training=False)[0]
            )
        y, batch_mean, batch_variance = tf.compat.v1.nn.fused_batch_norm(x, gamma, beta, epsilon=self._epsilon)
        for moving, batch in ((mean, batch_mean), (variance, batch_variance)):
            step = (tf.convert_to_tensor(moving) - tf.cast(batch, moving.dtype)) * (1.0 - self._momentum)
            self.updates.append(moving.assign_sub(step))
        return tf.nn.relu(y)

    def dense(self, x: Any, name: str, units: int) -> Any:
        """Return x · weights + biases."""
        import tensorflow as tf

        kernel = self._variable(f"{name}/weights", (x.shape[-1], units), "kernel")
        bias = self._variable(f"{name}/biases", (units,), "bias")
        return tf.linalg.matmul(x, tf.cast(kernel, x.dtype)) + tf.cast(bias, x.dtype)
