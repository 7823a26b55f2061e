"""Save what was labelled as a bundle that so2sat:classify and so2sat:landcovermap accept."""

from __future__ import annotations

from pathlib import Path

from ..learning.training import Training
from ..progress import Progress
from ..worker import Worker
from .loop import LabelLayer
from .scene import LabelScene


def save_bundle(
    scene: LabelScene, labels: LabelLayer, path: str, home: Path, worker: Worker, progress: Progress
) -> Training:
    """Train by the ordinary trainer (automatic choice) on the labelled cells and write the bundle `path`.

    The bundle sees the whole embedding, not the kept components, so it can be applied to other scenes: the blocks that
    hold labels are embedded anew where the scene came of a request, and read where it came of an embedding raster.
    What is returned is what `reports.training.write_training_report` takes beside `training_request(labels)`.
    """
    raise NotImplementedError
