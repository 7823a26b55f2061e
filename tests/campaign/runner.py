"""Run cases in processes of their own, with a bound on time and memory of each, and count what came of them."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from so2sat_qgis_plugin.runtime.limits import held_by

ROOT = Path(__file__).resolve().parents[2]
FULL = {
    "rasters": 320, "archives": 140, "bundles": 160, "metadata": 80, "downloads": 80, "modules": 120, "estimators": 60,
    "weights": 40, "kills": 50, "disks": 12,
}  # fmt: skip
NEEDS_WORKER = ("modules", "estimators", "weights", "disks")
_MOST_SECONDS = {
    "modules": 120.0,
    "weights": 120.0,
    "estimators": 90.0,
    "disks": 180.0,
    "kills": 60.0,
}  # of a case; else 30
_MOST_MEMORY = 1 << 30  # bytes of the process that stands for QGIS


@dataclass
class Result:
    """What came of the cases of one kind; `failures`: number and text of those that failed or killed the worker."""

    kind: str
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[int, str]] = field(default_factory=list)
    seconds: float = 0.0


def run(kind: str, numbers: Iterable[int], seed: str, until: float = float("inf")) -> Result:
    """Run cases of a kind until all are done or the clock (`time.monotonic`) shows `until`."""
    result, begun = Result(kind), time.monotonic()
    waiting = list(numbers)
    while waiting and time.monotonic() < until:
        with tempfile.TemporaryDirectory(prefix="so2sat-campaign-", ignore_cleanup_errors=True) as folder:
            for number, found, text in _in_child(kind, waiting, seed, Path(folder), until):
                waiting.remove(number)
                result.counts[found] += 1
                if found in ("failed", "died"):
                    result.failures.append((number, text))
    result.seconds = time.monotonic() - begun
    return result


def _in_child(kind: str, numbers: list[int], seed: str, folder: Path, until: float) -> Iterator[tuple[int, str, str]]:
    """Yield number, outcome and text of cases; ends early where a case cost the process its life."""
    command = [sys.executable, "-m", "tests.campaign.child", kind, seed, str(folder)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "CPL_LOG": os.devnull},  # what GDAL says of damaged files
    )
    lines: queue.Queue[bytes] = queue.Queue()
    errors: list[bytes] = []
    threading.Thread(target=_read, args=(process, lines), daemon=True).start()
    threading.Thread(target=lambda: errors.extend(process.stderr), daemon=True).start()
    try:
        ready = _line(process, lines, 300.0)
        if ready != b"ready\n":
            raise RuntimeError(f"{kind} cannot be prepared: {ready.decode()}\n{b''.join(errors[-30:]).decode()}")
        for number in list(numbers):
            if time.monotonic() > until:
                return
            process.stdin.write(f"{number}\n".encode())
            process.stdin.flush()
            line = _line(process, lines, _MOST_SECONDS.get(kind, 30.0))
            try:
                found = json.loads(line)
            except ValueError:
                time.sleep(0.2)
                how = line.decode() or f"the process ended ({process.poll()}): {b''.join(errors[-10:]).decode()}"
                yield number, "failed", how
                return
            yield number, found["outcome"], found["text"]
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _read(process: subprocess.Popen, lines: queue.Queue[bytes]) -> None:
    for line in process.stdout:
        lines.put(line)
    lines.put(b"")


def _line(process: subprocess.Popen, lines: queue.Queue[bytes], seconds: float) -> bytes:
    """Return the next line of the process, or why there is none."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(queue.Empty):
            return lines.get(timeout=0.1)
        if held_by(process.pid) > _MOST_MEMORY:
            return f"it took more than {_MOST_MEMORY >> 20} MiB".encode()
    return f"it took longer than {seconds:.0f} s".encode()


def table(results: list[Result]) -> str:
    """Return the results as a table in Markdown."""
    rows = ["| kind | tried | worked | told | told of a dead worker | failed | s |", "|---|---|---|---|---|---|---|"]
    total: Counter[str] = Counter()
    for one in results:
        total.update(one.counts)
        rows.append(_row(one.kind, one.counts, one.seconds))
    rows.append(_row("**all**", total, sum(one.seconds for one in results)))
    return "\n".join(rows)


def _row(name: str, counts: Counter[str], seconds: float) -> str:
    cells = (sum(counts.values()), *(counts[found] for found in ("worked", "told", "died", "failed")))
    return f"| {name} | {' | '.join(map(str, cells))} | {seconds:.0f} |"
