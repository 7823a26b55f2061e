"""Archives of modules: damaged, malicious and merely odd ones."""

from __future__ import annotations

import bz2
import gzip
import io
import os
import tarfile
from pathlib import Path
from random import Random

from so2sat_qgis_plugin.engine.modules.archive import extract_module
from so2sat_qgis_plugin.engine.modules.store import module_files
from so2sat_qgis_plugin.engine.progress import Progress
from tests.campaign import mutate

NAMES = (
    "saved_model.pb", "variables/variables.index", "variables", "./saved_model.pb", "../x", "/tmp/x", "a/../../x",
    "C:x", "x" * 300, "/".join(["d"] * 900), "saved_model.pb/x", "variables/\0", "ä\udcff", "", ".", "..", "//", "con",
    "~/x", "a\\b",
)  # fmt: skip
KINDS = tuple(bytes([byte]) for byte in b"01234567LKxgSDNV\0z")


def prepare(folder: Path) -> None:
    """Nothing is shared."""


def attempt(random: Random, base: None, folder: Path) -> None:
    archive, target = folder / "m.tar.gz", folder / "module"
    archive.write_bytes(_made(random))
    target.mkdir()
    before = set(os.listdir(folder))
    try:
        extract_module(archive, target, Progress(), max_bytes=64 << 20)
        assert module_files(target), "taken for a module without files"
    finally:
        assert set(os.listdir(folder)) == before, "something was written outside"
        assert not [path for path in target.rglob("*") if path.is_symlink()], "a link was made"


def _made(random: Random) -> bytes:
    content = _tar(random)
    if random.random() < 0.4:
        content = mutate.of_bytes(random, content)
    way = random.randrange(10)
    packed = content if way == 0 else bz2.compress(content[: 1 << 20]) if way == 1 else gzip.compress(content, 1)
    return mutate.of_bytes(random, packed) if random.random() < 0.3 else packed


def _tar(random: Random) -> bytes:
    if random.random() < 0.2:
        return _bomb(random)
    buffer = io.BytesIO()
    kind = random.choice((tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT))
    with tarfile.open(fileobj=buffer, mode="w", format=kind, errors="surrogateescape") as tar:
        for name in (
            "saved_model.pb",
            "variables/variables.index",
            *(random.choice(NAMES) for _ in range(random.randrange(4))),
        ):
            member = tarfile.TarInfo(name)
            member.type = random.choice((tarfile.REGTYPE,) * 6 + KINDS)
            member.linkname = random.choice(("", "/etc/passwd", "saved_model.pb", "x" * 200))
            data = random.randbytes(random.choice((0, 1, 511, 512, 513, 100_000)))
            member.size = len(data) if member.isfile() else 0
            if kind == tarfile.PAX_FORMAT:
                member.pax_headers = {
                    random.choice(("path", "size", "GNU.sparse.map", "hdrcharset", "x")): random.choice(NAMES[:6])
                }
            try:
                tar.addfile(member, io.BytesIO(data))
            except (ValueError, OSError):  # a name that this format cannot hold
                continue
    return buffer.getvalue()


def _bomb(random: Random) -> bytes:
    """Headers that declare more than they need: names, attributes, members; alone or by the thousand."""
    member = tarfile.TarInfo("bomb")
    member.type = random.choice((b"L", b"K", b"x", b"g", b"X", b"S", b"0"))
    member.size = random.choice((600, 30_000, 1 << 20, 1 << 30, 1 << 40, 8**11 - 1))
    header = member.tobuf(tarfile.GNU_FORMAT)
    fill = random.choice((b"\0", b"0", b"9", b"1 a=b\n"))
    many = random.choice((1, 1, 3000))
    body = fill * (min(member.size, (64 << 20) // many) // len(fill))
    return (header + body.ljust(-(-len(body) // 512) * 512, b"\0")) * many
