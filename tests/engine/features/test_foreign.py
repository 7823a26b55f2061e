"""Published embeddings: read as published, on any grid, and told apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.features.foreign import ForeignFeatures, ImportRequest, Model, alphaearth, recognise
from so2sat_qgis_plugin.engine.raster.georeference import to_crs
from so2sat_qgis_plugin.engine.raster.grid import Block, Transform
from so2sat_qgis_plugin.engine.raster.reader import Raster
from so2sat_qgis_plugin.engine.raster.tiles import grid_of
from tests.support.published import signed_bytes, tessera
from tests.support.scenes import UTM, wkt, write

YEAR = Model("", "", 2023, "", "")


@pytest.fixture
def stored() -> np.ndarray:
    """AlphaEarth's numbers over 40 × 50 cells, the first 25 nodata."""
    values = np.random.default_rng(0).integers(-127, 128, (40, 50, 64)).astype(np.int8)
    values[0, :25] = -128
    return values


def features(*paths: str, crs: str = "", extent=None, size: float = 0.0) -> ForeignFeatures:
    found = recognise(ImportRequest(paths, model=YEAR))
    return ForeignFeatures(found, grid_of(found.tiles, crs, extent, size))


def whole(source: ForeignFeatures) -> np.ndarray:
    return source.read(Block(0, 0, source.rows, source.columns))


def published(stored: np.ndarray) -> np.ndarray:
    """The formula as it is published, in float64."""
    v = stored.astype(np.float64) / 127.5
    return np.where(stored == -128, np.nan, np.sign(v) * v**2)


INT8 = [False, pytest.param(True, marks=pytest.mark.skipif(not hasattr(gdal, "GDT_Int8"), reason="GDAL before 3.7"))]


@pytest.mark.parametrize("int8", INT8)
def test_signed_bytes_have_their_nodata(tmp_path: Path, stored: np.ndarray, int8: bool) -> None:
    with Raster(signed_bytes(tmp_path / "a.tif", stored, int8=int8)) as raster:
        assert raster.info.bands[0].dtype == "int8"
        pixels = raster.read(0, 0, 40, 50, (1, 64))
        assert (pixels == stored[..., [0, 63]]).all()
        assert raster.valid(0, 0, pixels, (1, 64)).sum() == 40 * 50 - 25


@pytest.mark.parametrize("int8", INT8)
@pytest.mark.parametrize("south_up", [False, True])
def test_alphaearth_decodes_to_the_published_formula(
    tmp_path: Path, stored: np.ndarray, int8: bool, south_up: bool
) -> None:
    source = features(signed_bytes(tmp_path / "a.tif", stored, int8=int8, south_up=south_up))
    assert (source.rows, source.columns, source.dims) == (40, 50, 64)
    assert source.transform == Transform(*UTM)
    np.testing.assert_allclose(whole(source), published(stored), atol=1e-6)
    assert source.provenance is not None
    assert source.provenance["module"] == "AlphaEarth Satellite Embedding V1 2023"
    assert source.provenance["licence"] == "CC-BY-4.0" and "Google DeepMind" in source.provenance["attribution"]


def test_alphaearth_is_odd_and_within_one() -> None:
    all_values = np.arange(-127, 128).astype(np.int8)
    decoded = alphaearth(all_values)
    assert (decoded == -decoded[::-1]).all() and np.abs(decoded).max() < 1 and (np.diff(decoded) > 0).all()


def test_tiles_join_and_the_extent_is_kept(tmp_path: Path, stored: np.ndarray) -> None:
    x0, dx, rx, y0, ry, dy = UTM
    left = signed_bytes(tmp_path / "l.tif", stored[:, :20])
    right = signed_bytes(tmp_path / "r.tif", stored[:, 20:], transform=(x0 + 20 * dx, dx, rx, y0, ry, dy))
    np.testing.assert_allclose(whole(features(left, right)), published(stored), atol=1e-6)
    part = features(left, right, extent=(x0 + 151, y0 - 199, x0 + 249, y0 - 101))
    assert (part.rows, part.columns) == (10, 10)
    np.testing.assert_allclose(whole(part), published(stored[10:20, 15:25]), atol=1e-6)


