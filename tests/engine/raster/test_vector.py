"""Labels of any vector layer fall on the right cells, and bad ones are counted, never silently used."""

from __future__ import annotations

import json

import numpy as np
import pytest
from osgeo import ogr, osr

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.cells import Cells, LabelledFeatures
from so2sat_qgis_plugin.engine.raster.grid import Transform
from so2sat_qgis_plugin.engine.raster.reader import Raster
from so2sat_qgis_plugin.engine.raster.vector import find_cells
from so2sat_qgis_plugin.engine.reference.samples import Samples, lcz_codes, number_classes, resolve
from tests.support.data import AMAZON, needs_shared


def wkt(code: int) -> str:
    system = osr.SpatialReference()
    system.ImportFromEPSG(code)
    return str(system.ExportToWkt())


UTM = wkt(32721)
CELLS = Cells(rows=20, columns=30, transform=Transform(600000.0, 80.0, 0.0, 9800000.0, 0.0, -80.0), crs=UTM)


def box(column: float, row: float, columns: float, rows: float, cells: Cells = CELLS) -> str:
    x0, dx, rx, y0, ry, dy = cells.transform
    corners = [
        (column, row),
        (column + columns, row),
        (column + columns, row + rows),
        (column, row + rows),
        (column, row),
    ]
    return "POLYGON((" + ",".join(f"{x0 + c * dx + r * rx} {y0 + c * ry + r * dy}" for c, r in corners) + "))"


def sampled(geometries: list[str], labels: list[object], cells: Cells = CELLS, crs: str | None = None) -> Samples:
    wkb = [bytes(ogr.CreateGeometryFromWkt(g).ExportToWkb()) if g else b"" for g in geometries]
    features = LabelledFeatures(wkb, labels, cells.crs if crs is None else crs)
    return resolve(features, find_cells(features, cells, Progress()), cells)


def cells_of(samples: Samples, code: int) -> set[tuple[int, int]]:
    mask = samples.codes == code
    return set(zip(samples.rows[mask].tolist(), samples.columns[mask].tolist()))


def test_cells_whose_centre_lies_in_a_polygon_are_samples():
    samples = sampled([box(2.4, 3.4, 3, 2)], ["a"])
    assert cells_of(samples, 1) == {(r, c) for r in (3, 4) for c in (2, 3, 4)}


@pytest.mark.parametrize(
    "transform",
    [
        (600000.0, 80.0, 0.0, 9800000.0, 0.0, 80.0),  # south up
        (600000.0, 60.0, 40.0, 9800000.0, 45.0, -70.0),  # rotated and sheared
    ],
)
def test_any_geotransform(transform):
    cells = Cells(20, 30, Transform(*transform), UTM)
    samples = sampled([box(2.4, 3.4, 3, 2, cells), "POINT(0 0)"], ["a", "b"], cells)
    assert cells_of(samples, 1) == {(r, c) for r in (3, 4) for c in (2, 3, 4)}
    assert samples.counts["outside"] == 1
    column, row = cells.transform.pixels(*samples.centres(cells.transform).T)
    np.testing.assert_allclose(column, samples.columns + 0.5, atol=1e-6)
    np.testing.assert_allclose(row, samples.rows + 0.5, atol=1e-6)


def test_layer_in_another_crs_gives_the_same_cells():
    to_degrees = osr.CoordinateTransformation(*(_system(code) for code in (32721, 4326)))
    polygon = ogr.CreateGeometryFromWkt(box(2.4, 3.4, 3, 2))
    polygon.Transform(to_degrees)
    samples = sampled([polygon.ExportToWkt()], ["a"], crs=wkt(4326))
    assert cells_of(samples, 1) == {(r, c) for r in (3, 4) for c in (2, 3, 4)}


def _system(code: int) -> osr.SpatialReference:
    system = osr.SpatialReference()
    system.ImportFromEPSG(code)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return system


def test_points_and_multipoints_hold_the_cell_they_lie_in():
    x, y = 600000 + 80 * 4.9, 9800000 - 80 * 7.1
    samples = sampled([f"POINT({x} {y})", f"MULTIPOINT(({x + 80} {y}),({x + 160} {y}),(0 0))"], ["a", "b"])
    assert cells_of(samples, 1) == {(7, 4)}
    assert cells_of(samples, 2) == {(7, 5), (7, 6)}
    assert len(np.unique(samples.groups)) == 2


def test_polygon_smaller_than_a_cell_stands_for_its_cell_and_is_counted():
    samples = sampled([box(4.1, 4.1, 0.2, 0.2)], ["a"])
    assert cells_of(samples, 1) == {(4, 4)}
    assert samples.counts["small polygons"] == 1
    assert any("hold no cell's centre" in text for text in samples.warnings)


def test_cells_of_two_classes_are_dropped_and_counted():
    samples = sampled([box(0, 0, 4, 4), box(2, 0, 4, 4)], ["a", "b"])
    assert cells_of(samples, 1) == {(r, c) for r in range(4) for c in (0, 1)}
    assert cells_of(samples, 2) == {(r, c) for r in range(4) for c in (4, 5)}
    assert samples.counts["conflicting cells"] == 8
    assert any("8 cells are claimed" in text for text in samples.warnings)


