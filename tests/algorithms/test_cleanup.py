"""so2sat:cleanup tells what is left, deletes what it is asked to, and nothing that is in use."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.embedding.parts import Parts
from so2sat_qgis_plugin.engine.lock import locked
from so2sat_qgis_plugin.engine.raster.grid import Block
from so2sat_qgis_plugin.runtime import arrays
from tests.algorithms.conftest import Feedback

FINGERPRINT = {"source": "/data/scene.tif", "window": 32, "stride": 10}


@pytest.fixture
def left(so2sat_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """What there may be in a home folder, and arrays of a dead process; the run and the module are 10 days old."""
    monkeypatch.setattr(arrays, "_SHARED_MEMORY", str(tmp_path / "memory"))
    monkeypatch.setattr(arrays.tempfile, "tempdir", str(tmp_path))
    with Parts(so2sat_home / "runs", FINGERPRINT) as parts:
        parts.store(Block(0, 0, 10, 10), {"features": np.zeros((10, 10, 100), np.float32)})
        (parts.folder / "in-use-dead.lock").write_text("process 1")  # of a QGIS that was killed
    found = {
        "run": parts.folder,
        "module": so2sat_home / "modules" / "new-1234",
        "fresh": so2sat_home / "modules" / "new-5678",
        "kept": so2sat_home / "modules" / "builtin-0123",
        "runtime": so2sat_home / "rt-dead",
        "arrays": tmp_path / "memory" / "so2sat-arrays-dead",
    }
    for name in ("module", "fresh", "kept", "runtime", "arrays"):
        found[name].mkdir(parents=True)
    (found["arrays"] / "in-use-0.lock").write_text("process 1")
    (found["arrays"] / "a.npy").write_bytes(bytes(5000))
    old = time.time() - 10 * 86400
    for path in (*found["run"].iterdir(), found["run"], found["module"]):
        os.utime(path, (old, old))
    return found


def there(left: dict[str, Path]) -> set[str]:
    return {name for name, path in left.items() if path.exists()}


def test_it_tells_and_deletes_nothing(run, left: dict[str, Path]) -> None:
    feedback = Feedback()
    outputs = run("cleanup", {}, feedback)
    assert outputs["FOUND"] == 4 and outputs["DELETED"] == 0 and 45_000 < outputs["BYTES"] < 46_000
    assert "Unfinished run over /data/scene.tif (window 32, stride 10, 1 blocks done)" in feedback.text
    assert "10 days old" in feedback.text and str(left["arrays"]) in feedback.text
    assert there(left) == set(left)


def test_it_deletes_what_nobody_uses(run, left: dict[str, Path]) -> None:
    assert run("cleanup", {"DELETE": True})["DELETED"] == 4
    assert there(left) == {"fresh", "kept"}
    assert run("cleanup", {})["FOUND"] == 0


def test_only_what_is_old_enough(run, left: dict[str, Path]) -> None:
    assert [run("cleanup", {"OLDERTHAN": 5})["FOUND"] for _ in range(2)] == [2, 2], "looking made them younger"
    assert run("cleanup", {"DELETE": True, "OLDERTHAN": 5})["DELETED"] == 2
    assert there(left) == {"fresh", "kept", "runtime", "arrays"}


def test_what_is_in_use_stays(run, left: dict[str, Path], so2sat_home: Path) -> None:
    with Parts(so2sat_home / "runs", FINGERPRINT):
        with locked(so2sat_home / "setup.lock"):
            assert run("cleanup", {"DELETE": True})["DELETED"] == 2
    assert {"run", "runtime"} <= there(left)


def test_a_half_written_scene_goes_and_a_kept_one_stays(run, left: dict[str, Path], so2sat_home: Path) -> None:
    scenes = so2sat_home / "scenes"
    scenes.mkdir()
    half, kept = scenes / ".0123.npy.89abcdef.tmp", scenes / "4567.npy"
    for path in (half, kept):
        path.write_bytes(bytes(3000))
        old = time.time() - 2 * 3600
        os.utime(path, (old, old))
    feedback = Feedback()
    assert run("cleanup", {"DELETE": True}, feedback)["DELETED"] == 5
    assert "Scene that was not finished" in feedback.text and not half.exists() and kept.exists()
