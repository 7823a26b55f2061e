"""Requests of the embedding run: open a module, embed a block exactly or densely."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from ..engine.errors import So2SatError
from ..engine.report import write_whole
from ..engine.windows import counts
from . import dense as dense_mode
from . import trust
from .calibration import Calibration, fit
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
    calibration: Calibration | None = None
    pairs: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)


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


def pair(
    session: Session,
    *,
    block: np.ndarray,
    rows: np.ndarray,
    columns: np.ndarray,
    cells: np.ndarray,
    fill: np.ndarray,
) -> dict[str, Any]:
    """Embed the windows of `cells` (n, 2; positions in `rows` and `columns`) of a block both ways, for `calibrate`."""
    opened = session.state["embed"]
    invalid = np.isnan(block[..., :1])
    filled = np.where(invalid, fill.astype(np.float32), block)
    found = dense_mode.embed(opened.embedder, opened.geometry, filled, rows, columns, opened.opening.window)
    starts = np.stack([rows[cells[:, 0]], columns[cells[:, 1]]], axis=-1)
    opened.pairs.append((found[tuple(cells.T)], _exact(opened, block, starts, session)))
    return {}


def calibrate(session: Session) -> dict[str, Any]:
    """Fit the map from dense to exact on what `pair` gathered; returns `matrix`, `offset` and `agreement`."""
    opened = session.state["embed"]
    dense_features, exact_features = (np.concatenate(side) for side in zip(*opened.pairs))
    opened.pairs.clear()
    found, agreement = fit(dense_features, exact_features)
    return {"matrix": found.matrix, "offset": found.offset, "agreement": agreement}


def use_calibration(session: Session, *, matrix: np.ndarray, offset: np.ndarray) -> dict[str, Any]:
    """Apply this map to the dense features from now on."""
    session.state["embed"].calibration = Calibration(matrix, offset)
    return {}


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
    if opened.calibration is not None:
        features = opened.calibration.apply(features)
    features[~kept] = np.nan
    if opened.geometry.equals_exact and invalid.any():
        cells = np.argwhere(kept & (counts(invalid, rows, columns, window) > 0))
        if len(cells):
            starts = np.stack([rows[cells[:, 0]], columns[cells[:, 1]]], axis=-1)
            features[tuple(cells.T)] = _exact(opened, block, starts, session)
    return {"features": features}


CALLS = (open, verify, geometry, pair, calibrate, use_calibration, exact, dense)
