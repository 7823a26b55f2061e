"""Train a classifier and find out, honestly, how good it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...engine.features.view_names import BOTH, EMBEDDING, SPECTRUM
from ...engine.reference import buffer, folds
from ...engine.reference.accuracy import confusion, macro_f1
from ..server import Session
from . import classifier, classifiers, heldout
from .choice import Choice, Judge
from .members import LIMITS, Limits, Member, thinned, wanted
from .views import Views
from .vote import Vote, title


@dataclass(frozen=True)
class _Task:
    """Samples (the first rows of `data`), what is known of them, and how to fit to some of them."""

    session: Session
    data: Views
    codes: np.ndarray  # (n,)
    groups: np.ndarray  # (n,) as labelled
    places: np.ndarray  # (n, 2)
    neighbours: np.ndarray  # (n, 9)
    shared_unit: bool
    limits: Limits
    seed: int

    @property
    def all_codes(self) -> np.ndarray:
        """Every class code, ascending."""
        return np.unique(self.codes)

    def fit(self, member: Member, rows: np.ndarray, threads: int = 1) -> Any:
        """Return a pipeline of `member` fitted to samples."""
        setting = member.setting(self.data, self.shared_unit)
        return classifiers.fit(setting, self.data.matrix(member.view)[rows], self.codes[rows], self.seed, threads)

    def few(self, rows: np.ndarray) -> np.ndarray:
        """Return as many of `rows` as settings are judged with."""
        return thinned(rows, self.codes, self.groups, self.limits.judged_on, self.seed)

    def judged(
        self, members: Sequence[Member], fold: np.ndarray, parts: heldout.Folds, start: float, end: float
    ) -> Judge:
        """Return held-out predictions of members; progress runs from `start` to `end`."""
        few = parts.with_train([self.few(rows) if len(rows) else rows for rows in parts.train])
        scores = heldout.scores(
            members, self.data, self.all_codes, few, self.fit,
            lambda done: self.session.progress(start + (end - start) * done),
        )  # fmt: skip
        return Judge(members, scores, parts.around, self.codes, self.groups, fold)


def fit(
    session: Session,
    *,
    codes: np.ndarray,
    groups: np.ndarray,
    places: np.ndarray,
    neighbours: np.ndarray,
    spectrum: np.ndarray | None,
    embedding: np.ndarray | None,
    bands: int,
    shared_unit: bool,
    reach: int,
    kind: str,
    view: str,
    smoothing: str,
    effort: str,
    fold_count: int,
    seed: int,
    random_only: bool = False,
    test_spectrum: np.ndarray | None = None,
    test_embedding: np.ndarray | None = None,
    test_neighbours: np.ndarray | None = None,
) -> dict[str, Any]:
    """Train on samples with class codes, groups (both (n,)) and places (rows and columns of cells, (n, 2)).

    `spectrum` (m, s) and `embedding` (m, d) float32 are of m ≥ n cells: the samples first, then cells around them;
    `neighbours` (n, 9) are the rows of the 3 × 3 cells around each sample, −1 where there is none. The spectrum's first
    `bands` columns are band means; `shared_unit`: the embedding's features have one unit. A group is held out as one;
    windows reach `reach` cells. `test_…` are the same of a second layer.
    """
    data = Views({SPECTRUM: spectrum, EMBEDDING: embedding}, bands)
    task = _Task(session, data, codes, groups, places, neighbours, shared_unit, LIMITS[effort], seed)
    single = np.arange(len(codes)) if random_only else groups
    parts, divided, never = folds.divide_single(codes, single, places, fold_count)
    fold = folds.assign(codes, parts, fold_count, seed)
    members = wanted(kind, view, effort, data.names, len(task.all_codes))
    session.progress(0.0, f"Trying {len(members)} classifiers with {fold_count} folds.")
    division = heldout.divide(fold, codes, neighbours)
    judge = task.judged(members, fold, division, 0.0, 0.5)
    # Pieces of the same polygons say nothing about which classifier is best.
    blind = len(divided) + len(never) == len(task.all_codes)

    def choose(rows: np.ndarray) -> Choice:
        return judge.automatic(smoothing, np.zeros_like(rows) if blind else rows)

    choice = choose(fold >= 0)
    voters = [members[i] for i in choice.voters]
    probabilities = judge.nested(choose)
    session.progress(0.55, f"Chosen: {title(voters)}.")
    temperature = judge.temperature(choice, fold >= 0)
    vote = _fitted(task, judge, choice, temperature)
    samples = data.rows(np.arange(len(codes)))
    again = _Again(task, voters, choice.smooth)
    covered = _reach(reach, voters, choice)
    session.progress(0.7, "Holding out once more: at random, with a buffer, with fewer polygons.")
    result = {
        "content": classifier.pack(vote, samples, bands, groups, seed),
        "held_out": heldout.likeliest(probabilities, task.all_codes),
        "confidence": np.nan_to_num(probabilities.max(axis=1)).astype(np.float32),
        "suspects": heldout.suspects(probabilities, judge.columns),
        "random": heldout.likeliest(again.held_out(_random_fold(codes, fold_count, seed), 0.7, 0.8), task.all_codes),
        "overlap": 0.0 if random_only else buffer.overlap(places, parts, covered),
        "reach": covered,
        "buffered": None if random_only else heldout.likeliest(again.buffered(fold, covered, 0.8, 0.9), task.all_codes),
        "chosen": title(voters) + (", probabilities averaged over 3 × 3 cells" if choice.smooth else ""),
        "views": list(vote.needs),
        "smoothing": 3 if choice.smooth else 1,
        "temperature": temperature,
        "tried": _tried(judge, choice),
        **_views(judge, smoothing, blind),
        "curve": again.curve(fold, parts, judge.of_samples(choice), 0.9),
        "divided": divided,
        "never": never,
    }
    if test_neighbours is not None:
        test = Views({SPECTRUM: test_spectrum, EMBEDDING: test_embedding}, bands)
        read = heldout.smoothed if choice.smooth else heldout.own
        result["test"] = heldout.likeliest(read(vote.probabilities(test), test_neighbours), task.all_codes)
    session.progress(1.0)
    return result


def _fitted(task: _Task, judge: Judge, choice: Choice, temperature: float) -> Vote:
    """Return the choice's members fitted to as many samples as the effort allows."""
    rows = thinned(np.arange(len(task.codes)), task.codes, task.groups, task.limits.fitted_on, task.seed)
    voters = [judge.members[i] for i in choice.voters]
    return Vote(
        tuple(task.fit(member, rows, threads=-1) for member in voters),
        tuple(member.view for member in voters),
        tuple(judge.temperatures[i] for i in choice.voters),
        temperature,
        task.all_codes,
    )


