"""How well a raster fits a module: its statistics at the first batch norm against those that the module stores.

A label-free check of scaling and band order: a module remembers mean M and variance V of every channel before its
first batch norm, from its training. A raster that is like the training data gives nearly the same m and v there. The
distance is d = mean over channels of ½ (ln V/v + (v + (m − M)²)/V − 1), the Kullback–Leibler divergence of
the two normal distributions; 0 is a perfect fit.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ..modules import trust
from ..modules.norms import first_norm
from ..server import Session
from .embedder import Opening

_PIXELS = 4_000_000  # of network input per run


def distances(
    session: Session, *, folder: str, cache: str, input_size: int, pixels: np.ndarray, candidates: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return `distances`: d of every candidate, or None where the module has no batch norm that is fed by its input.

    `pixels` (n, w, w, bands) are windows as stored in the raster, invalid ones left out. A candidate says how they
    become input: `bands` (positions in `pixels`, from 0), `slope` and `offset` per band, `factor` and `clip`
    (clip(factor · (DN · slope + offset)) to 0–1). `input_size`: side to enlarge windows to, 0 = as they are. `cache`:
    path without suffix under which the module's beginning is kept, "" = nowhere; with it later checks need no
    TensorFlow.
    """
    trust.check(folder)
    beginning = _cached(cache) or _extracted(folder, cache)
    if beginning is None:
        return {"distances": None}
    run, mean, variance = beginning
    found = []
    for i, candidate in enumerate(candidates):
        session.progress(i / len(candidates))
        found.append(_distance(run, mean, variance, _inputs(pixels, candidate), input_size))
    return {"distances": found}


def _inputs(pixels: np.ndarray, candidate: dict[str, Any]) -> np.ndarray:
    values = pixels[..., candidate["bands"]].astype(np.float32)
    values = values * np.asarray(candidate["slope"], np.float32) + np.asarray(candidate["offset"], np.float32)
    values *= np.float32(candidate["factor"])
    return np.clip(values, 0.0, 1.0) if candidate["clip"] else values


def _distance(run: Any, mean: np.ndarray, variance: np.ndarray, patches: np.ndarray, input_size: int) -> float:
    side = input_size or patches.shape[1]
    batch = max(1, _PIXELS // side**2)
    count, total, squares = 0, np.zeros(len(mean)), np.zeros(len(mean))
    for i in range(0, len(patches), batch):
        values = _inner(run(enlarge(patches[i : i + batch], side))).reshape(-1, len(mean)).astype(np.float64) - mean
        count += len(values)
        total += values.sum(0)
        squares += (values**2).sum(0)
    shift = total / count  # m − M
    v = np.maximum(squares / count - shift**2, 1e-12 * variance)
    return float(np.mean(0.5 * (np.log(variance / v) + (v + shift**2) / variance - 1.0)))


def _inner(cells: np.ndarray) -> np.ndarray:
    """Return (n, h, w, channels) without the rim, where the zeros around a window count."""
    rows, columns = (max(1, size // 16) if size > 2 else 0 for size in cells.shape[1:3])
    return cells[:, rows : cells.shape[1] - rows, columns : cells.shape[2] - columns]


def enlarge(patches: np.ndarray, side: int) -> np.ndarray:
    """Return patches (n, h, w, bands) resized to `side` × `side`: bilinear, half-pixel centres, no antialias."""
    if patches.shape[1] == patches.shape[2] == side:
        return np.ascontiguousarray(patches)
    rows, columns = _weights(patches.shape[1], side), _weights(patches.shape[2], side)
    return np.einsum("ih,nhwb,jw->nijb", rows, patches, columns, optimize=True).astype(np.float32)


def _weights(size: int, side: int) -> np.ndarray:
    """Return (side, size) float32: how much each pixel counts in each enlarged one."""
    centre = np.clip((np.arange(side) + 0.5) * size / side - 0.5, 0.0, size - 1.0)
    low = np.minimum(np.floor(centre).astype(int), max(size - 2, 0))
    weights = np.zeros((side, size), np.float32)
    weights[np.arange(side), low] = 1.0 - (centre - low)
    weights[np.arange(side), np.minimum(low + 1, size - 1)] += centre - low
    return weights


def _cached(cache: str) -> tuple[Any, np.ndarray, np.ndarray] | None:
    if not cache or not Path(f"{cache}.xml").is_file():
        return None
    try:
        from .openvino_graph import openvino

        model = openvino().Core().compile_model(f"{cache}.xml", "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
        with np.load(f"{cache}.npz", allow_pickle=False) as norm:
            mean, variance = norm["mean"], norm["variance"]
    except (ImportError, OSError, RuntimeError, KeyError, ValueError):  # written halfway, or by another version
        return None
    return (lambda patches: model(patches)[0]), mean, variance


def _extracted(folder: str, cache: str) -> tuple[Any, np.ndarray, np.ndarray] | None:
    from .tensorflow_embedder import freeze, tensorflow

    tf = tensorflow()
    function = freeze(Opening(folder, window=0))
    norm = first_norm(function)
    if norm is None:
        return None
    beginning = function.prune(function.inputs[0], norm[0])
    nothing = tf.zeros([1 if size is None else size for size in function.inputs[0].shape])
    statistics = function.prune(function.inputs[0], list(norm[1:]))(nothing)  # constants behind control inputs
    mean, variance = (np.asarray(values, np.float64) for values in statistics)

    @tf.function(input_signature=[tf.TensorSpec(function.inputs[0].shape, function.inputs[0].dtype)])
    def run(patches: Any) -> Any:
        return beginning(patches)

    if cache:
        _keep(run, mean, variance, cache)
    return (lambda patches: run(tf.constant(patches)).numpy()), mean, variance


def _keep(run: Any, mean: np.ndarray, variance: np.ndarray, cache: str) -> None:
    """Write the module's beginning for OpenVINO; where that isn't possible the next check takes TensorFlow again."""
    try:
        from .openvino_graph import openvino

        Path(cache).parent.mkdir(parents=True, exist_ok=True)
        model = openvino().convert_model(run.get_concrete_function())
        np.savez(f"{cache}.npz", mean=mean, variance=variance)
        openvino().save_model(model, f"{cache}.xml", compress_to_fp16=False)
    except Exception:  # an op that OpenVINO lacks, a full disk: only speed is lost
        Path(f"{cache}.xml").unlink(missing_ok=True)


CALLS = (distances,)
