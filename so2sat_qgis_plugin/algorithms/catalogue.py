"""The algorithms of the provider, in the order of the toolbox."""

from __future__ import annotations

from .base import So2SatAlgorithm

ALGORITHMS: tuple[type[So2SatAlgorithm], ...] = ()
