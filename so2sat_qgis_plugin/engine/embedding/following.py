"""What follows the embedding of a block in the worker, so that its features need not be stored."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from ..progress import Progress
from ..worker import Then, Worker

CODES = "codes"  # of a part: (rows, columns), 0 where a cell has none


class Following(ABC):
    """An estimator in the worker that takes features as they are made. `dtype` is that of its codes."""

    dtype: str

    @abstractmethod
    def prepare(self, worker: Worker, progress: Progress) -> None:
        """Have the estimator ready in a worker that was started anew."""

    @abstractmethod
    def valid(self, statistics: np.ndarray) -> np.ndarray:
        """Return which cells of (r, c, 2 · bands) statistics have what the estimator needs, (r, c) bool."""

    @abstractmethod
    def then(self, statistics: np.ndarray) -> Then:
        """Return what the worker is to make of the features of cells with these statistics (n, 2 · bands)."""

    @abstractmethod
    def codes(self, answer: np.ndarray) -> np.ndarray:
        """Return the codes (n,) from 1 of an answer."""

    @abstractmethod
    def arrays(self, codes: np.ndarray, statistics: np.ndarray) -> dict[str, np.ndarray]:
        """Return what a part is to hold: `CODES` (rows, columns) first."""
