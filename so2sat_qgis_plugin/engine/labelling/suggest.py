"""Which places to label next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..progress import Progress
from ..worker import Worker
from .loop import Fitted
from .scene import LabelScene


@dataclass(frozen=True)
class Suggestion:
    """A place worth a label: x and y (the scene's CRS) of the centre of its cell `row`, `column`.

    `predicted` is the name of the likeliest class now ("" where nothing is fitted), `confidence` in percent, `novelty`
    0 to 100 (see worker/estimators/novelty.py); `why` says in a sentence why this place.
    """

    x: float
    y: float
    row: int
    column: int
    predicted: str
    confidence: float
    novelty: float
    why: str


def suggest(
    scene: LabelScene,
    fitted: Fitted | None,
    worker: Worker,
    progress: Progress,
    count: int = 10,
    skipped: Sequence[tuple[float, float]] = (),
) -> list[Suggestion]:
    """Return up to `count` places whose labels would teach most, the most telling first.

    Without a fit (no labels yet) these are typical cells of the scene's clusters. None lies near a place of `skipped`
    (x, y in the scene's CRS) or near a label. Not for estimating areas: `stratified` is.
    """
    raise NotImplementedError


def stratified(
    scene: LabelScene,
    fitted: Fitted,
    worker: Worker,
    progress: Progress,
    half_width: float = 0.05,
    expected: float = 0.8,
) -> list[Suggestion]:
    """Return a random sample of places, stratified by the classes mapped now, for unbiased areas and accuracy.

    As many as give overall accuracy a 95 % interval of ± `half_width` where user's accuracies are `expected` (Olofsson
    et al. 2014); in random order. Unlike those of `suggest`, these places may be used to estimate areas.
    """
    raise NotImplementedError
