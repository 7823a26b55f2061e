"""The asking side of the worker: start it, send requests, wait with cancel, kill it."""

from __future__ import annotations

import collections
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path
from typing import Any

from ..engine.errors import So2SatError, WorkerDied, WorkerError, WorkerMemory
from ..engine.progress import Progress
from ..worker import wire

# All that the worker gets of QGIS's environment: what an interpreter and a GPU driver need, no
# secrets, and nothing that would lead it to QGIS's own libraries.
_KEPT = (
    "PATH HOME USER USERPROFILE SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT APPDATA LOCALAPPDATA PROGRAMDATA "
    "TEMP TMP TMPDIR LANG NUMBER_OF_PROCESSORS OMP_NUM_THREADS LD_LIBRARY_PATH"
).split()
_KEPT_PREFIXES = ("LC_", "CUDA", "NVIDIA", "TF_", "PROCESSOR_")
_HUNG_AFTER = 60.0  # seconds without a heartbeat


class Worker:
    """A worker process. Use as a context manager; leaving it ends the process.

    Not tied to one thread: `submit` may be called while another thread waits in `wait`.
    """

    def __init__(self, python: str | Path, extra_environment: dict[str, str] | None = None) -> None:
        """Start `python` (an interpreter that has the runtime's packages) as a worker."""
        self._folder = tempfile.mkdtemp(prefix="so2sat-", dir=_arrays_parent())
        self._log: collections.deque[str] = collections.deque(maxlen=200)
        self._pending: dict[int, Future[dict[str, Any]]] = {}
        self._progress: dict[int, Progress] = {}
        self._updates: collections.deque[tuple[Progress, float, str]] = collections.deque()
        self._lock = threading.Lock()
        self._next = 0
        self._last_beat = time.monotonic()
        script = Path(__file__).parent.parent / "worker" / "__main__.py"
        try:
            self._process = subprocess.Popen(
                [str(python), "-I", str(script), self._folder],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**clean_environment(os.environ), **(extra_environment or {})},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                start_new_session=os.name != "nt",  # so that `kill` reaches what a library may have forked
            )
        except OSError as error:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise WorkerError(
                f"The runtime's Python {python} cannot be started: {error}. Run 'Set up…' again."
            ) from error
        self._threads = [threading.Thread(target=t, daemon=True) for t in (self._read_answers, self._read_log)]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *exc: object) -> None:
        self.kill()

    @property
    def pid(self) -> int:
        """The process id of the worker."""
        return self._process.pid

    def submit(self, call: str, progress: Progress | None = None, /, **values: Any) -> Future[dict[str, Any]]:
        """Send request `call` ("noun.verb"); numpy arrays among `values` travel as files.

        Requests are answered in order. `progress` takes what the worker reports of this one.
        """
        future: Future[dict[str, Any]] = Future()
        with self._lock:
            self._next += 1
            self._pending[self._next] = future
            if progress is not None:
                self._progress[self._next] = progress
            try:
                plain, arrays = wire.pack(self._folder, values)
                message = {"id": self._next, "call": call, "args": plain, "arrays": arrays}
                assert self._process.stdin is not None
                self._process.stdin.write(wire.line(message))
                self._process.stdin.flush()
            except (OSError, ValueError) as error:
                if self._process.poll() is None:
                    raise So2SatError(
                        f"An array for the worker cannot be written to {self._folder}: {error}"
                    ) from error
                self._pending.pop(self._next, None)
                future.set_exception(self._died())
        return future

    def wait(self, future: Future[dict[str, Any]], progress: Progress) -> dict[str, Any]:
        """Return the answer of a submitted request; on cancel or a hung worker kill it and raise."""
        while True:
            try:
                return future.result(timeout=0.1)
            except FutureTimeout:
                self._show_updates()
                if progress.is_cancelled():
                    self.kill()
                    progress.check()
                if time.monotonic() - self._last_beat > _HUNG_AFTER:
                    self.kill()
                    raise WorkerDied(
                        f"The worker gave no sign of life for {_HUNG_AFTER:.0f} s and was ended.", "\n".join(self._log)
                    ) from None

    def call(self, call: str, progress: Progress, /, **values: Any) -> dict[str, Any]:
        """Send a request and wait for its answer."""
        return self.wait(self.submit(call, progress, **values), progress)

    def kill(self) -> None:
        """End the process and delete what it left; pending requests fail with `WorkerDied`."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join(timeout=5)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _show_updates(self) -> None:
        # Here and not in the reading thread: a progress may belong to the thread that waits.
        while self._updates:
            progress, fraction, message = self._updates.popleft()
            progress.report(fraction)
            if message:
                progress.log(message)

    def _died(self) -> WorkerDied:
        code = self._process.poll()
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        return WorkerDied(
            f"The worker ended unexpectedly ({how}; signal 9 often means that the machine ran out of memory). "
            "Finished parts are kept: run the same again to go on from there.",
            "\n".join(self._log),
        )

    def _read_answers(self) -> None:
        assert self._process.stdout is not None
        for raw in self._process.stdout:
            self._last_beat = time.monotonic()
            message = json.loads(raw)
            if "id" in message:
                self._take(message)
        self._process.wait()
        with self._lock:
            pending, self._pending = list(self._pending.values()), {}
        for future in pending:
            future.set_exception(self._died())

    def _take(self, message: dict[str, Any]) -> None:
        number = message["id"]
        if "progress" in message:
            progress = self._progress.get(number)
            if progress is not None:
                self._updates.append((progress, message["progress"], message["message"]))
            return
        with self._lock:
            future = self._pending.pop(number, None)
            self._progress.pop(number, None)
        if future is None:
            return
        if "error" in message:
            future.set_exception(_error(message["error"]))
            return
        try:
            future.set_result(wire.unpack(message["result"], message["arrays"]))
        except (OSError, ValueError) as error:  # killed midway: the array files are gone
            future.set_exception(WorkerDied(f"The worker's answer could not be read: {error}"))

    def _read_log(self) -> None:
        assert self._process.stderr is not None
        for raw in self._process.stderr:
            self._log.append(raw.decode("utf-8", "replace").rstrip())


def _error(error: dict[str, str]) -> So2SatError:
    if error["kind"] == "user":
        return So2SatError(error["message"])
    if error["kind"] == "memory":
        return WorkerMemory(f"The worker ran out of memory ({error['message']}).", error["traceback"])
    return WorkerError(f"The worker failed: {error['message']}", error["traceback"])


def clean_environment(environment: os._Environ[str] | dict[str, str]) -> dict[str, str]:
    """Return what the worker may see of `environment`."""
    kept = {
        name: value
        for name, value in environment.items()
        if name.upper() in _KEPT or name.upper().startswith(_KEPT_PREFIXES)
    }
    return {"TF_CPP_MIN_LOG_LEVEL": "2", **kept}


def _arrays_parent() -> str | None:
    """Return a folder in memory where there is a roomy one (Linux), else None: the system's own."""
    shared = "/dev/shm"
    if sys.platform == "linux" and os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > 2 << 30:
        return shared
    return None
