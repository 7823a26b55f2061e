"""Read the graph of a SavedModel without TensorFlow: a reader of the protobuf wire format, and the few fields needed.

Reading runs nothing. Where protobuf takes the last of several values of a field, all are taken here: what is
checked is then never less than what TensorFlow would load.
Field numbers: tensorflow/core/protobuf/{saved_model,meta_graph,saver}.proto and
tensorflow/core/framework/{graph,node_def,function,attr_value}.proto.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ...engine.errors import So2SatError

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_DEEPEST = 64  # nested messages, as far as names are searched


class WireError(ValueError):
    """The bytes are no protobuf message."""


@dataclass
class Node:
    """A node: its op (one, in a sound file), inputs as written (`name:0`, `^name`), functions in its attributes."""

    name: str
    ops: tuple[str, ...]
    inputs: tuple[str, ...]
    functions: tuple[str, ...]


@dataclass
class Function:
    """A function of the library: names of its arguments in order, its nodes, the names of its attributes."""

    name: str
    arguments: tuple[str, ...]
    nodes: list[Node]
    attributes: tuple[str, ...] = ()


@dataclass
class MetaGraph:
    """One graph version.

    `named` are the strings found in signatures, collections, assets and the object graph: whatever a loader
    may ask for by name. `gradients` are the functions that stand for the gradients of others. `filename`, `save` and
    `restore` are the tensors and the op that the saver names.
    """

    tags: tuple[str, ...] = ()
    nodes: list[Node] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    gradients: set[str] = field(default_factory=set)
    filename: str = ""
    save: str = ""
    restore: str = ""


def read_saved_model(path: Path) -> list[MetaGraph]:
    """Return every graph version of `saved_model.pb`; raises So2SatError where it is damaged."""
    try:
        graphs = [_meta_graph(part) for part in _messages(memoryview(path.read_bytes()), 2)]
    except (WireError, RecursionError) as error:
        raise So2SatError(f"{path} is damaged: {error}. Get the module again.") from error
    if not graphs:
        raise So2SatError(f"{path} holds no graph; it is damaged or no TensorFlow module. Get the module again.")
    return graphs


def fields(message: memoryview) -> Iterator[tuple[int, int, memoryview]]:
    """Yield (field number, wire type, payload) of a message; the payload of a number is left empty."""
    at, end = 0, len(message)
    while at < end:
        key, at = _varint(message, at)
        number, kind = key >> 3, key & 7
        if number == 0 or key >> 32:
            raise WireError("a field without a valid number")
        if kind == _VARINT:
            _, at = _varint(message, at)
            payload = message[at:at]
        elif kind == _BYTES:
            size, at = _varint(message, at)
            payload = message[at : at + size]
            at += size
        elif kind in (_FIXED32, _FIXED64):
            at += 4 if kind == _FIXED32 else 8
            payload = message[at:at]
        else:
            raise WireError(f"a field of wire type {kind}")
        if at > end:
            raise WireError("a field longer than its message")
        yield number, kind, payload


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(message) and shift < 70:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return value, at
        shift += 7
    raise WireError("a broken-off number")


def _messages(message: memoryview, number: int) -> list[memoryview]:
    return [payload for found, kind, payload in fields(message) if found == number and kind == _BYTES]


def _strings(message: memoryview, number: int) -> tuple[str, ...]:
    return tuple(bytes(payload).decode("utf-8", "replace") for payload in _messages(message, number))


def _meta_graph(message: memoryview) -> MetaGraph:
    graph = MetaGraph()
    for number, kind, payload in fields(message):
        if kind != _BYTES:
            continue
        if number == 1:  # meta_info_def
            graph.tags += _strings(payload, 4)
        elif number == 2:  # graph_def
            graph.nodes += [_node(part) for part in _messages(payload, 1)]
            for library in _messages(payload, 2):
                graph.functions += [_function(part) for part in _messages(library, 1)]
                for part in _messages(library, 2) + _messages(library, 3):  # gradient, registered_gradients
                    graph.gradients |= {*_strings(part, 1), *_strings(part, 2)}
        elif number == 3:  # saver_def
            graph.filename, graph.save, graph.restore = ((*_strings(payload, i), "")[0] for i in (1, 2, 3))
        elif not (number == 4 and _strings(payload, 1) == ("savers",)):  # savers are listed there, never run
            graph.named |= set(_names(payload, 0))
    return graph


def _node(message: memoryview) -> Node:
    names: list[str] = []
    ops: list[str] = []
    inputs: list[str] = []
    functions: list[str] = []
    for number, kind, payload in fields(message):
        if kind != _BYTES:
            continue
        if number in (1, 2, 3):
            (names, ops, inputs)[number - 1].append(bytes(payload).decode("utf-8", "replace"))
        elif number == 5:  # attr: map entries
            for value in _messages(payload, 2):
                functions += _functions_of(value)
    return Node(names[-1] if names else "", tuple(ops), tuple(inputs), tuple(functions))


def _functions_of(value: memoryview) -> list[str]:
    """Return the names of functions in an AttrValue: `func` (10), and `func` (9) of its `list` (1)."""
    named = _messages(value, 10)
    for part in _messages(value, 1):
        named += _messages(part, 9)
    found: list[str] = []
    for name_and_attributes in named:
        found += _strings(name_and_attributes, 1)
        for entry in _messages(name_and_attributes, 2):
            for inner in _messages(entry, 2):
                found += _functions_of(inner)
    return found


def _function(message: memoryview) -> Function:
    names: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    for signature in _messages(message, 1):
        names += _strings(signature, 1)
        for argument in _messages(signature, 2):
            arguments += _strings(argument, 1)
    attributes: tuple[str, ...] = ()
    for entry in _messages(message, 5):
        attributes += _strings(entry, 1)
    nodes = [_node(part) for part in _messages(message, 3)]
    return Function(names[-1] if names else "", arguments, nodes, attributes)


def _names(message: memoryview, depth: int) -> Iterator[str]:
    """Yield every text in a message, at any depth, whatever its fields mean."""
    for _, kind, payload in fields(message):
        if kind == _BYTES and payload:
            with suppress(UnicodeDecodeError):
                yield str(payload, "utf-8")
            if depth < _DEEPEST:
                with suppress(WireError):
                    yield from list(_names(payload, depth + 1))
