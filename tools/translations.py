"""`make translations`: extract the texts on screen into resources/i18n/*.ts, and say what lacks a translation.

Texts come from two places: literals in `tr("…")`, and what the living algorithms show (labels, helps, choices), which
`So2SatAlgorithm` translates by itself. Nothing of a translation is lost: a text that is gone keeps its own as obsolete.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "i18n"
LANGUAGES = ("de", "fr")
CONTEXT = "So2Sat"
_LRELEASE = ("lrelease", "lrelease-qt5", "lrelease-qt6", "/usr/lib/qt6/bin/lrelease", "/usr/lib/qt5/bin/lrelease")


def of_source() -> list[str]:
    """Return the literals in `tr("…")`; raises ValueError for what is no literal there but a name of a constant."""
    found: list[str] = []
    for path in sorted((ROOT / "so2sat_qgis_plugin").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr" and node.args:
                text = node.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    found.append(text.value)
                elif isinstance(text, (ast.JoinedStr, ast.BinOp)):
                    raise ValueError(f"{path}:{node.lineno}: tr() takes one literal, filled by .format() afterwards")
    return found


def of_algorithms() -> list[str]:
    """Return what the algorithms show: names, groups, helps, labels, choices, tags."""
    from qgis.core import QgsProcessingParameterEnum

    from so2sat_qgis_plugin.algorithms.catalogue import ALGORITHMS

    found: list[str] = []
    for algorithm in (cls().create() for cls in ALGORITHMS):
        found += [algorithm.NAME, algorithm.GROUP, algorithm.SUMMARY, algorithm.HELP]
        for one in algorithm.parameterDefinitions():
            found += [one.description(), one.help()]
            found += one.options() if isinstance(one, QgsProcessingParameterEnum) else []
        found += [one.description() for one in algorithm.outputDefinitions()]
    return found


def of_catalogue() -> list[str]:
    """Return the modules' titles and the lines about them."""
    rows = json.loads((ROOT / "resources" / "modules.json").read_text(encoding="utf-8"))["modules"]
    return [row[key] for row in rows for key in ("title", "about")]


def texts() -> list[str]:
    """Return every text on screen once, in a fixed order."""
    return [text for text in dict.fromkeys([*of_source(), *of_algorithms(), *of_catalogue()]) if text.strip()]


def read(path: Path) -> dict[str, str]:
    """Return the translations in a .ts file by source text, obsolete ones too."""
    if not path.is_file():
        return {}
    known = {}
    for message in ET.parse(path).getroot().iter("message"):
        translation = message.findtext("translation") or ""
        if translation:
            known[message.findtext("source") or ""] = translation
    return known


def write(path: Path, language: str, wanted: Iterable[str], known: dict[str, str]) -> list[str]:
    """Write a .ts file of `wanted` with what is `known`; return the texts that have no translation."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    wanted = list(wanted)
    for text in [*wanted, *sorted(set(known) - set(wanted))]:
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = text
        translation = ET.SubElement(message, "translation")
        translation.text = known.get(text, "")
        if text not in wanted:
            translation.set("type", "vanished")
        elif not translation.text:
            translation.set("type", "unfinished")
    ET.indent(root, " ")
    path.parent.mkdir(parents=True, exist_ok=True)
    content = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n' + ET.tostring(root, encoding="unicode") + "\n"
    path.write_text(content, encoding="utf-8")
    return [text for text in wanted if not known.get(text)]


def source(language: str) -> Path:
    """Return the .ts file of a language."""
    return FOLDER / f"so2sat_{language}.ts"


def release(folder: Path) -> list[Path]:
    """Make the .qm files that QGIS loads into `folder` by lrelease; raises OSError where it is not installed."""
    program = next((found for found in map(shutil.which, _LRELEASE) if found), None)
    if program is None:
        raise OSError("lrelease is not installed: make system (Debian's qttools5-dev-tools or qt6-l10n-tools).")
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:  # another process may want the same now
        for language in LANGUAGES:
            target = Path(beside, f"so2sat_{language}.qm")
            command = [program, "-silent", "-removeidentical", str(source(language)), "-qm", str(target)]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode != 0:
                raise OSError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
            made.append(target.replace(folder / target.name))
    return made


def main() -> int:
    """Renew the .ts files; return how many texts lack a translation."""
    wanted, lacking = texts(), 0
    for language in LANGUAGES:
        missing = write(source(language), language, wanted, read(source(language)))
        lacking += len(missing)
        print(f"{language}: {len(wanted) - len(missing)} of {len(wanted)} texts translated")
        for text in missing:
            print(f"  {text[:100]!r}")
    with tempfile.TemporaryDirectory() as folder:
        release(Path(folder))
    return lacking


if __name__ == "__main__":
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    missing_texts = main()
    sys.stdout.flush()
    os._exit(1 if missing_texts else 0)  # PyQGIS may crash while the interpreter takes Qt's objects down
