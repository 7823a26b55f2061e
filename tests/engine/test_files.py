"""Outputs of a run appear together or not at all; what a killed one left beside them goes with the next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from so2sat_qgis_plugin.engine import files
from so2sat_qgis_plugin.engine.embedding import leftovers
from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.raster.grid import Transform
from so2sat_qgis_plugin.engine.raster.writer import GeoTiffProfile, GeoTiffWriter
from tests.support.data import ROOT

PROFILE = GeoTiffProfile(10, 10, 1, "uint8", Transform(0, 1, 0, 0, 0, -1), "")


def write_raster(path: Path, value: int, profile: GeoTiffProfile = PROFILE) -> None:
    with GeoTiffWriter(path, profile) as writer:
        writer.write(0, 0, np.full((10, 10), value))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_outputs_appear_together_at_the_end(tmp_path: Path) -> None:
    with files.Outputs():
        write_raster(tmp_path / "map.tif", 7)
        files.write_whole(tmp_path / "report.html", b"new")
        assert not any((tmp_path / name).exists() for name in ("map.tif", "report.html"))
        assert files.whereabouts(tmp_path / "report.html").read_bytes() == b"new"
    assert names(tmp_path) == ["map.tif", "report.html"]
    assert gdal.Open(str(tmp_path / "map.tif")).ReadAsArray().mean() == 7
    assert files.whereabouts(tmp_path / "report.html") == tmp_path / "report.html"


def test_a_run_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "map.tif").write_bytes(b"old")
    done = []
    with pytest.raises(KeyError):
        with files.Outputs():
            write_raster(tmp_path / "map.tif", 7)
            files.write_whole(tmp_path / "report.html", b"new")
            files.afterwards(lambda: done.append(1))
            raise KeyError
    assert names(tmp_path) == ["map.tif"] and (tmp_path / "map.tif").read_bytes() == b"old" and not done


def test_an_output_that_cannot_take_its_name_takes_the_others_back(tmp_path: Path) -> None:
    """The second name is taken by a folder with something in it, in the middle of the run."""
    (tmp_path / "a.txt").write_bytes(b"old")
    done = []
    with pytest.raises(So2SatError, match="None of the outputs of this run was written"):
        with files.Outputs():
            files.write_whole(tmp_path / "a.txt", b"new")
            files.write_whole(tmp_path / "new.txt", b"new")
            files.write_whole(tmp_path / "b.txt", b"new")
            files.afterwards(lambda: done.append(1))
            (tmp_path / "b.txt").mkdir()
            (tmp_path / "b.txt" / "of the user").write_bytes(b"")
    assert names(tmp_path) == ["a.txt", "b.txt"] and (tmp_path / "a.txt").read_bytes() == b"old" and not done


def test_a_folder_is_an_output_too(tmp_path: Path) -> None:
    (tmp_path / "module").mkdir()  # empty, as QGIS makes it
    with files.Outputs(), files.output(tmp_path / "module") as temporary:
        temporary.mkdir()
        (temporary / "saved_model.pb").write_bytes(b"x")
    assert names(tmp_path / "module") == ["saved_model.pb"]


def test_the_last_of_two_with_one_name_counts(tmp_path: Path) -> None:
    with files.Outputs():
        files.write_whole(tmp_path / "a.txt", b"first")
        files.write_whole(tmp_path / "a.txt", b"last")
    assert names(tmp_path) == ["a.txt"] and (tmp_path / "a.txt").read_bytes() == b"last"


def test_what_gdal_keeps_beside_a_raster_goes_with_it(tmp_path: Path) -> None:
    """A colour table of 16 bits does not fit into a GeoTIFF with tiles of names: GDAL writes an .aux.xml."""
    from so2sat_qgis_plugin.engine.legend import LegendClass

    with files.Outputs(), GeoTiffWriter(tmp_path / "map.tif", PROFILE) as writer:
        writer.set_legend([LegendClass(1, "water", "#0000ff")])
    assert names(tmp_path) == ["map.tif", "map.tif.aux.xml"]
    write_raster(tmp_path / "map.tif", 1)
    assert names(tmp_path) == ["map.tif"], "the old names would stay on the new map"


def test_a_long_name_can_be_written(tmp_path: Path) -> None:
    name = "x" * 240 + ".txt"
    files.write_whole(tmp_path / name, b"1")
    assert names(tmp_path) == [name]


WRITES = """
import sys
from pathlib import Path
from so2sat_qgis_plugin.engine import files
with files.Outputs(Path(sys.argv[2])), files.output(sys.argv[1]) as temporary:
    temporary.write_bytes(bytes(1000))
    print(flush=True)
    sys.stdin.read()
"""


def writer(path: Path, ledger: Path) -> subprocess.Popen:
    command = [sys.executable, "-c", WRITES, str(path), str(ledger)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdout.readline()
    return process


def end(process: subprocess.Popen) -> None:
    process.kill()
    process.communicate()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_what_a_killed_run_left_goes_with_the_next_of_that_name(tmp_path: Path) -> None:
    out, home = tmp_path / "out", tmp_path / "home"
    out.mkdir()
    (out / ".map.tif.backup.tmp").write_bytes(b"of the user")
    dead, living = (writer(out / "map.tif", home / leftovers.WRITING) for _ in range(2))
    other = writer(out / "other.tif", home / leftovers.WRITING)
    assert not leftovers.find(home, {})
    for process in (dead, other):
        end(process)
    assert len(list(out.glob(".map.tif.*.tmp"))) == 3
    assert [one.bytes for one in leftovers.find(home, {})] == [1000, 1000]
    files.write_whole(out / "map.tif", b"1")
    assert len(list(out.glob(".map.tif.*.tmp"))) == 2, "the living one's was deleted, or the dead one's was not"
    assert (out / ".map.tif.backup.tmp").exists()
    (found,) = leftovers.find(home, {})
    assert "other.tif" in found.path.name and found.delete()
    living.communicate()  # ends well
    assert names(out) == [".map.tif.backup.tmp", "map.tif"]
    notes = list((home / leftovers.WRITING).iterdir())
    assert len(notes) == 2  # of the dead ones; gone when old
    for note in notes:
        os.utime(note, (time.time() - 7200,) * 2)
    assert not leftovers.find(home, {}) and not list((home / leftovers.WRITING).iterdir())
    assert dead.returncode == -signal.SIGKILL
