"""Classes of a map: codes, names, colours."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ..paths import resource

# Okabe and Ito (2008), Color Universal Design: safe for the common kinds of colour blindness; then Tol's muted.
SAFE_COLORS = (
    "#e69f00 #56b4e9 #009e73 #f0e442 #0072b2 #d55e00 #cc79a7 #332288 #88ccee #44aa99 #117733 #999933 #ddcc77 "
    "#cc6677 #882255 #aa4499 #777777"
).split()


@dataclass(frozen=True)
class LegendClass:
    """One class of a map: `code` from 1 (0 is nodata), `name`, `color` as "#rrggbb"."""

    code: int
    name: str
    color: str


def lcz_classes() -> tuple[LegendClass, ...]:
    """Return the 17 local climate zones with their official colours (Stewart and Oke 2012; WUDAPT's colours)."""
    rows = json.loads(resource("lcz.json").read_text(encoding="utf-8"))
    return tuple(LegendClass(row["code"], row["name"], row["color"]) for row in rows)
