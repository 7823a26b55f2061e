"""Modules in TensorFlow, through tensorflow_hub: reads every SavedModel, drives NVIDIA GPUs."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from ...engine.errors import So2SatError
from ..modules import loading
from ..modules.receptive import global_means
from .embedder import NO_MEAN, Opening, batch_size, threads
from .openvino_embedder import has_bfloat16

_GPU_PIXELS = 16_000_000  # pixels of network input in one batch on a GPU, backed off on out-of-memory


def tensorflow() -> Any:
    """Import TensorFlow and let it take GPU memory as it needs it."""
    import tensorflow as tf

    if threads():
        with contextlib.suppress(RuntimeError):  # set already, before the first use
            tf.config.threading.set_intra_op_parallelism_threads(threads())
            tf.config.threading.set_inter_op_parallelism_threads(1)
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
        self.half = opening.half and self._multiplies_in_half(gpus)
        self._batch = max(1, _GPU_PIXELS // opening.side**2 // opening.shrink) if gpus else batch_size(opening)
        self._function = tf.function(self._resized_run, autograph=False, reduce_retracing=True)
        self._dense_parts: tuple[Any, Any] | None = None
        self._map_sizes: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def _multiplies_in_half(self, gpus: list[Any]) -> bool:
        if not gpus:
            return has_bfloat16()
        details = [self._tf.config.experimental.get_device_details(gpu) for gpu in gpus]
        return all(detail.get("compute_capability", (0, 0)) >= (7, 0) for detail in details)

    def _set_precision(self) -> None:
        """TensorFlow's precision is of the process, and newer GPUs would take TF32 unasked."""
        rewrite = "auto_mixed_precision" if self.device.startswith("GPU") else "auto_mixed_precision_onednn_bfloat16"
        self._tf.config.optimizer.set_experimental_options({rewrite: self.half})
        self._tf.config.experimental.enable_tensor_float_32_execution(self.half)

    def vectors(self, patches: np.ndarray) -> np.ndarray:
        return self.stream(len(patches), lambda i, j: patches[i:j], lambda done: None)

    def stream(self, count: int, batch: Callable[[int, int], np.ndarray], done: Callable[[int], None]) -> np.ndarray:
        self._set_precision()
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
        left, right = tf.constant(rows), tf.constant(columns)
        return self._dense(image, lambda i, maps: tf.einsum("rh,nhwk,cw->nrck", left, maps, right, optimize="greedy"))

    def averaged(self, image: np.ndarray, step: int) -> np.ndarray:
        cells = [size[0] for size in self.map_sizes(self._opening.window, self._opening.window)]

        def average(i: int, maps: Any) -> Any:
            for kernel, strides in (((cells[i], 1), (step, 1)), ((1, cells[i]), (1, step))):
                maps = self._tf.nn.avg_pool2d(maps, kernel, strides, "VALID")
            return maps

        return self._dense(image, average)

    def _dense(self, image: np.ndarray, pool: Callable[[int, Any], Any]) -> np.ndarray:
        """Return (r, c, dims): the i-th feature map (1, h, w, C) goes through `pool` to (1, r, c, C), then on."""
        tf = self._tf
        self._set_precision()
        to_maps, head = self._split()
        cells = [pool(i, maps) for i, maps in enumerate(to_maps(self._resize(tf.constant(image[np.newaxis]))))]
        rows, columns = cells[0].shape[1:3]
        return head([tf.reshape(c, (-1, c.shape[-1])) for c in cells]).numpy().reshape(rows, columns, self.dims)

    def map_sizes(self, height: int, width: int) -> list[tuple[int, int]]:
        if (height, width) not in self._map_sizes:
            sides = [round(side * self._opening.enlarge) for side in (height, width)]
            maps = self._split()[0](self._tf.zeros((1, *sides, self.channels)))
            self._map_sizes[height, width] = [(int(m.shape[1]), int(m.shape[2])) for m in maps]
        return self._map_sizes[height, width]

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
        """Return the module cut at its global means: images to feature maps, means (n, C) each to feature vectors."""
        if self._dense_parts is None:
            means = global_means(self._output)
            if not means:
                raise So2SatError(NO_MEAN)
            tensors = [op.outputs[0] for op in means]
            to_maps = self._frozen.prune(self._input, [op.inputs[0] for op in means])
            after = None if tensors[0] is self._output else self._frozen.prune(tensors, self._output)

            def head(cells: list[Any]) -> Any:
                kept = [c[:, None, None, :] if t.shape.rank == 4 else c for c, t in zip(cells, tensors)]
                return kept[0] if after is None else after(*kept)

            self._dense_parts = to_maps, head
        return self._dense_parts


def freeze(opening: Opening) -> Any:
    """Load the module and return one of its outputs as a function of images, its variables made constants."""
    return _frozen(opening.folder, "" if opening.output == "default" else opening.output)


@functools.lru_cache(maxsize=1)  # the check of OpenVINO and the fit check come one after the other
def _frozen(folder: str, output: str) -> Any:
    module = loading.load(folder)  # held until its variables are constants: they go with it
    return loading.freeze(*loading.entry_point(module, output))
