from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from tests.support import runs
from tests.support.data import RESNET20, real
from tests.support.scenes import write

pytestmark = pytest.mark.skipif(not os.environ.get("SO2SAT_PYTHON"), reason="SO2SAT_PYTHON names no runtime")

EXTENT = "500300,500900,4999200,4999900 [EPSG:32633]"


@pytest.fixture
def inspect(run, tmp_path):
    def call(raster, module=str(RESNET20), **parameters):
        values = {"INPUT": raster, "MODULE": module, "REPORT": str(tmp_path / "r.html"), **parameters}
        outputs = run("inspect", values)
        found = json.loads(Path(outputs["JSON"]).read_text(encoding="utf-8"))
        assert outputs["WARNINGS"] == len(found["warnings"])
        page = Path(outputs["REPORT"]).read_text(encoding="utf-8")
        assert "http" not in page.replace("http://www.w3.org", "").replace(found["module"] or "", "")
        return found, page

    return call


def test_a_raster_that_fits(inspect):
    found, page = inspect(real("t48que/S2L2A_T48QUE_20200223_10band.tif"), STRIDE=8)
    assert found["warnings"] == []
    assert found["cells"] == [134, 134]
    assert found["bands"]["B8A"] == 8
    assert found["pixel_size_m"] == pytest.approx([10, 10], rel=0.01)
    assert found["valid_share"] == 1.0
    assert found["fit"]["distances"]["as chosen"] == pytest.approx(0.30, rel=0.1)
    assert found["dimensions"] == 256
    assert found["estimate"]["windows"] == 134 * 134
    assert found["estimate"]["seconds"] == pytest.approx(134 * 134 / found["estimate"]["rate"])
    assert found["estimate"]["output_bytes"] == 134 * 134 * 256 * 4
    assert found["memory"]["worker"] > 50e6
    assert "Nothing stands in the way" in page


def test_builtin(inspect):
    found, _ = inspect(real("rstoolbox_amazon/sen2_12band_reflectance_4326.tif"), "builtin")
    assert found["warnings"] == [] and found["fit"] is None and found["mode"] == "dense"
    assert found["estimate"]["rate"] > 0


def test_without_a_report_the_log_tells(run):
    outputs = run("inspect", {"INPUT": real("rstoolbox_amazon/sen2_12band_reflectance_4326.tif"), "MODULE": "builtin"})
    assert outputs["WARNINGS"] == 0
    assert not outputs.get("JSON")


def test_missing_band_is_reported_and_the_rest_too(inspect):
    found, page = inspect(real("awkward/worldcereal_s2_202108_9band.tif"))
    assert any("B8A is missing" in warning for warning in found["warnings"])
    assert found["estimate"] is None and found["scaling"]["slope"][0] == pytest.approx(1e-4)
    assert "B8A is missing" in page


def test_wrong_scale_wrong_size(inspect):
    found, _ = inspect(real("t48que/S2L2A_T48QUE_20200223_10band.tif"), SCALE=65535, WINDOW=48)
    assert any("SCALE 10000" in warning for warning in found["warnings"])
    assert any("trained on windows of 32" in warning for warning in found["warnings"])


def test_thirty_metres_and_another_sensor(inspect):
    found, _ = inspect(real("awkward/regression_test_0_input.tif"))
    assert any("30 m" in warning for warning in found["warnings"])
    assert found["fit"]["distances"]["as chosen"] > 1.5


def test_smaller_than_a_window_without_crs(inspect, tmp_path):
    pixels = np.random.default_rng(0).integers(200, 3000, (20, 24, 10), dtype=np.uint16)
    found, _ = inspect(write(tmp_path / "a.tif", pixels, epsg=None), "builtin")
    assert any("no CRS" in warning for warning in found["warnings"])
    assert any("smaller than the window" in warning for warning in found["warnings"])
    assert found["estimate"] is not None


def test_all_nodata(inspect, tmp_path):
    found, _ = inspect(write(tmp_path / "a.tif", np.zeros((64, 64, 10), np.uint16), nodata=0), "builtin")
    assert found["valid_share"] == 0.0
    assert any("no valid pixel" in warning for warning in found["warnings"])


def test_too_long_a_run(inspect, tmp_path, monkeypatch):
    """Sixteen tiles at stride 1 at 1,000 windows/s: three weeks, and inspection says what to change."""
    monkeypatch.setattr("so2sat_qgis_plugin.engine.embedding.rate.measure", lambda *_: 1000.0)
    source = real("t48que/S2L2A_T48QUE_20200223_10band.tif")
    tiles, side = str(tmp_path / "tiles.vrt"), 4 * 10980
    x0, dx, _, y0, _, dy = gdal.Open(source).GetGeoTransform()
    gdal.Translate(tiles, source, format="VRT", width=side, height=side)
    grown = gdal.Open(tiles, gdal.GA_Update)
    grown.SetGeoTransform((x0, dx, 0, y0, 0, dy))
    grown = None
    found, _ = inspect(tiles, STRIDE=1)
    assert found["estimate"]["windows"] == pytest.approx(side**2, rel=0.01)
    assert found["estimate"]["seconds"] == pytest.approx(found["estimate"]["windows"] / 1000)
    assert any("STRIDE to" in warning for warning in found["warnings"])


@pytest.mark.parametrize("changed", [{"EXTENT": EXTENT}, {"GRID": 2}, {"EXTENT": EXTENT, "GRID": 2}], ids=str)
def test_cells_are_those_that_a_run_makes(inspect, run, module, tmp_path, changed):
    """Of the extent asked for, and of the grid that the raster is warped to."""
    turned = (500_000.0, 8.0, 3.0, 5_000_000.0, 3.0, -8.0)
    raster = runs.scene(tmp_path / "s.tif", 150, 170, transform=turned)
    whole, _ = inspect(raster, module, WINDOW=8, STRIDE=10, GRID=1)
    assert whole["cells"] == [15, 17]
    found, page = inspect(raster, module, WINDOW=8, STRIDE=10, **{"GRID": 1, **changed})
    values = {"INPUT": raster, "MODULE": module, "WINDOW": 8, "STRIDE": 10, "GRID": 1, **changed}
    made = gdal.Open(run("embed", {**values, "OUTPUT": str(tmp_path / "e.tif")})["OUTPUT"])
    assert found["cells"] == [made.RasterYSize, made.RasterXSize] != whole["cells"]
    assert found["estimate"]["windows"] <= made.RasterYSize * made.RasterXSize
    assert f"{made.RasterXSize} × {made.RasterYSize}" in page
