"""What cells look like to an estimator: the arrays of the single views, and those put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from ...engine.features.view_names import BOTH, EMBEDDING, PIXELS, SPECTRUM

_PARTS = {BOTH: (SPECTRUM, EMBEDDING), PIXELS: (SPECTRUM,)}


class Views:
    """Feature vectors of the same cells by single view, (cells, …) float32 each.

    The first `bands` columns of the spectrum are the cell's band means.
    """

    def __init__(self, single: Mapping[str, np.ndarray | None], bands: int) -> None:
        self._single = {name: values for name, values in single.items() if values is not None and values.shape[1]}
        self._bands = bands
        self._joined: dict[str, np.ndarray] = {}

    def __len__(self) -> int:
        return len(next(iter(self._single.values())))

    @property
    def names(self) -> tuple[str, ...]:
        """The views that there are, the plainest first."""
        made = (PIXELS, SPECTRUM, EMBEDDING, BOTH)
        return tuple(view for view in made if all(part in self._single for part in needed([view])))

    def matrix(self, view: str) -> np.ndarray:
        """Return the feature vectors of one view, (cells, d)."""
        if view == PIXELS:
            return self._single[SPECTRUM][:, : self._bands]
        if view in self._single:
            return self._single[view]
        if view not in self._joined:
            self._joined[view] = np.concatenate([self._single[part] for part in needed([view])], axis=1)
        return self._joined[view]

    def first_of_embedding(self, view: str) -> int:
        """Return the first column of a view's matrix that is an embedding's; their number where none is."""
        if view == BOTH:
            return self._single[SPECTRUM].shape[1]
        return 0 if view == EMBEDDING else self.matrix(view).shape[1]

    def rows(self, rows: np.ndarray) -> Views:
        """Return the views of some of the cells."""
        return Views({name: values[rows] for name, values in self._single.items()}, self._bands)

    def single(self, names: Iterable[str]) -> dict[str, np.ndarray]:
        """Return the arrays of single views by name."""
        return {name: self._single[name] for name in names}


def needed(views: Iterable[str]) -> tuple[str, ...]:
    """Return the single views that are read for `views`."""
    parts = {part for view in views for part in _PARTS.get(view, (view,))}
    return tuple(name for name in (SPECTRUM, EMBEDDING) if name in parts)