def _reach(embedding: int, voters: Sequence[Member], choice: Choice) -> int:
    """Return how many cells apart two samples must be for nothing that one sees to be seen by the other."""
    cells = max(embedding if member.view in (EMBEDDING, BOTH) else 3 for member in voters)
    return cells + (2 if choice.smooth else 0)


class _Again:
    """The chosen members held out once more, otherwise."""

    def __init__(self, task: _Task, voters: Sequence[Member], smooth: bool) -> None:
        self._task, self._voters = task, voters
        self._choice = Choice(tuple(range(len(voters))), smooth)

    def held_out(self, fold: np.ndarray, start: float, end: float) -> np.ndarray:
        """Return probabilities (n, classes) by folds (n,)."""
        return self._judged(fold, heldout.divide(fold, self._task.codes, self._task.neighbours), start, end)

    def buffered(self, fold: np.ndarray, reach: int, start: float, end: float) -> np.ndarray:
        """Return probabilities (n, classes) where training left out what lies within `reach` of what was held out.

        See `buffer.outside`.
        """
        task = self._task
        division = heldout.divide(fold, task.codes, task.neighbours)
        train = []
        for rows, cells in zip(division.train, division.cells):
            held = task.places[cells[cells < len(task.codes)]]
            train.append(rows[buffer.outside(task.places[rows], task.codes[rows], task.groups[rows], held, reach)])
        return self._judged(fold, division.with_train(train), start, end)

    def curve(self, fold: np.ndarray, groups: np.ndarray, whole: np.ndarray, start: float) -> list[dict[str, float]]:
        """Return the held-out figures with 1, 2, 4, … (1, 4, 16, … of many) training groups of every class, up to all.

        `whole` are the probabilities (n, classes) with all.
        """
        task = self._task
        largest = max(len(np.unique(groups[task.codes == code])) for code in task.all_codes)
        factor = 2 if largest <= 8 else 4  # each point costs a fit a fold
        counts = [factor**i for i in range(20) if factor**i * 1.4 < largest]
        division = heldout.divide(fold, task.codes, task.neighbours)
        rows = []
        for i, count in enumerate(counts):
            at, until = (start + (1.0 - start) * (i + j) / len(counts) for j in (0, 1))
            first = [t[folds.first_groups(task.codes[t], groups[t], count, task.seed)] for t in division.train]
            rows += self._point(count, first, self._judged(fold, division.with_train(first), at, until))
        return rows + self._point(largest, division.train, whole)

    def _point(self, count: int, train: Sequence[np.ndarray], probabilities: np.ndarray) -> list[dict[str, float]]:
        """Return the curve's row at `count` groups of every class, none where nothing was held out."""
        found = heldout.likeliest(probabilities, self._task.all_codes)
        known = found > 0
        if not known.any():
            return []
        matrix = confusion(self._task.codes[known], found[known], self._task.all_codes.tolist())
        overall = float(np.trace(matrix) / matrix.sum())
        samples = float(np.mean([len(rows) for rows in train]))
        row = {"polygons": float(count), "samples": samples, "overall_accuracy": overall, "macro_f1": macro_f1(matrix)}
        return [row]

    def _judged(self, fold: np.ndarray, division: heldout.Folds, start: float, end: float) -> np.ndarray:
        return self._task.judged(self._voters, fold, division, start, end).of_samples(self._choice)


