"""Small plots as SVG text: lines and bars, for reports."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..legend import SAFE_COLORS

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _RIGHT = 700, 300, 72, 44, 16, 200


def lines(
    series: dict[str, Sequence[tuple[float, float]]],
    x_label: str,
    y_label: str,
    colors: dict[str, str] | None = None,
    x_ticks: dict[float, str] | None = None,
) -> str:
    """Return a line plot of named series of (x, y) points, with a legend at the right."""
    points = [point for values in series.values() for point in values]
    if not points:
        return ""
    x_min, x_max = _limits([x for x, _ in points])
    y_min, y_max = _limits([y for _, y in points])

    def place(x: float, y: float) -> tuple[float, float]:
        px = _LEFT + (x - x_min) / (x_max - x_min) * (_WIDTH - _LEFT - _RIGHT)
        return px, _HEIGHT - _BOTTOM - (y - y_min) / (y_max - y_min) * (_HEIGHT - _BOTTOM - _TOP)

    parts = [_axes(x_label, y_label)]
    for i in range(5):
        y = y_min + (y_max - y_min) * i / 4
        parts.append(_text(_LEFT - 6, place(x_min, y)[1] + 4, f"{y:.3g}", "end"))
    for x, name in (x_ticks or {x_min: f"{x_min:.4g}", x_max: f"{x_max:.4g}"}).items():
        parts.append(_text(place(x, y_min)[0], _HEIGHT - _BOTTOM + 16, name, "middle"))
    for i, (name, values) in enumerate(series.items()):
        color = (colors or {}).get(name, SAFE_COLORS[i % len(SAFE_COLORS)])
        path = " ".join("{:.1f},{:.1f}".format(*place(x, y)) for x, y in values)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts.append(_key(i, name, color))
    return _svg(parts)


def bars(values: dict[str, float], y_label: str, colors: Sequence[str] = ()) -> str:
    """Return a bar plot of named values, each bar labelled in the legend at the right."""
    top = max([*values.values(), 1e-12])
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(values), 1)
    parts = [_axes("", y_label), _text(_LEFT - 6, _TOP + 4, f"{top:.3g}", "end")]
    for i, (name, value) in enumerate(values.items()):
        color = colors[i] if colors else SAFE_COLORS[i % len(SAFE_COLORS)]
        height = value / top * (_HEIGHT - _BOTTOM - _TOP)
        x, y = _LEFT + i * step + step * 0.1, _HEIGHT - _BOTTOM - height
        parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{step * 0.8:.1f}" height="{height:.1f}" fill="{color}"/>')
        parts.append(_key(i, name, color))
    return _svg(parts)


def _limits(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _axes(x_label: str, y_label: str) -> str:
    bottom = _HEIGHT - _BOTTOM
    middle = (_TOP + bottom) / 2
    return (
        f'<path d="M{_LEFT},{_TOP}V{bottom}H{_WIDTH - _RIGHT}" fill="none" stroke="#888"/>'
        + _text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 8, x_label, "middle")
        + f'<g transform="rotate(-90 12 {middle})">{_text(12, middle + 4, y_label, "middle")}</g>'
    )


def _key(index: int, name: str, color: str) -> str:
    y = _TOP + 8 + index * 18
    x = _WIDTH - _RIGHT + 10
    return f'<rect x="{x}" y="{y - 9}" width="10" height="10" fill="{color}"/>' + _text(x + 15, y, name, "start")


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="12" fill="#333">{escape(text)}</text>'


def _svg(parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" font-family="sans-serif">{"".join(parts)}</svg>'
    )
