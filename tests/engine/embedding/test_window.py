"""The window in pixels: as asked for, in metres, by the module, by pixels and cells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.embedding.window import window_of
from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.modules.catalogue import BUILTIN, Entry, Module
from so2sat_qgis_plugin.engine.raster.georeference import wkt
from so2sat_qgis_plugin.engine.raster.grid import Transform
from so2sat_qgis_plugin.engine.raster.reader import RasterInfo

BUILT = Module(BUILTIN, None, "", Entry(name=BUILTIN, kind=BUILTIN))
TRAINED = Module("made", Path("made"), "", Entry(name="made", kind="module", window=64, pixel_size=10.0))


def info(pixel: float, crs: str = "EPSG:32648") -> RasterInfo:
    transform = Transform(500_000.0, pixel, 0.0, 10_000.0, 0.0, -pixel)
    return RasterInfo("a.tif", 400, 300, transform, wkt(crs) if crs else "", (), {})


@pytest.mark.parametrize(
    "pixel, stride, expected",
    [
        (10, 10, 32),
        (10, 2, 32),
        (12, 5, 27),
        (20, 5, 24),
        (28.5, 2, 24),
        (100, 1, 24),
        (100, 40, 40),
        (0.5, 40, 40),
        (3, 10, 32),
    ],
)
def test_the_built_in_module_sees_320_metres_within_bounds(pixel: float, stride: int, expected: int) -> None:
    found, why = window_of(Request("a.tif", stride=stride), info(pixel), BUILT)
    assert found == expected
    assert f"{expected} pixels, {expected * pixel:.3g} m" in why


def test_in_degrees_it_is_the_same_on_the_ground() -> None:
    degrees = replace(info(1), transform=Transform(10.0, 1e-3, 0.0, 0.1, 0.0, -1e-3), crs=wkt("EPSG:4326"))
    assert window_of(Request("a.tif", stride=1), degrees, BUILT)[0] == 24  # of 111 m


def test_pixels_win_over_metres_and_metres_over_the_module() -> None:
    assert window_of(Request("a.tif", window=15, window_metres=500), info(10), TRAINED)[0] == 15
    assert window_of(Request("a.tif", window_metres=500), info(10), TRAINED)[0] == 50
    assert window_of(Request("a.tif"), info(10), TRAINED)[0] == 64


def test_metres_are_those_of_the_raster_that_is_read() -> None:
    assert window_of(Request("a.tif", window_metres=320), info(30), TRAINED)[0] == 32, "warped to 10 m"
    assert window_of(Request("a.tif", window_metres=320, grid="own"), info(30), TRAINED)[0] == 11


def test_a_fitted_built_in_module_has_its_own() -> None:
    fitted = Module(BUILTIN, Path("fitted"), "", Entry(name=BUILTIN, kind=BUILTIN, window=17))
    assert window_of(Request("a.tif"), info(10), fitted)[0] == 17


def test_without_a_crs_it_is_the_usual() -> None:
    assert window_of(Request("a.tif", stride=4), info(10, ""), BUILT)[0] == 32
    with pytest.raises(So2SatError, match="WINDOWMETRES .* no CRS.*WINDOW in pixels"):
        window_of(Request("a.tif", window_metres=100), info(10, ""), BUILT)


@pytest.mark.parametrize("asked", [{"window": 2}, {"window_metres": 15.0}])
def test_less_than_three_pixels_is_refused(asked: dict[str, float]) -> None:
    with pytest.raises(So2SatError, match="at least 3 pixels"):
        window_of(Request("a.tif", **asked), info(10), BUILT)
