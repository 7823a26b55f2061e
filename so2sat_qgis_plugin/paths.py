"""Where things lie: the plugin's resources, and the home folder under the user's QGIS profile."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Return the path of a file of `resources/` (in the plugin folder when installed, beside it in a checkout)."""
    inside = _PACKAGE / "resources" / name
    return inside if inside.exists() else _PACKAGE.parent / "resources" / name


def version() -> str:
    """Return the plugin's version, as metadata.txt states it."""
    inside = _PACKAGE / "metadata.txt"
    text = (inside if inside.exists() else _PACKAGE.parent / "metadata.txt").read_text(encoding="utf-8")
    return next(row.split("=", 1)[1].strip() for row in text.splitlines() if row.startswith("version="))


def home(profile: str | Path, setting: str = "") -> Path:
    """Return the folder for runtime, modules and runs: $SO2SAT_HOME, `setting`, or `so2sat` in the QGIS profile."""
    return Path(os.environ.get("SO2SAT_HOME") or setting or Path(profile) / "so2sat")
