"""Find the batch norm nearest to a module's input."""

from __future__ import annotations

from typing import Any


def first_norm(function: Any) -> tuple[Any, Any, Any] | None:
    """Return the tensors (input, moving mean, moving variance) of the batch norm nearest to a function's input.

    Known are the fused op and the four ops of tf.nn.batch_normalization.
    """
    depth = _depths(function)
    found = []
    for op in function.graph.get_operations():
        norm = _fused(op, depth) if op.type.startswith("FusedBatchNorm") else _decomposed(op, depth)
        if norm is not None:
            found.append(norm)
    return min(found, key=lambda norm: depth[norm[0].op.name]) if found else None


def _depths(function: Any) -> dict[str, int]:
    """Return the least number of steps from the input for every op that depends on it."""
    depth = {function.inputs[0].op.name: 0}
    waiting = [function.inputs[0].op]
    while waiting:
        op = waiting.pop(0)
        for output in op.outputs:
            for consumer in output.consumers():
                if consumer.name not in depth:
                    depth[consumer.name] = depth[op.name] + 1
                    waiting.append(consumer)
    return depth


def _fused(op: Any, depth: dict[str, int]) -> tuple[Any, Any, Any] | None:
    image, _, _, mean, variance = op.inputs
    return (image, mean, variance) if image.op.name in depth and not op.get_attr("is_training") else None


def _decomposed(op: Any, depth: dict[str, int]) -> tuple[Any, Any, Any] | None:
    """Take `op` as the 1/√(V + ε) of x · (γ/√(V + ε)) + (β − M · γ/√(V + ε)); γ may be missing."""
    if op.type != "Rsqrt" or op.name in depth or op.inputs[0].op.type not in ("Add", "AddV2"):
        return None
    factors = [op.outputs[0]]
    factors += [c.outputs[0] for c in factors[0].consumers() if c.type == "Mul" and not _inputs_in(c, depth)]
    for factor in factors:
        products = [c for c in factor.consumers() if c.type == "Mul"]
        image = [_other(c, factor) for c in products if _other(c, factor).op.name in depth]
        mean = [_other(c, factor) for c in products if _other(c, factor).op.name not in depth]
        if image and mean:
            return image[0], mean[-1], op.inputs[0].op.inputs[0]
    return None


def _inputs_in(op: Any, depth: dict[str, int]) -> bool:
    return any(t.op.name in depth for t in op.inputs)


def _other(op: Any, tensor: Any) -> Any:
    return next((t for t in op.inputs if t is not tensor), tensor)
