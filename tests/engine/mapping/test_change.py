"""Change between two dates of made features: found where it is, not where the two dates merely look different."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal

from so2sat_qgis_plugin.engine.errors import Cancelled, So2SatError
from so2sat_qgis_plugin.engine.features.source import FeatureSource
from so2sat_qgis_plugin.engine.mapping.change import Changed, ChangeRequest, Unchanged, check_alike, map_change
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.grid import Block
from tests.support.progress import Impatient
from tests.support.scenes import UTM, wkt

ROWS, COLUMNS, DIMS, BANDS = 60, 50, 12, 4
WHERE = np.s_[10:16, 20:28]  # what changed
MADE = {"module": "made", "module_hash": "00aa", "window": 8, "mode": "exact", "bands": ["B2"], "input_size": None}


class Made(FeatureSource):
    """Features and means in memory."""

    def __init__(self, features: np.ndarray, means: np.ndarray | None, name: str = "a", **made: Any) -> None:
        self.name, (self.rows, self.columns, self.dims) = name, features.shape
        self.transform, self.crs, self.provenance = UTM, wkt(32633), {**MADE, **made}
        self._features, self._means = features.astype(np.float32), means
        self.bands = () if means is None else tuple(f"B{i + 2}" for i in range(means.shape[-1]))

    def blocks(self) -> Iterator[Block]:
        for row in range(0, self.rows, 20):
            yield Block(row, 0, 20, self.columns)

    def read(self, block: Block) -> np.ndarray:
        return self._features[block.slices]

    def statistics(self, block: Block) -> np.ndarray:
        if self._means is None:
            return super().statistics(block)
        return np.concatenate([self._means[block.slices], np.zeros_like(self._means[block.slices])], axis=-1)


def dates(seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return features and means of two dates that differ by noise, and in `WHERE` by land."""
    random = np.random.default_rng(seed)
    cover = random.integers(0, 5, (ROWS // 5, COLUMNS // 5)).repeat(5, 0).repeat(5, 1)
    later = cover.copy()
    later[WHERE] = (cover[WHERE] + 1 + random.integers(0, 4)) % 5
    vectors, spectra = random.normal(size=(5, DIMS)) * 3, random.uniform(0.05, 0.4, (5, BANDS))

    def seen(land: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        noise = random.normal(size=(ROWS, COLUMNS, DIMS)), random.normal(size=(ROWS, COLUMNS, BANDS))
        return vectors[land] + 0.4 * noise[0], (spectra[land] + 0.01 * noise[1]).astype(np.float32)

    return *seen(cover), *seen(later)


def truth() -> np.ndarray:
    mask = np.zeros((ROWS, COLUMNS), bool)
    mask[WHERE] = True
    return mask


def compare(before: FeatureSource, after: FeatureSource, folder: Path) -> tuple[Changed, np.ndarray]:
    found = map_change(ChangeRequest(str(folder / "z.tif")), before, after, Progress())
    return found, gdal.Open(str(folder / "z.tif")).ReadAsArray()


def test_change_is_found_where_it_is(tmp_path: Path) -> None:
    features, means, then, means_then = dates()
    found, z = compare(Made(features, means), Made(then, means_then), tmp_path)
    assert found.views == ("embedding", "spectrum")
    assert found.mask[truth()].mean() > 0.95 and found.mask[~truth()].mean() < 0.01
    np.testing.assert_array_equal(found.mask, z >= 5)
    assert abs(np.median(z[~truth()])) < 1 and found.valid == z.size
    assert found.hectares == pytest.approx(found.cells * 0.01, rel=0.01)  # cells of 10 m
    assert found.warning() == ""


def test_what_differs_everywhere_is_no_change_and_is_told(tmp_path: Path) -> None:
    """Another day turns, scales and moves all features; a plain difference would find nothing in it."""
    features, means, then, means_then = dates()
    random = np.random.default_rng(1)
    turned = then @ (np.eye(DIMS) + 0.3 * random.normal(size=(DIMS, DIMS))) + 30.0
    hazy = (0.7 * means_then + 0.08).astype(np.float32)
    found, _ = compare(Made(features, means), Made(turned, hazy), tmp_path)
    assert found.mask[truth()].mean() > 0.95 and found.mask[~truth()].mean() < 0.01
    assert found.shift > found.beyond and "differ everywhere by more" in found.warning()
    length = np.linalg.norm(turned - features, axis=-1)
    plain = (length - np.median(length)) / (1.4826 * np.median(np.abs(length - np.median(length))))
    assert (plain[truth()] >= 5).mean() < 0.5


def test_dates_without_change_have_almost_none(tmp_path: Path) -> None:
    features, means, _, _ = dates()
    random = np.random.default_rng(2)
    again = features + 0.4 * random.normal(size=features.shape)
    means_again = (means + 0.01 * random.normal(size=means.shape)).astype(np.float32)
    found, z = compare(Made(features, means), Made(again, means_again), tmp_path)
    assert found.mask.mean() < 0.003 and np.abs(np.median(z)) < 1
    same, z = compare(Made(features, means), Made(features, means), tmp_path)
    assert same.cells == 0 and np.isfinite(z).all()


def test_the_same_without_cell_statistics(tmp_path: Path) -> None:
    features, _, then, _ = dates()
    found, _ = compare(Made(features, None), Made(then, None), tmp_path)
    assert found.views == ("embedding",)
    assert found.mask[truth()].mean() > 0.95 and found.mask[~truth()].mean() < 0.01


def test_nodata_on_either_date_is_nodata(tmp_path: Path) -> None:
    features, means, then, means_then = dates()
    features[:5], then[:, :3], means_then[50:] = np.nan, np.nan, np.nan
    found, z = compare(Made(features, means), Made(then, means_then), tmp_path)
    known = np.ones((ROWS, COLUMNS), bool)
    known[:5], known[:, :3], known[50:] = False, False, False
    np.testing.assert_array_equal(np.isfinite(z), known)
    assert found.valid == known.sum() and not found.mask[~known].any()
    then[:] = np.nan
    with pytest.raises(So2SatError, match=r"BEFORE and AFTER have data together in 0 of"):
        compare(Made(features, means), Made(then, means_then), tmp_path)


def test_a_fit_is_robust_against_a_fifth_of_the_scene_changing() -> None:
    random = np.random.default_rng(3)
    before = random.normal(size=(2000, 8))
    after = 2 * before + 1 + 0.1 * random.normal(size=(2000, 8))
    after[:400] = random.normal(size=(400, 8)) * 3
    z = Unchanged.fit(before, after).z(before, after)
    assert (z[:400] > 5).mean() > 0.9 and (z[400:] > 5).mean() < 0.01


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (
            {"module": "resnet", "module_hash": "11bb"},
            r"the module of a is \(made, 00aa\) and that of b is \(resnet, 11bb",
        ),
        ({"window": 16}, r"the window of a is \(8\) and that of b is \(16\)"),
        ({"components": {"count": 3}}, "components"),
    ],
)
def test_embeddings_made_otherwise_are_refused(other: dict[str, Any], said: str) -> None:
    features, means, then, means_then = dates()
    with pytest.raises(So2SatError, match=said):
        check_alike(Made(features, means), Made(then, means_then, "b", **other))


def test_other_sizes_and_dimensions_are_refused_and_years_of_one_model_are_not() -> None:
    features, means, then, means_then = dates()
    with pytest.raises(So2SatError, match="other cells"):
        check_alike(Made(features, means), Made(then[:40], means_then[:40]))
    with pytest.raises(So2SatError, match="12 and 11 features"):
        check_alike(Made(features, means), Made(then[..., :11], means_then))
    published = {"model": "AlphaEarth", "version": "1"}
    first = Made(features, None, "a", **published, module_hash="AlphaEarth 1 2020", year=2020)
    check_alike(first, Made(then, None, "b", **published, module_hash="AlphaEarth 1 2023", year=2023))
    with pytest.raises(So2SatError, match="the module of a is"):
        check_alike(first, Made(then, None, "b", **{**published, "version": "2"}, module_hash="AlphaEarth 2 2023"))


def test_cancelled_it_leaves_nothing(tmp_path: Path) -> None:
    features, means, then, means_then = dates()
    with pytest.raises(Cancelled):
        map_change(ChangeRequest(str(tmp_path / "z.tif")), Made(features, means), Made(then, means_then), Impatient(5))
    assert not list(tmp_path.iterdir())
