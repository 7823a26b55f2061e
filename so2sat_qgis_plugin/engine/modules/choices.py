"""The modules that a user is offered: those of the catalogue, the ones that are on this computer first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .catalogue import BUILTIN, Entry, catalogue
from .store import ModuleStore


@dataclass(frozen=True)
class Choice:
    """`value` is what MODULE takes, `title` its name in words, `about` one line; `here`: it needs no download."""

    value: str
    title: str
    about: str
    here: bool


def choices(home: Path) -> list[Choice]:
    """Return what there is to choose from, in the catalogue's order, what is here before what must be fetched.

    Only records are looked at: whether a module is whole is checked when it is used.
    """
    store = ModuleStore(home)
    found = [
        Choice(name, entry.title or name, entry.about or _facts(entry), _is_here(entry, store))
        for name, entry in catalogue(home).items()
    ]
    return sorted(found, key=lambda choice: not choice.here)


def _is_here(entry: Entry, store: ModuleStore) -> bool:
    if entry.kind == BUILTIN or "://" not in entry.handle:
        return True
    record = store.record(entry.handle)
    return record is not None and (store.root / record["hash"]).is_dir()


def _facts(entry: Entry) -> str:
    """Return in a line what the catalogue knows of a module that nobody has described."""
    facts = [f"{len(entry.bands)} bands" if entry.bands else "any bands"]
    if entry.window and entry.pixel_size:
        facts.append(f"windows of {entry.window * entry.pixel_size:g} m")
    if entry.dimensions:
        facts.append(f"{entry.dimensions} features")
    return ", ".join(facts).capitalize() + "."
