"""One process at work on a plan: it claims blocks, computes and stores them; its module stays open in between."""

from __future__ import annotations

import collections
import contextlib
import os
import time
import zlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from ..engine.embedding.parts import Parts
from ..engine.embedding.plan import Plan
from ..engine.embedding.run import compute
from ..engine.errors import Cancelled, So2SatError
from ..engine.mapping.class_scene import ClassFollowing
from ..engine.mapping.cluster_scene import ClusterFollowing
from ..engine.progress import Progress, Quiet
from ..engine.raster.grid import Block, Blocks
from ..engine.worker import Worker
from ..paths import home as home_folder
from ..runtime.client import Worker as RuntimeWorker
from .claims import Claims
from .opening import open_following, open_plan
from .plan_file import SavedPlan, load
from .roots import Roots

_TRIES = 3  # of one block by one process
_TOGETHER = 4  # blocks claimed at once: the next is read while one is embedded
_POLL = 2.0  # seconds between looks at what others do


@dataclass(frozen=True)
class Node:
    """A plan that is open here: ready to compute any of its blocks.

    `following`: what parts hold instead of features.
    """

    saved: SavedPlan
    plan: Plan
    parts: Parts
    worker: Worker
    following: ClusterFollowing | ClassFollowing | None

    @property
    def blocks(self) -> Blocks:
        """All blocks of the plan, in their order."""
        return self.plan.blocks()

    def has(self, number: int) -> bool:
        """Whether a block's part is there."""
        return self.parts.path(self.blocks[number]).is_file()

    def compute(self, blocks: Iterable[Block], progress: Progress) -> None:
        """Compute and store those of `blocks` that are not there."""
        compute(self.plan, self.parts, self.worker, list(blocks), progress, self.following)


@contextlib.contextmanager
def node(path: Path, roots: Roots, home: Path, python: Path, progress: Progress, mark: bool = True) -> Iterator[Node]:
    """Open the plan file `path` in a worker of its own; `python` is the runtime's. `mark`: see `Parts`."""
    saved = load(path)
    with RuntimeWorker(python, home) as worker, saved.parts(mark) as parts:
        plan = open_plan(saved, roots, home, worker, progress)
        yield Node(saved, plan, parts, worker, open_following(saved, plan, worker, progress))


def node_name() -> str:
    """Return what this process is called among others: machine and process id."""
    return f"{os.uname().nodename if hasattr(os, 'uname') else os.environ.get('COMPUTERNAME', 'node')}-{os.getpid()}"


def node_home() -> Path:
    """Return the folder of modules and runtime of a machine without QGIS: $SO2SAT_HOME, else ~/.so2sat/so2sat."""
    return home_folder(Path.home() / ".so2sat")


def work(here: Node, numbers: range, progress: Progress) -> int:
    """Compute those of the blocks `numbers` that nobody computes, until all are there; returns how many it was.

    Blocks that another process holds are waited for, and taken over where it dies. Holds no more than the numbers of
    those, 8 bytes each. Raises So2SatError where a block fails `_TRIES` times.
    """
    with Claims(here.parts, node_name()) as claims:
        job = _Work(here, claims, len(numbers), progress)
        start = zlib.crc32(node_name().encode()) % max(len(numbers), 1)  # each process begins elsewhere
        left: Iterable[int] = chain(numbers[start:], numbers[:start])
        while len(held := job.sweep(left)):
            if job.idle:
                _pause(progress)
            left = held
    progress.report(1.0)
    return job.computed


@dataclass
class _Work:
    """Sweeps of one process over blocks; `idle`: the last one found none to compute."""

    here: Node
    claims: Claims
    total: int
    progress: Progress
    computed: int = 0
    there: int = 0
    idle: bool = False
    failures: collections.Counter[int] = field(default_factory=collections.Counter)

    def sweep(self, numbers: Iterable[int]) -> array[int]:
        """Compute what can be had of `numbers`; returns those that others hold, or that are to be tried again."""
        left, mine, before = array("q"), list[int](), self.computed
        for number in numbers:
            self.progress.check()
            if self.here.has(number):
                self.there += 1
            elif self.claims.take(self.here.blocks[number]):
                mine.append(number)
            else:
                left.append(number)
            if len(mine) == _TOGETHER:
                left.extend(self._compute(mine))
                mine = []
        left.extend(self._compute(mine))
        self.idle = self.computed == before
        return left

    def _compute(self, mine: list[int]) -> list[int]:
        """Compute claimed blocks; returns those that failed."""
        blocks = [self.here.blocks[number] for number in mine]
        try:
            if blocks:
                self.here.compute(blocks, Quiet(self.progress))
        except Cancelled:
            raise
        except So2SatError as error:
            self.failures.update(mine)
            if max(self.failures[number] for number in mine) >= _TRIES:
                raise
            self.progress.warn(f"Blocks {', '.join(map(str, mine))} failed and are tried again: {error}")
            return mine
        finally:
            for block in blocks:
                self.claims.release(block)
        self.computed += len(mine)
        self.progress.report((self.there + self.computed) / self.total)
        return []


def _pause(progress: Progress) -> None:
    end = time.monotonic() + _POLL
    while time.monotonic() < end:
        progress.check()
        time.sleep(0.1)
