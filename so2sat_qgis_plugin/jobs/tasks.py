"""What a node of a cluster does when it is asked for block i of a plan; the plan stays open for the next."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

from ..engine.progress import Progress
from ..paths import home as home_folder
from ..runtime.environment import find_python
from .node import Node, node
from .plan_file import Roots, node_name

TASK = f"{__name__}:compute_block"

_LOCK = threading.Lock()  # one block at a time a process: the embedder uses all of its threads
_OPEN: dict[str, tuple[Node, contextlib.ExitStack]] = {}


def compute_block(plan: str, roots: list[str], index: int) -> str:
    """Compute and store block `index` of the plan file `plan` unless it is there; returns this node's name."""
    with _LOCK:
        here = _opened(plan, roots)
        try:
            here.compute(index, Progress())
        except BaseException:
            _close(plan)  # whatever it was, the next block begins anew
            raise
    return node_name()


def _opened(plan: str, roots: list[str]) -> Node:
    if plan not in _OPEN:
        for other in list(_OPEN):
            _close(other)
        home = node_home()
        stack = contextlib.ExitStack()
        given = Roots.parse([*roots, *own_roots()])
        _OPEN[plan] = stack.enter_context(node(Path(plan), given, home, find_python(home), Progress())), stack
    return _OPEN[plan][0]


def _close(plan: str) -> None:
    _OPEN.pop(plan)[1].close()


def node_home() -> Path:
    """Return the folder of modules and runtime of a machine without QGIS: $SO2SAT_HOME, else ~/.so2sat/so2sat."""
    return home_folder(Path.home() / ".so2sat")


def own_roots() -> list[str]:
    """Return the roots that this machine states: $SO2SAT_ROOTS, separated as paths are."""
    text = os.environ.get("SO2SAT_ROOTS", "")
    return text.split(os.pathsep) if text else []
