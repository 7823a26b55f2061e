"""How fast a settled run will go, measured on a small piece of it."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from .. import worker as door
from ..progress import Progress
from ..raster.grid import Block
from ..raster.reader import Raster
from ..worker import Worker
from .estimate import Output, estimate, measured_rate, refuse
from .plan import Plan

_LONG = 2e7  # pixels of network input; fewer take a few seconds
_OFFER_DENSE = 1800.0  # seconds
_TRIED = 3  # by as many: places looked at for valid pixels
_CELLS = 16  # side of the block that exact windows are taken from


def measure(plan: Plan, worker: Worker, progress: Progress) -> float:
    """Return windows/s that a run of `plan` reads and embeds, after a second or two; infinite where all is nodata.

    The module must be open in the worker, as `settle` leaves it.
    """
    with plan.open() as raster:
        for block in _tried(plan):
            progress.check()
            start = time.perf_counter()
            kept = plan.read(raster, block).kept
            reading = kept.size / max(time.perf_counter() - start, 1e-9)
            if kept.any():
                embed = _exact if plan.geometry is None else _dense
                return min(reading, embed(plan, raster, block, worker, progress))
    return float("inf")


def _tried(plan: Plan) -> list[Block]:
    """Return a few blocks all over the grid, the one in its middle first."""
    blocks = plan.blocks()
    rows, columns = ((np.arange(_TRIED) * 2 + 1) * cells // (2 * _TRIED) for cells in plan.grid.shape)
    row, column = (places.ravel() for places in np.meshgrid(rows, columns, indexing="ij"))
    numbers = dict.fromkeys(blocks.numbers_at(row, column).tolist())
    middle = len(rows) ** 2 // 2
    first = int(blocks.numbers_at(row[[middle]], column[[middle]])[0])
    return [blocks[number] for number in sorted(numbers, key=lambda number: number != first)]


def _exact(plan: Plan, raster: Raster, block: Block, worker: Worker, progress: Progress) -> float:
    seen = plan.read(raster, replace(block, rows=min(block.rows, _CELLS), columns=min(block.columns, _CELLS)))
    starts = seen.starts() if seen.kept.any() else np.zeros((1, 2), np.int64)

    def embed(count: int) -> None:
        door.exact(worker, seen.block, np.resize(starts, (count, 2)), progress).wait(progress)

    return measured_rate(embed, 4096)


def _dense(plan: Plan, raster: Raster, block: Block, worker: Worker, progress: Progress) -> float:
    """Return cells/s of a small block, of a whole one where that takes no time."""
    piece = block.split(plan.piece_side())[0]
    side = max(1, plan.piece_side() // 4)
    small = replace(piece, rows=min(piece.rows, side), columns=min(piece.columns, side))
    rates: list[float] = []
    for tried in (small, small, piece):  # the first warms up
        if rates and rates[-1] * 2.0 < tried.rows * tried.columns:
            break  # it would take more than two seconds
        seen = plan.read(raster, tried)
        start = time.perf_counter()
        door.dense(worker, plan.dense(seen), progress).wait(progress)
        took = max(time.perf_counter() - start, 1e-9)
        rates.append(seen.kept.size / took)
    return max(rates)


def forecast(
    plan: Plan, worker: Worker | None, output: Output | None, runs: Path, progress: Progress, stored: int | None = None
) -> None:
    """Say what a run will take before it begins; refuse one that cannot end well (see `estimate.refuse`).

    `output`: the embedding raster, None where none is written. `stored`: numbers a cell in the parts, None for features
    and statistics. Speed is measured only where a run may take longer than measuring it, and not
    without `worker`: others compute.
    """
    grid = plan.grid
    side = grid.window if plan.geometry is None else min(grid.stride, grid.window)
    enlarge = (plan.module.entry.input_size or grid.window) / grid.window
    cells = grid.rows * grid.columns
    is_long = worker is not None and cells * (side * enlarge) ** 2 > _LONG
    speed = measure(plan, worker, progress) if is_long and worker else float("inf")
    stored = plan.dims + 2 * len(plan.band_names) if stored is None else stored
    found = estimate(cells, 1.0, speed, stored, output.cell_bytes(plan.dims, len(plan.band_names)) if output else 0, 1)
    if is_long:
        progress.log(f"Estimate: {found.sentence()}")
    else:
        progress.log(f"{cells:,} {'windows' if plan.dims else 'cells'}.")
    if plan.geometry is None and plan.request.mode == "automatic" and found.seconds > _OFFER_DENSE:
        progress.warn("MODE dense would be several times faster; it is a slightly different function (see its help).")
    refuse(found, grid.stride, Path(output.path) if output else None, runs)
