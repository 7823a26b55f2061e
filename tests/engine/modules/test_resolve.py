"""The catalogue, content hashes, and what MODULE strings resolve to."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import tarfile
import tracemalloc
from pathlib import Path

import pytest

from so2sat_qgis_plugin.engine.errors import Cancelled, So2SatError
from so2sat_qgis_plugin.engine.modules.archive import extract_module
from so2sat_qgis_plugin.engine.modules.catalogue import Entry, catalogue, write_provenance
from so2sat_qgis_plugin.engine.modules.resolve import resolve
from so2sat_qgis_plugin.engine.modules.store import content_hash
from so2sat_qgis_plugin.engine.progress import Progress
from tests.support.data import RESNET20, needs_shared
from tests.support.progress import Impatient

SO2SAT_BANDS = ("B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12")


def fake_module(folder: Path, weights: bytes = b"w") -> Path:
    """Files named as a module's; nothing here runs them."""
    (folder / "variables").mkdir(parents=True)
    (folder / "saved_model.pb").write_bytes(b"graph")
    (folder / "variables/variables.index").write_bytes(weights)
    return folder


def tar_of(path: Path, members: list[tuple[tarfile.TarInfo, bytes]]) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for member, data in members:
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return path


def plain(name: str, data: bytes = b"x") -> tuple[tarfile.TarInfo, bytes]:
    return tarfile.TarInfo(name), data


MODULE_MEMBERS = [plain("./saved_model.pb", b"graph"), plain("./variables/variables.index", b"w")]


def test_catalogue_has_the_collection(tmp_path: Path) -> None:
    entries = catalogue(tmp_path)
    names = "bigearthnet eurosat resisc45 so2sat uc_merced so2sat-ms eurosat-ms".split()
    assert {f"{name}-resnet50" for name in names} | {"builtin", "so2sat-lcz-resnet20"} == set(entries)
    assert entries["so2sat-ms-resnet50"].bands == SO2SAT_BANDS
    assert entries["so2sat-ms-resnet50"].input_size == 224
    assert entries["eurosat-ms-resnet50"].bands[-1] == "B8A" and len(entries["eurosat-ms-resnet50"].bands) == 13
    assert len(entries["so2sat-lcz-resnet20"].classes) == 17
    assert all(entry.licence and entry.citation for entry in entries.values())


def test_user_entries_win(tmp_path: Path) -> None:
    module = fake_module(tmp_path / "mine")
    values = {"modules": [{"name": "mine", "handle": str(module), "bands": ["B4", "B3"], "window": 16}]}
    (tmp_path / "modules.json").write_text(json.dumps(values))
    resolved = resolve("mine", tmp_path, Progress())
    assert resolved.folder == module and resolved.entry.bands == ("B4", "B3")


@pytest.mark.parametrize("text", ["{", '{"modules": 3}', '{"modules": [{"handle": "x"}]}'])
def test_damaged_user_catalogue(tmp_path: Path, text: str) -> None:
    (tmp_path / "modules.json").write_text(text)
    with pytest.raises(So2SatError, match=r"modules\.json is not a module catalogue"):
        catalogue(tmp_path)


