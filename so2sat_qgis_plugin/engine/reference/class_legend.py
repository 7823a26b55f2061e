"""Names and colours of labelled classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..legend import LegendClass, lcz_classes
from .class_colors import class_colors, fill_colors
from .samples import SampleClass, lcz_codes


def class_legend(classes: Sequence[SampleClass], colors: Mapping[str, str], field: str) -> tuple[LegendClass, ...]:
    """Return the legend of labelled classes.

    Colours are those of `colors` ("#rrggbb" by label; the layer's own), else those of local climate zones where all
    names are such or codes 1–17 stand in a field with "lcz" in its name, else what the names mean (see class_colors).
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
    own = [colors.get(name, "") for name in names]
    found = fill_colors(own) if any(own) else class_colors(names, field)
    return tuple(LegendClass(c.code, c.name, color) for c, color in zip(classes, found))
