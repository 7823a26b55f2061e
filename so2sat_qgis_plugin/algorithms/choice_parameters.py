"""VIEW, SMOOTH and EFFORT: what training chooses among, and how long it may try."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
)

from ..engine.features.view_names import VIEWS
from ..engine.learning.estimators import AUTOMATIC, EFFORTS, NORMAL, SMOOTHINGS
from .base import advanced, described

_VIEWS = (AUTOMATIC, *VIEWS)


def choice_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return fresh definitions, all advanced."""
    return [
        advanced(
            described(
                QgsProcessingParameterEnum("VIEW", "View", list(_VIEWS), defaultValue=0),
                "What the classifier sees of a cell. <b>Spectrum</b>: mean and deviation of each band over the cell's "
                "own pixels, indices of them, and the same over the 3 × 3 cells around. <b>Embedding</b>: the feature "
                "vector of the window. <b>Automatic</b> holds all of them out and lets the best vote.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterEnum("SMOOTH", "Smoothing", list(SMOOTHINGS), defaultValue=0),
                "Class probabilities averaged over neighbouring cells before the likeliest class is taken. "
                "<b>Automatic</b> does so where that is better on what was held out.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterEnum("EFFORT", "Effort", list(EFFORTS), defaultValue=EFFORTS.index(NORMAL)),
                "How much is tried: about a quarter of a minute, a minute or ten on two cores for 10,000 labelled "
                "cells.",
            )
        ),
    ]


def choices(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> dict[str, Any]:
    """Return what was chosen, as arguments of `TrainingRequest`."""
    return {
        "view": _VIEWS[algorithm.parameterAsEnum(parameters, "VIEW", context)],
        "smoothing": SMOOTHINGS[algorithm.parameterAsEnum(parameters, "SMOOTH", context)],
        "effort": EFFORTS[algorithm.parameterAsEnum(parameters, "EFFORT", context)],
    }
