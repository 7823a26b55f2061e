"""The asking side of the worker: start it, send requests, wait with cancel, kill it."""

from __future__ import annotations

import collections
import contextlib
import json
import os
import subprocess
import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path
from typing import Any

from ..engine.errors import ClusterGone, RuntimeMissing, So2SatError, WorkerDied, WorkerError, WorkerHung, WorkerMemory
from ..engine.progress import Progress
from ..worker import wire
from .arrays import ArrayFolder
from .environment import REPAIR, damage
from .limits import Limits, held_by
from .process import kill_tree

# All that the worker gets of QGIS's environment: what an interpreter and a GPU driver need, each by its name. So no
# secret comes along, and nothing that would lead it to QGIS's own libraries or to a plug-in of TensorFlow.
_KEPT = frozenset(
    """
    PATH HOME USER USERPROFILE SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT APPDATA LOCALAPPDATA PROGRAMDATA
    TEMP TMP TMPDIR LANG LC_ALL LC_CTYPE LC_NUMERIC LC_MESSAGES LC_TIME LC_COLLATE NUMBER_OF_PROCESSORS
    PROCESSOR_ARCHITECTURE PROCESSOR_IDENTIFIER PROCESSOR_LEVEL PROCESSOR_REVISION OMP_NUM_THREADS LD_LIBRARY_PATH
    CUDA_VISIBLE_DEVICES CUDA_DEVICE_ORDER CUDA_PATH CUDA_HOME CUDA_CACHE_PATH CUDA_CACHE_DISABLE CUDA_CACHE_MAXSIZE
    NVIDIA_VISIBLE_DEVICES NVIDIA_DRIVER_CAPABILITIES TF_FORCE_GPU_ALLOW_GROWTH TF_GPU_ALLOCATOR TF_CPP_MIN_LOG_LEVEL
    TF_ENABLE_ONEDNN_OPTS TF_NUM_INTRAOP_THREADS TF_NUM_INTEROP_THREADS
    """.split()
)
# Calls that run a module: each batch of theirs must end in a time. Others may take as long as they like.
_RUN_MODULES = ("embed.", "fitcheck.", "describe.")
_told: set[str] = set()  # notes of workers that a log has already


