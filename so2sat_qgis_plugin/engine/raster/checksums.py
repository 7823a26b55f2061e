"""Compare a raster's files with the checksums that lie beside them: GDAL itself notices few kinds of damage.

A checksum is `FILE.sha256` or `FILE.md5` beside the file, as sha256sum and md5sum write them, or an entry of a SAFE
product's manifest.safe (MD5 or SHA3-256).
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from ..errors import So2SatError
from ..progress import Progress

_BESIDE = {"sha256": 64, "md5": 32}  # hexadecimal digits
_IN_MANIFEST = {"MD5": "md5", "SHA3-256": "sha3_256"}
_MANIFEST, _LEVELS = "manifest.safe", 6  # how far above an image it lies at most
_LARGEST = 64 << 20  # bytes of a manifest
_CHUNK = 1 << 22


@dataclass(frozen=True)
class Checked:
    """How many files have a checksum, and which differ from it."""

    files: int
    damaged: tuple[str, ...]


def check(paths: Sequence[str], progress: Progress) -> Checked:
    """Compare files with their checksums; those without one, and what is no file, are left out."""
    damaged, count = [], 0
    for path in (Path(text) for text in paths if os.path.isfile(text)):
        for kind, expected in _stated(path):
            count += 1
            if _digest(path, kind, progress) != expected:
                damaged.append(str(path))
            break
    return Checked(count, tuple(damaged))


def _stated(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (kind, hexadecimal digest) that are stated for a file."""
    for kind, digits in _BESIDE.items():
        for beside in (Path(f"{path}.{kind}"), path.with_suffix(f".{kind}")):
            if beside.is_file() and beside.stat().st_size < 1 << 16:
                text = beside.read_text(encoding="utf-8", errors="replace")
                found = re.search(rf"\b[0-9a-fA-F]{{{digits}}}\b", text)
                if found:
                    yield kind, found[0].lower()
    for folder in list(path.parents)[:_LEVELS]:
        if (folder / _MANIFEST).is_file():
            yield from _of_manifest(folder / _MANIFEST, path.relative_to(folder).as_posix())
            return


def _of_manifest(manifest: Path, name: str) -> Iterator[tuple[str, str]]:
    if manifest.stat().st_size > _LARGEST:
        return
    try:
        tree = ElementTree.fromstring(manifest.read_bytes())
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise So2SatError(f"{manifest} is damaged ({error}). Fetch the product anew.") from error
    for stream in tree.iter("byteStream"):
        location, checksum = stream.find("fileLocation"), stream.find("checksum")
        if location is None or checksum is None or unquote(location.get("href", "")).removeprefix("./") != name:
            continue
        kind = _IN_MANIFEST.get(checksum.get("checksumName", "").upper())
        if kind:
            yield kind, (checksum.text or "").strip().lower()


def _digest(path: Path, kind: str, progress: Progress) -> str:
    digest = hashlib.new(kind, usedforsecurity=False)
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            progress.check()
            digest.update(chunk)
    return digest.hexdigest()
