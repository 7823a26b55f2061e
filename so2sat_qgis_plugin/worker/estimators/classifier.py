"""A trained classifier in the worker: load it from a bundle, prove that it still works, apply it."""

from __future__ import annotations

import importlib.metadata
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...engine.errors import So2SatError
from ...engine.features.view_names import BOTH, EMBEDDING, PIXELS, SPECTRUM
from ..server import Session
from . import frozen, novelty
from .views import Views, needed
from .vote import Vote

STATE = "classifier"
_ESTIMATOR, _PROBE = "estimator ", "probe "  # before the number of a voter, the name of a single view
_NOVELTY = ("projection", "neighbours", "scale")
_PLAIN = {"views", "temperatures", "bands", "codes", "probe_probabilities", *_NOVELTY}
_KNOWN_VIEWS = {PIXELS, SPECTRUM, EMBEDDING, BOTH}
# What bundles of plugin version 0.1 hold: one classifier on the embedding.
_EARLIER = {"estimator", "codes", "temperature", "probe", "probe_probabilities", *_NOVELTY}
_TOLERANCE = 0.02  # of a probability, between scikit-learn versions


def pack(vote: Vote, data: Views, bands: int, groups: np.ndarray, seed: int) -> np.ndarray:
    """Return a fitted vote, with what `predict` needs beside it, as bytes (n,) uint8.

    `data` are the samples that it was fitted to and `groups` (n,) theirs. A few samples and their probabilities go
    along, so that `load` can tell whether another version of scikit-learn still computes the same.
    """
    rows = np.linspace(0, len(data) - 1, min(16, len(data))).astype(int)
    probe = data.rows(rows)
    content = {
        **{f"{_ESTIMATOR}{i}": estimator for i, estimator in enumerate(vote.estimators)},
        **{f"{_PROBE}{name}": np.ascontiguousarray(v, np.float32) for name, v in probe.single(vote.needs).items()},
        "views": np.array(vote.views),
        "temperatures": np.array([*vote.temperatures, vote.temperature]),
        "bands": np.array([bands]),
        "codes": vote.codes.astype(np.int64),
        "probe_probabilities": vote.probabilities(probe),
        **novelty.fit(data.matrix(_novelty_view(vote)), groups, seed),
    }
    return np.frombuffer(frozen.dump(content), np.uint8)


def _novelty_view(vote: Vote) -> str:
    return BOTH if len(vote.needs) > 1 else vote.needs[0]


def load(session: Session, *, content: np.ndarray, written_with: str) -> dict[str, Any]:
    """Load what `pack` made, for `predict`; raises as `proven` does."""
    loaded = session.state[STATE] = proven(content, written_with)
    return {"views": list(loaded.vote.needs), "codes": loaded.vote.codes.tolist()}


def proven(content: np.ndarray, written_with: str) -> Loaded:
    """Return what `pack` made, ready to use; raises So2SatError where it is refused or no longer works.

    `written_with` is the scikit-learn version of the bundle.
    """
    try:
        return _prove(frozen.load(content.tobytes()))
    except So2SatError as error:
        here = importlib.metadata.version("scikit-learn")
        remedy = "" if here == written_with else (
            f" It was written with scikit-learn {written_with}, the runtime has {here}: train again, or use a runtime "
            f"with scikit-learn {written_with}."
        )  # fmt: skip
        raise So2SatError(f"The bundle is refused: {error}.{remedy}") from error


