"""Dense features brought to exact ones, with the real 20-layer module."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.embedding import calibrate
from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.embedding.run import embedded
from so2sat_qgis_plugin.engine.features.parts import PartFeatures
from so2sat_qgis_plugin.runtime.client import Worker
from tests.support import runs
from tests.support.data import RESNET20, needs_shared
from tests.support.progress import Log
from tests.support.scenes import write

pytestmark = needs_shared


@pytest.fixture(scope="module")
def request_(tmp_path_factory: pytest.TempPathFactory) -> Request:
    """A dense run over a scene whose upper left is nodata."""
    dn = runs.pixels(300, 330)
    dn[:120, :100] = 0
    path = write(tmp_path_factory.mktemp("scene") / "s.tif", dn, runs.BANDS, nodata=0)
    return Request(path, str(RESNET20), window=32, stride=8, mode="dense")


def run(request: Request, home: Path, worker: Worker, log: Log | None = None) -> PartFeatures:
    with embedded(request, home, worker, log or Log()) as done:
        return PartFeatures(done)


def error(found: np.ndarray, exact: np.ndarray) -> float:
    valid = ~np.isnan(exact)
    return float(np.linalg.norm((found - exact)[valid]) / np.linalg.norm(exact[valid]))


def test_calibrated_features_are_nearer_to_exact_and_the_agreement_is_honest(
    worker: Worker, request_: Request, tmp_path: Path
) -> None:
    exact = runs.assemble(run(replace(request_, mode="exact"), tmp_path, worker))
    log = Log()
    source = run(request_, tmp_path, worker, log)
    raw_source = run(replace(request_, calibrate=False), tmp_path, worker, log)
    found, raw = runs.assemble(source), runs.assemble(raw_source)
    assert np.array_equal(np.isnan(found), np.isnan(exact)) and 0.05 < np.isnan(exact).mean() < 0.2
    assert source.provenance is not None and raw_source.provenance is not None
    said, said_raw = source.provenance["agreement"], raw_source.provenance["agreement"]
    assert said["applied"] and not said_raw["applied"] and said_raw["windows"] == said["windows"] > 100
    assert error(found, exact) < 0.7 * error(raw, exact)
    assert said["relative_error"] == pytest.approx(error(found, exact), rel=0.25)
    assert said["raw_relative_error"] == pytest.approx(error(raw, exact), rel=0.25)
    assert "and is applied" in log.text and "but CALIBRATE is off" in log.text
    assert "1 of 1 blocks are there" in log.text, "the parts are the same with and without"


def test_the_map_is_kept_with_the_parts_and_made_again_alike(worker: Worker, request_: Request, tmp_path: Path) -> None:
    expected = runs.assemble(run(request_, tmp_path, worker))
    (kept,) = (tmp_path / "runs").glob("*/calibration.npz")
    written = kept.stat().st_mtime_ns
    assert np.array_equal(runs.assemble(run(request_, tmp_path, worker)), expected, equal_nan=True)
    assert kept.stat().st_mtime_ns == written
    kept.write_bytes(kept.read_bytes()[:-40])  # damaged
    assert np.array_equal(runs.assemble(run(request_, tmp_path, worker)), expected, equal_nan=True)


def test_too_few_windows_are_said_so(worker: Worker, request_: Request, tmp_path: Path) -> None:
    log = Log()
    small = replace(request_, raster=runs.scene(tmp_path / "small.tif", 60, 60), stride=20)
    source = run(small, tmp_path, worker, log)
    assert "Only 9 windows have data: too few" in log.text
    assert source.provenance is not None and "agreement" not in source.provenance
    assert not np.isnan(runs.assemble(source)).any()


def test_calibration_finds_a_linear_map() -> None:
    generator = np.random.default_rng(0)
    dense_features = generator.normal(size=(400, 6)).astype(np.float32)
    matrix = generator.normal(size=(6, 6))
    exact = (dense_features @ matrix + 3).astype(np.float32)
    found = calibrate.fit(dense_features, exact)
    assert found.agreement["r2"] > 0.9999 > found.agreement["raw_r2"]
    np.testing.assert_allclose(found.apply(dense_features), exact, atol=0.01)


def test_calibration_with_fewer_windows_than_dimensions() -> None:
    generator = np.random.default_rng(1)
    hidden = generator.normal(size=(40, 3))
    features = (hidden @ generator.normal(size=(3, 100))).astype(np.float32)
    found = calibrate.fit(features, 2 * features)
    assert found.agreement["r2"] > 0.99
    assert np.isnan(found.apply(np.full((1, 100), np.nan, np.float32))).all()
