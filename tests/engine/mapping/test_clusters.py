"""Cluster maps end to end, with the real worker: grid, numbering, names, areas, nodata, bad input."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal, osr

from so2sat_qgis_plugin.engine.errors import Cancelled, So2SatError
from so2sat_qgis_plugin.engine.features import source as features_module
from so2sat_qgis_plugin.engine.features.source import RasterFeatures
from so2sat_qgis_plugin.engine.mapping.appearance import UNKNOWN, cluster_means
from so2sat_qgis_plugin.engine.mapping.clusters import (
    CLUSTERING_KEY,
    METHODS,
    ClusterMap,
    ClusterRequest,
    cluster_map,
    number_by_size,
)
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.grid import Block
from so2sat_qgis_plugin.engine.raster.writer import GeoTiffProfile, GeoTiffWriter
from so2sat_qgis_plugin.engine.reports.clusters import write_cluster_report
from so2sat_qgis_plugin.runtime.client import Worker
from tests.support import covers
from tests.support.covers import BANDS, CELLS
from tests.support.progress import Log
from tests.support.scenes import wkt

LOOKS = ("forest", "bare", "water")
NAMES = ["1 · dense vegetation", "2 · bare or dry", "3 · water-like"]


def truth() -> np.ndarray:
    """Return the cover of 40 × 60 cells: 0 forest (the most), 1 bare, 2 water, −1 nodata."""
    cover = np.zeros((40, 60), int)
    cover[:, 35:] = 1
    cover[25:, 20:45] = 2
    cover[:3, :5] = -1
    return cover


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A source raster of three covers (158 × 238 pixels) and its embedding raster."""
    return covers.write_scene(tmp_path_factory.mktemp("scene"), truth(), LOOKS, 30, noise=0.05)


def run(worker: Worker, embedding: Path, output: Path, **options: Any) -> ClusterMap:
    progress = options.pop("progress", Progress())
    wanted = {"method": "kmeans", "clusters": 3, "seed": 0, "sample": 1000, **options}
    with RasterFeatures(str(embedding)) as source:
        return cluster_map(ClusterRequest(str(output), **wanted), source, worker, progress)


@pytest.mark.parametrize("method", METHODS)
def test_map_of_every_method(worker: Worker, scene: tuple[Path, Path], tmp_path: Path, method: str) -> None:
    result = run(worker, scene[1], tmp_path / "map.tif", method=method)
    codes = gdal.Open(str(tmp_path / "map.tif")).ReadAsArray()
    np.testing.assert_array_equal(codes, truth() + 1)
    assert [one.legend.name for one in result.clusters] == NAMES
    assert [one.cells for one in result.clusters] == [(truth() == i).sum() for i in range(3)]
    assert result.nodata == 15


def test_grid_legend_and_how_it_was_made_are_in_the_file(
    worker: Worker, scene: tuple[Path, Path], tmp_path: Path
) -> None:
    result = run(worker, scene[1], tmp_path / "map.tif", seed=3)
    dataset = gdal.Open(str(tmp_path / "map.tif"))
    band = dataset.GetRasterBand(1)
    assert dataset.GetGeoTransform() == CELLS and band.DataType == gdal.GDT_Byte and band.GetNoDataValue() == 0
    assert osr.SpatialReference(dataset.GetProjection()).IsSame(osr.SpatialReference(wkt(covers.EPSG)))
    assert band.GetCategoryNames() == ["", *NAMES]
    table = band.GetDefaultRAT()
    assert [table.GetValueAsString(row, 1) for row in range(table.GetRowCount())] == NAMES
    for one in result.clusters:
        red, green, blue, alpha = band.GetColorTable().GetColorEntry(one.legend.code)
        assert (f"#{red:02x}{green:02x}{blue:02x}", alpha) == (one.legend.color, 255)
    made = json.loads(dataset.GetMetadataItem(CLUSTERING_KEY))
    assert (made["method"], made["clusters"], made["seed"]) == ("kmeans", 3, 3)
    assert made["embedding"]["module"] == "made"
    style = (tmp_path / "map.qml").read_text(encoding="utf-8")
    assert all(name in style for name in NAMES)


def test_means_and_areas_are_those_of_the_pixels(worker: Worker, scene: tuple[Path, Path], tmp_path: Path) -> None:
    result = run(worker, scene[1], tmp_path / "map.tif")
    for one, spectrum in zip(result.clusters, (covers.SPECTRA[look] for look in LOOKS)):
        assert [one.spectrum[name] for name in BANDS] == pytest.approx(spectrum, rel=0.01, abs=1e-4)
        assert one.area == pytest.approx(one.cells * 1600, rel=2e-3)
    assert [one.water for one in result.clusters] == pytest.approx([0, 0, 1], abs=0.001)


