"""What the runtime is, in words for the user."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ..engine.errors import RuntimeMissing, So2SatError
from .create import NEEDED_GB
from .environment import find_python, fingerprint, read_pointer
from .pip import download_size

MISSING_STATE, DAMAGED, WRONG, NAMED, OLD, READY = "missing damaged wrong named old ready".split()


@dataclass(frozen=True)
class Status:
    """`ready`: workers can start. `made`: a runtime was created in the home folder. `title` and `details` are shown.

    `state`: missing; damaged (of the home folder's); wrong (an interpreter that was named and is none); named (one is
    used); old (of another version of the plugin); ready.
    """

    state: str
    made: bool
    title: str
    details: str

    @property
    def ready(self) -> bool:
        """Whether workers can start."""
        return self.state in (NAMED, OLD, READY)


def status(home: Path, setting: str = "") -> Status:
    """Return what `find_python` would use, without starting it."""
    about = read_pointer(home)
    made = about is not None
    try:
        python = find_python(home, setting)
    except RuntimeMissing as error:
        if error.damaged:
            return Status(DAMAGED, made, "The runtime is damaged", str(error))
        return Status(MISSING_STATE, made, "The runtime is not set up yet", _first())
    except So2SatError as error:
        return Status(WRONG, made, "The runtime is not ready", str(error))
    if os.environ.get("SO2SAT_PYTHON"):
        return Status(NAMED, made, "The interpreter of SO2SAT_PYTHON is used", str(python))
    if setting:
        return Status(NAMED, made, "The interpreter named below is used", str(python))
    assert about is not None
    made_of = f"Python {about.get('python')}, {str(about.get('device')).upper()}"
    details = f"{made_of}, set up {_day(about.get('created'))}: {python}"
    if about.get("requirements") != fingerprint():
        return Status(OLD, True, "The runtime is of another version of the plugin: set it up again", details)
    return Status(READY, True, "The runtime is ready", details)


def _day(created: object) -> str:
    """Return the day of an ISO 8601 time."""
    return str(created or "").split("T")[0]


def _first() -> str:
    return (
        "It is a separate Python with TensorFlow, OpenVINO and scikit-learn; QGIS's own is left alone. Creating it "
        f"takes some minutes, a download of {round(download_size() / 1e7) * 10} MB and {NEEDED_GB['cpu']} GB of disk, "
        "once."
    )
