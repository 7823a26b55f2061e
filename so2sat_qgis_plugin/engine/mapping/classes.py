"""Apply a bundle to a source of feature vectors: a map, and where asked for its confidence and novelty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import So2SatError
from ..features.source import FeatureSource
from ..features.view_names import BOTH
from ..features.views import read_views
from ..learning.agreement import check_source, smoothing, views
from ..legend import LegendClass
from ..modules.bundle import Bundle
from ..progress import Progress, Quiet
from ..raster.grid import Block
from ..raster.maps import LandCover, code_counts
from ..raster.writer import GeoTiffWriter
from ..worker import Scored, Worker, class_probabilities, load_classifier
from .majority import majority
from .smoothing import ProbabilityStore
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


@dataclass(frozen=True)
class Predicted:
    """Class codes (n,), and in percent (n,) uint8: calibrated `confidence` and, where asked for, `novelty`."""

    codes: np.ndarray
    confidence: np.ndarray
    novelty: np.ndarray | None = None


PredictedBlock = tuple[Block, np.ndarray, Predicted]  # block, valid cells (rows, columns), and what those are
ScoredBlock = tuple[Block, np.ndarray, Scored]  # the same before a class is decided on


def classify(
    request: ClassificationRequest, bundle: Bundle, source: FeatureSource, worker: Worker, progress: Progress
) -> Classified:
    """Write the map of `source` by `bundle`, and the rasters asked for beside it.

    Holds the map's codes, and blocks of features. Raises So2SatError where source and bundle do not fit.
    """
    for warning in check_source(bundle, source):
        progress.warn(warning)
    classifier = _Classifier(bundle, source, worker, bool(request.novelty), progress)
    return write_classified(request, source, classifier.predicted(), bundle.classes, made_by(bundle), progress)


def classified(bundle: Bundle, source: FeatureSource, worker: Worker, progress: Progress) -> LandCover:
    """Return the map of `source` by `bundle`, without writing it; raises So2SatError where the two do not fit."""
    for warning in check_source(bundle, source):
        progress.warn(warning)
    codes = np.zeros((source.rows, source.columns), code_type(bundle.classes))
    for block, valid, found in _Classifier(bundle, source, worker, False, progress).predicted():
        codes[block.slices][valid] = found.codes
    counts = code_counts(codes)
    present = tuple(entry for entry in bundle.classes if counts[entry.code])
    return LandCover(source.name, codes, present, source.transform, source.crs)


class _Classifier:
    """A bundle's estimator in the worker, and the source that it is applied to."""

    def __init__(
        self, bundle: Bundle, source: FeatureSource, worker: Worker, novelty: bool, progress: Progress
    ) -> None:
        self._codes = np.array(load(bundle, worker, progress))
        self._smooth = smoothing(bundle.manifest) > 1
        self._source, self._worker, self._novelty, self._progress = source, worker, novelty, progress
        names = views(bundle.manifest)
        self._view = BOTH if len(names) > 1 else names[0]

    def predicted(self) -> Iterator[PredictedBlock]:
        """Yield every block's classes; smoothed ones after all blocks were scored once."""
        if self._smooth:
            scored = self._scored(self._progress.span(0.0, 0.8))
            yield from smoothed(self._source, scored, self._codes, self._progress.span(0.8, 0.9))
            return
        for block, valid, found in self._scored(self._progress.span(0.0, 0.9)):
            yield block, valid, decided(self._codes, found)

    def _scored(self, progress: Progress) -> Iterator[ScoredBlock]:
        def read(block: Block) -> dict[str, np.ndarray]:
            return read_views(self._source, block, self._view)

        for block, found in self._source.ahead(read, progress):
            valid = np.all([np.isfinite(values).all(axis=-1) for values in found.values()], axis=0)
            cells = {name: values[valid] for name, values in found.items()}
            if valid.any():
                yield block, valid, class_probabilities(self._worker, cells, self._novelty, Quiet(progress))
            else:
                yield block, valid, Scored(np.zeros((0, len(self._codes)), np.float32), np.zeros(0, np.uint8))


def decided(codes: np.ndarray, scored: Scored) -> Predicted:
    """Return the likeliest of `codes` (classes,) for every cell."""
    best = scored.probabilities.argmax(axis=1)
    sure = np.rint(100 * scored.probabilities[np.arange(len(best)), best]).astype(np.uint8)
    return Predicted(codes[best], sure, scored.novelty)


def smoothed(
    source: FeatureSource, scored: Iterator[ScoredBlock], codes: np.ndarray, progress: Progress
) -> Iterator[PredictedBlock]:
    """Yield every block's classes by probabilities averaged over neighbours, after all blocks were `scored` once."""
    novelties = dict[Block, np.ndarray]()
    with ProbabilityStore(source.rows, source.columns, len(codes)) as store:
        for block, valid, found in scored:
            whole = np.full((*valid.shape, len(codes)), np.nan, np.float32)
            whole[valid] = found.probabilities
            store.write(block, whole)
            if found.novelty is not None:
                novelties[block] = found.novelty
        for block in progress.over(source.blocks(), sum(1 for _ in source.blocks())):
            probabilities = store.smoothed(block)
            valid = ~np.isnan(probabilities[..., 0])
            yield block, valid, decided(codes, Scored(probabilities[valid], novelties.pop(block, None)))


def write_classified(
    request: ClassificationRequest,
    source: FeatureSource,
    predicted: Iterator[PredictedBlock],
    legend: tuple[LegendClass, ...],
    made: dict[str, Any],
    progress: Progress,
) -> Classified:
    """Write what `predicted` gives for every block of `source` as the map and rasters that `request` asks for."""
    codes = np.zeros((source.rows, source.columns), code_type(legend))
    low, nodata = 0, 0
    with ExitStack() as stack:
        percents = {
            key: stack.enter_context(GeoTiffWriter(path, profile(source, "uint8", NODATA_PERCENT, key, {})))
            for key, path in (("confidence", request.confidence), ("novelty", request.novelty))
            if path
        }
        for block, valid, found in predicted:
            nodata += int((~valid).sum())
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
    counts = code_counts(codes)
    return Classified({c.code: int(counts[c.code]) for c in legend}, low, nodata)


def load(bundle: Bundle, worker: Worker, progress: Progress) -> list[int]:
    """Load a bundle's estimator into the worker; returns its class codes, in the order of its probabilities.

    Raises So2SatError where it is not the manifest's.
    """
    written_with = str(bundle.manifest["versions"].get("scikit-learn"))
    codes = load_classifier(worker, bundle.estimator, written_with, Quiet(progress))
    nameless = sorted(set(codes) - {entry.code for entry in bundle.classes})
    if nameless:
        raise So2SatError(
            f"The bundle {bundle.name} is refused: its estimator tells classes apart ({', '.join(map(str, nameless))}) "
            "that its manifest does not name. Copy it anew, or train again."
        )
    return codes


def made_by(bundle: Bundle) -> dict[str, Any]:
    """Return what a map says of the bundle that made it."""
    return {"classifier": bundle.manifest.get("classifier"), "trained": bundle.manifest.get("created")}


def code_type(classes: tuple[LegendClass, ...]) -> str:
    """Return the dtype of a map's codes."""
    return "uint8" if max(c.code for c in classes) <= 255 else "uint16"
