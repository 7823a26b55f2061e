"""What a run will take: windows, time, disk and memory; and the refusal of one that cannot end well."""

from __future__ import annotations

import math
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..errors import So2SatError

LONGEST = 24 * 3600.0  # seconds; a longer run is refused
_SPARE = 200 << 20  # bytes of disk that a run leaves free


@dataclass(frozen=True)
class Output:
    """An embedding raster that a run is to write, and `cell_bytes(dims, bands)`, bytes a cell before compression."""

    path: str
    cell_bytes: Callable[[int, int], int]


@dataclass(frozen=True)
class Estimate:
    """Windows to embed, `rate` in windows/s, seconds, and bytes of disk for the output and for its parts meanwhile."""

    windows: int
    rate: float
    seconds: float
    output_bytes: int
    parts_bytes: int

    def to_json(self) -> dict[str, Any]:
        """Return this as plain values."""
        return asdict(self)

    def sentence(self) -> str:
        """Return this in words, for log and report."""
        return (
            f"{self.windows:,} windows at {self.rate:,.4g}/s: about {duration(self.seconds)}; "
            f"at most {size(self.output_bytes)} of output and {size(self.parts_bytes)} of parts meanwhile."
        )


def estimate(cells: int, valid_share: float, rate: float, dims: int, stored_dims: int, stored_bytes: int) -> Estimate:
    """Return what embedding takes.

    `cells`: of the output. `valid_share`: of pixels, so about of windows that are embedded. `rate`: windows/s,
    measured. `dims`: of a feature vector; `stored_dims` × `stored_bytes`: of an output cell, before compression.
    """
    windows = math.ceil(cells * valid_share)
    return Estimate(windows, rate, windows / rate, cells * stored_dims * stored_bytes, cells * dims * 4)


def measured_rate(
    embed: Callable[[int], None], most: int, seconds: float = 1.0, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Return windows/s: `embed(n)` embeds n windows; n doubles until one call takes `seconds` or n is `most`.

    The first call warms up and doesn't count.
    """
    count = min(8, most)
    embed(count)
    while True:
        start = clock()
        embed(count)
        took = max(clock() - start, 1e-9)
        if took >= seconds or count >= most:
            return count / took
        count = min(most, max(2 * count, int(1.1 * count * seconds / took)))


def refuse(found: Estimate, stride: int, output: Path | None, runs: Path) -> None:
    """Raise So2SatError where a run would take longer than a day, or more disk than is free.

    `output`: the file to write, None where only parts are written; `runs`: the folder of parts.
    """
    if found.seconds > LONGEST:
        wider = math.ceil(stride * math.sqrt(found.seconds / LONGEST))
        raise So2SatError(
            f"This would take about {duration(found.seconds)} ({found.windows:,} windows at {found.rate:,.3g}/s); "
            f"runs of more than {duration(LONGEST)} are refused. Set STRIDE to {wider} or more, MODE to dense, or "
            "choose a smaller EXTENT."
        )
    needs = [(runs, found.parts_bytes)]
    if output is not None:
        needs.append((output.parent, found.output_bytes))
    for folders, needed in _by_disk(needs):
        free = shutil.disk_usage(folders[0]).free
        if needed + _SPARE > free:
            where = " and ".join(map(str, folders))
            raise So2SatError(
                f"This would write up to {size(needed)} below {where}, where {size(free)} are free and "
                f"{size(_SPARE)} stay spare. Make room, set a "
                "larger STRIDE, fewer COMPONENTS or a lower PRECISION, or choose a smaller EXTENT."
            )


def _by_disk(needs: Sequence[tuple[Path, int]]) -> list[tuple[list[Path], int]]:
    """Return the existing folders and the bytes needed for every disk."""
    disks: dict[int, tuple[list[Path], int]] = {}
    for folder, needed in needs:
        existing = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
        folders, total = disks.get(existing.stat().st_dev, ([], 0))
        disks[existing.stat().st_dev] = ([*folders, existing], total + needed)
    return list(disks.values())


def duration(seconds: float) -> str:
    """Return seconds in words: 8 s, 3 min, 2.5 h, 4 days."""
    for limit, unit, length in ((120, "s", 1), (7200, "min", 60), (2 * 86400, "h", 3600)):
        if seconds < limit:
            return f"{seconds / length:.3g} {unit}"
    return f"{seconds / 86400:.3g} days"


def size(count: float) -> str:
    """Return bytes in words: 12 MB, 3.4 GB."""
    for unit, length in (("GB", 1e9), ("MB", 1e6)):
        if count >= length:
            return f"{count / length:.3g} {unit}"
    return f"{count / 1e3:.3g} kB"
