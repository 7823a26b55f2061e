"""Requests of the embedding run: open a module, embed a block exactly or densely."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from ..engine.errors import So2SatError
from ..engine.report import write_whole
from ..engine.windows import counts
from . import dense as dense_mode
from . import trust
from .calibration import fit
from .embedder import Embedder, Opening
from .openvino_embedder import OpenVinoEmbedder
from .server import Session
from .tensorflow_embedder import TensorFlowEmbedder
from .windows import cut, fill

SAME = 1e-4  # of the largest feature: OpenVINO agrees with TensorFlow


@dataclass
class Opened:
    """What `open` leaves in the session."""

    embedder: Embedder
    opening: Opening
    verdict: Path
    geometry: dense_mode.Geometry | None = None


def open(
    session: Session,
    *,
    folder: str,
    window: int,
    input_size: int,
    output: str,
    backend: str,
    verdict: str,
    shrink: int = 1,
) -> dict[str, Any]:
    """Open a module for the requests that follow; returns backend, device, channels, dims, `why`, and `verified`.

    `backend` is "tensorflow", "openvino" or "automatic": TensorFlow where it has a GPU or OpenVINO can't read the
    module, else OpenVINO, which `verify` must check first unless the file `verdict` says that it was.
    Batches are a `shrink`-th of the usual size.
    """
    trust.check(folder)
    opening = Opening(folder, window, input_size if input_size != window else 0, output, shrink)
    embedder, why = _embedder(opening, backend)
    opened = session.state["embed"] = Opened(embedder, opening, Path(verdict))
    asked = backend != "automatic" or embedder.backend == "tensorflow"
    return _about(opened, why, asked or _verdict_key(opening) in _verdicts(opened.verdict))


def _about(opened: Opened, why: str, verified: bool) -> dict[str, Any]:
    embedder = opened.embedder
    return {
        "backend": embedder.backend,
        "device": embedder.device,
        "channels": embedder.channels,
        "dims": embedder.dims,
        "why": why,
        "verified": verified,
    }


def _embedder(opening: Opening, backend: str) -> tuple[Embedder, str]:
    if backend == "tensorflow":
        return TensorFlowEmbedder(opening), "TensorFlow was asked for."
    if backend == "automatic" and Path("/dev/nvidia0").exists():
        embedder = TensorFlowEmbedder(opening)
        if embedder.device.startswith("GPU"):
            return embedder, "TensorFlow has a GPU."
    try:
        return OpenVinoEmbedder(opening), "OpenVINO was asked for." if backend == "openvino" else ""
    except (RuntimeError, ImportError) as error:
        if backend == "openvino":
            raise So2SatError(f"OpenVINO cannot run this module: {error}. Choose the backend TensorFlow.") from error
        return TensorFlowEmbedder(opening), f"OpenVINO cannot run it ({str(error).splitlines()[0]})."


def verify(session: Session, *, patches: np.ndarray) -> dict[str, Any]:
    """Compare OpenVINO with TensorFlow on patches (n, window, window, bands); returns what `open` returns.

    Where they differ by more than `SAME` of the largest feature, TensorFlow takes over.
    """
    opened = session.state["embed"]
    reference = TensorFlowEmbedder(opened.opening)
    expected = reference.vectors(fill(patches))
    found = opened.embedder.vectors(patches)
    difference = float(np.abs(found - expected).max() / max(np.abs(expected).max(), 1e-30))
    if not difference <= SAME:
        opened.embedder = reference
        return _about(opened, f"OpenVINO differs from it by {difference:.1e} of the largest feature.", True)
    verdicts = {**_verdicts(opened.verdict), _verdict_key(opened.opening): difference}
    opened.verdict.parent.mkdir(parents=True, exist_ok=True)
    write_whole(opened.verdict, json.dumps(verdicts, indent=1).encode())
    why = f"Verified: it differs from TensorFlow by {difference:.1e} of the largest feature."
    return _about(opened, why, True)


def _verdict_key(opening: Opening) -> str:
    return f"openvino {metadata.version('openvino')}, {opening.window} to {opening.side} px, {opening.output}"


def _verdicts(path: Path) -> dict[str, float]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def geometry(session: Session, *, bands: int) -> dict[str, Any]:
    """Return the opened module's dense geometry (see `dense.Geometry`); raises where it has none."""
    opened = session.state["embed"]
    opened.geometry = dense_mode.measure(opened.embedder, opened.opening, bands)
    return opened.geometry.to_json()


def calibrate(session: Session, *, dense: np.ndarray, exact: np.ndarray) -> dict[str, Any]:
    """Fit the map from dense to exact features of the same windows, (n, dims) each.

    Returns `matrix`, `offset` and `agreement` (see `calibration.fit`).
    """
    found, agreement = fit(dense, exact)
    return {"matrix": found.matrix, "offset": found.offset, "agreement": agreement}


def exact(session: Session, *, block: np.ndarray, starts: np.ndarray) -> dict[str, Any]:
    """Return `features` (n, dims): the windows of a block (h, w, bands; NaN = invalid) at `starts` (n, 2)."""
    return {"features": _exact(session.state["embed"], block, starts, session)}


def _exact(opened: Opened, block: np.ndarray, starts: np.ndarray, session: Session) -> np.ndarray:
    return opened.embedder.stream(
        len(starts),
        lambda i, j: cut(block, starts[i:j], opened.opening.window),
        lambda done: session.progress(done / len(starts)),
    )


def dense(
    session: Session, *, block: np.ndarray, rows: np.ndarray, columns: np.ndarray, kept: np.ndarray, fill: np.ndarray
) -> dict[str, Any]:
    """Return `features` (r, c, dims) of a block (h, w, bands; NaN = invalid), NaN where `kept` (r, c) is False.

    `rows` and `columns` are the windows' first pixels. Invalid pixels are read as `fill` (bands); where dense equals
    exact, the windows that hold any are embedded exactly, each filled with its own mean.
    """
    opened = session.state["embed"]
    window = opened.opening.window
    invalid = np.isnan(block[..., 0])
    filled = np.where(invalid[..., np.newaxis], fill.astype(np.float32), block) if invalid.any() else block
    features = dense_mode.embed(opened.embedder, opened.geometry, filled, rows, columns, window)
    features[~kept] = np.nan
    if opened.geometry.equals_exact and invalid.any():
        cells = np.argwhere(kept & (counts(invalid, rows, columns, window) > 0))
        if len(cells):
            starts = np.stack([rows[cells[:, 0]], columns[cells[:, 1]]], axis=-1)
            features[tuple(cells.T)] = _exact(opened, block, starts, session)
    return {"features": features}


CALLS = (open, verify, geometry, calibrate, exact, dense)
