"""The baseline: a bare loop over windows that lie in memory; runs in the runtime's Python.

`python bare_loop.py BACKEND FOLDER SIDE IMAGE.npy STARTS.npy WINDOW` prints the seconds of a pass after a warm-up.
IMAGE is float32 (h, w, bands), STARTS int (n, 2). No reading, no writing, no masks; batches of the size that is fastest
on this machine.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np


def tensorflow_loop(folder: str, side: int) -> tuple[Callable[[np.ndarray], Any], Callable[[list[Any]], None]]:
    """Return how one batch is run, and how a pass ends."""
    import tensorflow as tf
    import tensorflow_hub as hub

    signature = hub.load(folder, tags=[]).signatures["default"]
    run = tf.function(lambda x: signature(tf.image.resize(x, (side, side)))["default"])
    return (lambda patches: run(tf.constant(patches)).numpy()), lambda answers: None


def openvino_loop(folder: str, side: int) -> tuple[Callable[[np.ndarray], Any], Callable[[list[Any]], None]]:
    """The same in OpenVINO, two requests under way."""
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    import openvino
    from openvino import preprocess

    core = openvino.Core()
    model = core.read_model(folder)
    model = openvino.Model([model.output("default")], model.get_parameters(), "bare")
    steps = preprocess.PrePostProcessor(model)
    steps.input().tensor().set_layout(openvino.Layout("NHWC")).set_spatial_dynamic_shape()
    steps.input().model().set_layout(openvino.Layout("NHWC"))
    model.reshape([-1, side, side, model.inputs[0].partial_shape[3].get_length()])
    steps.input().preprocess().resize(preprocess.ResizeAlgorithm.RESIZE_LINEAR)
    settings = {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "THROUGHPUT"}
    queue = openvino.AsyncInferQueue(core.compile_model(steps.build(), "CPU", settings), 0)
    return (lambda patches: queue.start_async({0: patches})), lambda answers: queue.wait_all()


def main() -> None:
    """Time a pass over all windows."""
    backend, folder, side, image_path, starts_path, window = sys.argv[1:]
    image, starts, size = np.load(image_path), np.load(starts_path), int(window)
    loop = {"tensorflow": tensorflow_loop, "openvino": openvino_loop}[backend]
    run, finish = loop(folder, int(side))

    def seconds(count: int, batch: int) -> float:
        start, answers = time.perf_counter(), []
        for i in range(0, count, batch):
            patches = np.stack([image[r : r + size, c : c + size] for r, c in starts[i : i + batch]])
            answers.append(run(patches))
        finish(answers)
        return time.perf_counter() - start

    few = 32 if int(side) > 64 else 1024
    sizes = (1, 4, 8, 16) if int(side) > 64 else (8, 16, 32, 64)
    for batch in sizes:
        seconds(2 * batch, batch)  # warms up
    batch = min(sizes, key=lambda b: seconds(few, b))
    print(f"batches of {batch}", seconds(len(starts), batch))


if __name__ == "__main__":
    main()