class Worker:
    """A worker process. Use as a context manager; leaving it ends the process.

    Not tied to one thread: `submit` may be called while another thread waits in `wait`.
    """

    def __init__(
        self,
        python: str | Path,
        home: Path | None = None,
        extra_environment: dict[str, str] | None = None,
        hung_after: float = 60.0,
        limits: Limits | None = None,
        network: bool = False,
    ) -> None:
        """Start `python` (an interpreter that has the runtime's packages) as a worker.

        It writes nowhere but below `home`, where the system can hold it to that; None: anywhere. After `hung_after`
        seconds without a heartbeat it counts as hung. `network`: it may talk to a cluster; let it run no module then.
        """
        self._python, self._home = str(python), home
        self._limits = limits or Limits.of_environment()
        self._environment = {**clean_environment(os.environ), **(extra_environment or {})}
        self._hung_after, self._network = hung_after, network
        self._lock = threading.Lock()
        self._next = 0
        self._start()

    def _start(self) -> None:
        self._folder = ArrayFolder()
        self._log: collections.deque[str] = collections.deque(maxlen=200)
        self._pending: dict[int, Future[dict[str, Any]]] = {}
        self._progress: dict[int, Progress] = {}
        self._updates: collections.deque[tuple[Progress, float, str]] = collections.deque()
        self._notes: collections.deque[str] = collections.deque()
        self._running: set[int] = set()  # requests that run a module
        self._last_beat = self._last_look = self._last_word = time.monotonic()
        script = Path(__file__).parent.parent / "worker" / "__main__.py"
        try:
            self._process = subprocess.Popen(
                [self._python, "-I", str(script), self._folder.path, *self._writable()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=self._environment,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                start_new_session=os.name != "nt",  # so that `kill` reaches what a library may have forked
            )
        except OSError as error:
            self._folder.delete()
            raise RuntimeMissing(
                f"The runtime's Python {self._python} cannot be started: {error}. {REPAIR}", damaged=True
            ) from error
        self._threads = [threading.Thread(target=t, daemon=True) for t in (self._read_answers, self._read_log)]
        for thread in self._threads:
            thread.start()

    def _writable(self) -> list[str]:
        """Return the folders that the worker may write to beside the arrays', [] for any."""
        if self._network:
            return ["--network"]
        if self._home is None:
            return []
        with contextlib.suppress(OSError):  # said by whoever needs it
            self._home.mkdir(parents=True, exist_ok=True)
        drivers = self._environment.get("CUDA_CACHE_PATH") or os.path.expanduser("~/.nv")  # what they compile
        return [str(self._home), drivers]

    def restart(self) -> None:
        """End the process and start another; nothing is opened in it."""
        self.kill()
        self._start()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *exc: object) -> None:
        self.kill()

    @property
    def pid(self) -> int:
        """The process id of the worker."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Return whether the process is there to answer."""
        return self._process.poll() is None

    def submit(self, call: str, progress: Progress | None = None, /, **values: Any) -> Future[dict[str, Any]]:
        """Send request `call` ("noun.verb"); numpy arrays among `values` travel as files.

        Requests are answered in order. `progress` takes what the worker reports of this one.
        """
        future: Future[dict[str, Any]] = Future()
        with self._lock:
            try:
                plain, arrays = wire.pack(self._folder.path, values)
            except OSError as error:
                if self._process.poll() is None:
                    raise So2SatError(
                        f"An array for the worker cannot be written to {self._folder.path}: {error}. Make room there."
                    ) from error
                future.set_exception(self._died())
                return future
            self._next += 1
            if not self._pending:
                self._last_word = time.monotonic()
            self._pending[self._next] = future
            if call.startswith(_RUN_MODULES):
                self._running.add(self._next)
            if progress is not None:
                self._progress[self._next] = progress
            try:
                assert self._process.stdin is not None
                self._process.stdin.write(wire.line({"id": self._next, "call": call, "args": plain, "arrays": arrays}))
                self._process.stdin.flush()
            except (OSError, ValueError):  # it is dead, or being killed
                self._pending.pop(self._next, None)
                future.set_exception(self._died())
        return future

    def wait(self, future: Future[dict[str, Any]], progress: Progress) -> dict[str, Any]:
        """Return the answer of a submitted request; on cancel or a hung worker kill it and raise."""
        while True:
            self._show_notes(progress)
            try:
                answer = future.result(timeout=0.1)
                self._show_updates()
                return answer
            except FutureTimeout:
                self._show_updates()
                if progress.is_cancelled():
                    self.kill()
                    progress.check()
                failure = self._hung() or self._stuck() or self._too_large()
                if failure is not None:
                    self.kill()
                    raise failure from None

    def _hung(self) -> WorkerError | None:
        now = time.monotonic()
        if now - self._last_look > 5.0:  # this process itself was asleep: what came meanwhile is not read yet
            self._last_beat = self._last_word = now
        self._last_look = now
        if now - self._last_beat <= self._hung_after:
            return None
        text = f"The worker gave no sign of life for {self._hung_after:.0f} s and was ended."
        return WorkerHung(text, "\n".join(self._log))

    def _stuck(self) -> WorkerError | None:
        """Return the error of a module that computes and computes: the worker lives, but nothing comes of it."""
        waited = time.monotonic() - self._last_word
        with self._lock:
            runs_module = bool(self._pending) and min(self._pending) in self._running
        if not runs_module or waited <= self._limits.patience:
            return None
        return WorkerError(
            f"The module gave no result for one batch in {waited:.0f} s and was ended: it may never end. Try another "
            "module; where this computer is just slow, set the environment variable SO2SAT_PATIENCE to more seconds."
        )

    def _too_large(self) -> WorkerError | None:
        held = held_by(self.pid)
        most = self._limits.bytes_for(held)
        if most is None or held <= most:
            return None
        return WorkerMemory(
            f"The worker ran out of memory: it took {held / 1e9:.1f} GB, of at most {most / 1e9:.1f} GB (three "
            "quarters of what was free, or the environment variable SO2SAT_MEMORY_LIMIT in GB), and was ended."
        )

    def call(self, call: str, progress: Progress, /, **values: Any) -> dict[str, Any]:
        """Send a request and wait for its answer."""
        return self.wait(self.submit(call, progress, **values), progress)

    def kill(self) -> None:
        """End the process and delete what it left; pending requests fail with `WorkerDied`."""
        kill_tree(self._process)
        for thread in self._threads:
            thread.join(timeout=5)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._folder.delete()

    def _show_updates(self) -> None:
        # Here and not in the reading thread: a progress may belong to the thread that waits.
        while self._updates:
            progress, fraction, message = self._updates.popleft()
            progress.report(fraction)
            if message:
                progress.log(message)

    def _show_notes(self, progress: Progress) -> None:
        while self._notes:
            note = self._notes.popleft()
            if note not in _told:
                _told.add(note)
                progress.log(note)

    def _died(self) -> So2SatError:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        code = self._process.returncode
        missing = damage("\n".join(self._log)) if code == 1 else ""
        if missing:
            return RuntimeMissing(missing, damaged=True)
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        return WorkerDied(
            f"The worker ended unexpectedly ({how}; signal 9 often means that the machine ran out of memory).",
            "\n".join(self._log),
        )

    def _read_answers(self) -> None:
        assert self._process.stdout is not None
        for raw in self._process.stdout:
            self._last_beat = time.monotonic()
            with contextlib.suppress(ValueError):  # a line cut short: killed while it wrote
                message = json.loads(raw)
                if "id" in message:
                    self._last_word = self._last_beat
                    self._take(message)
                elif "note" in message:
                    self._notes.append(message["note"])
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
    if error["kind"] == "cluster":
        return ClusterGone(error["message"])
    missing = damage(error["message"])
    if missing:
        return RuntimeMissing(missing, damaged=True)
    if error["kind"] == "room":
        return So2SatError(
            f"The disk is full: {error['message']}. Make room, or set SO2SAT_HOME to a folder on a larger disk, and "
            "run the same again."
        )
    if error["kind"] == "memory":
        last = error["message"].strip().splitlines()[-1]
        return WorkerMemory(f"The worker ran out of memory ({last}).", error["traceback"])
    return WorkerError(f"The worker failed: {error['message']}", error["traceback"])


def clean_environment(environment: os._Environ[str] | dict[str, str]) -> dict[str, str]:
    """Return what the worker may see of `environment`."""
    kept = {name: value for name, value in environment.items() if name.upper() in _KEPT}
    return {"TF_CPP_MIN_LOG_LEVEL": "2", **kept}
