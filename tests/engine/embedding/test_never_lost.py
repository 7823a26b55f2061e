"""Runs that are killed, hang, lack memory or disk, are cancelled, share their parts: for real, with the real worker."""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from so2sat_qgis_plugin.engine.embedding.parts import Parts
from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.embedding.run import Embedded
from so2sat_qgis_plugin.engine.embedding.run import run as run_plan
from so2sat_qgis_plugin.engine.embedding.settle import settle
from so2sat_qgis_plugin.engine.errors import Cancelled, So2SatError, WorkerDied, WorkerHung
from so2sat_qgis_plugin.engine.features.parts import PartFeatures
from so2sat_qgis_plugin.runtime.client import Worker
from tests.support import runs
from tests.support.data import ROOT
from tests.support.progress import Log
from tests.support.scenes import write
from tests.support.small_disk import small_disk
from tests.support.waiting import LONG

ROWS, COLUMNS, BLOCKS = 560, 600, 9
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture(scope="module")
def made(shared_worker: Worker, module: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Request, np.ndarray]:
    """A run of nine blocks, and what it gives uninterrupted."""
    folder = tmp_path_factory.mktemp("made")
    request = of(runs.scene(folder / "s.tif", ROWS, COLUMNS), module)
    return request, runs.embed(request, folder, shared_worker)


def of(raster: str, module: str) -> Request:
    return Request(raster, module, window=8, stride=4, mode="exact", backend="openvino")


@pytest.fixture
def checks(made: tuple[Request, np.ndarray]) -> Path:
    """Where the module's checks are kept, made once: they take TensorFlow's start."""
    return Path(made[0].raster).parent


@pytest.fixture
def request_(made: tuple[Request, np.ndarray]) -> Request:
    return made[0]


@pytest.fixture
def expected(made: tuple[Request, np.ndarray]) -> np.ndarray:
    return made[1]


@pytest.fixture
def worker(own_worker: Worker) -> Worker:
    return own_worker


def midway(home: Path, action: Callable[[], None], parts: int = 2) -> Callable[[float], None]:
    """Return an `at_report` that does `action` once, when so many parts are there."""
    due = iter([action])

    def at_report(fraction: float) -> None:
        if len(runs.part_files(home)) >= parts:
            next(due, lambda: None)()

    return at_report


class Hanging(Worker):
    """A worker that can be hung, which shows soon; one that is slow to start does not count as hung."""

    def hang(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGSTOP)
        self._hung_after = 1.0

    def restart(self) -> None:
        self._hung_after = LONG
        super().restart()


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    with Hanging(os.environ["SO2SAT_PYTHON"], hung_after=LONG) as started:
        yield started


def run(request: Request, home: Path, worker: Worker, log: Log, in_run: Callable[[], None], checks: Path) -> np.ndarray:
    """Embed; `in_run` is called at every check for cancel once the run has begun."""
    settled = settle(request, checks, worker, log)
    log.at_check = in_run
    with Parts(home / "runs", settled.fingerprint()) as parts:
        return runs.assemble(PartFeatures(Embedded(settled, parts, run_plan(settled, parts, worker, log))))


def killer(worker: Worker, times: int) -> Callable[[], None]:
    """Return what kills the worker, and each that follows it, until it has killed so often."""
    killed: set[int] = set()

    def kill() -> None:
        if len(killed) < times and worker.pid not in killed:
            killed.add(worker.pid)
            os.kill(worker.pid, signal.SIGKILL)

    return kill


def test_a_killed_worker_is_started_again(
    request_: Request, worker: Worker, tmp_path: Path, expected: np.ndarray, checks: Path
) -> None:
    log = Log(midway(tmp_path, lambda: os.kill(worker.pid, signal.SIGKILL)))
    found = runs.embed(request_, tmp_path, worker, log, checks=checks)
    assert "signal 9" in log.text and "It is started again." in log.text
    assert np.array_equal(found, expected)


@pytest.mark.parametrize("mode", ["exact", "dense"])
def test_killed_over_and_over_it_takes_smaller_batches(
    request_: Request, worker: Worker, tmp_path: Path, expected: np.ndarray, mode: str, checks: Path
) -> None:
    log = Log()
    found = run(replace(request_, mode=mode), tmp_path, worker, log, killer(worker, 3), checks)
    assert log.text.count("started again") == 3 and "batches of 1/16 the size" in log.text
    assert np.abs(found - expected).max() <= 1e-4 * np.abs(expected).max()


def test_killed_once_more_it_says_so_and_goes_on_later(
    request_: Request, worker: Worker, tmp_path: Path, expected: np.ndarray, checks: Path
) -> None:
    log = Log()
    kill = killer(worker, 4)

    def once_some_are_there() -> None:
        if len(runs.part_files(tmp_path)) >= 3:
            kill()

    with pytest.raises(WorkerDied, match=r"ended unexpectedly \(signal 9.*run the same again"):
        run(request_, tmp_path, worker, log, once_some_are_there, checks)
    there = {path: path.stat().st_mtime_ns for path in runs.part_files(tmp_path)}
    assert 3 <= len(there) < BLOCKS
    log = Log()
    with runs.start() as fresh:
        assert np.array_equal(runs.embed(request_, tmp_path, fresh, log, checks=checks), expected)
    assert f"{len(there)} of {BLOCKS} blocks are there from an earlier run" in log.text
    assert all(path.stat().st_mtime_ns == time for path, time in there.items())


