"""Have a Dask cluster compute a plan, and see that all of it is there."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..engine.embedding.parts import Parts
from ..engine.errors import So2SatError
from ..engine.progress import Progress
from ..engine.worker import ClusterWork, compute_on_cluster
from ..runtime.client import Worker
from . import kit
from .plan_file import SavedPlan
from .tasks import TASK


def compute(saved: SavedPlan, scheduler: str, roots: Sequence[str], python: Path, progress: Progress) -> int:
    """Compute the blocks that are missing on the cluster of `scheduler`; returns how many nodes took part.

    `roots` are texts "THERE=HERE" for the nodes; each may have its own in $SO2SAT_ROOTS. Raises So2SatError where
    blocks fail or are not there afterwards, ClusterGone where the cluster is not to be reached.
    """
    with saved.parts() as parts, tempfile.TemporaryDirectory() as folder:
        numbers = _missing(saved, parts)
        if not len(numbers):
            return 0
        progress.log(f"{len(numbers)} of {len(saved.blocks)} blocks for the cluster of {scheduler}.")
        sent = Path(folder) / f"{parts.folder.name}.kit"
        if saved.coded:  # parts are codes: small enough to come back from nodes that do not see the folder
            kit.pack(saved, sent)
        work = ClusterWork(
            scheduler=scheduler,
            task=TASK,
            arguments=[str(saved.path), list(roots)],
            numbers=numbers,
            kit=str(sent) if saved.coded else "",
            folder=str(parts.folder),
        )
        with Worker(python, network=True) as worker:
            nodes = compute_on_cluster(worker, work, progress)
        lacking = len(_missing(saved, parts))
    if lacking:
        raise So2SatError(
            f"The nodes say that all is done, but {lacking} blocks are not in {parts.folder}: do they see another "
            "folder under that name? It must be shared."
        )
    return nodes


def _missing(saved: SavedPlan, parts: Parts) -> np.ndarray:
    """Return the numbers (n,) of the blocks that have no part."""
    lacking = (i for i, block in enumerate(saved.blocks) if not parts.path(block).is_file())
    return np.fromiter(lacking, np.int64)
