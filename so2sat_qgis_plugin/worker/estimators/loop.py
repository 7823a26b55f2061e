"""A scene that is being labelled: its kept cells, opened once, and the classifiers fitted to them edit by edit.

The quick classifier is a vote of two logistic regressions, one on the cell's own band means, one on the components of
the embedding. With few labels that beats either alone, both views joined, and forests (docs/labels.md), and it takes
milliseconds. Without one of the views the other, or the spectrum, stands in.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ...engine.errors import So2SatError
from ...engine.features.view_names import BOTH, EMBEDDING, PIXELS, SPECTRUM
from ...engine.reference import folds
from ..server import Session
from . import classifier, classifiers, heldout, novelty
from .linear import Linear
from .members import LR, Member, thinned
from .packages import one_thread
from .views import Views
from .vote import Vote

STATE = "loop"
NODATA_PERCENT = 255
_STRIPE = 1 << 16  # cells that are looked at at once
_JUDGED_ON = 600  # samples at most, while others are held out: an edit is to be answered at once
_FITTED_ON = 1500
_ONE_BY_ONE = 15  # groups; of more, folds are held out, …
_FOLDS, _FEWER_FOLDS, _MANY = 10, 5, 60  # … fewer of them of many groups
_PIECES = 3  # of a class's only polygon
_WARMEST = 20.0  # temperature


@dataclass(frozen=True)
class Kept:
    """A scene's kept cells: `values` (rows, columns, components + spectrum) float16, NaN where nodata.

    The first `bands` spectral columns are band means. `fits` are the latest by token, the latest last.
    """

    key: tuple[str, int, int]
    values: np.ndarray
    components: int
    bands: int
    fits: dict[str, Fit]

    def views(self, rows: np.ndarray) -> Views:
        """Return kept rows (n, columns) of cells as views."""
        whole = np.asarray(rows, np.float32)
        single = {SPECTRUM: whole[:, self.components :], EMBEDDING: whole[:, : self.components]}
        return Views(single, self.bands)

    def at(self, cells: np.ndarray) -> Views:
        """Return the views of `cells` (n, 2), rows and columns."""
        return self.views(self.values[cells[:, 0], cells[:, 1]])

    def fit(self, token: str) -> Fit:
        """Return a fit; raises where it is not there (any more)."""
        if token not in self.fits:
            raise So2SatError("The classifier of these labels is not in the worker any more. Refit.")
        return self.fits[token]


@dataclass(frozen=True)
class Fit:
    """A vote, the side of the square that its probabilities are averaged over, and the samples that it was fitted to.

    `cells` (n, 2), `codes` and `groups` (n,).
    """

    vote: Vote
    smoothing: int
    cells: np.ndarray
    codes: np.ndarray
    groups: np.ndarray
    samples: Views

    @cached_property
    def _linear(self) -> Linear | None:
        return Linear.of(self.vote)

    def probabilities(self, data: Views) -> np.ndarray:
        """Return calibrated class probabilities (cells, classes), not averaged over any square."""
        return self.vote.probabilities(data) if self._linear is None else self._linear.probabilities(data)

    @property
    def novelty_view(self) -> str:
        """What novelty and likeness are measured in: all that there is."""
        return BOTH if BOTH in self.samples.names else self.samples.names[-1]

    @cached_property
    def novelty(self) -> dict[str, Any]:
        """What `novelty.measure` takes."""
        return novelty.fit(self.samples.matrix(self.novelty_view), self.groups, 0)


def kept(session: Session) -> Kept:
    """Return the scene that is open; raises where none is."""
    found: Kept | None = session.state.get(STATE)
    if found is None:
        raise So2SatError("No scene is open for labelling in the worker. Open it anew.")
    return found


def open_kept(session: Session, *, path: str, size: int, changed: int, components: int, bands: int) -> dict[str, Any]:
    """Open the file of a scene (see engine/labelling/scene.py) and return the `tokens` of its fits.

    `size` and `changed` (ns) are those that the file must have. A scene that is open already stays as it is.
    """
    key = (path, size, changed)
    found: Kept | None = session.state.get(STATE)
    if found is None or found.key != key:
        try:
            status = os.stat(path)
            values = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise So2SatError(f"What was kept of the scene ({path}) cannot be read: {error}. Open it anew.") from error
        if (status.st_size, status.st_mtime_ns) != (size, changed):
            raise So2SatError(f"What was kept of the scene ({path}) was changed. Open it anew.")
        found = session.state[STATE] = Kept(key, values, components, bands, {})
    return {"tokens": list(found.fits)}


def fit(session: Session, *, token: str, cells: np.ndarray, codes: np.ndarray, groups: np.ndarray) -> dict[str, Any]:
    """Fit the quick classifier to labelled `cells` (n, 2) with class codes and groups, both (n,), and judge it.

    Returns `held_out` and `plain` (the same by plain pixels) codes (n,) int64, 0 where a sample was not held out,
    `confidence` (n,) 0–1 and `suspects` (n,) bool of held_out, `folds` (0: group by group), and the codes of classes
    that could not be held out properly: `divided`, `never`.
    """
    scene = kept(session)
    data = scene.at(cells)
    members = quick_members(data.names)
    parts, divided, never = folds.divide_single(codes, groups, cells, _PIECES)
    numbers, place = np.unique(parts, return_inverse=True)
    count = _fold_count(int((numbers >= 0).sum()))
    fold = folds.assign(codes, parts, count, 0) if count else np.where(parts < 0, -1, place)
    of_members = _held_out(data, codes, groups, fold, members)
    probabilities = np.mean(of_members, axis=0)
    temperature = _temperature(probabilities, codes)
    vote = _vote(data, codes, groups, members, temperature)
    _remember(scene, token, Fit(vote, 1, cells, codes, groups, data))
    said = classifiers.probabilities(np.log(np.maximum(probabilities, 1e-9)), temperature)
    return {
        "held_out": heldout.likeliest(said, vote.codes),
        "confidence": np.nan_to_num(said.max(axis=1)).astype(np.float32),
        "suspects": heldout.suspects(said, np.searchsorted(vote.codes, codes)),
        "plain": heldout.likeliest(of_members[-1], vote.codes) if members[-1].view == PIXELS else np.zeros_like(codes),
        "folds": count,
        "divided": divided,
        "never": never,
    }


def quick_members(names: Sequence[str]) -> tuple[Member, ...]:
    """Return the quick classifier's voters, plain pixels last where there are any; `names` are those of the views."""
    if EMBEDDING in names:
        views = (EMBEDDING, PIXELS) if PIXELS in names else (EMBEDDING,)
    else:
        views = (SPECTRUM, PIXELS)
    return tuple(Member(view, LR) for view in views)


