"""Which members vote, and whether their probabilities are smoothed: chosen on held-out samples, without flattery.

The vote is always the same (see `members.vote_of`), unless one view or one other classifier alone is clearly better.
With the polygons that people draw the best of many is the luckiest: choosing the voters by the other folds was worse
than not choosing, by up to .12 of macro-F1 (docs/accuracy.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ...engine.features.view_names import BOTH, EMBEDDING, PIXELS, SPECTRUM
from ...engine.learning.estimators import AUTOMATIC, SQUARE
from ...engine.reference.accuracy import confusion, macro_f1
from . import classifiers, heldout
from .members import LR, RF, Member, vote_of

_CALIBRATED_ON = 3000  # samples
# What is not the plain vote must win by so much of the figure and so many standard errors: luck is commoner than merit,
# and an average over 3 × 3 cells takes away rivers and edges, which are rarely labelled.
_WINS_BY, _ERRORS = 0.02, 2


@dataclass(frozen=True)
class Choice:
    """Numbers of the members that vote, and whether probabilities are averaged over 3 × 3 cells."""

    voters: tuple[int, ...]
    smooth: bool


class Judge:
    """Held-out predictions of members, and choices among them.

    `scores` are those of `heldout.scores`, one array a member; `codes`, `groups` and `fold` are (n,).
    """

    def __init__(
        self,
        members: Sequence[Member],
        scores: Sequence[np.ndarray],
        around: np.ndarray,
        codes: np.ndarray,
        groups: np.ndarray,
        fold: np.ndarray,
    ) -> None:
        self.members, self.around, self.groups, self.fold = tuple(members), around, groups, fold
        self.all_codes, self.columns = np.unique(codes, return_inverse=True)
        own = [heldout.own(s, around) for s in scores]
        self.known = np.all([~np.isnan(p[:, 0]) for p in own], axis=0) if own else np.zeros(len(codes), bool)
        self.temperatures = [self._temperature(p) for p in own]
        self.probabilities = [
            classifiers.probabilities(s.astype(np.float64), t).astype(np.float32)
            for s, t in zip(scores, self.temperatures)
        ]

    def _temperature(self, scores: np.ndarray) -> float:
        if not self.known.any():
            return 1.0
        return classifiers.fit_temperature(scores[self.known], self.columns[self.known])

    def vote(self, choice: Choice) -> np.ndarray:
        """Return the probabilities (predictions, classes) of a choice, not smoothed."""
        return np.mean([self.probabilities[i] for i in choice.voters], axis=0)

    def of_samples(self, choice: Choice) -> np.ndarray:
        """Return the probabilities (n, classes) of the samples, smoothed where the choice says so; NaN: none."""
        read = heldout.smoothed if choice.smooth else heldout.own
        return read(self.vote(choice), self.around)

    def figure(self, probabilities: np.ndarray, rows: np.ndarray) -> float:
        """Return the mean of overall accuracy and macro-F1 over `rows` (bool or numbers), 0 where there are none."""
        truth = self.columns[rows]
        if not len(truth):
            return 0.0
        matrix = confusion(truth, probabilities[rows].argmax(axis=1), list(range(len(self.all_codes))))
        return float((np.trace(matrix) / matrix.sum() + macro_f1(matrix)) / 2)

    def chosen(self, allowed: Iterable[int], smoothing: str, rows: np.ndarray) -> Choice:
        """Return the vote of the `allowed` members, smoothed where that wins on `rows` (n,) bool; they may be none."""
        numbers, rows = list(allowed), rows & self.known
        voters = tuple(numbers[i] for i in vote_of([self.members[i] for i in numbers], not rows.any()))
        plain, smoothed = Choice(voters, False), Choice(voters, True)
        if smoothing == SQUARE or (smoothing == AUTOMATIC and self._clearly_better(smoothed, plain, rows)):
            return smoothed
        return plain

    def automatic(self, smoothing: str, rows: np.ndarray) -> Choice:
        """Return the choice among all members: the vote, unless something alone is clearly better."""
        everything = [i for i, m in enumerate(self.members) if m.view != PIXELS] or list(range(len(self.members)))
        vote = best = self.chosen(everything, smoothing, rows)
        for alone in self._alone():
            other = self.chosen(alone, smoothing, rows)
            if other.voters != vote.voters and self._clearly_better(other, best, rows & self.known):
                best = other
        return best

    def _alone(self) -> list[list[int]]:
        """Return the members on one view each, then single ones of kinds that do not vote anyway."""
        views = [[i for i, m in enumerate(self.members) if m.view == v] for v in (BOTH, EMBEDDING, SPECTRUM, PIXELS)]
        return [v for v in views if v] + [[i] for i, m in enumerate(self.members) if m.kind not in (RF, LR)]

    def _clearly_better(self, one: Choice, other: Choice, rows: np.ndarray) -> bool:
        """Return whether a choice beats another by more than two standard errors of the difference over polygons."""
        if not rows.any():
            return False
        mine, theirs = self.of_samples(one), self.of_samples(other)
        if self.figure(mine, rows) <= self.figure(theirs, rows) + _WINS_BY:
            return False
        right = [(p[rows].argmax(axis=1) == self.columns[rows]).astype(np.float64) for p in (mine, theirs)]
        _, inverse, sizes = np.unique(self.groups[rows], return_inverse=True, return_counts=True)
        difference = np.bincount(inverse, weights=right[0] - right[1]) / sizes
        if len(difference) < 2:
            return False
        return bool(difference.mean() > _ERRORS * difference.std(ddof=1) / np.sqrt(len(difference)))

    def temperature(self, choice: Choice, rows: np.ndarray) -> float:
        """Return the temperature at which a choice's probabilities, smoothed as it says, are most likely on `rows`."""
        rows = np.flatnonzero(rows & self.known)
        if not len(rows):
            return 1.0
        rows = rows[:: -(-len(rows) // _CALIBRATED_ON)]
        truth = self.columns[rows]
        weights = 1.0 / np.bincount(truth, minlength=len(self.all_codes))[truth]
        read, around = heldout.smoothed if choice.smooth else heldout.own, self.around[rows]
        near = np.unique(around)
        scores = np.log(np.maximum(self.vote(choice)[near[near >= 0]], 1e-9))
        place = np.where(around >= 0, np.searchsorted(near[near >= 0], around), -1)

        def loss(temperature: float) -> float:
            p = read(classifiers.probabilities(scores, temperature), place)
            return float(-(weights * np.log(np.maximum(p[np.arange(len(rows)), truth], 1e-9))).sum())

        return max(classifiers.warmest(loss), classifiers.COOLEST)

    def calibrated(self, choice: Choice, temperature: float) -> np.ndarray:
        """Return `of_samples` with the vote's probabilities at a temperature."""
        read = heldout.smoothed if choice.smooth else heldout.own
        return read(tempered(self.vote(choice), temperature), self.around)

    def nested(self, choose: Callable[[np.ndarray], Choice]) -> np.ndarray:
        """Return probabilities (n, classes) where each fold is predicted by what `choose(rows)` takes on the others.

        So is their temperature. NaN where a sample was not held out.
        """
        found = np.full((len(self.columns), len(self.all_codes)), np.nan)
        for number in np.unique(self.fold[self.fold >= 0]):
            held = self.fold == number
            choice = choose(~held)
            found[held] = self.calibrated(choice, self.temperature(choice, ~held))[held]
        return found


def tempered(probabilities: np.ndarray, temperature: float) -> np.ndarray:
    """Return probabilities (n, classes) raised to 1 / temperature, each row adding up to 1."""
    return classifiers.probabilities(np.log(np.maximum(probabilities, 1e-9)), temperature)