def predict(
    session: Session,
    *,
    spectrum: np.ndarray | None = None,
    embedding: np.ndarray | None = None,
    with_novelty: bool = False,
) -> dict[str, Any]:
    """Return calibrated class `probabilities` (n, classes) float32 of cells, in the order of the loaded codes.

    `spectrum` (n, s) and `embedding` (n, d) are float32; only the views that `load` named are looked at. Where asked
    for, `novelty` (n,) uint8, 0 to 100, comes along. A cell without finite features has NaN, and 0.
    """
    loaded: Loaded = session.state[STATE]
    data = loaded.views(spectrum, embedding)
    whole = np.all([np.isfinite(values).all(axis=1) for values in data.single(loaded.vote.needs).values()], axis=0)
    probabilities = np.full((len(whole), len(loaded.vote.codes)), np.nan, np.float32)
    found: dict[str, Any] = {"probabilities": probabilities}
    if with_novelty:
        found["novelty"] = np.zeros(len(whole), np.uint8)
    if whole.any():
        data = data if whole.all() else data.rows(np.flatnonzero(whole))
        probabilities[whole] = loaded.vote.probabilities(data)
        if with_novelty:
            found["novelty"][whole] = novelty.measure(loaded.novelty, data.matrix(_novelty_view(loaded.vote)))
    return found


@dataclass(frozen=True)
class Loaded:
    """A vote as it came out of a bundle, the number of bands of its spectrum, and what `novelty.measure` takes."""

    vote: Vote
    bands: int
    novelty: dict[str, Any]

    def views(self, spectrum: np.ndarray | None, embedding: np.ndarray | None) -> Views:
        """Return the arrays of cells as views; raises So2SatError where one is missing that the vote needs."""
        given = {SPECTRUM: spectrum, EMBEDDING: embedding}
        missing = [name for name in self.vote.needs if given[name] is None]
        if missing:
            raise So2SatError(f"The bundle needs the {missing[0]} of every cell, which the raster does not have.")
        return Views({name: given[name] for name in self.vote.needs}, self.bands)


def _current(content: Any) -> dict[str, Any]:
    """Return what `pack` writes today, also of what an earlier version wrote; raises where it is neither."""
    if isinstance(content, dict) and set(content) == _EARLIER:
        content = {
            f"{_ESTIMATOR}0": content["estimator"],
            f"{_PROBE}{EMBEDDING}": content["probe"],
            "views": np.array([EMBEDDING]),
            "temperatures": np.array([1.0, float(content["temperature"][0])]),
            "bands": np.array([0]),
            **{name: content[name] for name in ("codes", "probe_probabilities", *_NOVELTY)},
        }
    if not isinstance(content, dict) or not set(content) >= _PLAIN:
        raise So2SatError("its estimator is not one of this plugin's")
    views = [str(view) for view in content["views"]]
    wanted = {f"{_ESTIMATOR}{i}" for i in range(len(views))} | {f"{_PROBE}{name}" for name in needed(views)}
    if not views or not set(views) <= _KNOWN_VIEWS or set(content) != _PLAIN | wanted:
        raise So2SatError("its estimator is not one of this plugin's")
    return content


def _thawed(content: dict[str, Any]) -> Loaded:
    """Return what `_current` returned, ready to use."""
    views = tuple(str(view) for view in content["views"])
    *temperatures, last = (float(t) for t in content["temperatures"])
    estimators = tuple(content[f"{_ESTIMATOR}{i}"] for i in range(len(views)))
    vote = Vote(estimators, views, tuple(temperatures), last, content["codes"])
    return Loaded(vote, int(content["bands"][0]), {name: content[name] for name in _NOVELTY})


def _prove(content: Any) -> Loaded:
    """Return what was loaded; raises unless it gives the probabilities that were written with it."""
    content = _current(content)
    try:
        loaded = _thawed(content)
        data = loaded.views(content.get(f"{_PROBE}{SPECTRUM}"), content.get(f"{_PROBE}{EMBEDDING}"))
        found = loaded.vote.probabilities(data)
        novelty.measure(loaded.novelty, data.matrix(_novelty_view(loaded.vote)))
        difference = float(np.abs(found - content["probe_probabilities"]).max())
    except Exception as error:  # an attribute that another version of scikit-learn does not know, a damaged array
        raise So2SatError(f"its estimator does not work here ({type(error).__name__}: {error})") from error
    if not difference <= _TOLERANCE:
        raise So2SatError(f"its estimator gives other probabilities here (by up to {difference:.2g})")
    return loaded


CALLS = (load, predict)
