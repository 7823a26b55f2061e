"""Which Python a runtime is made from."""

import sys
from pathlib import Path

import pytest

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.runtime import interpreters

ROWS = r"""
 -V:3.14 *        C:\Users\Zoë\AppData\Local\Programs\Python\Python314\python.exe
 -V:3.12          C:\Program Files\Python312\python.exe
 -V:3.10-32       C:\Python310-32\python.exe
 -3.11-64         C:\Python311\python.exe
"""


def script(path: Path, answer: str) -> Path:
    path.write_text(f"#!/bin/sh\necho '{answer}'\n")
    path.chmod(0o755)
    return path


def probe_answer(version="[3, 11, 2]", bits=64, missing="[]", free="false") -> str:
    return (
        f'{{"version": {version}, "bits": {bits}, "missing": {missing}, "machine": "x86_64", "free_threaded": {free}}}'
    )


def test_this_machine_has_one():
    found = interpreters.find_base()
    assert found.problem == "" and found.version.startswith("3.")
    assert interpreters.find_base(str(found.path)) == found


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (probe_answer(), ""),
        (probe_answer(version="[3, 9, 2]"), "is Python 3.9"),
        (probe_answer(version="[3, 14, 0]"), "is Python 3.14"),
        (probe_answer(bits=32), "32-bit"),
        (probe_answer(free="true"), "free-threaded"),
        (probe_answer(missing='["ensurepip"]'), "lacks ensurepip .*sudo apt install python3.11-venv"),
        ("Hello", "is not a Python"),
    ],
)
def test_probe_says_why_not(tmp_path, answer, problem):
    named = str(script(tmp_path / "py thon", answer))
    if problem:
        with pytest.raises(So2SatError, match=f"py thon.*{problem}"):
            interpreters.find_base(named)
    else:
        assert interpreters.find_base(named).version == "3.11.2"


def test_none_at_all_lists_what_was_found(tmp_path, monkeypatch):
    old = script(tmp_path / "python3.9", probe_answer(version="[3, 9, 0]"))
    monkeypatch.setattr(interpreters, "candidates", lambda: [old])
    with pytest.raises(So2SatError, match=r"3\.13 is needed, and this machine has .*python3\.9 is Python 3\.9"):
        interpreters.find_base()


def test_candidates_exist_and_are_no_twice():
    found = interpreters.candidates()
    assert found and all(path.is_file() for path in found)
    assert len({path.resolve() for path in found}) == len(found)
    assert all(path != Path(sys.argv[0]) for path in found)


def test_windows_launcher_listing():
    found = [str(path) for path in interpreters.parse_py_launcher(ROWS)]
    assert found[:2] == [r"C:\Program Files\Python312\python.exe", r"C:\Python311\python.exe"]
    assert found[-1].endswith(r"Python314\python.exe") and "Zoë" in found[-1]
