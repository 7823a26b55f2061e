"""Put the plugin folder together as QGIS wants it, zip it, install it.

In the checkout metadata.txt, LICENSE and resources/ stand beside the package; QGIS wants them inside.
"""

from __future__ import annotations

import configparser
import os
import shutil
import sys
import zipfile
from pathlib import Path

from tools import translations
from tools.release import check

ROOT = Path(__file__).resolve().parent.parent
NAME = "so2sat_qgis_plugin"
_BESIDE = ("metadata.txt", "LICENSE", "README.md", "CHANGELOG.md", ".bandit", ".secrets.baseline")


def stage(parent: Path) -> Path:
    """Write the plugin folder into `parent`, in place of an older one, and return it."""
    folder = parent / NAME
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / NAME, folder, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    shutil.copytree(ROOT / "resources", folder / "resources", ignore=shutil.ignore_patterns("*.ts"))
    _translate(folder)
    for name in _BESIDE:
        shutil.copy(ROOT / name, folder)
    return folder


def _translate(folder: Path) -> None:
    """Put the translations there, made anew only where their sources changed: every test has a folder made."""
    made = ROOT / "build" / "i18n"
    sources = sorted(translations.FOLDER.glob("*.ts"))
    newest = max(path.stat().st_mtime for path in sources)
    files = sorted(made.glob("*.qm"))
    if len(files) != len(sources) or min(path.stat().st_mtime for path in files) < newest:
        files = translations.release(made)
    shutil.copytree(made, folder / "resources" / "i18n", dirs_exist_ok=True)


def package(target: Path) -> Path:
    """Write the zip that QGIS installs into `target` and return it: the same bytes from the same files.

    Raises `tools.release.Unfit` for what the plugin repository would refuse.
    """
    target.mkdir(parents=True, exist_ok=True)
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    folder = stage(target)
    check(folder)
    archive = target / f"{NAME}-{metadata['general']['version']}.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(target).as_posix(), (2020, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            file.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    shutil.rmtree(folder)
    return archive


def profile_folder() -> Path:
    """Return the user's default QGIS profile."""
    if os.environ.get("QGIS_CUSTOM_CONFIG_PATH"):
        base = Path(os.environ["QGIS_CUSTOM_CONFIG_PATH"])
    elif sys.platform == "win32":
        base = Path(os.environ["APPDATA"], "QGIS", "QGIS3")
    elif sys.platform == "darwin":
        base = Path.home() / "Library/Application Support/QGIS/QGIS3"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share", "QGIS", "QGIS3")
    chosen = configparser.ConfigParser(interpolation=None)
    chosen.read(base / "profiles" / "profiles.ini", encoding="utf-8")
    return base / "profiles" / chosen.get("core", "defaultProfile", fallback="default")


def install() -> Path:
    """Put the plugin into the user's QGIS profile, enable it, and return its folder."""
    from qgis.PyQt.QtCore import QSettings

    profile = profile_folder()
    plugins = profile / "python" / "plugins"
    plugins.mkdir(parents=True, exist_ok=True)
    folder = stage(plugins)
    # Not by qgis_process, which knows the profile named "default" alone.
    settings = QSettings(str(profile / "QGIS" / "QGIS3.ini"), QSettings.Format.IniFormat)
    settings.setValue(f"PythonPlugins/{NAME}", True)
    settings.sync()
    if settings.status() != QSettings.Status.NoError:
        raise OSError(f"{settings.fileName()} cannot be written, so the plugin is not enabled.")
    return folder


if __name__ == "__main__":
    done = {"package": lambda: package(ROOT / "dist"), "install": install}[sys.argv[1]]()
    print(done)
