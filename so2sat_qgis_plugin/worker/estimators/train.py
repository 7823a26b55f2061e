"""Train a classifier and find out, honestly, how good it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...engine.reference import folds
from ...engine.reference.accuracy import confusion, macro_f1
from ..server import Session
from . import classifier, classifiers
from .classifiers import Setting


@dataclass(frozen=True)
class _Data:
    features: np.ndarray  # (n, d) float32
    codes: np.ndarray  # (n,) class codes
    fold: np.ndarray  # (n,) the fold that holds a sample out
    all_codes: np.ndarray  # every class code, ascending
    seed: int

    def split(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield (training rows, held-out rows) of each fold that has both and trains on two classes or more."""
        for number in np.unique(self.fold[self.fold >= 0]):
            train, held = np.flatnonzero(self.fold != number), np.flatnonzero(self.fold == number)
            if len(np.unique(self.codes[train])) > 1:
                yield train, held


def fit(
    session: Session,
    *,
    features: np.ndarray,
    codes: np.ndarray,
    groups: np.ndarray,
    places: np.ndarray,
    kind: str,
    fold_count: int,
    seed: int,
    random_only: bool = False,
    shared_unit: bool = False,
    baseline: np.ndarray | None = None,
    test_features: np.ndarray | None = None,
    test_baseline: np.ndarray | None = None,
) -> dict[str, Any]:
    """Train on features (n, d) float32 with class codes, groups (both (n,)) and places (rows and columns, (n, 2)).

    A group is held out as one. `kind` is one of `CLASSIFIERS`; for `shared_unit` see `estimators.settings`.
    `baseline` (n, b) are plainer features to compare with. Returns arrays: `content` (the estimator, see
    `classifier.pack`), `held_out` (predicted codes, 0 = never held out), `confidence` (of them), `suspects` (n,) bool,
    `random` (as held_out, samples held out one by one), and where asked for `baseline`, `test`, `test_baseline`; and
    plain values: `chosen`, `tried`, `temperature`, `curve`, `divided` and `never` (codes of classes that could not be
    held out properly).
    """
    all_codes = np.unique(codes)
    single = np.arange(len(codes)) if random_only else groups
    parts, divided, never = folds.divide_single(codes, single, places, fold_count)
    honest = _Data(features, codes, folds.assign(codes, parts, fold_count, seed), all_codes, seed)
    candidates, plain_candidates = classifiers.settings(kind, shared_unit), classifiers.settings(kind)
    if len(divided) + len(never) == len(all_codes):  # pieces of the same polygons say nothing about which is best
        candidates, plain_candidates = candidates[:1], plain_candidates[:1]
    session.progress(0.0, f"Trying {len(candidates)} settings with {fold_count} folds.")
    scores = [
        _held_out(honest, setting, session, i / len(candidates) * 0.5, 0.5 / len(candidates))
        for i, setting in enumerate(candidates)
    ]
    choice = _Choice(honest, candidates, scores)
    setting = candidates[choice.best]
    temperature = _temperature(honest, choice.scores)
    estimator = classifiers.fit(setting, features, codes, seed)
    by_chance = _Data(features, codes, _random_fold(codes, fold_count, seed), all_codes, seed)
    result: dict[str, Any] = {
        "content": classifier.pack(estimator, features, groups, all_codes, temperature, seed),
        "held_out": _codes(honest, choice.scores),
        "confidence": _confidence(choice.scores, temperature),
        "suspects": _suspects(honest, choice.scores, temperature),
        "random": _codes(by_chance, _held_out(by_chance, setting, session, 0.55, 0.1)),
        "chosen": classifiers.title(setting),
        "tried": choice.tried,
        "temperature": temperature,
        "curve": _curve(honest, parts, setting, session),
        "divided": divided,
        "never": never,
    }
    if test_features is not None:
        result["test"] = _predict(estimator, test_features, all_codes)
    if baseline is not None:
        session.progress(0.8, "Training on plain pixels, for comparison.")
        plain = _Data(baseline, codes, honest.fold, all_codes, seed)
        result.update(_compared(plain, plain_candidates, test_baseline, session))
    session.progress(1.0)
    return result


def _compared(
    plain: _Data, candidates: tuple[Setting, ...], test: np.ndarray | None, session: Session
) -> dict[str, Any]:
    """Return what plainer features reach, with the best of `candidates`."""
    choice = _Choice(plain, candidates, [_held_out(plain, s, session, 0.8, 0.0) for s in candidates])
    best = candidates[choice.best]
    result = {"baseline": _codes(plain, choice.scores), "baseline_chosen": classifiers.title(best)}
    if test is not None:
        estimator = classifiers.fit(best, plain.features, plain.codes, plain.seed)
        result["test_baseline"] = _predict(estimator, test, plain.all_codes)
    return result


