"""Which places to label next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..progress import Patient, Progress
from ..raster.grid import Block
from ..raster.maps import LandCover
from ..reference.reference_points import plan_points
from ..worker import Places, Wanted, Worker, find_places, open_kept, persist
from .draw import redraw
from .loop import Fitted, file_of, with_fit
from .scene import LabelScene

_MOST = 40_000  # cells of a block to choose from
_NEW = 50.0  # novelty of what is unlike all labels
_EXPECTED, _SEED = 0.8, 0  # user's accuracy of each class, and the draw, of a random sample


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


@dataclass(frozen=True)
class Wish:
    """Up to `count` places, none near one of `skipped` (x, y in the scene's CRS), all `within` a block of cells."""

    count: int = 10
    skipped: Sequence[tuple[float, float]] = ()
    within: Block | None = None  # None: anywhere


def suggest(
    scene: LabelScene, fitted: Fitted | None, worker: Worker, progress: Progress, wish: Wish = Wish()
) -> list[Suggestion]:
    """Return places whose labels would teach most, the most telling first.

    Without a fit (no labels yet) these are typical cells of the scene's clusters. None lies near a label. Not for
    estimating areas: `stratified` is. See worker/estimators/places.py for the criterion.
    """
    avoid = np.array([_cell(scene, x, y) for x, y in wish.skipped], np.int64).reshape(-1, 2)
    reach = max(1, round(scene.window / 2))
    among = None if wish.within is None else _some_of(wish.within)
    wanted = Wanted("" if fitted is None else fitted.token, wish.count, avoid, reach, 0, among)
    return places_of(scene, fitted, find(scene, fitted, wanted, worker, progress))


def find(scene: LabelScene, fitted: Fitted | None, wanted: Wanted, worker: Worker, progress: Progress) -> Places:
    """Return what the worker finds; begun anew where it dies."""

    def ask() -> Places:
        return find_places(worker, wanted, Patient(progress))

    if fitted is not None:
        return with_fit(scene, fitted, worker, ask, progress)

    def without_fit() -> Places:
        open_kept(worker, file_of(scene), Patient(progress))
        return ask()

    return persist(worker, without_fit, progress)


def places_of(scene: LabelScene, fitted: Fitted | None, found: Places) -> list[Suggestion]:
    """Return found places as suggestions, each with its reason."""
    names = {} if fitted is None else {entry.code: entry.name for entry in fitted.legend}
    return [_suggestion(scene, names, found, i) for i in range(len(found.cells))]


def _suggestion(scene: LabelScene, names: dict[int, str], found: Places, i: int) -> Suggestion:
    row, column = int(found.cells[i, 0]), int(found.cells[i, 1])
    x, y = scene.centre(row, column)
    if not names:
        why = f"Typical of {_percent(100 * found.share[i])} of the scene, of which nothing is labelled yet."
        return Suggestion(x, y, row, column, "", 0.0, 0.0, why)
    first, second = names[int(found.codes[i])], names[int(found.second_code[i])]
    why = f"{first} ({found.confidence[i]:.0f} %) or {second} ({found.second[i]:.0f} %)?"
    if found.novelty[i] > _NEW:
        why += " Unlike anything labelled so far."
    why += f" Stands for {_percent(100 * found.share[i])} of what is uncertain."
    return Suggestion(x, y, row, column, first, float(found.confidence[i]), float(found.novelty[i]), why)


def _some_of(block: Block) -> np.ndarray:
    """Return rows and columns (n, 2) of cells of a block, drawn at random where it has very many."""
    cells = block.rows * block.columns
    flat = np.random.default_rng(0).choice(cells, min(cells, _MOST), replace=False)
    return np.stack([block.row + flat // block.columns, block.column + flat % block.columns], axis=1)


def _percent(value: float) -> str:
    return f"{value:.0f} %" if value >= 1 else "less than 1 %"


def _cell(scene: LabelScene, x: float, y: float) -> tuple[int, int]:
    """Return row and column of a place, outside of the scene too."""
    column, row = scene.transform.pixels(np.array([x]), np.array([y]))
    return int(np.floor(row[0])), int(np.floor(column[0]))


def stratified(
    scene: LabelScene,
    fitted: Fitted,
    worker: Worker,
    progress: Progress,
    half_width: float = 0.05,
    minimum: int = 50,
) -> list[Suggestion]:
    """Return a random sample of places, stratified by the classes mapped now, for unbiased areas and accuracy.

    As many as give overall accuracy a 95 % interval of ± `half_width` where user's accuracies are .8 (Olofsson
    et al. 2014), `minimum` a class at least; in random order. Unlike those of `suggest`, these places may be used to
    estimate areas.
    """
    codes, _ = redraw(scene, fitted, scene.whole, worker, progress.span(0.0, 0.9))
    present = set(np.unique(codes).tolist())
    classes = tuple(entry for entry in fitted.legend if entry.code in present)
    land = LandCover(scene.name, codes, classes, scene.transform, scene.crs)
    found = plan_points(land, half_width, np.full(len(classes), _EXPECTED), minimum, _SEED)
    names = {entry.code: entry.name for entry in fitted.legend}
    suggestions = []
    for (x, y), code in zip(found.places, found.codes):
        row, column = _cell(scene, x, y)
        why = f"Drawn at random among the cells mapped as {names[int(code)]}."
        suggestions.append(Suggestion(float(x), float(y), row, column, names[int(code)], 0.0, 0.0, why))
    return suggestions
