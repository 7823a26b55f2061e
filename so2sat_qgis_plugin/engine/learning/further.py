"""What other embeddings of the same place reach, with the same labels and the same folds."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .. import worker as door
from ..errors import So2SatError
from ..features.around import OWN, cells_around
from ..features.source import FeatureSource, RasterFeatures
from ..features.view_names import SPECTRUM
from ..progress import Progress, Quiet
from ..raster.cells import Cells
from ..raster.georeference import is_same, to_crs
from ..reference.samples import Samples
from ..worker import TrainingData, TrainingSettings, Worker

_LEAST = 0.5  # share of the samples that another raster must cover


@dataclass(frozen=True)
class Labelled:
    """The samples on `cells`, and the data that the classifier itself was trained on."""

    samples: Samples
    cells: Cells
    data: TrainingData


def compare(
    paths: Sequence[str],
    labelled: Labelled,
    settings: TrainingSettings,
    worker: Worker,
    describe: Callable[[np.ndarray], dict[str, Any]],
    progress: Progress,
) -> list[dict[str, Any]]:
    """Return a row for each raster of `paths`: its name, figures by `describe`, samples that it covers, seconds.

    `describe` takes held-out codes (n,) of all samples, 0 where there are none. Raises So2SatError where a raster
    covers fewer than half of the samples.
    """
    rows = []
    for i, path in enumerate(paths):
        progress.report(i / len(paths))
        with RasterFeatures(path) as source:
            name = str((source.provenance or {}).get("module") or source.name)
            progress.log(f"Comparing with {name}.")
            began = time.monotonic()
            found = _held_out(source, labelled, settings, worker, Quiet(progress))
            seconds = time.monotonic() - began
        rows.append(
            {"name": name, "raster": path, "seconds": seconds, "covered": int((found > 0).sum()), **describe(found)}
        )
    return rows


def _held_out(
    source: FeatureSource, labelled: Labelled, settings: TrainingSettings, worker: Worker, progress: Progress
) -> np.ndarray:
    """Return the class codes (n,) that were predicted when they were held out; 0 where the raster has nothing."""
    row, column = _places(source, labelled)
    seen = cells_around(source, row, column, np.zeros(len(row), bool), progress)
    known = seen.neighbours[:, OWN] >= 0
    if known.mean() < _LEAST:
        raise So2SatError(
            f"{source.name} has data at {int(known.sum())} of {len(known)} labelled cells only, too few to compare "
            "with. Choose a raster of the same place in Further embeddings (FURTHER)."
        )
    there, data = seen.of(seen.neighbours[known]), labelled.data
    part = TrainingData(
        codes=data.codes[known],
        groups=data.groups[known],
        places=data.places[known],
        views=there.views,
        neighbours=there.neighbours,
        bands=len(source.bands) if SPECTRUM in there.views else 0,
        shared_unit=source.provenance is not None,
        reach=data.reach,
    )
    result = door.train(worker, part, replace(settings, view="automatic"), progress)
    codes = np.zeros(len(known), np.int64)
    codes[known] = result.held_out
    return codes


def _places(source: FeatureSource, labelled: Labelled) -> tuple[np.ndarray, np.ndarray]:
    """Return rows and columns of the source's cells at the centres of the samples' cells."""
    x, y = labelled.samples.centres(labelled.cells.transform).T
    if source.crs and labelled.cells.crs and not is_same(source.crs, labelled.cells.crs):
        x, y = to_crs(labelled.cells.crs, source.crs, x, y)
    column, row = source.transform.pixels(x, y)
    return np.floor(row).astype(np.int64), np.floor(column).astype(np.int64)
