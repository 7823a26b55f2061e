"""Numbered tasks on a Dask cluster: a few under way a node, those that fail tried elsewhere, a lost scheduler awaited.

Only numbers and short answers travel, unless a node has no other way to hand over what it made: a task reads and writes
by itself. TLS and the like are Dask's own configuration.
"""

from __future__ import annotations

import collections
import importlib
import queue
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ..engine.errors import ClusterGone, So2SatError
from ..engine.files import write_bytes
from .server import Session

_TRIES = 3  # of one task, in all; a node at which as many failed gets no more where others are
_AHEAD = 2  # tasks a thread of the cluster that are under way or wait there
_FIRST, _PATIENCE = 5.0, 60.0  # seconds to wait for a scheduler, and for one that was lost
_SAY = 10.0  # seconds between lines on nodes and rate
_LOOK = 2.0  # seconds between looks at which nodes there are
_TICK = 0.5


class Answer(NamedTuple):
    """What a task returns: the node's name, and where that cannot store it itself, a file to be stored by the asker."""

    node: str
    name: str = ""
    content: bytes = b""


def compute(
    session: Session,
    *,
    scheduler: str,
    task: str,
    arguments: list[Any],
    numbers: np.ndarray,
    kit: str = "",
    folder: str = "",
) -> dict[str, Any]:
    """Have every number of `numbers` (n,) worked on: nodes call `task` ("module:function") with `arguments`, it and
    where they have `kit`.

    `kit`: a file that every node is given, "" for none; `folder` takes the files that nodes send back. Returns `nodes`,
    how many took part. Raises So2SatError where a number fails `_TRIES` times, and ClusterGone where the scheduler is
    not there, or lost for `_PATIENCE` seconds.
    """
    run = _Run(task, arguments, Path(kit).name, Path(folder), numbers)
    patience = _FIRST
    while run.done < len(numbers):
        client, patience = _client(scheduler, patience), _PATIENCE
        try:
            if kit:
                client.upload_file(kit, load=False)
            _drain(client, run, session)
        except Exception as error:
            if not isinstance(error, _lost()):
                raise
            # The scheduler went: what was under way there is asked for again.
            session.progress(run.fraction, "The scheduler was lost; waiting for it.")
        finally:
            client.close(timeout=2)
            run.again.extend(run.under_way.values())
            run.under_way.clear()
            run.bound.clear()
            run.lost.clear()
    return {"nodes": len(run.nodes)}


class _Nodes:
    """Who is there: looked at now and then, since the answer of a large cluster is long."""

    def __init__(self, client: Any) -> None:
        self._client, self._looked = client, -_LOOK
        self._threads: dict[str, int] = {}

    def threads(self) -> dict[str, int]:
        """Return the number of threads by address."""
        if time.monotonic() - self._looked >= _LOOK:
            found = self._client.scheduler_info(n_workers=-1)["workers"]
            self._threads = {address: worker["nthreads"] for address, worker in found.items()}
            self._looked = time.monotonic()
        return self._threads


@dataclass
class _Run:
    """What is to be done and what was. `failures`: where each number failed, "" where that is not known."""

    task: str
    arguments: list[Any]
    kit: str
    folder: Path
    numbers: np.ndarray
    again: collections.deque[int] = field(default_factory=collections.deque)
    under_way: dict[Any, int] = field(default_factory=dict)  # number by future
    bound: dict[Any, set[str]] = field(default_factory=dict)  # the only nodes that a future may go to, where it is said
    lost: list[Any] = field(default_factory=list)  # futures that were done, and then lost with their node
    failures: dict[int, list[str]] = field(default_factory=dict)
    blamed: collections.Counter[str] = field(default_factory=collections.Counter)
    nodes: set[str] = field(default_factory=set)
    done: int = 0
    began: float = field(default_factory=time.monotonic)
    said: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self._first = iter(self.numbers)

    @property
    def fraction(self) -> float:
        return self.done / max(len(self.numbers), 1)

    def next(self) -> int | None:
        """Return a number to be worked on, None where there is none."""
        if self.again:
            return self.again.popleft()
        number = next(self._first, None)
        return None if number is None else int(number)

    def leave(self, future: Any) -> int:
        """Take a future off what is under way; returns its number."""
        self.bound.pop(future, None)
        return self.under_way.pop(future)

    def avoid(self, number: int) -> set[str]:
        """Return the nodes that are not to be asked for a number, where there are others."""
        bad = {address for address, count in self.blamed.items() if count >= _TRIES}
        return bad | set(self.failures.get(number, ()))


def _client(scheduler: str, patience: float) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise So2SatError(
            "CLUSTER needs Dask (distributed) in the runtime. Run 'Set up runtime' with 'For a Dask cluster too', or "
            "install requirements-cluster.txt into it."
        ) from error
    where: dict[str, Any] = {"address": scheduler}
    if "://" not in scheduler:
        if not Path(scheduler).is_file():
            raise So2SatError(f"CLUSTER '{scheduler}' is neither an address (tcp://…) nor a scheduler file.")
        where = {"scheduler_file": scheduler}
    end = time.monotonic() + patience
    while True:
        try:
            return Client(**where, timeout=10, set_as_default=False)
        except (OSError, TimeoutError) as error:
            if time.monotonic() > end:
                raise ClusterGone(
                    f"The scheduler {scheduler} cannot be reached: {error}. Start it, check address and TLS, or leave "
                    "CLUSTER empty to compute here."
                ) from error
            time.sleep(1.0)


