"""What this worker is: interpreter, installed versions, memory used."""

from __future__ import annotations

import platform
import sys
from importlib import metadata
from typing import Any

from .server import Session

PACKAGES = ("tensorflow", "tensorflow-hub", "openvino", "scikit-learn", "skops", "numpy")


def versions(session: Session) -> dict[str, Any]:
    """Return the Python version and `packages`: name → version, None where it is missing."""
    found: dict[str, str | None] = {}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = None
    return {"python": platform.python_version(), "executable": sys.executable, "packages": found}


def memory(session: Session) -> dict[str, Any]:
    """Return the peak resident memory of this process in bytes (None where the system does not tell)."""
    return {"peak": peak_memory()}


def peak_memory() -> int | None:
    """Return this process's peak resident memory in bytes, or None on Windows."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


CALLS = (versions, memory)
