"""Members: a classifier with its settings on one view. What is tried within which effort, and the default vote."""

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
_QUICK = ((PIXELS, RF), (SPECTRUM, RF), (SPECTRUM, ET), (EMBEDDING, ET), (BOTH, RF), (BOTH, ET))
_NORMAL = (*_QUICK, (PIXELS, LR), (SPECTRUM, SVM), (SPECTRUM, LR), (EMBEDDING, LR), (BOTH, LR))
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
    if kind != AUTOMATIC:
        pairs = tuple((v, kind) for v in views)
    elif effort == THOROUGH or view != AUTOMATIC or BOTH not in has:
        pairs = tuple((v, k) for v in views for k in (RF, ET, SVM, LR, *(_MORE if effort == THOROUGH else ())))
    else:
        pairs = _QUICK if effort == QUICK else _NORMAL
    if kind == AUTOMATIC and classes > _MANY_CLASSES:
        pairs = tuple((v, k) for v, k in pairs if k in (RF, ET, LR))
    return tuple(Member(v, k) for v, k in pairs if v in has and (view in (AUTOMATIC, v) or v == PIXELS))


def default_vote(members: Sequence[Member]) -> tuple[int, ...]:
    """Return which of `members` vote where there is nothing to choose by: random forests on the spectrum and on both.

    Other classifiers or views where these were not asked for or cannot be had.
    """
    usable = [i for i, m in enumerate(members) if m.view != PIXELS] or list(range(len(members)))
    forests = [i for i in usable if members[i].kind == RF] or [i for i in usable if members[i].kind == ET] or usable
    kind = members[forests[0]].kind
    found = {members[i].view: i for i in forests if members[i].kind == kind}
    voters = tuple(found[view] for view in (SPECTRUM, BOTH) if view in found)
    return voters or (next(iter(found.values())),)


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
