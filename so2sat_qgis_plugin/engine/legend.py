"""Classes of a map: codes, names, colours."""

from __future__ import annotations

import colorsys
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

from ..paths import resource
from .files import write_whole

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


def save_style(path: str | Path, classes: Sequence[LegendClass]) -> None:
    """Write the QGIS style of a map beside it (`map.qml` for `map.tif`), so that QGIS shows its classes by name.

    GeoTIFF's colour table alone gives 256 entries there.
    """
    entries = "".join(
        f'<paletteEntry value="{c.code}" label={quoteattr(c.name)} color="{c.color}" alpha="255"/>' for c in classes
    )
    text = (
        '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">\n<qgis styleCategories="Symbology"><pipe>'
        '<rasterrenderer type="paletted" band="1" opacity="1" alphaBand="-1" nodataColor="">'
        f"<colorPalette>{entries}</colorPalette></rasterrenderer></pipe></qgis>\n"
    )
    write_whole(Path(path).with_suffix(".qml"), text.encode("utf-8"))


def safe_color(index: int) -> str:
    """Return the colour of class number `index` (from 0): the safe palette, then hues a golden angle apart."""
    if index < len(SAFE_COLORS):
        return SAFE_COLORS[index]
    lightness = 0.35 + 0.3 * (index % 3) / 2
    red, green, blue = colorsys.hls_to_rgb(index * 0.618034 % 1.0, lightness, 0.6)
    return f"#{round(255 * red):02x}{round(255 * green):02x}{round(255 * blue):02x}"


def shade(color: str, place: int, count: int) -> str:
    """Return one of `count` shades of a colour, from darker to lighter; the colour itself where there is one."""
    if count == 1:
        return color
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    low, high = max(0.12, lightness - 0.2), min(0.92, lightness + 0.25)
    rgb = colorsys.hls_to_rgb(hue, low + (high - low) * place / (count - 1), saturation)
    return "#" + "".join(f"{round(255 * part):02x}" for part in rgb)
