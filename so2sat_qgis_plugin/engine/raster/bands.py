"""Which bands of a raster a module gets, found by name, wavelength or known order.

Bands are named in Sentinel-2's short form: B1 … B8, B8A, B9 … B12.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import So2SatError
from .landsat import is_thermal
from .mask import is_scl
from .reader import BandInfo, RasterInfo

# Centre wavelengths of Sentinel-2A in nm (ESA, Sentinel-2 spectral response functions 3.1).
WAVELENGTHS = {
    "B1": 442.7,
    "B2": 492.7,
    "B3": 559.8,
    "B4": 664.6,
    "B5": 704.1,
    "B6": 740.5,
    "B7": 782.8,
    "B8": 832.8,
    "B8A": 864.7,
    "B9": 945.1,
    "B10": 1373.5,
    "B11": 1613.7,
    "B12": 2202.4,
}
SO2SAT = ("B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12")
L1C = tuple(WAVELENGTHS)
L2A = tuple(name for name in L1C if name != "B10")
EUROSAT = (*(name for name in L1C if name != "B8A"), "B8A")
# Orders that unnamed bands are taken to have, by their count. EuroSAT's has 13 bands too: the fit check tells.
KNOWN_ORDERS = {
    10: (SO2SAT, "the ten bands of So2Sat"),
    12: (L2A, "the twelve bands of Sentinel-2 L2A"),
    13: (L1C, "the thirteen bands of Sentinel-2 L1C"),
}

_WORDS = {
    "B1": "coastal coastalaerosol coastalblue aerosol aerosols ultrablue",
    "B2": "blue",
    "B3": "green",
    "B4": "red",
    "B5": "rededge1 rededge vegetationrededge1 vegetationrededge re1 vre1 rede1 rededge070 rededge071 rededge705",
    "B6": "rededge2 vegetationrededge2 re2 vre2 rede2 rededge074 rededge075 rededge740",
    "B7": "rededge3 vegetationrededge3 re3 vre3 rede3 rededge078 rededge783",
    "B8": "nir nearinfrared nearir nir1 nirbroad broadnir widenir visiblenir nir083 infrared",
    "B8A": "nir08 nir2 narrownir nirnarrow nearinfrarednarrow rededge4 vegetationrededge4 re4 vre4 rede4 nira nir086",
    "B9": "nir09 watervapour watervapor",
    "B10": "cirrus swircirrus",
    "B11": "swir1 swir16 swir shortwaveinfrared1 swir161 swir1610",
    "B12": "swir2 swir22 shortwaveinfrared2 swir219 swir220 swir2190",
}
_BY_WORD = {word: name for name, words in _WORDS.items() for word in words.split()}
_BY_NUMBER = re.compile(r"(?<![A-Za-z0-9])B(?:and)?[ _-]?0*(1[0-2]|8A|[1-9])(?![A-Za-z0-9])", re.IGNORECASE)
_LANDSAT = re.compile(r"(?<![A-Za-z0-9])(SR_B|ST_B|L[COTE]0[4-9]_|landsat)", re.IGNORECASE)
_POSITION = re.compile(r"band[ _-]?0*(\d+)", re.IGNORECASE)
_IN_TEXT = re.compile(r"(\d+(?:\.\d+)?) ?(nm|nanomet|[uµμ]m|micromet)", re.IGNORECASE)
_WAVELENGTH_KEYS = re.compile(r"^(cent(er|re|ral)[ _-]?)?(band)?wave[ _-]?length(_um|_nm)?$", re.IGNORECASE)


@dataclass(frozen=True)
class BandMatch:
    """Bands in the module's order: `numbers` from 1, their `names`, and in a sentence `how` they were found."""

    numbers: tuple[int, ...]
    names: tuple[str, ...]
    how: str


def canonical(text: str) -> str:
    """Return the Sentinel-2 name that `text` spells (B2, B02, Band 2, blue, T48QUE_…_B02_10m.jp2), or ""."""
    if _LANDSAT.search(text):
        return ""  # Landsat's numbers mean other wavelengths
    number = _BY_NUMBER.search(text)
    if number:
        return "B" + number.group(1).upper()
    plain = re.sub(r"\(.*?\)|sentinel|\bs2[ab]?\b|\bmsi\b|\bband\b", "", text.lower().replace("_", " "))
    return _BY_WORD.get(re.sub(r"[^a-z0-9]", "", plain), "")


def by_wavelength(nanometres: float) -> str:
    """Return the Sentinel-2 band centred nearest, within 12 nm or 1.5 %, else ""."""
    name = min(WAVELENGTHS, key=lambda b: abs(WAVELENGTHS[b] - nanometres))
    return name if abs(WAVELENGTHS[name] - nanometres) <= max(12.0, 0.015 * nanometres) else ""


def canonical_names(info: RasterInfo) -> tuple[str, ...]:
    """Return the Sentinel-2 name of every band, "" where neither its name nor its wavelength tells.

    Where no band tells anything and their count is that of a known order (10, 12, 13), that order's names.
    """
    names = _told_names(info)
    return names if any(names) else _assumed_names(info)


def match(
    info: RasterInfo,
    wanted: Sequence[str] | None,
    channels: int,
    chosen: Sequence[int] = (),
    module_name: str = "",
) -> BandMatch:
    """Return the bands of a raster for a module.

    `wanted`: the module's bands in its order, None or empty where it doesn't say. `channels`: how many it takes, 0 for
    any number. `chosen`: bands picked by hand, taken as they are. Raises So2SatError where the bands cannot be told.
    """
    wanted = tuple(wanted or ())
    module = f"the module {module_name}" if module_name else "the module"
    if chosen:
        return _by_hand(info, wanted, channels or len(wanted), tuple(chosen), module)
    if wanted:
        return _by_name(info, wanted, module)
    numbers = pixel_bands(info)
    if channels not in (0, len(numbers)):
        raise So2SatError(
            f"{module} takes {channels} bands and doesn't name them; this raster has {_found(info)}. "
            "Choose bands by hand in Bands, in the module's order."
        )
    names = canonical_names(info)
    shown = tuple(names[n - 1] or _label(info.bands[n - 1]) for n in numbers)
    return BandMatch(numbers, shown, f"All {len(numbers)} bands of the raster, in its order: {', '.join(shown)}.")


