"""The call that has blocks computed on a Dask cluster."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ..progress import Progress
from .protocol import Worker


@dataclass(frozen=True)
class ClusterWork:
    """Blocks to be computed on a Dask cluster.

    `scheduler`: its address (tcp://…, tls://…) or the path of its scheduler file. `task`: "module:function" that the
    nodes import; it is called with `arguments`, the number of a block and where the node has `kit`, a file that all are
    given ("": none). `numbers` (n,) int64 are the blocks. What a node sends back is stored in `folder`.
    """

    scheduler: str
    task: str
    arguments: list[Any]
    numbers: np.ndarray
    kit: str
    folder: str


def compute_on_cluster(worker: Worker, work: ClusterWork, progress: Progress) -> int:
    """Have a cluster compute blocks; returns how many nodes took part.

    The worker must have been started with the network. Raises So2SatError where a block fails three times, and
    ClusterGone where the scheduler is not to be reached.
    """
    return int(worker.call("dask.compute", progress, **asdict(work))["nodes"])
