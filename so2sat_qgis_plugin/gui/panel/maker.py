"""Make maps as so2sat:landcovermap does, with the panel's warm worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsProject

from ...engine.errors import So2SatError
from ...engine.progress import Progress
from ...runtime.warm import WarmWorker

ALGORITHM = "so2sat:landcovermap"


def prepared(parameters: dict[str, Any], warm: WarmWorker) -> Callable[[Progress], dict[str, Any]]:
    """Check the parameters and resolve layers, in the main thread; returns what does the work in any thread.

    Raises So2SatError for what the user can mend.
    """
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(ALGORITHM)
    algorithm.lender = warm.lend
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    valid, message = algorithm.checkParameterValues(parameters, context)
    if not valid:
        raise So2SatError(message)
    try:
        algorithm.prepareAlgorithm(parameters, context, QgsProcessingFeedback())
    except QgsProcessingException as error:
        raise So2SatError(str(error)) from error

    def work(progress: Progress) -> dict[str, Any]:
        return dict(algorithm.execute(parameters, context, progress))

    return work
