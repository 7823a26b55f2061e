"""Apply a fitted classifier to the kept cells: codes of a block for the canvas, or the whole as a map."""

from __future__ import annotations

import numpy as np

from ..mapping.classes import ClassificationRequest, Classified
from ..progress import Progress
from ..raster.grid import Block
from ..worker import Worker
from .loop import Fitted
from .scene import LabelScene


def redraw(
    scene: LabelScene, fitted: Fitted, block: Block, worker: Worker, progress: Progress, step: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Return codes and confidence (percent), both uint8 (rows, columns), of a block of cells (`LabelScene.block_of`).

    Every `step`-th row and column alone, for a canvas that shows no more: (ceil(rows / step), ceil(columns / step)).
    Codes are those of `fitted.legend`, 0 where a cell is nodata; confidence is 255 there.
    """
    raise NotImplementedError


def write_map(
    scene: LabelScene, fitted: Fitted, request: ClassificationRequest, worker: Worker, progress: Progress
) -> Classified:
    """Write the whole scene as a map (`request.output`), with confidence and novelty where asked for."""
    raise NotImplementedError
