"""Who lies within reach of whom."""

from __future__ import annotations

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.reference import buffer


def test_distances_are_those_of_rows_or_columns_whichever_is_more():
    places = np.array([[0, 0], [3, 1], [10, 10]])
    np.testing.assert_array_equal(buffer.distances(places, np.array([[0, 4], [9, 9]])), [4, 3, 1])


def test_what_is_near_is_left_out_but_no_class_altogether():
    places = np.array([[0, 0], [0, 20], [0, 1], [0, 5], [0, 6]])
    codes, groups = np.array([1, 1, 2, 2, 2]), np.array([0, 1, 2, 3, 3])
    kept = buffer.outside(places, codes, groups, np.array([[0, 2]]), 8)
    np.testing.assert_array_equal(kept, [False, True, False, True, True])


def test_overlap_is_the_share_with_another_group_within_reach():
    places, groups = np.array([[0, 0], [0, 1], [0, 4], [50, 50]]), np.array([0, 0, 1, 2])
    assert buffer.overlap(places, groups, 3) == 0
    assert buffer.overlap(places, groups, 4) == 0.5
    assert buffer.overlap(places, groups, 5) == 0.75


def test_the_share_of_a_grid_near_labels():
    corner = np.array([[0, 0]])
    assert buffer.near_share((10, 20), corner, 5) == 25 / 200
    assert buffer.near_share((1000, 1000), corner, 500) == pytest.approx(0.25, abs=0.02)
    assert buffer.near_share((10, 20), corner, 20) == 1
