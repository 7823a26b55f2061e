"""The laws of the majority filter, held against counting by hand."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from so2sat_qgis_plugin.engine.errors import Cancelled
from so2sat_qgis_plugin.engine.mapping.majority import majority
from so2sat_qgis_plugin.engine.progress import Progress
from tests.support.progress import Impatient

sides = st.integers(1, 14)
maps = arrays.arrays(np.uint8, st.tuples(sides, sides), elements=st.sampled_from([0, 1, 2, 5, 255]))
sizes = st.integers(2, 9)


def filtered(codes: np.ndarray, size: int) -> np.ndarray:
    return majority(codes, size, Progress())


def by_hand(codes: np.ndarray, reach: int) -> np.ndarray:
    """Return the commonest class around every cell; of classes that tie its own, else the lowest."""
    result = codes.copy()
    for (row, column), own in np.ndenumerate(codes):
        around = codes[max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1]
        votes = Counter(int(code) for code in around.ravel() if code)
        if own:
            result[row, column] = min(votes, key=lambda code: (-votes[code], code != own, code))
    return result


@given(maps, sizes)
def test_every_cell_takes_the_commonest_class_around_it(codes: np.ndarray, size: int) -> None:
    found = filtered(codes, size)
    assert found.dtype == codes.dtype and found.tolist() == by_hand(codes, size // 2).tolist()


@given(maps, sizes)
def test_nodata_neither_spreads_nor_shrinks(codes: np.ndarray, size: int) -> None:
    found = filtered(codes, size)
    assert ((found == 0) == (codes == 0)).all()
    assert set(np.unique(found)) <= set(np.unique(codes))


@given(maps, sizes)
def test_turned_maps_give_turned_results(codes: np.ndarray, size: int) -> None:
    found = filtered(codes, size)
    for turn in (np.transpose, np.flipud, np.fliplr):
        assert filtered(np.ascontiguousarray(turn(codes)), size).tolist() == turn(found).tolist()


@given(maps, st.integers(0, 1))
def test_a_neighbourhood_of_the_cell_alone_changes_nothing(codes: np.ndarray, size: int) -> None:
    assert filtered(codes, size).tolist() == codes.tolist()


@given(maps, st.integers(1, 4))
def test_an_even_size_counts_as_the_next_odd_one(codes: np.ndarray, reach: int) -> None:
    assert filtered(codes, 2 * reach).tolist() == filtered(codes, 2 * reach + 1).tolist()


@settings(max_examples=30)
@given(st.integers(1, 200), st.integers(1, 4), sizes, st.integers(0, 2**32 - 1))
def test_stripes_leave_no_seam(rows: int, columns: int, size: int, seed: int) -> None:
    """As on a map so wide that a stripe has its least number of rows, 64."""
    codes = np.random.default_rng(seed).integers(0, 4, (rows, columns)).astype(np.uint16)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("so2sat_qgis_plugin.engine.mapping.majority._STRIPE", 1)
        found = filtered(codes, size)
    assert found.tolist() == by_hand(codes, size // 2).tolist()


def test_it_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        majority(np.ones((5, 5), np.uint8), 3, Impatient())
