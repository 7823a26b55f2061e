"""What people call a scene: tile and date of a satellite product where its name tells them, else the name."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

_TILE = re.compile(r"(?<![A-Za-z0-9])T\d{2}[C-HJ-NP-X][A-Z]{2}(?![A-Za-z0-9])")  # Sentinel-2's, by MGRS
_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})([-_]?)(\d{2})\2(\d{2})(?!\d)")


def scene_title(path: str) -> str:
    """Return a short title of the scene in `path`: "T48QUE 2020-02-23" of S2L2A_T48QUE_20200223_10band.tif."""
    stem = Path(path.split("|")[0]).stem
    tile, date = _TILE.search(stem), _date(stem)
    if tile:
        return " ".join(filter(None, (tile.group(), date)))
    return stem.replace("_", " ").strip() or path


def _date(text: str) -> str:
    for year, _, month, day in _DATE.findall(text):
        try:
            return datetime.date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue
    return ""
