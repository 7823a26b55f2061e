from __future__ import annotations

import math

import numpy as np
import pytest
from osgeo import gdal, osr

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.raster import georeference, warp
from so2sat_qgis_plugin.engine.raster.area import cell_areas
from so2sat_qgis_plugin.engine.raster.grid import Transform
from so2sat_qgis_plugin.engine.raster.reader import Raster
from tests.support.data import real
from tests.support.scenes import wkt, write

LON, LAT = 15.0, 47.0


def coordinates(info):
    """Return longitude and latitude of every pixel's centre, (rows, columns) each."""
    columns, rows = np.meshgrid(np.arange(info.width) + 0.5, np.arange(info.height) + 0.5)
    x, y = info.transform.at(columns.ravel(), rows.ravel())
    longitude, latitude = georeference.to_crs(info.crs, "EPSG:4326", x, y)
    return longitude.reshape(rows.shape), latitude.reshape(rows.shape)


def scene(path, transform, epsg, shape=(90, 110), **options):
    """Write a raster whose two bands are its own longitude and latitude, in thousandths of a degree from LON, LAT."""
    write(path, np.zeros((*shape, 2), np.float32), transform=transform, epsg=epsg)
    with Raster(str(path)) as raster:
        values = np.stack(coordinates(raster.info), axis=-1)
    thousandths = ((values - [LON, LAT]) * 1000).astype(np.float32)
    return write(path, thousandths, ["lon", "lat"], transform=transform, epsg=epsg, **options)


def read_all(path):
    with Raster(path) as raster:
        bands = tuple(band.number for band in raster.info.bands if not band.is_alpha)
        pixels = raster.read(0, 0, raster.info.height, raster.info.width, bands)
        return raster.info, pixels, raster.valid(0, 0, pixels, bands)


def utm_origin():
    x, y = georeference.to_crs("EPSG:4326", "EPSG:32633", np.array([LON]), np.array([LAT]))
    return float(x[0]), float(y[0])


def rotated(x, y, size, degrees):
    c, s = size * math.cos(math.radians(degrees)), size * math.sin(math.radians(degrees))
    return (x, c, s, y, s, -c)


X, Y = utm_origin()
GEOGRAPHIC = (LON, 0.00009, 0.0, LAT, 0.0, -0.00009)
CASES = {
    "geographic": (GEOGRAPHIC, 4326),
    "30 m": ((X, 30.0, 0.0, Y, 0.0, -30.0), 32633),
    "3 m": ((X, 3.0, 0.0, Y, 0.0, -3.0), 32633),
    "Web Mercator": ((LON * 111319.4908, 30.0, 0.0, 5942074.07, 0.0, -30.0), 3857),
    "rotated": (rotated(X, Y, 25.0, 30.0), 32633),
    "south up": ((X, 30.0, 0.0, Y, 0.0, 30.0), 32633),
    "national grid": ((4545000.0, 30.0, 0.0, 2650000.0, 0.0, -30.0), 3035),
}


@pytest.mark.parametrize("case", CASES)
def test_every_pixel_lies_where_it_says(tmp_path, case):
    """The warped raster's values are its own coordinates again, so nothing has moved."""
    path = scene(tmp_path / "a.tif", *CASES[case])
    target = warp.warped(path, (1, 2), 10.0, str(tmp_path / "w.vrt"))
    info, pixels, valid = read_all(target)
    assert info.pixel_size == (10.0, 10.0)
    assert [band.name for band in info.bands] == ["lon", "lat"]
    expected = (np.stack(coordinates(info), axis=-1) - [LON, LAT]) * 1000
    inside = valid.copy()
    inside[1:-1, 1:-1] &= valid[:-2, 1:-1] & valid[2:, 1:-1] & valid[1:-1, :-2] & valid[1:-1, 2:]
    inside[[0, -1]] = inside[:, [0, -1]] = False
    assert inside.sum() > 500
    off = np.abs(pixels - expected)[inside] * [75.9, 111.2]  # metres, at this latitude
    # half a source pixel at the rim, where bilinear has no neighbour; a tenth of the module's pixel inside
    assert np.quantile(off, 0.9) < 1.3
    assert off.max() < 16.0


