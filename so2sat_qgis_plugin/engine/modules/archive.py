"""Unpack a module's archive: plain files and folders only, inside the target, within a size bound."""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
import zlib
from pathlib import Path, PurePosixPath

from ..errors import So2SatError
from ..progress import Progress
from .store import is_module

MAX_UNPACKED = 4 << 30  # bytes; the largest modules of the catalogue unpack to about 100 MB
MAX_MEMBERS = 2000
_CHUNK = 1 << 20


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
        with tarfile.open(archive, "r:*") as tar:
            _extract(tar, archive, folder, progress, max_bytes)
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk's fault, not the archive's
        raise So2SatError(
            f"{archive} is not a complete .tar.gz archive ({error}). It may be a web page or a broken-off download: "
            "fetch it again."
        ) from error
    _drop_enclosing_folder(folder)
    if not is_module(folder):
        raise So2SatError(f"{archive} holds no module: there is no saved_model.pb with a folder 'variables' in it.")


def _extract(tar: tarfile.TarFile, archive: Path, folder: Path, progress: Progress, max_bytes: int) -> None:
    total = 0
    for number, member in enumerate(tar):
        progress.check()
        target = folder / _safe_name(member, archive)
        total += member.size
        if total > max_bytes or number >= MAX_MEMBERS:
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
        with source, target.open("xb") as file:
            shutil.copyfileobj(source, file, _CHUNK)
    _read_to_end(tar, progress)


def _read_to_end(tar: tarfile.TarFile, progress: Progress) -> None:
    """Read what follows the last member: only at its end does a gzip stream check its own sum."""
    assert tar.fileobj is not None
    for _ in range(64):
        progress.check()
        if not tar.fileobj.read(_CHUNK):
            return
    raise tarfile.ReadError("data after the end of the archive")


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