def test_another_crs_takes_the_nearest_pixel(tmp_path: Path, stored: np.ndarray) -> None:
    source = features(signed_bytes(tmp_path / "a.tif", stored), crs=wkt(32634), size=10.0)
    rows, columns = np.mgrid[: source.rows, : source.columns]
    x, y = source.transform.at(columns.ravel() + 0.5, rows.ravel() + 0.5)
    column, row = Transform(*UTM).pixels(*to_crs(wkt(32634), wkt(32633), x, y))
    inside = (row >= 0) & (row < 40) & (column >= 0) & (column < 50)
    clear = inside & (np.abs(row % 1 - 0.5) < 0.49) & (np.abs(column % 1 - 0.5) < 0.49)  # not beside an edge
    expected = published(stored)[np.floor(row[clear]).astype(int), np.floor(column[clear]).astype(int)]
    found = whole(source).reshape(-1, 64)
    np.testing.assert_allclose(found[clear], expected, atol=1e-6)
    assert clear.sum() > 1800 and np.isnan(found[~inside]).all()


def test_blocks_make_the_whole(tmp_path: Path, stored: np.ndarray) -> None:
    source = features(signed_bytes(tmp_path / "a.tif", stored), crs=wkt(32634), size=10.0)
    together = np.concatenate(
        [source.read(Block(r, 0, min(7, source.rows - r), source.columns)) for r in range(0, source.rows, 7)]
    )
    assert np.array_equal(together, whole(source), equal_nan=True)


def test_tessera_arrays(tmp_path: Path) -> None:
    vectors = np.random.default_rng(1).normal(size=(30, 20, 128)).astype(np.float32)
    vectors[3, 4] = np.nan
    step = np.abs(vectors).max(axis=-1, keepdims=True) / 127
    path = tessera(tmp_path / "v1" / "2024", "grid_0.15_52.05", vectors)
    found = recognise(ImportRequest((path,), model=Model("", "1.1", 0, "", "")))
    source = ForeignFeatures(found, grid_of(found.tiles))
    assert (np.abs(whole(source) - vectors) <= 0.51 * step)[~np.isnan(vectors)].all()
    assert np.isnan(whole(source)[3, 4]).all() and source.name == "TESSERA 1.1 2024"


def test_tessera_geotiffs(tmp_path: Path) -> None:
    vectors = np.random.default_rng(1).normal(size=(6, 5, 128)).astype(np.float32)
    told = {"TESSERA_DATASET_VERSION": "v1", "TESSERA_YEAR": "2022"}
    names = [f"Tessera_Band_{i}" for i in range(128)]
    path = write(tmp_path / "g.tif", vectors, names, metadata=told)
    found = recognise(ImportRequest((path,)))
    assert found.model.title == "TESSERA v1 2022"
    assert np.array_equal(whole(ForeignFeatures(found, grid_of(found.tiles))), vectors)


def test_what_is_missing_is_said(tmp_path: Path, stored: np.ndarray) -> None:
    vectors = np.ones((4, 4, 128), np.float32)
    path = Path(tessera(tmp_path / "2024", "grid_1_2", vectors))
    (path.parent / "landmasks" / "grid_1_2.tiff").unlink()
    with pytest.raises(So2SatError, match="land mask grid_1_2.tiff"):
        recognise(ImportRequest((str(path),)))
    (path.parent / "grid_1_2_scales.npy").unlink()
    with pytest.raises(So2SatError, match="without its scales"):
        recognise(ImportRequest((str(path),)))
    first = signed_bytes(tmp_path / "a.tif", stored)
    with pytest.raises(So2SatError, match="Give it in Year"):
        recognise(ImportRequest((first,)))
    unknown = write(tmp_path / "b.tif", np.ones((4, 4, 7), np.float32))
    with pytest.raises(So2SatError, match="no embedding that is known"):
        recognise(ImportRequest((unknown,)))
    own = recognise(ImportRequest((unknown,), model=Model("Ours", "2", 2020, "", "")))
    assert own.model.title == "Ours 2 2020"


def test_years_are_not_mixed(tmp_path: Path, stored: np.ndarray) -> None:
    paths = []
    for year in (2022, 2023):
        (tmp_path / str(year)).mkdir()
        paths.append(signed_bytes(tmp_path / str(year) / "a.tif", stored))
    with pytest.raises(So2SatError, match=r"Embedding V1 2023, but .* is AlphaEarth Satellite Embedding V1 2022"):
        recognise(ImportRequest(tuple(paths)))


def test_pickles_are_not_opened(tmp_path: Path) -> None:
    path = Path(tessera(tmp_path, "grid_1_2", np.ones((4, 4, 128), np.float32)))
    np.save(path, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(So2SatError, match="no array that can be read"):
        recognise(ImportRequest((str(path),)))
