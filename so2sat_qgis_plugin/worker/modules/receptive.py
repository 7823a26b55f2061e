"""The feature map of a network: where it is, its stride and its receptive field.

For a chain of layers with kernel k, dilation d and stride s the receptive field grows by (k − 1) · d · j and the
jump j between neighbouring cells, in input pixels, by the factor s; of branches that meet the largest counts
(Araujo, Norris, Sim 2019: Computing receptive fields of convolutional neural networks, doi 10.23915/distill.00021).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

_CONVOLUTIONS = ("Conv2D", "DepthwiseConv2dNative")
_UNKNOWN = ("ResizeBilinear", "ResizeNearestNeighbor", "Conv2DBackpropInput", "DepthToSpace", "SpaceToDepth", "MatMul")


@dataclass(frozen=True)
class FeatureMap:
    """The tensor under the last global mean; lengths are in pixels of the network's input, a side."""

    tensor: Any
    channels: int | None
    stride: int
    receptive_field: int


def global_means(output: Any) -> list[Any]:
    """Return the last ops on every way to `output` that average a feature map over both sides, the nearest first."""
    waiting, seen, means = [output.op], set(), []
    while waiting:
        op = waiting.pop(0)
        if op.name in seen:
            continue
        seen.add(op.name)
        if op.type == "Mean" and op.inputs[0].shape.rank == 4:
            means.append(op)
        else:
            waiting += [tensor.op for tensor in op.inputs]
    return means


def feature_map(function: Any) -> FeatureMap | None:
    """Return the feature map of a frozen function of images; None where there is none or its geometry is not known."""
    means = global_means(function.outputs[0])
    if not means:
        return None
    tensor = means[0].inputs[0]
    found = _walk(function.inputs[0], function.graph).get(tensor.op.name)
    return None if found is None else FeatureMap(tensor, tensor.shape[3], found[1], found[0])


def jumps(image: Any, graph: Any) -> dict[str, int]:
    """Return the jump in input pixels of every op of `graph` that depends on `image`."""
    return {name: jump for name, (_, jump, _) in _walk(image, graph).items()}


def _walk(image: Any, graph: Any) -> dict[str, tuple[int, int, int]]:
    """Return (receptive field, jump, dilation) of every op that depends on `image`, in the order that ops were made."""
    known: dict[str, tuple[int, int, int]] = {image.op.name: (1, 1, 1)}
    for op in graph.get_operations():
        before = [known[t.op.name] for t in op.inputs if t.op.name in known]
        if not before or op.name in known or op.type in _UNKNOWN:
            continue
        field, jump, dilation = (max(values) for values in zip(*before, strict=True))
        kernel, stride = _kernel(op)
        if op.type == "SpaceToBatchND":
            dilation *= _block(op)
        field += (kernel - 1) * _dilation(op) * dilation * jump
        if op.type == "BatchToSpaceND":
            dilation //= _block(op)
        known[op.name] = (field, jump * stride, dilation)
    return known


def _kernel(op: Any) -> tuple[int, int]:
    """Return (kernel, stride) of an op, rows; 1 and 1 for what works pixel by pixel."""
    if op.type in _CONVOLUTIONS:
        return int(op.inputs[1].shape[0]), int(op.get_attr("strides")[_rows(op)])
    if op.type in ("MaxPool", "AvgPool"):
        return int(op.get_attr("ksize")[_rows(op)]), int(op.get_attr("strides")[_rows(op)])
    return 1, 1


def _dilation(op: Any) -> int:
    return int(op.get_attr("dilations")[_rows(op)]) if op.type in _CONVOLUTIONS else 1


def _rows(op: Any) -> int:
    return 2 if op.get_attr("data_format") == b"NCHW" else 1


def _block(op: Any) -> int:
    """Return the block size of SpaceToBatchND and its inverse, a constant of the graph."""
    import tensorflow as tf

    value = tf.get_static_value(op.inputs[1])
    return 1 if value is None else int(np.max(value))
