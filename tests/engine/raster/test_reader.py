"""What is no raster, or none that can be used, is refused with a sentence; checksums beside a raster are compared."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster import checksums, georeference
from so2sat_qgis_plugin.engine.raster.maps import read_map
from so2sat_qgis_plugin.engine.raster.reader import Raster
from so2sat_qgis_plugin.engine.raster.writer import CLASSES_KEY
from tests.support.scenes import write

PIXELS = np.arange(64, dtype=np.float64).reshape(8, 8, 1)


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_pipe_or_a_device_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "s.tif")
    for path in (tmp_path / "s.tif", "/dev/null"):
        with pytest.raises(So2SatError, match="is a pipe or a device"):
            Raster(str(path))


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_pipe_that_a_raster_consists_of(tmp_path: Path) -> None:
    write(tmp_path / "a.tif", PIXELS)
    gdal.Translate(str(tmp_path / "s.vrt"), str(tmp_path / "a.tif"), format="VRT").FlushCache()
    (tmp_path / "a.tif").unlink()
    os.mkfifo(tmp_path / "a.tif")
    with pytest.raises(So2SatError, match=r"a\.tif of the raster .*s\.vrt is a pipe"):
        Raster(str(tmp_path / "s.vrt"))


@pytest.mark.parametrize("dtype", [np.complex64, np.complex128])
def test_complex_numbers_are_not_read_as_others(tmp_path: Path, dtype: type) -> None:
    write(tmp_path / "s.tif", PIXELS.astype(dtype))
    with pytest.raises(So2SatError, match="Band 1 of .* holds complex numbers"):
        Raster(str(tmp_path / "s.tif"))


def test_complex_integers(tmp_path: Path) -> None:
    gdal.GetDriverByName("GTiff").Create(str(tmp_path / "s.tif"), 8, 8, 1, gdal.GDT_CInt16).FlushCache()
    with pytest.raises(So2SatError, match=r"complex numbers \(CInt16\)"):
        Raster(str(tmp_path / "s.tif"))


@pytest.mark.parametrize("transform", ["0, 0, 0, 0, 0, 0", "0, 1, 1, 0, 1, 1", "nan, 1, 0, 0, 0, -1"])
def test_a_geotransform_without_area(tmp_path: Path, transform: str) -> None:
    write(tmp_path / "a.tif", PIXELS)
    gdal.Translate(str(tmp_path / "s.vrt"), str(tmp_path / "a.tif"), format="VRT").FlushCache()
    path = tmp_path / "s.vrt"
    head, _, tail = path.read_text().partition("<GeoTransform>")
    path.write_text(f"{head}<GeoTransform>{transform}{tail[tail.index('</') :]}")
    with pytest.raises(So2SatError, match="without area"):
        Raster(str(path))


def test_what_is_no_measurement_is_not_valid(tmp_path: Path) -> None:
    pixels = PIXELS.copy()
    pixels[0, :4, 0] = 1e300, -1e300, np.inf, np.nan
    with Raster(write(tmp_path / "s.tif", pixels)) as raster:
        read = raster.read(0, 0, 8, 8, (1,))
        valid = raster.valid(0, 0, read, (1,))
    assert not valid[0, :4].any() and valid.sum() == 60


@pytest.mark.parametrize("scale", [0.0, 1e300, float("nan"), float("inf")])
def test_a_scale_that_no_measurement_has(tmp_path: Path, scale: float) -> None:
    with pytest.raises(So2SatError, match="is stored with the scale"):
        Raster(write(tmp_path / "s.tif", PIXELS, scale=scale))


@pytest.mark.parametrize("transform", [(1e300, 10, 0, 0, 0, -10), (0, 1e-200, 0, 0, 0, -1e-200)])
def test_pixels_without_a_place_or_a_size_on_the_ground(tmp_path: Path, transform: tuple[float, ...]) -> None:
    with pytest.raises(So2SatError, match="beyond the Earth|without area|on the ground"):
        with Raster(write(tmp_path / "s.tif", PIXELS, transform=transform, epsg=4326)) as raster:
            georeference.ground_pixel_size(raster.info)


def test_an_error_of_gdal_that_is_no_text(tmp_path: Path) -> None:
    """GDAL's binding cannot hand a message over that is not UTF-8; this one repeats the file's content."""
    (tmp_path / "s.vrt").write_bytes(
        b'<VRTDataset rasterXSize="8" rasterYSize="8"><VRTRasterBand dataType="\xff\xfe"/>'
    )
    with pytest.raises(So2SatError, match="cannot be opened"):
        Raster(str(tmp_path / "s.vrt"))


@pytest.mark.parametrize("entry", ["[" * 100_000, '[{"code": 1e999}]', '[{"code": 1, "name": 5, "color": "red; }"}]'])
def test_classes_of_a_map_that_are_none(tmp_path: Path, entry: str) -> None:
    path = write(tmp_path / "m.tif", np.ones((8, 8, 1), np.uint8), metadata={CLASSES_KEY: entry})
    (found,) = read_map(path, Progress()).classes
    assert found.code == 1 and re.fullmatch("#[0-9a-f]{6}", found.color)


def test_checksums_beside_a_raster(tmp_path: Path) -> None:
    path = Path(write(tmp_path / "s.tif", PIXELS))
    assert checksums.check([str(path)], Progress()) == checksums.Checked(0, ())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    Path(f"{path}.sha256").write_text(f"{digest.upper()}  s.tif\n")
    assert checksums.check([str(path)], Progress()) == checksums.Checked(1, ())
    content = bytearray(path.read_bytes())
    content[-20] ^= 1
    path.write_bytes(content)
    with Raster(str(path)) as raster:
        raster.read(0, 0, 8, 8, (1,))  # GDAL does not notice
        assert checksums.check(raster.files(), Progress()) == checksums.Checked(1, (str(path),))
    Path(f"{path}.sha256").rename(tmp_path / "s.sha256")
    assert checksums.check([str(path)], Progress()).damaged
    (tmp_path / "s.sha256").write_text("no checksum")
    (tmp_path / "s.md5").write_text(hashlib.md5(content).hexdigest())
    assert checksums.check([str(path), str(tmp_path), "/vsimem/x"], Progress()) == checksums.Checked(1, ())


@pytest.mark.parametrize(("name", "kind"), [("MD5", "md5"), ("SHA3-256", "sha3_256")])
def test_checksums_of_a_product(tmp_path: Path, name: str, kind: str) -> None:
    folder = tmp_path / "S2A.SAFE"
    path = folder / "GRANULE/L2A/IMG_DATA/R10m/B02.tif"
    path.parent.mkdir(parents=True)
    write(path, PIXELS)
    digest = hashlib.new(kind, path.read_bytes()).hexdigest()
    (folder / "manifest.safe").write_text(
        '<x:XFDU xmlns:x="urn:ccsds:schema:xfdu:1"><dataObjectSection><dataObject ID="b"><byteStream mimeType="x">'
        '<fileLocation locatorType="URL" href="./GRANULE/L2A/IMG_DATA/R10m/B02.tif"/>'
        f'<checksum checksumName="{name}">{digest}</checksum></byteStream></dataObject></dataObjectSection></x:XFDU>'
    )
    assert checksums.check([str(path)], Progress()) == checksums.Checked(1, ())
    with path.open("r+b") as file:
        file.seek(-3, os.SEEK_END)
        file.write(b"abc")
    assert checksums.check([str(path)], Progress()).damaged == (str(path),)