def test_cluster_means_against_plain_numpy(scene: tuple[Path, Path]) -> None:
    ids = np.random.default_rng(0).integers(0, 5, (40, 60)).astype(np.uint8)
    with RasterFeatures(str(scene[1])) as source:
        means, water = cluster_means(source, ids, 4, Progress())
        cells = source.statistics(Block(0, 0, 40, 60))[..., :6]
    known = truth() >= 0
    for code in range(1, 5):
        here = (ids == code) & known
        np.testing.assert_allclose(means[code - 1], cells[here].mean(axis=0), rtol=1e-5)
        assert water[code - 1] == pytest.approx((truth()[here] == 2).mean())


def test_same_seed_same_map_for_any_blocks(
    worker: Worker, scene: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options: dict[str, Any] = {"clusters": 7, "seed": 5, "sample": 500}
    run(worker, scene[1], tmp_path / "a.tif", **options)
    monkeypatch.setattr(features_module, "BLOCK_BYTES", 32 * 32 * 30 * 4)
    run(worker, scene[1], tmp_path / "b.tif", **options)
    maps = [gdal.Open(str(tmp_path / name)).ReadAsArray() for name in ("a.tif", "b.tif")]
    np.testing.assert_array_equal(*maps)
    assert (np.diff(np.bincount(maps[0].ravel())[1:]) <= 0).all()  # from large to small


def test_numbering() -> None:
    ids = np.array([[3, 3, 0], [1, 9, 9], [9, 1, 3]], np.uint8)
    codes, cells, old = number_by_size(ids)
    np.testing.assert_array_equal(old, [3, 9, 1])
    np.testing.assert_array_equal(codes, [[1, 1, 0], [3, 2, 2], [2, 3, 1]])
    np.testing.assert_array_equal(cells, [3, 3, 2])


def test_neutral_names_say_why(worker: Worker, scene: tuple[Path, Path], tmp_path: Path) -> None:
    """An embedding raster without cell statistics, as other programs and earlier versions write them."""
    with RasterFeatures(str(scene[1])) as source:
        covers.write_embedding(tmp_path / "old.tif", source.read(Block(0, 0, 40, 60)), 30, "")
    result = run(worker, tmp_path / "old.tif", tmp_path / "map.tif")
    assert [one.legend.name for one in result.clusters] == ["1 · cluster", "2 · cluster", "3 · cluster"]
    write_cluster_report(tmp_path / "report.html", result, str(tmp_path / "map.tif"))
    assert UNKNOWN in unescape((tmp_path / "report.html").read_text(encoding="utf-8"))


def test_report_says_how_names_came_about(worker: Worker, scene: tuple[Path, Path], tmp_path: Path) -> None:
    result = run(worker, scene[1], tmp_path / "map.tif")
    write_cluster_report(tmp_path / "report.html", result, str(tmp_path / "map.tif"))
    page = unescape((tmp_path / "report.html").read_text(encoding="utf-8"))
    for one in result.clusters:
        assert one.legend.name in page and one.legend.color in page and one.why in page
        assert f"{one.area / 1e4:,.1f}" in page
    assert "<svg" in page and "McFeeters" in page and "http://" not in page.replace("http://www.w3.org/2000/svg", "")


def test_more_clusters_than_cells(worker: Worker, scene: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(So2SatError, match=r"CLUSTERS is 250, more than the SAMPLE .* 200"):
        run(worker, scene[1], tmp_path / "map.tif", clusters=250, sample=200)
    nothing = tmp_path / "nothing.tif"
    with GeoTiffWriter(nothing, GeoTiffProfile(4, 5, 2, "float32", CELLS, "", nodata=np.nan)) as writer:
        writer.write(0, 0, np.full((4, 5, 2), np.nan, np.float32))
    with pytest.raises(So2SatError, match="number of cells that are not nodata"):
        run(worker, nothing, tmp_path / "map.tif")
    assert not list(tmp_path.glob("*map*"))


def test_no_crs_and_few_distinct_cells(worker: Worker, tmp_path: Path) -> None:
    flat = tmp_path / "flat.tif"
    with GeoTiffWriter(flat, GeoTiffProfile(4, 5, 2, "float32", CELLS, "", nodata=np.nan)) as writer:
        writer.write(0, 0, np.repeat([[[1, 2]], [[3, 4]]], [3, 1], axis=0).repeat(5, 1).astype(np.float32))
    result = run(worker, flat, tmp_path / "map.tif", clusters=4)
    assert [(one.cells, one.area) for one in result.clusters] == [(15, None), (5, None)]
    write_cluster_report(tmp_path / "report.html", result, str(tmp_path / "map.tif"))
    assert "Areas are not given" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_cancel_leaves_nothing(own_worker: Worker, scene: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        run(own_worker, scene[1], tmp_path / "map.tif", progress=Log(cancel_at="found"))
    assert not list(tmp_path.iterdir())
