"""What goes wrong with real inputs, disks and processes, through Processing: a clear error, nothing under the name."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException, QgsRasterLayer

from tests.algorithms.conftest import Feedback
from tests.support import runs
from tests.support.data import real
from tests.support.scenes import UTM, write
from tests.support.small_disk import small_disk
from tests.support.waiting import wait_until
from tools.qgis_process import Qgis, binary

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def small(tmp_path: Path) -> str:
    return runs.scene(tmp_path / "s.tif", 96, 96)


def refused(run: Run, out: Path, message: str, algorithm: str = "embed", **parameters: Any) -> None:
    """Check that the algorithm refuses, says `message`, and leaves nothing."""
    feedback = Feedback()
    with pytest.raises(QgsProcessingException) as caught:
        run(algorithm, {"STRIDE": 16, "OUTPUT": str(out / "o.tif"), **parameters}, feedback)
    assert re.search(message, f"{caught.value}\n{feedback.text}")
    assert not list(out.iterdir()), "something was left"


def test_a_missing_band_is_named(run: Run, out: Path, resnet20: str) -> None:
    refused(run, out, "B8A", INPUT=real("awkward/worldcereal_s2_202108_9band.tif"), MODULE=resnet20)


def test_smaller_than_a_window(run: Run, out: Path, module: str) -> None:
    path = real("awkward/S2A2A_20190723_022_Barbellino_BOA_10.tif")
    source = gdal.Open(path)
    parameters = {"INPUT": path, "MODULE": module, "BANDS": list(range(1, 11)), "STRIDE": 10, "GRID": 1}
    outputs = run("embed", {**parameters, "OUTPUT": str(out / "o.tif")})
    made = gdal.Open(outputs["OUTPUT"])
    assert (made.RasterYSize, made.RasterXSize) == (-(-source.RasterYSize // 10), -(-source.RasterXSize // 10))
    x0, dx, _, y0, _, dy = source.GetGeoTransform()
    assert made.GetGeoTransform() == pytest.approx((x0, 10 * dx, 0, y0, 0, 10 * dy))


def test_all_nodata(run: Run, out: Path, tmp_path: Path, module: str) -> None:
    path = write(tmp_path / "s.tif", np.zeros((64, 64, 10), np.uint16), runs.BANDS, nodata=0)
    refused(run, out, "no valid pixel", INPUT=path, MODULE=module)
    refused(run, out, "no valid pixel", "landcovermap", INPUT=path)


def test_one_band(run: Run, out: Path, tmp_path: Path, module: str) -> None:
    """Too few for a module of ten; the built-in one takes any."""
    path = write(tmp_path / "s.tif", runs.pixels(96, 96, bands=1))
    refused(run, out, r"1 band|10 bands", INPUT=path, MODULE=module)
    made = gdal.Open(run("embed", {"INPUT": path, "STRIDE": 10, "OUTPUT": str(out / "o.tif")})["OUTPUT"])
    assert (made.RasterYSize, made.RasterXSize, made.RasterCount) == (10, 10, 522)  # 520 features, mean and deviation


def test_another_provider(run: Run, out: Path, small: str, module: str) -> None:
    x, y = UTM[0], UTM[3]
    uri = (
        f"?crs=EPSG:32633&extent={x},{y - 960},{x + 960},{y}&width=96&height=96"
        f"&formula=%22s%401%22%20*%202&s:uri={small}&s:provider=gdal"
    )
    layer = QgsRasterLayer(uri, "twice", "virtualraster")
    assert layer.isValid()
    refused(run, out, "'virtualraster', but only GDAL", INPUT=layer, MODULE=module)


def test_no_crs_works_with_a_warning(run: Run, out: Path, tmp_path: Path, module: str) -> None:
    path = runs.scene(tmp_path / "s.tif", 64, 64, epsg=None)
    feedback = Feedback()
    made = run("embed", {"INPUT": path, "MODULE": module, "STRIDE": 16, "OUTPUT": str(out / "o.tif")}, feedback)
    assert "has no CRS" in feedback.text
    assert gdal.Open(made["OUTPUT"]).GetGeoTransform()[1] == 160


def test_an_output_that_cannot_be_written_is_refused_before_the_work(run: Run, tmp_path: Path, small: str) -> None:
    (tmp_path / "file").write_text("no folder")
    feedback = Feedback()
    for algorithm in ("embed", "landcovermap"):
        with pytest.raises(QgsProcessingException, match="o.tif"):
            run(algorithm, {"INPUT": small, "STRIDE": 16, "OUTPUT": str(tmp_path / "file" / "o.tif")}, feedback)
    assert "windows" not in feedback.text, "it was noticed after the embedding only"


def test_a_folder_that_is_no_module(run: Run, out: Path, tmp_path: Path, small: str) -> None:
    (tmp_path / "empty").mkdir()
    refused(run, out, "empty is no module", INPUT=small, MODULE=str(tmp_path / "empty"))
    refused(run, out, "neither a catalogue name", INPUT=small, MODULE="no-such-module")


def test_a_module_of_other_channels(run: Run, out: Path, small: str, tmp_path: Path, module: str) -> None:
    path = write(tmp_path / "rgb.tif", runs.pixels(96, 96, bands=3), ("B4", "B3", "B2"))
    refused(run, out, "10|B8", INPUT=path, MODULE=module)
    refused(run, out, "Bands names 3 bands", INPUT=small, MODULE=module, BANDS=[1, 2, 3])


def test_more_clusters_than_cells(run: Run, out: Path, small: str, module: str) -> None:
    refused(run, out, r"\[CLUSTERS\] is 50, more than", "landcovermap", INPUT=small, MODULE=module, CLUSTERS=50)


@pytest.mark.parametrize("name, value", [("WINDOW", 2), ("WINDOW", -5), ("STRIDE", -1), ("CELL", -1)])
def test_window_and_cell_must_be_positive(run: Run, out: Path, small: str, name: str, value: int) -> None:
    refused(run, out, rf"\[{name}\] must be at least", INPUT=small, **{name: value})


def test_a_damaged_input(run: Run, out: Path, small: str, module: str) -> None:
    content = Path(small).read_bytes()
    Path(small).write_bytes(content[: len(content) // 2])
    refused(run, out, r"s\.tif", INPUT=small, MODULE=module)


def read(path: str | Path) -> np.ndarray:
    return gdal.Open(str(path)).ReadAsArray()


@pytest.fixture
def long_run(tmp_path: Path, module: str) -> dict[str, Any]:
    """Nine blocks of 64 × 64 cells, of which none is there."""
    path = runs.scene(tmp_path / "long.tif", 560, 600)
    return {"INPUT": path, "MODULE": module, "WINDOW": 8, "STRIDE": 4, "MODE": 1, "BACKEND": 2}


def resumed(run: Run, parameters: dict[str, Any], out: Path, home: Path) -> None:
    """Check that the run goes on where it was, and gives what an uninterrupted one gives."""
    there = len(runs.part_files(home))
    assert there >= 1
    feedback = Feedback()
    run("embed", {**parameters, "OUTPUT": str(out / "resumed.tif")}, feedback)
    assert f"{there} of 9 blocks are there from an earlier run" in feedback.text
    assert not runs.part_files(home), "parts stay after success"
    run("embed", {**parameters, "OUTPUT": str(out / "whole.tif")}, feedback)
    assert np.array_equal(read(out / "resumed.tif"), read(out / "whole.tif"), equal_nan=True)


def test_cancel_midway(run: Run, out: Path, so2sat_home: Path, long_run: dict[str, Any]) -> None:
    feedback = Feedback()
    feedback.progressChanged.connect(lambda percent: feedback.cancel() if percent > 40 else None)
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        run("embed", {**long_run, "OUTPUT": str(out / "o.tif")}, feedback)
    assert not list(out.iterdir())
    resumed(run, long_run, out, so2sat_home)


def test_a_disk_that_fills_while_the_result_is_written(
    run: Run, tmp_path: Path, out: Path, so2sat_home: Path, long_run: dict[str, Any]
) -> None:
    size = 300_000  # KiB; a run refuses to begin where less than 200 MiB would stay free
    with small_disk(tmp_path / "disk", size) as disk:
        filler = disk.path / "filler"

        def fill(line: str) -> bool:
            if "windows/s" in line:  # embedded; writing comes next
                with filler.open("wb") as file:
                    os.posix_fallocate(file.fileno(), 0, (size - 600) * 1024)
            return False

        with pytest.raises(QgsProcessingException, match="o.tif cannot be written: .*No space left"):
            run("embed", {**long_run, "OUTPUT": str(disk.path / "o.tif")}, Feedback(fill))
        assert os.listdir(disk.path) == ["filler"]
        filler.unlink()
        resumed(run, long_run, disk.path, so2sat_home)


def test_a_report_that_does_not_fit_keeps_the_map_back_too(
    run: Run, tmp_path: Path, out: Path, small: str, module: str
) -> None:
    """All outputs of a run appear, or none; the parts of a run whose outputs do not fit stay for the next try."""
    with small_disk(tmp_path / "disk", 64) as disk:
        parameters = {"INPUT": small, "CLUSTERS": 3, "OUTPUT": str(out / "m.tif"), "REPORT": str(disk.path / "r.html")}
        (disk.path / "filler").write_bytes(bytes(63 * 1024 - 4096))
        with pytest.raises(QgsProcessingException, match="r.html cannot be written: No space left"):
            run("cluster", parameters)
        assert not list(out.iterdir()) and os.listdir(disk.path) == ["filler"]
        (disk.path / "filler").unlink()
        run("cluster", parameters)
        assert sorted(os.listdir(out)) == ["m.qml", "m.tif", "m.tif.aux.xml"] and os.listdir(disk.path) == ["r.html"]


def test_a_name_that_is_taken_meanwhile_costs_no_work(
    run: Run, out: Path, so2sat_home: Path, small: str, module: str
) -> None:
    def take(line: str) -> bool:
        if "windows/s" in line:
            (out / "o.tif" / "of another").mkdir(parents=True)
        return False

    parameters = {"INPUT": small, "MODULE": module, "STRIDE": 16, "OUTPUT": str(out / "o.tif")}
    with pytest.raises(QgsProcessingException, match="o.tif cannot be written"):
        run("embed", parameters, Feedback(take))
    assert os.listdir(out) == ["o.tif"] and runs.part_files(so2sat_home)
    shutil.rmtree(out / "o.tif")
    feedback = Feedback()
    run("embed", parameters, feedback)
    assert "1 of 1 blocks are there from an earlier run" in feedback.text and not runs.part_files(so2sat_home)


def workers_of(parent: int) -> list[int]:
    """Return the worker processes that `parent` started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[1]) == parent and fields[0] != "Z" and b"__main__.py" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


