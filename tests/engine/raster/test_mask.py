"""Masks on any grid, against plain arithmetic on coordinates."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, ogr, osr

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.raster.georeference import to_crs
from so2sat_qgis_plugin.engine.raster.grid import Transform
from so2sat_qgis_plugin.engine.raster.left_out import LeftOut, look
from so2sat_qgis_plugin.engine.raster.mask import SCL_INVALID, Mask, MaskValues, is_scl, is_scl_file
from so2sat_qgis_plugin.engine.raster.places import Places
from so2sat_qgis_plugin.engine.raster.reader import Raster
from tests.support.scenes import UTM, wkt, write

HEIGHT, WIDTH = 90, 70


@pytest.fixture
def scene(tmp_path: Path) -> str:
    pixels = np.random.default_rng(0).integers(1, 9000, (HEIGHT, WIDTH, 2)).astype(np.uint16)
    pixels[:5] = 0
    return write(tmp_path / "scene.tif", pixels, nodata=0)


def blobs(rows: int, columns: int) -> np.ndarray:
    """Classes 0 to 11 in squares."""
    classes = np.random.default_rng(1).integers(0, 12, (-(-rows // 7), -(-columns // 7)))
    return classes.repeat(7, 0).repeat(7, 1)[:rows, :columns, np.newaxis].astype(np.uint8)


def left_out(scene: str, mask: Mask) -> np.ndarray:
    """Return what `Raster.valid` calls invalid of the whole raster, read in odd rectangles, besides its own nodata."""
    whole = np.zeros((HEIGHT, WIDTH), bool)
    with Raster(scene, [mask]) as raster, Raster(scene) as plain:
        for row in range(0, HEIGHT, 33):
            for column in range(0, WIDTH, 29):
                height, width = min(33, HEIGHT - row), min(29, WIDTH - column)
                pixels = raster.read(row, column, height, width, (1, 2))
                own = plain.valid(row, column, pixels, (1, 2))
                found = raster.valid(row, column, pixels, (1, 2))
                assert not (found & ~own).any()
                whole[row : row + height, column : column + width] = own & ~found
    whole[:5] = False
    return whole


def nearest(mask: np.ndarray, transform: Transform, epsg: int, onto: Transform = UTM) -> np.ndarray:
    """Return the mask's values at the scene's pixel centres, −1 outside."""
    row, column = np.mgrid[:HEIGHT, :WIDTH]
    x, y = onto.at(column.ravel() + 0.5, row.ravel() + 0.5)
    if epsg != 32633:
        x, y = to_crs(wkt(32633), wkt(epsg), x, y)
    c, r = (np.floor(v).astype(int) for v in transform.pixels(x, y))
    inside = (r >= 0) & (r < mask.shape[0]) & (c >= 0) & (c < mask.shape[1])
    found = np.full(len(r), -1)
    found[inside] = mask[r[inside], c[inside], 0]
    return found.reshape(HEIGHT, WIDTH)


GRIDS = {
    "the scene's": (UTM, 32633, (HEIGHT, WIDTH)),
    "20 m": (UTM._replace(dx=20.0, dy=-20.0), 32633, (HEIGHT // 2, WIDTH // 2)),
    "60 m and wider": (Transform(499_700, 60.0, 0, 5_000_420, 0, -60.0), 32633, (40, 40)),
    "part of the scene": (UTM.moved(20, 30), 32633, (30, 90)),
    "half a pixel off, south up": (Transform(500_005, 10.0, 0, 4_999_105, 0, 10.0), 32633, (HEIGHT, WIDTH)),
    "degrees": (Transform(14.995, 0.0002, 0, 45.155, 0, -0.00017), 4326, (80, 80)),
}


@pytest.mark.parametrize("grid", GRIDS)
def test_a_raster_on_any_grid(scene: str, tmp_path: Path, grid: str) -> None:
    transform, epsg, size = GRIDS[grid]
    classes = blobs(*size)
    mask = Mask(write(tmp_path / "mask.tif", classes, transform=transform, epsg=epsg), "3, 8-10")
    wanted = np.isin(nearest(classes, transform, epsg), [3, 8, 9, 10])
    wanted[:5] = False
    found = left_out(scene, mask)
    assert wanted.any()
    # GDAL's approximate transformation may give a centre on an edge to the pixel next to it
    assert (found != wanted).mean() <= (0.0 if epsg == 32633 else 0.01)


def test_a_rotated_scene(tmp_path: Path) -> None:
    turned = Transform(500_000, 9.0, 4.0, 5_000_000, 4.0, -9.0)
    scene = write(tmp_path / "turned.tif", np.ones((HEIGHT, WIDTH, 2), np.uint16), transform=turned)
    transform = Transform(499_000, 20.0, 0, 5_001_000, 0, -20.0)
    classes = blobs(150, 150)
    found = left_out(scene, Mask(write(tmp_path / "mask.tif", classes, transform=transform), "5"))
    wanted = nearest(classes, transform, 32633, turned) == 5
    wanted[:5] = False
    assert wanted.any()
    assert (found != wanted).mean() < 0.001


def test_without_values_all_but_0_and_nodata(scene: str, tmp_path: Path) -> None:
    classes = blobs(HEIGHT, WIDTH)
    mask = Mask(write(tmp_path / "mask.tif", classes, nodata=7))
    wanted = ~np.isin(classes[..., 0], [0, 7])
    wanted[:5] = False
    np.testing.assert_array_equal(left_out(scene, mask), wanted)
    # but nodata is left out where it is asked for: 0 is both in a scene classification
    coarse = write(tmp_path / "coarse.tif", blobs(45, 35), transform=UTM._replace(dx=20.0, dy=-20.0), nodata=0)
    found = left_out(scene, Mask(coarse, SCL_INVALID))
    values = blobs(45, 35).repeat(2, 0).repeat(2, 1)[..., 0]
    wanted = np.isin(values, [0, 1, 3, 8, 9, 10, 11])
    wanted[:5] = False
    np.testing.assert_array_equal(found, wanted)


def test_bits(scene: str, tmp_path: Path) -> None:
    flags = np.random.default_rng(2).integers(0, 2**16, (HEIGHT, WIDTH, 1)).astype(np.uint16)
    found = left_out(scene, Mask(write(tmp_path / "qa.tif", flags), "bit 3, bit 4"))
    wanted = ((flags[..., 0] >> 3) & 1 | (flags[..., 0] >> 4) & 1).astype(bool)
    wanted[:5] = False
    np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize("text", ["cloud", "3,x", "1-", "bit 99"])
def test_values_that_are_none(text: str) -> None:
    with pytest.raises(So2SatError, match="MASKVALUES must be numbers"):
        MaskValues.parse(text)


def polygons(path: Path, texts: list[str], epsg: int = 32633, driver: str = "GPKG") -> str:
    source = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    layer = source.CreateLayer("clouds", reference, ogr.wkbPolygon)
    for text in texts:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(text))
        layer.CreateFeature(feature)
    return str(path)


def test_polygons_leave_out_the_pixels_whose_centre_they_hold(scene: str, tmp_path: Path) -> None:
    square = "POLYGON ((500104 4999704, 500306 4999704, 500306 4999496, 500104 4999496, 500104 4999704))"
    other = "POLYGON ((500500 4999900, 500900 4999900, 500900 4999800, 500500 4999900))"
    mask = Mask(polygons(tmp_path / "m.gpkg", [square, other]), polygons=True, layer="clouds")
    found = left_out(scene, mask)
    row, column = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    x, y = UTM.at(column, row)
    inside = (x > 500104) & (x < 500306) & (y < 4999704) & (y > 4999496)
    np.testing.assert_array_equal(found[25:], inside[25:])
    assert found[10:20, 50:].any()


def test_polygons_in_degrees(scene: str, tmp_path: Path) -> None:
    x, y = to_crs(wkt(32633), wkt(4326), np.array([500_200.0, 500_400.0]), np.array([4_999_300.0, 4_999_600.0]))
    box = f"POLYGON (({x[0]} {y[0]}, {x[1]} {y[0]}, {x[1]} {y[1]}, {x[0]} {y[1]}, {x[0]} {y[0]}))"
    mask = Mask(polygons(tmp_path / "m.geojson", [box], 4326, "GeoJSON"), polygons=True)
    found = np.argwhere(left_out(scene, mask))
    assert np.abs(found.min(0) - [40, 20]).max() <= 1
    assert np.abs(found.max(0) - [69, 39]).max() <= 1


def test_what_a_mask_does_is_told_before_the_run(scene: str, tmp_path: Path) -> None:
    with Raster(scene) as raster:
        info = raster.info
    classes = blobs(HEIGHT, WIDTH)
    seen = look(Mask(write(tmp_path / "a.tif", classes), "3"), info)
    assert seen.left_out == pytest.approx((classes == 3).mean(), abs=1e-9)
    assert seen.covered == 1.0
    elsewhere = write(tmp_path / "b.tif", classes, transform=UTM.moved(10_000, 0))
    assert look(Mask(elsewhere), info).covered == 0.0
    none = Mask(polygons(tmp_path / "none.gpkg", []), polygons=True)
    assert (look(none, info).polygons, look(none, info).left_out) == (0, 0.0)
    with pytest.raises(So2SatError, match="MASK /nowhere.tif cannot be opened"):
        look(Mask("/nowhere.tif"), info)


def test_another_mask_is_another_stamp_and_another_sample(scene: str, tmp_path: Path) -> None:
    path = write(tmp_path / "mask.tif", blobs(HEIGHT, WIDTH))
    places = Places()
    with Raster(scene) as plain, Raster(scene, [Mask(path, "3")]) as one, Raster(scene, [Mask(path, "4")]) as two:
        assert plain.stamp() != one.stamp()
        shares = [places.values(raster, (1,))[1] for raster in (plain, one, two)]
        assert len(set(shares)) == 3
        before = one.stamp()
    write(tmp_path / "mask.tif", blobs(HEIGHT, WIDTH) // 2)
    with Raster(scene, [Mask(path, "3")]) as raster:
        assert raster.stamp() != before
    square = "POLYGON ((500104 4999704, 500306 4999704, 500306 4999496, 500104 4999496, 500104 4999704))"
    stamps = []
    for name, texts in (("a", [square]), ("b", [square]), ("c", [square, square])):
        mask = Mask(polygons(tmp_path / f"{name}.gpkg", texts), polygons=True)
        stamps.append(LeftOut([mask], UTM, "").stamp()[0][1:])
    assert stamps[0] == stamps[1] != stamps[2]


def test_memory_does_not_grow_with_the_raster(tmp_path: Path) -> None:
    """A mask over a tile of 100 million pixels is opened and read in one place without being read as a whole."""
    import tracemalloc

    big = gdal.GetDriverByName("GTiff").Create(
        str(tmp_path / "big.tif"), 10_000, 10_000, 1, gdal.GDT_Byte, ["TILED=YES", "SPARSE_OK=TRUE"]
    )
    big.SetGeoTransform(UTM)
    big.SetProjection(wkt(32633))
    big = None
    tracemalloc.start()
    mask = LeftOut([Mask(str(tmp_path / "big.tif"))], UTM._replace(dx=5.0, dy=-5.0), wkt(32633))
    mask.read(5000, 5000, 512, 512)
    assert tracemalloc.get_traced_memory()[1] < 20 << 20
    tracemalloc.stop()


@pytest.mark.parametrize("name", ["SCL", "scl", "SCL, Scene classification", "Scene_Classification"])
def test_a_scene_classification_by_its_name(name: str) -> None:
    assert is_scl(name)


def test_other_names() -> None:
    assert not any(map(is_scl, ["B2", "sclera", "Muscle", ""]))
    assert is_scl_file("T33TWM_20230615T100559_SCL_20m.jp2")
    assert not is_scl_file("T33TWM_20230615T100559_B02_20m.jp2")