def _tried(judge: Judge, choice: Choice) -> list[dict[str, Any]]:
    """Return the held-out figures of every member alone, a row each, and of the choice."""
    if not judge.known.any():
        return []
    alone = [(m.title, Choice((i,), False)) for i, m in enumerate(judge.members)]
    voters = [judge.members[i] for i in choice.voters]
    rows = [(*entry, n in choice.voters) for n, entry in enumerate(alone)]
    if len(voters) > 1 or choice.smooth:
        rows.append((title(voters), choice, True))
    found = []
    for name, one, votes in rows:
        best = judge.of_samples(one)[judge.known].argmax(axis=1)
        matrix = confusion(judge.columns[judge.known], best, list(range(len(judge.all_codes))))
        found.append(
            {
                "setting": name,
                "macro_f1": macro_f1(matrix),
                "overall_accuracy": float(np.trace(matrix) / matrix.sum()),
                "votes": votes,
            }
        )
    return found


def _views(judge: Judge, smoothing: str, blind: bool) -> dict[str, Any]:
    """Return what the best vote on each view alone predicts of held-out samples: `by_view` (views, n), `view_names`."""
    names = list(dict.fromkeys(member.view for member in judge.members))
    found = []
    for name in names:
        numbers = [i for i, member in enumerate(judge.members) if member.view == name]

        def choose(rows: np.ndarray, numbers: list[int] = numbers) -> Choice:
            return judge.chosen(numbers, smoothing, np.zeros_like(rows) if blind else rows)

        found.append(heldout.likeliest(judge.nested(choose), judge.all_codes))
    return {"view_names": names, "by_view": np.array(found, np.int64).reshape(len(names), len(judge.columns))}


def _random_fold(codes: np.ndarray, fold_count: int, seed: int) -> np.ndarray:
    _, column, members = np.unique(codes, return_inverse=True, return_counts=True)
    alone = np.where(members[column] > 1, np.arange(len(codes)), -1)
    return folds.assign(codes, alone, fold_count, seed)


CALLS = (fit,)
