"""Names from spectra: textbook spectra get the name a remote-sensing book gives them."""

from __future__ import annotations

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.mapping.naming import COLORS, NEUTRAL, appearance, indices, legend, water_cells

BANDS = ("B2", "B3", "B4", "B8", "B11", "B12")
# Typical surface reflectance (USGS spectral library splib07 and ECOSTRESS, rounded).
SPECTRA = {
    "clear water": ("water-like", (0.03, 0.03, 0.02, 0.01, 0.005, 0.004)),
    "turbid river": ("water-like", (0.07, 0.11, 0.12, 0.09, 0.03, 0.02)),
    "silt-laden river": ("water-like", (0.10, 0.14, 0.17, 0.16, 0.05, 0.03)),
    "broadleaf forest": ("dense vegetation", (0.02, 0.05, 0.03, 0.40, 0.18, 0.08)),
    "conifers": ("dense vegetation", (0.02, 0.03, 0.02, 0.20, 0.09, 0.04)),
    "crop": ("dense vegetation", (0.03, 0.07, 0.04, 0.45, 0.20, 0.10)),
    "open grassland": ("sparse vegetation", (0.05, 0.08, 0.09, 0.24, 0.23, 0.14)),
    "dry grass": ("bare or dry", (0.08, 0.12, 0.17, 0.29, 0.38, 0.27)),
    "ploughed loam": ("bare or dry", (0.08, 0.12, 0.16, 0.23, 0.34, 0.26)),
    "concrete and roofs": ("built-up-like", (0.14, 0.16, 0.18, 0.23, 0.26, 0.23)),
    "asphalt": ("built-up-like", (0.09, 0.10, 0.11, 0.13, 0.15, 0.14)),
    "cloud": ("bright or cloud-like", (0.55, 0.54, 0.53, 0.57, 0.45, 0.35)),
    "snow": ("bright or cloud-like", (0.85, 0.83, 0.80, 0.70, 0.10, 0.08)),
    "shadow": ("dark or shadow", (0.03, 0.03, 0.025, 0.035, 0.04, 0.03)),
}


@pytest.mark.parametrize("spectrum", SPECTRA)
def test_textbook_spectra(spectrum: str) -> None:
    expected, values = SPECTRA[spectrum]
    name, why = appearance(dict(zip(BANDS, values)))
    assert name == expected, why
    assert name in COLORS and why


def test_indices_by_hand() -> None:
    index = indices({"B3": 0.1, "B4": 0.2, "B8": 0.6, "B11": 0.3, "B12": 0.1})
    assert index == pytest.approx(
        {"NDVI": 0.5, "NDWI": -5 / 7, "MNDWI": -0.5, "NDBI": -1 / 3, "NDTI": 0.5, "brightness": 0.15}
    )


def test_a_river_narrower_than_the_windows_shows_by_its_pixels() -> None:
    banks = dict(zip(BANDS, (0.04, 0.06, 0.06, 0.20, 0.18, 0.12)))
    assert appearance(banks, 0.02)[0] == "dense vegetation"
    assert appearance(banks, 0.25) == ("partly water", "25 % of its cells are water (NDWI > 0)")
    assert appearance(banks, 0.6)[0] == "water-like"


def test_water_cells() -> None:
    pixels = np.array([SPECTRA[name][1] for name in ("clear water", "turbid river", "crop", "cloud", "snow")])
    np.testing.assert_array_equal(water_cells(pixels, BANDS), [True, True, False, False, False])
    assert not water_cells(pixels[:, :3], BANDS[:3]).any()


def test_narrow_near_infrared_stands_in() -> None:
    assert appearance({"B3": 0.05, "B4": 0.03, "B8A": 0.4})[0] == "dense vegetation"


def test_without_short_wave_infrared_bare_and_built_up_are_one() -> None:
    assert appearance({"B2": 0.14, "B3": 0.16, "B4": 0.18, "B8": 0.23})[0] == "bare or built-up"


@pytest.mark.parametrize(
    "known",
    [{}, {"B2": 0.1, "B3": 0.1, "B4": 0.1}, {"B3": float("nan"), "B4": 0.1, "B8": 0.2}, {"B3": 0, "B4": 0, "B8": 0}],
)
def test_neutral_where_the_bands_needed_are_unknown(known: dict[str, float]) -> None:
    assert appearance(known)[0] == NEUTRAL


def test_alike_get_letters_and_shades() -> None:
    classes = legend(["water-like", "dense vegetation", "water-like", "dense vegetation", "bare or dry", "water-like"])
    assert [c.name for c in classes] == [
        "1 · water-like a",
        "2 · dense vegetation a",
        "3 · water-like b",
        "4 · dense vegetation b",
        "5 · bare or dry",
        "6 · water-like c",
    ]
    assert [c.code for c in classes] == [1, 2, 3, 4, 5, 6]
    assert classes[4].color == COLORS["bare or dry"]


@pytest.mark.parametrize("look", [*COLORS, NEUTRAL])
@pytest.mark.parametrize("count", [2, 5, 12, 40])
def test_colors_of_alike_differ(look: str, count: int) -> None:
    classes = legend([look] * count)
    assert len({c.color for c in classes}) == count
    assert len({c.name for c in classes}) == count
    assert all(len(c.color) == 7 and int(c.color[1:], 16) >= 0 for c in classes)


def test_neutral_names_have_numbers_alone() -> None:
    assert [c.name for c in legend([NEUTRAL, NEUTRAL])] == ["1 · cluster", "2 · cluster"]