def test_misspelt_field(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text('{"modules": [{"name": "a", "windw": 3}]}')
    with pytest.raises(So2SatError, match="unknown field.*windw"):
        catalogue(tmp_path)


def test_builtin(tmp_path: Path) -> None:
    module = resolve("builtin", tmp_path, Progress())
    assert module.folder is None and module.entry.name == "builtin" and module.entry.window == 32


@needs_shared
def test_demo_folder_is_recognised(tmp_path: Path) -> None:
    module = resolve(str(RESNET20), tmp_path, Progress())
    assert module.entry.name == "so2sat-lcz-resnet20"
    assert module.entry.bands == SO2SAT_BANDS and module.entry.classes_output == "logits"


def test_unknown_folder_works(tmp_path: Path) -> None:
    folder = fake_module(tmp_path / "m")
    module = resolve(str(folder), tmp_path, Progress())
    assert module.entry == Entry() and module.handle == str(folder) and len(module.content_hash) == 64


def test_provenance_is_read(tmp_path: Path) -> None:
    folder = fake_module(tmp_path / "m")
    before = content_hash(folder)
    entry = Entry(name="tuned", bands=("B2", "B3"), window=24)
    write_provenance(folder, entry, [{"what": "fine-tuned"}])
    module = resolve(str(folder), tmp_path, Progress())
    assert module.entry == entry and module.content_hash == before


def test_hash_sees_names_and_bytes(tmp_path: Path) -> None:
    first, second = fake_module(tmp_path / "a"), fake_module(tmp_path / "b")
    assert content_hash(first) == content_hash(second)
    (second / "variables/variables.index").write_bytes(b"v")
    assert content_hash(first) != content_hash(second)
    renamed = fake_module(tmp_path / "c")
    (renamed / "variables/variables.index").rename(renamed / "variables/other.index")
    assert content_hash(first) != content_hash(renamed)


@pytest.mark.parametrize("text", ["no-such", "/no/such/folder", ""])
def test_unknown_text(tmp_path: Path, text: str) -> None:
    with pytest.raises(So2SatError, match="neither a catalogue name"):
        resolve(text, tmp_path, Progress())


def test_folder_that_is_no_module(tmp_path: Path) -> None:
    with pytest.raises(So2SatError, match=r"is no module.*saved_model\.pb"):
        resolve(str(tmp_path), tmp_path, Progress())


def test_archive_is_cached_by_content(tmp_path: Path) -> None:
    archive = tar_of(tmp_path / "m.tar.gz", MODULE_MEMBERS)
    module = resolve(str(archive), tmp_path / "home", Progress())
    assert module.folder == tmp_path / "home/modules" / module.content_hash
    assert module.content_hash == content_hash(fake_module(tmp_path / "same"))
    assert resolve(str(archive), tmp_path / "home", Progress()) == module
    assert [p.name for p in (tmp_path / "home/modules").iterdir() if p.name.startswith("new-")] == []


def test_enclosing_folder_is_left_out(tmp_path: Path) -> None:
    members = [plain("deep/saved_model.pb", b"graph"), plain("deep/variables/variables.index", b"w")]
    module = resolve(str(tar_of(tmp_path / "m.tar.gz", members)), tmp_path / "home", Progress())
    assert module.content_hash == content_hash(fake_module(tmp_path / "same"))


def test_changed_cache_is_refused(tmp_path: Path) -> None:
    archive = tar_of(tmp_path / "m.tar.gz", MODULE_MEMBERS)
    module = resolve(str(archive), tmp_path, Progress())
    assert module.folder is not None
    (module.folder / "variables/variables.index").write_bytes(b"evil")
    with pytest.raises(So2SatError, match="was changed since it was fetched"):
        resolve(str(archive), tmp_path, Progress())


def special(name: str, kind: bytes, link: str = "") -> tuple[tarfile.TarInfo, bytes]:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    return member, b""


@pytest.mark.parametrize(
    ("member", "says"),
    [
        (plain("../evil"), "leads out of its folder"),
        (plain("variables/../../evil"), "leads out of its folder"),
        (plain("/etc/evil"), "leads out of its folder"),
        (plain("C:\\evil"), "leads out of its folder"),
        (special("variables/link", tarfile.SYMTYPE, "/etc/passwd"), "holds the link"),
        (special("variables/hard", tarfile.LNKTYPE, "/etc/passwd"), "holds the link"),
        (special("variables/null", tarfile.CHRTYPE), "special file"),
        (special("variables/fifo", tarfile.FIFOTYPE), "special file"),
    ],
)
def test_nasty_members_are_refused(tmp_path: Path, member: tuple[tarfile.TarInfo, bytes], says: str) -> None:
    archive = tar_of(tmp_path / "m.tar.gz", [*MODULE_MEMBERS, member])
    with pytest.raises(So2SatError, match=says):
        resolve(str(archive), tmp_path / "home", Progress())
    assert not (tmp_path / "evil").exists() and not list((tmp_path / "home").rglob("saved_model.pb"))


def test_name_given_twice(tmp_path: Path) -> None:
    archive = tar_of(tmp_path / "m.tar.gz", [*MODULE_MEMBERS, plain("saved_model.pb", b"other")])
    with pytest.raises(So2SatError, match="twice"):
        resolve(str(archive), tmp_path / "home", Progress())


def test_bomb_stops_at_the_bound(tmp_path: Path) -> None:
    archive = tar_of(tmp_path / "m.tar.gz", [*MODULE_MEMBERS, plain("variables/zeros", bytes(20 << 20))])
    assert archive.stat().st_size < 1 << 20
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(So2SatError, match="would unpack to more than"):
        extract_module(archive, folder, Progress(), max_bytes=1 << 20)
    assert sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) < 1 << 20