@pytest.fixture
def own_workers(cold: None) -> Callable[[], set[int]]:
    """What gives the workers that the test's runs have started, and no others of this process."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("finds workers in /proc")
    before = set(workers_of(os.getpid()))
    return lambda: set(workers_of(os.getpid())) - before


def kill_workers(own_workers: Callable[[], set[int]]) -> None:
    """Kill the workers, once there is one: what was forked may not be a worker yet."""
    wait_until(own_workers, what="a worker")
    for pid in own_workers():
        os.kill(pid, signal.SIGKILL)


def test_a_worker_that_is_killed_while_clustering_is_started_again(
    run: Run, own_workers: Callable[[], set[int]], out: Path, small: str
) -> None:
    def kill(line: str) -> bool:
        if line.startswith("Fitting") and "again" not in feedback.text:
            kill_workers(own_workers)
        return False

    feedback = Feedback(kill)
    run("cluster", {"INPUT": small, "CLUSTERS": 3, "OUTPUT": str(out / "killed.tif")}, feedback)
    assert "signal 9" in feedback.text and "It is started again, and this step with it" in feedback.text
    run("cluster", {"INPUT": small, "CLUSTERS": 3, "OUTPUT": str(out / "whole.tif")})
    assert np.array_equal(read(out / "killed.tif"), read(out / "whole.tif"))


def test_a_worker_that_is_killed_again_and_again_while_clustering(
    run: Run, own_workers: Callable[[], set[int]], out: Path, small: str
) -> None:
    def kill(line: str) -> bool:
        if line.startswith("Fitting"):
            kill_workers(own_workers)
        return False

    feedback = Feedback(kill)
    with pytest.raises(QgsProcessingException, match="signal 9") as caught:
        run("cluster", {"INPUT": small, "CLUSTERS": 3, "OUTPUT": str(out / "o.tif")}, feedback)
    assert feedback.text.count("It is started again") == 2 and not list(out.iterdir())
    assert "parts" not in str(caught.value), "parts are promised that cluster does not keep"


def test_workers_that_are_killed_midway(
    run: Run, own_workers: Callable[[], set[int]], out: Path, so2sat_home: Path, long_run: dict[str, Any]
) -> None:
    feedback, killed = Feedback(), set()

    def kill(percent: float) -> None:
        alive = own_workers() - killed
        if percent > 40:
            for pid in alive:
                os.kill(pid, signal.SIGKILL)
            killed.update(alive)

    feedback.progressChanged.connect(kill)
    with pytest.raises(QgsProcessingException, match=r"worker ended unexpectedly \(signal 9"):
        run("embed", {**long_run, "OUTPUT": str(out / "o.tif")}, feedback)
    assert not list(out.iterdir())
    resumed(run, long_run, out, so2sat_home)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds workers in /proc")
def test_a_qgis_that_is_killed_midway(
    run: Run, qgis: Qgis, out: Path, so2sat_home: Path, long_run: dict[str, Any]
) -> None:
    parameters = {**long_run, "STRIDE": 2, "OUTPUT": str(out / "o.tif")}
    values = [f"{name}={value}" for name, value in parameters.items()]
    process = subprocess.Popen(
        [binary(), "run", "so2sat:embed", "--", *values],
        env=qgis.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
    )
    wait_until(lambda: process.poll() is not None or runs.part_files(so2sat_home), what="a part")
    workers = workers_of(process.pid)
    process.kill()
    output, _ = process.communicate()
    assert process.returncode == -signal.SIGKILL and workers, output.decode()
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers), what="the end of QGIS's worker")
    assert not list(out.glob("*.tif"))
    there = len(runs.part_files(so2sat_home))
    feedback = Feedback()
    run("embed", {**parameters, "OUTPUT": str(out / "resumed.tif")}, feedback)
    assert f"{there} of " in feedback.text and "blocks are there from an earlier run" in feedback.text
    run("embed", {**parameters, "OUTPUT": str(out / "whole.tif")})
    assert np.array_equal(read(out / "resumed.tif"), read(out / "whole.tif"), equal_nan=True)
    assert not runs.part_files(so2sat_home)
