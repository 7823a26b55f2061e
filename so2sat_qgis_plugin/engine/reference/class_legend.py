"""Names and colours of labelled classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..legend import LegendClass, lcz_classes, safe_color
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
