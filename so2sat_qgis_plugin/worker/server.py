"""The worker's loop: read a request, run it, answer. Ends when its standard input closes."""

from __future__ import annotations

import importlib
import json
import os
import queue
import sys
import tempfile
import threading
import time
import traceback
from typing import Any, BinaryIO

from ..engine.errors import ClusterGone, So2SatError
from . import wire
from .memory import no_room, out_of_memory

NOUNS = {  # where the calls of each noun are
    "about": "about",
    "embed": "backends.embed",
    "fitcheck": "backends.fitcheck",
    "trust": "modules.trust",
    "describe": "modules.describe",
    "builtin": "modules.builtin",
    "keras_weights": "modules.keras_weights",
    "cluster": "estimators.cluster",
    "classifier": "estimators.classifier",
    "train": "estimators.train",
    "loop": "estimators.loop",
    "packages": "estimators.packages",
    "places": "estimators.places",
    "finetune": "training.finetune",
    "dask": "dask",
}


class Session:
    """What lives between two requests, and how a running request reports.

    `state` holds opened modules and estimators, keyed by the noun that owns them.
    """

    def __init__(self, out: BinaryIO, folder: str) -> None:
        self.state: dict[str, Any] = {}
        self.folder = folder
        self._out, self._lock, self._id = out, threading.Lock(), 0

    def progress(self, fraction: float, message: str = "") -> None:
        """Tell the asking side how far the current request is (0 to 1)."""
        self.send({"id": self._id, "progress": fraction, "message": message})

    def send(self, message: dict[str, Any]) -> None:
        """Write one line; safe from any thread."""
        with self._lock:
            self._out.write(wire.line(message))
            self._out.flush()

    def answer(self, request: dict[str, Any]) -> None:
        """Run one request and send its result or its error."""
        self._id = request["id"]
        try:
            values = wire.unpack(request["args"], request["arrays"])
            result = find_call(request["call"])(self, **values) or {}
            plain, arrays = wire.pack(self.folder, result)
            self.send({"id": self._id, "result": plain, "arrays": arrays})
        except Exception as error:
            self.send({"id": self._id, "error": describe(error)})


def find_call(name: str) -> Any:
    """Return the function that `noun.verb` names: one of the `CALLS` of the noun's file.

    The file is imported on its first call, so a worker loads only what it is asked for.
    """
    noun, verb = name.split(".")
    module = importlib.import_module(f"{__package__}.{NOUNS[noun]}")
    functions = {function.__name__: function for function in module.CALLS}
    return functions[verb]


def describe(error: Exception) -> dict[str, str]:
    """Return an exception as the wire's error: kind `user`, `cluster`, `room` (a full disk), `memory` or `bug`."""
    if isinstance(error, So2SatError):
        kind = "cluster" if isinstance(error, ClusterGone) else "user"
    elif no_room(error):
        kind = "room"
    elif out_of_memory(error):
        kind = "memory"
    else:
        kind = "bug"
    message = str(error) if isinstance(error, So2SatError) else f"{type(error).__name__}: {error}"
    return {"kind": kind, "message": message, "traceback": traceback.format_exc()}


def _beat(session: Session) -> None:
    count = 0
    while True:
        time.sleep(wire.BEAT_SECONDS)
        count += 1
        session.send({"beat": count})


def _read(waiting: queue.Queue[dict[str, Any]]) -> None:
    for raw in sys.stdin.buffer:
        waiting.put(json.loads(raw))
    # Standard input closes when QGIS ends, however it ended; a request under way is of no use then.
    os._exit(0)


def main(folder: str, left_open: str = "") -> None:
    """Serve requests until standard input closes. `folder` takes the arrays of answers, and all that is temporary.

    `left_open` says in words what this process could not be denied (see `confine`), "" for nothing.
    """
    tempfile.tempdir = folder
    # Whatever a library prints must not reach the wire: keep the real stdout, send fd 1 to stderr.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    session = Session(out, folder)
    if left_open:
        session.send({"note": f"The worker runs modules without all of its fences: {left_open}."})
    waiting: queue.Queue[dict[str, Any]] = queue.Queue()
    threading.Thread(target=_read, args=(waiting,), daemon=True).start()
    threading.Thread(target=_beat, args=(session,), daemon=True).start()
    while True:
        session.answer(waiting.get())