def _fold_count(groups: int) -> int:
    """Return into how many folds groups are divided, 0 where each is held out by itself."""
    if groups <= _ONE_BY_ONE:
        return 0
    return _FOLDS if groups <= _MANY else _FEWER_FOLDS


def _held_out(
    data: Views, codes: np.ndarray, groups: np.ndarray, fold: np.ndarray, members: Sequence[Member]
) -> list[np.ndarray]:
    """Return each member's probabilities (n, classes) of samples it did not see, NaN where these are always seen."""
    neighbours = np.full((len(codes), 9), -1, np.int64)
    neighbours[:, heldout.OWN] = np.arange(len(codes))
    parts = heldout.divide(fold, codes, neighbours)
    few = [thinned(rows, codes, groups, _JUDGED_ON, 0) for rows in parts.train]
    everything = np.unique(codes)

    def fit_to(member: Member, rows: np.ndarray) -> Any:
        return _fitted(data, codes, member, rows)

    scores = heldout.scores(members, data, everything, parts.with_train(few), fit_to, lambda done: None)
    return [classifiers.probabilities(heldout.own(found, parts.around), 1.0) for found in scores]


def _fitted(data: Views, codes: np.ndarray, member: Member, rows: np.ndarray) -> Any:
    setting = member.setting(data, shared_unit=True)
    return classifiers.fit(setting, data.matrix(member.view)[rows], codes[rows], 0, 1)


def _temperature(probabilities: np.ndarray, codes: np.ndarray) -> float:
    known = ~np.isnan(probabilities[:, 0])
    if not known.any():
        return 1.0
    columns = np.unique(codes, return_inverse=True)[1]
    scores = np.log(np.maximum(probabilities[known], 1e-9))
    return float(np.clip(classifiers.fit_temperature(scores, columns[known]), classifiers.COOLEST, _WARMEST))


def _vote(data: Views, codes: np.ndarray, groups: np.ndarray, members: Sequence[Member], temperature: float) -> Vote:
    rows = thinned(np.arange(len(codes)), codes, groups, _FITTED_ON, 0)
    with one_thread():  # two threads take twenty times as long for so few numbers
        fitted = tuple(_fitted(data, codes, member, rows) for member in members)
    return Vote(
        fitted,
        tuple(member.view for member in members),
        (1.0,) * len(members),
        temperature,
        np.unique(codes),
    )


def _remember(scene: Kept, token: str, found: Fit) -> None:
    scene.fits.pop(token, None)
    for old in list(scene.fits)[:-1]:  # the map that is on the screen may still ask for the one before
        del scene.fits[old]
    scene.fits[token] = found


