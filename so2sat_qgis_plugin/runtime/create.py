"""Create the runtime: a virtual environment with the pinned packages, used only once it is complete and tested.

Each one is built in a folder of its own under the home folder, where it stays: a virtual environment carries its own
path and does not survive a move. What makes it *the* runtime is `runtime.json`, which is written last, beside
its place, and renamed into it. So a broken runtime has no name to be found by.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from ..engine.errors import Cancelled, So2SatError
from ..engine.files import write_json
from ..engine.lock import Busy, is_locked, locked
from ..engine.progress import Progress
from . import process
from .client import clean_environment
from .environment import POINTER, REQUIREMENTS, fingerprint, read_pointer, venv_python
from .interpreters import Interpreter, find_base

LOG = "setup.log"
DEVICES = ("cpu", "gpu")
IMPORTS = ("tensorflow", "tensorflow_hub", "tf_keras", "openvino", "sklearn", "skops.io", "h5py", "numpy")
_LOCK = "setup.lock"
_PREFIX = "rt-"  # short: TensorFlow's own paths nearly fill the 260 characters that Windows allows
_UNREACHED = "name resolution|NewConnectionError|ConnectTimeoutError|ProxyError|Max retries|from versions: none"
_NEEDED_GB = {"cpu": 4, "gpu": 11}
# pip follows the user's own settings too, which the worker has no use for.
_FOR_PIP = ("NO_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")


@dataclass(frozen=True)
class Setup:
    """What a runtime is made of.

    `python`: base interpreter, "" to look for one. `wheels`: folder to install from without internet, "" to use
    the package index. `device`: one of `DEVICES`. `proxy`: "http://user:password@host:port", "" for none, None for
    what the system says. `imports`: modules that must import at the end.
    """

    python: str = ""
    wheels: str = ""
    device: str = "cpu"
    proxy: str | None = None
    requirements: Path = REQUIREMENTS
    imports: tuple[str, ...] = IMPORTS
    needed_gb: dict[str, int] = field(default_factory=lambda: dict(_NEEDED_GB))


def create(home: Path, setup: Setup, progress: Progress) -> Path:
    """Create the runtime in `home`, make it the one that is used, and return its interpreter.

    An older runtime goes when the new one is ready, and stays as it is where anything fails or is cancelled.
    `home`/setup.log keeps all that was done. Raises So2SatError (nobody else may be creating one; disk full; no
    Python; a package that cannot be had; packages that do not import) and Cancelled.
    """
    home.mkdir(parents=True, exist_ok=True)
    try:
        with locked(home / _LOCK):
            _remove_unused(home)
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=home))
            try:
                about = build(folder, setup, progress, home / LOG)
                _point(home, {"folder": folder.name, **about})
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            _remove_unused(home)
            return venv_python(folder)
    except Busy as error:
        raise So2SatError(
            f"The runtime is being set up already ({error}), perhaps in another QGIS. Wait until that has ended."
        ) from None


def unfinished(home: Path) -> list[Path]:
    """Return the folders of runtimes that are neither in use nor being made."""
    return [] if is_locked(home / _LOCK) else _unused(home)


def build(folder: Path, setup: Setup, progress: Progress, log: Path) -> dict[str, str]:
    """Make the virtual environment `folder`, install, test; return what it is, as `runtime.json` states it."""
    _check(folder, setup)
    with open(log, "w", encoding="utf-8") as file:
        job = _Job(folder, setup, progress, file)
        try:
            base = job.prepare()
            job.install()
            job.self_test()
        except So2SatError as error:
            file.write(f"\n{error}\n")
            if isinstance(error, Cancelled):
                raise
            raise So2SatError(f"{error}\nThe whole log is in {log}") from error
        file.write("\nComplete.\n")
    return {
        "python": base.version,
        "device": setup.device,
        "requirements": fingerprint(setup.requirements),
        "created": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
    }


def _check(folder: Path, setup: Setup) -> None:
    if setup.device == "gpu" and sys.platform != "linux":
        raise So2SatError(
            "TensorFlow drives NVIDIA GPUs on Linux alone (on Windows, inside WSL2). Choose Device CPU; Intel GPUs are "
            "driven through OpenVINO without more."
        )
    if setup.wheels and not Path(setup.wheels).is_dir():
        raise So2SatError(f"Wheels: {setup.wheels} is not a folder. Name one that holds the packages' .whl files.")
    free, needed = shutil.disk_usage(folder).free / 1e9, setup.needed_gb[setup.device]
    if free < needed:
        raise So2SatError(
            f"The runtime needs about {needed} GB, but the disk of {folder.parent} has {free:.1f} GB free. Make room, "
            "or set SO2SAT_HOME to a folder on a larger disk."
        )


class _Job:
    """The steps of one build, which share folder, log and progress."""

    def __init__(self, folder: Path, setup: Setup, progress: Progress, log: TextIO) -> None:
        self._folder, self._setup, self._progress, self._log = folder, setup, progress, log
        self._python = str(venv_python(folder))

    def prepare(self) -> Interpreter:
        """Find the base interpreter and make an empty virtual environment from it."""
        base = find_base(self._setup.python)
        self._say(f"{platform.platform()}; base {base.path}, Python {base.version}; device {self._setup.device}")
        self._say(f"Creating a virtual environment in {self._folder}")
        self._run([str(base.path), "-I", "-m", "venv", "--clear", str(self._folder)], "The virtual environment")
        self._progress.report(0.05)
        return base

    def install(self) -> None:
        """Install the pinned packages by pip, reporting by how many it has come to."""
        rows = _pins(self._setup.requirements)
        with _scratch(self._folder) as scratch:
            command = [self._python, "-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
            command += ["--progress-bar", "off", "--prefer-binary", "-r", str(self._setup.requirements)]
            if self._setup.wheels:
                command += ["--no-index", "--find-links", str(Path(self._setup.wheels).resolve())]
            if self._setup.device == "gpu":
                command += [row.replace("tensorflow", "tensorflow[and-cuda]") for row in rows if "tensorflow==" in row]
            self._say(f"Installing {len(rows)} packages; TensorFlow alone is a download of about 600 MB")
            collected = 0

            def count(line: str) -> None:
                nonlocal collected
                if line.startswith("Collecting "):
                    collected += 1
                    self._progress.report(0.05 + 0.65 * min(collected / max(len(rows), 1), 1.0))
                elif line.startswith("Installing collected packages"):
                    self._progress.report(0.75)

            self._run(command, "Installing the packages", {"TMPDIR": scratch, "TMP": scratch, "TEMP": scratch}, count)
        self._progress.report(0.9)

    def self_test(self) -> None:
        """Import what the worker needs, in the new interpreter, as the worker does."""
        self._say(f"Testing: {', '.join(self._setup.imports)}")
        code = "".join(f"import {name}; print({name!r}, flush=True)\n" for name in self._setup.imports)
        if self._setup.device == "gpu":
            code += "print('GPUs:', tensorflow.config.list_physical_devices('GPU'))\n"
        hint = ""
        if os.name == "nt":
            hint = " On Windows, install Microsoft's Visual C++ Redistributable (x64) and run again."
        self._run([self._python, "-I", "-W", "ignore", "-c", code], "The import test of the new runtime", hint=hint)
        self._progress.report(1.0)

    def _run(
        self,
        command: list[str],
        what: str,
        extra: dict[str, str] | None = None,
        watch: Callable[[str], None] = lambda line: None,
        hint: str = "",
    ) -> None:
        def take(line: str) -> None:
            line = _without_password(line, self._setup.proxy)
            self._log.write(line + "\n")
            self._log.flush()
            if line and not line.startswith(("Requirement already", "Ignoring ")):
                self._progress.log(line)
            watch(line)

        self._log.write(f"\n$ {' '.join(command)}\n")
        try:
            code, tail = process.run(command, {**environment(self._setup.proxy), **(extra or {})}, self._progress, take)
        except OSError as error:
            raise So2SatError(f"{what} could not start: {error}.") from error
        if code != 0:
            tail = _without_password(tail, self._setup.proxy)
            raise So2SatError(f"{what} failed (exit code {code}).{hint}{_advice(tail, self._setup)}\n{tail}")

    def _say(self, message: str) -> None:
        self._progress.log(message)
        self._log.write(message + "\n")
        self._log.flush()


def environment(proxy: str | None) -> dict[str, str]:
    """Return the environment for pip: clean, with the user's pip settings and `proxy` (never on a command line)."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.upper() in _FOR_PIP or name.upper().startswith(("PIP_", "XDG_"))
    }
    if proxy is not None:
        kept = {name: value for name, value in kept.items() if not name.upper().endswith("_PROXY")}
        kept.update({"HTTP_PROXY": proxy, "HTTPS_PROXY": proxy} if proxy else {"NO_PROXY": "*"})
    return {**clean_environment(os.environ), **kept, "PYTHONUTF8": "1", "PIP_NO_INPUT": "1"}