def test_bands_keep_order_names_scale_and_nodata(tmp_path):
    pixels = np.random.default_rng(0).integers(100, 5000, (60, 60, 3), dtype=np.uint16)
    pixels[:20, :, 0] = 65535
    path = write(
        tmp_path / "a.tif", pixels, ["x", "y", "z"], transform=GEOGRAPHIC, epsg=4326, nodata=65535, scale=1e-4,
        metadata={"A": "1"}, band_metadata=[{"wavelength": "490"}, {}, {}],
    )  # fmt: skip
    info, warped, valid = read_all(warp.warped(path, (3, 1), 10.0, "/vsimem/test-order.vrt"))
    gdal.Unlink("/vsimem/test-order.vrt")
    assert [(b.name, b.nodata, b.scale) for b in info.bands] == [("z", 65535, 1e-4), ("x", 65535, 1e-4)]
    assert info.bands[1].metadata["wavelength"] == "490"
    assert info.metadata["A"] == "1"
    assert not valid.all()
    assert warped[valid].max() < 5000  # nodata never bleeds into its neighbours
    assert (warped[..., 0] < 5000).sum() > (warped[..., 1] < 5000).sum()  # each band keeps its own nodata


@pytest.mark.parametrize("kind", ["none", "alpha", "mask"])
def test_outside_and_masked_are_invalid(tmp_path, kind):
    pixels = np.full((80, 80, 2), 1000, np.uint16)
    path = write(tmp_path / "a.tif", pixels, ["x", "y"], transform=rotated(X, Y, 30.0, 20.0))
    hole = np.full((80, 80), 255, np.uint8)
    hole[20:60, 20:60] = 0
    if kind == "alpha":
        path = write(tmp_path / "b.tif", np.dstack([pixels, hole.astype(np.uint16)]), transform=rotated(X, Y, 30.0, 20))
        dataset = gdal.Open(path, gdal.GA_Update)
        dataset.GetRasterBand(3).SetColorInterpretation(gdal.GCI_AlphaBand)
        dataset = None
    if kind == "mask":
        dataset = gdal.Open(path, gdal.GA_Update)
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset.GetRasterBand(1).GetMaskBand().WriteArray(hole)
        dataset = None
    info, warped, valid = read_all(warp.warped(path, (1, 2), 10.0, str(tmp_path / "w.vrt")))
    assert (warped[valid] == 1000).all()
    expected = 80 * 80 - (40 * 40 if kind != "none" else 0)
    assert valid.sum() / 9 == pytest.approx(expected, rel=0.01)  # 9 pixels of 10 m in one of 30 m
    corner = read_all(path)[0].transform
    x, y = Transform(*corner).at(np.array([40.0]), np.array([40.0]))
    column, row = Transform(*info.transform).pixels(x, y)
    assert valid[int(row[0]), int(column[0])] == (kind == "none")


def test_own_grid_where_the_ground_pixel_fits():
    for name in ("Boadella_2020-01-28.tif", "rstoolbox_amazon/sen2_12band_reflectance_4326.tif"):
        with Raster(real(name)) as raster:
            assert warp.needs_warp(raster.info, 10.0) is None
            assert georeference.ground_pixel_size(raster.info) == pytest.approx((10.0, 10.0), rel=0.02)


def test_reasons():
    with Raster(real("awkward/regression_test_0_input.tif")) as raster:
        assert "trained on pixels of 10 m" in warp.needs_warp(raster.info, 10.0)
        assert warp.needs_warp(raster.info, None) is None
        assert warp.needs_warp(raster.info, 30.0) is None
        assert warp.target_size(raster.info, None) == 30.0
        assert warp.target_crs(raster.info) == raster.info.crs  # a UTM raster keeps its CRS
    with Raster(real("Boadella_2020-01-28.tif")) as raster:
        assert warp.target_crs(raster.info) == "EPSG:32631"
    with Raster(real("awkward/majortom_T33NZA_cloudy_offset/B02.tif")) as raster:
        assert warp.needs_warp(raster.info, 10.0) is None


def test_narrow_pixels_far_north(tmp_path):
    path = write(tmp_path / "a.tif", np.ones((50, 50, 1), np.uint8), transform=(20, 9e-5, 0, 65, 0, -9e-5), epsg=4326)
    with Raster(path) as raster:
        assert georeference.ground_pixel_size(raster.info) == pytest.approx((4.24, 10.0), rel=0.01)
        assert "not square" in warp.needs_warp(raster.info, 10.0)


@pytest.mark.parametrize(
    ("longitude", "latitude", "crs"),
    [(15, 47, "EPSG:32633"), (-179.9, -10, "EPSG:32701"), (179.9, 10, "EPSG:32660"), (0.0, 86, "EPSG:32661"),
     (359.0, 10, "EPSG:32630")],
)  # fmt: skip
def test_utm_zone(tmp_path, longitude, latitude, crs):
    transform = (longitude, 1e-5, 0, latitude, 0, -1e-5)
    with Raster(write(tmp_path / "a.tif", np.ones((2, 2, 1), np.uint8), transform=transform, epsg=4326)) as raster:
        assert georeference.utm(raster.info) == crs


