"""Parts: whole or not at all, checked, shared by processes, never stale."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.embedding.parts import FEATURES, MANIFEST, Parts, delete_run
from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.raster.grid import Block
from tests.support.data import ROOT

BLOCK = Block(3, 64, 5, 4)
DIMS = 7


@pytest.fixture
def features() -> np.ndarray:
    values = np.random.default_rng(0).normal(size=(BLOCK.rows, BLOCK.columns, DIMS)).astype(np.float32)
    values[1, 2] = np.nan
    return values


@contextmanager
def another_process(runs: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the same run open."""
    code = (
        "import sys; from pathlib import Path; from so2sat_qgis_plugin.engine.embedding.parts import Parts\n"
        "with Parts(Path(sys.argv[1]), {'a': 1}) as parts:\n    print('open', flush=True); sys.stdin.read()\n"
        "    parts.delete()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(runs)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        assert process.stdout.readline() == "open\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def test_what_is_stored_comes_back(tmp_path: Path, features: np.ndarray) -> None:
    with Parts(tmp_path, {"a": 1}) as parts:
        assert not parts.has(BLOCK)
        parts.store(BLOCK, {"other": np.arange(20, dtype=np.uint8).reshape(5, 4), FEATURES: features})
    with Parts(tmp_path, {"a": 1}) as again:
        assert again.has(BLOCK)
        assert np.array_equal(again.load(BLOCK, FEATURES), features, equal_nan=True)
        assert again.load(BLOCK, "other")[4, 3] == 19 and again.load(BLOCK, "other").dtype == np.uint8
        assert not again.has(Block(3, 64, 4, 5))
        with pytest.raises(So2SatError, match="holds no codes"):
            again.load(BLOCK, "codes")


def test_any_other_value_of_the_fingerprint_is_another_run(tmp_path: Path, features: np.ndarray) -> None:
    with Parts(tmp_path, {"a": 1, "b": [1, 2]}) as parts:
        parts.store(BLOCK, {"other": np.arange(20, dtype=np.uint8).reshape(5, 4), FEATURES: features})
    for other in ({"a": 1, "b": [1, 3]}, {"a": 2, "b": [1, 2]}, {"a": 1}, {"a": 1, "b": [1, 2], "c": None}):
        with Parts(tmp_path, other) as parts:
            assert not parts.has(BLOCK)
    with Parts(tmp_path, {"b": [1, 2], "a": 1}) as parts:
        assert parts.has(BLOCK)


@pytest.mark.parametrize("length", [0, 1, 3, 4, 40, -5, -4, -1])
def test_a_truncated_part_is_not_there(tmp_path: Path, features: np.ndarray, length: int) -> None:
    with Parts(tmp_path, {}) as parts:
        parts.store(BLOCK, {"other": np.arange(20, dtype=np.uint8).reshape(5, 4), FEATURES: features})
        content = parts.path(BLOCK).read_bytes()
        parts.path(BLOCK).write_bytes(content[:length])
        assert not parts.has(BLOCK)
        with pytest.raises(So2SatError, match="Run the same again"):
            parts.load(BLOCK, FEATURES)
        parts.store(BLOCK, {"other": np.arange(20, dtype=np.uint8).reshape(5, 4), FEATURES: features})
        assert parts.has(BLOCK)


def test_a_part_with_any_bit_flipped_is_not_there(tmp_path: Path, features: np.ndarray) -> None:
    with Parts(tmp_path, {}) as parts:
        parts.store(BLOCK, {"other": np.arange(20, dtype=np.uint8).reshape(5, 4), FEATURES: features})
        content = parts.path(BLOCK).read_bytes()
        for place in range(0, len(content), 17):
            flipped = bytearray(content)
            flipped[place] ^= 1 << (place % 8)
            parts.path(BLOCK).write_bytes(flipped)
            assert not parts.has(BLOCK), f"bit of byte {place}"


def test_a_file_of_zeros_is_not_a_part(tmp_path: Path) -> None:
    """As a power cut may leave it."""
    with Parts(tmp_path, {}) as parts:
        parts.path(BLOCK).write_bytes(bytes(BLOCK.rows * BLOCK.columns * DIMS * 4 + 4))
        assert not parts.has(BLOCK)


def test_the_last_user_deletes_a_run(tmp_path: Path, features: np.ndarray) -> None:
    with another_process(tmp_path) as other:
        with Parts(tmp_path, {"a": 1}) as parts:
            parts.store(BLOCK, {"other": np.arange(20, dtype=np.uint8).reshape(5, 4), FEATURES: features})
            parts.delete()
            assert parts.has(BLOCK), "deleted under another process"
            assert not delete_run(parts.folder)
        other.communicate("")
    assert not parts.folder.exists()
    assert [p.name for p in tmp_path.iterdir()] == ["runs.lock"]


def test_a_killed_user_is_none(tmp_path: Path) -> None:
    with another_process(tmp_path) as other, Parts(tmp_path, {"a": 1}) as parts:
        other.kill()
        other.wait()
        parts.delete()
    assert not parts.folder.exists()


def test_leftovers_of_the_dead_go_and_those_of_the_living_stay(tmp_path: Path) -> None:
    with another_process(tmp_path) as other:
        folder = next(p.parent for p in tmp_path.glob(f"*/{MANIFEST}"))
        written = folder / "part-000000-000000.part.1234abcd.tmp"
        written.write_bytes(b"half a part")
        with Parts(tmp_path, {"a": 1}):
            assert written.exists()
        other.kill()
        other.wait()
        with Parts(tmp_path, {"a": 1}):
            assert not written.exists()


def test_a_folder_that_takes_no_files_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file in the way")
    with pytest.raises(So2SatError, match="Parts cannot be written to .*SO2SAT_HOME"):
        Parts(tmp_path / "runs", {})
