"""Axes that a person would have drawn, and pictures as text."""

import base64

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal

from so2sat_qgis_plugin.engine.reports.plots import bars, lines, nice_length, nice_ticks, tick_text
from so2sat_qgis_plugin.engine.reports.png import data_uri, encode


@given(st.floats(-1e6, 1e6), st.floats(1e-4, 1e6))
def test_ticks_enclose_the_values_in_equal_round_steps(low, width):
    ticks = nice_ticks(low, low + width)
    steps = np.diff(ticks)
    assert ticks[0] <= low + 1e-6 * width and ticks[-1] >= low + width - 1e-6 * width
    assert 2 <= len(ticks) <= 7 and np.allclose(steps, steps[0])
    mantissa = steps[0] / 10 ** np.floor(np.log10(steps[0]) + 1e-6)
    assert min(abs(mantissa - nice) for nice in (1, 2, 2.5, 5)) < 1e-3


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (0.0, 0.42, ["0.0", "0.2", "0.4", "0.6"]),
        (0.0, 20.0, ["0", "5", "10", "15", "20"]),
        (443.0, 2190.0, ["0", "500", "1,000", "1,500", "2,000", "2,500"]),
        (0.0, 0.0, ["-0.50", "-0.25", "0.00", "0.25", "0.50"]),
    ],
)
def test_ticks_read_well(low, high, texts):
    ticks = nice_ticks(low, high)
    assert [tick_text(tick, ticks) for tick in ticks] == texts


def test_a_scale_bar_is_a_round_length():
    assert [nice_length(most) for most in (3560.0, 999.0, 0.7, 5000.0)] == [2000.0, 500.0, 0.5, 5000.0]


def test_a_plot_of_many_classes_has_room_for_all_of_them():
    many = {f"class {i}": float(i + 1) for i in range(40)}
    svg = bars(many, "Share (%)")
    assert all(f">class {i}<" in svg for i in range(40)) and 'height="780"' in svg
    assert lines({}, "x", "y") == "" and "NaN" not in lines({"one": [(1.0, 2.0)]}, "x", "y")


def test_a_picture_is_a_whole_png(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (37, 53, 3)).astype(np.uint8)
    path = tmp_path / "picture.png"
    path.write_bytes(encode(pixels))
    assert np.array_equal(np.moveaxis(gdal.Open(str(path)).ReadAsArray(), 0, -1), pixels)
    assert base64.b64decode(data_uri(pixels).split(",")[1]) == encode(pixels)
