"""What the runtime is, in words for the user."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ..engine.errors import So2SatError
from .environment import MISSING, find_python, fingerprint, read_pointer

_FIRST = (
    "It is a separate Python with TensorFlow, OpenVINO and scikit-learn; QGIS's own is left alone. Creating it takes "
    "some minutes, a download of about 1 GB and 4 GB of disk, once."
)


@dataclass(frozen=True)
class Status:
    """`ready`: workers can start. `made`: a runtime was created in the home folder. `title` and `details` are shown."""

    ready: bool
    made: bool
    title: str
    details: str


def status(home: Path, setting: str = "") -> Status:
    """Return what `find_python` would use, without starting it."""
    about = read_pointer(home)
    try:
        python = find_python(home, setting)
    except So2SatError as error:
        if about is None and str(error) == MISSING:
            return Status(False, False, "The runtime is not set up yet", _FIRST)
        return Status(False, about is not None, "The runtime is not ready", str(error))
    if os.environ.get("SO2SAT_PYTHON"):
        return Status(True, about is not None, "The interpreter of SO2SAT_PYTHON is used", str(python))
    if setting:
        return Status(True, about is not None, "The interpreter named below is used", str(python))
    assert about is not None
    details = (
        f"Python {about.get('python')}, {str(about.get('device')).upper()}, set up {about.get('created')}: {python}"
    )
    if about.get("requirements") != fingerprint():
        return Status(True, True, "The runtime is of another version of the plugin: set it up again", details)
    return Status(True, True, "The runtime is ready", details)
