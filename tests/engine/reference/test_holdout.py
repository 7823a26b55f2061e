"""What trains, what stops and what judges: groups stay whole, every class is judged where that can be."""

from __future__ import annotations

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.reference import holdout


@pytest.mark.parametrize(("count", "expected"), [(1, (1, 0, 0)), (2, (1, 0, 1)), (3, (1, 1, 1)), (12, (7, 2, 3))])
def test_roles_of_a_class(count: int, expected: tuple[int, int, int]) -> None:
    groups = np.repeat(np.arange(count), 3)
    role = holdout.roles(np.ones(3 * count, int), groups, 1)
    assert tuple((role == r).sum() // 3 for r in (holdout.TRAIN, holdout.STOP, holdout.JUDGE)) == expected


def test_roles_never_divide_a_group() -> None:
    random = np.random.default_rng(3)
    groups = random.integers(0, 30, 400)
    codes = random.integers(1, 5, 400)
    role = holdout.roles(codes, groups, 0)
    assert all(len(np.unique(role[groups == g])) == 1 for g in np.unique(groups))
    assert set(role) == {0, 1, 2}


def test_only_polygon_of_a_class_is_divided() -> None:
    codes, groups = np.repeat([1, 2], [12, 9]), np.repeat([0, 1, 2, 5], [4, 4, 4, 9])
    places = np.stack([np.arange(21), np.zeros(21, int)], axis=1)
    found = holdout.divide(codes, groups, places, np.zeros(21, bool), 0)
    assert found.divided == [2]
    assert all(set(found.role[codes == code]) == {0, 1, 2} for code in (1, 2))
    assert all(len(np.unique(found.role[found.groups == group])) == 1 for group in np.unique(found.groups))


def test_second_layer_judges_alone() -> None:
    codes, groups = np.tile([1, 2], 20), np.arange(40) // 2
    judged = np.arange(40) >= 30
    places = np.zeros((40, 2), int)
    role = holdout.divide(codes, groups, places, judged, 0).role
    assert ((role == holdout.JUDGE) == judged).all() and set(role) == {0, 1, 2}
