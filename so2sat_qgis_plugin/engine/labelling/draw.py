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
    asked = [_asked(fitted, part, step) for part in _strips(block, step)]
    for part, drawn in _drawn(scene, fitted, asked, worker, progress):
        first = (part.row - block.row) // step
        codes[first : first + len(drawn.codes)] = drawn.codes
        confidence[first : first + len(drawn.codes)] = drawn.confidence
    return codes, confidence


def write_map(
    scene: LabelScene, fitted: Fitted, request: ClassificationRequest, worker: Worker, progress: Progress
) -> Classified:
    """Write the whole scene as a map (`request.output`), with confidence and novelty where asked for."""
    made = {"classifier": fitted.classifier, "labelled": True}
    asked = [_asked(fitted, block, 1, bool(request.novelty)) for block in _strips(scene.whole, 1)]

    def predicted() -> Iterator[PredictedBlock]:
        for block, found in _drawn(scene, fitted, asked, worker, progress.span(0.0, 0.9)):
            valid = found.codes > 0
            novelty = None if found.novelty is None else found.novelty[valid]
            yield block, valid, Predicted(found.codes[valid], found.confidence[valid], novelty)

    return write_classified(request, scene.source(), predicted(), fitted.legend, made, progress)


def agreement(scene: LabelScene, one: Fitted, other: Fitted, worker: Worker, progress: Progress) -> float:
    """Return the share of a scene's cells (0–1) that two fits give the same class, by its name."""
    codes = {entry.name: entry.code for entry in one.legend}
    same = np.zeros(1 << 16, np.int64)
    for entry in other.legend:
        same[entry.code] = codes.get(entry.name, -1)
    drawn = [
        redraw(scene, fit, scene.whole, worker, progress.span(i / 2, (i + 1) / 2))[0]
        for i, fit in enumerate((one, other))
    ]
    valid = drawn[0] > 0
    return float((drawn[0][valid] == same[drawn[1][valid]]).mean()) if valid.any() else 1.0


def _strips(block: Block, step: int) -> list[Block]:
    """Return the block as strips of rows, each drawn in well under a second, that begin at multiples of `step`."""
    rows = max(1, _CELLS // -(-block.columns // step)) * step
    return [
        Block(block.row + row, block.column, min(rows, block.rows - row), block.columns)
        for row in range(0, block.rows, rows)
    ]


def _asked(fitted: Fitted, block: Block, step: int, novelty: bool = False) -> Asked:
    return Asked(fitted.token, block.row, block.column, block.rows, block.columns, step, novelty)


def _drawn(
    scene: LabelScene, fitted: Fitted, asked: Sequence[Asked], worker: Worker, progress: Progress
) -> Iterator[tuple[Block, Drawn]]:
    """Yield each block as it is drawn; checks for cancel between them."""
    for one in progress.over(asked, len(asked)):
        block = Block(one.row, one.column, one.rows, one.columns)
        yield block, with_fit(scene, fitted, worker, partial(draw, worker, one, Patient(progress)), progress)


def _dtype(fitted: Fitted) -> str:
    return "uint8" if max(entry.code for entry in fitted.legend) <= 255 else "uint16"
