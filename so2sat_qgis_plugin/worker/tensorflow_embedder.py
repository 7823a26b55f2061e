"""Modules in TensorFlow, through tensorflow_hub: reads every SavedModel, drives NVIDIA GPUs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..engine.errors import So2SatError
from . import loading
from .embedder import Opening, batch_size
from .receptive import global_mean

_GPU_PIXELS = 16_000_000  # pixels of network input in one batch on a GPU, backed off on out-of-memory


def tensorflow() -> Any:
    """Import TensorFlow and let it take GPU memory as it needs it."""
    import tensorflow as tf

    for device in tf.config.list_physical_devices("GPU"):
        try:
            tf.config.experimental.set_memory_growth(device, True)
        except RuntimeError:  # set already, before the first use
            break
    return tf


class TensorFlowEmbedder:
    """See `embedder.Embedder`."""

    backend = "tensorflow"

    def __init__(self, opening: Opening) -> None:
        """Load the module and freeze its variables; raises So2SatError for modules that are not image embeddings."""
        self._tf = tf = tensorflow()
        self._opening = opening
        self._frozen = frozen = freeze(opening)
        self._input, self._output = frozen.inputs[0], frozen.outputs[0]
        shape, out = self._input.shape, self._output.shape
        if shape.rank != 4 or out.rank != 2 or out[1] is None:
            raise So2SatError(
                f"The module's input {shape} and output {out} are not those of an image embedding: "
                "(batch, height, width, bands) in and (batch, features) out are needed. Name another output."
            )
        self.channels, self.dims = shape[3], out[1]
        gpus = tf.config.list_physical_devices("GPU")
        self.device = f"GPU × {len(gpus)}" if gpus else "CPU"
        self._batch = max(8, _GPU_PIXELS // opening.side**2) if gpus else batch_size(opening.side)
        self._function = tf.function(self._resized_run, autograph=False, reduce_retracing=True)
        self._dense_parts: tuple[Any, Any] | None = None

    def vectors(self, patches: np.ndarray) -> np.ndarray:
        return self.stream(len(patches), lambda i, j: patches[i:j], lambda done: None)

    def stream(self, count: int, batch: Callable[[int, int], np.ndarray], done: Callable[[int], None]) -> np.ndarray:
        features = np.empty((count, self.dims), np.float32)
        i = 0
        while i < count:
            j = min(i + self._batch, count)
            try:
                features[i:j] = self._function(self._tf.constant(batch(i, j))).numpy()
            except self._tf.errors.ResourceExhaustedError:
                if self._batch == 1:
                    raise
                self._batch = max(1, self._batch // 2)
                continue
            i = j
            done(i)
        return features

    def pooled(self, image: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        tf = self._tf
        to_map, head = self._split()
        feature_map = to_map(self._resize(tf.constant(image[np.newaxis])))[0]
        cells = tf.einsum("rh,hwk,cw->rck", tf.constant(rows), feature_map, tf.constant(columns), optimize="greedy")
        return head(tf.reshape(cells, (-1, cells.shape[-1]))).numpy().reshape(len(rows), len(columns), self.dims)

    def map_size(self, height: int, width: int) -> tuple[int, int]:
        tf = self._tf
        to_map, _ = self._split()
        sides = [round(side * self._opening.enlarge) for side in (height, width)]
        shape = to_map(tf.zeros((1, *sides, self.channels)))[0].shape
        return int(shape[0]), int(shape[1])

    def _resized_run(self, patches: Any) -> Any:
        answer = self._frozen(self._resize(patches))
        return answer[0] if isinstance(answer, (list, tuple)) else answer

    def _resize(self, images: Any) -> Any:
        factor = self._opening.enlarge
        if factor == 1.0:
            return images
        size = self._tf.cast(self._tf.round(self._tf.cast(self._tf.shape(images)[1:3], "float32") * factor), "int32")
        return self._tf.image.resize(images, size, "bilinear")

    def _split(self) -> tuple[Any, Any]:
        """Return the module cut at its global mean: images to feature map, means (n, C) to feature vectors."""
        if self._dense_parts is None:
            mean = global_mean(self._output)
            if mean is None:
                raise So2SatError(
                    "The module has no global mean over a feature map, so it cannot run densely. Choose MODE exact."
                )
            to_map = self._frozen.prune(self._input, mean.inputs[0])
            after = self._frozen.prune(mean.outputs[0], self._output) if mean.outputs[0] is not self._output else None
            keeps = mean.outputs[0].shape.rank == 4
            expand = (lambda means: means[:, None, None, :]) if keeps else (lambda means: means)
            self._dense_parts = to_map, (lambda means: means if after is None else after(expand(means)))
        return self._dense_parts


def freeze(opening: Opening) -> Any:
    """Load the module and return one of its outputs as a function of images, its variables made constants."""
    module = loading.load(opening.folder)  # held until its variables are constants: they go with it
    way, output = loading.entry_point(module, opening.output)
    return loading.freeze(way, output)
