"""A click grows into the region of cells that are alike."""

from __future__ import annotations

from dataclasses import dataclass

from .scene import LabelScene


@dataclass(frozen=True)
class Region:
    """A polygon (WKB, the scene's CRS) around `cells` cells.

    `cut`: it reached the edge of the square that is looked at around the click, and goes on outside.
    """

    wkb: bytes
    cells: int
    cut: bool


def grow(scene: LabelScene, x: float, y: float, threshold: float) -> Region:
    """Return the connected region of cells around x, y (the scene's CRS) that are like the cell there.

    Alike: the distance of their standardised features is at most that which a share (threshold / 100)² of the scene's
    cells stays below; 0 gives the cell alone. Needs no worker and takes milliseconds. Raises So2SatError where the
    place is outside the scene or the cell is nodata.
    """
    raise NotImplementedError
