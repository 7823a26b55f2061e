"""Colours that carry meaning: forest is green and water blue, in the words of many languages and nomenclatures.

The table is `resources/class_colors.json`. Where all names are of one nomenclature they have its colours; else a name
is searched for words of land cover, and what has none gets a colour that no other is near.
"""

from __future__ import annotations

import functools
import json
import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...paths import resource
from ..legend import safe_color, shade

_NEAR = 22.0  # distance in CIELAB (CIE 1976) below which two colours are taken for each other in a legend
_COMPOUND = 4  # letters of the shortest word that is also looked for at the ends of longer ones: Nadelwald, Waldrand


def class_colors(names: Sequence[str], field: str = "") -> list[str]:
    """Return a colour ("#rrggbb") for each class name; `field` is the name of the field that they come from, if any.

    Codes of a nomenclature count where the field names it ("worldcover", "clc2018"): 10 may be anybody's class.
    """
    known = _nomenclature(names, field)
    if known:
        return known
    covers = [cover_of(name) for name in names]
    of_cover = {entry["cover"]: entry["color"] for entry in _table()["words"]}
    colors = [
        shade(of_cover[cover], covers[:i].count(cover), covers.count(cover)) if cover else ""
        for i, cover in enumerate(covers)
    ]
    return fill_colors(colors)


def fill_colors(colors: Sequence[str]) -> list[str]:
    """Return `colors` with each "" replaced by one of the safe palette that no other colour is near."""
    found = list(colors)
    taken = [_lab(color) for color in colors if color]
    free = (color for color in map(safe_color, range(10_000)))
    for place in (i for i, color in enumerate(colors) if not color):
        color = next((c for c in free if all(np.linalg.norm(_lab(c) - other) >= _NEAR for other in taken)), "")
        found[place] = color or safe_color(place)
    return found


def cover_of(name: str) -> str:
    """Return the land cover that a class name speaks of ("forest" of "Nadelwald"), "" where no word is known.

    The longest word counts, of two as long the last: "water meadow" is grass.
    """
    text = f" {_folded(name)} "
    best, cover = (0, 0, 0), ""
    for entry in _table()["words"]:
        for word in entry["folded"]:
            rank = _rank(word, text)
            if rank > best:
                best, cover = rank, entry["cover"]
    return str(cover)


def _rank(word: str, text: str) -> tuple[int, int, int]:
    """Return (length, kind of match, place) of a word in a text, (0, 0, 0) where it is not there."""
    patterns = [(3, f" {word} ")]
    if not word.isascii() and unicodedata.category(word[0]) == "Lo":
        patterns.append((2, word))  # scripts without spaces
    elif len(word) >= _COMPOUND and " " not in word:
        patterns += [(2, f"{word} "), (1, f" {word}")]
    for kind, pattern in patterns:
        place = text.rfind(pattern)
        if place >= 0:
            return len(word), kind, place + 1
    return 0, 0, 0


def _nomenclature(names: Sequence[str], field: str) -> list[str]:
    """Return the colours of the nomenclature that all of the names belong to, [] where there is none."""
    for nomenclature in _table()["nomenclatures"]:
        by_name = nomenclature["by_name"]
        found = [by_name.get(_folded(name), "") for name in names]
        if not all(found) and any(hint in field.lower() for hint in nomenclature["fields"]):
            found = [nomenclature["by_code"].get(name.strip(), "") for name in names]
        if len(set(found)) == len(names) and all(found):
            return found
    return []


@functools.lru_cache(maxsize=1)
def _table() -> Any:
    """Return resources/class_colors.json, with what is looked up in it prepared."""
    table = json.loads(resource("class_colors.json").read_text(encoding="utf-8"))
    for nomenclature in table["nomenclatures"]:
        classes = nomenclature["classes"]
        nomenclature["by_name"] = {_folded(c["name"]): c["color"] for c in classes}
        nomenclature["by_code"] = {str(c["code"]): c["color"] for c in classes}
    for entry in table["words"]:
        entry["folded"] = [_folded(word) for word in entry["words"]]
    return table


def _folded(text: str) -> str:
    """Return a text without case, accents and punctuation: words with one space between."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        c if unicodedata.category(c)[0] in "LN" or unicodedata.category(c) == "Mc" else " " for c in _bare(plain)
    )
    return " ".join(kept.split())


def _bare(decomposed: str) -> str:
    return "".join(c for c in decomposed if not unicodedata.combining(c) and unicodedata.category(c) != "Mn")


def _lab(color: str) -> np.ndarray:
    """Return L*, a*, b* (CIE 1976, white D65) of "#rrggbb" in sRGB (IEC 61966-2-1), float64 (3,)."""
    rgb = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear
    ratio = xyz / (0.9505, 1.0, 1.089)
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])
