"""What a worker may take: memory, and time without a word from a module."""

from __future__ import annotations

import math
import os
import sys
from dataclasses import dataclass
from pathlib import Path

_SHARE = 0.75  # of what is free
_LEAST = 2 << 30  # bytes; TensorFlow alone needs one of them
_PATIENCE = 600.0
_CGROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Limits:
    """`memory`: bytes that a worker may hold, None for three quarters of what is free.

    `patience`: seconds that a module may take for one batch.
    """

    memory: int | None = None
    patience: float = _PATIENCE

    @staticmethod
    def of_environment() -> Limits:
        """Return the limits that $SO2SAT_MEMORY_LIMIT (GB) and $SO2SAT_PATIENCE (s) state, else the usual ones."""
        memory, patience = _number("SO2SAT_MEMORY_LIMIT"), _number("SO2SAT_PATIENCE")
        return Limits(int(memory * 1e9) if memory else None, patience or _PATIENCE)

    def bytes_for(self, held: int) -> int | None:
        """Return what a worker that holds `held` bytes may hold in all, None where the system does not tell."""
        if self.memory is not None:
            return self.memory
        free = free_memory()
        return None if free is None else max(int(_SHARE * (free + held)), _LEAST)


def _number(name: str) -> float:
    try:
        value = float(os.environ.get(name, ""))
    except ValueError:
        return 0.0
    return value if math.isfinite(value) and value > 0 else 0.0


def free_memory() -> int | None:
    """Return the bytes of memory that this process and its children may still take, None where it is not told."""
    if sys.platform == "win32":
        return _free_of_windows()
    try:
        rows = dict(row.split(":", 1) for row in Path("/proc/meminfo").read_text().splitlines())
        free = int(rows["MemAvailable"].split()[0]) * 1024
    except (OSError, ValueError, KeyError):
        return _half_of_all()
    try:  # in a container
        limit, used = (int((_CGROUP / f"memory.{name}").read_text()) for name in ("max", "current"))
    except (OSError, ValueError):  # none, or "max"
        return free
    return min(free, max(limit - used, 0))


def _half_of_all() -> int | None:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (ValueError, OSError, AttributeError):
        return None


def _free_of_windows() -> int | None:
    """Ask GlobalMemoryStatusEx (sysinfoapi.h)."""
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = [("length", ctypes.c_uint32), ("load", ctypes.c_uint32)] + [
            (name, ctypes.c_uint64)
            for name in ("all", "free", "pages", "free_pages", "virtual", "free_virtual", "more")
        ]

    status = Status()
    status.length = ctypes.sizeof(status)
    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined, unused-ignore]
    return int(status.free) if kernel.GlobalMemoryStatusEx(ctypes.byref(status)) else None


def held_by(pid: int) -> int:
    """Return the bytes of memory that a process holds for itself; 0 where the system does not tell, or it is gone."""
    try:
        if sys.platform == "win32":
            return _held_on_windows(pid)
        if sys.platform == "darwin":
            return _held_on_macos(pid)
        resident, shared = Path(f"/proc/{pid}/statm").read_text().split()[1:3]
        return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return 0


def _held_on_macos(pid: int) -> int:
    """Ask proc_pid_rusage (libproc.h) for rusage_info_v0: a UUID, then numbers, the eighth of them the footprint."""
    import ctypes

    buffer = (ctypes.c_uint64 * 64)()
    found = ctypes.CDLL(None).proc_pid_rusage(pid, 0, ctypes.byref(buffer))
    return int(buffer[2 + 7]) if found == 0 else 0


def _held_on_windows(pid: int) -> int:
    """Ask GetProcessMemoryInfo (psapi.h): two DWORDs, then eight SIZE_Ts, the seventh what is committed."""
    import ctypes
    from ctypes import wintypes

    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined, unused-ignore]
    kernel.OpenProcess.restype = wintypes.HANDLE
    counters = (ctypes.c_size_t * 12)()
    kernel.K32GetProcessMemoryInfo.argtypes = [wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD]
    kernel.CloseHandle.argtypes = [wintypes.HANDLE]
    process = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not process:
        return 0
    found = kernel.K32GetProcessMemoryInfo(process, counters, 8 + 8 * ctypes.sizeof(ctypes.c_size_t))
    kernel.CloseHandle(process)
    first = 8 // ctypes.sizeof(ctypes.c_size_t)
    return int(counters[first + 6]) if found else 0
