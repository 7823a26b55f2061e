"""Embed several dates of one place, to be looked at together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from ..engine.embedding.elsewhere import Elsewhere
from ..engine.embedding.plan import Request
from ..engine.features import embedding_raster
from ..engine.features.dates import AveragedFeatures, DatesFeatures
from ..engine.modules.catalogue import BUILTIN
from ..engine.progress import Progress
from ..runtime.client import Worker
from .embed import Kept, Run, embed


@contextmanager
def embed_dates(
    requests: Sequence[Request],
    worker: Worker,
    kept: Kept,
    progress: Progress,
    average: bool,
    elsewhere: Elsewhere | None = None,
) -> Iterator[Run]:
    """Embed every date as `embed` does one, with one module; their features are averaged, or side by side.

    The run's plan is the first date's.
    """
    if len(requests) == 1:
        with embed(requests[0], worker, kept, progress, elsewhere) as run:
            yield run
        return
    with embed_each(requests, worker, progress.span(0.0, 0.9 if kept.path else 1.0), elsewhere) as runs:
        together = AveragedFeatures if average else DatesFeatures
        features = together([run.features for run in runs])
        if kept.path:
            embedding_raster.write(features, kept.path, kept.storage, requests[0].seed, progress.span(0.9, 1.0))
        yield Run(runs[0].plan, features)


@contextmanager
def embed_each(
    requests: Sequence[Request], worker: Worker, progress: Progress, elsewhere: Elsewhere | None = None
) -> Iterator[list[Run]]:
    """Embed every date with one module, into cells of one size."""
    share = 1.0 / len(requests)
    with ExitStack() as stack:
        runs: list[Run] = []
        for i, request in enumerate(requests):
            progress.log(f"Date {i + 1} of {len(requests)}: {request.raster}")
            if runs:  # cells of one size, and the built-in module as it was fitted to the first date
                own = request.module if request.module != BUILTIN else str(runs[0].plan.module.folder)
                request = replace(request, module=own, stride=runs[0].plan.grid.stride)
            part = progress.span(i * share, (i + 1) * share)
            runs.append(stack.enter_context(embed(request, worker, Kept(), part, elsewhere)))
        yield runs
