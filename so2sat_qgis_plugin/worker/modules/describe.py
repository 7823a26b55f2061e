"""See into a module: graph versions, signatures, parameters, geometry, what it can be used for."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from ...engine.errors import So2SatError
from ..server import Session
from .graphdef import read_saved_model
from .loading import EntryPoint, constant, entry_point, freeze, load, ways_in
from .norms import first_norm
from .receptive import feature_map, global_means


def module(session: Session, *, folder: str, output: str = "") -> dict[str, Any]:
    """Return what is known of the module in `folder` as plain values; see the keys below.

    `usable` says whether the plugin can embed with it, `why_not` else. Raises So2SatError where it is refused.
    """
    loaded = load(folder)
    session.progress(0.4)
    graphs = read_saved_model(Path(folder) / "saved_model.pb")
    found: dict[str, Any] = {
        "graphs": [{"tags": list(g.tags), "ops": len(g.nodes), "functions": len(g.functions)} for g in graphs],
        "signatures": [_signature(name, function) for name, function in _signatures(loaded).items()],
        "object": [_way(way) for way in ways_in(loaded) if way.name == "object"],
        "mark": (Path(folder) / "tfhub_module.pb").is_file(),
        **_parameters(loaded),
        **_training(folder),
    }
    try:
        way, chosen = entry_point(loaded, output)
        found |= {"usable": True, "why_not": "", "way_in": way.name, "output": chosen, **_geometry(way, chosen)}
    except So2SatError as error:
        found |= {"usable": False, "why_not": str(error)}
    return found


def _signatures(loaded: Any) -> dict[str, Any]:
    return dict(getattr(loaded, "signatures", {}))


def _signature(name: str, function: Any) -> dict[str, Any]:
    inputs = function.structured_input_signature[1]
    return {
        "name": name,
        "inputs": {key: _spec(spec) for key, spec in inputs.items()},
        "outputs": {key: _spec(spec) for key, spec in function.structured_outputs.items()},
    }


def _way(way: EntryPoint) -> dict[str, Any]:
    outputs = {key: _spec(spec) for key, spec in way.outputs.items()}
    return {"name": "the object itself", "inputs": {way.input_name: _spec(way.spec)}, "outputs": outputs}


def _spec(spec: Any) -> str:
    shape = (
        "unknown shape" if spec.shape.rank is None else " × ".join("any" if d is None else str(d) for d in spec.shape)
    )
    return f"{spec.dtype.name}, {shape or 'one number'}"


def _parameters(loaded: Any) -> dict[str, Any]:
    functions = [loaded, *_signatures(loaded).values()]
    functions += getattr(loaded.__call__, "concrete_functions", []) if callable(loaded) else []
    variables = {v.ref(): v for function in functions for v in getattr(function, "variables", ())}
    sizes = [(int(np.prod(v.shape)), v.trainable) for v in variables.values()]
    return {
        "variables": len(sizes),
        "parameters": sum(size for size, _ in sizes),
        "trainable": sum(size for size, trainable in sizes if trainable),
    }


def _training(folder: str) -> dict[str, Any]:
    """Return whether the module can be fine-tuned: a graph for training with moving averages to update."""
    try:
        trained = load(folder, training=True)
    except So2SatError as error:
        return {"fine_tunable": False, "training": str(error)}
    graph = trained.graph
    if not trained.variables:
        return {"fine_tunable": False, "training": "its weights are reference variables of TensorFlow 1"}
    updates, losses = (len(graph.get_collection(name)) for name in ("update_ops", "regularization_losses"))
    return {"fine_tunable": True, "training": f"{updates} batch-norm updates, {losses} regularisation losses"}


def _geometry(way: EntryPoint, output: str) -> dict[str, Any]:
    function = freeze(way, output)
    image, features = function.inputs[0], function.outputs[0]
    found: dict[str, Any] = {
        "bands": image.shape[3],
        "input_size": [image.shape[1], image.shape[2]],
        "dimensions": features.shape[-1] or way.outputs[output].shape[-1],
        "ops": dict(Counter(op.type for op in function.graph.get_operations() if op.type != "Const").most_common(12)),
        "feature_map": None,
        "first_norm": _first_norm(function),
    }
    mapped = feature_map(function)
    if mapped is not None:
        names = ("channels", "stride", "receptive_field")
        found["feature_map"] = {"name": mapped.tensor.name, **{name: getattr(mapped, name) for name in names}}
    fixed = image.shape[1] is not None or image.shape[2] is not None
    if not global_means(features):
        found |= {"dense": False, "why_not_dense": "no mean over a feature map leads to the output"}
    elif fixed:
        found |= {"dense": False, "why_not_dense": "the input's size is fixed"}
    else:
        found |= {"dense": True, "why_not_dense": ""}
    return found


def _first_norm(function: Any) -> dict[str, Any] | None:
    """Return name, moving mean and variance of the batch norm nearest to a frozen function's input, else None."""
    norm = first_norm(function)
    mean, variance = (None, None) if norm is None else (constant(tensor) for tensor in norm[1:])
    if norm is None or mean is None or variance is None:
        return None
    return {"name": norm[0].op.name, "mean": mean.ravel().tolist(), "variance": variance.ravel().tolist()}


CALLS = (module,)
