"""Edit the legend of a finished map: rename, recolour and merge classes, in every file that shows them.

These are the GeoTIFF (pixels, colour table, attribute table, category names, metadata), the style beside it, and the
bundle that the map was made with. All of them change together, or none does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..errors import So2SatError
from ..files import Outputs
from ..legend import LegendClass, save_style
from ..modules import bundle as bundles
from ..progress import Progress
from ..raster.map_copy import copy_map
from ..raster.maps import classes_of


@dataclass(frozen=True)
class LegendEdit:
    """What is to change, all by class code: new `names`, new `colors` ("#rrggbb"), and `merged`: code to code."""

    names: Mapping[int, str]
    colors: Mapping[int, str]
    merged: Mapping[int, int]


def edited(classes: Sequence[LegendClass], edit: LegendEdit) -> tuple[LegendClass, ...]:
    """Return the legend after an edit; raises So2SatError where the edit makes no sense for these classes."""
    by_code = {entry.code: entry for entry in classes}
    asked = {*edit.names, *edit.colors, *edit.merged, *edit.merged.values()}
    if asked - set(by_code):
        raise So2SatError(
            f"There is no class {min(asked - set(by_code))}, only {', '.join(map(str, sorted(by_code)))}."
        )
    chained = set(edit.merged) & set(edit.merged.values())
    if chained:
        raise So2SatError(f"Class {min(chained)} cannot be merged and be merged into at once: do one after the other.")
    for color in edit.colors.values():
        if not re.fullmatch("#[0-9a-fA-F]{6}", color):
            raise So2SatError(f"A colour must be #rrggbb, but is '{color}'.")
    if any(not name.strip() for name in edit.names.values()):
        raise So2SatError("A class needs a name, but it is empty. Write one.")
    return tuple(
        replace(c, name=edit.names.get(c.code, c.name).strip(), color=edit.colors.get(c.code, c.color).lower())
        for c in classes
        if c.code not in edit.merged
    )


def edit_legend(path: str, edit: LegendEdit, progress: Progress, bundle: str = "") -> tuple[LegendClass, ...]:
    """Edit the map `path`, and the `bundle` that it was made with ("" for none); returns the map's classes after it.

    Merged cells take the code of the class that they are merged into. Raises So2SatError where the edit does not fit
    the map, or a file cannot be written; nothing is changed then.
    """
    before = classes_of(path)
    if not before:
        raise So2SatError(f"{path} names no classes, so there is no legend to edit. Choose a land-cover map.")
    after = edited(before, edit)
    with Outputs():
        copy_map(path, path, after, edit.merged, progress)
        save_style(path, after)
        if bundle:
            _edit_bundle(bundle, edit)
    return after


def _edit_bundle(path: str, edit: LegendEdit) -> None:
    """Give the bundle's classes their new names and colours; one that is merged away takes those of the other.

    The estimator still tells merged classes apart, so their codes stay, and maps made with it show them alike.
    """
    loaded = bundles.read(path)
    merged = {int(code): int(into) for code, into in loaded.manifest.get("merged", {}).items()}
    roots = {c.code: c for c in edited([c for c in loaded.classes if c.code not in merged], edit)}
    merged = {**{code: edit.merged.get(into, into) for code, into in merged.items()}, **edit.merged}
    classes = [replace(roots[merged.get(c.code, c.code)], code=c.code) for c in loaded.classes]
    entries = [{"code": c.code, "name": c.name, "color": c.color} for c in classes]
    about = {**loaded.manifest, "classes": entries, "merged": {str(code): into for code, into in merged.items()}}
    bundles.write(path, about, loaded.estimator, loaded.module)
