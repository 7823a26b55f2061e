"""A fitted vote: classifiers on one view each, whose calibrated probabilities are averaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import classifiers
from .choice import tempered
from .members import Member
from .views import Views, needed


@dataclass(frozen=True)
class Vote:
    """`estimators` (pipelines), what `views` they see and at which `temperatures`; `temperature` is the vote's own.

    `codes` are all class codes, ascending.
    """

    estimators: tuple[Any, ...]
    views: tuple[str, ...]
    temperatures: tuple[float, ...]
    temperature: float
    codes: np.ndarray

    @property
    def needs(self) -> tuple[str, ...]:
        """The single views that are read."""
        return needed(self.views)

    def probabilities(self, data: Views) -> np.ndarray:
        """Return calibrated class probabilities (cells, classes) float64."""
        votes = [
            classifiers.probabilities(classifiers.log_scores(e, data.matrix(view), self.codes), t)
            for e, view, t in zip(self.estimators, self.views, self.temperatures)
        ]
        return tempered(np.mean(votes, axis=0), self.temperature)


def title(members: Sequence[Member]) -> str:
    """Return what a user reads of the voters."""
    names = ", ".join(member.title for member in members)
    return names if len(members) == 1 else f"vote of {len(members)}: {names}"
