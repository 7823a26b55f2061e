"""Requests of the embedding run: open a module, embed a block exactly or densely."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from ...engine.errors import So2SatError
from ...engine.files import write_json
from ...engine.raster.grid import window_counts
from ...engine.worker import Geometry
from ..server import Session, find_call
from . import dense as dense_mode
from .embedder import Embedder, Opening
from .openvino_embedder import OpenVinoEmbedder
from .patches import cut, fill
from .tensorflow_embedder import TensorFlowEmbedder

SAME = 1e-4  # of the largest feature: OpenVINO agrees with TensorFlow
_HALF_ENOUGH = 0.02  # norm of the difference by the norm of the features: half precision is exact enough


@dataclass
class Opened:
    """What `open` leaves in the session. `checks`: what `verify` is still to check, of "backend" and "half"."""

    embedder: Embedder
    opening: Opening
    verdict: Path
    why: str
    checks: list[str]
    half_error: float | None = None
    geometry: Geometry | None = None

    def about(self) -> dict[str, Any]:
        """Return what the asking side is told."""
        return {
            "backend": self.embedder.backend,
            "device": self.embedder.device,
            "channels": self.embedder.channels,
            "dims": self.embedder.dims,
            "half_error": self.half_error,
            "why": self.why,
            "verified": not self.checks,
        }


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
    half: bool = False,
) -> dict[str, Any]:
    """Open a module for the requests that follow.

    Returns backend, device, channels, dims, `half_error` (None where it is not known), `why`, and `verified`.
    `backend` is "tensorflow", "openvino" or "automatic": TensorFlow where it has a GPU or OpenVINO can't read the
    module, else OpenVINO, which `verify` must check first unless the file `verdict` says that it was. What `half`,
    half precision where the hardware can, changes is measured there for every raster. Batches are a `shrink`-th of the
    usual size.
    """
    opening = Opening(folder, window, input_size if input_size != window else 0, output, shrink, half)
    embedder, why = _embedder(opening, backend)
    checks = ["half"] if embedder.half else []
    asked = backend != "automatic" or embedder.backend == "tensorflow"
    if not asked and _verdict_key(opening) not in _verdicts(Path(verdict)):
        checks.append("backend")
    if half and not embedder.half:
        why += " Half precision is no faster on this machine: float32."
    opened = session.state["embed"] = Opened(embedder, opening, Path(verdict), why.strip(), checks)
    return opened.about()


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
    """Check what is to be checked on patches (n, window, window, bands); returns what `open` returns.

    Where OpenVINO differs from TensorFlow by more than `SAME` of the largest feature, TensorFlow takes over; where
    half precision changes the features by more than `_HALF_ENOUGH`, float32 does.
    """
    opened = session.state["embed"]
    plain = _plain(opened)
    if "backend" in opened.checks:
        expected, found = TensorFlowEmbedder(plain[1]).vectors(fill(patches)), plain[0].vectors(patches)
        difference = float(np.abs(found - expected).max() / max(np.abs(expected).max(), 1e-30))
        if difference <= SAME:
            verdicts = {**_verdicts(opened.verdict), _verdict_key(opened.opening): difference}
            opened.verdict.parent.mkdir(parents=True, exist_ok=True)
            write_json(opened.verdict, verdicts)
            opened.why = f"Verified: it differs from TensorFlow by {difference:.1e} of the largest feature."
        else:
            opened.why = f"OpenVINO differs from it by {difference:.1e} of the largest feature."
            opened.embedder = TensorFlowEmbedder(opened.opening)
            plain = _plain(opened)
    if opened.embedder.half:
        expected, found = (e.vectors(fill(patches)) for e in (plain[0], opened.embedder))
        error = float(np.linalg.norm(found - expected) / max(float(np.linalg.norm(expected)), 1e-30))
        _judge_half(opened, error)
    opened.checks.clear()
    return opened.about()


def _plain(opened: Opened) -> tuple[Embedder, Opening]:
    """Return the opened module in float32."""
    opening = replace(opened.opening, half=False)
    if not opened.embedder.half:
        return opened.embedder, opening
    return _embedder(opening, opened.embedder.backend)[0], opening


def _judge_half(opened: Opened, error: float) -> None:
    if error <= _HALF_ENOUGH:
        opened.half_error = error
        opened.why = f"{opened.why} Half precision changes its features by {error:.2%}.".strip()
    else:
        opened.embedder = _plain(opened)[0]
        opened.why = f"{opened.why} Half precision would change its features by {error:.1%}: float32.".strip()


def _verdict_key(opening: Opening) -> str:
    return f"openvino {metadata.version('openvino')}, {opening.window} to {opening.side} px, {opening.output}"


def _verdicts(path: Path) -> dict[str, float]:
    try:
        found: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
        return dict(found)
    except (OSError, ValueError, TypeError):
        return {}


def geometry(session: Session, *, bands: int) -> dict[str, Any]:
    """Return the opened module's dense geometry (see `dense.Geometry`); raises where it has none."""
    opened = session.state["embed"]
    plain, opening = _plain(opened)  # half precision would hide what is equal
    opened.geometry = dense_mode.measure(plain, opening, bands)
    return opened.geometry.to_json()


