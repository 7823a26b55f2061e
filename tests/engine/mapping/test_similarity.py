"""How alike cells are to samples: on made scenes of known cover, and on labelled ground that was never shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, ogr

from so2sat_qgis_plugin.engine.errors import Cancelled, So2SatError
from so2sat_qgis_plugin.engine.features.around import view_of
from so2sat_qgis_plugin.engine.features.source import RasterFeatures
from so2sat_qgis_plugin.engine.features.views import read_views
from so2sat_qgis_plugin.engine.mapping.similarity import (
    NODATA,
    Found,
    SimilarityRequest,
    Space,
    map_similarity,
    percent,
    similarity,
)
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.cells import LabelledFeatures
from so2sat_qgis_plugin.engine.raster.grid import Block
from tests.support import covers
from tests.support.progress import Impatient, Log
from tests.support.scenes import wkt

WATER = 1


def cover() -> np.ndarray:
    found = np.zeros((20, 30), int)
    found[:, 18:], found[12:, 24:], found[0, 0] = WATER, 2, -1
    return found


@pytest.fixture
def embedding(tmp_path: Path) -> str:
    return str(covers.write_scene(tmp_path, cover(), ("forest", "water", "city"), 20, noise=0.05)[1])


def at(*cells: tuple[float, float], epsg: int = covers.EPSG) -> LabelledFeatures:
    """Points in the middle of cells (row, column)."""
    points = [covers.CELLS.at(column + 0.5, row + 0.5) for row, column in cells]
    wkb = [bytes(ogr.CreateGeometryFromWkt(f"POINT({x} {y})").ExportToWkb()) for x, y in points]
    return LabelledFeatures(wkb, [None] * len(wkb), wkt(epsg))


def find(samples: LabelledFeatures, path: str, folder: Path, log: Progress | None = None) -> tuple[Found, np.ndarray]:
    request = SimilarityRequest(samples, str(folder / "alike.tif"), str(folder / "mask.tif"), 60)
    with RasterFeatures(path) as source:
        found = map_similarity(request, source, log or Progress())
    return found, gdal.Open(request.output).ReadAsArray()


@pytest.mark.parametrize("name", ["embedding.tif", "scene.tif"])
def test_one_click_finds_the_like_of_it(embedding: str, tmp_path: Path, name: str) -> None:
    path = str(Path(embedding).with_name(name))
    side = 1 if name == "embedding.tif" else covers.STRIDE
    water = (cover() == WATER).repeat(side, 0).repeat(side, 1)
    known = (cover() >= 0).repeat(side, 0).repeat(side, 1)
    found, alike = find(at((3, 26)), path, tmp_path)
    water, known = water[: alike.shape[0], : alike.shape[1]], known[: alike.shape[0], : alike.shape[1]]
    np.testing.assert_array_equal(alike == NODATA, ~known)
    assert np.median(alike[water]) > 70 and np.median(alike[known & ~water]) < 20
    mask = gdal.Open(str(tmp_path / "mask.tif")).ReadAsArray()
    np.testing.assert_array_equal(mask, np.where(known, alike >= 60, NODATA))
    assert found.cells == (mask == 1).sum() and found.valid == known.sum() and found.samples == 1 and found.own is None
    assert (mask[known] == water[known]).mean() > 0.9


def test_samples_of_two_kinds_find_both(embedding: str, tmp_path: Path) -> None:
    cells = [(2, 20), (3, 22), (5, 24), (15, 26), (16, 27), (17, 28)]
    _, alike = find(at(*cells), embedding, tmp_path)
    forest = cover() == 0
    assert np.median(alike[cover() == WATER]) > 70 and np.median(alike[cover() == 2]) > 70
    assert np.median(alike[forest]) < 20


def test_what_the_samples_reach_is_a_threshold_that_finds_most(embedding: str, tmp_path: Path) -> None:
    found, alike = find(at((2, 20), (3, 22), (5, 24), (9, 27), (10, 19)), embedding, tmp_path)
    assert found.own is not None and found.own > 40
    water = cover() == WATER
    assert (alike[water] >= found.own).mean() > 0.6
    assert (alike[~water & (alike != NODATA)] >= found.own).mean() < 0.05


def test_block_by_block_is_the_same_as_all_at_once(embedding: str, tmp_path: Path) -> None:
    _, alike = find(at((3, 26)), embedding, tmp_path)
    with RasterFeatures(embedding) as source:
        views = read_views(source, Block(0, 0, 20, 30), view_of(source))
    space = Space.fit({name: values.reshape(600, -1) for name, values in views.items()})
    vectors = space.of(views)
    whole = percent(similarity(vectors, vectors[3, 26][np.newaxis]))
    assert whole[3, 26] == 100
    # The space of a run is that of 10,000 cells drawn with repetition; here each cell counts once.
    assert np.abs(whole.astype(int) - alike).max() <= 4


def test_the_three_nearest_samples_count() -> None:
    east, north = np.eye(2, dtype=np.float32)
    samples = np.stack([east, east, east, north, -east])
    np.testing.assert_allclose(similarity(np.stack([east, north, -east]), samples), [1, 1 / 3, 0], atol=1e-6)
    np.testing.assert_allclose(similarity(east, samples[3:]), -0.5)
    assert percent(np.array([-0.5, 0.004, 0.756, 1.0, np.nan], np.float32)).tolist() == [0, 0, 76, 100, NODATA]


def test_a_constant_scene_is_not_divided_by_nothing() -> None:
    space = Space.fit({"embedding": np.ones((50, 4), np.float32)})
    assert np.isfinite(space.of({"embedding": np.ones((3, 4), np.float32)})).all()


def test_samples_that_cannot_be_used(embedding: str, tmp_path: Path) -> None:
    with pytest.raises(So2SatError, match="SAMPLES has no features"):
        find(at(), embedding, tmp_path)
    with pytest.raises(So2SatError, match="none of the 1 features lies on .*embedding.tif"):
        find(at((-900, 5)), embedding, tmp_path)
    with pytest.raises(So2SatError, match="all 1 cells under the samples are nodata"):
        find(at((0, 0)), embedding, tmp_path)
    assert not (tmp_path / "alike.tif").exists() and not (tmp_path / "mask.tif").exists()
    log = Log()
    found, _ = find(at((0, 0), (3, 26), (-900, 5)), embedding, tmp_path, log)
    assert found.samples == 1
    assert "1 features lie outside" in log.text and "1 of 2 cells under SAMPLES are nodata" in log.text


def test_cancelled_it_leaves_nothing(embedding: str, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        find(at((3, 26)), embedding, tmp_path, Impatient(3))
    assert not list(tmp_path.glob("alike*")) and not list(tmp_path.glob("mask*"))
