"""Members: a classifier with its settings on one view. What is tried within which effort, and which of it vote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...engine.features.view_names import BOTH, EMBEDDING, PIXELS, SPECTRUM
from ...engine.learning.estimators import AUTOMATIC, NORMAL, QUICK, THOROUGH
from . import classifiers
from .views import Views

RF, ET, SVM, LR = "random forest", "extra trees", "RBF SVM", "logistic regression"
_MORE = ("histogram gradient boosting", "k nearest neighbours", "multilayer perceptron")
_MANY_CLASSES = 40  # a support vector machine fits one for each pair of classes


@dataclass(frozen=True)
class Limits:
    """How many cells a fit sees while settings are judged, and at last."""

    judged_on: int
    fitted_on: int


LIMITS = {QUICK: Limits(600, 2500), NORMAL: Limits(1500, 6000), THOROUGH: Limits(5000, 20_000)}
PER_GROUP = 40  # more cells of a polygon cost time and bring nothing


@dataclass(frozen=True)
class Member:
    """A kind of classifier on one view, with what differs from its defaults."""

    view: str
    kind: str
    values: tuple[tuple[str, Any], ...] = ()

    def setting(self, views: Views, shared_unit: bool) -> classifiers.Setting:
        """Return what `classifiers.fit` takes; `shared_unit`: the embedding's features have one unit."""
        shared = {classifiers.SHARED_UNIT: views.first_of_embedding(self.view)} if shared_unit else {}
        return self.kind, {**dict(self.values), **shared}

    @property
    def title(self) -> str:
        """What a user reads."""
        view = "spectrum and embedding" if self.view == BOTH else self.view
        return f"{classifiers.title((self.kind, dict(self.values)))} on {view}"


def wanted(kind: str, view: str, effort: str, has: Sequence[str], classes: int) -> tuple[Member, ...]:
    """Return what to try. `kind` is one of `CLASSIFIERS`, `view` one of VIEWS or automatic, `has` what views there are.

    Plain pixels are always among it, to compare with, where there is a spectrum.
    """
    views = (PIXELS, SPECTRUM, EMBEDDING, BOTH)
    kinds = (kind,) if kind != AUTOMATIC else (RF, LR, *((ET, SVM, *_MORE) if effort == THOROUGH else ()))
    pairs = tuple((v, k) for v in views for k in kinds)
    if kind == AUTOMATIC and classes > _MANY_CLASSES:
        pairs = tuple((v, k) for v, k in pairs if k in (RF, ET, LR))
    return tuple(Member(v, k) for v, k in pairs if v in has and (view in (AUTOMATIC, v) or v == PIXELS))


def vote_of(members: Sequence[Member], blind: bool) -> tuple[int, ...]:
    """Return which of `members` vote.

    Random forests on the spectrum and on both, and a logistic regression on the embedding: trees and planes on
    different views err differently. On one view alone its forest and its logistic regression; of one kind that was
    asked for the spectrum's and both's. `blind`: nothing was held out to calibrate by, so forests alone, whose
    probabilities need it least.
    """
    usable = [i for i, m in enumerate(members) if m.view != PIXELS] or list(range(len(members)))
    at = {(members[i].view, members[i].kind): i for i in usable}
    views = [v for v in (SPECTRUM, BOTH) if any(view == v for view, _ in at)]
    kinds = [k for k in (RF, LR) if any(kind == k for _, kind in at)] or [members[usable[0]].kind]
    if len(views) == 2:
        pairs = [(v, kinds[0]) for v in views] + ([(EMBEDDING, LR)] if kinds == [RF, LR] and not blind else [])
    else:
        pairs = [(members[usable[0]].view, k) for k in (kinds[:1] if blind else kinds)]
    return tuple(at[pair] for pair in pairs if pair in at)


def thinned(rows: np.ndarray, codes: np.ndarray, groups: np.ndarray, most: int, seed: int) -> np.ndarray:
    """Return at most about `most` of `rows`: as many of every class, of a class as many of every group, as can be.

    No more than `PER_GROUP` of a group are taken where that still leaves `most` // 2. `codes` and `groups` are those
    of all samples.
    """
    random = np.random.default_rng(seed)
    order = np.lexsort((random.random(len(rows)), groups[rows]))
    start = np.ones(len(rows), dtype=bool)
    start[1:] = groups[rows][order][1:] != groups[rows][order][:-1]
    rank = np.empty(len(rows), dtype=np.int64)
    rank[order] = np.arange(len(rows)) - np.flatnonzero(start)[np.cumsum(start) - 1]
    limit = max(PER_GROUP, -(-most // (2 * max(int(start.sum()), 1))))
    kept = []
    present = np.unique(codes[rows])
    for code in present:
        mine = np.flatnonzero((codes[rows] == code) & (rank < limit))
        kept.append(mine[np.argsort(rank[mine], kind="stable")[: max(most // len(present), 2)]])
    return np.sort(rows[np.concatenate(kept)])
