"""A Python of its own, where the machine has none that will do: uv, from the package index, fetches its standalone one.

Without internet: a folder of wheels that holds uv's wheel too and, in MIRROR, a copy of the releases; or simply one
`cpython-3.12…-install_only….tar.gz` beside the wheels.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import ssl
import sys
import tarfile
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from html import unescape
from pathlib import Path

from ..engine.errors import So2SatError
from .interpreters import NEWEST, OLDEST, Interpreter, probe
from .job import CommandFailed, Job, without_password

UV = "0.13.9"
PYTHON = "3.12"
_INDEX = "https://pypi.org/simple"
_MOST = 100_000_000  # bytes of uv's wheel; it has 20 million


def fetch_python(job: Job, folder: Path, wheels: str, mirror: str) -> Interpreter:
    """Put a standalone Python into `folder` and return it.

    `wheels`: folder to take uv, or the Python itself, from ("": the package index). `mirror`: address (also file://)
    of a copy of the releases of python-build-standalone, "" for their own. Raises So2SatError where it cannot be had.
    """
    folder.mkdir(parents=True)
    archive = _archive_in(wheels)
    if archive is not None:
        job.say(f"Unpacking {archive.name}")
        _unpack(archive, folder)
    else:
        job.say(f"Fetching Python {PYTHON} (about 35 MB), as this computer has none that will do")
        uv = _uv(job, folder, wheels)
        _install(job, uv, folder, mirror)
    name = "python.exe" if os.name == "nt" else "bin/python3"
    for found in sorted([*folder.glob(name), *folder.glob(f"*/{name}"), *folder.glob(f"*/install/{name}")]):
        tried = probe(found)
        if not tried.problem:
            return tried
        raise So2SatError(f"The Python that was fetched, {found}, {tried.problem}. Name another in Python.")
    raise So2SatError(f"No Python was found in what was fetched to {folder}. Name one in Python.")


def _archive_in(wheels: str) -> Path | None:
    """Return the standalone Python in the folder `wheels`, None where there is none of a version that will do."""
    found = sorted(Path(wheels).glob("cpython-3.*-install_only*.tar.gz")) if wheels else []
    for path in reversed(found):
        version = re.match(r"cpython-(\d+)\.(\d+)", path.name)
        if version and OLDEST <= (int(version[1]), int(version[2])) <= NEWEST:
            return path
    return None


def _unpack(archive: Path, folder: Path) -> None:
    """Unpack, refusing what would land outside (`filter="data"` is younger than the Pythons that QGIS has)."""
    root = folder.resolve()
    try:
        with tarfile.open(archive) as file:
            for member in file.getmembers():
                place = root / member.name
                linked = place.parent / member.linkname if member.issym() else root / member.linkname
                inside = [place, linked] if member.issym() or member.islnk() else [place]
                if not (member.isfile() or member.isdir() or member.issym() or member.islnk()):
                    raise So2SatError(f"{archive} holds {member.name}, which is no file. It is not unpacked.")
                if any(not _is_in(Path(os.path.normpath(path)), root) for path in inside):
                    raise So2SatError(f"{archive} holds {member.name}, which leads out of it. It is not unpacked.")
            file.extractall(root)
    except (OSError, EOFError, tarfile.TarError) as error:
        raise So2SatError(f"{archive} cannot be unpacked: {error}. Fetch it again.") from error


def _is_in(path: Path, root: Path) -> bool:
    return path == root or root in path.parents


def _install(job: Job, uv: Path, folder: Path, mirror: str) -> None:
    command = [str(uv), "python", "install", PYTHON, "--install-dir", str(folder), "--no-bin", "--no-progress"]
    extra = {"UV_CACHE_DIR": str(folder / "cache"), "UV_PYTHON_DOWNLOADS": "automatic", "UV_OFFLINE": "0"}
    if mirror:
        extra["UV_PYTHON_INSTALL_MIRROR"] = mirror
    try:
        job.run(command, f"Fetching Python {PYTHON}", extra)
    except CommandFailed as error:
        raise error.advised(
            " Check the connection and QGIS's proxy settings (Options > Network); name a mirror in Mirror; or put a "
            f"cpython-{PYTHON}…-install_only.tar.gz of github.com/astral-sh/python-build-standalone into the folder of "
            "wheels."
        ) from None


def _uv(job: Job, folder: Path, wheels: str) -> Path:
    """Return uv's program, taken out of its wheel."""
    if wheels:
        found = [path for path in sorted(Path(wheels).glob("uv-*.whl")) if _fits(path.name)]
        if not found:
            raise So2SatError(
                f"A wheel of uv is missing in {wheels}, to fetch a Python with: put it there ('pip download uv' on a "
                "machine of the same kind), or a Python itself (cpython-3.12…-install_only.tar.gz of "
                "github.com/astral-sh/python-build-standalone), or name an interpreter in Python."
            )
        wheel = found[-1]
    else:
        wheel = _fetch_uv(job, folder)
    program = "uv.exe" if os.name == "nt" else "uv"
    try:
        with zipfile.ZipFile(wheel) as file:
            inner = next(name for name in file.namelist() if name.endswith(f".data/scripts/{program}"))
            target = folder / program
            target.write_bytes(file.read(inner))
    except (OSError, zipfile.BadZipFile, StopIteration) as error:
        raise So2SatError(f"{wheel} is no wheel of uv: {error}. Fetch it again.") from error
    target.chmod(0o755)
    return target


def _fits(name: str) -> bool:
    """Whether a wheel of this name runs on this machine."""
    machine = platform.machine().lower()
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(machine, machine)
    if sys.platform == "win32":
        return name.endswith("win_amd64.whl" if machine == "x86_64" else "win_arm64.whl")
    if sys.platform == "darwin":
        return "macosx" in name and ("x86_64" if machine == "x86_64" else "arm64") in name
    return "manylinux_2_17_" in name and f"_{machine}." in name


def _fetch_uv(job: Job, folder: Path) -> Path:
    """Fetch uv's wheel, checked by hash, from the package index (or PIP_INDEX_URL, UV_DEFAULT_INDEX)."""
    index = (os.environ.get("PIP_INDEX_URL") or os.environ.get("UV_DEFAULT_INDEX") or _INDEX).rstrip("/")
    page = f"{index}/uv/"
    listing = _get(job, page).decode("utf-8", "replace")
    for link in re.findall(r'href="([^"]+)"', listing):
        address, _, fragment = urllib.parse.urljoin(page, unescape(link)).partition("#")
        name = urllib.parse.unquote(address.rsplit("/", 1)[-1])
        if name.startswith(f"uv-{UV}-") and name.endswith(".whl") and _fits(name):
            content = _get(job, address)
            if fragment != f"sha256={hashlib.sha256(content).hexdigest()}":
                raise So2SatError(f"{address} is not what {page} promises (its sha256 differs). It is not used.")
            wheel = folder / name
            wheel.write_bytes(content)
            return wheel
    raise So2SatError(
        f"{page} has no uv {UV} for {platform.platform()}, to fetch a Python with. Install a Python 3.10 to 3.13 "
        "(python.org) and name it in Python."
    )


def _get(job: Job, address: str) -> bytes:
    proxies = None if job.proxy is None else ({"http": job.proxy, "https": job.proxy} if job.proxy else {})
    context = ssl.create_default_context()  # what the system trusts, and SSL_CERT_FILE
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler(proxies), urllib.request.HTTPSHandler(context=context)
    )
    job.write(f"Fetching {without_password(address, job.proxy)}")
    parts = urllib.parse.urlsplit(address)
    trusted = ("127.0.0.1", "localhost", *os.environ.get("PIP_TRUSTED_HOST", "").split())
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in trusted):
        raise So2SatError(f"The package index {address} is not https, nor a PIP_TRUSTED_HOST. Change PIP_INDEX_URL.")
    try:
        request = urllib.request.Request(address, headers={"Accept": "text/html, */*", "User-Agent": "so2sat-qgis"})
        with opener.open(request, timeout=30) as response:
            content = bytearray()
            while chunk := response.read(1 << 16):
                job.progress.check()
                content += chunk
                if len(content) > _MOST:
                    raise So2SatError(f"{address} has more than {_MOST / 1e6:.0f} MB. It is not used.")
            return bytes(content)
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise So2SatError(
            f"uv, to fetch a Python with, cannot be had from {without_password(address, job.proxy)}: {reason}. Check "
            "the connection and QGIS's proxy settings (Options > Network), or install a Python 3.10 to 3.13 "
            "(python.org) and name it in Python."
        ) from error
