"""What jobs say of time and lengths."""

from __future__ import annotations

import pytest

from so2sat_qgis_plugin.gui.job import in_words, rounded, time_left


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 s"), (6.1, "7 s"), (11, "15 s"), (99, "100 s"), (130, "3 min"), (5300, "89 min"), (9000, "2.5 h")],
)
def test_time_is_said_as_people_do(seconds, words):
    assert in_words(seconds) == words


@pytest.mark.parametrize(
    ("value", "text"), [(9.99, "10"), (28.5, "28.5"), (0.354, "0.354"), (10.7, "10.7"), (320, "320")]
)
def test_lengths_are_said_as_people_do(value, text):
    assert rounded(value) == text


def test_time_left_begins_with_the_plan_and_follows_what_happens():
    assert time_left(0.0, 0.0, 10.0) == 10.0
    assert time_left(0.0, 30.0, 10.0) == 1.0  # late, and nothing known
    assert time_left(0.5, 10.0, 5.0) == pytest.approx(10.0)  # half done in 10 s, whatever was expected
    assert time_left(0.1, 1.0, float("inf")) > 0
    left = [time_left(share, 20 * share, 10.0) for share in (0.05, 0.2, 0.5, 0.8, 1.0)]
    assert left[-1] == 0.0 and all(one >= 0 for one in left)
