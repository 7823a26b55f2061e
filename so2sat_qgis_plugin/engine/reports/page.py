"""Reports: one HTML file with tables and inline SVG plots, no external resource, no script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from ..files import write_whole

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:62rem;padding:0 1rem;color:#222}
h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #ddd}
table{border-collapse:collapse;margin:.8rem 0;font-variant-numeric:tabular-nums}
th,td{border:1px solid #ddd;padding:.25rem .6rem;text-align:right}th{background:#f5f5f5}
th:first-child,td:first-child{text-align:left}caption{caption-side:top;text-align:left;color:#555;padding:.2rem 0}
.warning{background:#fff4d6;border-left:4px solid #e69f00;padding:.5rem .8rem}
.swatch{display:inline-block;width:1em;height:1em;vertical-align:-.15em;border:1px solid #8888;margin-right:.4em}
.big{font-size:1.9rem;font-weight:600}.muted{color:#666}svg{max-width:100%;height:auto}
"""


class Raw(str):
    """HTML that is put in as it is; every other text is escaped."""


def swatch(color: str) -> Raw:
    """Return a small square of `color` ("#rrggbb")."""
    return Raw(f'<span class="swatch" style="background:{escape(color)}"></span>')


class Report:
    """A report being put together, top to bottom."""

    def __init__(self, title: str, subtitle: str = "") -> None:
        self._title = title
        self._parts = [f"<h1>{escape(title)}</h1>", f'<p class="muted">{escape(subtitle)}</p>' if subtitle else ""]

    def heading(self, text: str) -> None:
        """Begin a section."""
        self._parts.append(f"<h2>{escape(text)}</h2>")

    def text(self, text: str) -> None:
        """Add a paragraph."""
        self._parts.append(f"<p>{_html(text)}</p>")

    def headline(self, figure: str, text: str) -> None:
        """Add one figure in large type with what it means beside it."""
        self._parts.append(f'<p><span class="big">{_html(figure)}</span> &nbsp; {_html(text)}</p>')

    def warning(self, text: str) -> None:
        """Add a paragraph that the reader must not miss."""
        self._parts.append(f'<p class="warning">{_html(text)}</p>')

    def table(self, header: Sequence[str], rows: Sequence[Sequence[object]], caption: str = "") -> None:
        """Add a table; floats are shown with 4 significant digits, `Raw` cells as HTML."""
        head = "".join(f"<th>{_html(cell)}</th>" for cell in header)
        body = "".join("<tr>" + "".join(f"<td>{_html(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        title = f"<caption>{escape(caption)}</caption>" if caption else ""
        self._parts.append(f"<table>{title}<tr>{head}</tr>{body}</table>")

    def svg(self, svg: str) -> None:
        """Add a plot made by `engine.plots`."""
        self._parts.append(f"<figure>{svg}</figure>")

    def save(self, path: str | Path) -> None:
        """Write the report; nothing half-written takes the name."""
        page = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(self._title)}</title>'
            f"<style>{_STYLE}</style></head><body>{''.join(self._parts)}</body></html>"
        )
        write_whole(path, page.encode("utf-8"))


def _html(value: object) -> str:
    if isinstance(value, Raw):
        return value
    return escape(f"{value:.4g}" if isinstance(value, float) else str(value))
