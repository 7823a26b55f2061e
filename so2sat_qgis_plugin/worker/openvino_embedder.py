"""Modules in OpenVINO: the fastest on CPUs, reads SavedModels without TensorFlow."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from ..engine.errors import So2SatError
from .embedder import Opening, batch_size

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

    def vectors(self, patches: np.ndarray) -> np.ndarray:
        return self.stream(len(patches), lambda i, j: patches[i:j], lambda done: None)

    def stream(self, count: int, batch: Callable[[int, int], np.ndarray], done: Callable[[int], None]) -> np.ndarray:
        features = np.empty((count, self.dims), np.float32)
        size = batch_size(self._opening.side)

        def take(request: Any, span: tuple[int, int]) -> None:
            features[span[0] : span[1]] = request.get_output_tensor(0).data
            done(span[1])

        requests = openvino().AsyncInferQueue(self._exact, 0)
        requests.set_callback(take)
        for i in range(0, count, size):
            j = min(i + size, count)
            requests.start_async({0: openvino().Tensor(batch(i, j))}, (i, j))
        requests.wait_all()
        return features

    def pooled(self, image: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        if self._dense is None:
            self._dense = self._core.compile_model(self._dense_model(), self._device_name, _SETTINGS)
        answer = self._dense({0: image[np.newaxis], 1: rows, 2: columns})
        return np.array(answer[0]).reshape(len(rows), len(columns), self.dims)

    def map_size(self, height: int, width: int) -> tuple[int, int]:
        model = self._core.read_model(self._opening.folder)
        sides = [round(side * self._opening.enlarge) for side in (height, width)]
        model.reshape([1, *sides, self.channels or model.inputs[0].partial_shape[3]])
        feature_map, axes = _global_mean(_output(model, self._opening.output))[1:]
        shape = feature_map.partial_shape
        return shape[axes[0]].get_length(), shape[axes[1]].get_length()

    def _dense_model(self) -> Any:
        """The module with its global mean replaced by weighted means over every window at once."""
        from openvino import opset13 as ops

        model = self._core.read_model(self._opening.folder)
        output = _output(model, self._opening.output)
        mean, feature_map, axes = _global_mean(output)
        rows = ops.parameter([-1, -1], np.float32, "rows")
        columns = ops.parameter([-1, -1], np.float32, "columns")
        if axes == (1, 2):  # NHWC inside: matrix products want the spatial axes last
            feature_map = ops.transpose(feature_map, [0, 3, 1, 2]).output(0)
        by_rows = ops.matmul(rows, feature_map, False, False)  # (1, C, r, w')
        cells = ops.matmul(by_rows, columns, False, True)  # (1, C, r, c)
        channels = feature_map.partial_shape[1].get_length()
        flat = ops.transpose(ops.reshape(cells, [channels, -1], False), [1, 0])  # (r·c, C)
        if mean.get_output_partial_shape(0).rank.get_length() == 4:  # the mean kept its axes
            shape = [-1, channels, 1, 1] if axes == (2, 3) else [-1, 1, 1, channels]
            flat = ops.reshape(flat, shape, False)
        mean.output(0).replace(flat.output(0))
        model = openvino().Model([output], [*model.get_parameters(), rows, columns], "dense")
        return _with_resize(model, self._opening, dense=True)


def _output(model: Any, name: str) -> Any:
    for output in model.outputs:
        if (name or "default") in output.get_names():
            return output
    if len(model.outputs) == 1:
        return model.outputs[0]
    raise So2SatError(
        f"The module has no output '{name}'; it has {sorted(n for o in model.outputs for n in o.get_names())}."
    )


def _global_mean(output: Any) -> tuple[Any, Any, tuple[int, int]]:
    """Return the last spatial mean on the way to `output`: its node, its input and the axes (rows, columns)."""
    waiting, seen = [output.get_node()], set()
    while waiting:
        node = waiting.pop(0)
        name = node.get_friendly_name()
        if name in seen:
            continue
        seen.add(name)
        if node.get_type_name() == "ReduceMean":
            axes = sorted(int(a) for a in np.ravel(node.input_value(1).get_node().get_data()))
            if len(axes) == 2:
                return node, node.input_value(0), (axes[0], axes[1])
        waiting += [value.get_node() for value in node.input_values()]
    raise So2SatError("The module has no global mean over a feature map, so it cannot run densely. Choose MODE exact.")


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
