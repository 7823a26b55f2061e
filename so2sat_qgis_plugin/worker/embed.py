"""Requests of the embedding run: open a module, embed a block exactly or densely."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..engine.errors import So2SatError
from . import dense as dense_mode
from . import trust
from .embedder import Embedder, Opening
from .openvino_embedder import OpenVinoEmbedder
from .server import Session
from .tensorflow_embedder import TensorFlowEmbedder
from .windows import cut


def open(session: Session, *, folder: str, window: int, input_size: int, output: str, backend: str) -> dict[str, Any]:
    """Open a module for the requests that follow; returns backend, device, channels, dims and `why` this backend.

    `backend` is "tensorflow", "openvino" or "automatic": OpenVINO where it reads the module, else TensorFlow.
    """
    trust.check(folder)
    opening = Opening(folder, window, input_size if input_size != window else 0, output)
    embedder, why = _embedder(opening, backend)
    session.state["embed"] = (embedder, opening, None)
    return {
        "backend": embedder.backend,
        "device": embedder.device,
        "channels": embedder.channels,
        "dims": embedder.dims,
        "why": why,
    }


def _embedder(opening: Opening, backend: str) -> tuple[Embedder, str]:
    if backend == "tensorflow":
        return TensorFlowEmbedder(opening), "TensorFlow was asked for."
    try:
        return OpenVinoEmbedder(opening), "OpenVINO was asked for." if backend == "openvino" else ""
    except (RuntimeError, ImportError) as error:
        if backend == "openvino":
            raise So2SatError(f"OpenVINO cannot run this module: {error}. Choose the backend TensorFlow.") from error
        return TensorFlowEmbedder(opening), f"OpenVINO cannot run it ({str(error).splitlines()[0]})."


def geometry(session: Session, *, bands: int) -> dict[str, Any]:
    """Return the opened module's dense geometry (see `dense.Geometry`); raises where it has none."""
    embedder, opening, _ = session.state["embed"]
    found = dense_mode.measure(embedder, opening, bands)
    session.state["embed"] = (embedder, opening, found)
    return found.to_json()


def exact(session: Session, *, block: np.ndarray, starts: np.ndarray) -> dict[str, Any]:
    """Return `features` (n, dims): the windows of a block (h, w, bands; NaN = invalid) at `starts` (n, 2)."""
    embedder, opening, _ = session.state["embed"]
    return {"features": _exact(embedder, opening, block, starts, session)}


def _exact(embedder: Embedder, opening: Opening, block: np.ndarray, starts: np.ndarray, session: Session) -> np.ndarray:
    return embedder.stream(
        len(starts),
        lambda i, j: cut(block, starts[i:j], opening.window),
        lambda done: session.progress(done / len(starts)),
    )


def dense(
    session: Session, *, block: np.ndarray, rows: np.ndarray, columns: np.ndarray, kept: np.ndarray, fill: np.ndarray
) -> dict[str, Any]:
    """Return `features` (r, c, dims) of a block (h, w, bands; NaN = invalid), NaN where `kept` (r, c) is False.

    `rows` and `columns` are the windows' first pixels. Invalid pixels are read as `fill` (bands); where dense equals
    exact, the windows that hold any are embedded exactly, each filled with its own mean.
    """
    embedder, opening, found = session.state["embed"]
    invalid = np.isnan(block[..., 0])
    filled = np.where(invalid[..., np.newaxis], fill.astype(np.float32), block)
    features = dense_mode.embed(embedder, found, filled, rows, columns, opening.window)
    features[~kept] = np.nan
    if found.equals_exact and invalid.any():
        cells = np.argwhere(kept & _touched(invalid, rows, columns, opening.window))
        if len(cells):
            starts = np.stack([rows[cells[:, 0]], columns[cells[:, 1]]], axis=-1)
            features[tuple(cells.T)] = _exact(embedder, opening, block, starts, session)
    return {"features": features}


def _touched(invalid: np.ndarray, rows: np.ndarray, columns: np.ndarray, window: int) -> np.ndarray:
    """Return where (r, c) a window holds any invalid pixel, by a summed-area table."""
    table = np.zeros((invalid.shape[0] + 1, invalid.shape[1] + 1), np.int64)
    table[1:, 1:] = invalid.cumsum(0).cumsum(1)
    low, high = np.ix_(rows, columns), np.ix_(rows + window, columns + window)
    left, top = np.ix_(rows + window, columns), np.ix_(rows, columns + window)
    return table[high] - table[left] - table[top] + table[low] > 0


CALLS = (open, geometry, exact, dense)
