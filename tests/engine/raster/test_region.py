"""The connected region of a mask: sides touch, corners do not, holes stay holes, on any geotransform."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import ogr

from so2sat_qgis_plugin.engine.raster.grid import Transform
from so2sat_qgis_plugin.engine.raster.region import connected

NORTH_UP = Transform(500000.0, 20.0, 0.0, 5400000.0, 0.0, -20.0)
TURNED = Transform(500000.0, 16.0, 12.0, 5400000.0, 12.0, -16.0)
MASK = np.array(
    [
        [0, 0, 0, 0, 0, 0],
        [0, 1, 1, 1, 0, 0],
        [0, 1, 0, 1, 0, 0],
        [0, 1, 1, 1, 0, 0],
        [0, 0, 0, 0, 1, 1],
    ],
    bool,
)


@pytest.mark.parametrize("transform", [NORTH_UP, TURNED], ids=["north up", "turned"])
def test_a_ring_keeps_its_hole_and_a_corner_does_not_join(transform: Transform) -> None:
    wkb, cells, edge = connected(MASK, 1, 1, transform)
    polygon = ogr.CreateGeometryFromWkb(wkb)
    assert (cells, edge) == (8, False)
    assert polygon.GetGeometryCount() == 2 and polygon.GetArea() == pytest.approx(8 * 400.0)
    for (row, column), inside in np.ndenumerate(MASK):
        x, y = transform.at(column + 0.5, row + 0.5)
        expected = bool(inside) and row < 4
        assert polygon.Contains(ogr.CreateGeometryFromWkt(f"POINT ({x!r} {y!r})")) == expected


def test_a_region_at_the_edge_says_so() -> None:
    _, cells, edge = connected(MASK, 4, 5, NORTH_UP)
    assert (cells, edge) == (2, True)
    _, cells, edge = connected(np.ones((3, 4), bool), 1, 1, NORTH_UP)
    assert (cells, edge) == (12, True)
