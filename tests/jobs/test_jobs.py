"""Plans as files, computed by any number of real processes."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from so2sat_qgis_plugin.engine.embedding.parts import Parts
from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.grid import Block
from so2sat_qgis_plugin.jobs.claims import Claims, claim_path
from so2sat_qgis_plugin.jobs.opening import check
from so2sat_qgis_plugin.jobs.plan_file import Outcome, load, save
from so2sat_qgis_plugin.jobs.roots import Roots
from so2sat_qgis_plugin.runtime.client import Worker
from tests.support import runs
from tests.support.data import ROOT
from tests.support.waiting import LONG, wait_until


def plan_in(folder: Path, request: Request, home: Path, worker: Worker) -> Path:
    path = folder / "scene.json"
    save(path, request, Outcome(str(folder / "out.tif")), home, worker, Progress())
    return path


def command(home: Path, *arguments: object) -> subprocess.Popen[str]:
    """Start `so2sat-landcover` in a process of its own."""
    environment = {**os.environ, "SO2SAT_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "so2sat_qgis_plugin.jobs", *map(str, arguments)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ended(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=2 * LONG)
    assert process.returncode == 0, err[-3000:]
    return out


def claims_of(process: subprocess.Popen[str], folder: Path) -> list[Path]:
    """The claims that a process holds on blocks of the runs in `folder`."""
    found = []
    for claim in folder.glob("*/*.claim"):
        with contextlib.suppress(FileNotFoundError):
            if claim.read_text(encoding="utf-8").endswith(f'-{process.pid}"}}'):
                found.append(claim)
    return found


def stopped_at_work(process: subprocess.Popen[str], folder: Path) -> subprocess.Popen[str]:
    """Return a process once it stands still in the middle of blocks that it has claimed."""
    while True:
        wait_until(lambda: claims_of(process, folder) or process.poll() is not None)
        assert process.poll() is None, "it was done before it could be stopped"
        os.killpg(process.pid, signal.SIGSTOP)
        if claims_of(process, folder):
            return process
        os.killpg(process.pid, signal.SIGCONT)


def made(path: Path) -> np.ndarray:
    """The embedding's bands of a raster, (rows, columns, dims)."""
    dataset = gdal.Open(str(path))
    names = [dataset.GetRasterBand(i + 1).GetDescription() for i in range(dataset.RasterCount)]
    return np.moveaxis(dataset.ReadAsArray()[: sum(name.startswith("e") for name in names)], 0, -1)


def test_a_plan_is_read_as_it_was_saved(request_: Request, home: Path, worker: Worker, tmp_path: Path) -> None:
    path = plan_in(tmp_path, request_, home, worker)
    saved = load(path)
    assert saved.request.window == 8 and saved.request.mode == "exact" and len(saved.blocks) == 16
    check(saved, Roots())
    with pytest.raises(So2SatError, match="exists: nodes may be at work"):
        plan_in(tmp_path, request_, home, worker)


def test_processes_share_the_blocks_and_two_that_are_killed_are_replaced(
    request_: Request, home: Path, worker: Worker, expected: np.ndarray, tmp_path: Path
) -> None:
    path = plan_in(tmp_path, request_, home, worker)
    folder = tmp_path / "scene.run" / "parts"
    killed = [stopped_at_work(command(home, "run", path), folder) for _ in range(2)]
    processes = [command(home, "run", path) for _ in range(2)]
    for process in killed:
        os.killpg(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        claims = claims_of(process, folder)
        assert claims
        for claim in claims:  # they go stale at once
            os.utime(claim, (0, 0))
    said = [ended(process) for process in processes]
    assert all("all 16 are there" in text for text in said)
    assert ended(command(home, "status", path)).startswith(f"{path}: 16 of 16 blocks are there.")
    ended(command(home, "finish", path))
    assert np.array_equal(made(tmp_path / "out.tif"), expected)
    assert not folder.exists()


def test_an_array_job(request_: Request, home: Path, worker: Worker, expected: np.ndarray, tmp_path: Path) -> None:
    path = plan_in(tmp_path, request_, home, worker)
    ended(command(home, "run", path, "--blocks", "1/2"))
    with pytest.raises(AssertionError, match="8 of 16 blocks .* are missing"):
        ended(command(home, "finish", path))
    assert not (tmp_path / "out.tif").exists()
    ended(command(home, "run", path, "--blocks", "0/2", "--finish"))
    assert np.array_equal(made(tmp_path / "out.tif"), expected)


def test_another_raster_or_module_is_refused(request_: Request, home: Path, worker: Worker, tmp_path: Path) -> None:
    saved = load(plan_in(tmp_path, request_, home, worker))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    here = Path(request_.raster).parent
    (elsewhere / "scene.tif").write_bytes(Path(request_.raster).read_bytes())
    roots = Roots.parse([f"{here}={elsewhere}"])
    check(saved, roots)  # a copy is the same
    runs.scene(elsewhere / "scene.tif", 500, 500, seed=1)
    with pytest.raises(So2SatError, match="is not the raster that the plan"):
        check(saved, roots)
    graph = tmp_path / "scene.run" / "module" / "saved_model.pb"
    graph.write_bytes(graph.read_bytes() + b"\0")
    with pytest.raises(So2SatError, match="is not the one that the plan was made with"):
        check(saved, Roots())


def test_another_version_is_refused(request_: Request, home: Path, worker: Worker, tmp_path: Path) -> None:
    path = plan_in(tmp_path, request_, home, worker)
    values = json.loads(path.read_text())
    values["fingerprint"]["version"] = "0.0.1"
    path.write_text(json.dumps(values))
    with pytest.raises(So2SatError, match="made with version 0.0.1"):
        check(load(path), Roots())


@pytest.mark.parametrize("text", ["", "[]", '{"format": "so2sat-plan", "version": 1}', "\x00"])
def test_what_is_no_plan_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "p.json").write_text(text)
    with pytest.raises(So2SatError, match="no whole plan"):
        load(tmp_path / "p.json")


def test_claims(tmp_path: Path) -> None:
    block, other = Block(0, 0, 4, 4), Block(0, 4, 4, 4)
    with Parts(tmp_path, {}) as parts, Claims(parts, "a") as a, Claims(parts, "b", stale=1.0) as b:
        assert a.take(block) and b.take(other)
        os.utime(claim_path(parts, other), (0, 0))
        wait_until(lambda: claim_path(parts, other).stat().st_mtime > 0, what="b's heartbeat")
        assert not a.take(other), "b's own is touched in time"
        os.utime(claim_path(parts, block), (0, 0))
        assert b.take(block), "a's heart beats too slowly for b: its claim is stale"
        assert not a.take(block)
        b.release(block)
        assert a.take(block)
    assert not list(parts.folder.glob("*.claim"))
