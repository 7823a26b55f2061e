"""Modules in OpenVINO: the fastest on CPUs, reads SavedModels without TensorFlow."""

from __future__ import annotations

import collections
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from ...engine.errors import So2SatError
from ..memory import out_of_memory
from ..modules import trust
from .embedder import Opening, threads
from .openvino_graph import average, global_means, map_size, openvino, output_named, replace_mean, weigh, with_resize

# Windows: every core works on a batch of its own. Blocks: all cores work on one.
_WINDOWS, _BLOCK = {"PERFORMANCE_HINT": "THROUGHPUT"}, {"PERFORMANCE_HINT": "LATENCY"}
# A window of 32 pixels runs 10 % faster 16 at a time than 64 at a time, one of 224 pixels alone: what a layer leaves
# for the next stays in the core's cache.
_BATCH_PIXELS = 16_384
_COMPILED = 4  # dense models kept, each for one size of block: a fixed size runs a quarter faster


def has_bfloat16(core: Any = None, device: str = "CPU") -> bool:
    """Return whether the device multiplies in bfloat16 faster than in float32."""
    try:
        core = core or openvino().Core()
    except ImportError:
        return False
    return "BF16" in core.get_property(device, "OPTIMIZATION_CAPABILITIES")


class OpenVinoEmbedder:
    """See `embedder.Embedder`."""

    backend = "openvino"

    def __init__(self, opening: Opening, device: str = "CPU") -> None:
        """Read and compile the module; raises whatever OpenVINO raises for modules that it cannot read."""
        self._opening, self._device_name = opening, device
        self._core = openvino().Core()
        with trust.checked(opening.folder) as copy:
            self._module = model = self._core.read_model(str(copy))
        inputs, output = model.inputs, output_named(model, opening.output)
        if len(inputs) != 1:
            raise So2SatError(f"The module takes {len(inputs)} inputs; only modules with one image input can be used.")
        shape = inputs[0].partial_shape
        self.channels = None if shape[3].is_dynamic else shape[3].get_length()
        self.dims = output.partial_shape[1].get_length()
        self.device = f"{device}: {self._core.get_property(device, 'FULL_DEVICE_NAME')}"
        self.half = opening.half and has_bfloat16(self._core, device)
        # Newer CPUs would silently take bfloat16; numbers must not depend on the machine.
        self._numbers: dict[str, Any] = {"INFERENCE_PRECISION_HINT": "bf16" if self.half else "f32"}
        if threads() and self._device_name == "CPU":
            self._numbers["INFERENCE_NUM_THREADS"] = threads()
        self._batch = max(_BATCH_PIXELS // opening.side**2 // opening.shrink, 1)
        exact = with_resize(openvino().Model([output], model.get_parameters(), "exact").clone(), opening)
        self._requests = self._exact_requests(exact)
        self._dense: dict[Any, Any] = {}
        self._map_sizes: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def _exact_requests(self, model: Any) -> list[Any]:
        """Compile the module for batches that fit into memory; returns a request for each that may be under way."""
        while True:
            model.reshape([self._batch, self._opening.window, self._opening.window, model.inputs[0].partial_shape[3]])
            try:
                compiled = self._core.compile_model(model, self._device_name, {**_WINDOWS, **self._numbers})
                count = max(2, compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))
                return [compiled.create_infer_request() for _ in range(count)]
            except RuntimeError as error:
                if self._batch == 1 or not out_of_memory(error):
                    raise
                self._batch //= 2

    def vectors(self, patches: np.ndarray) -> np.ndarray:
        return self.stream(len(patches), lambda i, j: patches[i:j], lambda done: None)

    def stream(self, count: int, batch: Callable[[int, int], np.ndarray], done: Callable[[int], None]) -> np.ndarray:
        features = np.empty((count, self.dims), np.float32)
        # Requests in turn, without Python callbacks: those deadlock when a request is deleted while one runs.
        under_way: collections.deque[tuple[Any, int, int]] = collections.deque()

        def take() -> Any:
            request, i, j = under_way.popleft()
            request.wait()
            features[i:j] = request.get_output_tensor(0).data[: j - i]
            done(j)
            return request

        for i in range(0, count, self._batch):
            j = min(i + self._batch, count)
            patches = openvino().Tensor(_padded(batch(i, j), self._batch))
            waits = len(under_way) == len(self._requests)
            request = take() if waits else self._requests[len(under_way)]
            request.set_input_tensor(patches)
            request.start_async()
            under_way.append((request, i, j))
        while under_way:
            take()
        return features

    def pooled(self, image: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        def build() -> Any:
            from openvino import opset13 as ops

            weights = [ops.parameter(list(side.shape), np.float32) for side in (rows, columns)]
            return self._dense_model(lambda i, feature_map: weigh(feature_map, *weights), weights, image.shape)

        run = self._compiled(("pooled", image.shape, rows.shape, columns.shape), build)
        return self._inferred(run, [image[np.newaxis], rows, columns]).reshape(len(rows), len(columns), self.dims)

    def averaged(self, image: np.ndarray, step: int) -> np.ndarray:
        cells = [size[0] for size in self.map_sizes(self._opening.window, self._opening.window)]

        def build() -> Any:
            return self._dense_model(lambda i, feature_map: average(feature_map, cells[i], step), [], image.shape)

        run = self._compiled(("averaged", image.shape, step), build)
        height, width = self.map_sizes(*image.shape[:2])[0]
        shape = (height - cells[0]) // step + 1, (width - cells[0]) // step + 1, self.dims
        return self._inferred(run, [image[np.newaxis]]).reshape(shape)

    def map_sizes(self, height: int, width: int) -> list[tuple[int, int]]:
        if (height, width) not in self._map_sizes:
            model = self._module.clone()
            sides = [round(side * self._opening.enlarge) for side in (height, width)]
            model.reshape([1, *sides, self.channels or model.inputs[0].partial_shape[3]])
            means = global_means(output_named(model, self._opening.output))
            self._map_sizes[height, width] = [map_size(mean) for mean in means]
        return self._map_sizes[height, width]

    def _compiled(self, key: Any, build: Callable[[], Any]) -> Any:
        """Return a request of the dense model `key`, compiled when it is first asked for; the oldest gives way."""
        if key not in self._dense:
            while len(self._dense) >= _COMPILED:
                del self._dense[next(iter(self._dense))]
            model = self._core.compile_model(build(), self._device_name, {**_BLOCK, **self._numbers})
            self._dense[key] = model.create_infer_request()
        self._dense[key] = self._dense.pop(key)  # the last to give way
        return self._dense[key]

    @staticmethod
    def _inferred(request: Any, arrays: list[np.ndarray]) -> np.ndarray:
        return np.array(request.infer(arrays, share_inputs=True, share_outputs=True)[0])

    def _dense_model(self, pool: Callable[[int, Any], Any], extra: list[Any], shape: tuple[int, ...]) -> Any:
        """The module with its global means replaced by `pool`, the i-th feature map (1, C, h, w) to (1, C, r, c), for
        images of `shape` (h, w, bands); `extra` are the parameters that `pool` uses.
        """
        model = self._module.clone()
        output = output_named(model, self._opening.output)
        for i, mean in enumerate(global_means(output)):
            replace_mean(mean, partial(pool, i))
        model = with_resize(openvino().Model([output], [*model.get_parameters(), *extra], "dense"), self._opening)
        model.reshape({model.inputs[0]: openvino().PartialShape([1, *shape])})
        return model


def _padded(patches: np.ndarray, count: int) -> np.ndarray:
    """Return `count` patches: the last ones repeat the last given."""
    missing = count - len(patches)
    return np.concatenate([patches, np.repeat(patches[-1:], missing, axis=0)]) if missing else patches
