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
from ..engine.learning.estimators import AUTOMATIC, EFFORTS, NORMAL, QUICK, SMOOTHINGS, THOROUGH
from .base import advanced, described

EFFORT_NAMES = {
    QUICK: "quick: up to half a minute",
    NORMAL: "normal: up to a minute",
    THOROUGH: "thorough: up to 10 minutes",
}
EFFORT_HELP = (
    "How long training may take, on two cores with 10,000 labelled cells; with fewer it takes less. <b>Quick</b> and "
    "<b>normal</b> try random forests and logistic regression on each view, normal on more of the labelled cells. "
    "<b>Thorough</b> takes more cells still, and tries all other kinds of classifiers too."
)
_VIEWS = (AUTOMATIC, *VIEWS)


def choice_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return fresh definitions, all advanced."""
    return [
        advanced(
            described(
                QgsProcessingParameterEnum("VIEW", "View", list(_VIEWS), defaultValue=0),
                "What the classifier sees of a cell. <b>Spectrum</b>: mean and deviation of each band over the cell's "
                "own pixels, indices of them, and the same over the 3 × 3 cells around. <b>Embedding</b>: the feature "
                "vector of the window. <b>Automatic</b> lets both vote, unless one "
                "alone is clearly better on what was held out.",
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
                QgsProcessingParameterEnum(
                    "EFFORT", "Effort", list(EFFORT_NAMES.values()), defaultValue=EFFORTS.index(NORMAL)
                ),
                EFFORT_HELP,
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
