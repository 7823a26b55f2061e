from __future__ import annotations

import shutil

import numpy as np
import pytest
from osgeo import gdal

from so2sat_qgis_plugin.engine.errors import Cancelled, So2SatError
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster import georeference
from so2sat_qgis_plugin.engine.raster.bands import L1C, L2A, SO2SAT, match
from so2sat_qgis_plugin.engine.raster.grid import Transform
from so2sat_qgis_plugin.engine.raster.reader import Raster
from so2sat_qgis_plugin.engine.raster.scaling import choose as choose_scaling
from so2sat_qgis_plugin.engine.raster.stack import choose, sources_in, sources_of, stack
from tests.support.data import real
from tests.support.progress import Impatient
from tests.support.safe_tree import ORIGIN, SIDE, build, reflectance, zipped
from tests.support.scenes import UTM, write

PRODUCTS = [("L2A", "05.09"), ("L1C", "02.14"), ("L1C", "05.10")]  # level and processing baseline


@pytest.fixture(scope="module")
def products(tmp_path_factory):
    folder = tmp_path_factory.mktemp("safe")
    return {(level, base): build(folder, level, base) for level, base in PRODUCTS}


def stacked(source, target, wanted=SO2SAT, resolution=10.0, **options):
    found, metadata = sources_in(str(source))
    stack(choose(found, wanted, resolution), str(target), resolution, metadata, Progress(), **options)
    return str(target)


def read(path):
    """Return what the embedding engine would see: reflectance, valid mask and the raster's info."""
    with Raster(path) as raster:
        info = raster.info
        bands = match(info, [b.name for b in info.bands], len(info.bands)).numbers
        scaling = choose_scaling(raster, bands)
        pixels = raster.read(0, 0, info.height, info.width, bands)
        return scaling.apply(pixels), raster.valid(0, 0, pixels, bands), info, scaling


@pytest.mark.parametrize("suffix", ["vrt", "tif"])
@pytest.mark.parametrize("form", ["folder", "zip"])
@pytest.mark.parametrize("kind", PRODUCTS)
def test_safe(products, tmp_path, kind, form, suffix):
    """Bands of every size land where they belong, with the offset of baseline 04.00 accounted for."""
    source = products[kind] if form == "folder" else zipped(products[kind], tmp_path / "product.zip")
    values, valid, info, scaling = read(stacked(source, tmp_path / f"stack.{suffix}"))
    assert [band.name for band in info.bands] == list(SO2SAT)
    assert info.transform == (ORIGIN[0], 10.0, 0.0, ORIGIN[1], 0.0, -10.0)
    assert (info.width, info.height) == (SIDE / 10, SIDE / 10)
    assert 'ID["EPSG",32633]' in info.crs or '"32633"' in info.crs
    assert "the scale and offset of the raster's bands" in scaling.how
    offset = -0.1 if float(kind[1]) >= 4 else 0.0  # processing baseline 04.00 adds 1000
    assert scaling.slope == pytest.approx([1e-4] * 10) and scaling.offset == pytest.approx([offset] * 10)
    expected = np.stack([reflectance(name, 10) for name in SO2SAT], axis=-1)
    inside = np.s_[9:, 3:-3]  # clear of the nodata rows and of the rim, where bilinear has no neighbour
    assert np.abs(values[inside] - expected[inside]).max() < 1.5e-4
    assert not valid[:5].any() and valid[9:].all()
    assert info.metadata["PROCESSING_BASELINE"] == kind[1]


def test_offset_recorded_or_applied(products, tmp_path):
    product = products["L2A", "05.09"]
    datasets = [gdal.Open(stacked(product, tmp_path / f"{n}.tif", apply_offset=n == "a")) for n in "ra"]
    recorded, applied = (dataset.GetRasterBand(1) for dataset in datasets)
    assert (recorded.GetScale(), recorded.GetOffset()) == (1e-4, -0.1)
    assert (applied.GetScale(), applied.GetOffset(), applied.DataType) == (1e-4, 0.0, gdal.GDT_Int16)
    a, r = applied.ReadAsArray(), recorded.ReadAsArray().astype(int)
    assert (a[r != 0] == r[r != 0] - 1000).all()
    assert (a[r == 0] == applied.GetNoDataValue()).all()
    first, second = read(str(tmp_path / "r.tif")), read(str(tmp_path / "a.tif"))
    assert (first[1] == second[1]).all()
    assert np.abs(first[0] - second[0])[first[1]].max() < 1e-6