def bomb(kind: bytes, size: int) -> bytes:
    """A header that declares `size` bytes of name or attributes, and zeros."""
    member = tarfile.TarInfo("bomb")
    member.type, member.size = kind, size
    return member.tobuf(tarfile.USTAR_FORMAT) + bytes(min(size, 300 << 20))


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE])
def test_a_header_as_large_as_memory_is_not_read(tmp_path: Path, kind: bytes) -> None:
    archive = tmp_path / "m.tar.gz"
    with gzip.open(archive, "wb", 1) as file:
        file.write(bomb(kind, 300 << 20))
    (tmp_path / "out").mkdir()
    tracemalloc.start()
    try:
        with pytest.raises(So2SatError, match="a header of more than 32,768 bytes"):
            extract_module(archive, tmp_path / "out", Progress())
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


def test_many_headers_without_a_member_are_not_read(tmp_path: Path) -> None:
    archive = tmp_path / "m.tar.gz"
    with gzip.open(archive, "wb", 1) as file:
        for _ in range(3000):
            file.write(bomb(tarfile.GNUTYPE_LONGNAME, 512))
    (tmp_path / "out").mkdir()
    with pytest.raises(So2SatError, match="not a complete"):
        extract_module(archive, tmp_path / "out", Progress())


def test_unpacking_is_cancelled_within_a_file(tmp_path: Path) -> None:
    archive = tar_of(tmp_path / "m.tar.gz", [plain("variables/zeros", bytes(100 << 20))])
    (tmp_path / "out").mkdir()
    with pytest.raises(Cancelled):
        extract_module(archive, tmp_path / "out", Impatient(40))
    assert (tmp_path / "out/variables/zeros").stat().st_size < 60 << 20


@pytest.mark.parametrize("name", ["variables/" + "x" * 300, "/".join(["variables"] * 600), "saved_model.pb/below"])
def test_names_that_no_disk_takes(tmp_path: Path, name: str) -> None:
    archive = tar_of(tmp_path / "m.tar.gz", [*MODULE_MEMBERS, plain(name)])
    with pytest.raises(So2SatError, match="not a complete .tar.gz archive of a module"):
        resolve(str(archive), tmp_path / "home", Progress())


def test_many_files(tmp_path: Path) -> None:
    archive = tar_of(tmp_path / "m.tar.gz", [plain(f"variables/{i}", b"") for i in range(3000)])
    with pytest.raises(So2SatError, match="2000 files"):
        resolve(str(archive), tmp_path / "home", Progress())


@pytest.mark.parametrize("cut", [0, 10, 60, -8])
def test_broken_archive(tmp_path: Path, cut: int) -> None:
    archive = tar_of(tmp_path / "m.tar.gz", MODULE_MEMBERS)
    archive.write_bytes(archive.read_bytes()[:cut])
    with pytest.raises(So2SatError, match="not a complete|no module"):
        resolve(str(archive), tmp_path / "home", Progress())


def test_web_page_is_no_archive(tmp_path: Path) -> None:
    page = tmp_path / "m.tar.gz"
    page.write_text("<html>Sign in</html>")
    with pytest.raises(So2SatError, match="not a complete"):
        resolve(str(page), tmp_path / "home", Progress())


def test_not_cached_handle_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(So2SatError, match=r"so2sat:getmodule.*so2sat-ms-resnet50/1\?tf-hub-format=compressed"):
        resolve("so2sat-ms-resnet50", tmp_path, Progress())


def test_moved_module_folder_is_fetched_again(tmp_path: Path) -> None:
    archive = tar_of(tmp_path / "m.tar.gz", MODULE_MEMBERS)
    calls: list[str] = []

    def fetch(address: str, target: Path, progress: Progress) -> None:
        calls.append(address)
        shutil.copy(archive, target)

    handle = "https://example.org/module/1"
    module = resolve(handle, tmp_path, Progress(), fetch)
    resolve(handle, tmp_path, Progress(), fetch)
    assert calls == [f"{handle}?tf-hub-format=compressed"]
    assert module.folder is not None
    shutil.rmtree(module.folder)
    assert resolve(handle, tmp_path, Progress(), fetch) == module
    shutil.rmtree(module.folder)
    tar_of(archive, [plain("saved_model.pb", b"other"), MODULE_MEMBERS[1]])
    with pytest.raises(So2SatError, match="now gives a module with content hash"):
        resolve(handle, tmp_path, Progress(), fetch)


def test_pins(tmp_path: Path) -> None:
    archive = tar_of(tmp_path / "m.tar.gz", MODULE_MEMBERS)

    def fetch(address: str, target: Path, progress: Progress) -> None:
        shutil.copy(archive, target)

    for pin in ({"sha256": "00"}, {"hashes": ["00"]}):
        entry = {"name": "pinned", "handle": "https://example.org/m", **pin}
        (tmp_path / "modules.json").write_text(json.dumps({"modules": [entry]}))
        with pytest.raises(So2SatError, match="the catalogue pins"):
            resolve("pinned", tmp_path, Progress(), fetch)
