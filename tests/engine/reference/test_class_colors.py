"""Colours by what class names mean."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.reference.class_colors import _lab, class_colors, cover_of, fill_colors
from so2sat_qgis_plugin.engine.reference.class_legend import class_legend
from so2sat_qgis_plugin.engine.reference.samples import SampleClass

COVERS = {
    "forest": "forest Wald forêt bosque floresta bosco bos skog лес 森林 غابة Laubmischwald Amazon_forest",
    "water": "water Wasser eau agua água acqua вода 水域 Gewässer Wasserfläche Baggersee_Wasser",
    "built up": "urban Siedlung bâti ciudad города_город 建筑 Built-up high_density_urban",
    "crops": "cropland Acker Getreidefeld cultures cultivos 农田",
    "grass": "grassland Wiese prairie pastizal water_meadow 草地",
    "bare": "bare_soil sol_nu suelo_desnudo Boden",
    "clouds": "cloud Wolken nuages",
    "conifers": "Nadelwald coniferous_forest",
    "snow and ice": "snow Schneefeld glacier",
    "": "A 7 unknown class_3 xyz",
}


@pytest.mark.parametrize(("cover", "name"), [(c, n) for c, names in COVERS.items() for n in names.split()])
def test_a_name_is_understood_in_many_languages(cover, name):
    assert cover_of(name.replace("_", " ")) == cover


def distance(a: str, b: str) -> float:
    return float(np.linalg.norm(_lab(a) - _lab(b)))


def hue(color: str) -> str:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "red green blue".split()[int(np.argmax((red, green, blue)))]


def test_forest_is_green_and_water_blue_whatever_the_language():
    for forest, water in (("forest", "water"), ("Wald", "Wasser"), ("forêt", "eau"), ("bosque", "agua")):
        colors = class_colors([water, "7", forest])
        assert [hue(colors[0]), hue(colors[2])] == ["blue", "green"]


def test_a_nomenclature_has_its_own_colours():
    assert class_colors(["Tree cover", "Cropland", "Built-up"]) == ["#006400", "#f096ff", "#fa0000"]  # WorldCover
    assert class_colors(["water", "trees", "flooded_vegetation"]) == ["#419bdf", "#397d49", "#7a87c6"]  # Dynamic World
    assert class_colors(["112", "311"], "CLC2018") == ["#ff0000", "#80ff00"]
    assert class_colors(["112", "311"], "class") != ["#ff0000", "#80ff00"]


def test_no_two_classes_look_alike():
    names = ["forest", "Wald", "forêt", "water", "lake", *(f"class {i}" for i in range(8))]
    for a, b in itertools.combinations(class_colors(names), 2):
        assert distance(a, b) > 5, (a, b)
    filled = fill_colors(["#e69f00", "", "#56b4e9", "", ""])
    assert filled[0] == "#e69f00" and filled[2] == "#56b4e9"
    assert min(distance(a, b) for a, b in itertools.combinations(filled, 2)) >= 20


def test_more_classes_than_the_palette_has_get_a_colour_each():
    colors = class_colors([f"k{i}" for i in range(300)])
    assert all(len(c) == 7 for c in colors)


def test_the_layer_s_own_colours_come_first():
    classes = [SampleClass(1, "forest"), SampleClass(2, "water"), SampleClass(3, "seen by nobody")]
    legend = class_legend(classes, {"forest": "#123456", "water": "#654321"}, "class")
    assert [c.color for c in legend][:2] == ["#123456", "#654321"] and legend[2].color not in ("#123456", "#654321")
    assert hue(class_legend(classes, {}, "class")[0].color) == "green"
