"""Find a Python that a runtime can be made from. QGIS's `sys.executable` is not one on every platform."""

from __future__ import annotations

import glob
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..engine.errors import So2SatError
from .client import clean_environment

OLDEST, NEWEST = (3, 10), (3, 13)
_WANTED = "64-bit Python 3.10 to 3.13"
_MINORS = (12, 11, 13, 10)  # the most widely used first

_PROBE = """
import json, platform, struct, sys, sysconfig
missing = []
for name in ("venv", "ensurepip"):
    try:
        __import__(name)
    except ImportError:
        missing.append(name)
print(json.dumps({"version": list(sys.version_info[:3]), "bits": 8 * struct.calcsize("P"), "missing": missing,
                  "machine": platform.machine(), "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED"))}))
"""


@dataclass(frozen=True)
class Interpreter:
    """A Python that was tried: `problem` is empty where a runtime can be made from it."""

    path: Path
    version: str = ""
    problem: str = ""


def probe(path: Path) -> Interpreter:
    """Run `path` and return what it is."""
    try:
        done = subprocess.run(
            [str(path), "-I", "-c", _PROBE],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=20,
            env=clean_environment(os.environ),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        found = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return Interpreter(path, problem="is not a Python that runs")
    version = ".".join(str(part) for part in found["version"])
    return Interpreter(path, version, _problem(found))


def _problem(found: dict) -> str:
    minor = tuple(found["version"][:2])
    if not OLDEST <= minor <= NEWEST:
        return f"is Python {minor[0]}.{minor[1]}, and TensorFlow needs 3.10 to 3.13"
    if found["bits"] != 64 or found["free_threaded"]:
        return "is a 32-bit or free-threaded build, for which there is no TensorFlow"
    if sys.platform == "darwin" and found["machine"] != "arm64":
        return "is an Intel build, and TensorFlow for macOS needs Apple silicon (arm64)"
    if found["missing"]:
        package = f"python{minor[0]}.{minor[1]}-venv"
        return f"lacks {' and '.join(found['missing'])} (on Debian and Ubuntu: sudo apt install {package})"
    return ""


def find_base(named: str = "") -> Interpreter:
    """Return the interpreter to make a runtime from: `named`, or the first on this machine that will do.

    Raises So2SatError saying what was found and what is needed.
    """
    if named:
        tried = probe(Path(named))
        if tried.problem:
            raise So2SatError(f"{named} {tried.problem}. Choose a {_WANTED}, with venv, in Python.")
        return tried
    seen = []
    for path in candidates():
        tried = probe(path)
        if not tried.problem:
            return tried
        seen.append(f"{path} {tried.problem}")
    found = "; ".join(seen) if seen else "no Python at all"
    raise So2SatError(
        f"No Python to make the runtime from: a {_WANTED} is needed, and this machine has {found}. Install one "
        "(python.org, or your system's packages) and run again, or name it in Python."
    )


def candidates() -> list[Path]:
    """Return the interpreters that this platform may have, best first, each once; they exist but may not do."""
    if sys.platform == "win32":
        found = [*_of_py_launcher(), *_on_path(["python.exe"]), *_of_qgis_on_windows()]
    elif sys.platform == "darwin":
        found = [*_on_macos(), *_on_path(_names()), *_of_qgis_on_macos()]
    else:
        found = [Path("/usr/bin/python3"), Path(sys.base_prefix, "bin", "python3"), *_on_path([*_names(), "python3"])]
    unique: dict[str, Path] = {}
    for path in found:
        # The Store's python.exe is an empty file that opens the Store.
        if path.is_file() and "WindowsApps" not in path.parts:
            unique.setdefault(os.path.normcase(os.path.realpath(path)), path)
    return list(unique.values())


def _names() -> list[str]:
    return [f"python3.{minor}" for minor in _MINORS]


def _on_path(names: Iterable[str]) -> list[Path]:
    return [Path(found) for found in map(shutil.which, names) if found]


def _of_py_launcher() -> list[Path]:
    """Return what Windows' `py` launcher knows, in the order of `_MINORS`."""
    try:
        done = subprocess.run(
            ["py", "-0p"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=20,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return parse_py_launcher(done.stdout)


def parse_py_launcher(listing: str) -> list[Path]:
    """Return the interpreters in the output of `py -0p`, those of `_MINORS` first."""
    rows = re.findall(r"^\s*-(?:V:)?(3\.\d+)\S*\s+(?:\*\s+)?(\S.*\.exe)\s*$", listing, re.MULTILINE)
    order = {f"3.{minor}": place for place, minor in enumerate(_MINORS)}
    return [Path(path) for version, path in sorted(rows, key=lambda row: order.get(row[0], len(order)))]


def _of_qgis_on_windows() -> list[Path]:
    # QGIS's own goes with QGIS's next update, so it comes last.
    roots = [sys.base_prefix, sys.prefix, os.environ.get("PYTHONHOME", "")]
    folders = glob.glob(os.path.join(os.environ.get("OSGEO4W_ROOT", sys.base_prefix), "apps", "Python3*"))
    return [Path(root, "python.exe") for root in [*roots, *folders] if root]


def _on_macos() -> list[Path]:
    places = ("/Library/Frameworks/Python.framework/Versions/3.{}/bin", "/opt/homebrew/bin", "/usr/local/bin")
    return [Path(place.format(minor), f"python3.{minor}") for minor in _MINORS for place in places]


def _of_qgis_on_macos() -> list[Path]:
    inside = next((p for p in Path(sys.base_prefix, "x").parents if p.name == "Contents"), None)
    roots = [root for root in (inside, Path("/Applications/QGIS.app/Contents")) if root]
    return [root / "MacOS" / part for root in roots for part in ("bin/python3", "python3", "python")]
