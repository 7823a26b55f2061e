"""A scene becomes a map: settled, embedded, clustered, in two passes where that pays."""

from __future__ import annotations

from pathlib import Path

from ..embedding.elsewhere import Elsewhere
from ..embedding.plan import Plan, Request
from ..embedding.rate import forecast
from ..embedding.run import embedded_plan, runs_of
from ..embedding.settle import settle
from ..features.parts import PartFeatures
from ..files import afterwards
from ..progress import Progress
from ..worker import Worker, persist
from .cluster_scene import cluster_scene, pays
from .clusters import ClusterMap, ClusterRequest, cluster_map


def cluster_map_of(
    scene: Request,
    request: ClusterRequest,
    home: Path,
    worker: Worker,
    progress: Progress,
    elsewhere: Elsewhere | None = None,
) -> tuple[ClusterMap, Plan]:
    """Embed a scene and cluster it into the map that `request` asks for; returns what it shows, and the plan.

    In two passes where they give the same as one (`cluster_scene`): nothing but codes is stored meanwhile. Parts of a
    run that was killed lie below `home`/runs, for the next of the same.
    """
    plan = settle(scene, home, worker, progress)
    if pays(plan, request):
        forecast(plan, None if elsewhere else worker, None, runs_of(home, elsewhere), progress, stored=1)
        return cluster_scene(request, plan, home, worker, progress, elsewhere), plan
    with embedded_plan(plan, home, worker, progress.span(0.0, 0.8), elsewhere=elsewhere) as done:
        source, last = PartFeatures(done), progress.span(0.8, 1.0)
        result = persist(worker, lambda: cluster_map(request, source, worker, last), progress)
        afterwards(done.parts.delete)
    return result, plan
