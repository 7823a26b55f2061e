"""A standalone Python as its publishers pack it (made of this machine's), and servers on loopback that hand it out."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

UV = Path(sys.executable).with_name("uv")
VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"  # of the Python that is packed
_RELEASES = "https://github.com/astral-sh/python-build-standalone/releases/download"
_LEFT_OUT = {"test", "idlelib", "lib2to3", "tkinter", "turtledemo", "dist-packages", "site-packages", "__pycache__"}


def pack_python(folder: Path) -> Path:
    """Write `cpython-3.x…-install_only.tar.gz` into `folder`: python/bin/python3 and python/lib/python3.x."""
    folder.mkdir(parents=True, exist_ok=True)
    binary = Path(sys.base_prefix, "bin", f"python{VERSION}").resolve()
    library = Path(sysconfig.get_path("stdlib"))
    archive = folder / f"cpython-{VERSION}.9+20260101-x86_64-unknown-linux-gnu-install_only.tar.gz"

    def kept(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
        return (
            None if _LEFT_OUT & set(Path(member.name).parts[3:]) or not (member.isfile() or member.isdir()) else member
        )

    with tarfile.open(archive, "w:gz", compresslevel=1) as file:
        file.add(binary, f"python/bin/python{VERSION}")
        for name in ("python3", "python"):
            link = tarfile.TarInfo(f"python/bin/{name}")
            link.type, link.linkname = tarfile.SYMTYPE, f"python{VERSION}"
            file.addfile(link)
        file.add(library, f"python/lib/python{VERSION}", filter=kept)
    return archive


def pack_uv(folder: Path, version: str) -> Path:
    """Write a wheel of uv around the program that is installed beside this Python."""
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / f"uv-{version}-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        file.write(UV, f"uv-{version}.data/scripts/uv")
    return wheel


def list_uv(site: Path, wheel: Path) -> None:
    """Make `site`/simple/uv/ the package index's page of `wheel`, which it moves there."""
    page = site / "simple" / "uv"
    page.mkdir(parents=True)
    shutil.move(wheel, page / wheel.name)
    digest = hashlib.sha256((page / wheel.name).read_bytes()).hexdigest()
    (page / "index.html").write_text(f'<a href="{wheel.name}#sha256={digest}">{wheel.name}</a>', encoding="utf-8")


def list_python(site: Path, archive: Path) -> Path:
    """Make `site`/releases a mirror of `archive`; return a list of releases for uv, which has one of its own inside."""
    target = site / "releases" / "20260101" / archive.name
    target.parent.mkdir(parents=True)
    shutil.copy(archive, target)
    entry = {
        "name": "cpython", "arch": {"family": "x86_64", "variant": None}, "os": "linux", "libc": "gnu", "major": 3,
        "minor": sys.version_info[1], "patch": 9, "prerelease": "", "variant": None, "build": "20260101",
        "url": f"{_RELEASES}/20260101/{archive.name.replace('+', '%2B')}",
        "sha256": hashlib.sha256(archive.read_bytes()).hexdigest(),
    }  # fmt: skip
    listing = site / "downloads.json"
    listing.write_text(json.dumps({f"cpython-{VERSION}.9-linux-x86_64-gnu": entry}), encoding="utf-8")
    return listing


class _Quiet(SimpleHTTPRequestHandler):
    seen: list[str]

    def do_GET(self) -> None:
        self.seen.append(self.path)
        super().do_GET()

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def served(site: Path, wrap=lambda socket: socket) -> Iterator[tuple[int, list[str]]]:
    """Serve a folder on loopback; yields the port and the paths asked for."""
    handler = type("Handler", (_Quiet,), {"seen": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(site))) as server:
        server.socket = wrap(server.socket)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, handler.seen
        server.shutdown()


def certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for 127.0.0.1 that nobody trusts, and its key."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(command, check=True, capture_output=True)
    return cert, key
