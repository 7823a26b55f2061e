"""OpenVINO's graphs: a module's outputs and global means, what takes a mean's place, the enlargement in front."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from ...engine.errors import So2SatError
from .embedder import NO_MEAN, Opening


def openvino() -> Any:
    """Import OpenVINO without its telemetry: it forks a process that reports to a web service."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    return openvino


def weigh(feature_map: Any, rows: Any, columns: Any) -> Any:
    """Return the weighted means of a feature map (1, C, h, w): rows (r, h) and columns (c, w) weigh its cells."""
    from openvino import opset13 as ops

    return ops.matmul(ops.matmul(rows, feature_map, False, False), columns, False, True)


def average(feature_map: Any, cells: int, step: int) -> Any:
    """Return the means over squares of `cells` cells, every `step` cells; one side after the other."""
    from openvino import opset13 as ops

    for kernel, strides in (([cells, 1], [step, 1]), ([1, cells], [1, step])):
        feature_map = ops.avg_pool(feature_map, strides, [0, 0], [0, 0], kernel, True, "floor", "valid")
    return feature_map


def output_named(model: Any, name: str) -> Any:
    """Return the model's output `name` ("" = `default`), or its only one."""
    for output in model.outputs:
        if (name or "default") in output.get_names():
            return output
    if len(model.outputs) == 1:
        return model.outputs[0]
    raise So2SatError(
        f"The module has no output '{name}'; it has {sorted(n for o in model.outputs for n in o.get_names())}."
    )


def global_means(output: Any) -> list[Any]:
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


def map_size(mean: Any) -> tuple[int, int]:
    """Return the (h, w) that a mean averages over, in a graph of fixed shapes."""
    shape, (rows, columns) = mean.input_value(0).partial_shape, _axes(mean)
    return shape[rows].get_length(), shape[columns].get_length()


def _axes(mean: Any) -> tuple[int, ...]:
    return tuple(sorted(int(axis) for axis in np.ravel(mean.input_value(1).get_node().get_data())))


def replace_mean(mean: Any, pool: Callable[[Any], Any]) -> None:
    """Put the means over all windows, (r·c, C), in the place of a mean over the whole feature map."""
    from openvino import opset13 as ops

    feature_map = mean.input_value(0)
    is_nhwc = _axes(mean) == (1, 2)
    if is_nhwc:
        feature_map = _channels_first(feature_map)
    channels = feature_map.partial_shape[1].get_length()
    cells = ops.transpose(pool(feature_map), [0, 2, 3, 1])
    shape = [-1, channels]
    if mean.get_output_partial_shape(0).rank.get_length() == 4:  # the mean kept its axes
        shape = [-1, 1, 1, channels] if is_nhwc else [-1, channels, 1, 1]
    mean.output(0).replace(ops.reshape(cells, shape, False).output(0))


def _channels_first(maps: Any) -> Any:
    """Return maps (n, h, w, c) as (n, c, h, w); large ones are not turned there and back."""
    from openvino import opset13 as ops

    turn = [0, 3, 1, 2]
    node = maps.get_node()
    if node.get_type_name() == "Transpose" and _turns(node, [0, 2, 3, 1]):
        return node.input_value(0)
    if node.get_type_name() == "Transpose" and _turns(node, [0, 1, 2, 3]):  # as OpenVINO leaves them behind
        return _channels_first(node.input_value(0))
    for consumer in (target.get_node() for target in maps.get_target_inputs()):
        if consumer.get_type_name() == "Transpose" and _turns(consumer, turn):
            return consumer.output(0)
    if node.get_type_name() == "StridedSlice":  # turned before it is cut, as others may be
        bounds = [_constant(value) for value in node.input_values()[1:]]
        masks = {name: value for name, value in node.get_attributes().items() if name in ("begin_mask", "end_mask")}
        changes = [name for name, value in node.get_attributes().items() if name not in masks and any(value)]
        if not changes and all(len(b) == 4 for b in [*bounds, *masks.values()]):
            cut = [[b[i] for i in turn] for b in bounds]
            turned = {name: [mask[i] for i in turn] for name, mask in masks.items()}
            return ops.strided_slice(_channels_first(node.input_value(0)), *cut, **turned).output(0)
    return ops.transpose(maps, turn).output(0)


def _turns(transpose: Any, order: list[int]) -> bool:
    return _constant(transpose.input_value(1)) == order


def _constant(value: Any) -> list[int]:
    """Return the integers that a value always is, [] where it is computed."""
    node = value.get_node()
    return [int(i) for i in np.ravel(node.get_data())] if node.get_type_name() == "Constant" else []


def with_resize(model: Any, opening: Opening) -> Any:
    """Put the bilinear enlargement in front of a model (its first parameter is the image, NHWC) of any size."""
    from openvino import opset13 as ops

    old = model.get_parameters()[0]
    channels = old.partial_shape[3]
    any_size = openvino().PartialShape([-1, -1, -1, channels])
    if opening.enlarge == 1.0:
        model.reshape({old.output(0): any_size})
        return model
    image = ops.parameter(any_size, np.float32, "images")
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
