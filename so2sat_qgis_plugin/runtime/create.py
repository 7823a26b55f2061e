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
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..engine.errors import Cancelled, So2SatError
from ..engine.files import write_json
from ..engine.lock import Busy, is_locked, locked
from ..engine.progress import Progress
from . import pip
from .environment import CLUSTER_REQUIREMENTS, POINTER, REQUIREMENTS, fingerprint, read_pointer, venv_python
from .interpreters import Interpreter, find_base
from .job import CommandFailed, Job
from .machine import free_gb
from .standalone import fetch_python

LOG = "setup.log"
DEVICES = ("cpu", "gpu")
IMPORTS = ("tensorflow", "tensorflow_hub", "tf_keras", "openvino", "sklearn", "skops.io", "h5py", "numpy")
NEEDED_GB = {"cpu": 4, "gpu": 11}
_LOCK = "setup.lock"
_PREFIX = "rt-"  # short: TensorFlow's own paths nearly fill the 260 characters that Windows allows


@dataclass(frozen=True)
class Setup:
    """What a runtime is made of.

    `python`: base interpreter, "" to look for one. `wheels`: folder to install from without internet, "" to use
    the package index. `device`: one of `DEVICES`. `proxy`: its address with user, password, host and port, "" for
    none, None for what the system says. `fetch`: whether to fetch a Python where the machine has none that will do,
    from `mirror` where that is not "". `cluster`: whether it can talk to a Dask cluster. `imports`: modules that must
    import at the end.
    """

    python: str = ""
    wheels: str = ""
    device: str = "cpu"
    proxy: str | None = None
    fetch: bool = True
    mirror: str = ""
    cluster: bool = False
    requirements: Path = REQUIREMENTS
    imports: tuple[str, ...] = IMPORTS
    needed_gb: dict[str, int] = field(default_factory=lambda: dict(NEEDED_GB))


def create(home: Path, setup: Setup, progress: Progress) -> Path:
    """Create the runtime in `home`, make it the one that is used, and return its interpreter.

    An older runtime goes when the new one is ready, and stays as it is where anything fails or is cancelled.
    `home`/setup.log keeps all that was done. Raises So2SatError (nobody else may be creating one; disk full; no
    Python; a package that cannot be had; packages that do not import) and Cancelled.
    """
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home):
        _remove_unused(home)
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=home))
        try:
            about = build(folder, setup, progress, home / LOG)
            write_json(home / POINTER, {"folder": folder.name, **about})
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        _remove_unused(home)
        return venv_python(folder)


def repair(home: Path, setup: Setup, progress: Progress) -> Path:
    """Test the runtime in `home` as a set-up does, and create it anew only where it fails; return its interpreter."""
    about = read_pointer(home)
    if about is not None:
        device = about["device"] if about.get("device") in DEVICES else "cpu"
        setup = replace(setup, device=device)
        python = venv_python(home / about["folder"])
        progress.log("Testing the runtime that is there")
        try:
            with open(home / LOG, "w", encoding="utf-8") as log:
                _self_test(Job(progress, log, setup.proxy), python, setup)
            if about.get("requirements") == fingerprint(setup.requirements):
                progress.log("Nothing is damaged.")
                return python
        except CommandFailed as error:
            progress.log(f"It is damaged, and made anew. {error.tail.splitlines()[-1] if error.tail else ''}")
        except Cancelled:
            raise
        except So2SatError as error:
            progress.log(f"It is damaged, and made anew. {error}")
    return create(home, setup, progress)


def remove(home: Path) -> float:
    """Delete the runtime in `home` (modules and runs stay); return the GB that this freed.

    Raises So2SatError where it is being set up, or something of it is in use (on Windows) and stays.
    """
    if not home.is_dir():
        return 0.0
    with _alone(home):
        before = free_gb(home)
        (home / POINTER).unlink(missing_ok=True)
        _remove_unused(home)
        left = list(home.glob(f"{_PREFIX}*"))
        if left:
            raise So2SatError(
                f"The runtime is no longer used, but {left[0]} could not be deleted wholly: something of it is "
                "running. Restart QGIS and choose Remove again."
            )
        return max(free_gb(home) - before, 0.0)


def unfinished(home: Path) -> list[Path]:
    """Return the folders of runtimes that are neither in use nor being made."""
    return [] if is_locked(home / _LOCK) else _unused(home)


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    try:
        with locked(home / _LOCK):
            yield
    except Busy as error:
        raise So2SatError(
            f"The runtime is being set up already ({error}), perhaps in another QGIS. Wait until that has ended."
        ) from None


def build(folder: Path, setup: Setup, progress: Progress, log: Path) -> dict[str, str]:
    """Make the virtual environment `folder`, install, test; return what it is, as `runtime.json` states it."""
    _check(folder, setup)
    with open(log, "w", encoding="utf-8") as file:
        job = Job(progress, file, setup.proxy)
        try:
            base = _prepare(job, folder, setup)
            python = venv_python(folder)
            progress.report(0.05)
            further = []
            if setup.device == "gpu":
                pinned = [row for row in pip.pins(setup.requirements) if row.startswith("tensorflow==")]
                further = [row.replace("tensorflow", "tensorflow[and-cuda]") for row in pinned]
            if setup.cluster:
                further += ["-r", str(CLUSTER_REQUIREMENTS)]
            job.progress = progress.span(0.05, 0.9)
            pip.install(job, str(python), folder, setup.requirements, setup.wheels, further)
            job.progress = progress
            _self_test(job, python, setup)
            progress.report(1.0)
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
    free, needed = free_gb(folder), setup.needed_gb[setup.device]
    if free < needed:
        raise So2SatError(
            f"The runtime needs about {needed} GB, but the disk of {folder.parent} has {free:.1f} GB free. Make room, "
            "or choose a folder on a larger disk (Folder in Set up…, or SO2SAT_HOME)."
        )


def _prepare(job: Job, folder: Path, setup: Setup) -> Interpreter:
    """Find or fetch the base interpreter and make an empty virtual environment from it."""
    try:
        base = find_base(setup.python)
    except So2SatError as error:
        if setup.python or not setup.fetch:
            raise
        job.write(str(error))
        base = fetch_python(job, folder / "python", setup.wheels, setup.mirror)
    job.write(f"{platform.platform()}; base {base.path}, Python {base.version}; device {setup.device}")
    job.say(f"Creating a virtual environment in {folder}, from Python {base.version}")
    job.run([str(base.path), "-I", "-m", "venv", str(folder)], "The virtual environment")
    return base


def _self_test(job: Job, python: Path, setup: Setup) -> None:
    """Import what the worker needs, in the runtime's interpreter, as the worker does."""
    job.say("Testing what was installed")
    code = "".join(f"import {name}; print({name!r}, flush=True)\n" for name in setup.imports)
    if setup.device == "gpu":
        code += "print('GPUs:', tensorflow.config.list_physical_devices('GPU'))\n"
    try:
        job.run([str(python), "-I", "-W", "ignore", "-c", code], "The import test of the new runtime")
    except CommandFailed as error:
        hint = ""
        if os.name == "nt":
            hint = " On Windows, install Microsoft's Visual C++ Redistributable (x64) and run again."
        raise error.advised(hint) from None


def _remove_unused(home: Path) -> None:
    """Delete every runtime's folder but the one in use (called under the lock)."""
    for folder in _unused(home):
        shutil.rmtree(folder, ignore_errors=True)


def _unused(home: Path) -> list[Path]:
    used = (read_pointer(home) or {}).get("folder")
    return [folder for folder in home.glob(f"{_PREFIX}*") if folder.name != used]
