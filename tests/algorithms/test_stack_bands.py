from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException, QgsRasterLayer

from tests.support.data import real
from tests.support.safe_tree import build, classes, reflectance, zipped


def test_folder_archive_and_layers_give_the_same(run, tmp_path):
    product = build(tmp_path, "L1C", "05.10")
    layers = [str(p) for p in sorted(product.rglob("IMG_DATA/*.jp2"))]
    ways = {
        "folder": {"FOLDER": str(product)},
        "archive": {"ARCHIVE": str(zipped(product, tmp_path / "p.zip"))},
        "layers": {"LAYERS": layers},
    }
    pixels = {}
    for name, given in ways.items():
        output = run("stackbands", {**given, "OUTPUT": str(tmp_path / f"{name}.vrt")})["OUTPUT"]
        dataset = gdal.Open(output)
        assert dataset.RasterCount == 10
        pixels[name] = dataset.ReadAsArray()
    assert (pixels["folder"] == pixels["archive"]).all()
    assert (pixels["folder"][:, 9:] == pixels["layers"][:, 9:]).all()
    layer = QgsRasterLayer(str(tmp_path / "folder.vrt"))
    assert layer.isValid()
    value, _ = layer.dataProvider().sample(layer.extent().center(), 3)  # QGIS applies scale and offset
    assert value == pytest.approx(reflectance("B4", 10)[90, 90], abs=2e-3)


def test_geotiff_of_all_bands_with_offset_applied(run, tmp_path):
    product = build(tmp_path, "L2A", "05.09")
    parameters = {"FOLDER": str(product), "BANDS": "", "RESOLUTION": 20, "APPLY_OFFSET": True}
    output = run("stackbands", {**parameters, "OUTPUT": str(tmp_path / "a.tif")})["OUTPUT"]
    dataset = gdal.Open(output)
    assert dataset.RasterCount == 13
    assert (dataset.GetRasterBand(13).ReadAsArray() == classes()).all()
    dn = dataset.GetRasterBand(3).ReadAsArray()
    assert np.abs(dn[5:] / 10_000 - reflectance("B3", 20)[5:]).max() < 1e-4


def test_real_folder(run, tmp_path):
    output = run("stackbands", {"FOLDER": real("t48que/bands"), "OUTPUT": str(tmp_path / "a.tif")})["OUTPUT"]
    expected = gdal.Open(real("t48que/S2L2A_T48QUE_20200223_10band.tif")).ReadAsArray()
    assert (gdal.Open(output).ReadAsArray() == expected).all()


@pytest.mark.parametrize("given", [{}, {"FOLDER": "/tmp", "ARCHIVE": "/tmp/a.zip"}])
def test_one_source_only(run, tmp_path, given):
    with pytest.raises(QgsProcessingException, match=r"Give one of .*\[FOLDER\], .*\[ARCHIVE\] and .*\[LAYERS\]"):
        run("stackbands", {**given, "OUTPUT": str(tmp_path / "a.tif")})


def test_missing_band(run, tmp_path):
    parameters = {"FOLDER": real("t48que/bands"), "BANDS": "B2, Band 3, B10", "OUTPUT": str(tmp_path / "a.tif")}
    with pytest.raises(QgsProcessingException, match="band B10 cannot be found"):
        run("stackbands", parameters)
    assert not (tmp_path / "a.tif").exists()