def take(
    session: Session,
    *,
    token: str,
    content: np.ndarray,
    written_with: str,
    smoothing: int,
    cells: np.ndarray,
    codes: np.ndarray,
    groups: np.ndarray,
) -> None:
    """Take a classifier that `train.fit` made of the labelled `cells`, as `fit` makes one; see there."""
    scene = kept(session)
    vote = classifier.proven(content, written_with).vote
    _remember(scene, token, Fit(vote, smoothing, cells, codes, groups, scene.at(cells)))


def predict(
    session: Session,
    *,
    token: str,
    row: int,
    column: int,
    rows: int,
    columns: int,
    step: int = 1,
    with_novelty: bool = False,
) -> dict[str, Any]:
    """Return `codes`, `confidence` and, where asked for, `novelty` of every `step`-th cell of a block.

    (ceil(rows / step), ceil(columns / step)), codes uint8 (uint16 where one is above 255) with 0 for nodata, the others
    percent as uint8 with 255 for nodata.
    """
    scene = kept(session)
    fit = scene.fit(token)
    shape = -(-rows // step), -(-columns // step)
    codes = np.zeros(shape, np.uint8 if fit.vote.codes.max() <= 255 else np.uint16)
    confidence = np.full(shape, NODATA_PERCENT, np.uint8)
    found = {"codes": codes, "confidence": confidence}
    if with_novelty:
        found["novelty"] = np.full(shape, NODATA_PERCENT, np.uint8)
    width = scene.values.shape[2] if with_novelty else _width(scene, fit)
    for here, valid, values, probabilities in _stripes(scene, fit, (row, column, rows, columns), step, width):
        codes[here][valid] = fit.vote.codes[probabilities.argmax(axis=1)]
        confidence[here][valid] = np.rint(100 * probabilities.max(axis=1))
        if with_novelty and valid.any():
            found["novelty"][here][valid] = novelty.measure(fit.novelty, values.matrix(fit.novelty_view))
        session.progress(min(here.stop / shape[0], 1.0))
    return found


def _width(scene: Kept, fit: Fit) -> int:
    """Return how many of the kept columns the vote looks at: to read half-precision numbers is much of the work."""
    plain = set(fit.vote.views) <= {PIXELS, EMBEDDING}
    return scene.components + scene.bands if plain else int(scene.values.shape[2])


def _stripes(
    scene: Kept, fit: Fit, block: tuple[int, int, int, int], step: int, width: int
) -> Iterator[tuple[slice, np.ndarray, Views, np.ndarray]]:
    """Yield rows of the answer (slice), valid cells (rows, columns), and views and probabilities of these (n, …).

    The views hold the first `width` of the kept columns.
    """
    row, column, rows, columns = block
    height = max(1, _STRIPE // -(-columns // step)) * step
    for start in range(0, rows, height):
        stop = min(start + height, rows)
        here = slice(start // step, -(-stop // step))
        at = np.s_[row + start : row + stop : step, column : column + columns : step]
        values = scene.values[at][..., :width]
        valid = ~np.isnan(values[..., 0])
        views = scene.views(values[valid])
        if fit.smoothing > 1:
            yield here, valid, views, _smoothed(scene, fit, at)[valid]
        elif valid.any():
            yield here, valid, views, fit.probabilities(views)
        else:
            yield here, valid, views, np.zeros((0, len(fit.vote.codes)))


def _smoothed(scene: Kept, fit: Fit, at: tuple[slice, slice]) -> np.ndarray:
    """Return probabilities (rows, columns, classes), each the mean over the 3 × 3 cells that are not nodata."""
    (top, bottom, step), (left, right, _) = ((s.start, s.stop, s.step) for s in at)
    height, width = scene.values.shape[:2]
    inside = np.s_[max(top - 1, 0) : min(bottom + 1, height), max(left - 1, 0) : min(right + 1, width)]
    values = scene.values[inside]
    valid = ~np.isnan(values[..., 0])
    wide = np.zeros((bottom - top + 2, right - left + 2, len(fit.vote.codes) + 1))
    placed = wide[inside[0].start - top + 1 :, inside[1].start - left + 1 :][: valid.shape[0], : valid.shape[1]]
    if valid.any():
        placed[valid, :-1] = fit.probabilities(scene.views(values[valid]))
    placed[valid, -1] = 1.0  # counted
    rows = wide[:-2] + wide[1:-1] + wide[2:]
    total = (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:])[::step, ::step]
    return np.asarray(total[..., :-1] / np.maximum(total[..., -1:], 1.0))


CALLS = (open_kept, fit, take, predict)
