"""Apply a fitted classifier to the kept cells: codes of a block for the canvas, or the whole as a map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from ..mapping.classes import (
    NODATA_PERCENT,
    ClassificationRequest,
    Classified,
    Predicted,
    PredictedBlock,
    write_classified,
)
from ..progress import Patient, Progress
from ..raster.grid import Block
from ..worker import Asked, Drawn, Worker, draw
from .loop import Fitted, with_fit
from .scene import LabelScene

_CELLS = 1 << 18  # asked for at once


def redraw(
    scene: LabelScene, fitted: Fitted, block: Block, worker: Worker, progress: Progress, step: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Return codes and confidence (percent), both uint8 (rows, columns), of a block of cells (`LabelScene.block_of`).

    Every `step`-th row and column alone, for a canvas that shows no more: (ceil(rows / step), ceil(columns / step)).
    Codes are those of `fitted.legend` (uint16 where one is above 255), 0 where a cell is nodata; confidence is 255
    there.
    """
    codes = np.zeros((-(-block.rows // step), -(-block.columns // step)), _dtype(fitted))
    confidence = np.full(codes.shape, NODATA_PERCENT, np.uint8)
    for part, drawn in _drawn(scene, fitted, _strips(block, step), worker, progress, step):
        first = (part.row - block.row) // step
        codes[first : first + len(drawn.codes)] = drawn.codes
        confidence[first : first + len(drawn.codes)] = drawn.confidence
    return codes, confidence


def write_map(
    scene: LabelScene, fitted: Fitted, request: ClassificationRequest, worker: Worker, progress: Progress
) -> Classified:
    """Write the whole scene as a map (`request.output`), with confidence and novelty where asked for."""
    made = {"classifier": fitted.classifier, "labelled": True}
    blocks, wanted = _strips(scene.whole, 1), bool(request.novelty)

    def predicted() -> Iterator[PredictedBlock]:
        drawn = _drawn(scene, fitted, blocks, worker, progress.span(0.0, 0.9), 1, wanted)
        for block, found in drawn:
            valid = found.codes > 0
            novelty = None if found.novelty is None else found.novelty[valid]
            yield block, valid, Predicted(found.codes[valid], found.confidence[valid], novelty)

    return write_classified(request, scene.source(), predicted(), fitted.legend, made, progress)


def _strips(block: Block, step: int) -> list[Block]:
    """Return the block as strips of rows, each drawn in well under a second, that begin at multiples of `step`."""
    rows = max(1, _CELLS // -(-block.columns // step)) * step
    return [
        Block(block.row + row, block.column, min(rows, block.rows - row), block.columns)
        for row in range(0, block.rows, rows)
    ]


def _drawn(
    scene: LabelScene,
    fitted: Fitted,
    blocks: Sequence[Block],
    worker: Worker,
    progress: Progress,
    step: int,
    novelty: bool = False,
) -> Iterator[tuple[Block, Drawn]]:
    """Yield each block as it is drawn; checks for cancel between them."""
    for block in progress.over(blocks, len(blocks)):
        asked = Asked(fitted.token, block.row, block.column, block.rows, block.columns, step, novelty)
        yield block, with_fit(scene, fitted, worker, partial(draw, worker, asked, Patient(progress)), progress)


def _dtype(fitted: Fitted) -> str:
    return "uint8" if max(entry.code for entry in fitted.legend) <= 255 else "uint16"
