"""The grid of a run: cells of the size that is asked for, or as fine as a short run allows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from ..errors import So2SatError
from ..files import write_json
from ..progress import Progress
from ..raster.georeference import ground_pixel_size, pixel_rectangle
from ..raster.grid import Grid
from ..raster.reader import RasterInfo
from ..worker import Worker
from .detail import Detail, Pace
from .plan import Plan, Request
from .rate import measure

_SECONDS = 5.0  # of embedding: about half of a run of ten
_STRIDES = (10, 8, 6, 5, 4, 3, 2, 1)  # pixels, from coarse to fine
_MOST_CELLS = 200_000


def grid_of(request: Request, info: RasterInfo) -> Grid:
    """Return the grid of `request`, with the coarsest of the automatic cells where it names none."""
    grid = Grid.over(info.height, info.width, request.window, request.stride or _STRIDES[0])
    if request.extent is None:
        return grid
    return grid.select(*pixel_rectangle(info, request.extent, request.extent_crs))


def with_cell(plan: Plan, home: Path, worker: Worker, progress: Progress) -> Plan:
    """Return `plan` with its cells settled: in pixels, in metres, or automatic; the module must be open."""
    request = plan.request
    if request.stride:
        return plan
    if request.cell:
        stride = _in_pixels(request.cell, plan.info)
    else:
        stride = _finest(plan, home, worker, progress) if plan.dims else _STRIDES[0]
    settled = replace(request, stride=stride)
    ground = ground_pixel_size(plan.info)
    metres = f" ({stride * sum(ground) / 2:.4g} m)" if ground else ""
    why = (
        ""
        if request.cell or not plan.dims
        else ": as fine as about ten seconds allow, ten pixels at most. Set CELL for another size"
    )
    progress.log(f"Cells: {stride} pixels a side{metres}{why}.")
    return replace(plan, request=settled, grid=grid_of(settled, plan.info))


def _in_pixels(cell: float, info: RasterInfo) -> int:
    ground = ground_pixel_size(info)
    if ground is None:
        raise So2SatError(
            f"CELL is {cell:g} m, but {info.path} has no CRS, so that its pixels have no size in metres. Assign a CRS "
            "(Layer properties > Source), or set STRIDE."
        )
    return max(1, round(cell / (sum(ground) / 2)))


def _finest(plan: Plan, home: Path, worker: Worker, progress: Progress) -> int:
    """Return the finest stride of a short run. It is measured once, so that a run that is repeated is the same."""
    made = json.dumps(plan.fingerprint(), sort_keys=True, default=str)
    record = home / "strides" / f"{hashlib.sha256(made.encode()).hexdigest()[:32]}.json"
    if record.is_file():
        return int(json.loads(record.read_text(encoding="utf-8"))["stride"])
    grid = plan.grid
    height, width = grid.rows * grid.stride, grid.columns * grid.stride
    pace = Pace(height, width, plan.geometry is not None)
    first = Detail(grid.stride, grid.window)
    pace.learn(first, first.cells(height, width) / measure(plan, worker, progress))
    choices = [Detail(stride, grid.window) for stride in _STRIDES]
    choices = [one for one in choices if one.stride == grid.stride or one.cells(height, width) <= _MOST_CELLS]
    stride = pace.finest_within(_SECONDS, choices).stride
    record.parent.mkdir(parents=True, exist_ok=True)
    write_json(record, {"stride": stride})
    return stride
