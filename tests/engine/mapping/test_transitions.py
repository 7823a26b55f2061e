"""From–to classes of two maps, their areas, and what reference points say of them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, ogr

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.legend import LegendClass
from so2sat_qgis_plugin.engine.mapping.change import difference_of_maps
from so2sat_qgis_plugin.engine.mapping.transitions import (
    Transitions,
    adjust,
    compare,
    write_table,
    write_transitions,
)
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.cells import LabelledFeatures
from so2sat_qgis_plugin.engine.raster.grid import Transform
from so2sat_qgis_plugin.engine.raster.maps import LandCover, read_map
from tests.support.scenes import wkt

FOREST, FIELD, WATER = (
    LegendClass(1, "forest", "#006600"),
    LegendClass(2, "field", "#ffff00"),
    LegendClass(7, "water", "#0000ff"),
)
METRES = Transform(500000.0, 100.0, 0.0, 5000000.0, 0.0, -100.0)  # cells of a hectare
CRS = wkt(32633)


def land(codes: np.ndarray, classes: Sequence[LegendClass] = (FOREST, FIELD, WATER), **more: object) -> LandCover:
    present = tuple(entry for entry in classes if (codes == entry.code).any())
    return LandCover("map.tif", codes.astype(np.uint8), present, **{"transform": METRES, "crs": CRS, **more})  # type: ignore[arg-type]


def maps() -> tuple[np.ndarray, np.ndarray]:
    """100 × 40 cells: 1,000 of forest become field, 40 of field water; the first row is nodata before."""
    before = np.full((100, 40), 1)
    before[50:] = 2
    after = before.copy()
    after[25:50], after[99] = 2, 7
    before[0] = 0
    return before, after


def amounts(found: Transitions) -> dict[str, int]:
    return {row.legend.name: row.cells for row in found.rows}


def test_codes_names_and_hectares(tmp_path: Path) -> None:
    before, after = maps()
    found = compare(land(before), land(after), Progress())
    assert amounts(found) == {
        "forest → field": 1000,
        "field → water": 40,
        "field → field": 1960,
        "forest → forest": 960,
    }
    assert [row.legend.code for row in found.rows] == [102, 207, 202, 101]
    for row in found.rows:
        assert row.hectares == pytest.approx(row.cells, rel=1e-3)
    assert (found.land.codes[0] == 0).all() and found.land.codes[30, 0] == 102
    write_transitions(tmp_path / "t.tif", found, "{}")
    again = read_map(str(tmp_path / "t.tif"), Progress())
    assert {entry.code: entry.name for entry in again.classes} == {
        row.legend.code: row.legend.name for row in found.rows
    }
    assert (tmp_path / "t.qml").is_file()
    write_table(tmp_path / "t.csv", found)
    with open(tmp_path / "t.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert (
        rows[0]["from"] == "forest"
        and rows[0]["to"] == "field"
        and float(rows[0]["hectares"]) == pytest.approx(1000, rel=1e-3)
    )


def test_difference_of_two_maps(tmp_path: Path) -> None:
    before, after = maps()
    found = difference_of_maps(str(tmp_path / "d.tif"), compare(land(before), land(after), Progress()))
    values = gdal.Open(str(tmp_path / "d.tif")).ReadAsArray()
    np.testing.assert_array_equal(values == 1, (before != after) & (before > 0))
    np.testing.assert_array_equal(values == 255, before == 0)
    assert found.cells == 1040 and found.valid == 3960 and found.hectares == pytest.approx(1040, rel=1e-3)


def test_the_later_map_is_looked_up_on_the_grid_of_the_earlier() -> None:
    before, after = maps()
    fine = after.repeat(2, 0).repeat(2, 1)
    finer = land(fine, transform=Transform(500000.0, 50.0, 0.0, 5000000.0, 0.0, -50.0))
    assert amounts(compare(land(before), finer, Progress())) == amounts(compare(land(before), land(after), Progress()))
    away = land(after, transform=METRES._replace(x0=900000.0))
    with pytest.raises(So2SatError, match="no cell has a class on both"):
        compare(land(before), away, Progress())


def test_what_did_not_change_keeps_its_class() -> None:
    before, after = maps()
    unchanged = np.ones(before.shape, bool)
    unchanged[25:30] = False
    assert amounts(compare(land(before), land(after), Progress(), unchanged))["forest → field"] == 200


@pytest.mark.parametrize(
    ("classes", "said"),
    [
        ((FOREST, LegendClass(2, "meadow", "#00ff00"), WATER), "code 2 is 'field' and 'meadow'"),
        ((FOREST, LegendClass(3, "field", "#ffff00"), WATER), "'field' has the codes 2 and 3"),
    ],
)
def test_maps_of_other_legends_are_refused(classes: tuple[LegendClass, ...], said: str) -> None:
    before, after = maps()
    after = np.where(after == 2, classes[1].code, after)
    with pytest.raises(So2SatError, match=f"must be maps of one legend.*{said}"):
        compare(land(before), land(after, classes), Progress())


def test_colours_tell_change_from_what_stayed() -> None:
    before, after = maps()
    colors = {row.legend.name: row.legend.color for row in compare(land(before), land(after), Progress()).rows}
    assert colors["forest → field"] == FIELD.color and colors["field → water"] == WATER.color
    assert colors["forest → forest"] == "#bfd9bf"
    assert len(set(colors.values())) == 4


def reference(found: Transitions, wrong: int) -> tuple[LabelledFeatures, list[object]]:
    """Fifty points in each transition; `wrong` of those of "forest → field" are forest still, told by code."""
    wkb, labels, then = [], [], []
    for row in found.rows:
        r, c = np.nonzero(found.land.codes == row.legend.code)
        step = len(r) // 40
        for i in range(40):
            x, y = METRES.at(c[i * step] + 0.5, r[i * step] + 0.5)
            wkb.append(bytes(ogr.CreateGeometryFromWkt(f"POINT({x} {y})").ExportToWkb()))
            labels.append(row.before.name.upper())
            still = row.legend.code == 102 and i < wrong
            then.append(str(FOREST.code) if still else row.after.name)
    return LabelledFeatures(wkb, labels, CRS), then


def test_areas_adjusted_for_map_error_are_those_worked_out_by_hand() -> None:
    before, after = maps()
    found = compare(land(before), land(after), Progress())
    done = adjust(found, *reference(found, 10), Progress()).adjusted
    assert done is not None and done.left_out == pytest.approx(0)
    # A quarter of "forest → field" (1,000 ha) is forest still: 750 ha, standard error 1000 · √(¾ · ¼ / 39).
    value, low, high = done.by_name["forest → field"]
    half = 1.959964 * 1000 * np.sqrt(0.75 * 0.25 / 39)
    assert value == pytest.approx(750, rel=2e-3) and (high - low) / 2 == pytest.approx(half, rel=2e-3)
    assert done.by_name["forest → forest"][0] == pytest.approx(960 + 250, rel=2e-3)
    value, low, high = done.changed
    assert value == pytest.approx(790, rel=2e-3) and (high - low) / 2 == pytest.approx(half, rel=2e-3)


def test_transitions_without_points_are_left_out_and_missed_ones_are_named() -> None:
    before, after = maps()
    found = compare(land(before), land(after), Progress())
    points, then = reference(found, 0)
    kept = [i for i, label in enumerate(zip(points.labels, then)) if label != ("FIELD", "water")]
    fewer = LabelledFeatures([points.geometries[i] for i in kept], [points.labels[i] for i in kept], CRS)
    later = [then[i] for i in kept]
    later[-1] = "water"  # of the stable forest: a transition that the map does not have
    done = adjust(found, fewer, later, Progress()).adjusted
    assert done is not None and done.left_out == pytest.approx(40 / 3960, rel=1e-2)
    assert "field → water" not in done.by_name
    assert done.by_name["forest → water"][0] == pytest.approx(960 / 40, rel=2e-3)
