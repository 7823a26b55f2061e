"""Dense features brought to exact ones, with the real 20-layer module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from so2sat_qgis_plugin.engine import embedding, planning
from so2sat_qgis_plugin.engine.parts import Parts
from so2sat_qgis_plugin.engine.plan import Request
from so2sat_qgis_plugin.runtime.client import Worker

from . import runs
from .scenes import RESNET20, write

pytestmark = pytest.mark.skipif(not RESNET20.is_dir(), reason="../shared/modules is absent")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with runs.start() as started:
        yield started


@pytest.fixture(scope="module")
def request_(tmp_path_factory: pytest.TempPathFactory) -> Request:
    """A dense run over a scene whose upper left is nodata."""
    dn = runs.pixels(300, 330)
    dn[:120, :100] = 0
    path = write(tmp_path_factory.mktemp("scene") / "s.tif", dn, runs.BANDS, nodata=0)
    return Request(path, str(RESNET20), window=32, stride=8, mode="dense")


def run(request: Request, home: Path, worker: Worker, log: runs.Log | None = None) -> embedding.PartFeatures:
    settled = planning.make(request, home, worker, log or runs.Log())
    with Parts(home / "runs", settled.fingerprint()) as parts:
        return embedding.run(settled, parts, worker, log or runs.Log())


def error(found: np.ndarray, exact: np.ndarray) -> float:
    valid = ~np.isnan(exact)
    return float(np.linalg.norm((found - exact)[valid]) / np.linalg.norm(exact[valid]))


def test_calibrated_features_are_nearer_to_exact_and_the_agreement_is_honest(
    worker: Worker, request_: Request, tmp_path: Path
) -> None:
    exact = runs.assemble(run(replace(request_, mode="exact"), tmp_path, worker))
    log = runs.Log()
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
    log = runs.Log()
    small = replace(request_, raster=runs.scene(tmp_path / "small.tif", 60, 60), stride=20)
    source = run(small, tmp_path, worker, log)
    assert "Only 9 windows have data: too few" in log.text
    assert source.provenance is not None and "agreement" not in source.provenance
    assert not np.isnan(runs.assemble(source)).any()
