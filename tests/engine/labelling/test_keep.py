"""A scene is embedded once, compressed and kept; what is damaged or out of date is not taken."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from osgeo import ogr

from so2sat_qgis_plugin.engine.embedding.parts import Parts
from so2sat_qgis_plugin.engine.embedding.plan import Plan, Request
from so2sat_qgis_plugin.engine.embedding.run import compute, embedded
from so2sat_qgis_plugin.engine.errors import Cancelled, So2SatError
from so2sat_qgis_plugin.engine.features.parts import PartFeatures
from so2sat_qgis_plugin.engine.features.views import read_views
from so2sat_qgis_plugin.engine.labelling import keep, save
from so2sat_qgis_plugin.engine.labelling.keep import open_raster, open_scene
from so2sat_qgis_plugin.engine.labelling.loop import LabelLayer
from so2sat_qgis_plugin.engine.labelling.scene import FOLDER, LabelScene
from so2sat_qgis_plugin.engine.mapping.classes import ClassificationRequest, classify
from so2sat_qgis_plugin.engine.modules import bundle
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.cells import LabelledFeatures
from so2sat_qgis_plugin.engine.raster.grid import Block
from so2sat_qgis_plugin.engine.raster.maps import read_map
from so2sat_qgis_plugin.runtime.client import Worker
from tests.support import labelled, runs
from tests.support.progress import Impatient


def test_the_kept_cells_are_the_embedding_compressed(
    worker: Worker, module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = Request(runs.scene(tmp_path / "s.tif"), module, window=8, stride=4, mode="exact", backend="openvino")
    scene = open_scene(request, tmp_path, worker, Progress())
    with embedded(request, tmp_path, worker, Progress()) as done:
        source = PartFeatures(done)
        whole = Block(0, 0, source.rows, source.columns)
        expected = read_views(source, whole)
        assert (scene.rows, scene.columns, scene.transform) == (source.rows, source.columns, source.transform)
        assert scene.bands == source.bands and scene.components == min(64, source.dims)
        values = np.asarray(scene.values, np.float32)
        spectrum = values[..., scene.components :]
        assert np.allclose(spectrum, expected["spectrum"], rtol=2e-3, atol=1e-3)
        # As many components as dimensions: distances between cells stay what they were, but for their unit.
        rows = np.random.default_rng(0).integers(0, source.rows * source.columns, (200, 2))
        flat, kept = expected["embedding"].reshape(-1, source.dims), values.reshape(-1, values.shape[-1])
        before = np.linalg.norm(flat[rows[:, 0]] - flat[rows[:, 1]], axis=1)
        after = np.linalg.norm((kept[rows[:, 0]] - kept[rows[:, 1]])[:, : scene.components], axis=1)
        assert scene.kept == pytest.approx(1.0, abs=1e-3) if scene.components == source.dims else scene.kept < 1
        ratio = after[before > 0] / before[before > 0]
        assert ratio.std() / ratio.mean() < 0.02
        done.parts.delete()
    assert not list((tmp_path / "runs").glob("*/part-*"))

    monkeypatch.setattr(keep, "embedded", None)  # opening it again embeds nothing
    again = open_scene(request, tmp_path, worker, Progress())
    assert again == scene
    with pytest.raises(TypeError):
        open_scene(replace(request, stride=8), tmp_path, worker, Progress())


def test_nodata_stays_nodata_and_a_scene_reads_as_a_source(kept: LabelScene) -> None:
    source = kept.source()
    assert np.isnan(kept.values[0]).all() and np.isfinite(kept.values[1:]).all()
    assert (source.dims, source.bands) == (6, ("B2", "B3", "B4", "B8"))
    block = Block(3, 5, 4, 6)
    assert source.read(block).shape == (4, 6, 6) and source.statistics(block).shape == (4, 6, 8)
    assert np.array_equal(source.statistics(block), np.asarray(kept.values[3:7, 5:11, 6:14], np.float32))


def test_a_plain_raster_is_kept_by_its_bands(tmp_path: Path) -> None:
    plain = labelled.write_features(tmp_path / "plain.tif", None)
    scene = open_raster(plain, "", tmp_path, Progress())
    assert scene.provenance is None and scene.components == 0 and len(scene.bands) == 6 and scene.window == 1
    many = open_raster(labelled.write_features(tmp_path / "many.tif", None, dims=40), "", tmp_path, Progress())
    assert many.components == 40 and many.spectrum == 0  # more than 32 bands are features of some kind


def test_places_and_blocks(kept: LabelScene) -> None:
    assert kept.cell_at(*kept.centre(7, 11)) == (7, 11)
    x, y = kept.centre(7, 11)
    assert kept.block_of(x - 1, y - 1, x + 1, y + 1) == Block(7, 11, 1, 1)
    assert kept.block_of(x - 1e6, y - 1e6, x + 1e6, y + 1e6) == kept.whole
    assert kept.block_of(x + 1e6, y, x + 2e6, y + 1) is None
    with pytest.raises(So2SatError, match="lies outside of .*e.tif"):
        kept.cell_at(x + 1e6, y)


def test_a_changed_raster_or_kept_file_is_told(raster: str, tmp_path: Path) -> None:
    path = str(shutil.copy(raster, tmp_path / "own.tif"))
    scene = open_raster(path, "", tmp_path, Progress())
    scene.check()
    os.utime(scene.path, ns=(1, 1))
    with pytest.raises(So2SatError, match="What was kept of .*own.tif .* was changed or deleted"):
        scene.check()
    again = open_raster(path, "", tmp_path, Progress())  # the damaged one is not taken
    assert again.path == scene.path and again.file_stamp != scene.file_stamp
    again.check()
    time.sleep(0.01)
    os.utime(path)
    with pytest.raises(So2SatError, match="own.tif was changed since it was embedded"):
        again.check()
    assert open_raster(path, "", tmp_path, Progress()).path != scene.path


def test_too_many_cells_and_nothing_but_nodata_are_refused(
    tmp_path: Path, raster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keep, "MOST_BYTES", 40 * 60 * 2 * 10)
    with pytest.raises(So2SatError, match="40 × 60 cells.*larger cells, or a smaller extent"):
        open_raster(raster, "", tmp_path, Progress())
    assert not list((tmp_path / FOLDER).glob("*"))


def test_cancelled_nothing_is_kept(tmp_path: Path, raster: str) -> None:
    with pytest.raises(Cancelled):
        open_raster(raster, "", tmp_path, Impatient(1))
    assert not list((tmp_path / FOLDER).glob("*"))


def test_scenes_not_opened_for_longest_give_way(tmp_path: Path, raster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    copies = [str(shutil.copy(raster, tmp_path / f"{i}.tif")) for i in range(3)]
    first = open_raster(copies[0], "", tmp_path, Progress())
    os.utime(first.path.with_suffix(".json"), ns=(1, 1))
    second = open_raster(copies[1], "", tmp_path, Progress())
    monkeypatch.setattr(keep, "_KEPT_BYTES", int(2.5 * first.file_stamp[0]))
    third = open_raster(copies[2], "", tmp_path, Progress())
    assert not first.path.exists() and second.path.exists() and third.path.exists()


def test_a_bundle_of_a_kept_scene_sees_the_whole_embedding(
    worker: Worker, module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the blocks that hold labels are embedded anew, and the bundle classifies the scene embedded as ever."""
    path = runs.scene(tmp_path / "s.tif", rows=600, columns=640)
    request = Request(path, module, window=8, stride=4, mode="exact", backend="openvino")
    scene = open_scene(request, tmp_path, worker, Progress())
    red, near = (scene.components + scene.bands.index(band) for band in ("B4", "B8"))
    picked = [(row, column) for row in range(4, 44, 8) for column in range(4, 56, 8)]  # of the first block of 64 × 64
    ratio = np.array([float(scene.values[cell][near]) / float(scene.values[cell][red]) for cell in picked])
    green = (ratio > np.median(ratio)).tolist()
    points = [f"POINT({x} {y})" for x, y in (scene.centre(*cell) for cell in picked)]
    features = [bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb()) for wkt in points]
    labels = LabelLayer(LabelledFeatures(features, ["green" if g else "other" for g in green], scene.crs), "class")
    embedded_anew: list[Block] = []

    def spied(plan: Plan, parts: Parts, door: Worker, blocks: list[Block], progress: Progress) -> None:
        embedded_anew.extend(blocks)
        compute(plan, parts, door, blocks, progress)

    monkeypatch.setattr(save, "compute", spied)
    save.save_bundle(scene, labels, str(tmp_path / "b.so2sat"), tmp_path, worker, Progress())
    assert [(block.row, block.column) for block in embedded_anew] == [(0, 0)]
    assert not list((tmp_path / "runs").glob("*/part-*"))
    read = bundle.read(tmp_path / "b.so2sat")
    assert "components" not in read.manifest["embedding"] and read.manifest["dims"] > 0
    with embedded(request, tmp_path, worker, Progress()) as done:
        assert len(done.plan.blocks()) > 1
        asked = ClassificationRequest(str(tmp_path / "m.tif"))
        classify(asked, read, PartFeatures(done), worker, Progress())
    codes, classes = read_map(asked.output, Progress()).codes, {c.code: c.name for c in read.classes}
    right = [classes[int(codes[cell])] == ("green" if g else "other") for cell, g in zip(picked, green)]
    assert np.mean(right) > 0.9