def test_every_band_and_twenty_metres(products, tmp_path):
    values, _, info, _ = read(stacked(products["L2A", "05.09"], tmp_path / "a.vrt", wanted=(), resolution=20.0))
    assert [band.name for band in info.bands] == list(L2A)
    assert info.pixel_size == (20.0, 20.0)
    assert "R20m" in gdal.Open(str(tmp_path / "a.vrt")).GetMetadata("xml:VRT")[0]  # the product's own 20 m band
    assert np.abs(values[10:, 5:-5, 1] - reflectance("B2", 20)[10:, 5:-5]).max() < 1e-4
    info = read(stacked(products["L1C", "02.14"], tmp_path / "b.vrt", wanted=()))[2]
    assert [band.name for band in info.bands] == list(L1C)


def test_real_bands_give_the_real_stack(tmp_path):
    """T48QUE's single files become, value by value, the stack that was made of them elsewhere."""
    expected = gdal.Open(real("t48que/S2L2A_T48QUE_20200223_10band.tif"))
    found = gdal.Open(stacked(real("t48que/bands"), tmp_path / "a.tif"))
    assert np.allclose(found.GetGeoTransform(), expected.GetGeoTransform())
    assert (found.ReadAsArray() == expected.ReadAsArray()).all()


def test_degrees_and_mixed_sizes(tmp_path):
    """SSL4EO's files in EPSG:4326, of three sizes: in UTM at 10 m, every place keeps its value."""
    folder = real("awkward/ssl4eo_4326_mixedres")
    path = stacked(folder, tmp_path / "a.tif", wanted=())
    with Raster(path) as raster:
        info = raster.info
        assert info.pixel_size == (10.0, 10.0)
        assert [band.name for band in info.bands] == list(L2A)
        for name, far in (("B2", 12.0), ("B11", 24.0), ("B9", 70.0)):
            with Raster(f"{folder}/{name}.tif") as single:
                same_place(single, raster, [b.name for b in info.bands].index(name) + 1, far)


def same_place(single, raster, number, metres):
    """The brightest blocks of a band lie at the same place in the stack: the centre of mass of its texture agrees."""
    info = single.info
    values = single.read(0, 0, info.height, info.width, (1,))[..., 0].astype(float)
    rows, columns = np.mgrid[5 : info.height - 5, 5 : info.width - 5]
    x, y = info.transform.at(columns.ravel() + 0.5, rows.ravel() + 0.5)
    x, y = georeference.to_crs(info.crs, raster.info.crs, x, y)
    stacked_values = raster.read(0, 0, raster.info.height, raster.info.width, (number,))[..., 0].astype(float)

    def correlation(dx, dy):
        c, r = Transform(*raster.info.transform).pixels(x + dx, y + dy)
        inside = (c >= 0) & (r >= 0) & (c < raster.info.width) & (r < raster.info.height)
        there = stacked_values[r[inside].astype(int), c[inside].astype(int)]
        here = values[5:-5, 5:-5].ravel()[inside]
        return np.corrcoef(here[there > 0], there[there > 0])[0, 1]

    right = correlation(0, 0)
    assert right > 0.95
    assert all(correlation(dx, dy) < right for dx, dy in ((metres, 0), (-metres, 0), (0, metres), (0, -metres)))


