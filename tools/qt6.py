"""Part of `make test`, run by a Python with PyQt6 from PyPI: what the plugin takes from Qt is there in Qt 6.

Every name and enumeration that the sources take from `qgis.PyQt` is looked up; calls that Qt 6 dropped are searched
for (a line marked "# Qt 5" may have them); those files of gui/ that need no QGIS are imported.
"""

from __future__ import annotations

import ast
import importlib
import os
import sys
import types
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "so2sat_qgis_plugin"
QGIS = ("qgis.core", "qgis.gui", "qgis.utils", "qgis.analysis", "processing", "osgeo")
# Methods and names that Qt 6 or PyQt6 dropped, and what to write instead.
REMOVED = {
    "exec_": "exec", "print_": "print", "desktop": "screen()",
    "QRegExp": "QRegularExpression", "QRegExpValidator": "QRegularExpressionValidator", "QDesktopWidget": "QScreen",
    "QStringRef": "str", "QMatrix": "QTransform", "setMargin": "setContentsMargins", "globalPos": "globalPosition",
    "setTabStopWidth": "setTabStopDistance",
    "setResizeMode": "setSectionResizeMode", "setCodec": "setEncoding", "fromTime_t": "fromSecsSinceEpoch",
    "toTime_t": "toSecsSinceEpoch",
}  # fmt: skip


def shim() -> None:
    """Make `qgis.PyQt` name PyQt6's modules, as QGIS's own `qgis.PyQt` does."""
    qgis, pyqt = types.ModuleType("qgis"), types.ModuleType("qgis.PyQt")
    qgis.__path__, pyqt.__path__ = [], []
    sys.modules.update({"qgis": qgis, "qgis.PyQt": pyqt})
    for name in ("QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtXml", "sip"):
        module = importlib.import_module(f"PyQt6.{name}")
        setattr(pyqt, name, module)
        sys.modules[f"qgis.PyQt.{name}"] = module
    for name in (
        "QAction",
        "QActionGroup",
        "QShortcut",
        "QUndoCommand",
    ):  # they moved to QtGui; QGIS keeps the old place too
        setattr(pyqt.QtWidgets, name, getattr(pyqt.QtGui, name))


def imported(tree: ast.Module) -> dict[str, Any]:
    """Return what a file takes from `qgis.PyQt`, by the name that it has there; raises AttributeError."""
    found: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qgis.PyQt"):
            module = importlib.import_module(str(node.module))
            for one in node.names:
                found[one.asname or one.name] = getattr(module, one.name)
    return found


def chain(node: ast.Attribute) -> list[str]:
    """Return the names of `a.b.c`, [] where it does not begin with a name."""
    names: list[str] = []
    inner: ast.expr = node
    while isinstance(inner, ast.Attribute):
        names.insert(0, inner.attr)
        inner = inner.value
    return [inner.id, *names] if isinstance(inner, ast.Name) else []


def problems(path: Path) -> list[str]:
    """Return what of a file Qt 6 has not."""
    text = path.read_text(encoding="utf-8")
    tree, rows = ast.parse(text), text.splitlines()
    try:
        known = imported(tree)
    except (ImportError, AttributeError) as error:
        return [f"{path}: {error}"]
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and "# Qt 5" not in rows[node.lineno - 1]:
            names = chain(node)
            if known and node.attr in REMOVED:
                found.append(f"{path}:{node.lineno}: {node.attr}; Qt 6 has {REMOVED[node.attr]}")
            if names and names[0] in known and not _reaches(known[names[0]], names[1:]):
                found.append(f"{path}:{node.lineno}: {'.'.join(names)} is not in Qt 6")
    return found


def _reaches(start: Any, names: list[str]) -> bool:
    for name in names:
        if not hasattr(start, name):
            return False
        start = getattr(start, name)
    return True


def needs_qgis(path: Path, seen: set[Path]) -> bool:
    """Whether a file, or one that it imports as it is loaded, imports QGIS or GDAL."""
    seen.add(path)
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import) and any(one.name.startswith(QGIS) for one in node.names):
            return True
        if not isinstance(node, ast.ImportFrom):
            continue
        if node.level == 0:
            if (node.module or "").startswith(QGIS):
                return True
            continue
        folder = path.parents[node.level - 1]
        inner = folder.joinpath(*(node.module or "").split(".")) if node.module else folder
        targets = [inner.with_suffix(".py"), inner / "__init__.py", *(inner / f"{one.name}.py" for one in node.names)]
        if any(needs_qgis(one, seen) for one in targets if one.is_file() and one not in seen):
            return True
    return False


def main() -> int:
    """Print what is wrong and return how much."""
    shim()
    sources = sorted(path for path in PACKAGE.rglob("*.py") if "worker" not in path.relative_to(PACKAGE).parts[:1])
    found = [one for path in sources for one in problems(path)]
    free = [path for path in sorted((PACKAGE / "gui").rglob("*.py")) if not needs_qgis(path, set())]
    sys.path.insert(0, str(ROOT))
    for path in [PACKAGE / "i18n.py", *free]:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        try:
            importlib.import_module(name.removesuffix(".__init__"))
        except Exception as error:
            found.append(f"{path}: not imported under Qt 6: {type(error).__name__}: {error}")
    print("\n".join(found))
    qt = sys.modules["qgis.PyQt.QtCore"].QT_VERSION_STR
    print(f"Qt {qt}: {len(sources)} files looked through, {len(free) + 1} imported")
    return len(found)


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
