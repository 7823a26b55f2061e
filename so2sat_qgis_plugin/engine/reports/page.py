"""Reports: one HTML file with tables and inline SVG plots, no external resource, no script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from ..files import write_whole

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:62rem;padding:0 1rem;color:#222;background:#fff}
h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #ddd}
table{border-collapse:collapse;margin:.8rem 0;font-variant-numeric:tabular-nums}.scroll{overflow-x:auto}
th,td{border:1px solid #ddd;padding:.25rem .6rem;text-align:right}th{background:#f5f5f5}
th:first-child,td:first-child{text-align:left}caption{caption-side:top;text-align:left;color:#555;padding:.2rem 0}
th.words,td.words{text-align:left}.any{overflow-wrap:anywhere}
table.wide{font-size:.8rem}table.wide th,table.wide td{padding:.15rem .35rem}
table.wide th.upright{writing-mode:vertical-rl;transform:rotate(180deg);text-align:left}
.warning{background:#fff4d6;border-left:4px solid #e69f00;padding:.5rem .8rem}
.swatch{display:inline-block;width:1em;height:1em;vertical-align:-.15em;border:1px solid #8888;margin-right:.4em}
.big{font-size:1.9rem;font-weight:600}.muted{color:#666}svg{max-width:100%;height:auto}figure{margin:.8rem 0}
.pictures{display:flex;flex-wrap:wrap;gap:1rem;margin:1rem 0}.pictures figure{flex:1 1 20rem;max-width:30rem;margin:0}
.pictures img{display:block;width:100%;border:1px solid #bbb}.pictures figcaption{color:#555;font-size:.85rem}
img.sharp{image-rendering:pixelated}.scale{display:block;width:100%;margin-top:.3rem}.below{position:relative}
.north{position:absolute;right:.2rem;top:-2.6rem;width:1.5rem;background:#fffc;border-radius:3px}
@page{size:A4;margin:15mm 14mm}
@media print{body{margin:0;max-width:none;padding:0;font-size:10pt}.scroll{overflow:visible}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}h1,h2{break-after:avoid}p{orphans:3;widows:3}
table,figure,.pictures,.warning,.headline{break-inside:avoid}table.long{break-inside:auto}tr{break-inside:avoid}
thead{display:table-header-group}table{font-size:9pt;max-width:100%}table.wide{font-size:7pt}.pictures{flex-wrap:nowrap}
.pictures figure{flex:1 1 0;min-width:0}}
"""
_WIDE, _LONG = 9, 25  # columns and rows from which a table is set otherwise


class Raw(str):
    """HTML that is put in as it is; every other text is escaped."""


def swatch(color: str) -> Raw:
    """Return a small square of `color` ("#rrggbb")."""
    return Raw(f'<span class="swatch" style="background:{escape(color)}"></span>')


def named_swatch(color: str, name: str) -> Raw:
    """Return a small square of `color` with `name` beside it."""
    return Raw(swatch(color) + escape(name))


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

    def note(self, text: str) -> None:
        """Add a line in grey."""
        self._parts.append(f'<p class="muted">{_html(text)}</p>')

    def headline(self, figure: str, text: str) -> None:
        """Add one figure in large type with what it means beside it."""
        self._parts.append(f'<p class="headline"><span class="big">{_html(figure)}</span> &nbsp; {_html(text)}</p>')

    def warning(self, text: str) -> None:
        """Add a paragraph that the reader must not miss."""
        self._parts.append(f'<p class="warning">{_html(text)}</p>')

    def table(self, header: Sequence[str], rows: Sequence[Sequence[object]], caption: str = "") -> None:
        """Add a table; floats are shown with 4 significant digits, `Raw` cells as HTML; columns of words stand left."""
        shown = [[_html(cell) for cell in row] for row in rows]
        kinds = [_kind(name, [row[i] for row in shown], len(header)) for i, name in enumerate(header)]
        title = f"<caption>{escape(caption)}</caption>" if caption else ""
        head = "".join(f"<th{kind}>{_html(cell)}</th>" for cell, kind in zip(header, kinds))
        head = f"<thead><tr>{head}</tr></thead>" if any(header) else ""
        body = "".join(
            "<tr>" + "".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(row, kinds)) + "</tr>" for row in shown
        )
        looks = [*(["wide"] if len(header) >= _WIDE else []), *(["long"] if len(rows) >= _LONG else [])]
        attribute = f' class="{" ".join(looks)}"' if looks else ""
        self._parts.append(f'<div class="scroll"><table{attribute}>{title}{head}<tbody>{body}</tbody></table></div>')

    def pictures(self, pictures: Sequence[tuple[str, str, bool]], aspect: float, below: str) -> None:
        """Add pictures side by side: address, caption, whether its pixels stay sharp when it is enlarged.

        `aspect` is width by height on the ground; `below` (HTML) goes under each, such as a scale bar.
        """
        figures = "".join(
            f'<figure><img{" class=sharp" if sharp else ""} src="{address}" alt="{escape(caption)}" '
            f'style="aspect-ratio:{aspect:.4f}"><div class="below">{below}</div>'
            f"<figcaption>{escape(caption)}</figcaption></figure>"
            for address, caption, sharp in pictures
        )
        self._parts.append(f'<div class="pictures">{figures}</div>')

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


def _kind(name: str, column: Sequence[str], columns: int) -> str:
    """Return the attribute of a column's cells: words stand left, long names over many narrow columns upright."""
    if columns == 2:
        return ' class="words any"'
    if any(len(cell) > 24 or (len(cell) > 8 and not any(map(str.isdigit, cell))) for cell in column):
        return ' class="words"'
    return ' class="upright"' if columns >= _WIDE and len(name) > 6 else ""


def _html(value: object) -> str:
    if isinstance(value, Raw):
        return value
    return escape(f"{value:.4g}" if isinstance(value, float) else str(value))
