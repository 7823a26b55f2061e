"""Assess map and Sample size in QGIS: figures of a made map equal those worked out by hand or published."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException, QgsVectorLayer

from so2sat_qgis_plugin.engine.legend import LegendClass
from so2sat_qgis_plugin.engine.raster.grid import Transform
from so2sat_qgis_plugin.engine.raster.writer import GeoTiffProfile, GeoTiffWriter
from tests.support import labelled

Run = Callable[..., dict[str, Any]]
LEGEND = [
    LegendClass(1, "deforestation", "#ff0000"),
    LegendClass(2, "forest gain", "#00ff00"),
    LegendClass(5, "stable forest", "#006600"),
    LegendClass(9, "stable non-forest", "#ffff00"),
]
CODES = [entry.code for entry in LEGEND]
# Olofsson et al. (2014), table 8: rows = map, columns = reference; mapped shares .020, .015, .320, .645.
COUNTS = np.array([[66, 0, 5, 4], [0, 55, 8, 12], [1, 0, 153, 11], [2, 1, 9, 313]])
METRES = Transform(500000.0, 30.0, 0.0, 9000000.0, 0.0, -30.0)  # EPSG:32721, far from nothing: areas are nearly 900 m²


def write_map(path: Path, codes: np.ndarray, legend: bool = True, crs: bool = True) -> str:
    wkt = labelled.system(32721).ExportToWkt() if crs else ""
    profile = GeoTiffProfile(*codes.shape, 1, "uint8", METRES, wkt, nodata=0)
    with GeoTiffWriter(path, profile) as writer:
        if legend:
            writer.set_legend(LEGEND)
        writer.write(0, 0, codes)
    return str(path)


@pytest.fixture
def published(tmp_path: Path) -> str:
    """A map of 1000 × 400 cells with the shares of the published example."""
    return write_map(
        tmp_path / "map.tif", np.repeat(CODES, [8_000, 6_000, 128_000, 258_000]).reshape(1000, 400).astype(np.uint8)
    )


def reference_points(path: Path, codes: np.ndarray, as_names: bool = True) -> str:
    """Points that give exactly COUNTS."""
    x0, dx, _, y0, _, dy = METRES
    points, labels = [], []
    for i, code in enumerate(CODES):
        rows, columns = np.nonzero(codes == code)
        truth = np.repeat(np.arange(4), COUNTS[i])
        for row, column, t in zip(rows[:: len(rows) // len(truth)], columns[:: len(rows) // len(truth)], truth):
            points.append(f"POINT({x0 + (column + 0.5) * dx} {y0 + (row + 0.5) * dy})")
            labels.append(LEGEND[t].name if as_names else CODES[t])
    return labelled.write_layer(path, points, labels, field="what is there")


def assess(run: Run, tmp_path: Path, land: str, reference: str, field: str = "what is there") -> dict[str, Any]:
    run("assess", {"MAP": land, "REFERENCE": reference, "FIELD": field, "REPORT": str(tmp_path / "r.html")})
    return dict(json.loads((tmp_path / "r.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("as_names", [True, False])
def test_published_example(run: Run, tmp_path: Path, published: str, as_names: bool) -> None:
    layer = reference_points(tmp_path / "p.gpkg", gdal.Open(published).ReadAsArray(), as_names)
    found = assess(run, tmp_path, published, layer)
    assert found["confusion"] == COUNTS.T.tolist()
    assert found["overall_accuracy"] == pytest.approx(587 / 640)
    assert round(found["overall_accuracy_adjusted"], 2) == 0.95
    low, high = found["overall_accuracy_adjusted_ci95"]
    assert round((high - low) / 2, 2) == 0.02
    # The example has 25 times as many cells of 900 m²; UTM's own scale changes areas here by 0.08 %.
    areas = np.array([c["area_ha_adjusted"] for c in found["classes"]]) * 25
    np.testing.assert_allclose(areas, [21_158, 11_686, 285_770, 581_386], rtol=1.5e-3)
    halves = np.array([np.diff(c["area_ha_ci95"])[0] / 2 for c in found["classes"]]) * 25
    np.testing.assert_allclose(halves, [6_158, 3_756, 15_510, 16_282], rtol=2e-3)
    np.testing.assert_allclose([c["users_accuracy"] for c in found["classes"]], [0.88, 0.733, 0.927, 0.963], atol=1e-3)
    mapped = np.array([c["area_ha"] for c in found["classes"]])
    np.testing.assert_allclose(mapped, [720, 540, 11_520, 23_220], rtol=1.5e-3)
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "rows are the reference" in page and "Olofsson" in page


def test_reference_raster_of_another_grid(run: Run, tmp_path: Path, published: str) -> None:
    codes = np.asarray(gdal.Open(published).ReadAsArray())
    other = codes.copy()
    other[:10, :] = 2
    path = str(tmp_path / "degrees.tif")
    gdal.Warp(path, write_map(tmp_path / "other.tif", other), dstSRS="EPSG:4326", xRes=5e-5, yRes=5e-5)
    found = assess(run, tmp_path, published, path, "")
    assert found["overall_accuracy"] == pytest.approx((codes == other).mean(), abs=0.005)
    assert found["confusion"][1][0] > 3500


def test_class_that_the_map_lacks_counts_as_error(run: Run, tmp_path: Path, published: str) -> None:
    x, y = METRES[0] + 15, METRES[3] - 15
    layer = labelled.write_layer(
        tmp_path / "p.gpkg", [f"POINT({x} {y})", f"POINT({x + 30} {y})"], ["Deforestation", "wetland"], "what is there"
    )
    found = assess(run, tmp_path, published, layer)
    assert found["overall_accuracy"] == 0.5
    assert [c["name"] for c in found["classes"]][-1] == "wetland"
    assert found["classes"][0]["area_ha_adjusted"] is None
    assert any("3 mapped classes have no reference sample" in note for note in found["notes"])


def test_unknown_labels_and_missing_field(run: Run, tmp_path: Path, published: str) -> None:
    layer = labelled.write_layer(tmp_path / "p.gpkg", ["POINT(500015 8999985)"], ["cheese"], "what is there")
    with pytest.raises(QgsProcessingException, match="No label of the reference .cheese"):
        assess(run, tmp_path, published, layer)
    with pytest.raises(QgsProcessingException, match=r"\[FIELD\] is empty"):
        assess(run, tmp_path, published, layer, "")


def test_map_without_crs_or_legend(run: Run, tmp_path: Path) -> None:
    land = write_map(tmp_path / "bare.tif", np.repeat([3, 4], 200).reshape(20, 20).astype(np.uint8), False, False)
    points = [f"POINT({500015 + 30 * c} {8999985 - 30 * r})" for r in (2, 3, 15, 16) for c in (1, 2)]
    layer = labelled.write_layer(tmp_path / "p.gpkg", points, [3, 3, 3, 4, 4, 4, 4, 4], "what is there")
    found = assess(run, tmp_path, land, layer)
    assert [c["name"] for c in found["classes"]] == ["3", "4"]
    assert found["classes"][0]["area_ha"] is None and found["classes"][0]["adjusted_share"] == pytest.approx(0.375)


def test_raster_that_is_no_map(run: Run, tmp_path: Path) -> None:
    features = labelled.write_features(tmp_path / "f.tif")
    layer = labelled.write_layer(tmp_path / "p.gpkg", ["POINT(600015 9799000)"], ["a"], "what is there")
    with pytest.raises(QgsProcessingException, match="is no map of classes"):
        assess(run, tmp_path, features, layer)


def test_sample_size_of_the_published_example(run: Run, tmp_path: Path, published: str) -> None:
    outputs = run(
        "samplesize",
        {
            "MAP": published,
            "INTERVAL": 1.96,
            "EXPECTED": "70, 60, 90, 95",
            "MINIMUM": 75,
            "OUTPUT": str(tmp_path / "points.gpkg"),
        },
    )
    assert outputs["COUNT"] == pytest.approx(641, abs=1)
    layer = QgsVectorLayer(outputs["OUTPUT"], "points")
    codes = np.asarray(gdal.Open(published).ReadAsArray())
    counts = dict.fromkeys(CODES, 0)
    for feature in layer.getFeatures():
        point = feature.geometry().asPoint()
        column, row = int((point.x() - METRES[0]) // 30), int((METRES[3] - point.y()) // 30)
        assert codes[row, column] == feature["map_code"]
        assert feature["map_class"] == LEGEND[CODES.index(feature["map_code"])].name
        counts[feature["map_code"]] += 1
    assert counts[1] == counts[2] == 75
    assert counts[5] / counts[9] == pytest.approx(0.320 / 0.645, rel=0.02)


def test_few_cells_and_wrong_expectations(run: Run, tmp_path: Path) -> None:
    land = write_map(tmp_path / "small.tif", np.array([[1, 1, 1, 2]], np.uint8))
    outputs = run("samplesize", {"MAP": land, "OUTPUT": str(tmp_path / "points.gpkg")})
    assert outputs["COUNT"] == 4
    with pytest.raises(QgsProcessingException, match=r"\[EXPECTED\] must be one number"):
        run("samplesize", {"MAP": land, "EXPECTED": "80, x", "OUTPUT": str(tmp_path / "q.gpkg")})
