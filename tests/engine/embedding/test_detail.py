"""Cells and windows to choose from, and what they take."""

from __future__ import annotations

import pytest

from so2sat_qgis_plugin.engine.embedding.detail import _CELL, _START, Detail, Pace, details


def test_choices_go_from_coarse_to_fine_and_fit_the_raster():
    found = details(1068, 1068, 10.0)
    assert [one.stride for one in found][:3] == [64, 48, 32] and found[-1] == Detail(1, 32)
    assert Detail(4, 32) in found and Detail(10, 32) in found and Detail(64, 64) in found
    assert [one.stride for one in details(40, 500, 0.0)] == [5, 4, 3, 2, 1]
    assert details(5, 5, 100.0) == (Detail(1, 24),)
    assert {one.window for one in details(1068, 1068, 10.0, 32)} == {32}


def embedding(pace: Pace, detail: Detail) -> float:
    """The part of the time that embedding takes, of a raster of 1000 × 1000 pixels."""
    return pace.seconds(detail) - _START - _CELL * detail.cells(1000, 1000)


def test_windows_embedded_one_by_one_take_time_by_their_number():
    pace = Pace(1000, 1000, dense=False)
    assert pace.seconds(Detail(10, 32)) == float("inf")
    pace.learn(Detail(10, 32), 2.0)
    assert embedding(pace, Detail(10, 32)) == pytest.approx(2.0)
    assert embedding(pace, Detail(5, 32)) == pytest.approx(8.0)
    assert pace.seconds(Detail(5, 32), 0.25) < 4.0  # a quarter of the raster


def test_a_dense_run_has_a_part_that_does_not_grow_and_learns_it():
    pace = Pace(1000, 1000, dense=True)
    pace.learn(Detail(10, 32), 2.0)
    assert embedding(pace, Detail(5, 20)) == pytest.approx(5.0)
    pace.learn(Detail(2, 8), 26.0)  # 10,000 cells in 2 s, 250,000 in 26 s: a tenth of a millisecond each, from 1 s on
    assert embedding(pace, Detail(5, 20)) == pytest.approx(5.0, abs=0.1)
    assert embedding(pace, Detail(20, 32)) < 2.0
    choices = details(1000, 1000, 10.0)
    assert pace.finest_within(11.0, choices) == Detail(4, 32)
    assert pace.finest_within(0.01, choices) == choices[0]
    assert pace.finest_within(0.01, choices, cells=10_000) == Detail(10, 32)
    assert pace.finest_within(11.0, choices, share=0.1) == Detail(2, 32)


def test_measurements_that_contradict_each_other_do_not_promise_the_finest_map_in_no_time():
    pace = Pace(1000, 1000, dense=True)
    pace.learn(Detail(10, 32), 8.0)
    pace.learn(Detail(8, 32), 6.0)  # finer and yet quicker: another program was busy
    assert pace.seconds(Detail(1, 8)) > 100
    assert pace.finest_within(11.0, details(1000, 1000, 10.0)).stride >= 5
    assert embedding(pace, Detail(12, 32)) <= 6.0  # not more than what is finer