def _lost() -> tuple[type[BaseException], ...]:
    """Return the exceptions that mean that the scheduler is gone."""
    from concurrent.futures import CancelledError

    from distributed.client import FuturesCancelledError
    from distributed.comm.core import CommClosedError

    return (OSError, CommClosedError, CancelledError, FuturesCancelledError)


def _drain(client: Any, run: _Run, session: Session) -> None:
    """Submit and gather until nothing is left; raises where the scheduler is lost."""
    nodes, finished = _Nodes(client), queue.Queue[Any]()
    while _fill(client, run, nodes, finished):
        _take(client, run, [*_waiting(finished), *run.lost])
        _say(run, len(nodes.threads()), session)
        if client.status != "running":
            raise OSError("the scheduler is gone")


def _fill(client: Any, run: _Run, nodes: _Nodes, finished: queue.Queue[Any]) -> bool:
    """Submit until every thread has a little to do; returns whether anything is left to wait for."""
    threads = nodes.threads()
    _unbind(run, set(threads))
    while len(run.under_way) < _AHEAD * sum(threads.values()) and (number := run.next()) is not None:
        avoid = run.avoid(number)
        others = [address for address in threads if address not in avoid] if avoid else []
        # To no other, or one that fails at once and so is idle would steal them back.
        where = {"workers": others, "allow_other_workers": False} if others else {}
        future = client.submit(call, run.task, run.arguments, number, run.kit, pure=False, retries=0, **where)
        run.under_way[future] = number
        if others:
            run.bound[future] = set(others)
        future.add_done_callback(finished.put)
    return run.done < len(run.numbers)


def _unbind(run: _Run, there: set[str]) -> None:
    """Take back what waits for nodes that are all gone; it is submitted again."""
    for future in [one for one, others in run.bound.items() if not others & there]:
        run.again.append(run.leave(future))
        future.release()


def _waiting(finished: queue.Queue[Any]) -> Iterator[Any]:
    """Yield the futures that are done, after some time without any none."""
    try:
        yield finished.get(timeout=_TICK)
        while True:
            yield finished.get_nowait()
    except queue.Empty:
        return


def _take(client: Any, run: _Run, futures: list[Any]) -> None:
    """Take the answers of futures that were done; one that was lost again with its node is looked at once more."""
    now = {future: future.status for future in futures if future in run.under_way}  # the others were taken back
    if "cancelled" in now.values():
        raise OSError("the scheduler has forgotten its tasks")
    well = [future for future, status in now.items() if status == "finished"]
    run.lost = [future for future, status in now.items() if status not in ("finished", "error")]
    answers = client.gather(well, errors="skip")
    if len(answers) < len(well):  # one was lost just now, and failed when it was computed again
        run.lost += well
        well = []
    for future, answer in zip(well, answers):
        if answer.name:
            write_bytes(run.folder / Path(answer.name).name, answer.content)
        run.leave(future)
        run.nodes.add(answer.node)
        run.done += 1
        future.release()
    for future, status in now.items():
        if status == "error":
            _failed(client, run, future)


def _failed(client: Any, run: _Run, future: Any) -> None:
    number, error = run.leave(future), future.exception(timeout=30)
    where = _failed_at(client, future.key)
    future.release()
    run.failures.setdefault(number, []).append(where)
    run.blamed[where] += 1 if where else 0
    if len(run.failures[number]) >= _TRIES:
        at = f" at {where}" if where else ""
        raise So2SatError(f"Block {number} failed {_TRIES} times on the cluster, the last time{at} so: {error}")
    run.again.append(number)


def _failed_at(client: Any, key: Any) -> str:
    """Return the address of the worker at which a task failed, "" where the scheduler does not tell."""

    def asked(dask_scheduler: Any, key: Any) -> str:  # a function within: the scheduler need not have this package
        task = dask_scheduler.tasks.get(key)
        return next(iter(task.erred_on), "") if task is not None else ""

    try:
        return str(client.run_on_scheduler(asked, key=key))
    except _lost():
        raise
    except Exception:  # a gateway that allows no such question
        return ""


def _say(run: _Run, nodes: int, session: Session) -> None:
    now = time.monotonic()
    if now - run.said < _SAY and run.done < len(run.numbers):
        session.progress(run.fraction)
        return
    run.said = now
    rate = run.done / max(now - run.began, 1e-9)
    text = f"{run.done} of {len(run.numbers)} blocks, {nodes} node{'' if nodes == 1 else 's'}, {rate:.2g} blocks/s"
    session.progress(run.fraction, text if nodes else "No node is there yet.")


def call(task: str, arguments: list[Any], number: int, kit: str) -> Answer:
    """Run one task (on a node); returns its `Answer`. `kit` is the name of the file that the node was given."""
    module, _, name = task.partition(":")
    path = ""
    if kit:
        from distributed import get_worker

        path = str(Path(get_worker().local_directory) / kit)
    answer: Answer = getattr(importlib.import_module(module), name)(*arguments, number, path)
    return answer


CALLS = (compute,)