def test_a_hung_worker_is_started_again(
    request_: Request, hanging: Hanging, tmp_path: Path, expected: np.ndarray, checks: Path
) -> None:
    log = Log(midway(tmp_path, hanging.hang))
    assert np.array_equal(runs.embed(request_, tmp_path, hanging, log, checks=checks), expected)
    assert "no sign of life for 1 s" in log.text and "It is started again." in log.text


def test_a_worker_that_hangs_twice_is_given_up(
    request_: Request, hanging: Hanging, tmp_path: Path, checks: Path
) -> None:
    with pytest.raises(WorkerHung, match="Finished parts are kept"):
        run(request_, tmp_path, hanging, Log(), hanging.hang, checks)


def test_cancel_keeps_what_is_done(
    request_: Request, worker: Worker, tmp_path: Path, expected: np.ndarray, checks: Path
) -> None:
    log = Log(midway(tmp_path, lambda: setattr(log, "cancelled", True)))
    with pytest.raises(Cancelled, match=r"^Cancelled; \d+ of \d+ blocks are kept for the next run\.$"):
        runs.embed(request_, tmp_path, worker, log, checks=checks)
    there = len(runs.part_files(tmp_path))
    assert 1 <= there < BLOCKS and not list((tmp_path / "runs").glob("*/*.tmp"))
    with runs.start() as fresh:
        log = Log()
        assert np.array_equal(runs.embed(request_, tmp_path, fresh, log, checks=checks), expected)
    assert f"{there} of {BLOCKS} blocks are there" in log.text


