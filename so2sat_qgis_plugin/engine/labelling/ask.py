"""Why a cell is what it is on the map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import So2SatError
from ..progress import Patient, Progress
from ..worker import Explained, Worker, explain
from .loop import Fitted, with_fit
from .scene import LabelScene

_NEAREST = 5


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
    row, column = scene.cell_at(x, y)
    if np.isnan(scene.values[row, column, 0]):
        raise So2SatError(f"The cell at {x:.10g}, {y:.10g} is nodata in {scene.name}. Ask one that is mapped.")
    found = with_fit(
        scene,
        fitted,
        worker,
        lambda: explain(worker, fitted.token, (row, column), _NEAREST, Patient(progress)),
        progress,
    )
    names = {entry.code: entry.name for entry in fitted.legend}
    order = np.argsort(-found.probabilities, kind="stable")
    ranked = tuple((names[int(found.codes[i])], float(found.probabilities[i])) for i in order)
    centre = scene.centre(row, column)
    has_bands = bool(len(found.spectrum))
    return Answer(
        *centre, row, column, ranked, 100 * ranked[0][1], float(found.novelty), _nearest(scene, fitted, found),
        bands=scene.bands if has_bands else (),
        spectrum=tuple(float(value) for value in found.spectrum),
        class_spectra=tuple(
            (names[int(code)], tuple(float(value) for value in means))
            for code, means in zip(found.codes, found.spectra if has_bands else ())
        ),
        window=_square(scene, row, column, scene.window),
        cell=_square(scene, row, column, 1.0),
    )  # fmt: skip


def _nearest(scene: LabelScene, fitted: Fitted, found: Explained) -> tuple[Nearest, ...]:
    samples, names = fitted.estimator.samples, {entry.code: entry.name for entry in fitted.legend}
    nearest = []
    for i, distance in zip(found.nearest, found.distances):
        x, y = scene.centre(*(int(value) for value in samples.cells[i]))
        nearest.append(Nearest(x, y, names[int(samples.codes[i])], int(samples.groups[i]), float(distance)))
    return tuple(nearest)


def _square(scene: LabelScene, row: int, column: int, side: float) -> tuple[tuple[float, float], ...]:
    """Return the corners of the square of `side` cells around a cell's centre."""
    half = side / 2
    corners = ((-half, -half), (-half, half), (half, half), (half, -half))
    found = (scene.transform.at(column + 0.5 + c, row + 0.5 + r) for r, c in corners)
    return tuple((float(x), float(y)) for x, y in found)
