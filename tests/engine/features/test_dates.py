"""Dates side by side and averaged, against plain loops over cells."""

from __future__ import annotations

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.features import embedding_raster
from so2sat_qgis_plugin.engine.features.dates import AveragedFeatures, DatesFeatures
from so2sat_qgis_plugin.engine.features.embedding_raster import Storage
from so2sat_qgis_plugin.engine.features.indices import indices
from so2sat_qgis_plugin.engine.features.source import FeatureSource, RasterFeatures
from so2sat_qgis_plugin.engine.features.views import read_spectrum
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.grid import Block
from tests.support.scenes import UTM

ROWS, COLUMNS, DIMS = 9, 7, 3
BANDS = ("B3", "B4", "B8")
WHOLE = Block(0, 0, ROWS, COLUMNS)


class Date(FeatureSource):
    """Features and statistics drawn at random, nodata where `missing` (rows, columns) says so."""

    def __init__(self, seed: int, missing: np.ndarray) -> None:
        random = np.random.default_rng(seed)
        self.name, self.rows, self.columns, self.dims, self.bands = f"date{seed}.tif", ROWS, COLUMNS, DIMS, BANDS
        self.transform, self.crs, self.provenance = UTM, "", {"module_hash": "00", "stride": 4}
        self.features = random.normal(size=(ROWS, COLUMNS, DIMS)).astype(np.float32)
        self.known = random.uniform(0.05, 0.6, (ROWS, COLUMNS, 2 * len(BANDS))).astype(np.float32)
        self.features[missing] = self.known[missing] = np.nan

    def read(self, block: Block) -> np.ndarray:
        return self.features[block.slices]

    def statistics(self, block: Block) -> np.ndarray:
        return self.known[block.slices]


@pytest.fixture
def dates() -> list[Date]:
    missing = np.zeros((3, ROWS, COLUMNS), bool)
    missing[1, 2:5, 1:4] = True
    missing[2, 4, 3] = True
    missing[:, 8, 6] = True  # on all
    return [Date(i, one) for i, one in enumerate(missing)]


def test_side_by_side(dates: list[Date]) -> None:
    source = DatesFeatures(dates)
    assert source.dims == 3 * DIMS + 3
    found = source.read(WHOLE)
    assert found.dtype == np.float32
    for row in range(ROWS):
        for column in range(COLUMNS):
            vectors = [date.features[row, column] for date in dates]
            seen = [not np.isnan(vector[0]) for vector in vectors]
            if not any(seen):
                assert np.isnan(found[row, column]).all()
                continue
            mean = np.mean([vector for vector, there in zip(vectors, seen) if there], axis=0)
            wanted = np.concatenate([*(v if there else mean for v, there in zip(vectors, seen)), seen])
            np.testing.assert_allclose(found[row, column], wanted, rtol=1e-5)
    np.testing.assert_array_equal(source.read(Block(2, 1, 3, 4)), found[2:5, 1:5])
    assert source.provenance is not None
    assert (source.provenance["dates"], source.provenance["stride"]) == (3, 4)


def test_statistics_keep_means_before_deviations(dates: list[Date]) -> None:
    source = DatesFeatures(dates)
    assert source.bands == tuple(f"{band}@{date}" for date in (1, 2, 3) for band in BANDS)
    found = source.statistics(WHOLE)
    for date in range(3):
        for i in range(len(BANDS)):
            there = ~np.isnan(dates[date].known[..., 0])
            for half, first in ((0, 0), (1, 9)):
                wanted = dates[date].known[..., half * 3 + i]
                np.testing.assert_array_equal(found[..., first + 3 * date + i][there], wanted[there])
    others = (dates[0].known[3, 2] + dates[2].known[3, 2]) / 2
    np.testing.assert_allclose(found[3, 2, 3:6], others[:3], rtol=1e-6)


def test_indices_of_each_date(dates: list[Date]) -> None:
    means = DatesFeatures(dates).statistics(WHOLE)[..., :9]
    found = indices(means, DatesFeatures(dates).bands)
    each = [indices(means[..., 3 * i : 3 * i + 3], BANDS) for i in range(3)]
    np.testing.assert_array_equal(found, np.concatenate(each, axis=-1))
    assert each[0].shape[-1] == 3  # NDVI, NDWI, brightness


def test_averaged(dates: list[Date]) -> None:
    source = AveragedFeatures(dates)
    assert (source.dims, source.bands) == (DIMS, BANDS)
    stacked = np.stack([date.features for date in dates])
    empty = np.isnan(stacked[..., 0]).all(axis=0)
    found = source.read(WHOLE)
    np.testing.assert_allclose(found[~empty], np.nanmean(stacked[:, ~empty], axis=0), rtol=1e-5)
    assert np.isnan(found[empty]).all()
    known = np.stack([date.known for date in dates])
    np.testing.assert_allclose(source.statistics(WHOLE)[~empty], np.nanmean(known[:, ~empty], axis=0), rtol=1e-5)


def test_a_raster_of_dates_is_what_its_dates_were(dates: list[Date], tmp_path) -> None:
    source = DatesFeatures(dates)
    embedding_raster.write(source, tmp_path / "dates.tif", Storage(), 0, Progress())
    with RasterFeatures(str(tmp_path / "dates.tif")) as read:
        assert (read.dims, read.bands) == (source.dims, source.bands)
        np.testing.assert_array_equal(read.read(WHOLE), source.read(WHOLE))
        np.testing.assert_allclose(read_spectrum(read, WHOLE), read_spectrum(source, WHOLE), rtol=1e-5)


def test_dates_that_do_not_go_together(dates: list[Date]) -> None:
    dates[1].columns += 1
    with pytest.raises(So2SatError, match=r"date1.tif has another grid than date0.tif"):
        DatesFeatures(dates)
    dates[1].columns -= 1
    dates[2].dims = 5
    with pytest.raises(So2SatError, match=r"date2.tif was embedded otherwise than date0.tif \(5 features"):
        AveragedFeatures(dates)
