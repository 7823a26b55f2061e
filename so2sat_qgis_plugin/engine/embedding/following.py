"""What follows the embedding of a block in the worker, so that its features need not be stored."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np

from ..progress import Progress
from ..worker import Pending, Then, Worker

CODES = "codes"  # of a part: (rows, columns), 0 where a cell has none


class Following(ABC):
    """An estimator in the worker that takes features as they are made, and what it needs of the cells themselves.

    `halo`: of how many cells around a block it looks at the statistics. `embeds`: whether it needs features at all;
    the module is not run for one that does not.
    """

    halo = 0
    embeds = True

    @abstractmethod
    def prepare(self, worker: Worker, progress: Progress) -> None:
        """Have the estimator ready in a worker."""

    @abstractmethod
    def look(self, statistics: np.ndarray) -> tuple[np.ndarray | None, np.ndarray]:
        """Return what it sees beside features, (r, c, k), and which cells have what it needs, (r, c) bool.

        `statistics` are those of a block and its halo, (r + 2 · halo, c + 2 · halo, 2 · bands).
        """

    @abstractmethod
    def then(self, beside: np.ndarray | None) -> Then:
        """Return what the worker is to make of the features of cells with this beside them (n, k)."""

    def ask(self, worker: Worker, beside: np.ndarray, progress: Progress) -> Pending[Any]:
        """Ask the worker about cells (n, k) without features, where it needs none."""
        raise NotImplementedError

    @abstractmethod
    def empty(self, rows: int, columns: int) -> dict[str, np.ndarray]:
        """Return arrays (rows, columns, …) by name, of cells that are nodata."""

    @abstractmethod
    def found(self, answer: Any) -> dict[str, np.ndarray]:
        """Return the same of the n cells of an answer, (n, …)."""

    @abstractmethod
    def arrays(self, found: dict[str, np.ndarray], statistics: np.ndarray) -> dict[str, np.ndarray]:
        """Return what a part is to hold of a block's arrays, its cells' statistics (rows, columns, …) given."""
