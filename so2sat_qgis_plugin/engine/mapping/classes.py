"""Apply a bundle to a source of feature vectors: a map, and where asked for its confidence and novelty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import So2SatError
from ..features.source import FeatureSource, valid_cells
from ..learning.agreement import check_source
from ..legend import LegendClass
from ..modules.bundle import Bundle
from ..progress import Progress, Quiet
from ..raster.grid import Block
from ..raster.writer import GeoTiffWriter
from ..worker import Predicted, Worker, load_classifier, predict_classes
from .majority import majority
from .write import profile, write_map

CLASSIFICATION_KEY = "SO2SAT_CLASSIFICATION"  # metadata key of a classified map: JSON of how it was made
NODATA_PERCENT = 255  # of confidence and novelty


@dataclass(frozen=True)
class ClassificationRequest:
    """What to write. Cells whose confidence is below `min_confidence` (0–100) become 0; `majority` is the side of the
    majority filter in cells (0: off).

    `confidence` and `novelty` are paths, "" where not asked for.
    """

    output: str
    confidence: str = ""
    novelty: str = ""
    min_confidence: float = 0.0
    majority: int = 0


@dataclass(frozen=True)
class Classified:
    """A finished map: cells of each class (by code), unclassified and nodata cells."""

    cells: dict[int, int]
    unclassified: int
    nodata: int


PredictedBlock = tuple[Block, np.ndarray, Predicted]  # block, valid cells (rows, columns), and what those are


def classify(
    request: ClassificationRequest, bundle: Bundle, source: FeatureSource, worker: Worker, progress: Progress
) -> Classified:
    """Write the map of `source` by `bundle`, and the rasters asked for beside it.

    Holds the map's codes, and blocks of features. Raises So2SatError where source and bundle do not fit.
    """
    for warning in check_source(bundle, source):
        progress.warn(warning)
    load(bundle, worker, progress)
    made = {"classifier": bundle.manifest.get("classifier"), "trained": bundle.manifest.get("created")}

    def predicted() -> Iterator[PredictedBlock]:
        for block, features in source.read_ahead(progress.span(0.0, 0.9)):
            valid = valid_cells(features) & np.isfinite(features).all(axis=-1)
            yield block, valid, _predict(worker, features[valid], bool(request.novelty), progress)

    return write_classified(request, source, predicted(), bundle.classes, made, progress)


def write_classified(
    request: ClassificationRequest,
    source: FeatureSource,
    predicted: Iterator[PredictedBlock],
    legend: tuple[LegendClass, ...],
    made: dict[str, Any],
    progress: Progress,
) -> Classified:
    """Write what `predicted` gives for every block of `source` as the map and rasters that `request` asks for."""
    codes = np.zeros((source.rows, source.columns), _dtype(legend))
    low, nodata = 0, 0
    with ExitStack() as stack:
        percents = {
            key: stack.enter_context(GeoTiffWriter(path, profile(source, "uint8", NODATA_PERCENT, key, {})))
            for key, path in (("confidence", request.confidence), ("novelty", request.novelty))
            if path
        }
        for block, valid, found in predicted:
            nodata += int((~valid).sum())
            assert found.confidence is not None
            unsure = found.confidence < request.min_confidence
            low += int(unsure.sum())
            here = codes[block.slices]
            here[valid] = np.where(unsure, 0, found.codes)
            for key, writer in percents.items():
                values = np.full(valid.shape, NODATA_PERCENT, np.uint8)
                values[valid] = getattr(found, key)
                writer.write(block.row, block.column, values)
        codes = majority(codes, request.majority, progress.span(0.9, 0.95))
        whole = {
            "input": source.name,
            "embedding": source.provenance,
            **made,
            "min_confidence": request.min_confidence,
            "majority": request.majority,
        }
        write_map(request.output, source, codes, legend, {CLASSIFICATION_KEY: whole}, progress)
    progress.report(1.0)
    counts = np.bincount(codes.ravel(), minlength=max(c.code for c in legend) + 1)
    return Classified({c.code: int(counts[c.code]) for c in legend}, low, nodata)


def load(bundle: Bundle, worker: Worker, progress: Progress) -> None:
    """Load a bundle's estimator into the worker; raises So2SatError where it is not the manifest's."""
    written_with = str(bundle.manifest["versions"].get("scikit-learn"))
    codes = load_classifier(worker, bundle.estimator, written_with, Quiet(progress))
    nameless = sorted(set(codes) - {entry.code for entry in bundle.classes})
    if nameless:
        raise So2SatError(
            f"The bundle {bundle.name} is refused: its estimator tells classes apart ({', '.join(map(str, nameless))}) "
            "that its manifest does not name. Copy it anew, or train again."
        )


def _predict(worker: Worker, features: np.ndarray, novelty: bool, progress: Progress) -> Predicted:
    if not len(features):
        none = np.zeros(0, np.uint8)
        return Predicted(none, none, none)
    return predict_classes(worker, features, novelty, Quiet(progress))


def _dtype(classes: tuple[LegendClass, ...]) -> str:
    return "uint8" if max(c.code for c in classes) <= 255 else "uint16"
