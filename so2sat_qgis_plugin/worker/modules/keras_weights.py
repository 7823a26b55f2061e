"""Build the So2Sat demo's module from the Keras weights (.h5) that its authors publish."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np

from ...engine.errors import So2SatError
from ..server import Session
from .export import export_module
from .resnet import RESNET20_NORM, resnet20

_BANDS = 10
_LARGEST = 1 << 22  # numbers in one array; the largest of the network has 36,864
# layer type in Keras's names → (our name, {Keras's variable: ours}, how many the network has)
_KINDS: dict[str, tuple[str, dict[str, str], int]] = {
    "conv2d": ("conv", {"kernel": "weights", "bias": "biases"}, 22),
    "batch_normalization": ("norm", {n: n for n in ("gamma", "beta", "moving_mean", "moving_variance")}, 19),
    "dense": ("dense", {"kernel": "weights", "bias": "biases"}, 1),
}


def build(session: Session, *, file: str, folder: str) -> dict[str, Any]:
    """Write the module of the weights `file` into `folder` (new or empty)."""
    weights = read_weights(Path(file))
    session.progress(0.2, "Building the module's graphs")
    try:
        export_module(folder, resnet20, RESNET20_NORM, _BANDS, weights)
    except ValueError as error:
        raise So2SatError(f"{file} holds weights of another network than the So2Sat ResNet-20: {error}.") from error
    return {}


def read_weights(path: Path) -> dict[str, np.ndarray]:
    """Return the weights by the names that `resnet20` gives its variables.

    Keras numbers layers of a type in the order they were made, from any start; the order is what counts.
    """
    import h5py

    try:
        with h5py.File(path, "r") as file:
            whole_model = isinstance(file.get("model_weights", getlink=True), h5py.HardLink)
            found = _datasets(file["model_weights"] if whole_model else file)
    except (OSError, KeyError, RuntimeError, TypeError, ValueError) as error:
        raise So2SatError(f"{path} is not a readable HDF5 file of Keras weights ({error}). Fetch it again.") from error
    weights = {}
    for kind, (name, variables, expected) in _KINDS.items():
        numbers = sorted({number for layer, number, _ in found if layer == kind})
        if len(numbers) != expected:
            raise So2SatError(
                f"{path} has {len(numbers)} layers of type {kind}, the So2Sat ResNet-20 has {expected}: these are the "
                "weights of another network, which cannot be imported."
            )
        for position, number in enumerate(numbers, 1):
            for variable, ours in variables.items():
                if (kind, number, variable) not in found:
                    raise So2SatError(f"{path} lacks {variable} of layer {kind}_{number}; the file is damaged.")
                weights[f"{name}_{position}/{ours}"] = found[kind, number, variable]
    return weights


def _datasets(group: Any) -> dict[tuple[str, int, str], np.ndarray]:
    """Return (layer type, number, variable) → values of the datasets stored in this very file."""
    import h5py

    found = {}
    for layer in group:
        match = re.fullmatch(r"(conv2d|batch_normalization|dense)(?:_(\d+))?", layer)
        if match is None:
            continue
        todo = [group[layer]] if isinstance(group.get(layer, getlink=True), h5py.HardLink) else []
        seen = set()
        while todo:
            inner = todo.pop()
            address = h5py.h5o.get_info(inner.id).addr
            if address in seen:  # a group may hold itself
                raise OSError(f"{inner.name} is linked twice")
            seen.add(address)
            for name in inner:
                if not isinstance(inner.get(name, getlink=True), h5py.HardLink):
                    raise OSError(f"{name} is a link")  # may lead to another file
                item = inner[name]
                if isinstance(item, h5py.Group):
                    todo.append(item)
                elif item.external or item.is_virtual:
                    raise OSError(f"{name} is stored in another file")
                elif item.dtype.kind != "f" or item.size > _LARGEST:
                    raise OSError(f"{name} is {item.dtype} {item.shape}, which no layer of this network is")
                else:
                    key = (match[1], int(match[2] or 0), name.split(":")[0])
                    found[key] = np.asarray(item, dtype=np.float32)
    return found


CALLS = (build,)
