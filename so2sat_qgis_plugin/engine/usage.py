"""What a run used: peak memory and time per stage."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def peak_memory() -> int | None:
    """Return this process's peak resident memory in bytes, or None where the system doesn't tell."""
    if sys.platform == "win32":
        return _peak_of_windows()
    status = Path("/proc/self/status")
    if status.is_file():  # getrusage would count what the parent held when it started this process
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _peak_of_windows() -> int | None:
    """Ask GetProcessMemoryInfo (psapi.h): PROCESS_MEMORY_COUNTERS is two DWORDs, then eight SIZE_Ts, the peak first."""
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = [("cb", wintypes.DWORD), ("faults", wintypes.DWORD), ("peak", ctypes.c_size_t)] + [
            (f"other{i}", ctypes.c_size_t) for i in range(7)
        ]

    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined, unused-ignore]
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.K32GetProcessMemoryInfo.argtypes = [wintypes.HANDLE, ctypes.POINTER(Counters), wintypes.DWORD]
    found = kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb)
    return int(counters.peak) if found else None


class Stopwatch:
    """Seconds spent per named stage, for the closing lines of a log."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self.seconds: dict[str, float] = {}

    def timed(self, stage: str, function: Callable[..., T], *args: object) -> T:
        """Call `function(*args)` and add the time it took to `stage`."""
        start = self._clock()
        try:
            return function(*args)
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + self._clock() - start

    def summary(self) -> str:
        """Return the stages with their seconds, as one phrase."""
        return ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in self.seconds.items())