class _Choice:
    """The best of several settings, and held-out scores that the choosing did not flatter.

    Each fold's samples are scored by the setting that is best on all the other folds.
    """

    def __init__(self, data: _Data, candidates: tuple[Setting, ...], scores: list[np.ndarray]) -> None:
        predicted = [_codes(data, s) for s in scores]
        known = predicted[0] > 0
        figures = [_figure(data, p, known) for p in predicted]
        self.best = int(np.argmax(figures))
        self.tried = [
            {
                "setting": classifiers.title(setting),
                "macro_f1": figure,
                "overall_accuracy": float((p == data.codes)[known].mean()) if known.any() else 0.0,
            }
            for setting, figure, p in zip(candidates, figures, predicted)
        ]
        self.scores = scores[self.best].copy()
        for number in np.unique(data.fold[data.fold >= 0]):
            held = data.fold == number
            others = known & ~held
            if others.any():
                best = int(np.argmax([_figure(data, p, others) for p in predicted]))
                self.scores[held] = scores[best][held]


def _figure(data: _Data, predicted: np.ndarray, rows: np.ndarray) -> float:
    return macro_f1(confusion(data.codes[rows], predicted[rows], data.all_codes.tolist())) if rows.any() else 0.0


def _held_out(data: _Data, setting: Setting, session: Session, start: float, span: float) -> np.ndarray:
    """Return (n, classes) scores of every sample by an estimator that did not see its group; NaN where none is."""
    scores = np.full((len(data.codes), len(data.all_codes)), np.nan)
    splits = list(data.split())
    for i, (train, held) in enumerate(splits):
        estimator = classifiers.fit(setting, data.features[train], data.codes[train], data.seed)
        scores[held] = classifiers.log_scores(estimator, data.features[held], data.all_codes)
        session.progress(start + span * (i + 1) / len(splits))
    return scores


def _codes(data: _Data, scores: np.ndarray) -> np.ndarray:
    """Return the best class of each sample, 0 where it was never held out."""
    known = ~np.isnan(scores[:, 0])
    codes = np.zeros(len(scores), dtype=np.int64)
    codes[known] = data.all_codes[scores[known].argmax(axis=1)]
    return codes


def _temperature(data: _Data, scores: np.ndarray) -> float:
    known = ~np.isnan(scores[:, 0])
    if not known.any():
        return 1.0
    return classifiers.fit_temperature(scores[known], np.searchsorted(data.all_codes, data.codes[known]))


def _confidence(scores: np.ndarray, temperature: float) -> np.ndarray:
    confidence = np.zeros(len(scores), dtype=np.float32)
    known = ~np.isnan(scores[:, 0])
    confidence[known] = classifiers.probabilities(scores[known], temperature).max(axis=1)
    return confidence


def _suspects(data: _Data, scores: np.ndarray, temperature: float) -> np.ndarray:
    """Return which samples look mislabelled, (n,) bool (confident learning, Northcutt et al. 2021).

    A sample is suspect where, held out, another class is the likeliest with more than one half and at least the mean
    probability that samples labelled as that class have for it.
    """
    known = ~np.isnan(scores[:, 0])
    suspects = np.zeros(len(scores), dtype=bool)
    if not known.any():
        return suspects
    p = classifiers.probabilities(scores[known], temperature)
    column = np.searchsorted(data.all_codes, data.codes[known])
    own = p[np.arange(len(p)), column]
    members = np.bincount(column, minlength=p.shape[1])
    usual = np.bincount(column, weights=own, minlength=p.shape[1]) / np.maximum(members, 1)
    best = p.argmax(axis=1)
    likeliest = p.max(axis=1)
    suspects[known] = (best != column) & (likeliest > 0.5) & (likeliest >= usual[best])
    return suspects


def _random_fold(codes: np.ndarray, fold_count: int, seed: int) -> np.ndarray:
    _, column, members = np.unique(codes, return_inverse=True, return_counts=True)
    alone = np.where(members[column] > 1, np.arange(len(codes)), -1)
    return folds.assign(codes, alone, fold_count, seed)


def _curve(data: _Data, groups: np.ndarray, setting: Setting, session: Session) -> list[dict[str, float]]:
    """Return the held-out figures with 1, 2, 4, … (1, 4, 16, … of many) training groups of every class, up to all."""
    largest = max(len(np.unique(groups[data.codes == code])) for code in data.all_codes)
    factor = 2 if largest <= 32 else 4
    counts = [factor**i for i in range(20) if factor**i * 1.4 < largest] + [largest]
    rows = []
    for i, count in enumerate(counts):
        session.progress(0.65 + 0.15 * i / len(counts))
        scores = np.full((len(data.codes), len(data.all_codes)), np.nan)
        used = []
        for train, held in data.split():
            chosen = train[folds.first_groups(data.codes[train], groups[train], count, data.seed)]
            used.append(len(chosen))
            estimator = classifiers.fit(setting, data.features[chosen], data.codes[chosen], data.seed)
            scores[held] = classifiers.log_scores(estimator, data.features[held], data.all_codes)
        predicted = _codes(data, scores)
        known = predicted > 0
        if known.any():
            rows.append(
                {
                    "polygons": float(count),
                    "samples": float(np.mean(used)),
                    "overall_accuracy": float((predicted == data.codes)[known].mean()),
                    "macro_f1": _figure(data, predicted, known),
                }
            )
    return rows


def _predict(estimator: Any, features: np.ndarray, codes: np.ndarray) -> np.ndarray:
    return np.asarray(codes[classifiers.log_scores(estimator, features, codes).argmax(axis=1)], dtype=np.int64)


CALLS = (fit,)
