"""Numbered tasks on a Dask cluster: a few under way a node, those that fail tried elsewhere, a lost scheduler awaited.

Only numbers and short answers travel: a task reads and writes by itself. TLS and the like are Dask's own configuration.
"""

from __future__ import annotations

import collections
import importlib
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..engine.errors import So2SatError
from .server import Session

_TRIES = 3  # of one task, in all
_AHEAD = 2  # tasks a thread of the cluster that are under way or wait there
_PATIENCE = 60.0  # seconds to wait for a scheduler that was lost
_SAY = 10.0  # seconds between lines on nodes and rate
_TICK = 0.5


def compute(session: Session, *, scheduler: str, task: str, arguments: list[Any], blocks: list[int]) -> dict[str, Any]:
    """Have every number of `blocks` worked on: the nodes call `task` ("module:function") with `arguments` and it.

    Returns `nodes`, how many took part. Raises So2SatError where a number fails `_TRIES` times or the scheduler is not
    there for `_PATIENCE` seconds.
    """
    run = _Run(task, arguments, collections.deque(blocks), len(blocks))
    while run.waiting:
        client = _client(scheduler)
        try:
            _drain(client, run, session)
        except Exception as error:
            if not isinstance(error, _lost()):
                raise
            # The scheduler went: what was under way there is asked for again.
            session.progress(run.fraction, "The scheduler was lost; waiting for it.")
        finally:
            client.close(timeout=2)
            run.waiting.extend(run.under_way.values())
            run.under_way.clear()
    return {"nodes": len(run.nodes)}


@dataclass
class _Run:
    """What is to be done and what was."""

    task: str
    arguments: list[Any]
    waiting: collections.deque[int]
    total: int
    under_way: dict[Any, int] = field(default_factory=dict)  # number by future
    failures: collections.Counter[int] = field(default_factory=collections.Counter)
    nodes: set[str] = field(default_factory=set)
    done: int = 0
    began: float = field(default_factory=time.monotonic)
    said: float = field(default_factory=time.monotonic)

    @property
    def fraction(self) -> float:
        return self.done / max(self.total, 1)


def _client(scheduler: str) -> Any:
    from distributed import Client

    where: dict[str, Any] = {"address": scheduler}
    if "://" not in scheduler:
        if not Path(scheduler).is_file():
            raise So2SatError(f"CLUSTER '{scheduler}' is neither an address (tcp://…) nor a scheduler file.")
        where = {"scheduler_file": scheduler}
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return Client(**where, timeout=10, set_as_default=False)
        except (OSError, TimeoutError) as error:
            if time.monotonic() > end:
                raise So2SatError(
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
    while run.waiting or run.under_way:
        _fill(client, run)
        for future in [future for future in run.under_way if future.done()]:
            _take(future, run)
        _say(client, run, session)
        if client.status != "running":
            raise OSError("the scheduler is gone")
        time.sleep(_TICK / 10 if run.under_way else _TICK)


def _fill(client: Any, run: _Run) -> None:
    workers = client.scheduler_info(n_workers=-1)["workers"]
    most = _AHEAD * sum(worker["nthreads"] for worker in workers.values())
    while run.waiting and len(run.under_way) < most:
        number = run.waiting.popleft()
        future = client.submit(call, run.task, run.arguments, number, pure=False, retries=0)
        run.under_way[future] = number


def _take(future: Any, run: _Run) -> None:
    number = run.under_way.pop(future)
    if future.status == "cancelled":
        run.under_way[future] = number
        raise OSError("the scheduler has forgotten its tasks")
    if future.status == "finished":
        run.nodes.add(str(future.result(timeout=30)))
        run.done += 1
        future.release()
        return
    error = future.exception(timeout=30)
    future.release()
    run.failures[number] += 1
    if run.failures[number] >= _TRIES:
        raise So2SatError(f"Block {number} failed {_TRIES} times on the cluster, the last time so: {error}")
    run.waiting.append(number)


def _say(client: Any, run: _Run, session: Session) -> None:
    now = time.monotonic()
    if now - run.said < _SAY and run.done < run.total:
        session.progress(run.fraction)
        return
    run.said = now
    nodes = len(client.scheduler_info(n_workers=-1)["workers"])
    rate = run.done / max(now - run.began, 1e-9)
    text = f"{run.done} of {run.total} blocks, {nodes} nodes, {rate:.2g} blocks/s" if nodes else "No node is there yet."
    session.progress(run.fraction, text)


def call(task: str, arguments: list[Any], number: int) -> str:
    """Run one task (on a node); returns what it returns: the node's name."""
    module, _, name = task.partition(":")
    return str(getattr(importlib.import_module(module), name)(*arguments, number))


CALLS = (compute,)
