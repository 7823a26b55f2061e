"""The one contract of the backends: patches to feature vectors, images to pooled feature maps."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np


def threads() -> int:
    """Return how many threads a backend may use: $OMP_NUM_THREADS, which clusters set a worker; 0 = all cores."""
    text = os.environ.get("OMP_NUM_THREADS", "")
    return int(text) if text.isdigit() else 0


@dataclass(frozen=True)
class Opening:
    """How a module is to be opened.

    `input_size` is the side in pixels that the network is fed with; windows of another side are enlarged to it
    (bilinear, half-pixel centres, no antialias). 0 leaves windows as they are. `output` names the signature's output.
    Batches are a `shrink`-th of the usual size: the module ran out of memory before. `half`: multiply in half precision
    where the hardware can.
    """

    folder: str
    window: int
    input_size: int = 0
    output: str = ""
    shrink: int = 1
    half: bool = False

    @property
    def enlarge(self) -> float:
        """Factor from raster pixels to the network's pixels."""
        return self.input_size / self.window if self.input_size else 1.0

    @property
    def side(self) -> int:
        """Side in pixels of what the network sees of one window."""
        return self.input_size or self.window


class Embedder(Protocol):
    """A module opened in one backend."""

    backend: str  # "tensorflow" or "openvino"
    device: str  # what computes, for the log
    channels: int | None  # bands that the module takes; None = any
    dims: int  # length of a feature vector
    half: bool  # whether it multiplies in half precision

    def vectors(self, patches: np.ndarray) -> np.ndarray:
        """Return the feature vectors (n, dims) of patches (n, window, window, bands), float32 reflectance."""

    def stream(self, count: int, batch: Callable[[int, int], np.ndarray], done: Callable[[int], None]) -> np.ndarray:
        """Return (count, dims): `batch(i, j)` gives patches i to j, in order; cut while the device computes."""

    def pooled(self, image: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Return dense features (r, c, dims) of an image (h, w, bands) whose feature map has h' × w' cells.

        `rows` (r, h') and `columns` (c, w') weigh the feature map's cells for each window; each row sums to 1.
        """

    def averaged(self, image: np.ndarray, step: int) -> np.ndarray:
        """Return dense features (r, c, dims) of all windows that start every `step` cells of the feature map from 0.

        Several feature maps may differ in size, as a window and its middle do, but not in step.
        """

    def map_sizes(self, height: int, width: int) -> list[tuple[int, int]]:
        """Return each feature map's (h', w') for an image of height × width pixels; raises So2SatError without one."""


NO_MEAN = "The module has no global mean over a feature map, so it cannot run densely. Choose MODE exact."


def batch_size(opening: Opening, largest: int = 64) -> int:
    """Return how many windows go into one batch on a CPU: about 800,000 pixels, 4 to `largest` before it shrinks."""
    return max(int(np.clip(800_000 // opening.side**2, 4, largest)) // opening.shrink, 1)