def _pins(requirements: Path) -> list[str]:
    rows = requirements.read_text(encoding="utf-8").splitlines()
    return [row.strip() for row in rows if row.strip() and not row.startswith("#")]


@contextlib.contextmanager
def _scratch(folder: Path) -> Iterator[str]:
    # The system's own temporary folder may be a small one in memory; TensorFlow unpacks to 2 GB.
    scratch = folder / "tmp"
    scratch.mkdir()
    try:
        yield str(scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _without_password(line: str, proxy: str | None) -> str:
    found = re.match(r"\w+://([^@/]+)@", proxy or "")
    return line.replace(found.group(1), "…") if found else line


def _advice(tail: str, setup: Setup) -> str:
    if "No space left on device" in tail:
        return " The disk is full: make room and run again."
    if "No matching distribution found" in tail and setup.wheels:
        return (
            f" A wheel is missing in {setup.wheels}: fill it on a machine with internet, the same Python and system, "
            f"by pip download -r {setup.requirements.name} -d FOLDER."
        )
    if re.search(_UNREACHED, tail):
        return (
            " The package index cannot be reached, or lacks it: check the connection and QGIS's proxy settings "
            "(Options > Network), or use Wheels."
        )
    return ""


def _point(home: Path, about: dict[str, str]) -> None:
    write_json(home / POINTER, about)


def _remove_unused(home: Path) -> None:
    """Delete every runtime's folder but the one in use (called under the lock)."""
    for folder in _unused(home):
        shutil.rmtree(folder, ignore_errors=True)


def _unused(home: Path) -> list[Path]:
    used = (read_pointer(home) or {}).get("folder")
    return [folder for folder in home.glob(f"{_PREFIX}*") if folder.name != used]