def test_damaged_parts_are_made_anew(
    request_: Request, worker: Worker, tmp_path: Path, expected: np.ndarray, checks: Path
) -> None:
    runs.embed(request_, tmp_path, worker, checks=checks)
    truncated, flipped, gone, *others = runs.part_files(tmp_path)
    truncated.write_bytes(truncated.read_bytes()[:-1000])
    content = bytearray(flipped.read_bytes())
    content[len(content) // 2] ^= 16
    flipped.write_bytes(content)
    gone.unlink()
    log = Log()
    assert np.array_equal(runs.embed(request_, tmp_path, worker, log, checks=checks), expected)
    assert f"{len(others)} of {BLOCKS} blocks are there" in log.text


@pytest.mark.parametrize("way", ["written over", "replaced"])
def test_a_raster_that_changes_while_it_is_read(
    module: str, worker: Worker, tmp_path: Path, way: str, checks: Path
) -> None:
    request = of(runs.scene(tmp_path / "s.tif", ROWS, COLUMNS), module)

    def change() -> None:
        name = "s.tif" if way == "written over" else "new.tif"
        runs.scene(tmp_path / name, ROWS, COLUMNS, seed=1)
        if way == "replaced":
            os.replace(tmp_path / "new.tif", tmp_path / "s.tif")

    with pytest.raises(So2SatError, match=r"s\.tif was changed while it was read|may be damaged or was replaced"):
        runs.embed(request, tmp_path, worker, Log(midway(tmp_path, change)), checks)
    assert 0 < len(runs.part_files(tmp_path)) < BLOCKS
    log = Log()
    found = runs.embed(request, tmp_path, worker, log, checks=checks)
    assert "blocks are there" not in log.text, "stale parts were taken"
    assert np.array_equal(found, runs.embed(request, tmp_path / "afresh", worker, checks=checks))


def test_a_full_disk_under_the_parts(
    request_: Request, worker: Worker, tmp_path: Path, expected: np.ndarray, checks: Path
) -> None:
    with small_disk(tmp_path / "home", 2400) as disk:
        with pytest.raises(So2SatError, match="Parts cannot be written to .*No space left.*SO2SAT_HOME"):
            run(request_, disk.path, worker, Log(), lambda: None, checks)
        there = len(runs.part_files(disk.path))
        assert 1 <= there < BLOCKS
        disk.resize(20_000)
        log = Log()
        assert np.array_equal(run(request_, disk.path, worker, log, lambda: None, checks), expected)
        assert f"{there} of {BLOCKS} blocks are there" in log.text


def compressed(tmp_path: Path) -> str:
    options = ["TILED=YES", "BLOCKXSIZE=128", "BLOCKYSIZE=128", "COMPRESS=DEFLATE"]
    return write(tmp_path / "c.tif", runs.pixels(ROWS, COLUMNS), runs.BANDS, options=options)


@pytest.mark.parametrize("share", [0.0001, 0.3, 0.9, 0.9999])
def test_truncated_input(module: str, worker: Worker, tmp_path: Path, share: float, checks: Path) -> None:
    path = Path(compressed(tmp_path))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(So2SatError, match=r"c\.tif (cannot be (opened|read)|has)"):
        runs.embed(of(str(path), module), tmp_path, worker, checks=checks)


@pytest.mark.parametrize("place", ["file's head", "first tile", "last tile"])
def test_bit_flipped_input(module: str, worker: Worker, tmp_path: Path, place: str, checks: Path) -> None:
    """A flip that breaks the file or a compressed stream; one inside pixel values no reader can tell."""
    path = Path(compressed(tmp_path))
    dataset = gdal.Open(str(path))
    offsets = {
        "file's head": 0,
        "first tile": int(dataset.GetRasterBand(1).GetMetadataItem("BLOCK_OFFSET_0_0", "TIFF")),
        "last tile": int(dataset.GetRasterBand(10).GetMetadataItem("BLOCK_OFFSET_4_4", "TIFF")),
    }
    del dataset
    content = bytearray(path.read_bytes())
    content[offsets[place]] ^= 4
    path.write_bytes(content)
    with pytest.raises(So2SatError, match=r"c\.tif cannot be (opened|read at row .* may be damaged)"):
        runs.embed(of(str(path), module), tmp_path, worker, checks=checks)


SECOND = """
import sys
from pathlib import Path
import numpy as np
from so2sat_qgis_plugin.engine.embedding.parts import Parts
from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.embedding.run import Embedded, run
from so2sat_qgis_plugin.engine.embedding.settle import settle
from so2sat_qgis_plugin.engine.features.parts import PartFeatures
from tests.support import runs
from tests.support.waiting import LONG
from tests.support.progress import Log
raster, module, home, checks, target = sys.argv[1:]
with runs.start() as worker:
    request = Request(raster, module, window=8, stride=4, mode="exact", backend="openvino")
    settled = settle(request, Path(checks), worker, Log())
    with Parts(Path(home) / "runs", settled.fingerprint()) as parts:
        print("open", flush=True)
        sys.stdin.readline()
        done = Embedded(settled, parts, run(settled, parts, worker, Log()))
        np.save(target, runs.assemble(PartFeatures(done)))
        parts.delete()
"""


def test_two_runs_of_the_same_at_once(
    request_: Request, module: str, tmp_path: Path, expected: np.ndarray, checks: Path
) -> None:
    home = tmp_path / "home"
    command = [sys.executable, "-c", SECOND, request_.raster, module, str(home), str(checks)]
    started = [
        subprocess.Popen(
            [*command, str(tmp_path / f"{i}.npy")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
        )
        for i in range(2)
    ]
    try:
        for process in started:
            assert process.stdout.readline() == b"open\n"
        for process in started:
            process.stdin.write(b"go\n")
            process.stdin.flush()
        assert [process.wait(timeout=LONG) for process in started] == [0, 0]
    finally:
        for process in started:
            process.kill()
            process.communicate()
    for i in range(2):
        assert np.array_equal(np.load(tmp_path / f"{i}.npy"), expected)
    assert [path.name for path in (home / "runs").iterdir()] == ["runs.lock"]


def limited(tmp_path: Path, mebibytes: int) -> Worker:
    """Start a worker that gets no more address space than that."""
    script = tmp_path / "python"
    script.write_text(f'#!/bin/sh\nulimit -v {mebibytes * 1024}\nexec "{os.environ["SO2SAT_PYTHON"]}" "$@"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return Worker(script)


def test_a_worker_without_memory_takes_smaller_batches(shared_worker: Worker, tmp_path: Path) -> None:
    """A batch of 16 windows needs layers of 470 MB, of which several do not fit."""
    raster = runs.scene(tmp_path / "s.tif", 320, 320)
    module = runs.small_module(shared_worker, tmp_path / "modules", filters=8192)
    request = Request(raster, module, window=32, stride=32, mode="exact", backend="openvino")
    expected = runs.embed(request, tmp_path / "roomy", shared_worker)
    with limited(tmp_path, 1300) as worker:
        found = runs.embed(request, tmp_path / "tight", worker, checks=tmp_path / "roomy")
    assert np.abs(found - expected).max() <= 1e-4 * np.abs(expected).max()


def test_a_worker_without_memory_takes_smaller_pieces(shared_worker: Worker, resnet20: str, tmp_path: Path) -> None:
    """A piece of 900,000 pixels needs about 400 MB of layers."""
    raster = runs.scene(tmp_path / "s.tif", 860, 860)
    request = Request(raster, resnet20, window=32, stride=8, mode="dense", backend="openvino", calibrate=False)
    expected, log = runs.embed(request, tmp_path / "roomy", shared_worker), Log()
    with limited(tmp_path, 1650) as worker:
        found = runs.embed(request, tmp_path / "tight", worker, log, checks=tmp_path / "roomy")
    assert "ran out of memory" in log.text and "It is started again, with batches of 1/" in log.text
    assert np.abs(found - expected).max() <= 1e-4 * np.abs(expected).max()
