"""The embedding run with the real worker: every value, every block size, every mode means the same."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.embedding.parts import Parts
from so2sat_qgis_plugin.engine.embedding.plan import Plan, Request
from so2sat_qgis_plugin.engine.embedding.run import Embedded, run
from so2sat_qgis_plugin.engine.embedding.settle import settle
from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.features import embedding_raster
from so2sat_qgis_plugin.engine.features.parts import PartFeatures
from so2sat_qgis_plugin.engine.features.source import EMBEDDING_KEY, RasterFeatures
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.grid import Block, Transform
from so2sat_qgis_plugin.engine.raster.reader import Raster
from so2sat_qgis_plugin.runtime.client import Worker
from tests.support import runs
from tests.support.data import T48QUE, needs_shared
from tests.support.progress import Log
from tests.support.scenes import UTM, write


def make(request: Request, home: Path, worker: Worker, progress: Progress | None = None) -> Plan:
    return settle(request, home, worker, progress or Progress())


def embed_in_blocks(
    settled: Plan, side: int, home: Path, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> np.ndarray:
    """Embed with blocks of `side` cells."""
    monkeypatch.setattr(Plan, "block_side", lambda self: side)
    with Parts(home, settled.fingerprint()) as parts:
        return runs.assemble(PartFeatures(Embedded(settled, parts, run(settled, parts, worker, Progress()))))


def by_hand(path: str, window: int, stride: int) -> np.ndarray:
    """Return mean and deviation per band of every window, as the built-in module's features end with."""
    with Raster(path) as raster:
        info = raster.info
        image = raster.read(0, 0, info.height, info.width, tuple(range(1, 11))).astype(np.float32) / 10_000
    margin = window + stride
    around = np.pad(image, ((margin, margin), (margin, margin), (0, 0)), mode="reflect")
    rows, columns = -(-info.height // stride), -(-info.width // stride)
    features = np.empty((rows, columns, 20), np.float32)
    for r in range(rows):
        for c in range(columns):
            top, left = (i * stride + (stride - window) // 2 + margin for i in (r, c))
            patch = around[top : top + window, left : left + window][1:-1, 1:-1]  # the module drops the rim
            features[r, c] = np.concatenate([patch.mean((0, 1)), patch.std((0, 1))])
    return features


@pytest.mark.parametrize("mode", ["exact", "dense"])
def test_every_cell_has_the_features_of_its_window(worker: Worker, module: str, tmp_path: Path, mode: str) -> None:
    path = runs.scene(tmp_path / "s.tif", 83, 101)
    features = runs.embed(Request(path, module, window=12, stride=5, mode=mode), tmp_path, worker)
    assert features.shape == (17, 21, 36)
    assert np.abs(features[..., 16:] - by_hand(path, 12, 5)).max() < 1e-4


@pytest.mark.parametrize("window, stride", [(12, 4), (9, 9), (8, 3), (5, 7), (32, 10)])
def test_dense_equals_exact_for_the_built_in_module(
    worker: Worker, module: str, tmp_path: Path, window: int, stride: int
) -> None:
    """Also where windows hold nodata, and where whole blocks do."""
    dn = runs.pixels(130, 150)
    dn[:60, :70], dn[80:90, 100:103], dn[-1, -1] = 0, 0, 0
    path = write(tmp_path / "s.tif", dn, runs.BANDS, nodata=0)
    found = {}
    for mode in ("exact", "dense"):
        request = Request(path, module, window=window, stride=stride, mode=mode)
        found[mode] = runs.embed(request, tmp_path, worker)
    exact, dense = found["exact"], found["dense"]
    assert np.array_equal(np.isnan(exact), np.isnan(dense))
    assert np.isnan(exact[0, 0]).all() and 0.02 < np.isnan(exact[..., 0]).mean() < 0.5
    assert np.nanmax(np.abs(exact - dense)) <= 1e-4 * np.nanmax(np.abs(exact))


@pytest.mark.parametrize("mode", ["exact", "dense"])
def test_block_size_changes_nothing(
    worker: Worker, module: str, tmp_path: Path, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = runs.scene(tmp_path / "s.tif")
    settled = make(Request(path, module, window=12, stride=5, mode=mode), tmp_path, worker)
    whole, *others = (embed_in_blocks(settled, side, tmp_path, worker, monkeypatch) for side in (40, 7, 16))
    for other in others:
        assert np.abs(other - whole).max() <= 1e-4 * np.abs(whole).max()


@pytest.mark.parametrize("stride, side", [(4, 13), (10, 5)])
def test_dense_seams_do_not_show(
    worker: Worker, resnet20: str, tmp_path: Path, stride: int, side: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The 20-layer module pads and strides: blocks need their margin and alignment."""
    path = runs.scene(tmp_path / "s.tif", 110, 120)
    request = Request(path, resnet20, window=32, stride=stride, mode="dense", calibrate=False)
    settled = make(request, tmp_path, worker)
    assert settled.mode == "dense" and not settled.dense_equals_exact and settled.dims == 256
    whole, cut = (embed_in_blocks(settled, s, tmp_path, worker, monkeypatch) for s in (64, side))
    assert np.abs(cut - whole).max() <= 1e-4 * np.abs(whole).max()


@pytest.mark.parametrize("mode", ["exact", "dense"])
def test_extent_gives_the_cells_of_the_whole(worker: Worker, module: str, tmp_path: Path, mode: str) -> None:
    path = runs.scene(tmp_path / "s.tif")
    whole = runs.embed(Request(path, module, window=12, stride=5, mode=mode), tmp_path, worker)
    x, y = UTM[0], UTM[3]
    extent = (x + 10 * 52.0, y - 10 * 118.0, x + 10 * 111.0, y - 10 * 21.0)  # columns 52–111, rows 21–118
    request = Request(path, module, window=12, stride=5, mode=mode, extent=extent)
    settled = make(request, tmp_path, worker)
    part = runs.embed(request, tmp_path, worker)
    assert part.shape == (20, 13, 36)
    assert np.abs(part - whole[4:24, 10:23]).max() <= 1e-4 * np.abs(whole).max()
    assert settled.grid.transform(settled.info.transform)[:4:3] == (x + 10 * 50, y - 10 * 20)


ROTATED = Transform(400_000.0, 8.0, 3.0, 4_000_000.0, 3.0, -8.0)


@pytest.mark.parametrize("transform", [UTM, ROTATED])
def test_the_embedding_raster_lies_on_the_map(
    worker: Worker, module: str, tmp_path: Path, transform: Transform
) -> None:
    path = runs.scene(tmp_path / "s.tif", 60, 75, transform=transform)
    settled = make(Request(path, module, window=12, stride=10), tmp_path, worker)
    with Parts(tmp_path / "runs", settled.fingerprint()) as parts:
        source = PartFeatures(Embedded(settled, parts, run(settled, parts, worker, Progress())))
        embedding_raster.write(source, tmp_path / "e.tif", embedding_raster.Storage(), 0, Progress())
        expected = runs.assemble(source)
    with Raster(str(tmp_path / "e.tif")) as raster, Raster(path) as scene:
        info = raster.info
        assert (info.height, info.width, len(info.bands)) == (6, 8, 36 + 20)
        assert info.crs == scene.info.crs and np.isnan(info.bands[0].nodata)
        assert [band.name for band in info.bands][:2] == ["e0001", "e0002"]
        assert [band.name for band in info.bands][36::10] == ["mean_B2", "sd_B2"]
        x0, dx, rx, y0, ry, dy = transform
        assert info.transform == pytest.approx((x0, 10 * dx, 10 * rx, y0, 10 * ry, 10 * dy))
        assert np.array_equal(raster.read(0, 0, 6, 8, tuple(range(1, 37))), expected)
        assert "module_hash" in info.metadata[EMBEDDING_KEY]
        statistics = source.statistics(Block(0, 0, 6, 8))
        assert np.array_equal(raster.read(0, 0, 6, 8, tuple(range(37, 57))), statistics)
    with RasterFeatures(str(tmp_path / "e.tif")) as again:
        assert again.bands == runs.BANDS and again.dims == 36 and again.names[-1] == "e0036"
        assert np.array_equal(again.read(Block(1, 2, 3, 4)), expected[1:4, 2:6])
        assert np.array_equal(again.statistics(Block(1, 2, 3, 4)), statistics[1:4, 2:6])
    pixels = runs.pixels(60, 75)[50:60, 60:70] / 10_000
    assert np.allclose(statistics[5, 6, :10], pixels.mean((0, 1)), rtol=1e-6)
    assert np.allclose(statistics[5, 6, 10:], pixels.std((0, 1)), rtol=1e-5)


def test_smaller_than_a_window_works_by_reflection(worker: Worker, module: str, tmp_path: Path) -> None:
    dn = runs.pixels(9, 14)
    path = write(tmp_path / "small.tif", dn, runs.BANDS)
    features = runs.embed(Request(path, module, window=32, stride=10), tmp_path, worker)
    around = np.pad(dn / np.float32(10_000), ((40, 40), (40, 40), (0, 0)), mode="symmetric")
    assert features.shape == (1, 2, 36)
    for column in range(2):
        top, left = 40 + (10 - 32) // 2, 40 + column * 10 + (10 - 32) // 2
        patch = around[top + 1 : top + 31, left + 1 : left + 31]
        assert np.abs(features[0, column, 16:26] - patch.mean((0, 1))).max() < 1e-4


def test_automatic_is_dense_where_dense_equals_exact(
    worker: Worker, module: str, resnet20: str, tmp_path: Path
) -> None:
    path = runs.scene(tmp_path / "s.tif")
    assert make(Request(path, module, window=12, stride=5), tmp_path, worker).mode == "dense"
    assert make(Request(path, module, window=12, stride=5, mode="exact"), tmp_path, worker).mode == "exact"
    assert make(Request(path, resnet20, window=32, stride=32), tmp_path, worker).mode == "exact"


@pytest.mark.parametrize("backend", ["tensorflow", "openvino"])
def test_half_precision_is_measured_and_kept(worker: Worker, resnet20: str, tmp_path: Path, backend: str) -> None:
    path, log = runs.scene(tmp_path / "s.tif", 96, 96), Log()
    request = Request(path, resnet20, stride=16, mode="exact", backend=backend)
    half = dataclasses.replace(request, half=True)
    error = make(half, tmp_path, worker, log).provenance()["half_precision_error"]
    exact, found = (runs.embed(r, tmp_path, worker) for r in (request, half))
    difference = np.linalg.norm(found - exact) / np.linalg.norm(exact)
    if error is None:
        assert "is no faster on this machine" in log.text and difference == 0
    else:
        assert "Half precision changes its features by" in log.text
        assert 1e-4 < error <= 0.02 and 1e-4 < difference <= 2 * error
    again = Log()
    assert make(half, tmp_path, worker, again).half_error == error


def test_half_precision_is_measured_on_every_raster(worker: Worker, resnet20: str, tmp_path: Path) -> None:
    errors = []
    for seed in (0, 1):
        path = runs.scene(tmp_path / f"{seed}.tif", 96, 96, seed=seed)
        errors.append(make(Request(path, resnet20, stride=16, mode="exact", half=True), tmp_path, worker).half_error)
    assert errors == [None, None] or errors[0] != errors[1]


@needs_shared
def test_half_precision_that_is_too_coarse_is_not_taken(worker: Worker, tmp_path: Path) -> None:
    """Of the built-in module's features some are differences of nearly equal numbers."""
    request, log = Request(str(T48QUE), stride=64, half=True), Log()
    settled = make(request, tmp_path, worker, log)
    assert settled.half_error is None
    assert "would change its features by" in log.text or "is no faster on this machine" in log.text
    plain = make(dataclasses.replace(request, half=False), tmp_path, worker)
    assert settled.fingerprint() == plain.fingerprint()


def test_all_nodata_is_said_so(worker: Worker, module: str, tmp_path: Path) -> None:
    path = write(tmp_path / "s.tif", np.zeros((50, 50, 10), np.uint16), runs.BANDS, nodata=0)
    with pytest.raises(So2SatError, match=r"s\.tif has no valid pixel"):
        make(Request(path, module), tmp_path, worker)


def test_another_channel_count_is_said_so(worker: Worker, module: str, tmp_path: Path) -> None:
    path = runs.scene(tmp_path / "s.tif")
    with pytest.raises(So2SatError, match="Bands names 3 bands; the module .* takes 10"):
        make(Request(path, module, bands=(1, 2, 3)), tmp_path, worker)


def test_no_crs_works_with_a_warning(worker: Worker, module: str, tmp_path: Path) -> None:
    path = runs.scene(tmp_path / "s.tif", epsg=None)
    log = Log()
    assert make(Request(path, module), tmp_path, worker, log).info.crs == ""
    assert "has no CRS" in log.text


CHANGES = [
    {"window": 16},
    {"stride": 6},
    {"scale": 9999.0},
    {"mode": "exact"},
    {"bands": (2, 1, 3, 4, 5, 6, 7, 8, 9, 10)},
    {"max_nodata": 0.25},
    {"extent": (500_000.0, 4_999_000.0, 500_900.0, 5_000_000.0)},
    {"backend": "tensorflow"},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_another_parameter_is_another_run(
    worker: Worker, module: str, tmp_path: Path, change: dict[str, object]
) -> None:
    request = Request(runs.scene(tmp_path / "s.tif"), module, window=12, stride=5)
    one = make(request, tmp_path, worker).fingerprint()
    assert make(request, tmp_path, worker).fingerprint() == one
    assert make(dataclasses.replace(request, **change), tmp_path, worker).fingerprint() != one


def test_another_module_or_raster_is_another_run(worker: Worker, module: str, tmp_path: Path) -> None:
    path = runs.scene(tmp_path / "s.tif")
    one = make(Request(path, module, window=12), tmp_path, worker).fingerprint()
    other = runs.small_module(worker, tmp_path / "other", filters=9)
    assert make(Request(path, other, window=12), tmp_path, worker).fingerprint() != one
    runs.scene(tmp_path / "s.tif", seed=1)  # the same size, within the same second
    assert make(Request(path, module, window=12), tmp_path, worker).fingerprint() != one
