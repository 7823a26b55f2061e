"""The map itself in a report: its picture beside true colour, a scale bar, its classes with their areas in hectares."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from ...paths import version
from ..files import whereabouts
from ..progress import Progress
from ..raster.georeference import ground_pixel_size
from ..raster.maps import LandCover, read_map
from ..raster.quicklook import map_picture, north_up, true_color
from ..raster.reader import Raster
from ..raster.scene_title import scene_title
from .page import Report, named_swatch
from .plots import nice_length
from .png import data_uri

LONGEST = 600  # pixels of a picture's longer side


def title_of(raster: str, what: str) -> str:
    """Return a report's title: the scene, its date where its name tells, and what was made of it."""
    return f"{scene_title(raster)} · {what}"


def made_by() -> str:
    """Return when and by what a report was made."""
    now = datetime.datetime.now().astimezone()
    return f"Made {now:%Y-%m-%d %H:%M} with So2Sat land cover {version()}"


def add_map(report: Report, path: str, raster: str = "") -> None:
    """Add the pictures of the map `path` and of `raster`, which it was made of, and the map's classes with areas.

    `path` may be an output of the run under way. A raster that is no longer there, or elsewhere, is left out.
    """
    land = read_map(str(whereabouts(path)), Progress())
    pictures = [(data_uri(map_picture(land, LONGEST)), "Land-cover map", True)]
    seen = true_color(raster, land, LONGEST) if raster else None
    if seen is not None:
        pictures.append((data_uri(seen[0]), f"The raster, {seen[1]} as red, green, blue", False))
    report.pictures(pictures, *below_pictures(str(whereabouts(path))))
    _classes(report, land)


def below_pictures(path: str) -> tuple[float, str]:
    """Return the width by height on the ground of a raster's pictures, and the scale bar and arrow below them."""
    with Raster(path) as raster:
        info = raster.info
    metres = ground_pixel_size(info)
    below = _scale_bar(metres[0] * info.width) if metres else ""
    arrow = _NORTH if north_up(info.transform) else ""
    return info.width / info.height * (metres[0] / metres[1] if metres else 1.0), below + arrow


def _classes(report: Report, land: LandCover) -> None:
    cells, areas = land.cells(), land.areas()
    total = max(int(cells.sum()), 1)
    rows: list[tuple[object, ...]] = []
    for i in sorted(range(len(cells)), key=lambda i: -cells[i]):
        entry = land.classes[i]
        area = [] if areas is None else [f"{areas[i] / 1e4:,.1f}"]
        rows.append((named_swatch(entry.color, entry.name), f"{100 * cells[i] / total:.1f} %", *area, f"{cells[i]:,}"))
    whole = [] if areas is None else [f"{areas.sum() / 1e4:,.1f}"]
    rows.append(("Together", "100 %", *whole, f"{total:,}"))
    report.table(["Class", "Share", *([] if areas is None else ["Area (ha)"]), "Cells"], rows)
    if areas is None:
        report.text("Areas are not given: the raster's CRS doesn't tell where on the Earth it lies.")
    empty = land.codes.size - total
    if empty:
        report.text(f"{empty:,} cells have no class (0 in the map: nodata or unclassified), and count in no share.")


def add_settings(report: Report, provenance: Mapping[str, Any] | None, further: list[tuple[object, object]]) -> None:
    """Add how a map was made: what its embedding tells (see features.source.EMBEDDING_KEY), and `further`."""
    rows: list[tuple[object, object]] = []
    if provenance:
        rows = [(name, value) for name, value in _settings(provenance) if value not in ("", None)]
    report.heading("How it was made")
    report.table(["Setting", "Value"], [*rows, *further, ("Plugin version", version())])


def _settings(made: Mapping[str, Any]) -> list[tuple[str, str]]:
    size = made.get("pixel_size") or [0.0]
    pixels = f"{made.get('window')} × {made.get('window')} pixels"
    scaling = made.get("scaling") or {}
    return [
        ("Raster", str(made.get("original") or made.get("source") or "")),
        ("Module", str(made.get("module") or "")),
        ("Module, content hash", str(made.get("module_hash") or "")[:16]),
        ("Window", pixels + _on_ground(made.get("window"), size[0])),
        ("Cell", f"{made.get('stride')} × {made.get('stride')} pixels" + _on_ground(made.get("stride"), size[0])),
        ("Bands", ", ".join(map(str, made.get("bands") or []))),
        ("Scaling", str(scaling.get("how") or scaling)),
        ("Windows were embedded", str(made.get("mode") or "")),
        ("Attribution", str(made.get("attribution") or "")),
    ]


def _on_ground(pixels: Any, size: float) -> str:
    # A pixel below a hundredth of a unit is one in degrees.
    return f", {float(pixels) * size:g} m" if pixels and size > 0.01 else ""


def _scale_bar(width: float) -> str:
    """Return a scale bar as SVG under a picture that is `width` metres wide, which is 100 units there."""
    length = nice_length(width / 3)
    units = 100 * length / width
    label = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    half = units / 2
    return (
        f'<svg class="scale" viewBox="0 0 100 7" xmlns="http://www.w3.org/2000/svg" font-family="sans-serif">'
        f'<rect x="0.2" y="0.6" width="{half:.2f}" height="1.6" fill="#222"/>'
        f'<rect x="{0.2 + half:.2f}" y="0.6" width="{half:.2f}" height="1.6" fill="#fff" stroke="#222" '
        'stroke-width=".2"/>'
        f'<text x="{units + 1.2:.2f}" y="2.6" font-size="3.2" fill="#222">{label}</text></svg>'
    )


_NORTH = (
    '<svg class="north" viewBox="0 0 20 28" xmlns="http://www.w3.org/2000/svg" font-family="sans-serif">'
    '<path d="M10 2 L16 20 L10 16 L4 20 Z" fill="#222"/>'
    '<text x="10" y="28" font-size="9" text-anchor="middle" fill="#222">N</text></svg>'
)
