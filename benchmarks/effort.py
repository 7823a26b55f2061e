"""`python effort.py FOLDER SIDE` prints GFLOP of one window's convolutions, and numpy's GFLOP/s in a large sgemm.

Runs in the runtime's Python. A multiplication and an addition count as two.
"""

from __future__ import annotations

import sys
import time

import numpy as np


def gflop(folder: str, side: int) -> float:
    """Return what the convolutions of a module take for one window of `side` pixels."""
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    import openvino

    model = openvino.Core().read_model(folder)
    model = openvino.Model([model.output("default")], model.get_parameters(), "effort")
    model.reshape([1, side, side, model.inputs[0].partial_shape[3].get_length()])
    convolutions = [op for op in model.get_ordered_ops() if op.get_type_name() == "Convolution"]
    return sum(2e-9 * np.prod(op.output(0).shape) * np.prod(op.input_value(1).shape[1:]) for op in convolutions)


def sgemm(side: int = 4096) -> float:
    """Return GFLOP/s of the best of three products of two square float32 matrices."""
    a, b = (np.random.default_rng(i).random((side, side), dtype=np.float32) for i in range(2))
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        a @ b
        best = min(best, time.perf_counter() - start)
    return 2e-9 * side**3 / best


if __name__ == "__main__":
    print(gflop(sys.argv[1], int(sys.argv[2])), sgemm())
