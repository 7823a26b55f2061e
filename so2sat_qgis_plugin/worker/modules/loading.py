"""Load a module once it is found harmless, and find in it what turns images into features."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...engine.errors import So2SatError
from . import trust
from .graphdef import read_saved_model

TRAIN = "train"  # the tag of a TF1 Hub module's graph for training
_PREFERRED = ("image_feature_vector", "default", "serving_default")


@dataclass(frozen=True)
class EntryPoint:
    """A way into a module: `run(images)` returns its outputs by name.

    `spec` is the input's TensorSpec; `outputs` are the specs of the outputs.
    """

    name: str
    input_name: str
    spec: Any
    outputs: dict[str, Any]
    run: Callable[[Any], dict[str, Any]]


def load(folder: str | Path, training: bool = False) -> Any:
    """Check a module and load it; of a TF1 Hub module the graph for inference, or the one with the tag `train`.

    Raises So2SatError where it is refused, damaged or made for another TensorFlow.
    """
    with trust.checked(folder) as copy:
        return _load(copy, str(folder), training)


def _load(copy: Path, folder: str, training: bool) -> Any:
    tag_sets = [set(graph.tags) for graph in read_saved_model(copy / "saved_model.pb")]
    if training:
        wanted = next((tags for tags in tag_sets if TRAIN in tags), None)
        if wanted is None:
            found = ", ".join(str(sorted(tags)) for tags in tag_sets)
            raise So2SatError(f"Module {folder} has no graph with the tag set {{'train'}}; it has {found}.")
    else:
        wanted = next((tags for tags in (set(), {"serve"}) if tags in tag_sets), tag_sets[0])
    try:
        import tensorflow_hub as hub

        return hub.load(str(copy), tags=sorted(wanted))
    except Exception as error:  # TensorFlow raises anything for a file that it cannot read
        raise So2SatError(f"TensorFlow cannot load the module {folder}: {type(error).__name__}: {error}") from error


def entry_point(module: Any, output: str = "") -> tuple[EntryPoint, str]:
    """Return the way in that has `output` ("" = `default`, or the only output), and the output's name.

    A way in is a signature, or the object itself.
    """
    ways = ways_in(module)
    for way in ways:
        if (output or "default") in way.outputs:
            return way, output or "default"
        if not output and len(way.outputs) == 1:
            return way, next(iter(way.outputs))
    found = {way.name: sorted(way.outputs) for way in ways}
    raise So2SatError(
        f"The module has no output '{output or 'default'}' of images; it gives {found or 'nothing'}. Choose one of "
        "these outputs, or another module."
    )


def ways_in(module: Any) -> list[EntryPoint]:
    """Return every way into a module that takes one tensor of images, the likeliest first."""
    signatures = dict(getattr(module, "signatures", {}))
    names = [n for n in _PREFERRED if n in signatures] + [n for n in signatures if n not in _PREFERRED]
    ways = [_of_signature(name, signatures[name]) for name in names]
    ways += [_of_callable(module)] if callable(module) else []
    return [way for way in ways if way is not None]


def _of_signature(name: str, signature: Any) -> EntryPoint | None:
    inputs = signature.structured_input_signature[1]
    if len(inputs) != 1:
        return None
    ((input_name, spec),) = inputs.items()
    if not _is_image(spec):
        return None
    return EntryPoint(
        name, input_name, spec, signature.structured_outputs, lambda images: signature(**{input_name: images})
    )


def _of_callable(module: Any) -> EntryPoint | None:
    """Return the object's own `__call__` for inference (hub's "reusable SavedModel": images, maybe `training`)."""
    for function in getattr(module.__call__, "concrete_functions", ()):
        positional, named = function.structured_input_signature
        arguments = [*positional, *named.values()]
        if not arguments or not _is_image(arguments[0]) or any(a is True for a in arguments[1:]):
            continue
        outputs = function.structured_outputs
        single = not isinstance(outputs, dict)

        def run(images: Any, function: Any = function, single: bool = single) -> dict[str, Any]:
            result = function(images)
            return {"default": result} if single else result

        if single and not hasattr(outputs, "shape"):
            continue
        return EntryPoint("object", "images", arguments[0], {"default": outputs} if single else outputs, run)
    return None


def _is_image(spec: Any) -> bool:
    return getattr(getattr(spec, "shape", None), "rank", None) == 4 and spec.dtype.is_floating


def freeze(way: EntryPoint, output: str) -> Any:
    """Return a concrete function of one output with variables made constants and calls inlined."""
    import tensorflow as tf
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    @tf.function(input_signature=[tf.TensorSpec(way.spec.shape, way.spec.dtype, "images")], autograph=False)
    def run(images: Any) -> Any:
        # Reference variables keep a call from being inlined, and with it the shape from being known.
        return tf.ensure_shape(way.run(images)[output], way.outputs[output].shape)

    return convert_variables_to_constants_v2(run.get_concrete_function())


def constant(tensor: Any) -> Any:
    """Return the value (numpy) of a tensor of a frozen function that is a constant, through identities; else None."""
    import tensorflow as tf

    while tensor.op.type in ("Identity", "ReadVariableOp"):
        tensor = tensor.op.inputs[0]
    return tf.get_static_value(tensor)
