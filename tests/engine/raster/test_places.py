from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from so2sat_qgis_plugin.engine.raster.places import Places
from so2sat_qgis_plugin.engine.raster.reader import Raster
from tests.support.scenes import write


def rows_and_columns(height, width):
    rows, columns = np.mgrid[:height, :width]
    return np.stack([rows, columns], axis=-1).astype(np.uint16)


def test_a_small_raster_is_read_whole(tmp_path):
    with Raster(write(tmp_path / "a.tif", rows_and_columns(300, 200))) as raster:
        values, share = Places().values(raster, (1, 2), 10**6)
        assert len(values) == 60_000 and share == 1.0
        windows = Places().patches(raster, (2, 1), 32, 1000)
        assert windows.shape == (9 * 6, 32, 32, 2)
        assert Places().patches(raster, (1,), 32, 7).shape == (7, 32, 32, 1)


def test_a_large_raster_is_sampled_all_over(tmp_path):
    path = write(tmp_path / "a.tif", rows_and_columns(1500, 2500), options=["TILED=YES"])
    with Raster(path) as raster:
        seen = [pixels for pixels, _ in Places().of(raster, (1, 2), 32)]
        centres = np.array([[p[..., 0].mean(), p[..., 1].mean()] for p in seen])
        assert all(p.shape == (128, 128, 2) for p in seen)
        assert 20 <= len(seen) <= 36
        for quarter in (centres[:, 0] < 750, centres[:, 0] > 750, centres[:, 1] < 1250, centres[:, 1] > 1250):
            assert quarter.sum() >= 8


def test_windows_never_hold_nodata(tmp_path):
    pixels = rows_and_columns(256, 256) + 1
    pixels[40:90, 10:200] = 0
    with Raster(write(tmp_path / "a.tif", pixels, nodata=0)) as raster:
        windows = Places().patches(raster, (1, 2), 32, 1000)
        assert 0 < len(windows) < 64 and (windows > 0).all()
        assert Places().values(raster, (1, 2))[1] == pytest.approx(1 - 50 * 190 / 256**2)


def test_smaller_than_a_window(tmp_path):
    with Raster(write(tmp_path / "a.tif", rows_and_columns(5, 9))) as raster:
        assert Places().patches(raster, (1,), 32, 10).shape == (1, 5, 9, 1)


def test_a_rewritten_raster_is_read_again(tmp_path):
    for value in (1, 2):
        with Raster(write(tmp_path / "a.tif", np.full((50, 50, 1), value, np.uint8))) as raster:
            assert (Places().values(raster, (1,))[0] == value).all()


def test_jpeg2000_decodes_few_tiles(tmp_path):
    """Places lie inside the 1024-pixel tiles, so that each decodes one tile of a band."""
    path = str(tmp_path / "a.jp2")
    memory = gdal.GetDriverByName("MEM").Create("", 2600, 2600, 1, gdal.GDT_UInt16)
    memory.GetRasterBand(1).WriteArray(np.tile(np.arange(2600, dtype=np.uint16), (2600, 1)))
    options = ["QUALITY=100", "REVERSIBLE=YES", "YCBCR420=NO", "BLOCKXSIZE=1024", "BLOCKYSIZE=1024"]
    gdal.GetDriverByName("JP2OpenJPEG").CreateCopy(path, memory, options=options)
    with Raster(path) as raster:
        for pixels, _ in Places().of(raster, (1,), 32):
            first, last = int(pixels[0, 0, 0]), int(pixels[0, -1, 0])
            assert first // 1024 == last // 1024
