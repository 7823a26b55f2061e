"""Bundles: whole ones are read back, everything else is refused and says why."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.modules import bundle, catalogue, resolve
from so2sat_qgis_plugin.engine.modules.store import content_hash
from so2sat_qgis_plugin.engine.progress import Progress

MANIFEST = {
    "classes": [{"code": 1, "name": "Ä", "color": "#010203"}],
    "dims": 3,
    "feature_names": ["a", "b", "c"],
    "embedding": None,
    "versions": {"scikit-learn": "1"},
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    bundle.write(tmp_path / "b.so2sat", MANIFEST, b"estimator" * 1000)
    return tmp_path / "b.so2sat"


def rewritten(path: Path, manifest: object = None, estimator: bytes | None = None) -> Path:
    with zipfile.ZipFile(path) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(bundle.MANIFEST, old[bundle.MANIFEST] if manifest is None else json.dumps(manifest))
        archive.writestr(bundle.ESTIMATOR, old[bundle.ESTIMATOR] if estimator is None else estimator)
    return path


def test_round_trip(path: Path) -> None:
    found = bundle.read(path)
    assert found.estimator == b"estimator" * 1000
    assert [(c.code, c.name, c.color) for c in found.classes] == [(1, "Ä", "#010203")]


@pytest.mark.parametrize("size", [0, 1, 30, 200, -1, -30])
def test_truncated(path: Path, size: int) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:size])
    with pytest.raises(So2SatError, match="no whole bundle"):
        bundle.read(path)


def test_every_flipped_byte_of_the_estimator_is_noticed(path: Path) -> None:
    content = path.read_bytes()
    start = content.index(b"estimatorestimator")
    for place in (start, start + 500, start + 4000):
        broken = bytearray(content)
        broken[place] ^= 1
        path.write_bytes(broken)
        with pytest.raises(So2SatError, match="no whole bundle|damaged"):
            bundle.read(path)


@pytest.mark.parametrize("content", [b"", b"<html>404</html>", b"PK\x03\x04 and nothing", b"\x80\x04K\x01."])
def test_foreign_files(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.so2sat").write_bytes(content)
    with pytest.raises(So2SatError, match="no whole bundle"):
        bundle.read(tmp_path / "x.so2sat")


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(So2SatError, match="cannot be read: No such file"):
        bundle.read(tmp_path / "none.so2sat")


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"classes": []},
        {"classes": [{"code": 0, "name": "x", "color": "#000000"}]},
        {"classes": [{"code": 1, "name": "x", "color": "red; }"}]},
        {"classes": "x"},
        {"dims": "3"},
        {"embedding": 5},
        {"estimator": []},
        {"versions": None},
        {"estimator": {}},
        {"feature_names": [1, 2, 3]},
        {"classes": [{"code": True, "name": "x", "color": "#000000"}]},
        {"classes": [{"code": 1, "name": "half \ud800", "color": "#000000"}]},
        {"classes": [{"code": 1, "name": name, "color": "#000000"} for name in "ab"]},
    ],
)
def test_manifests_that_are_not_ours(path: Path, change: dict[str, object]) -> None:
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read(bundle.MANIFEST))
    with pytest.raises(So2SatError, match="no whole bundle"):
        bundle.read(rewritten(path, {**manifest, **change}))


@pytest.mark.parametrize("manifest", [[], 5, "x"])
def test_manifests_of_other_kinds(path: Path, manifest: object) -> None:
    with pytest.raises(So2SatError, match="no whole bundle"):
        bundle.read(rewritten(path, manifest))


def test_newer_version_says_so(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read(bundle.MANIFEST))
    with pytest.raises(So2SatError, match="version 2, this plugin knows version 1"):
        bundle.read(rewritten(path, {**manifest, "version": 2}))


def test_swapped_estimator(path: Path) -> None:
    with pytest.raises(So2SatError, match="damaged"):
        bundle.read(rewritten(path, estimator=b"another"))


def test_bomb_is_not_unpacked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MAX_ESTIMATOR", 1 << 20)
    with pytest.raises(So2SatError, match="larger than 1 MiB"):
        bundle.read(rewritten(path, estimator=bytes(64 << 20)))


def test_size_that_lies_is_not_believed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MAX_ESTIMATOR", 1 << 20)
    content = bytearray(rewritten(path, estimator=bytes(64 << 20)).read_bytes())
    size = (64 << 20).to_bytes(4, "little")
    assert content.count(size) == 2
    path.write_bytes(bytes(content).replace(size, (100).to_bytes(4, "little")))
    with pytest.raises(So2SatError, match="no whole bundle|damaged"):
        bundle.read(path)


def test_other_members_are_never_touched(path: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../evil.py", "print(1)")
        archive.writestr("/etc/evil", "x")
    before = set(tmp_path.iterdir())
    assert bundle.read(path).estimator
    assert set(tmp_path.iterdir()) == before


def test_encrypted_member(path: Path) -> None:
    content = bytearray(path.read_bytes())
    out = io.BytesIO(bytes(content))
    with zipfile.ZipFile(out) as archive:
        offset = archive.start_dir
    content[offset + 8] |= 1  # the flag of the first entry of the directory
    path.write_bytes(content)
    with pytest.raises(So2SatError, match="no whole bundle"):
        bundle.read(path)


@pytest.fixture
def module(tmp_path: Path) -> dict[str, object]:
    """What an embedding says of a built-in module: files in the right places, which nothing here runs."""
    folder = tmp_path / "builtin"
    (folder / "variables").mkdir(parents=True)
    (folder / "saved_model.pb").write_bytes(b"a graph")
    catalogue.write_provenance(folder, catalogue.Entry(name="builtin", kind="builtin"), [])
    return {"module_folder": str(folder), "module_hash": content_hash(folder)}


def carrying(tmp_path: Path, module: dict[str, object], **files: bytes) -> str:
    path = tmp_path / "carrying.so2sat"
    carried = {**resolve.bundled_files(module), **files}
    bundle.write(path, {**MANIFEST, "embedding": module}, b"estimator", carried)
    return str(path)


def test_a_built_in_module_is_carried(tmp_path: Path, module: dict[str, object]) -> None:
    found = resolve.resolve(carrying(tmp_path, module), tmp_path / "home", Progress())
    assert found.content_hash == module["module_hash"] and found.entry.kind == "builtin"
    assert found.folder is not None and (found.folder / "saved_model.pb").read_bytes() == b"a graph"
    assert found.folder.is_relative_to(tmp_path / "home")


def test_another_module_is_not_carried(tmp_path: Path, module: dict[str, object]) -> None:
    folder = Path(str(module["module_folder"]))
    catalogue.write_provenance(folder, catalogue.Entry(name="large", kind="hub"), [])
    assert resolve.bundled_files(module) == {}
    with pytest.raises(So2SatError, match="carries no module"):
        resolve.resolve(carrying(tmp_path, module), tmp_path / "home", Progress())


@pytest.mark.parametrize("name", ["../../outside", "variables/more", "saved_model.pb"])
def test_a_carried_module_that_was_tampered_with_is_refused(
    tmp_path: Path, module: dict[str, object], name: str
) -> None:
    path = carrying(tmp_path, module, **{name: b"other"})
    with pytest.raises(So2SatError, match="carries no module|is damaged: its module"):
        resolve.resolve(path, tmp_path / "home", Progress())
    assert not (tmp_path / "outside").exists() and not list((tmp_path / "home").rglob("saved_model.pb"))


def test_a_cached_module_that_was_changed_is_refused(tmp_path: Path, module: dict[str, object]) -> None:
    path, home = carrying(tmp_path, module), tmp_path / "home"
    found = resolve.resolve(path, home, Progress())
    assert found.folder is not None
    (found.folder / "saved_model.pb").write_bytes(b"another graph")
    with pytest.raises(So2SatError, match="was changed since it was made"):
        resolve.resolve(path, home, Progress())
