"""The QGIS style of a raster of amounts: a band's numbers as colours between stops."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..files import write_whole

Stop = tuple[float, str]  # value, "#rrggbb"


def save_ramp(path: str | Path, stops: Sequence[Stop]) -> None:
    """Write the style beside a raster (`amount.qml` for `amount.tif`): colours change evenly from stop to stop.

    Numbers beyond the first and the last stop have their colours.
    """
    items = "".join(
        f'<item value="{value:g}" label="{value:g}" color="{color}" alpha="255"/>' for value, color in stops
    )
    low, high = stops[0][0], stops[-1][0]
    text = (
        '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">\n<qgis styleCategories="Symbology"><pipe>'
        '<rasterrenderer type="singlebandpseudocolor" band="1" opacity="1" alphaBand="-1" nodataColor="" '
        f'classificationMin="{low:g}" classificationMax="{high:g}"><rastershader>'
        f'<colorrampshader colorRampType="INTERPOLATED" clip="0" classificationMode="1" minimumValue="{low:g}" '
        f'maximumValue="{high:g}">{items}</colorrampshader></rastershader></rasterrenderer></pipe></qgis>\n'
    )
    write_whole(Path(path).with_suffix(".qml"), text.encode("utf-8"))