def test_layers_of_several_crs(tmp_path):
    """A band in another UTM zone is brought to the finest band's grid."""
    x, y = georeference.to_crs("EPSG:32633", "EPSG:32634", np.array([505_000.0]), np.array([4_995_000.0]))
    east = np.tile(np.arange(1000, 1100, dtype=np.float32), (100, 1))[..., np.newaxis]
    fine = write(tmp_path / "B02.tif", east, transform=UTM)
    other = (float(x[0]) - 40_000.0, 400.0, 0.0, float(y[0]) + 40_000.0, 0.0, -400.0)
    coarse = write(tmp_path / "B03.tif", np.zeros((200, 200, 1), np.float32), transform=other, epsg=32634)
    with Raster(coarse) as raster:
        columns, rows = np.meshgrid(np.arange(200) + 0.5, np.arange(200) + 0.5)
        easting, _ = georeference.to_crs(
            raster.info.crs, "EPSG:32633", *Transform(*other).at(columns.ravel(), rows.ravel())
        )
    values = ((easting - 500_000) / 10).astype(np.float32).reshape(200, 200, 1)
    coarse = write(tmp_path / "B03.tif", values, transform=other, epsg=32634)
    stack(choose(sources_of([coarse, fine]), ("B2", "B3"), 10), str(tmp_path / "s.tif"), 10.0, {}, Progress())
    pixels = gdal.Open(str(tmp_path / "s.tif")).ReadAsArray()
    assert (pixels[0] == east[..., 0]).all()
    assert np.abs(pixels[1] - (np.arange(100) + 0.5)).max() < 0.05  # metres east of the origin, in pixels


def test_unnamed_layers_keep_their_order(tmp_path):
    paths = [write(tmp_path / f"{name}.tif", np.full((5, 5, 1), i, np.uint8)) for i, name in enumerate("yx", 1)]
    stack(choose(sources_of(paths), SO2SAT, 10), str(tmp_path / "s.vrt"), 10.0, {}, Progress())
    found = gdal.Open(str(tmp_path / "s.vrt"))
    assert [found.GetRasterBand(i).GetDescription() for i in (1, 2)] == ["y", "x"]
    assert found.ReadAsArray()[:, 0, 0].tolist() == [1, 2]


def test_missing_bands_are_named(tmp_path):
    found, _ = sources_in(real("awkward/majortom_T33NZA_cloudy_offset"))
    with pytest.raises(So2SatError, match=r"bands B3, B4, B5, B6, B7, B8, B11 cannot be found; there are B1, B2, B8A"):
        choose(found, SO2SAT, 10)
    assert [source.name for source in choose(found, (), 10)] == ["B1", "B2", "B8A", "B12"]


def test_landsat_is_no_sentinel(tmp_path):
    for name in ("LC08_B2.tif", "LC08_B3.tif"):
        shutil.copy(write(tmp_path / "x.tif", np.ones((3, 3, 1), np.uint8)), tmp_path / name)
    (tmp_path / "x.tif").unlink()
    with pytest.raises(So2SatError, match="holds no band"):
        sources_in(str(tmp_path))


def test_bad_products(products, tmp_path):
    with pytest.raises(So2SatError, match="holds no band"):
        sources_in(str(tmp_path))
    folder = shutil.copytree(products["L2A", "05.09"], tmp_path / "two" / "A.SAFE").parent
    shutil.copytree(products["L2A", "05.09"], folder / "B.SAFE")
    with pytest.raises(So2SatError, match="holds 2 Sentinel-2 products"):
        sources_in(str(folder))
    (folder / "A.SAFE/MTD_MSIL2A.xml").write_text("<a><b>")
    with pytest.raises(So2SatError, match="is damaged"):
        sources_in(str(folder / "A.SAFE"))
    shutil.rmtree(folder / "B.SAFE/GRANULE")
    with pytest.raises(So2SatError, match="images are missing"):
        sources_in(str(folder / "B.SAFE"))
    (tmp_path / "x.zip").write_bytes(b"no zip")
    with pytest.raises(So2SatError, match="holds no band"):
        sources_in(str(tmp_path / "x.zip"))


def test_cancel_leaves_nothing(products, tmp_path):
    found, metadata = sources_in(str(products["L1C", "02.14"]))
    with pytest.raises(Cancelled):
        stack(choose(found, SO2SAT, 10), str(tmp_path / "a.tif"), 10.0, metadata, Impatient(2))
    assert list(tmp_path.iterdir()) == []


def test_unwritable(products):
    found, metadata = sources_in(str(products["L1C", "02.14"]))
    for name in ("/nowhere/a.vrt", "/nowhere/a.tif"):
        with pytest.raises(So2SatError, match="cannot be written"):
            stack(choose(found, ("B2",), 10), name, 10.0, metadata, Progress())
