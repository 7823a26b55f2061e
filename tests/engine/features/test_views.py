"""Views: what is computed of a cell and its neighbours, against plain numpy; any block gives the same."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.features.indices import indices, named_indices, pairs
from so2sat_qgis_plugin.engine.features.source import EMBEDDING_KEY, RasterFeatures
from so2sat_qgis_plugin.engine.features.views import BOTH, EMBEDDING, SPECTRUM, read_views, spectrum_of, views_at
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.grid import Block
from so2sat_qgis_plugin.engine.raster.writer import GeoTiffProfile, GeoTiffWriter
from tests.support.scenes import UTM, write

ROWS, COLUMNS, DIMS = 23, 31, 5
BANDS = ("B3", "B4", "B8")


def statistics(seed: int = 0) -> np.ndarray:
    values = np.random.default_rng(seed).uniform(0.01, 0.5, (ROWS, COLUMNS, 2 * len(BANDS))).astype(np.float32)
    values[np.random.default_rng(1).random((ROWS, COLUMNS)) < 0.2] = np.nan
    return values


@pytest.fixture
def embedding(tmp_path: Path) -> tuple[str, np.ndarray, np.ndarray]:
    """An embedding raster, its features and its statistics; nodata lies elsewhere in the two."""
    features = np.random.default_rng(2).normal(size=(ROWS, COLUMNS, DIMS)).astype(np.float32)
    features[5, 5:9] = np.nan
    names = [*(f"e{i + 1:04d}" for i in range(DIMS)), *(f"mean_{b}" for b in BANDS), *(f"sd_{b}" for b in BANDS)]
    profile = GeoTiffProfile(
        ROWS,
        COLUMNS,
        len(names),
        "float32",
        UTM,
        "",
        nodata=np.nan,
        band_names=names,
        metadata={EMBEDDING_KEY: json.dumps({"module": "made"})},
        interleave="PIXEL",
        tile=16,
    )
    with GeoTiffWriter(tmp_path / "e.tif", profile) as writer:
        writer.write(0, 0, np.concatenate([features, statistics()], axis=-1))
    return str(tmp_path / "e.tif"), features, statistics()


def expected(values: np.ndarray, row: int, column: int) -> np.ndarray:
    """Return the spectral features of one cell by a plain loop."""
    means = values[..., : len(BANDS)]
    index = indices(means, BANDS)
    if np.isnan(values[row, column, 0]):
        return np.full(values.shape[-1] + index.shape[-1] + 2 * (len(BANDS) + index.shape[-1]), np.nan)
    near = []
    for r in range(max(row - 1, 0), min(row + 2, ROWS)):
        for c in range(max(column - 1, 0), min(column + 2, COLUMNS)):
            if not np.isnan(values[r, c, 0]):
                near.append(np.concatenate([means[r, c], index[r, c]]))
    own = np.concatenate([values[row, column], index[row, column]])
    return np.concatenate([own, np.mean(near, axis=0), np.std(near, axis=0)])


def test_spectrum_of_every_cell(embedding: tuple[str, np.ndarray, np.ndarray]) -> None:
    path, features, values = embedding
    wanted = np.array([[expected(values, r, c) for c in range(COLUMNS)] for r in range(ROWS)])
    with RasterFeatures(path) as source:
        assert (source.dims, source.bands) == (DIMS, BANDS)
        for block in Block(0, 0, ROWS, COLUMNS).split(7):
            found = read_views(source, block)
            np.testing.assert_array_equal(found[EMBEDDING], features[block.slices])
            np.testing.assert_allclose(found[SPECTRUM], wanted[block.slices], rtol=1e-4, atol=1e-5)
        rows, columns = np.array([0, 22, 5, 9, 40, -1]), np.array([0, 30, 6, 9, 3, 3])
        cells = views_at(source, rows, columns, Progress())
    assert cells.embedding is not None and cells.spectrum is not None
    np.testing.assert_array_equal(cells.embedding[:4], features[rows[:4], columns[:4]])
    np.testing.assert_allclose(cells.spectrum[:4], wanted[rows[:4], columns[:4]], rtol=1e-4, atol=1e-5)
    assert np.isnan(cells.embedding[4:]).all() and np.isnan(cells.spectrum[4:]).all()


def test_only_what_a_view_needs_is_read(embedding: tuple[str, np.ndarray, np.ndarray]) -> None:
    with RasterFeatures(embedding[0]) as source:
        read = {view: set(read_views(source, Block(0, 0, 4, 4), view)) for view in (SPECTRUM, EMBEDDING, BOTH)}
    assert read == {SPECTRUM: {SPECTRUM}, EMBEDDING: {EMBEDDING}, BOTH: {SPECTRUM, EMBEDDING}}


def test_an_embedding_raster_without_statistics_has_no_spectrum(tmp_path: Path) -> None:
    profile = GeoTiffProfile(4, 5, 2, "float32", UTM, "", metadata={EMBEDDING_KEY: "{}"})
    with GeoTiffWriter(tmp_path / "e.tif", profile) as writer:
        writer.write(0, 0, np.ones((4, 5, 2), np.float32))
    with RasterFeatures(str(tmp_path / "e.tif")) as source:
        assert source.bands == () and source.statistics(Block(0, 0, 4, 5)).shape == (4, 5, 0)
        cells = views_at(source, np.array([1]), np.array([1]), Progress())
    assert cells.spectrum is None and cells.embedding is not None


def test_the_bands_of_another_raster_are_its_means(tmp_path: Path) -> None:
    dn = np.random.default_rng(0).integers(1, 9000, (6, 7, 3)).astype(np.uint16)
    dn[2, 3] = 65535
    with RasterFeatures(write(tmp_path / "a.tif", dn, BANDS, nodata=65535)) as source:
        assert source.bands == BANDS and source.dims == 3
        found = source.statistics(Block(0, 0, 6, 7))
        assert np.isnan(found[2, 3]).all()
        found[2, 3] = dn[2, 3] / 10_000
        np.testing.assert_allclose(found, dn / 10_000, rtol=1e-6)
        spectrum = read_views(source, Block(0, 0, 6, 7))[SPECTRUM]
    assert spectrum.shape[-1] == 3 + 3 + 2 * 6  # means, NDVI, NDWI and brightness, and their neighbourhood: no sd


def test_a_lone_cell_has_itself_as_neighbourhood() -> None:
    values = np.full((3, 3, 6), np.nan, np.float32)
    values[1, 1] = [0.1, 0.2, 0.6, 0.01, 0.02, 0.03]
    found = spectrum_of(values, BANDS)[0, 0]
    ndvi, ndwi, brightness = 0.5, -0.5 / 0.7, 0.15
    own = [0.1, 0.2, 0.6, ndvi, ndwi, brightness]
    np.testing.assert_allclose(found, [*values[1, 1], *own[3:], *own, *[0] * 6], atol=1e-6)


def test_indices_of_named_and_unnamed_bands() -> None:
    means = np.array([[0.1, 0.3, 0.0], [0.0, 0.0, 0.0], [np.nan] * 3], np.float32)
    np.testing.assert_allclose(pairs(means)[0], [-0.5, 1.0, 1.0], rtol=1e-6)
    found = indices(means, ("x", "y", "z"))
    assert found.shape == (3, 3) and (found[1] == 0).all() and np.isnan(found[2]).all()
    assert set(named_indices(means, ("B3", "B4", "B8A"))) == {"NDVI", "NDWI", "brightness"}
    assert indices(np.ones((2, 40)), tuple(f"x{i}" for i in range(40))).shape == (2, 40)
