"""Modules in OpenVINO: the fastest on CPUs, reads SavedModels without TensorFlow."""

from __future__ import annotations

import collections
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from ..engine.errors import So2SatError
from .embedder import NO_MEAN, Opening, batch_size, one_size

# Newer CPUs would silently take bfloat16; numbers must not depend on the machine.
_SETTINGS = {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "THROUGHPUT"}


def openvino() -> Any:
    """Import OpenVINO without its telemetry: it forks a process that reports to a web service."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    return openvino


class OpenVinoEmbedder:
    """See `embedder.Embedder`."""

    backend = "openvino"

    def __init__(self, opening: Opening, device: str = "CPU") -> None:
        """Read and compile the module; raises whatever OpenVINO raises for modules that it cannot read."""
        self._opening = opening
        self._core = openvino().Core()
        self._dense: Any = None
        self._averaging: dict[tuple[int, int], Any] = {}
        model = self._core.read_model(opening.folder)
        inputs, output = model.inputs, _output(model, opening.output)
        if len(inputs) != 1:
            raise So2SatError(f"The module takes {len(inputs)} inputs; only modules with one image input can be used.")
        shape = inputs[0].partial_shape
        self.channels = None if shape[3].is_dynamic else shape[3].get_length()
        self.dims = output.partial_shape[1].get_length()
        self.device = f"{device}: {self._core.get_property(device, 'FULL_DEVICE_NAME')}"
        exact = _with_resize(openvino().Model([output], model.get_parameters(), "exact"), opening)
        self._exact = self._core.compile_model(exact, device, _SETTINGS)
        self._device_name = device
        count = max(2, self._exact.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))
        self._requests = [self._exact.create_infer_request() for _ in range(count)]

    def vectors(self, patches: np.ndarray) -> np.ndarray:
        return self.stream(len(patches), lambda i, j: patches[i:j], lambda done: None)

    def stream(self, count: int, batch: Callable[[int, int], np.ndarray], done: Callable[[int], None]) -> np.ndarray:
        features = np.empty((count, self.dims), np.float32)
        size = batch_size(self._opening)
        # Requests in turn, without Python callbacks: those deadlock when a request is deleted while one runs.
        under_way: collections.deque[tuple[Any, int, int]] = collections.deque()

        def take() -> Any:
            request, i, j = under_way.popleft()
            request.wait()
            features[i:j] = request.get_output_tensor(0).data
            done(j)
            return request

        for i in range(0, count, size):
            j = min(i + size, count)
            patches = openvino().Tensor(batch(i, j))
            waits = len(under_way) == len(self._requests)
            request = take() if waits else self._requests[len(under_way)]
            request.set_input_tensor(patches)
            request.start_async()
            under_way.append((request, i, j))
        while under_way:
            take()
        return features

    def pooled(self, image: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        if self._dense is None:
            from openvino import opset13 as ops

            weights = [ops.parameter([-1, -1], np.float32, name) for name in ("rows", "columns")]
            model = self._dense_model(lambda feature_map: _weigh(feature_map, *weights), weights)
            self._dense = self._core.compile_model(model, self._device_name, _SETTINGS)
        answer = self._dense({0: image[np.newaxis], 1: rows, 2: columns})
        return np.array(answer[0]).reshape(len(rows), len(columns), self.dims)

    def map_size(self, height: int, width: int) -> tuple[int, int]:
        model = self._core.read_model(self._opening.folder)
        sides = [round(side * self._opening.enlarge) for side in (height, width)]
        model.reshape([1, *sides, self.channels or model.inputs[0].partial_shape[3]])
        sizes = set()
        for mean in _global_means(_output(model, self._opening.output)):
            shape = mean.input_value(0).partial_shape
            sizes.add(tuple(shape[axis].get_length() for axis in _axes(mean)))
        return one_size(sizes)

    def averaged(self, image: np.ndarray, cells: int, step: int) -> np.ndarray:
        if (cells, step) not in self._averaging:
            model = self._dense_model(lambda feature_map: _average(feature_map, cells, step), [])
            self._averaging[cells, step] = self._core.compile_model(model, self._device_name, _SETTINGS)
        found = np.array(self._averaging[cells, step]({0: image[np.newaxis]})[0])
        height, width = self.map_size(*image.shape[:2])
        return found.reshape((height - cells) // step + 1, (width - cells) // step + 1, self.dims)

    def _dense_model(self, pool: Callable[[Any], Any], extra: list[Any]) -> Any:
        """The module with its global means replaced by `pool`: a feature map (1, C, h, w) to (1, C, r, c)."""
        model = self._core.read_model(self._opening.folder)
        output = _output(model, self._opening.output)
        for mean in _global_means(output):
            _replace_mean(mean, pool)
        model = openvino().Model([output], [*model.get_parameters(), *extra], "dense")
        return _with_resize(model, self._opening, dense=True)


def _weigh(feature_map: Any, rows: Any, columns: Any) -> Any:
    """Return the weighted means of a feature map (1, C, h, w): rows (r, h) and columns (c, w) weigh its cells."""
    from openvino import opset13 as ops

    return ops.matmul(ops.matmul(rows, feature_map, False, False), columns, False, True)


def _average(feature_map: Any, cells: int, step: int) -> Any:
    """Return the means over squares of `cells` cells, every `step` cells; one side after the other."""
    from openvino import opset13 as ops

    for kernel, strides in (([cells, 1], [step, 1]), ([1, cells], [1, step])):
        feature_map = ops.avg_pool(feature_map, strides, [0, 0], [0, 0], kernel, True, "floor", "valid")
    return feature_map


def _output(model: Any, name: str) -> Any:
    for output in model.outputs:
        if (name or "default") in output.get_names():
            return output
    if len(model.outputs) == 1:
        return model.outputs[0]
    raise So2SatError(
        f"The module has no output '{name}'; it has {sorted(n for o in model.outputs for n in o.get_names())}."
    )


def _global_means(output: Any) -> list[Any]:
    """Return the last spatial means on the way to `output`."""
    waiting, seen, means = [output.get_node()], set(), []
    while waiting:
        node = waiting.pop(0)
        if node.get_friendly_name() in seen:
            continue
        seen.add(node.get_friendly_name())
        if node.get_type_name() == "ReduceMean" and len(_axes(node)) == 2:
            means.append(node)
        else:
            waiting += [value.get_node() for value in node.input_values()]
    if not means:
        raise So2SatError(NO_MEAN)
    return means


def _axes(mean: Any) -> tuple[int, ...]:
    return tuple(sorted(int(axis) for axis in np.ravel(mean.input_value(1).get_node().get_data())))


def _replace_mean(mean: Any, pool: Callable[[Any], Any]) -> None:
    """Put the means over all windows, (r·c, C), in the place of a mean over the whole feature map."""
    from openvino import opset13 as ops

    feature_map = mean.input_value(0)
    is_nhwc = _axes(mean) == (1, 2)
    if is_nhwc:
        feature_map = ops.transpose(feature_map, [0, 3, 1, 2]).output(0)
    channels = feature_map.partial_shape[1].get_length()
    cells = ops.transpose(pool(feature_map), [0, 2, 3, 1])
    shape = [-1, channels]
    if mean.get_output_partial_shape(0).rank.get_length() == 4:  # the mean kept its axes
        shape = [-1, 1, 1, channels] if is_nhwc else [-1, channels, 1, 1]
    mean.output(0).replace(ops.reshape(cells, shape, False).output(0))


def _with_resize(model: Any, opening: Opening, dense: bool = False) -> Any:
    """Put the bilinear enlargement in front of a model (its first parameter is the image, NHWC)."""
    from openvino import opset13 as ops

    old = model.get_parameters()[0]
    channels = old.partial_shape[3]
    side = -1 if dense else opening.window
    if opening.enlarge == 1.0:
        model.reshape({old.output(0): openvino().PartialShape([-1, side, side, channels])})
        return model
    image = ops.parameter(openvino().PartialShape([-1, side, side, channels]), np.float32, "images")
    turned = ops.transpose(image, [0, 3, 1, 2])
    resized = ops.interpolate(
        turned,
        np.array([opening.enlarge] * 2, np.float32),
        "linear_onnx",
        "scales",
        coordinate_transformation_mode="half_pixel",
        axes=np.array([2, 3]),
    )
    old.output(0).replace(ops.transpose(resized, [0, 2, 3, 1]).output(0))
    outputs = [result.input_value(0) for result in model.get_results()]
    return openvino().Model(outputs, [image, *model.get_parameters()[1:]], model.get_friendly_name())
