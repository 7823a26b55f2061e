"""Maps of the classes that a module itself was trained to tell: no labels needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ..errors import So2SatError
from ..features.source import FeatureSource
from ..legend import LegendClass, lcz_classes
from ..modules.catalogue import Module
from ..progress import Progress
from ..reference.class_legend import class_legend
from ..reference.samples import SampleClass, lcz_codes
from .classes import ClassificationRequest, Classified, Predicted, PredictedBlock, write_classified


def own_legend(module: Module) -> tuple[LegendClass, ...]:
    """Return the classes behind the columns of a module's class scores; raises where the catalogue knows of none."""
    entry = module.entry
    if not entry.classes_output or not entry.classes:
        raise So2SatError(
            f"METHOD is the module's own classes, but of {entry.name or module.handle} no output of class scores is "
            "known. Choose a module that has one (so2sat-lcz-resnet20), or cluster, or give TRAINING."
        )
    if lcz_codes(entry.classes) == list(range(1, 18)):
        return lcz_classes()
    return class_legend([SampleClass(i, name) for i, name in enumerate(entry.classes, start=1)], {}, "")


def map_own_classes(
    request: ClassificationRequest,
    sources: Sequence[FeatureSource],
    legend: tuple[LegendClass, ...],
    progress: Progress,
) -> Classified:
    """Write the map of class scores (logits), their softmax averaged over `sources`: dates of one place.

    A cell that is nodata on some dates is judged by the others. Raises where the sources' grids differ.
    """
    first = sources[0]
    for other in sources[1:]:
        if (other.rows, other.columns) != (first.rows, first.columns) or not np.allclose(
            other.transform, first.transform, rtol=0, atol=abs(first.transform[1]) * 0.05
        ):
            raise So2SatError(
                f"{other.name} has another grid than {first.name}: dates can be averaged only cell by cell. Bring it "
                "to the same extent, pixel size and CRS ('Warp')."
            )

    def predicted() -> Iterator[PredictedBlock]:
        for blocks in zip(*(source.read_ahead(progress.span(0.0, 0.9)) for source in sources)):
            total, dates = np.zeros((*blocks[0][1].shape[:2], len(legend))), np.zeros(blocks[0][1].shape[:2], int)
            for _, scores in blocks:
                known = np.isfinite(scores).all(axis=-1)
                total[known] += _softmax(scores[known])
                dates += known
            valid = dates > 0
            mean = total[valid] / dates[valid][:, np.newaxis]
            codes = np.array([entry.code for entry in legend])[mean.argmax(axis=1)]
            yield blocks[0][0], valid, Predicted(codes, np.rint(100 * mean.max(axis=1)))

    made = {"classes": "the module's own", "dates": [source.name for source in sources]}
    return write_classified(request, first, predicted(), legend, made, progress)


def _softmax(scores: np.ndarray) -> np.ndarray:
    e = np.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))
