"""What would be refused by the plugin repository never becomes a zip."""

import re
import shutil
from pathlib import Path

import pytest

from tools.plugin import stage
from tools.release import Unfit, check

# That the plugin itself is fit is proved wherever its zip is made: tests/algorithms/test_plugin.py.


@pytest.fixture
def folder(tmp_path) -> Path:
    """The plugin's folder, but for most of its code, which takes the scanners long."""
    made = stage(tmp_path)
    for room in ("algorithms", "engine", "gui", "runtime", "worker"):
        shutil.rmtree(made / room)
    return made


def change_metadata(folder: Path, old: str, new: str) -> None:
    path = folder / "metadata.txt"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


SPOILT = [
    (lambda f: (f / "a.py").write_text('"""a"""\neval(input())\n'), r"a\.py:2: B307"),
    (lambda f: (f / "b.py").write_text('A = "https://me:geheim7@host.org"\n'), r"b\.py:1: Basic Auth"),
    (lambda f: (f / "LICENSE").unlink(), "LICENSE is missing"),
    (lambda f: (f / "a.pyc").write_bytes(b"x"), r"a\.pyc must not"),
    (lambda f: (f / ".idea").write_bytes(b"x"), r"\.idea must not"),
    (lambda f: (f / "big.bin").write_bytes(bytes(26 << 20)), "more than 26"),
    (lambda f: change_metadata(f, "qgisMaximumVersion=4.99", "qgisMaximumVersion=3.99"), "qgisMaximumVersion"),
    (lambda f: change_metadata(f, "tracker=https", "tracker=ftp"), "tracker is no https"),
    (lambda f: change_metadata(f, "about=", "about=<b>"), "about holds HTML"),
]


def test_what_is_unfit_is_named_all_at_once(folder):
    for spoil, _ in SPOILT:
        spoil(folder)
    with pytest.raises(Unfit) as caught:
        check(folder)
    assert [complaint for _, complaint in SPOILT if not re.search(complaint, str(caught.value))] == []
