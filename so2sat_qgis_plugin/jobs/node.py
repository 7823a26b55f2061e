"""One process at work on a plan: it claims blocks, computes and stores them; its module stays open in between."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..engine.embedding.parts import Parts
from ..engine.embedding.plan import Plan
from ..engine.embedding.run import compute
from ..engine.errors import Cancelled, So2SatError
from ..engine.progress import Progress, Quiet
from ..engine.raster.grid import Block
from ..engine.worker import Worker
from ..runtime.client import Worker as RuntimeWorker
from .claims import Claims
from .plan_file import Roots, SavedPlan, load, node_name, open_plan

_TRIES = 3  # of one block by one process
_TOGETHER = 4  # blocks claimed at once: the next is read while one is embedded
_POLL = 2.0  # seconds between looks at what others do


@dataclass(frozen=True)
class Node:
    """A plan that is open here: ready to compute any of its blocks."""

    saved: SavedPlan
    plan: Plan
    parts: Parts
    worker: Worker

    def blocks(self) -> list[Block]:
        """Return all blocks of the plan, in their order."""
        return self.plan.blocks()

    def compute(self, index: int, progress: Progress) -> None:
        """Compute and store block `index`, unless it is there."""
        compute(self.plan, self.parts, self.worker, [self.blocks()[index]], progress)


@contextlib.contextmanager
def node(path: Path, roots: Roots, home: Path, python: Path, progress: Progress) -> Iterator[Node]:
    """Open the plan file `path` in a worker of its own; `python` is the runtime's."""
    saved = load(path)
    with RuntimeWorker(python, home) as worker, saved.parts() as parts:
        yield Node(saved, open_plan(saved, roots, home, worker, progress), parts, worker)


def work(here: Node, indices: Sequence[int], progress: Progress) -> int:
    """Compute those of the blocks `indices` that nobody computes, until all are there; returns how many it was.

    Blocks that another process holds are waited for, and taken over where it dies. Raises So2SatError where a block
    fails `_TRIES` times.
    """
    blocks = here.blocks()
    done, failures = 0, dict.fromkeys(indices, 0)
    with Claims(here.parts, node_name()) as claims:
        while left := [i for i in indices if not here.parts.path(blocks[i]).is_file()]:
            progress.report(1 - len(left) / max(len(indices), 1))
            mine = _claimed(claims, [(i, blocks[i]) for i in left])
            if not mine:
                _pause(progress)
                continue
            try:
                compute(here.plan, here.parts, here.worker, [blocks[i] for i in mine], Quiet(progress))
                done += len(mine)
            except Cancelled:
                raise
            except So2SatError as error:
                for i in mine:
                    failures[i] += 1
                if max(failures[i] for i in mine) >= _TRIES:
                    raise
                progress.warn(f"Blocks {', '.join(map(str, mine))} failed and are tried again: {error}")
            finally:
                for i in mine:
                    claims.release(blocks[i])
    progress.report(1.0)
    return done


def _claimed(claims: Claims, candidates: Sequence[tuple[int, Block]]) -> list[int]:
    mine: list[int] = []
    for index, block in candidates:
        if len(mine) == _TOGETHER:
            break
        if claims.take(block):
            mine.append(index)
    return mine


def _pause(progress: Progress) -> None:
    end = time.monotonic() + _POLL
    while time.monotonic() < end:
        progress.check()
        time.sleep(0.1)
