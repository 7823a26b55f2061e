"""Labelled cells come first, their neighbours after; nodata and the outside are no neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.features.around import OWN, cells_around, view_of
from so2sat_qgis_plugin.engine.features.source import RasterFeatures
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.grid import Block
from tests.support import labelled


@pytest.fixture
def source(tmp_path):
    with RasterFeatures(labelled.write_features(tmp_path / "e.tif", labelled.MADE, bands=("B2", "B3"))) as opened:
        yield opened


def test_neighbours_are_the_cells_around(source):
    rows, columns = np.array([5, 1, 39]), np.array([7, 0, 59])
    seen = cells_around(source, rows, columns, np.array([True, True, False]), Progress())
    assert set(seen.views) == {"spectrum", "embedding"}
    whole = source.read(Block(0, 0, source.rows, source.columns))
    for i, (row, column) in enumerate(zip(rows, columns)):
        for j, place in enumerate(seen.neighbours[i]):
            r, c = row + j // 3 - 1, column + j % 3 - 1
            asked = j == OWN or i < 2
            known = asked and 0 <= r < source.rows and 0 <= c < source.columns and r > 0  # the first row is nodata
            assert (place >= 0) == known
            if known:
                np.testing.assert_array_equal(seen.views["embedding"][place], whole[r, c])


def test_labelled_cells_come_first(source):
    seen = cells_around(source, np.array([5, 20]), np.array([7, 30]), np.array([True, True]), Progress())
    one = seen.of(seen.neighbours[1:])
    assert one.neighbours[0, OWN] == 0 and len(one.views["embedding"]) == 9
    before = seen.views["spectrum"][seen.neighbours[1]]
    np.testing.assert_array_equal(one.views["spectrum"][one.neighbours[0]], before)


def test_what_can_be_seen_of_a_source(tmp_path, source):
    assert view_of(source) == "both"
    for made, bands, view in ((labelled.MADE, 6, "embedding"), (None, 6, "spectrum"), (None, 40, "embedding")):
        with RasterFeatures(labelled.write_features(tmp_path / "x.tif", made, dims=bands)) as other:
            assert view_of(other) == view
