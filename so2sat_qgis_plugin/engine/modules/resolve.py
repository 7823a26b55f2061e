"""Modules: what a handle resolves to, and what is known about it (its catalogue entry)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..errors import So2SatError
from ..progress import Progress
from . import bundle
from .archive import extract_module, sha256_of
from .catalogue import BUILTIN, PROVENANCE, Entry, Module, catalogue, entry_of_handle, entry_of_hash, read_provenance
from .store import ModuleStore, content_hash, is_module

_BUNDLED = ("saved_model.pb", "tfhub_module.pb", PROVENANCE)  # all that a fitted built-in module is

Fetch = Callable[[str, Path, Progress], None]  # (address, file to write, progress)
Build = Callable[[Path, Path, Progress], None]  # (Keras weights file, module folder to write, progress)


def resolve(
    text: str, home: Path, progress: Progress, fetch: Fetch | None = None, build: Build | None = None
) -> Module:
    """Return the module that `text` names: `builtin`, a catalogue name, a folder, a file or a handle URL.

    A file is a .tar.gz, Keras weights (.h5) or a bundle.

    `fetch` gets what is not cached yet, `build` makes a module of Keras weights; without them such a
    module raises So2SatError, naming the algorithm that gets it.
    """
    text = text.strip()
    entry = catalogue(home).get(text)
    handle = entry.handle if entry else text
    if handle == BUILTIN:
        return Module(BUILTIN, None, BUILTIN, entry or Entry(name=BUILTIN, kind=BUILTIN))
    if "://" in handle:
        return _resolve_handle(handle, entry or entry_of_handle(handle, home), home, progress, fetch, build)
    path = Path(handle).expanduser()
    if handle and path.is_dir():
        return _resolve_folder(path, entry, home, progress)
    if path.suffix == ".so2sat" and path.is_file():
        return _resolve_bundle(path, home, progress)
    if path.suffix == ".h5" and path.is_file():
        return _resolve_weights(path, home, progress, build)
    if path.is_file():
        return _resolve_archive(path, entry, home, progress)
    raise So2SatError(
        f"MODULE '{text}' is neither a catalogue name ({', '.join(catalogue(home))}), nor a folder with "
        "saved_model.pb, nor a .tar.gz or .h5 file, nor an https handle. Choose one of these."
    )


def _resolve_folder(path: Path, entry: Entry | None, home: Path, progress: Progress) -> Module:
    if not is_module(path):
        raise So2SatError(
            f"Folder {path} is no module: a module has saved_model.pb and a folder 'variables' in it. "
            "Choose the folder that holds saved_model.pb."
        )
    digest = content_hash(path, progress)
    entry = entry or read_provenance(path) or entry_of_hash(digest, home)
    return Module(str(path), path, digest, entry)


def _resolve_archive(path: Path, entry: Entry | None, home: Path, progress: Progress) -> Module:
    store = ModuleStore(home)
    key = f"sha256:{sha256_of(path, progress)}"
    found = store.find(key, progress)
    if found is None:
        with store.new_folder() as folder:
            extract_module(path, folder, progress)
            found = store.add(folder, key, str(path), progress)
    return _stored(found, key, entry, home)


def _resolve_weights(path: Path, home: Path, progress: Progress, build: Build | None) -> Module:
    """Return the module that is built of a file of Keras weights, once."""
    store = ModuleStore(home)
    key = f"sha256:{sha256_of(path, progress)}"
    found = store.find(key, progress)
    if found is None:
        if build is None:
            raise So2SatError(
                f"MODULE {path} holds Keras weights, of which a module must be built first. Give the file to 'Get "
                "module' (so2sat:getmodule) once; from then on it works here."
            )
        with store.new_folder() as folder:
            build(path, folder, progress)
            found = store.add(folder, key, str(path), progress)
    return _stored(found, key, None, home)


def bundled_files(provenance: dict[str, Any]) -> dict[str, bytes]:
    """Return the files of the module behind an embedding's provenance where it is built in: small enough for a bundle.

    {} for other modules, and for one that is not here any more.
    """
    folder = Path(str(provenance.get("module_folder")))
    entry = read_provenance(folder) if is_module(folder) else None
    if entry is None or entry.kind != BUILTIN or content_hash(folder) != provenance.get("module_hash"):
        return {}
    return {name: (folder / name).read_bytes() for name in _BUNDLED if (folder / name).is_file()}


def _resolve_bundle(path: Path, home: Path, progress: Progress) -> Module:
    """Return the built-in module that a bundle carries, unpacked into the store."""
    loaded = bundle.read(path)
    digest = (loaded.manifest["embedding"] or {}).get("module_hash")
    if not isinstance(digest, str) or set(loaded.module) - set(_BUNDLED) or "saved_model.pb" not in loaded.module:
        raise So2SatError(
            f"The bundle {path} carries no module: only the built-in one is small enough. Choose another."
        )
    store = ModuleStore(home)
    with store.new_folder() as folder:
        (folder / "variables").mkdir()
        for name, content in loaded.module.items():
            (folder / name).write_bytes(content)
        found = content_hash(folder, progress)
        if found != digest:
            raise So2SatError(f"{path} is damaged: its module is not the one that its manifest names. Copy it anew.")
        target = store.put(folder, digest)
    if content_hash(target, progress) != digest:  # it was there before
        raise So2SatError(f"The cached module {target} was changed since it was made. Delete that folder.")
    return Module(str(target), target, digest, read_provenance(target) or Entry())


def _resolve_handle(
    handle: str, entry: Entry, home: Path, progress: Progress, fetch: Fetch | None, build: Build | None
) -> Module:
    store = ModuleStore(home)
    found = store.find(handle, progress)
    if found is None:
        if fetch is None or (entry.kind == "keras-weights" and build is None):
            raise So2SatError(
                f"Module {entry.name or handle} is not on this computer yet. Run 'Get module' (so2sat:getmodule) once; "
                f"without internet, fetch {archive_address(handle, entry)} elsewhere and give the file as MODULE."
            )
        found = install(handle, entry, store, progress, fetch, build)
    return _stored(found, handle, entry, home)


def install(
    handle: str, entry: Entry, store: ModuleStore, progress: Progress, fetch: Fetch, build: Build | None
) -> Path:
    """Fetch `handle`, check it against the entry's pins, unpack or build it; returns its folder in the store."""
    file = store.download_path(handle)
    fetch(archive_address(handle, entry), file, progress.span(0.0, 0.9))
    try:
        with store.new_folder() as folder:
            _check_pin(handle, "the file", sha256_of(file, progress), (entry.sha256,) if entry.sha256 else ())
            if entry.kind == "keras-weights" and build is not None:
                build(file, folder, progress)
            else:
                extract_module(file, folder, progress)
                _check_pin(handle, "the module", content_hash(folder, progress), entry.hashes)
            return store.add(folder, handle, archive_address(handle, entry), progress)
    finally:
        file.unlink()  # a bad one is not to be resumed


def _check_pin(handle: str, what: str, found: str, pins: tuple[str, ...]) -> None:
    if pins and found not in pins:
        raise So2SatError(
            f"{what.capitalize()} behind {handle} has sha256 {found}, but the catalogue pins {', '.join(pins)}: it is "
            "not what the catalogue means. It was deleted; try again, and if it stays so, do not use it."
        )


def archive_address(handle: str, entry: Entry) -> str:
    """Return the address of the file behind a handle: hub handles are asked for their archive."""
    if entry.kind != "hub" or "?" in handle or handle.endswith((".tar.gz", ".tgz")):
        return handle
    return f"{handle}?tf-hub-format=compressed"


def _stored(folder: Path, key: str, entry: Entry | None, home: Path) -> Module:
    digest = folder.name  # which `find` and `add` have just held against its content
    if entry is None or not entry.name:
        entry = read_provenance(folder) or entry_of_hash(digest, home)
    return Module(key if "://" in key else str(folder), folder, digest, entry)
