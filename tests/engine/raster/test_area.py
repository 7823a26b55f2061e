"""Areas of cells: against the ellipsoid's known areas and the plane's where the plane is true."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import osr

from so2sat_qgis_plugin.engine.raster.area import cell_areas
from so2sat_qgis_plugin.engine.raster.grid import Transform


def wkt(code: int) -> str:
    system = osr.SpatialReference()
    system.ImportFromEPSG(code)
    return str(system.ExportToWkt())


def test_one_degree_at_the_equator() -> None:
    areas = cell_areas(Transform(10.0, 1.0, 0.0, 1.0, 0.0, -1.0), wkt(4326), 1, 1)
    assert areas is not None
    a, e2 = 6378137.0, 0.00669437999014
    latitude = np.radians((np.arange(10_000) + 0.5) / 10_000)
    meridian = a * (1 - e2) / (1 - e2 * np.sin(latitude) ** 2) ** 1.5
    parallel = a * np.cos(latitude) / np.sqrt(1 - e2 * np.sin(latitude) ** 2)
    np.testing.assert_allclose(areas, np.mean(meridian * parallel) * np.radians(1) ** 2, rtol=1e-8)


def test_all_cells_of_the_earth_add_up() -> None:
    areas = cell_areas(Transform(-180.0, 1.0, 0.0, 90.0, 0.0, -1.0), wkt(4326), 180, 360)
    assert areas is not None
    np.testing.assert_allclose(360 * areas.sum(), 510_065_621_724_089.0, rtol=1e-9)  # m² of WGS 84
    np.testing.assert_allclose(areas, areas[::-1])


def test_utm_is_nearly_plane() -> None:
    areas = cell_areas(Transform(600000.0, 80.0, 0.0, 2300000.0, 0.0, -80.0), wkt(32648), 134, 134)
    assert areas is not None
    np.testing.assert_allclose(areas, 6400.0, rtol=2e-3)


def test_equal_area_projection_is_plane() -> None:
    areas = cell_areas(Transform(4321000.0, 100.0, 0.0, 3210000.0, 0.0, -100.0), wkt(3035), 5, 5)
    assert areas is not None
    np.testing.assert_allclose(areas, 10_000.0, rtol=1e-5)


def test_web_mercator_is_far_from_plane() -> None:
    areas = cell_areas(Transform(1e6, 100.0, 0.0, 8399737.9, 0.0, -100.0), wkt(3857), 1, 1)  # 60° north
    assert areas is not None
    assert 2400 < areas[0] < 2600  # cos²(60°) = ¼


def test_rotated_and_feet() -> None:
    turned = cell_areas(Transform(600000.0, 60.0, 80.0, 2300000.0, 80.0, -60.0), wkt(32648), 2, 2)
    assert turned is not None
    np.testing.assert_allclose(turned, 10_000.0, rtol=2e-3)
    feet = cell_areas(Transform(984250.0, 100.0, 0.0, 656166.7, 0.0, -100.0), wkt(2263), 1, 1)  # US survey feet
    assert feet is not None
    np.testing.assert_allclose(feet, (100 * 1200 / 3937) ** 2, rtol=1e-3)


@pytest.mark.parametrize("crs", ["", "not a CRS", 'LOCAL_CS["somewhere",UNIT["metre",1]]'])
def test_unknown_place(crs: str) -> None:
    assert cell_areas(Transform(0.0, 1.0, 0.0, 0.0, 0.0, -1.0), crs, 1, 1) is None
