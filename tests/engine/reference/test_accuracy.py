"""Figures equal the published worked example and scikit-learn's definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.reference import accuracy

# Olofsson et al. (2014), tables 8 and 9: deforestation, forest gain, stable forest, stable non-forest.
MAP_BY_REFERENCE = np.array([[66, 0, 5, 4], [0, 55, 8, 12], [1, 0, 153, 11], [2, 1, 9, 313]])
PIXELS = np.array([200_000, 150_000, 3_200_000, 6_450_000])  # 30 m
HECTARES = PIXELS * 0.09


def test_olofsson_worked_example():
    found = accuracy.adjusted_areas(MAP_BY_REFERENCE.T, HECTARES)
    assert (round(found.overall, 2), round(found.overall_half, 2)) == (0.95, 0.02)
    np.testing.assert_allclose(found.users.round(2), [0.88, 0.73, 0.93, 0.96])
    np.testing.assert_allclose(found.users_half.round(2), [0.07, 0.10, 0.04, 0.02])
    np.testing.assert_allclose(found.producers.round(2), [0.75, 0.85, 0.93, 0.96])
    assert found.producers_half[0].round(2) == 0.21
    np.testing.assert_allclose(found.area, [21_158, 11_686, 285_770, 581_386], atol=1)
    np.testing.assert_allclose(found.area_half, [6_158, 3_756, 15_510, 16_282], atol=3)
    assert found.area.sum() == pytest.approx(HECTARES.sum())


def test_intervals_are_those_of_repeated_sampling():
    random = np.random.default_rng(0)
    rate = MAP_BY_REFERENCE / MAP_BY_REFERENCE.sum(axis=1, keepdims=True)
    draws = np.stack(
        [random.multinomial(20 * n, row, size=2000) for n, row in zip(MAP_BY_REFERENCE.sum(axis=1), rate)], axis=1
    )
    estimates = [accuracy.adjusted_areas(draw.T, HECTARES) for draw in draws]
    large = accuracy.adjusted_areas(20 * MAP_BY_REFERENCE.T, HECTARES)
    for name in ("overall", "users", "producers", "area"):
        spread = accuracy.Z95 * np.std([getattr(e, name) for e in estimates], axis=0)
        np.testing.assert_allclose(getattr(large, f"{name}_half"), spread, rtol=0.08)


def test_olofsson_sample_size_and_allocation():
    # Section 5.1.1: user's accuracies .70, .60, .90, .95 and a standard error of .01 give 641 points.
    assert accuracy.sample_size(PIXELS, np.array([0.7, 0.6, 0.9, 0.95]), 0.01) == 641
    points = accuracy.allocate(PIXELS, 641, 75)
    assert points.sum() == 641
    np.testing.assert_array_equal(points[:2], [75, 75])
    np.testing.assert_allclose(points[2:], [163, 328], atol=1)


@given(st.lists(st.floats(0.1, 1e6), min_size=1, max_size=8), st.integers(1, 2000), st.integers(1, 50))
def test_allocation_adds_up(areas, total, minimum):
    points = accuracy.allocate(np.array(areas), total, minimum)
    assert points.min() >= minimum
    assert points.sum() == max(total, minimum * len(areas))


def test_mapped_class_without_samples_cannot_be_adjusted():
    with pytest.raises(So2SatError, match="1 mapped classes have no reference sample"):
        accuracy.adjusted_areas(np.array([[5, 0], [1, 0]]), np.array([10.0, 5.0]))


def test_class_absent_from_map_and_perfect_map():
    found = accuracy.adjusted_areas(np.array([[5, 0], [0, 0]]), np.array([10.0, 0.0]))
    assert found.overall == 1
    assert found.overall_half == 0
    np.testing.assert_allclose(found.area, [10, 0])


def test_confusion_has_rows_of_reference_and_leaves_out_unknown_codes():
    matrix = accuracy.confusion(np.array([1, 1, 7, 7, 9]), np.array([1, 7, 7, 300, 1]), [1, 7])
    np.testing.assert_array_equal(matrix, [[1, 1], [0, 1]])


def test_interval_of_f1_is_that_of_jaccards_share():
    truth, found = np.repeat([1, 2], [40, 60]), np.repeat([1, 2, 1, 2], [30, 10, 20, 40])
    matrix = accuracy.confusion(truth, found, [1, 2])
    f1 = accuracy.per_class(matrix)[2][0]
    low, high = accuracy.f1_interval(f1, 60)  # 30 of 60 that are of class 1 or taken for it are both
    np.testing.assert_allclose([j / (2 - j) for j in (low, high)], accuracy.wilson(0.5, 60))
    assert low < f1 < high and accuracy.f1_interval(0.0, 3)[0] == 0.0 and accuracy.f1_interval(1.0, 3)[1] == 1.0


def test_wilson_interval():
    np.testing.assert_allclose(accuracy.wilson(0.9, 100), (0.8256, 0.9448), atol=1e-4)
    low, high = accuracy.wilson(1.0, 20)
    assert (round(low, 3), high) == (0.839, 1.0)
    assert accuracy.wilson(0.0, 0) == (0.0, 1.0)


def test_samples_of_a_group_count_less():
    groups = np.repeat(np.arange(10), 100)
    alike = np.repeat(np.arange(10) < 8, 100)
    assert accuracy.effective_count(alike, groups) == pytest.approx(9 * (1.959964 / 2.262157) ** 2, abs=0.01)
    assert accuracy.effective_count(np.ones(1000, bool), groups) == 10
    mixed = np.tile(np.arange(100) < 80, 10)
    mixed[0] = ~mixed[0]
    assert accuracy.effective_count(mixed, groups) == pytest.approx(1000 * (1.959964 / 2.262157) ** 2, abs=1)
    doubled = accuracy.effective_count(np.tile(alike, 2), np.tile(groups, 2), np.full(2000, 0.5))
    assert doubled == pytest.approx(accuracy.effective_count(alike, groups))
    assert accuracy.effective_count(alike, np.arange(1000)) == 1000


@pytest.mark.parametrize(("freedom", "t"), [(1, 12.7062), (2, 4.3027), (3, 3.1824), (5, 2.5706), (30, 2.0423)])
def test_points_of_students_t(freedom, t):
    assert accuracy.student95(freedom) == pytest.approx(t, abs=0.02)


def test_weights_count_samples_in_part():
    reference, near, far = np.array([1, 1, 2, 2]), np.array([1, 1, 2, 2]), np.array([1, 2, 2, 1])
    codes = [(1, "a"), (2, "b")]
    twice = np.tile(reference, 2), np.concatenate([near, far]), np.tile(np.arange(4), 2)
    found = accuracy.describe(codes, *twice, weights=np.repeat([0.75, 0.25], 4))
    assert found["overall_accuracy"] == pytest.approx(0.75 + 0.25 / 2)
    assert [entry["samples"] for entry in found["classes"]] == [2, 2]


def test_figures_of_samples():
    reference = np.array([1, 1, 1, 1, 2, 2, 2, 3, 3, 3])
    predicted = np.array([1, 1, 1, 2, 2, 2, 1, 3, 3, 0])
    found = accuracy.describe([(1, "a"), (2, "b"), (3, "ç"), (4, "none")], reference, predicted, np.arange(10) // 2)
    assert found["overall_accuracy"] == pytest.approx(7 / 9)
    assert found["confusion"] == [[3, 1, 0, 0], [1, 2, 0, 0], [0, 0, 2, 0], [0, 0, 0, 0]]
    assert found["kappa"] == pytest.approx(0.6538, abs=1e-4)  # (7/9 − 29/81)/(1 − 29/81)
    assert found["macro_f1"] == pytest.approx((0.75 + 2 / 3 + 1) / 3)
    assert found["classes"][3] == {
        "code": 4, "name": "none", "users_accuracy": None, "producers_accuracy": None, "f1": None,
        "samples": 0, "polygons": 0,
    }  # fmt: skip
    assert [entry["polygons"] for entry in found["classes"]] == [2, 2, 2, 0]
    assert accuracy.most_confused(np.array(found["confusion"])) == [(0, 1, 1), (1, 0, 1)]


def test_no_samples_at_all():
    found = accuracy.describe([(1, "a")], np.array([1]), np.array([0]), np.array([0]))
    assert found["overall_accuracy_ci95"] == [0.0, 1.0]
    assert found["macro_f1"] == 0
