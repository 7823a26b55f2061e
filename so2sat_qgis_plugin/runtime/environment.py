"""Find the runtime: the separate Python that has TensorFlow and scikit-learn."""

from __future__ import annotations

import os
from pathlib import Path

from ..engine.errors import So2SatError

MISSING = (
    "The runtime (a separate Python with TensorFlow and scikit-learn) is not set up yet: run "
    "'Set up…' from the menu Plugins > So2Sat land cover, or the algorithm so2sat:setupruntime, once."
)


def venv_python(folder: Path) -> Path:
    """Return the interpreter of the virtual environment in `folder`."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def find_python(home: Path) -> Path:
    """Return the interpreter to run workers in: $SO2SAT_PYTHON, or the runtime set up in `home`.

    Raises So2SatError where there is none, saying how to get it.
    """
    named = os.environ.get("SO2SAT_PYTHON")
    if named:
        if not Path(named).is_file():
            raise So2SatError(f"SO2SAT_PYTHON names {named}, which is not a file. Point it to a Python interpreter.")
        return Path(named)
    python = venv_python(home / "runtime")
    if not python.is_file():
        raise So2SatError(MISSING)
    return python
