"""Install the pinned packages by pip, and tell in words and bytes how far that is."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from .job import CommandFailed, Job

SIZES = Path(__file__).with_name("sizes.json")  # bytes of each pinned package's wheel, by system; `make lock` writes it
_TRUSTSTORE = (24, 2)  # since then pip asks the system's own store of certificates by itself
_UNITS = {"kB": 1e3, "MB": 1e6, "GB": 1e9, "bytes": 1.0}
_UNREACHED = "name resolution|NewConnectionError|ConnectTimeoutError|ProxyError|Max retries|from versions: none"
_GUESS = 1_000_000  # bytes of a package whose size is not known
_FETCH_SHARE = 0.7  # of the time; the rest is unpacking


def pins(requirements: Path) -> list[str]:
    """Return the rows of a requirements file, without comments."""
    rows = requirements.read_text(encoding="utf-8").splitlines()
    return [row.strip() for row in rows if row.strip() and not row.startswith("#")]


def sizes() -> dict[str, int]:
    """Return the size in bytes of each package's wheel on this system, as far as known."""
    return dict(json.loads(SIZES.read_text(encoding="utf-8")).get(sys.platform, {}))


def download_size() -> int:
    """Return the bytes that a set-up fetches on this system."""
    return sum(sizes().values())


class Tracker:
    """Turns what pip writes, and the growth of the folder it fetches into, to a fraction and a sentence."""

    def __init__(self, job: Job, names: list[str], scratch: Path, packages: Path) -> None:
        known = sizes()
        self._sizes = {name: known.get(name, _GUESS) for name in names}
        self._total = max(sum(self._sizes.values()), 1)
        self._job, self._scratch, self._packages = job, scratch, packages
        self._fetched: dict[str, int] = {}
        self._current, self._size, self._before = "", 0, 0
        self._installing, self._last = False, 0.0

    def watch(self, line: str) -> None:
        """Take a line of pip's output."""
        collecting = re.match(r"Collecting ([\w.-]+)", line)
        fetching = re.match(r"\s*(?:Downloading|Using cached|Processing) (\S+\.whl)\S*(?: \(([\d.]+) (\w+)\))?", line)
        if collecting:
            self._begin(_plain(collecting.group(1)))
        elif fetching:
            name = _plain(re.split(r"[/\\]", fetching.group(1))[-1].split("-")[0])
            self._begin(name)
            if fetching.group(2):
                self._size = int(float(fetching.group(2)) * _UNITS.get(fetching.group(3), 1.0))
            if line.lstrip().startswith("Downloading"):
                self._job.progress.log(f"Fetching {name}{_of(self._size)}")
        elif line.startswith("Installing collected packages"):
            self._begin("")
            self._installing = True
            self._job.progress.log(f"Unpacking {len(self._sizes)} packages")
        self.tick()

    def _begin(self, name: str) -> None:
        if name == self._current:
            return
        if self._current:
            self._fetched[self._current] = self._sizes.get(self._current, _GUESS)
        self._current, self._size = name, self._sizes.get(name, 0)
        self._before = _bytes_in(self._scratch)

    def tick(self) -> None:
        """Say how far it is, at most three times a second."""
        if time.monotonic() - self._last < 0.3:
            return
        self._last = time.monotonic()
        if self._installing:
            self._say_unpacking()
        elif self._current:
            done = min(max(_bytes_in(self._scratch) - self._before, 0), self._size)
            far = f": {done / 1e6:.0f} of {self._size / 1e6:.0f} MB" if self._size >= 1e6 else ""
            self._job.progress.say(f"Fetching {self._current}{far}")
            fetched = min(sum(self._fetched.values()) + done, self._total)
            self._job.progress.report(_FETCH_SHARE * fetched / self._total)

    def _say_unpacking(self) -> None:
        infos = [_plain(path.name.split("-")[0]) for path in self._packages.glob("*.dist-info")]
        here = [name for name in infos if name in self._sizes]
        left = [name for name in self._sizes if name not in here]
        longest = f"; {max(left, key=lambda name: self._sizes[name])} takes longest" if left else ""
        self._job.progress.say(f"Unpacking: {len(here)} of {len(self._sizes)} packages{longest}")
        share = sum(self._sizes[name] for name in here) / self._total
        self._job.progress.report(_FETCH_SHARE + (1 - _FETCH_SHARE) * min(share, 1.0))


def install(job: Job, python: str, folder: Path, requirements: Path, wheels: str, further: list[str]) -> None:
    """Install `requirements` and `further` (rows like theirs) into the virtual environment `folder`.

    From the package index, or from the folder `wheels` alone where that is not "".
    """
    source = ["--no-index", "--find-links", str(Path(wheels).resolve())] if wheels else []
    names = list(dict.fromkeys(_plain(re.split(r"[=<>;\s\[]", row)[0]) for row in pins(requirements)))
    with _scratch(folder) as scratch:
        temporary = dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(scratch))
        pip = [python, "-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *source]
        if not wheels or any(Path(wheels).glob("pip-*.whl")):
            _renew_pip(job, pip, python)
        packages = next(folder.glob("[Ll]ib*/**/site-packages"), folder)
        tracker = Tracker(job, names, scratch, packages)
        command = [*pip, "--progress-bar", "off", "--prefer-binary", "-r", str(requirements), *further]
        try:
            job.run(command, "Installing the packages", temporary, tracker.watch, tracker.tick)
        except CommandFailed as error:
            raise error.advised(_advice(error.tail, wheels, requirements)) from None


def _renew_pip(job: Job, pip: list[str], python: str) -> None:
    """Have a pip that trusts what the system trusts; with an older one it goes on where that cannot be had."""
    found: list[str] = []
    job.run([python, "-I", "-m", "pip", "--version"], "pip", watch=found.append)
    version = re.match(r"pip (\d+)\.(\d+)", found[-1] if found else "")
    if version and (int(version[1]), int(version[2])) >= _TRUSTSTORE:
        return
    wanted = "pip>=" + ".".join(map(str, _TRUSTSTORE))
    try:
        job.run([*pip, "--quiet", "--retries", "1", wanted], "Renewing pip")
    except CommandFailed:
        job.write("pip stays as it is: certificates that only the system trusts may be refused.")


@contextlib.contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    # The system's own temporary folder may be a small one in memory; TensorFlow unpacks to 2 GB.
    scratch = folder / "tmp"
    scratch.mkdir()
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _advice(tail: str, wheels: str, requirements: Path) -> str:
    if "No space left on device" in tail:
        return " The disk is full: make room and run again."
    if "No matching distribution found" in tail and wheels:
        return (
            f" A wheel is missing in {wheels}: fill it on a machine with internet, the same Python and system, "
            f"by pip download -r {requirements.name} -d FOLDER."
        )
    if "CERTIFICATE_VERIFY_FAILED" in tail or "certificate verify failed" in tail:
        return (
            " The package index shows a certificate that this computer does not trust: have the network's own "
            "certificate installed in the system, or name its file in the environment variable SSL_CERT_FILE."
        )
    if re.search(_UNREACHED, tail):
        return (
            " The package index cannot be reached, or lacks it: check the connection and QGIS's proxy settings "
            "(Options > Network), or use Wheels."
        )
    return ""


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _of(size: int) -> str:
    return f" ({size / 1e6:.0f} MB)" if size >= 1e6 else ""


def _bytes_in(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):  # gone meanwhile
            total += path.stat().st_size
    return total
