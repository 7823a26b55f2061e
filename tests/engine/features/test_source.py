"""Feature sources: blocks cover every cell once, nodata is NaN, samples depend on the seed alone."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from so2sat_qgis_plugin.engine.errors import Cancelled, So2SatError
from so2sat_qgis_plugin.engine.features import source as module
from so2sat_qgis_plugin.engine.features.source import RasterFeatures, block_shape, sample, valid_cells
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.grid import Block, Transform
from so2sat_qgis_plugin.engine.raster.writer import GeoTiffProfile, GeoTiffWriter
from tests.support.progress import Impatient

TRANSFORM = Transform(1000.0, 80.0, 0.0, 2000.0, 0.0, -80.0)


def write(path, values, nodata=np.nan, **profile):
    rows, columns, bands = values.shape
    with GeoTiffWriter(
        path, GeoTiffProfile(rows, columns, bands, values.dtype.name, TRANSFORM, "", nodata=nodata, **profile)
    ) as writer:
        writer.write(0, 0, values)
    return str(path)


@pytest.fixture
def embedding(tmp_path):
    """A raster of 90 × 70 cells and 5 dimensions, a tenth of it nodata, with its array."""
    values = np.random.default_rng(0).normal(size=(90, 70, 5)).astype(np.float32)
    values[np.random.default_rng(1).random((90, 70)) < 0.1] = np.nan
    metadata = {module.EMBEDDING_KEY: json.dumps({"module": "builtin", "window": 32})}
    return write(tmp_path / "e.tif", values, interleave="PIXEL", tile=32, metadata=metadata), values


@given(
    st.integers(1, 300), st.integers(1, 300), st.tuples(st.integers(1, 400), st.integers(1, 400)), st.integers(1, 9999)
)
def test_block_shape_stays_within_the_cells_allowed(rows, columns, tile, cells):
    height, width = block_shape(rows, columns, tile, cells)
    assert 1 <= height <= rows and 1 <= width <= columns
    assert height * width <= cells
    assert height == rows or height < tile[0] or height % tile[0] == 0


def test_blocks_read_back_what_was_written(embedding, monkeypatch):
    path, values = embedding
    monkeypatch.setattr(module, "BLOCK_BYTES", 32 * 32 * 4 * 5)
    with RasterFeatures(path) as source:
        seen = np.zeros((90, 70), int)
        for block, features in source.read_ahead(Progress()):
            here = np.s_[block.row : block.row + block.rows, block.column : block.column + block.columns]
            seen[here] += 1
            np.testing.assert_array_equal(features, values[here])
        assert len(list(source.blocks())) == 9
        assert (seen == 1).all()
        assert source.provenance == {"module": "builtin", "window": 32}
        assert (source.rows, source.columns, source.dims, source.transform) == (90, 70, 5, TRANSFORM)


def test_scale_offset_and_nodata_of_quantised_features(tmp_path):
    stored = np.array([[[0, 0], [1, 200]], [[255, 3], [0, 7]]], np.uint8)
    path = write(tmp_path / "q.tif", stored, nodata=0, scale=[0.5, 2.0], offset=[-1.0, 10.0])
    with RasterFeatures(path) as source:
        features = source.read(Block(0, 0, 2, 2))
    np.testing.assert_array_equal(valid_cells(features), [[False, True], [True, False]])
    np.testing.assert_allclose(features[0, 1], [-0.5, 410.0])
    np.testing.assert_allclose(features[1, 0], [126.5, 16.0])


def test_sample_is_the_same_for_any_blocks_and_another_for_another_seed(embedding, monkeypatch):
    path, values = embedding
    with RasterFeatures(path) as source:
        vectors, cells = sample(source, 500, 7, Progress())
        monkeypatch.setattr(module, "BLOCK_BYTES", 11 * 11 * 4 * 5)
        again, same_cells = sample(source, 500, 7, Progress())
        _, other = sample(source, 500, 8, Progress())
    np.testing.assert_array_equal(cells, same_cells)
    np.testing.assert_array_equal(vectors, again)
    np.testing.assert_array_equal(vectors, values[cells[:, 0], cells[:, 1]])
    assert len({tuple(cell) for cell in cells}) == 500
    assert not np.isnan(vectors).any()
    assert len({tuple(c) for c in cells} & {tuple(c) for c in other}) < 100


def test_sample_is_uniform(embedding):
    path, values = embedding
    taken = np.zeros((90, 70))
    with RasterFeatures(path) as source:
        for seed in range(40):
            _, cells = sample(source, 1000, seed, Progress())
            taken[cells[:, 0], cells[:, 1]] += 1
    valid = ~np.isnan(values[..., 0])
    expected = 40 * 1000 / valid.sum()
    assert taken[~valid].sum() == 0
    for part in (taken[:45][valid[:45]], taken[45:][valid[45:]], taken[:, ::2][valid[:, ::2]]):
        assert abs(part.mean() / expected - 1) < 0.05


def test_sample_of_more_than_there_is_takes_every_valid_cell(embedding):
    path, values = embedding
    with RasterFeatures(path) as source:
        vectors, _ = sample(source, 10**6, 0, Progress())
    assert len(vectors) == (~np.isnan(values[..., 0])).sum()


def test_damaged_provenance_is_named(tmp_path):
    path = write(tmp_path / "e.tif", np.zeros((2, 2, 1), np.float32), metadata={module.EMBEDDING_KEY: "{"})
    with pytest.raises(So2SatError, match="SO2SAT_EMBEDDING"):
        RasterFeatures(path)


def test_cancel_stops_reading(embedding):
    with RasterFeatures(embedding[0]) as source, pytest.raises(Cancelled):
        sample(source, 10, 0, Impatient())
