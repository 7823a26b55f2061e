"""Why a cell is what it is on the map."""

from __future__ import annotations

from dataclasses import dataclass

from ..progress import Progress
from ..worker import Worker
from .loop import Fitted
from .scene import LabelScene


@dataclass(frozen=True)
class Nearest:
    """A labelled cell that is like the one asked about: place (the scene's CRS), class, feature, distance.

    `feature` is the position in `LabelLayer.features`; `distance` is in units of the usual distance between polygons
    (1: as far as 90 % of the training cells are from another polygon's nearest).
    """

    x: float
    y: float
    label: str
    feature: int
    distance: float


@dataclass(frozen=True)
class Answer:
    """What is known of a cell.

    `probabilities` by class, (name, share 0–1), the likeliest first; `confidence` in percent is the first one's;
    `novelty` 0 to 100. `bands` name the spectra: `spectrum` is the cell's mean reflectance in each, `class_spectra`
    (name, reflectances) that of each class's labelled cells; all empty where the scene has no cell statistics.
    `window` are the corners (x, y) of what the module sees of the raster for this cell, `cell` those of the cell, in
    the scene's CRS, in order around.
    """

    x: float
    y: float
    row: int
    column: int
    probabilities: tuple[tuple[str, float], ...]
    confidence: float
    novelty: float
    nearest: tuple[Nearest, ...]
    bands: tuple[str, ...]
    spectrum: tuple[float, ...]
    class_spectra: tuple[tuple[str, tuple[float, ...]], ...]
    window: tuple[tuple[float, float], ...]
    cell: tuple[tuple[float, float], ...]


def ask(scene: LabelScene, fitted: Fitted, x: float, y: float, worker: Worker, progress: Progress) -> Answer:
    """Return what is known of the cell at x, y (the scene's CRS).

    Raises So2SatError where that is outside the scene or the cell is nodata.
    """
    raise NotImplementedError
