"""The door: every call has one function in engine/worker, which gives what the worker's function takes.

Read from the sources alone, so TensorFlow is not needed. What the calls do is tested wherever they are used.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

import pytest

from tests.support.data import ROOT

PLUGIN = ROOT / "so2sat_qgis_plugin"
DOOR, SERVER = PLUGIN / "engine" / "worker", PLUGIN / "worker" / "server.py"
THIS = ROOT / "tests" / "engine" / "test_worker.py"
CLIENT = ROOT / "tests" / "runtime"  # tests of the client itself, which knows no door


@dataclass(frozen=True)
class Asked:
    """A call in the door: the function that makes it and the names of the values it gives."""

    function: str
    given: frozenset[str]


@dataclass(frozen=True)
class Taken:
    """What a function of the worker takes beside its session, by keyword."""

    names: frozenset[str]
    required: frozenset[str]


def parsed(path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def assigned(module: ast.Module, name: str) -> ast.expr:
    """Return the value that a module gives to `name` at its top."""
    (found,) = [
        node.value
        for node in module.body
        if isinstance(node, ast.Assign) and [getattr(target, "id", "") for target in node.targets] == [name]
    ]
    return found


def functions(module: ast.Module) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}


def fields(module: ast.Module) -> dict[str, set[str]]:
    """Return the fields of every dataclass of a module."""
    return {
        node.name: {item.target.id for item in node.body if isinstance(item, ast.AnnAssign)}
        for node in module.body
        if isinstance(node, ast.ClassDef)
    }


def taken() -> dict[str, Taken]:
    """Return what every call of the worker takes, found as the worker finds its calls: NOUNS, then the file's CALLS."""
    found = {}
    for noun, place in ast.literal_eval(assigned(parsed(SERVER), "NOUNS")).items():
        module = parsed((PLUGIN / "worker" / place.replace(".", "/")).with_suffix(".py"))
        for entry in assigned(module, "CALLS").elts:
            arguments = functions(module)[entry.id].args
            assert [a.arg for a in arguments.args] == ["session"], f"{noun}.{entry.id}: the rest is given by keyword"
            assert arguments.kwarg is None and arguments.vararg is None
            names = [a.arg for a in arguments.kwonlyargs]
            needed = [name for name, default in zip(names, arguments.kw_defaults) if default is None]
            found[f"{noun}.{entry.id}"] = Taken(frozenset(names), frozenset(needed))
    return found


def asked() -> list[tuple[str, Asked]]:
    """Return every call that the door makes."""
    return [
        (call.args[0].value, Asked(function.name, frozenset(given(call, function, fields(module)))))
        for module in map(parsed, DOOR.glob("*.py"))
        for function in functions(module).values()
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("call", "submit")
        and getattr(call.func.value, "id", "") == "worker"
    ]


def given(call: ast.Call, function: ast.FunctionDef, known: dict[str, set[str]]) -> list[str]:
    """Return the names of the values that a call gives; `**asdict(x)` gives the fields of x's dataclass."""
    kinds = {a.arg: ast.unparse(a.annotation) for a in function.args.args if a.annotation is not None}
    names: list[str] = []
    for keyword in call.keywords:
        if keyword.arg is not None:
            names.append(keyword.arg)
            continue
        unpacked = keyword.value
        assert isinstance(unpacked, ast.Call) and ast.unparse(unpacked.func) == "asdict", ast.unparse(unpacked)
        names += known[kinds[ast.unparse(unpacked.args[0])]]
    assert len(set(names)) == len(names)
    return names


def test_every_call_has_one_door() -> None:
    doors = [name for name, _ in asked()]
    assert sorted(doors) == sorted(taken())


@pytest.mark.parametrize("name, made", [pytest.param(*pair, id=pair[0]) for pair in asked()])
def test_the_door_gives_what_the_worker_takes(name: str, made: Asked) -> None:
    takes = taken()[name]
    assert made.given <= takes.names, f"{made.function} gives what {name} does not take"
    assert takes.required <= made.given, f"{made.function} does not give what {name} needs"


def test_no_other_file_spells_a_call() -> None:
    spelt = re.compile(rf"""["']({"|".join(map(re.escape, taken()))})["']""")
    rooms = [PLUGIN, ROOT / "benchmarks", ROOT / "tests", ROOT / "tools"]
    files = [path for room in rooms for path in room.rglob("*.py")]
    assert any(path.is_relative_to(DOOR) for path in files) and THIS in files and len(files) > 200
    guilty = [
        f"{path.relative_to(ROOT)}: {match.group(0)}"
        for path in files
        if path != THIS and not path.is_relative_to(DOOR) and not path.is_relative_to(CLIENT)
        for match in spelt.finditer(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []
