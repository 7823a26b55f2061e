"""What a node of a cluster does when it is asked for block i of a plan; the plan stays open for the next."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..engine.errors import So2SatError
from ..engine.progress import Progress
from ..runtime.environment import find_python
from ..worker.dask import Answer
from .kit import unpack
from .node import Node, node, node_home, node_name
from .roots import Roots, own_roots

TASK = f"{__name__}:compute_block"

_IDLE = 60.0  # seconds without a block, after which a node lets go of module and memory
_LOCK = threading.Lock()  # one block at a time a process: the embedder uses all of its threads
_open: list[_Open] = []  # at most one
_timers: list[threading.Timer] = []


@dataclass(frozen=True)
class _Open:
    """A plan that is open. `sent`: it came with the request, so what is made of it goes back."""

    key: tuple[str, str]
    node: Node
    stack: contextlib.ExitStack
    sent: bool


def compute_block(plan: str, roots: list[str], number: int, kit: str) -> Answer:
    """Compute and store block `number` of the plan file `plan` unless it is there; returns this node's name.

    Where the plan is not to be seen here, `kit` is taken ("": there is none), and the part goes along with the answer.
    """
    with _LOCK, _busy():
        here = _opened(plan, roots, kit)
        block = here.node.blocks[number]
        try:
            here.node.compute([block], Progress())
        except BaseException:
            _close()  # whatever it was, the next block begins anew
            raise
        if not here.sent:
            return Answer(node_name())
        part = here.node.parts.path(block)
        content = part.read_bytes()
        part.unlink()
        return Answer(node_name(), part.name, content)


@contextlib.contextmanager
def _busy() -> Iterator[None]:
    """Have the plan closed some time after the last block."""
    while _timers:
        _timers.pop().cancel()
    yield
    _timers.append(threading.Timer(_IDLE, _let_go))
    _timers[0].daemon = True
    _timers[0].start()


def _let_go() -> None:
    with _LOCK:
        if _timers and _timers[0] is threading.current_thread():
            _close()


def _opened(plan: str, roots: list[str], kit: str) -> _Open:
    key = plan, kit
    if not _open or _open[0].key != key or not _open[0].node.parts.folder.is_dir():
        _close()
        _open.append(_opening(key, Roots.parse([*roots, *own_roots()])))
    return _open[0]


def _opening(key: tuple[str, str], roots: Roots) -> _Open:
    path, kit = Path(roots.here(key[0])), key[1]
    home, sent = node_home(), not path.is_file()
    with contextlib.ExitStack() as stack:
        if sent:
            if not kit:
                raise So2SatError(
                    f"{node_name()} does not see the plan {path}. Its folder must be where all nodes see it "
                    "(CLUSTER_FOLDER), under another name by a root ($SO2SAT_ROOTS)."
                )
            home.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(prefix="sent-", dir=home))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            path = unpack(Path(kit), folder)
        opened = stack.enter_context(node(path, roots, home, find_python(home), Progress(), mark=False))
        return _Open(key, opened, stack.pop_all(), sent)


def _close() -> None:
    while _open:
        _open.pop().stack.close()