def test_polygons_of_one_class_that_share_cells_are_one_group():
    samples = sampled([box(0, 0, 4, 4), box(2, 0, 4, 4), box(5, 0, 3, 2), box(20, 10, 2, 2)], ["a"] * 4)
    assert len(samples) == 4 * 6 + 2 * 2 + 4
    assert len(np.unique(samples.groups)) == 2


def test_bad_features_are_counted():
    bow_tie = "POLYGON((600000 9800000,600320 9799680,600320 9800000,600000 9799680,600000 9800000))"
    line = "LINESTRING(600000 9800000,600320 9799680)"
    flat = "POLYGON((600000 9800000,600320 9800000,600000 9800000))"
    samples = sampled(
        [
            bow_tie,
            line,
            flat,
            "",
            "POLYGON EMPTY",
            box(9, 9, 2, 2),
            box(12, 9, 2, 2),
            box(15, 9, 2, 2),
            box(90, 9, 2, 2),
        ],
        ["a", "a", "a", "a", "a", None, "  ", " b ", "b"],
    )
    wanted = {
        "repaired geometries": 1,
        "other geometries": 1,
        "invalid geometries": 1,
        "empty geometries": 2,
        "empty labels": 2,
        "outside": 1,
    }
    assert {key: samples.counts.get(key) for key in wanted} == wanted
    assert [entry.name for entry in samples.classes] == ["a", "b"]
    assert len(cells_of(samples, 2)) == 4


def test_nothing_labelled_says_why():
    with pytest.raises(So2SatError, match="2 features lie outside the raster.*same place"):
        sampled([box(90, 9, 2, 2)] * 2, ["a", "b"])
    with pytest.raises(So2SatError, match="The layer has no CRS, so its coordinates were taken as the other's"):
        sampled([box(90, 9, 2, 2)], ["a"], crs="")
    with pytest.raises(So2SatError, match="has no features"):
        sampled([], [])


def test_layer_without_crs_is_taken_in_the_rasters():
    assert len(sampled([box(2, 2, 2, 2)], ["a"], crs="")) == 4


@pytest.mark.parametrize(
    ("labels", "codes"),
    [
        (["forest", "water", "forest"], {"forest": 1, "water": 2}),
        (["10", "2", "7"], {"2": 2, "7": 7, "10": 10}),
        (["0", "-1", "5"], {"-1": 1, "0": 2, "5": 3}),
        (["class 10", "class 9"], {"class 9": 1, "class 10": 2}),
        (["Wald", "Äcker", "水"], {"Wald": 1, "Äcker": 2, "水": 3}),
        (["LCZ A", "LCZ 3", "LCZ G"], {"LCZ 3": 3, "LCZ A": 11, "LCZ G": 17}),
        (["Dense trees", "Water", "Compact low-rise"], {"Compact low-rise": 3, "Dense trees": 11, "Water": 17}),
        (["1.5", "2"], {"1.5": 1, "2": 2}),
        (["01", "1"], {"01": 1, "1": 2}),
    ],
)
def test_codes_of_classes(labels, codes):
    classes, _ = number_classes(labels)
    assert {entry.name: entry.code for entry in classes} == codes


def test_negative_labels_are_said():
    _, warnings = number_classes(["0", "1"])
    assert "numbered 1 to 2" in warnings[0]


def test_lcz_names():
    assert lcz_codes(["LCZ 8", "lcz-b", "LCZ17", "Heavy industry", "LCZ A · Dense trees"]) == []  # LCZ 17 is LCZ G
    assert lcz_codes(["LCZ 8", "lcz-b", "LCZG", "Heavy industry", "LCZ A · Dense trees"]) == [8, 12, 17, 10, 11]
    assert lcz_codes(["3", "A", "G"]) == [3, 11, 17]
    assert lcz_codes(["A", "B", "C"]) == []
    assert lcz_codes(["LCZ A", "Dense trees"]) == []


def test_labels_of_any_type():
    samples = sampled([box(i * 3, 0, 2, 2) for i in range(4)], [3, 3.0, "3", float("nan")])
    assert [(entry.code, entry.name) for entry in samples.classes] == [(3, "3")]
    assert samples.counts["empty labels"] == 1
    assert len(samples) == 12


@needs_shared
def test_amazon_polygons_have_the_pixels_that_their_publisher_counts():
    collection = json.loads((AMAZON / "trainingPolygons_sen2.geojson").read_text())
    with Raster(str(AMAZON / "sen2_12band_reflectance_4326.tif")) as raster:
        info = raster.info
    features = LabelledFeatures(
        [bytes(ogr.CreateGeometryFromJson(json.dumps(f["geometry"])).ExportToWkb()) for f in collection["features"]],
        [f["properties"]["class"] for f in collection["features"]],
        wkt(4326),
    )
    cells = Cells(info.height, info.width, info.transform, info.crs)
    samples = resolve(features, find_cells(features, cells, Progress()), cells)
    assert len(samples.classes) == 4
    assert len(np.unique(samples.groups)) == 25
    assert 2300 < len(samples) < 2440  # 2370 with R's own rule
