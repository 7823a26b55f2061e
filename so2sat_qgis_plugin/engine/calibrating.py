"""Bring dense features to exact ones: embed a sample of windows both ways, fit, say how well they agree."""

from __future__ import annotations

from typing import Any

import numpy as np

from .grid import Block
from .parts import Parts
from .plan import Asks, Plan
from .progress import Progress
from .raster.reader import Raster

_SHARE, _FEWEST, _MOST = 0.05, 64, 1024  # of all windows, embedded both ways
_FEW, _MANY, _LARGE = 4, 8, 50_000  # places along each side: a few of several cells, many in grids of more cells


def calibrate(plan: Plan, parts: Parts, worker: Asks, progress: Progress) -> dict[str, Any] | None:
    """Measure how well dense agrees with exact, have the worker correct it where asked; None where both are the same.

    Kept with the parts, so that a resumed run goes on with the same map. The agreement is that of
    `worker.calibration.fit`, with `applied`.
    """
    if plan.dense_equals_exact:
        return None
    kept = parts.load_arrays("calibration")
    if kept is None:
        found = _measure(plan, worker, progress)
        kept = (
            {"matrix": found["matrix"], "offset": found["offset"]},
            {**found["agreement"], "applied": plan.request.calibrate},
        )
        parts.store_arrays("calibration", *kept)
    arrays, agreement = kept
    if plan.request.calibrate:
        worker.call("embed.use_calibration", progress, **arrays)
    progress.log(sentence(agreement))
    return agreement


def sentence(agreement: dict[str, Any]) -> str:
    """Return the agreement in words."""
    raw = f"relative error {agreement['raw_relative_error']:.3f}, R² {agreement['raw_r2']:.3f}"
    after = f"relative error {agreement['relative_error']:.3f}, R² {agreement['r2']:.3f}"
    applied = "and is applied" if agreement["applied"] else "but CALIBRATE is off"
    return (
        f"Dense against exact on {agreement['windows']} windows, judged on a quarter of them held out: {raw} as it is; "
        f"a linear map reaches {after} {applied}."
    )


def _measure(plan: Plan, worker: Asks, progress: Progress) -> dict[str, Any]:
    assert plan.geometry is not None
    with Raster(plan.info.path) as raster:
        for block in _places(plan):
            progress.check()
            seen = plan.read(raster, block)
            if seen.kept.any():
                worker.call(
                    "embed.pair",
                    progress,
                    block=seen.block,
                    rows=seen.rows,
                    columns=seen.columns,
                    cells=np.argwhere(seen.kept),
                    fill=np.array(plan.fill, np.float32),
                )
    return worker.call("embed.calibrate", progress)


def _places(plan: Plan) -> list[Block]:
    """Return small blocks spread over the grid that hold about as many cells as are wanted."""
    rows, columns = plan.grid.shape
    wanted = int(np.clip(rows * columns * _SHARE, _FEWEST, _MOST))
    lattice = _FEW if rows * columns < _LARGE else _MANY
    side = -(-int(np.ceil(np.sqrt(wanted))) // lattice)
    height, width = min(side, rows), min(side, columns)
    tops = np.unique(np.linspace(0, rows - height, lattice).round().astype(int))
    lefts = np.unique(np.linspace(0, columns - width, lattice).round().astype(int))
    return [Block(int(top), int(left), height, width) for top in tops for left in lefts]
