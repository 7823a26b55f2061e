"""Have a Dask cluster compute a plan, and see that all of it is there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..engine.errors import So2SatError
from ..engine.progress import Progress
from ..engine.raster.grid import Block
from ..engine.worker import ClusterWork, compute_on_cluster
from ..runtime.client import Worker
from .plan_file import SavedPlan
from .tasks import TASK


def compute(
    saved: SavedPlan, blocks: Sequence[Block], scheduler: str, roots: Sequence[str], python: Path, progress: Progress
) -> int:
    """Compute the blocks that are missing on the cluster of `scheduler`; returns how many nodes took part.

    `roots` are texts "THERE=HERE" for the nodes; each may have its own in $SO2SAT_ROOTS. Raises So2SatError where
    blocks fail, or are not there afterwards.
    """
    with saved.parts() as parts, Worker(python, network=True) as worker:
        todo = [i for i, block in enumerate(blocks) if not parts.path(block).is_file()]
        if not todo:
            return 0
        progress.log(f"{len(todo)} of {len(blocks)} blocks for the cluster of {scheduler}.")
        work = ClusterWork(scheduler, TASK, [str(saved.path), list(roots)], todo)
        nodes = compute_on_cluster(worker, work, progress)
        lacking = [i for i in todo if not parts.path(blocks[i]).is_file()]
    if lacking:
        raise So2SatError(
            f"The nodes say that all is done, but {len(lacking)} blocks are not in {parts.folder}: do they see another "
            "folder under that name? It must be shared."
        )
    return nodes
