"""Classify a scene without storing its embedding: each block is read, embedded and classified, and codes are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..embedding.elsewhere import Elsewhere
from ..embedding.following import CODES, Following
from ..embedding.parts import Parts
from ..embedding.plan import Plan
from ..embedding.rate import forecast
from ..embedding.run import run, runs_of
from ..embedding.settle import persist_opened
from ..features.parts import PlanFeatures
from ..features.view_names import EMBEDDING, SPECTRUM
from ..features.views import spectrum_of
from ..files import afterwards
from ..learning.agreement import check_source, smoothing, views
from ..modules.bundle import Bundle
from ..progress import Progress
from ..worker import Pending, Scored, Then, Worker, ask_probabilities, classes
from .classes import (
    ClassificationRequest,
    Classified,
    Predicted,
    PredictedBlock,
    ScoredBlock,
    code_type,
    decided,
    load,
    made_by,
    smoothed,
    write_classified,
)

CLASSES = "classes"  # of a run's fingerprint: `ClassFollowing.key`
_CONFIDENCE, _NOVELTY, _PROBABILITIES = "confidence", "novelty", "probabilities"  # of a part


class ClassFollowing(Following):
    """A bundle's classifier, applied to features as they are made, or to spectra alone where it needs no more.

    Parts hold codes and their confidence, or where neighbours are to be averaged probabilities, and `novelty` where
    that is asked for.
    """

    def __init__(self, bundle: Bundle, plan: Plan, novelty: bool) -> None:
        names = views(bundle.manifest)
        self.bundle, self.novelty = bundle, novelty
        self.embeds, self._spectral = EMBEDDING in names, SPECTRUM in names
        self.halo = 1 if self._spectral else 0
        self._bands = plan.band_names
        self._smooth = smoothing(bundle.manifest) > 1
        self._codes = np.empty(0, np.int64)

    def key(self) -> dict[str, Any]:
        """Return what the parts depend on beside the features."""
        digest = self.bundle.manifest["estimator"]["sha256"]
        return {"estimator": digest, "smooth": self._smooth, "novelty": self.novelty}

    def prepare(self, worker: Worker, progress: Progress) -> None:
        self._codes = np.array(load(self.bundle, worker, progress))

    def look(self, statistics: np.ndarray) -> tuple[np.ndarray | None, np.ndarray]:
        if not self._spectral:
            return None, np.ones(statistics.shape[:2], bool)
        spectrum = spectrum_of(statistics, self._bands)
        return spectrum, np.isfinite(spectrum).all(axis=-1)

    def then(self, beside: np.ndarray | None) -> Then:
        return classes(beside, self.novelty)

    def ask(self, worker: Worker, beside: np.ndarray, progress: Progress) -> Pending[Scored]:
        return ask_probabilities(worker, {SPECTRUM: beside}, self.novelty, progress)

    def empty(self, rows: int, columns: int) -> dict[str, np.ndarray]:
        shape = rows, columns
        kept = {_NOVELTY: np.zeros(shape, np.uint8)} if self.novelty else {}
        if self._smooth:
            return {_PROBABILITIES: np.full((*shape, len(self._codes)), np.nan, np.float16), **kept}
        return {CODES: np.zeros(shape, code_type(self.bundle.classes)), _CONFIDENCE: np.zeros(shape, np.uint8), **kept}

    def found(self, answer: Scored) -> dict[str, np.ndarray]:
        kept = {} if answer.novelty is None else {_NOVELTY: answer.novelty}
        if self._smooth:
            return {_PROBABILITIES: answer.probabilities, **kept}
        known = ~np.isnan(answer.probabilities[:, 0])  # a module may give what is no number
        sure = decided(self._codes, Scored(np.nan_to_num(answer.probabilities)))
        return {CODES: np.where(known, sure.codes, 0), _CONFIDENCE: sure.confidence, **kept}

    def arrays(self, found: dict[str, np.ndarray], statistics: np.ndarray) -> dict[str, np.ndarray]:
        return found

    def predicted(self, source: PlanFeatures, parts: Parts, progress: Progress) -> Iterator[PredictedBlock]:
        """Yield what finished parts say of every block."""
        if self._smooth:
            yield from smoothed(source, self._scored(source, parts), self._codes, progress)
            return
        for block in progress.over(source.blocks(), sum(1 for _ in source.blocks())):
            codes = parts.load(block, CODES)
            valid = codes > 0
            novelty = parts.load(block, _NOVELTY)[valid] if self.novelty else None
            yield block, valid, Predicted(codes[valid], parts.load(block, _CONFIDENCE)[valid], novelty)

    def _scored(self, source: PlanFeatures, parts: Parts) -> Iterator[ScoredBlock]:
        for block in source.blocks():
            probabilities = parts.load(block, _PROBABILITIES)
            valid = ~np.isnan(probabilities[..., 0])
            novelty = parts.load(block, _NOVELTY)[valid] if self.novelty else None
            yield block, valid, Scored(probabilities[valid], novelty)


@dataclass(frozen=True)
class ByBundle:
    """A map that is asked for, and the bundle to make it by."""

    request: ClassificationRequest
    bundle: Bundle


def classify_scene(
    asked: ByBundle,
    plan: Plan,
    home: Path,
    worker: Worker,
    progress: Progress,
    elsewhere: Elsewhere | None = None,
) -> Classified:
    """Classify what `plan` (settled in the worker) would embed into a map, and say what it shows.

    A run that was killed goes on where it was: parts below `home`/runs hold codes. Holds the map's codes and a few
    blocks. Raises So2SatError where plan and bundle do not fit.
    """
    for warning in check_source(asked.bundle, PlanFeatures(plan)):
        progress.warn(warning)
    following = ClassFollowing(asked.bundle, plan, bool(asked.request.novelty))
    persist_opened(plan, worker, lambda: following.prepare(worker, progress), progress)
    with Parts(runs_of(home, elsewhere), {**plan.fingerprint(), CLASSES: following.key()}) as parts:
        run(plan, parts, worker, progress.span(0.0, 0.9), following, elsewhere)
        result = map_of_classes(asked.request, following, plan, parts, progress.span(0.9, 1.0))
        afterwards(parts.delete)
    return result


def foretell(
    plan: Plan, classes: int, home: Path, worker: Worker, progress: Progress, elsewhere: Elsewhere | None
) -> None:
    """Say what `classify_scene` will take at most, for so many classes; raises So2SatError where that is too much."""
    measured = worker if plan.dims and not elsewhere else None
    forecast(plan, measured, None, runs_of(home, elsewhere), progress, stored=1 + classes // 2)


def map_of_classes(
    request: ClassificationRequest, following: ClassFollowing, plan: Plan, parts: Parts, progress: Progress
) -> Classified:
    """Write the map that finished parts make, and say what it shows."""
    source = PlanFeatures(plan)
    predicted = following.predicted(source, parts, progress.span(0.0, 0.8))
    legend = following.bundle.classes
    return write_classified(request, source, predicted, legend, made_by(following.bundle), progress)
