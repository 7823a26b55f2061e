"""What the QGIS plugin repository asks of an upload, checked before there is a zip."""

from __future__ import annotations

import configparser
import json
import re
import subprocess
import sys
from pathlib import Path

_MOST_BYTES = 25 << 20
_ALLOWED_HIDDEN = (".bandit", ".secrets.baseline")  # the scanners' settings, which the repository reads too
_NEEDED = (
    "name qgisMinimumVersion qgisMaximumVersion description about version author email homepage tracker repository "
    "tags icon category hasProcessingProvider"
).split()


class Unfit(Exception):
    """The plugin repository would refuse this; the text says all that is wrong."""


def check(folder: Path) -> None:
    """Raise `Unfit` for a plugin's folder that the plugin repository would refuse."""
    problems = [*metadata_problems(folder), *file_problems(folder), *code_problems(folder), *secret_problems(folder)]
    if problems:
        raise Unfit("\n".join(problems))


def metadata_problems(folder: Path) -> list[str]:
    """Return what is wrong with metadata.txt."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # keys have capitals
    parser.read(folder / "metadata.txt", encoding="utf-8")
    if not parser.has_section("general"):
        return ["metadata.txt is missing, or has no section [general]"]
    found = dict(parser["general"])
    problems = [f"metadata.txt: {key} is missing" for key in _NEEDED if not found.get(key)]
    if not re.fullmatch(r"\d+\.\d+\.\d+", found.get("version", "")):
        problems.append("metadata.txt: version must be three numbers")
    if float(found.get("qgisMaximumVersion") or 0) < 4:
        problems.append("metadata.txt: qgisMaximumVersion must be 4.0 or more; it is what says that Qt 6 will do")
    problems += [f"metadata.txt: {key} holds HTML" for key in ("description", "about") if "<" in found.get(key, "")]
    problems += [
        f"metadata.txt: {key} is no https address"
        for key in ("homepage", "tracker", "repository")
        if not found.get(key, "").startswith("https://")
    ]
    if not (folder / found.get("icon", "none")).is_file():
        problems.append(f"metadata.txt: icon {found.get('icon')} is not there")
    return problems


def file_problems(folder: Path) -> list[str]:
    """Return which files lack, or should not be there."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    problems = [] if (folder / "LICENSE").is_file() else ["LICENSE is missing"]
    for path in files:
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts) and str(inside) not in _ALLOWED_HIDDEN
        if hidden or "__pycache__" in inside.parts or path.suffix in (".pyc", ".so", ".dll", ".pyd", ".exe"):
            problems.append(f"{inside} must not be in the plugin")
    total = sum(path.stat().st_size for path in files)
    if total > _MOST_BYTES:
        problems.append(f"the plugin has {total / 1e6:.1f} MB, more than {_MOST_BYTES / 1e6:.1f}")
    return problems


def code_problems(folder: Path) -> list[str]:
    """Return what bandit finds, by the settings beside metadata.txt."""
    done = _scan(folder, "bandit", "--recursive", "--quiet", "--format", "json", ".")
    report = json.loads(done.stdout)
    found = [f"{r['filename']}:{r['line_number']}: {r['test_id']} {r['issue_text']}" for r in report["results"]]
    return found + [f"{e['filename']}: bandit cannot read it: {e['reason']}" for e in report["errors"]]


def secret_problems(folder: Path) -> list[str]:
    """Return what detect-secrets finds that its baseline doesn't know."""
    known = json.loads((folder / ".secrets.baseline").read_text(encoding="utf-8"))["results"]
    done = _scan(folder, "detect_secrets", "scan", "--all-files", ".")
    if done.returncode != 0:
        raise RuntimeError(f"detect-secrets failed: {done.stderr}")
    hashes = {one["hashed_secret"] for rows in known.values() for one in rows}
    return [
        f"{name}:{one['line_number']}: {one['type']}"
        for name, rows in json.loads(done.stdout)["results"].items()
        for one in rows
        if one["hashed_secret"] not in hashes and name != ".secrets.baseline"
    ]


def _scan(folder: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", module, *arguments], cwd=folder, capture_output=True, text=True)
