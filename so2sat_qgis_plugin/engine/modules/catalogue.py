"""What is known of modules: the catalogue's entries, and the provenance that a module of this plugin carries."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...paths import resource
from ..errors import So2SatError
from ..files import write_json

BUILTIN = "builtin"
PROVENANCE = "so2sat_module.json"  # beside saved_model.pb, in modules that this plugin wrote


@dataclass(frozen=True)
class Entry:
    """What the catalogue says of a module. Empty and None mean: not known, ask the module itself.

    `title` names it in few words, `about` says in one line what it is good for.
    The module takes `clip(factor · reflectance)`, bands in the order of `bands`, windows of `window`
    pixels of `pixel_size` metres enlarged to `input_size` pixels (None: not enlarged).
    `classes` are the names behind the columns of the output `classes_output`; column i has code i + 1.
    `sha256` pins the file behind `handle`; `hashes` are the content hashes of the folder it becomes.
    """

    name: str = ""
    title: str = ""
    about: str = ""
    kind: str = (
        "hub"  # "hub" (SavedModel archive), "keras-weights" (.h5, see worker/modules/keras_weights.py), "builtin"
    )
    handle: str = ""
    bands: tuple[str, ...] = ()
    pixel_size: float | None = None
    window: int | None = None
    input_size: int | None = None
    dimensions: int | None = None
    factor: float = 1.0
    clip: bool = False
    scaling: str = ""
    output: str = "default"
    classes_output: str | None = None
    classes: tuple[str, ...] = ()
    sha256: str | None = None
    hashes: tuple[str, ...] = ()
    licence: str = ""
    citation: str = ""

    @classmethod
    def from_json(cls, values: dict[str, Any], where: str) -> Entry:
        """Return the entry of a JSON object; raises So2SatError for unknown fields (a typo must not pass)."""
        known = {field.name for field in dataclasses.fields(cls)}
        unknown = sorted(set(values) - known)
        if unknown:
            raise So2SatError(f"{where}: unknown field(s) {', '.join(unknown)}; an entry may have {', '.join(known)}.")
        fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
        return cls(**fields)

    def to_json(self) -> dict[str, Any]:
        """Return the fields that say something, as JSON has them."""
        return {k: v for k, v in dataclasses.asdict(self).items() if v not in (None, "", ())}


@dataclass(frozen=True)
class Module:
    """A resolved module: `folder` holds saved_model.pb (None for `builtin`), `content_hash` names its bytes.

    `handle` resolves to the same again: an address, or the folder itself.
    """

    handle: str
    folder: Path | None
    content_hash: str
    entry: Entry


def catalogue(home: Path) -> dict[str, Entry]:
    """Return the plugin's entries and the user's (`<home>/modules.json`, which win), by name."""
    entries: dict[str, Entry] = {}
    for path in (resource("modules.json"), user_catalogue(home)):
        if path.exists():
            for values in _read_entries(path):
                entries[values["name"]] = Entry.from_json(values, f"{path}, module {values['name']}")
    return entries


def user_catalogue(home: Path) -> Path:
    """Return where a user's own entries live."""
    return home / "modules.json"


def _read_entries(path: Path) -> list[dict[str, Any]]:
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["modules"]
        return [entry for entry in entries if entry["name"]]
    except (ValueError, KeyError, TypeError) as error:
        raise So2SatError(
            f'{path} is not a module catalogue: it must be {{"modules": [{{"name": …, "handle": …}}, …]}} ({error!r}). '
            "Mend or delete it."
        ) from error


def entry_of_handle(handle: str, home: Path) -> Entry:
    """Return the catalogue entry with this handle, or an empty one."""
    return next((e for e in catalogue(home).values() if e.handle == handle), Entry(handle=handle))


def entry_of_hash(digest: str, home: Path) -> Entry:
    """Return the catalogue entry with this content hash, or an empty one."""
    return next((e for e in catalogue(home).values() if digest in e.hashes), Entry())


def read_provenance(folder: Path) -> Entry | None:
    """Return the entry that a module written by this plugin carries, None where there is none."""
    path = folder / PROVENANCE
    if not path.is_file():
        return None
    try:
        values = json.loads(path.read_text(encoding="utf-8"))["entry"]
        return Entry.from_json(values, str(path))
    except (ValueError, KeyError, TypeError) as error:
        raise So2SatError(f"{path} is damaged ({error!r}). Delete it to use the module without it.") from error


def read_history(folder: Path) -> list[dict[str, Any]]:
    """Return what was done to a module of this plugin, oldest first."""
    path = folder / PROVENANCE
    return list(json.loads(path.read_text(encoding="utf-8")).get("history", [])) if path.is_file() else []


def write_provenance(folder: Path, entry: Entry, history: list[dict[str, Any]]) -> None:
    """Write the entry and the history (oldest first: what was done, from which content hash) into a module folder."""
    write_json(folder / PROVENANCE, {"entry": entry.to_json(), "history": history})
