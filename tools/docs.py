"""`make docs`, first half: docs/ and a page for each algorithm, made from the algorithms, into build/docs."""

from __future__ import annotations

import os
import re
import shutil
from html import escape
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (
    QgsApplication,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
)

from so2sat_qgis_plugin.algorithms.base import So2SatAlgorithm
from so2sat_qgis_plugin.algorithms.catalogue import ALGORITHMS
from tools.plugin import ROOT

_ENDLESS = 1e9  # limits beyond are no limits


def pages(folder: Path) -> list[Path]:
    """Write a page for each algorithm and an index of them into `folder`; return them."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    algorithms = [made.create() for made in (cls() for cls in ALGORITHMS)]
    for algorithm in algorithms:
        path = folder / f"{algorithm.name()}.md"
        path.write_text(_page(algorithm), encoding="utf-8")
        written.append(path)
    index = folder / "index.md"
    index.write_text(_index(algorithms), encoding="utf-8")
    return [*written, index]


def _index(algorithms: list[So2SatAlgorithm]) -> str:
    groups: dict[str, list[So2SatAlgorithm]] = {}
    for algorithm in algorithms:
        groups.setdefault(algorithm.group() or "Maps", []).append(algorithm)
    parts = ["# Algorithms\n\nIn the Processing toolbox, in models, as batches, and by `qgis_process run`.\n"]
    for group, members in groups.items():
        parts.append(f"\n## {group}\n\n| algorithm | does |\n|---|---|")
        for one in members:
            parts.append(f"| [{one.displayName()}]({one.name()}.md) `so2sat:{one.name()}` | {_cell(one.SUMMARY)} |")
    return "\n".join(parts) + "\n"


def _page(algorithm: So2SatAlgorithm) -> str:
    inputs = [p for p in algorithm.parameterDefinitions() if not p.isDestination() and not _hidden(p)]
    outputs = [p for p in algorithm.parameterDefinitions() if p.isDestination()]
    named = {p.name() for p in outputs}
    further = [o for o in algorithm.outputDefinitions() if o.name() not in named]
    parts = [f"# {algorithm.displayName()}", f"`so2sat:{algorithm.name()}`", algorithm.SUMMARY, algorithm.HELP]
    parts += ["## Input", *_table(inputs)]
    if outputs:
        parts += ["## Outputs", *_table(outputs)]
    if further:
        rows = [f"| {_cell(o.description())} | `{o.name()}` |" for o in further]
        parts += ["## It also returns", "\n".join(["| | name |", "|---|---|", *rows])]
    return "\n\n".join([*parts, "## In a script", _command(algorithm)]) + "\n"


def _hidden(parameter: QgsProcessingParameterDefinition) -> bool:
    return bool(parameter.flags() & QgsProcessingParameterDefinition.Flag.FlagHidden)


def _table(parameters: list[QgsProcessingParameterDefinition]) -> list[str]:
    rows = ["| | name | what it is | default |", "|---|---|---|---|"]
    for one in parameters:
        advanced = one.flags() & QgsProcessingParameterDefinition.Flag.FlagAdvanced
        optional = one.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional
        label = f"**{escape(one.description())}**" + (" *(advanced)*" if advanced else "")
        told = _cell(one.help()) + _allowed(one) + ("" if optional or one.defaultValue() is not None else " *Needed.*")
        rows.append(f"| {label} | `{one.name()}` | {told} | {_default(one)} |")
    return ["\n".join(rows)]


def _allowed(one: QgsProcessingParameterDefinition) -> str:
    if isinstance(one, QgsProcessingParameterEnum):
        listed = "; ".join(f"{number} {_cell(option)}" for number, option in enumerate(one.options()))
        return f" <br>{listed}"
    if isinstance(one, QgsProcessingParameterNumber):
        low = f"at least {one.minimum():g}" if one.minimum() > -_ENDLESS else ""
        high = f"at most {one.maximum():g}" if one.maximum() < _ENDLESS else ""
        both = ", ".join(filter(None, (low, high)))
        return f" <br>{both[0].upper()}{both[1:]}." if both else ""
    return ""


def _default(one: QgsProcessingParameterDefinition) -> str:
    value: Any = one.defaultValue()
    if value is None or value == "":
        return ""
    if isinstance(one, QgsProcessingParameterEnum) and isinstance(value, int):
        return _cell(one.options()[value])
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def _command(algorithm: So2SatAlgorithm) -> str:
    needed = []
    for one in algorithm.parameterDefinitions():
        optional = one.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional
        if (one.isDestination() and not optional) or (not optional and one.defaultValue() is None):
            needed.append(f"{one.name()}=…")
    call = f"qgis_process run so2sat:{algorithm.name()}" + (" -- " + " ".join(needed) if needed else "")
    return f"```\n{call}\n```"


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|").strip()


def stage(folder: Path) -> Path:
    """Put everything that mkdocs reads into `folder`, in place of what was there."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "docs", folder)
    (folder / "images").mkdir(exist_ok=True)
    shutil.copy(ROOT / "resources" / "icon.svg", folder / "images" / "icon.svg")
    pages(folder / "algorithms")
    return folder


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    print(stage(ROOT / "build" / "docs"))
    os._exit(0)  # PyQGIS may crash while the interpreter takes Qt's objects down
