"""Unpack a module's archive: plain files and folders only, inside the target, within a size bound."""

from __future__ import annotations

import errno
import gzip
import hashlib
import os
import shutil
import tarfile
import zlib
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from ..errors import So2SatError
from ..progress import Progress
from .store import is_module

MAX_UNPACKED = 4 << 30  # bytes; the largest modules of the catalogue unpack to about 100 MB
MAX_MEMBERS = 2000
_CHUNK = 1 << 20
_MAX_HEADERS = 1 << 15  # bytes before a member; names and attributes of a module's files take a few hundred
# What a file system answers to names that no module has: too long, a file where a folder is to be, …
_NAMES = (errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.EINVAL, errno.ELOOP, errno.EILSEQ)


def sha256_of(path: Path, progress: Progress) -> str:
    """Return the sha256 of a file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            progress.check()
            digest.update(chunk)
    return digest.hexdigest()


def extract_module(archive: Path, folder: Path, progress: Progress, max_bytes: int = MAX_UNPACKED) -> None:
    """Unpack `archive` (.tar.gz or .tar) into the empty `folder`, which then holds saved_model.pb.

    A single enclosing folder is left out. Raises So2SatError for anything that is not a module, for
    members that are links, devices or outside the folder, and for more than `max_bytes` unpacked.
    """
    try:
        with archive.open("rb") as file:
            stream = _Bounded(_unzipped(file, progress), progress)
            with tarfile.open(fileobj=cast(BinaryIO, stream), mode="r:") as tar:
                _extract(tar, stream, archive, folder, progress, max_bytes)
    except (tarfile.TarError, EOFError, zlib.error, ValueError, RecursionError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None and error.errno not in _NAMES:
            raise  # the disk's fault, not the archive's
        raise So2SatError(
            f"{archive} is not a complete .tar.gz archive of a module ({error}). It may be a web page or a broken-off "
            "download: fetch it again."
        ) from error
    _drop_enclosing_folder(folder)
    if not is_module(folder):
        raise So2SatError(f"{archive} holds no module: there is no saved_model.pb with a folder 'variables' in it.")


def _extract(
    tar: tarfile.TarFile, stream: _Bounded, archive: Path, folder: Path, progress: Progress, max_bytes: int
) -> None:
    total = number = 0
    while True:
        stream.allow(_MAX_HEADERS)
        member = tar.next()
        if member is None:
            break
        target = folder / _safe_name(member, archive)
        total += member.size
        number += 1
        if total > max_bytes or number > MAX_MEMBERS:
            raise So2SatError(
                f"{archive} would unpack to more than {max_bytes / 1e9:.1f} GB or {MAX_MEMBERS} files, which no module "
                "needs. It was not unpacked further."
            )
        if member.isdir():
            target.mkdir(parents=True, exist_ok=True)
            continue
        if target.exists():
            raise So2SatError(f"{archive} holds '{member.name}' twice. It is refused.")
        target.parent.mkdir(parents=True, exist_ok=True)
        source = tar.extractfile(member)
        assert source is not None  # a plain file, as _safe_name made sure
        stream.allow(member.size)
        with source, target.open("xb") as file:
            shutil.copyfileobj(source, file, _CHUNK)
    _read_to_end(stream, progress)


def _read_to_end(stream: _Bounded, progress: Progress) -> None:
    """Read what follows the last member: only at its end does a gzip stream check its own sum."""
    for _ in range(64):
        progress.check()
        stream.allow(_CHUNK)
        if not stream.read(_CHUNK):
            return
    raise tarfile.ReadError("data after the end of the archive")


def _unzipped(file: BinaryIO, progress: Progress) -> BinaryIO:
    magic = file.read(2)
    file.seek(0)
    return cast(BinaryIO, gzip.GzipFile(fileobj=_Watched(file, progress))) if magic == b"\x1f\x8b" else file


class _Watched:
    """A file that can be cancelled while it is read: gzip reads a name in its header byte after byte."""

    def __init__(self, file: BinaryIO, progress: Progress) -> None:
        self._file, self._progress = file, progress
        self.seek, self.tell = file.seek, file.tell

    def read(self, size: int = -1) -> bytes:
        self._progress.check()
        return self._file.read(size)


class _Bounded:
    """The unpacked stream as tarfile reads it: forwards, and no more than was allowed, whatever a header declares.

    tarfile takes the whole of a long name or of extended attributes into memory before it can be asked about them.
    """

    def __init__(self, stream: BinaryIO, progress: Progress) -> None:
        self._stream, self._progress = stream, progress
        self._at, self._allowed = 0, _MAX_HEADERS

    def allow(self, count: int) -> None:
        """Let so many bytes be read from here on."""
        self._allowed = count

    def tell(self) -> int:
        return self._at

    def seek(self, position: int) -> int:
        self.read(position - self._at)
        return self._at

    def read(self, size: int) -> bytes:
        self._progress.check()
        if not 0 <= size <= self._allowed:
            raise tarfile.ReadError(f"a header of more than {_MAX_HEADERS:,} bytes, or one that leads backwards")
        self._allowed -= size
        content = self._stream.read(size)
        self._at += len(content)
        return content


def _safe_name(member: tarfile.TarInfo, archive: Path) -> PurePosixPath:
    """Return the relative path of a member; raises So2SatError for anything but plain files and folders inside."""
    name = PurePosixPath(member.name)
    kind = "link" if member.issym() or member.islnk() else "special file"
    if not (member.isfile() or member.isdir()) or member.issparse():
        raise So2SatError(f"{archive} holds the {kind} '{member.name}'; a module is plain files only. It is refused.")
    inside = not name.is_absolute() and ".." not in name.parts and "\\" not in member.name and ":" not in member.name
    if not inside or "\0" in member.name:
        raise So2SatError(f"{archive} holds '{member.name}', which leads out of its folder. It is refused.")
    return name


def _drop_enclosing_folder(folder: Path) -> None:
    entries = list(folder.iterdir())
    if len(entries) == 1 and entries[0].is_dir() and is_module(entries[0]):
        inner = entries[0].rename(folder / f".inner-{os.getpid()}")
        for path in list(inner.iterdir()):
            os.replace(path, folder / path.name)
        shutil.rmtree(inner)
