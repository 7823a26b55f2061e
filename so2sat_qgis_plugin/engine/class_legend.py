"""Names and colours of labelled classes."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence

from .legend import SAFE_COLORS, LegendClass, lcz_classes
from .samples import SampleClass, lcz_codes


def class_legend(classes: Sequence[SampleClass], colors: Mapping[str, str], field: str) -> tuple[LegendClass, ...]:
    """Return the legend of labelled classes.

    Colours are those of `colors` ("#rrggbb" by label; the layer's own), else those of local climate zones where all
    names are such or codes 1–17 stand in a field with "lcz" in its name, else a palette that is safe for the common
    kinds of colour blindness.
    """
    zones = {zone.code: zone for zone in lcz_classes()}
    names = [entry.name for entry in classes]
    numbered = "lcz" in field.lower() and all(
        name == str(c.code) and c.code in zones for name, c in zip(names, classes)
    )
    if numbered or lcz_codes(names):
        return tuple(
            LegendClass(c.code, zones[c.code].name if numbered else c.name, colors.get(c.name, zones[c.code].color))
            for c in classes
        )
    return tuple(LegendClass(c.code, c.name, colors.get(c.name) or safe_color(i)) for i, c in enumerate(classes))


def safe_color(index: int) -> str:
    """Return the colour of class number `index` (from 0): the safe palette, then hues a golden angle apart."""
    if index < len(SAFE_COLORS):
        return SAFE_COLORS[index]
    lightness = 0.35 + 0.3 * (index % 3) / 2
    red, green, blue = colorsys.hls_to_rgb(index * 0.618034 % 1.0, lightness, 0.6)
    return f"#{round(255 * red):02x}{round(255 * green):02x}{round(255 * blue):02x}"
