"""A Dask cluster as who computes the parts of a run that was begun in QGIS."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

from ..engine.embedding.following import Following
from ..engine.embedding.parts import MANIFEST, Parts
from ..engine.embedding.plan import Plan
from ..engine.errors import ClusterGone
from ..engine.files import write_bytes
from ..engine.mapping.class_scene import ClassFollowing
from ..engine.mapping.cluster_scene import ClusterFollowing
from ..engine.progress import Progress
from .cluster import compute
from .plan_file import Outcome, planned, to_bytes, write_folder


@dataclass(frozen=True)
class OnCluster:
    """The cluster of a `scheduler` (see `ClusterWork`), asked through the runtime's `python`.

    The plan lies with its parts below `folder`, which the nodes see; "" is the plugin's home. `fallback`: what a
    cluster that is gone leaves undone is done here.
    """

    scheduler: str
    folder: str
    fallback: bool
    python: Path

    def home(self, own: Path) -> Path:
        """Return the folder below which the run's parts lie."""
        return Path(self.folder) if self.folder else own

    def compute(self, plan: Plan, parts: Parts, following: Following | None, progress: Progress) -> None:
        """Have the cluster compute the missing parts; raises So2SatError where it cannot and nothing is done here."""
        fingerprint = json.loads((parts.folder / MANIFEST).read_text(encoding="utf-8"))
        clusters = following.request if isinstance(following, ClusterFollowing) else None
        bundle = following.bundle.name if isinstance(following, ClassFollowing) else ""
        outcome = Outcome("", bundle, clusters=clusters)
        saved = planned(parts.folder / "plan.json", plan, fingerprint, outcome, following)
        saved = dataclasses.replace(saved, runs="..")
        write_folder(saved, plan, following)
        write_bytes(saved.path, to_bytes(saved))
        try:
            nodes = compute(saved, self.scheduler, [], self.python, progress)
            progress.log(f"{nodes} node{'' if nodes == 1 else 's'} of the cluster took part.")
        except ClusterGone as error:
            if not self.fallback:
                raise
            progress.warn(f"{error} The run goes on here.")
