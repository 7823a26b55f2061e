"""Run a command line by line, so that it can be shown, logged and cancelled."""

from __future__ import annotations

import collections
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence

from ..engine.progress import Progress

_NOISE = ("Ignoring ", "Looking in ")  # pip on what doesn't concern this system


def run(
    command: Sequence[str],
    environment: dict[str, str],
    progress: Progress,
    take: Callable[[str], None],
    tick: Callable[[], None] = lambda: None,
) -> tuple[int, str]:
    """Run `command`, give each line of its output to `take`, and return its exit code and last 15 lines.

    `tick` is called some times a second while nothing is written.

    On cancel the process and all that it started are killed and `Cancelled` is raised; OSError where it cannot start.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        start_new_session=os.name != "nt",
    )
    lines: queue.Queue[str | None] = queue.Queue()
    reader = threading.Thread(target=_read, args=(process, lines), daemon=True)
    reader.start()
    tail: collections.deque[str] = collections.deque(maxlen=15)
    try:
        while True:
            progress.check()
            try:
                line = lines.get(timeout=0.2)
            except queue.Empty:
                tick()
                continue
            if line is None:
                break
            if not line.startswith(_NOISE):
                tail.append(line)
            take(line)
        return process.wait(), "\n".join(tail)
    finally:
        kill_tree(process)
        reader.join()


def _read(process: subprocess.Popen[bytes], lines: queue.Queue[str | None]) -> None:
    assert process.stdout is not None
    for raw in process.stdout:
        lines.put(raw.decode("utf-8", "replace").rstrip())
    lines.put(None)
    process.stdout.close()


def kill_tree(process: subprocess.Popen[bytes]) -> None:
    """End `process` and its children, if it runs still, and reap it."""
    if process.poll() is None:
        if os.name == "nt":
            subprocess.run(
                ["taskkill", "/F", "/T", "/PID", str(process.pid)],
                capture_output=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