def exact(
    session: Session,
    *,
    block: np.ndarray,
    starts: np.ndarray,
    then: dict[str, Any] | None = None,
    beside: np.ndarray | None = None,
) -> dict[str, Any]:
    """Return `features` (n, dims): the windows of a block (h, w, bands; NaN = invalid) at `starts` (n, 2).

    `then` (see `engine.worker.Then`) names a call: what it returns of the features, with `beside` (n, k) of the same
    cells, is returned in their place.
    """
    return _followed(session, _exact(session.state["embed"], block, starts, session), then, beside)


def _followed(
    session: Session, features: np.ndarray, then: dict[str, Any] | None, beside: np.ndarray | None
) -> dict[str, Any]:
    if then is None:
        return {"features": features}
    arrays = {then["features_as"]: features, then["beside_as"]: beside}
    found: dict[str, Any] = find_call(then["call"])(session, **arrays, **then["given"])
    return found


def _exact(opened: Opened, block: np.ndarray, starts: np.ndarray, session: Session) -> np.ndarray:
    return opened.embedder.stream(
        len(starts),
        lambda i, j: cut(block, starts[i:j], opened.opening.window),
        lambda done: session.progress(done / len(starts)),
    )


def dense(
    session: Session,
    *,
    block: np.ndarray,
    rows: np.ndarray,
    columns: np.ndarray,
    kept: np.ndarray,
    fill: np.ndarray,
    then: dict[str, Any] | None = None,
    beside: np.ndarray | None = None,
) -> dict[str, Any]:
    """Return `features` (r, c, dims) of a block (h, w, bands; NaN = invalid), NaN where `kept` (r, c) is False.

    `rows` and `columns` are the windows' first pixels. Invalid pixels are read as `fill` (bands); where dense equals
    exact, the windows that hold any are embedded exactly, each filled with its own mean. `then` and `beside` (n, k): as
    `exact` has them, for the n kept windows row by row.
    """
    opened = session.state["embed"]
    window = opened.opening.window
    invalid = np.isnan(block[..., 0])
    filled = np.where(invalid[..., np.newaxis], fill.astype(np.float32), block) if invalid.any() else block
    features = dense_mode.embed(opened.embedder, opened.geometry, filled, rows, columns, window)
    features[~kept] = np.nan
    if opened.geometry.equals_exact and invalid.any():
        cells = np.argwhere(kept & (window_counts(invalid, rows, columns, window) > 0))
        if len(cells):
            starts = np.stack([rows[cells[:, 0]], columns[cells[:, 1]]], axis=-1)
            features[tuple(cells.T)] = _exact(opened, block, starts, session)
    return _followed(session, features[kept] if then else features, then, beside)


CALLS = (open, verify, geometry, exact, dense)
