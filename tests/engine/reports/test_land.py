"""The map in its report: pictures, scale bar, areas; the page stands alone, and prints."""

import base64
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr

from so2sat_qgis_plugin.engine.legend import LegendClass
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.grid import Transform
from so2sat_qgis_plugin.engine.raster.maps import read_map
from so2sat_qgis_plugin.engine.raster.quicklook import map_picture, true_color
from so2sat_qgis_plugin.engine.raster.writer import GeoTiffProfile, GeoTiffWriter
from so2sat_qgis_plugin.engine.reports.land import add_map, add_settings, made_by, title_of
from so2sat_qgis_plugin.engine.reports.page import Report
from tests.support.browser import needs_chromium, picture, print_pdf

CLASSES = [LegendClass(1, "Forêt <dense>", "#006a18"), LegendClass(2, "Water", "#656bfa")]


@pytest.fixture
def utm() -> str:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32648)
    return reference.ExportToWkt()


@pytest.fixture
def scene(tmp_path, utm) -> tuple[str, str]:
    """A raster of 60 × 80 pixels of 10 m, red on its left, and a map of 6 × 8 cells that is forest there."""
    raster, land = str(tmp_path / "S2A_T48QUE_20200223.tif"), str(tmp_path / "map.tif")
    pixels = np.zeros((60, 80, 3), np.uint16)
    pixels[:, :40, 2] = 3000
    profile = GeoTiffProfile(60, 80, 3, "uint16", Transform(3e5, 10, 0, 2e6, 0, -10), utm, None, ("B2", "B3", "B4"), {})
    with GeoTiffWriter(raster, profile) as writer:
        writer.write(0, 0, pixels)
    codes = np.ones((6, 8), np.uint8)
    codes[:, 4:], codes[0, 7] = 2, 0
    profile = GeoTiffProfile(6, 8, 1, "uint8", Transform(3e5, 100, 0, 2e6, 0, -100), utm, 0, ("class",), {})
    with GeoTiffWriter(land, profile) as writer:
        writer.set_legend(CLASSES)
        writer.write(0, 0, codes)
    return raster, land


def write(path: Path, scene: tuple[str, str]) -> str:
    report = Report(title_of(scene[0], "2 clusters"), "k-means")
    report.note(made_by())
    add_map(report, scene[1], scene[0])
    add_settings(report, {"original": scene[0], "window": 16, "stride": 10, "pixel_size": [10.0, 10.0]}, [("Seed", 0)])
    report.save(path)
    return path.read_text(encoding="utf-8")


def test_the_report_says_scene_areas_and_settings(tmp_path, scene):
    page = write(tmp_path / "report.html", scene)
    assert "<h1>T48QUE 2020-02-23 · 2 clusters</h1>" in page and "with So2Sat land cover" in page
    assert "Forêt &lt;dense&gt;" in page and "<dense>" not in page
    rows = dict(re.findall(r"</span>(Water|Forêt &lt;dense&gt;)</td><td>[\d.]+ %</td><td>([\d.]+)</td>", page))
    # 24 cells of 1 ha, of which the UTM zone's scale makes a little more or less
    assert float(rows["Forêt &lt;dense&gt;"]) == pytest.approx(24.0, rel=0.005)
    assert float(rows["Water"]) == pytest.approx(23.0, rel=0.005)
    assert "1 cells have no class" in page and "16 × 16 pixels, 160 m" in page and "200 m" in page


def test_its_pictures_show_map_and_raster(tmp_path, scene):
    page = write(tmp_path / "report.html", scene)
    pictures = re.findall(r"src=\"data:image/png;base64,([^\"]+)\"", page)
    colors = []
    for i, content in enumerate(pictures):
        (tmp_path / f"{i}.png").write_bytes(base64.b64decode(content))
        colors.append(np.moveaxis(gdal.Open(str(tmp_path / f"{i}.png")).ReadAsArray(), 0, -1))
    land, seen = colors
    assert land[0, 0].tolist() == [0, 0x6A, 0x18] and land[-1, -1].tolist() == [0x65, 0x6B, 0xFA]
    assert land[0, 7].tolist() == [255, 255, 255]  # nodata
    assert seen[30, 10, 0] > 200 and seen[30, 10, 1] < 50  # B4 is red


def test_the_picture_of_a_part_of_the_scene_shows_that_part(tmp_path, utm, scene):
    part = str(tmp_path / "part.tif")
    profile = GeoTiffProfile(3, 4, 1, "uint8", Transform(3e5 + 400, 100, 0, 2e6, 0, -100), utm, 0, ("class",), {})
    with GeoTiffWriter(part, profile) as writer:
        writer.write(0, 0, np.ones((3, 4), np.uint8))
    land = read_map(part, Progress())
    pixels, bands = true_color(scene[0], land, 600)
    assert pixels.shape == (30, 40, 3) and bands == "B4, B3, B2" and pixels[..., 0].max() < 200
    assert map_picture(land, 2).shape == (2, 2, 3)
    assert true_color(str(tmp_path / "absent.tif"), land, 600) is None


def test_the_page_needs_nothing_from_outside(tmp_path, scene):
    page = write(tmp_path / "report.html", scene)
    assert "<script" not in page and "@import" not in page and "<link" not in page
    addresses = re.findall(r"(?:src|href)=[\"']?([^\"' >]+)", page)
    assert addresses and all(address.startswith("data:") for address in addresses)
    assert re.findall(r"url\(", page) == []


@needs_chromium
def test_a_browser_shows_and_prints_it(tmp_path, scene):
    write(tmp_path / "report.html", scene)
    picture(tmp_path / "report.html", tmp_path / "report.png", height=1600)
    shown = np.moveaxis(gdal.Open(str(tmp_path / "report.png")).ReadAsArray()[:3], 0, -1).reshape(-1, 3)
    for color in ([0, 0x6A, 0x18], [0x65, 0x6B, 0xFA]):
        assert (shown == color).all(axis=1).sum() > 5000  # the map, large
    print_pdf(tmp_path / "report.html", tmp_path / "report.pdf")
    done = subprocess.run(["pdftotext", "-layout", tmp_path / "report.pdf", "-"], capture_output=True, text=True)
    assert "Forêt <dense>" in done.stdout and "Plugin version" in done.stdout


@needs_chromium
def test_tables_are_not_cut_by_a_page_s_end(tmp_path):
    report = Report("Tables")
    for number in range(6):
        rows = [(f"t{number}r{row}", "value", row) for row in range(14)]
        report.table(["Row", "What", "Number"], rows, f"Table {number}")
    report.table(["Row", "What", "Number"], [(f"long{row}", "value", row) for row in range(90)])
    report.save(tmp_path / "report.html")
    print_pdf(tmp_path / "report.html", tmp_path / "report.pdf")
    done = subprocess.run(["pdftotext", "-layout", tmp_path / "report.pdf", "-"], capture_output=True, text=True)
    pages = [page for page in done.stdout.split("\f") if page.strip()]
    for number in range(6):
        (whole,) = [page for page in pages if f"t{number}r0 " in page]
        assert f"Table {number}" in whole and f"t{number}r13" in whole
    long = [page for page in pages if "long" in page]
    assert len(long) > 1 and all("Number" in page for page in long)  # the head is repeated
