"""A scene becomes a map: settled, embedded, and clustered or classified as it is embedded where that gives the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..embedding.elsewhere import Elsewhere
from ..embedding.plan import Plan, Request
from ..embedding.rate import forecast
from ..embedding.run import embedded_plan, runs_of
from ..embedding.settle import settle
from ..features.parts import PartFeatures, PlanFeatures
from ..features.view_names import SPECTRUM
from ..files import afterwards
from ..learning.agreement import views
from ..progress import Progress
from ..worker import Worker, persist, preload
from .class_scene import ByBundle, classify_scene, foretell
from .classes import Classified, classify
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
    preload(worker, "clusters")
    plan = settle(scene, home, worker, progress)
    if pays(plan, request):
        forecast(plan, None if elsewhere else worker, None, runs_of(home, elsewhere), progress, stored=1)
        return cluster_scene(request, plan, home, worker, progress, elsewhere), plan
    with embedded_plan(plan, home, worker, progress.span(0.0, 0.8), elsewhere=elsewhere) as done:
        source, last = PartFeatures(done), progress.span(0.8, 1.0)
        result = persist(worker, lambda: cluster_map(request, source, worker, last), progress)
        afterwards(done.parts.delete)
    return result, plan


def class_map_of(
    scene: Request,
    asked: ByBundle,
    home: Path,
    worker: Worker,
    progress: Progress,
    elsewhere: Elsewhere | None = None,
) -> tuple[Classified, PlanFeatures]:
    """Embed a scene, as `learning.adoption` has it, and classify it by a bundle; returns what the map shows, and where.

    Nothing but codes is stored meanwhile where windows are exact. A bundle that needs the spectrum alone opens no
    module, unless others are to compute. Parts of a run that was killed lie below `home`/runs for the next of the same.
    """
    if views(asked.bundle.manifest) == (SPECTRUM,) and elsewhere is None:
        scene = replace(scene, spectrum=tuple(asked.bundle.manifest["spectrum_bands"]))
    preload(worker, "classes")
    plan = settle(scene, home, worker, progress)
    if plan.dense_equals_exact:
        foretell(plan, len(asked.bundle.classes), home, worker, progress, elsewhere)
        return classify_scene(asked, plan, home, worker, progress, elsewhere), PlanFeatures(plan)
    with embedded_plan(plan, home, worker, progress.span(0.0, 0.8), elsewhere=elsewhere) as done:
        source, last = PartFeatures(done), progress.span(0.8, 1.0)
        result = persist(worker, lambda: classify(asked.request, asked.bundle, source, worker, last), progress)
        afterwards(done.parts.delete)
    return result, source