def test_without_crs(tmp_path):
    path = write(tmp_path / "a.tif", np.ones((5, 5, 1), np.uint8), epsg=None, transform=None)
    with Raster(path) as raster:
        assert warp.needs_warp(raster.info, 10.0) is None
    with pytest.raises(So2SatError, match="has no CRS"):
        warp.warped(path, (1,), 10.0, str(tmp_path / "w.vrt"))


@pytest.mark.parametrize("transform", [(X, 10.0, 0.0, Y, 0.0, -10.0), rotated(X, Y, 10.0, 30.0)])
def test_extent_as_pixels(tmp_path, transform):
    path = write(tmp_path / "a.tif", np.ones((300, 300, 1), np.uint8), transform=transform)
    with Raster(path) as raster:
        info = raster.info
    x, y = Transform(*transform).at(np.array([100.0, 150.0]), np.array([80.0, 130.0]))
    box = (float(x.min()), float(y.min()), float(x.max()), float(y.max()))
    top, left, bottom, right = georeference.pixel_rectangle(info, box, wkt(32633))
    columns, rows = Transform(*transform).pixels(
        np.array([box[0], box[2]] * 2), np.array([box[1], box[1], box[3], box[3]])
    )
    assert (top, left, bottom, right) == pytest.approx((rows.min(), columns.min(), rows.max(), columns.max()), abs=1e-5)
    longitude, latitude = georeference.to_crs(info.crs, "EPSG:4326", x, y)
    degrees = (longitude.min(), latitude.min(), longitude.max(), latitude.max())
    again = georeference.pixel_rectangle(info, degrees, "EPSG:4326")
    corners = Transform(*transform).pixels(x, y)
    for column, row in zip(*corners):
        assert again[0] - 1e-3 <= row <= again[2] + 1e-3
        assert again[1] - 1e-3 <= column <= again[3] + 1e-3
    # an extent in the raster's own CRS, given without one, is exact
    if transform[2] == 0:
        assert georeference.pixel_rectangle(info, box) == (80.0, 100.0, 130.0, 150.0)


def test_extent_of_another_world(tmp_path):
    path = write(tmp_path / "a.tif", np.ones((5, 5, 1), np.uint8))
    with Raster(path) as raster, pytest.raises(So2SatError, match="Coordinates cannot"):
        georeference.pixel_rectangle(raster.info, (1e9, 1e9, 2e9, 2e9), "EPSG:4326")


def test_gdal_s_exceptions_switched_on_by_somebody_change_no_message(tmp_path):
    path = write(tmp_path / "a.tif", np.ones((5, 5, 1), np.uint8))
    osr.UseExceptions()
    try:
        with Raster(path) as raster, pytest.raises(So2SatError, match="Coordinates cannot"):
            georeference.pixel_rectangle(raster.info, (1e9, 1e9, 2e9, 2e9), "EPSG:4326")
        assert cell_areas((0.0, 1.0, 0.0, 0.0, 0.0, -1.0), "not a CRS", 1, 1) is None
    finally:
        osr.DontUseExceptions()


def test_a_raster_with_control_points_is_warped_by_them(tmp_path):
    """Turned by 30° and placed by points only: every pixel of the warped raster has the coordinates where it lies."""
    plain = scene(tmp_path / "a.tif", rotated(X, Y, 10.0, 30.0), 32633)
    with Raster(plain) as raster:
        placed = raster.info
    points = []
    for column, row in ((0, 0), (110, 0), (110, 90), (0, 90), (55, 45)):
        x, y = placed.transform.at(column, row)
        points.append(gdal.GCP(float(x), float(y), 0.0, column, row))
    path = str(tmp_path / "b.tif")
    gdal.Translate(path, plain, GCPs=points, outputSRS=placed.crs, noData=None).FlushCache()
    with Raster(path) as raster:
        info = raster.info
    assert info.control_points == 5 and info.crs and np.allclose(info.transform, placed.transform, atol=1e-6)
    assert "5 ground control points" in warp.needs_warp(info, 10.0)
    assert "5 ground control points" in warp.needs_warp(info, None)
    assert warp.needs_warp(placed, 10.0) is None
    info, pixels, valid = read_all(warp.warped(path, (1, 2), 10.0, str(tmp_path / "w.vrt")))
    assert info.control_points == 0 and info.transform.dy < 0 and valid.mean() > 0.4
    found = pixels.astype(float) / 1000 + [LON, LAT]
    expected = np.stack(coordinates(info), axis=-1)
    error = np.abs(found - expected)[valid]
    assert np.quantile(error, 0.9) < 1e-8 and error.max() < 2e-4  # a pixel's width at the rim
