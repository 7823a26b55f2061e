"""Modules fetched from a real server on loopback, as TensorFlow Hub hands them out."""

from __future__ import annotations

import hashlib
import io
import tarfile
from pathlib import Path

import pytest

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.modules.download import download
from so2sat_qgis_plugin.engine.modules.resolve import resolve
from so2sat_qgis_plugin.engine.progress import Progress
from tests.support.loopback import Handler, Server, whole


def module_archive(extra: list[tarfile.TarInfo] = []) -> bytes:  # noqa: B006 (never changed)
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name in ("saved_model.pb", "variables/variables.index"):
            member = tarfile.TarInfo(name)
            member.size = 4
            tar.addfile(member, io.BytesIO(b"data"))
        for member in extra:
            tar.addfile(member)
    return buffer.getvalue()


def test_hub_protocol_end_to_end(server: Server, tmp_path: Path) -> None:
    archive = module_archive()
    server.answers["/hub/module/1"] = lambda handler: handler.head(302, Location="/store", Content_Length=0)
    server.answers["/store"] = lambda handler: whole(handler, archive)

    def fetch(address: str, target: Path, progress: Progress) -> None:
        download(address, target, progress, proxy="", pause=0.01)

    module = resolve(server.address("/hub/module/1"), tmp_path, Progress(), fetch)
    assert server.seen[0][0] == "/hub/module/1?tf-hub-format=compressed"
    assert module.folder is not None and module.folder.name == module.content_hash
    assert (
        hashlib.sha256((module.folder / "saved_model.pb").read_bytes()).hexdigest()
        == hashlib.sha256(b"data").hexdigest()
    )
    assert list((tmp_path / "modules/downloads").iterdir()) == []
    server.seen.clear()
    assert resolve(server.address("/hub/module/1"), tmp_path, Progress(), fetch) == module
    assert server.seen == []


def test_length_that_hides_the_end(server: Server, tmp_path: Path) -> None:
    """Less is announced than the archive has: what arrives is no archive, and is not kept for a resume."""
    archive = module_archive()

    def answer(handler: Handler) -> None:
        handler.head(200, Content_Length=len(archive) // 2)
        handler.wfile.write(archive)

    server.answers["/m"] = answer

    def fetch(address: str, target: Path, progress: Progress) -> None:
        download(address, target, progress, proxy="", pause=0.01)

    with pytest.raises(So2SatError, match="not a complete"):
        resolve(server.address("/m"), tmp_path, Progress(), fetch)
    server.answers["/m"] = lambda handler: whole(handler, archive)
    assert resolve(server.address("/m"), tmp_path, Progress(), fetch).folder is not None


def test_nasty_archive_from_a_server(server: Server, tmp_path: Path) -> None:
    link = tarfile.TarInfo("variables/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    server.answers["/m"] = lambda handler: whole(handler, module_archive([link]))

    def fetch(address: str, target: Path, progress: Progress) -> None:
        download(address, target, progress, proxy="", pause=0.01)

    with pytest.raises(So2SatError, match="holds the link"):
        resolve(server.address("/m"), tmp_path, Progress(), fetch)
    assert not list(tmp_path.rglob("saved_model.pb"))
