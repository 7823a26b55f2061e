"""Small plots as SVG text: lines and bars, for reports."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from ..legend import SAFE_COLORS

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _RIGHT = 700, 300, 72, 44, 16, 200
_ROW = 18  # height of a line of the legend
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
Place = tuple[float, float]


def nice_ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Return about `wanted` round numbers from at most `low` to at least `high`: steps of 1, 2, 2.5 or 5 × 10ⁿ.

    After Heckbert (1990), Nice Numbers for Graph Labels, in Graphics Gems.
    """
    if not high > low:
        low, high = (low - 0.5, high + 0.5) if low == 0 else (low - abs(low) / 2, low + abs(low) / 2)
    step = _nice_step((high - low) / max(wanted - 1, 1))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(i * step, 12) for i in range(first, last + 1)]


def nice_length(most: float) -> float:
    """Return the longest of 1, 2, 5 × 10ⁿ that is at most `most`."""
    power = 10.0 ** math.floor(math.log10(most))
    return max(step * power for step in (1.0, 2.0, 5.0) if step * power <= most * (1 + 1e-9))


def _nice_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in _STEPS if step * power >= rough * (1 - 1e-9))


def tick_text(value: float, ticks: Sequence[float]) -> str:
    """Return a tick's label with the decimals that all of `ticks` need, and no more."""
    decimals = next((d for d in range(7) if all(abs(t - round(t, d)) < 1e-9 * max(abs(t), 1) for t in ticks)), 6)
    return f"{value:,.{decimals}f}"


def lines(
    series: dict[str, Sequence[Place]],
    x_label: str,
    y_label: str,
    colors: dict[str, str] | None = None,
    x_ticks: dict[float, str] | None = None,
) -> str:
    """Return a line plot of named series of (x, y) points, with a legend at the right.

    `x_ticks`: places on the x axis and their names; without, round numbers are chosen.
    """
    points = [point for values in series.values() for point in values]
    if not points:
        return ""
    xs = [x for x, _ in points]
    named = x_ticks or _named_ticks(nice_ticks(min(xs), max(xs)))
    y_ticks = nice_ticks(min(y for _, y in points), max(y for _, y in points))
    x_min, x_max = _limits([*xs, *named])
    height = _height(len(series))
    bottom = height - _BOTTOM

    def place(x: float, y: float) -> Place:
        px = _LEFT + (x - x_min) / (x_max - x_min) * (_WIDTH - _LEFT - _RIGHT)
        return px, bottom - (y - y_ticks[0]) / (y_ticks[-1] - y_ticks[0]) * (bottom - _TOP)

    parts = [_axes(x_label, y_label, height), *_grid(y_ticks, height)]
    for x, name in _apart({x: place(x, 0)[0] for x in named}, named):
        parts.append(_text(x, bottom + 16, name, "middle"))
    for i, (name, values) in enumerate(series.items()):
        color = (colors or {}).get(name, SAFE_COLORS[i % len(SAFE_COLORS)])
        path = " ".join("{:.1f},{:.1f}".format(*place(x, y)) for x, y in values)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts.append(_key(i, name, color))
    return _svg(parts, height)


def bars(values: dict[str, float], y_label: str, colors: Sequence[str] = ()) -> str:
    """Return a bar plot of named values from 0 up, each bar named in the legend at the right."""
    ticks = nice_ticks(0.0, max([*values.values(), 1e-12]))
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(values), 1)
    height = _height(len(values))
    parts = [_axes("", y_label, height), *_grid(ticks, height)]
    for i, (name, value) in enumerate(values.items()):
        color = colors[i] if colors else SAFE_COLORS[i % len(SAFE_COLORS)]
        tall = max(value, 0.0) / ticks[-1] * (height - _BOTTOM - _TOP)
        x, y = _LEFT + i * step + step * 0.1, height - _BOTTOM - tall
        parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{step * 0.8:.1f}" height="{tall:.1f}" fill="{color}" '
            'stroke="#0003"/>'
        )
        parts.append(_key(i, name, color))
    return _svg(parts, height)


def _limits(values: Sequence[float]) -> Place:
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _height(keys: int) -> int:
    """Return the height at which the legend's rows fit."""
    return max(_HEIGHT, _TOP + _ROW * keys + _BOTTOM)


def _named_ticks(ticks: Sequence[float]) -> dict[float, str]:
    return {tick: tick_text(tick, ticks) for tick in ticks}


def _apart(places: dict[float, float], names: dict[float, str]) -> list[tuple[float, str]]:
    """Return place and name of the ticks that don't run into the one before."""
    kept: list[tuple[float, str]] = []
    for tick in sorted(places):
        half = 3.6 * len(names[tick])
        if not kept or places[tick] - half > kept[-1][0] + 3.6 * len(kept[-1][1]) + 4:
            kept.append((places[tick], names[tick]))
    return kept


def _grid(ticks: Sequence[float], height: int) -> list[str]:
    bottom, parts = height - _BOTTOM, []
    for tick in ticks:
        y = bottom - (tick - ticks[0]) / (ticks[-1] - ticks[0]) * (bottom - _TOP)
        if tick != ticks[0]:
            parts.append(f'<path d="M{_LEFT},{y:.1f}H{_WIDTH - _RIGHT}" stroke="#e4e4e4"/>')
        parts.append(_text(_LEFT - 6, y + 4, tick_text(tick, ticks), "end"))
    return parts


def _axes(x_label: str, y_label: str, height: int) -> str:
    bottom = height - _BOTTOM
    middle = (_TOP + bottom) / 2
    return (
        f'<path d="M{_LEFT},{_TOP}V{bottom}H{_WIDTH - _RIGHT}" fill="none" stroke="#888"/>'
        + _text((_LEFT + _WIDTH - _RIGHT) / 2, height - 8, x_label, "middle")
        + f'<g transform="rotate(-90 12 {middle})">{_text(12, middle + 4, y_label, "middle")}</g>'
    )


def _key(index: int, name: str, color: str) -> str:
    y = _TOP + 8 + index * _ROW
    x = _WIDTH - _RIGHT + 10
    shown = name if len(name) <= 26 else name[:25] + "…"
    square = f'<rect x="{x}" y="{y - 9}" width="10" height="10" fill="{color}" stroke="#0003"/>'
    return square + _text(x + 15, y, shown, "start")


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="12" fill="#333">{escape(text)}</text>'


def _svg(parts: Sequence[str], height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
        f'height="{height}" font-family="sans-serif">{"".join(parts)}</svg>'
    )