def _told_names(info: RasterInfo) -> tuple[str, ...]:
    positions = [_POSITION.fullmatch(band.name.strip()) for band in info.bands]
    if all(p and int(p.group(1)) == i for i, p in enumerate(positions, start=1)):
        return tuple(_wavelength_name(band) for band in info.bands)  # "Band 1", "Band 2" …: mere positions
    return tuple(_wavelength_name(band) or canonical(band.name) for band in info.bands)


def _wavelength_name(band: BandInfo) -> str:
    for key, value in band.metadata.items():
        number = re.match(r"\s*(\d+(?:\.\d+)?)", value)
        if _WAVELENGTH_KEYS.match(key) and number:
            length = float(number.group(1))
            return by_wavelength(length * 1000 if length < 50 else length)
    text = _IN_TEXT.search(band.name)
    if not text:
        return ""
    return by_wavelength(float(text.group(1)) * (1 if text.group(2).lower().startswith("n") else 1000))


def _assumed_names(info: RasterInfo) -> tuple[str, ...]:
    numbers = pixel_bands(info)
    order, _ = KNOWN_ORDERS.get(len(numbers), ((), ""))
    names = dict(zip(numbers, order))
    return tuple(names.get(band.number, "") for band in info.bands)


def pixel_bands(info: RasterInfo) -> tuple[int, ...]:
    """Return the numbers of the bands that measure reflectance: not alpha, a scene classification, or thermal.

    Where all are thermal by name, all of them.
    """
    measured = [band for band in info.bands if not band.is_alpha and not is_scl(band.name)]
    return tuple(band.number for band in measured if not is_thermal(band.name)) or tuple(b.number for b in measured)


def _by_hand(
    info: RasterInfo, wanted: tuple[str, ...], channels: int, chosen: tuple[int, ...], module: str
) -> BandMatch:
    missing = [number for number in chosen if not 1 <= number <= len(info.bands)]
    if missing:
        raise So2SatError(f"Bands names band {missing[0]}; this raster has {_found(info)}. Choose among those.")
    if channels and len(chosen) != channels:
        needs = f" ({', '.join(wanted)})" if wanted else ""
        raise So2SatError(f"Bands names {len(chosen)} bands; {module} takes {channels}{needs}. Choose {channels}.")
    known = canonical_names(info)
    names = wanted or tuple(known[n - 1] or _label(info.bands[n - 1]) for n in chosen)
    return BandMatch(chosen, names, f"Bands chosen by hand: {_pairs(info, chosen, names)}.")


def _by_name(info: RasterInfo, wanted: tuple[str, ...], module: str) -> BandMatch:
    told = _told_names(info)
    literal = [band.name.strip().casefold() for band in info.bands]
    keys = [canonical(name) for name in wanted]
    numbers = tuple(
        told.index(key) + 1 if key in told and key else _index(literal, name) for key, name in zip(keys, wanted)
    )
    names = tuple(key or name for key, name in zip(keys, wanted))
    if all(numbers):
        return BandMatch(numbers, names, f"Bands found by name or wavelength: {_pairs(info, numbers, names)}.")
    if any(told) or any(numbers):
        missing = [name for name, number in zip(names, numbers) if not number]
        gap = f"band {missing[0]} is" if len(missing) == 1 else f"bands {', '.join(missing)} are"
        raise So2SatError(
            f"{gap} missing: {module} needs {', '.join(names)}; this raster has {_found(info)}. "
            "Choose bands by hand in Bands."
        )
    return _by_order(info, names, module)


def _by_order(info: RasterInfo, names: tuple[str, ...], module: str) -> BandMatch:
    available = pixel_bands(info)
    order, title = KNOWN_ORDERS.get(len(available), ((), ""))
    if set(names) <= set(order):
        numbers = tuple(available[order.index(name)] for name in names)
        how = f"The bands have no names; taken as {title} in their usual order: {_pairs(info, numbers, names)}."
        return BandMatch(numbers, names, how)
    if len(available) == len(names):
        how = f"The bands have no names; taken in the module's order: {_pairs(info, available, names)}."
        return BandMatch(available, names, how)
    raise So2SatError(
        f"The bands of this raster cannot be told apart: {module} needs {', '.join(names)}; this raster has "
        f"{_found(info)}, and none of them says which it is. Choose bands by hand in Bands, in that order."
    )


def _index(literal: list[str], name: str) -> int:
    key = name.strip().casefold()
    return literal.index(key) + 1 if key in literal else 0


def _label(band: BandInfo) -> str:
    return band.name or f"Band {band.number}"


def _pairs(info: RasterInfo, numbers: Sequence[int], names: Sequence[str]) -> str:
    pairs = []
    for number, name in zip(numbers, names):
        described = info.bands[number - 1].name
        pairs.append(f"{name} = band {number}" + (f" ({described})" if described and described != name else ""))
    return ", ".join(pairs)


def _found(info: RasterInfo) -> str:
    count = len(info.bands)
    names = [band.name for band in info.bands]
    listed = f" ({', '.join(name or 'unnamed' for name in names)})" if any(names) else " without names"
    return f"{count} band{'' if count == 1 else 's'}{listed}"
