"""Find the runtime: the separate Python that has TensorFlow and scikit-learn."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

from ..engine.errors import RuntimeMissing, So2SatError

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
CLUSTER_REQUIREMENTS = Path(__file__).with_name("requirements-cluster.txt")
POINTER = "runtime.json"  # names the finished runtime's folder; written last, by renaming

MISSING = (
    "The runtime (a separate Python with TensorFlow and scikit-learn) is not set up yet: run "
    "'Set up…' from the menu Plugins > So2Sat land cover, or the algorithm so2sat:setupruntime, once."
)
REPAIR = "Choose Repair in Plugins > So2Sat land cover > Set up…, or run so2sat:setupruntime again."


def venv_python(folder: Path) -> Path:
    """Return the interpreter of the virtual environment in `folder`."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def find_python(home: Path, setting: str = "") -> Path:
    """Return the interpreter to run workers in: $SO2SAT_PYTHON, else `setting`, else the runtime set up in `home`.

    Raises So2SatError where there is none, saying how to get it.
    """
    for source, named in (("SO2SAT_PYTHON", os.environ.get("SO2SAT_PYTHON")), ("The setting so2sat/python", setting)):
        if named:
            if not Path(named).is_file():
                raise So2SatError(f"{source} names {named}, which is not a file. Point it to a Python interpreter.")
            return Path(named)
    about = read_pointer(home)
    if about is None:
        raise RuntimeMissing(MISSING)
    python = venv_python(home / about["folder"])
    if not python.is_file():
        raise RuntimeMissing(
            f"The runtime in {home / about['folder']} is damaged: it has no {python.name}, or the Python that it was "
            f"made from is gone. {REPAIR}",
            damaged=True,
        )
    return python


def damage(text: str) -> str:
    """Return a sentence on the package that `text` (an error, a log's end) says cannot be imported, "" for none.

    A file of the plugin's own that is missing is no fault of the runtime.
    """
    absent = re.findall(r"No module named '?([\w.]+)'?", text)
    broken = re.findall(r"ImportError: (.*(?:DLL load failed|cannot open shared object|dlopen).*)", text)
    if absent and not absent[-1].startswith("so2sat"):
        return f"The runtime is damaged: its package {absent[-1].split('.')[0]} is missing. {REPAIR}"
    if broken:
        return f"The runtime is damaged: a library of it cannot be loaded ({broken[-1].strip()}). {REPAIR}"
    return ""


def read_pointer(home: Path) -> dict[str, Any] | None:
    """Return what is known of the runtime set up in `home` (folder, python, device, requirements …), or None."""
    try:
        about = json.loads((home / POINTER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return about if isinstance(about, dict) and isinstance(about.get("folder"), str) else None


def fingerprint(requirements: Path = REQUIREMENTS) -> str:
    """Return what tells a runtime made from these requirements from one made from others."""
    return hashlib.sha256(requirements.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:16]
