"""The call that has blocks computed on a Dask cluster."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from ..progress import Progress
from .protocol import Worker


@dataclass(frozen=True)
class ClusterWork:
    """Blocks to be computed on a Dask cluster.

    `scheduler`: its address (tcp://…, tls://…) or the path of its scheduler file. `task`: "module:function" that the
    nodes import; it is called with `arguments` and the number of a block. `blocks` are those numbers.
    """

    scheduler: str
    task: str
    arguments: list[Any]
    blocks: list[int]


def compute_on_cluster(worker: Worker, work: ClusterWork, progress: Progress) -> int:
    """Have a cluster compute blocks; returns how many nodes took part.

    The worker must have been started with the network. Raises So2SatError where a block fails three times, or the
    scheduler is not to be reached.
    """
    return int(worker.call("dask.compute", progress, **asdict(work))["nodes"])
