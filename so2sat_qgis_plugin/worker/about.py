"""What this worker is: interpreter, installed versions, memory used."""

from __future__ import annotations

import platform
import sys
from importlib import metadata
from typing import Any

from ..engine.usage import peak_memory
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


CALLS = (versions, memory)
