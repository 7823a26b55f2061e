"""`make wheel`: the package without what needs QGIS, as a wheel with the command so2sat-landcover."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from so2sat_qgis_plugin.paths import version

from .plugin import NAME, ROOT, stage

_OF_QGIS = ("algorithms", "gui", "plugin.py", "provider.py", "i18n.py")
_PROJECT = """[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "so2sat-landcover"
version = "{version}"
description = "Land-cover maps from embeddings of multispectral rasters: plans computed on many machines."
license = "GPL-2.0-or-later"
requires-python = ">=3.9"
dependencies = ["numpy"]

[project.optional-dependencies]
cluster = ["{dask}"]

[project.scripts]
so2sat-landcover = "so2sat_qgis_plugin.jobs.__main__:main"

[tool.setuptools]
packages = {packages}

[tool.setuptools.package-data]
"*" = ["*"]
"""


def wheel(target: Path) -> Path:
    """Build the wheel into `target` and return it; osgeo (GDAL) comes from the system or conda-forge."""
    with tempfile.TemporaryDirectory() as name:
        folder = stage(Path(name))
        for unwanted in _OF_QGIS:
            path = folder / unwanted
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        packages = sorted(
            ".".join((NAME, *path.parent.relative_to(folder).parts)) for path in folder.rglob("__init__.py")
        )
        packages.append(f"{NAME}.resources")
        rows = (folder / "runtime" / "requirements-cluster.in").read_text(encoding="utf-8").splitlines()
        dask = next(row for row in rows if row.startswith("distributed"))
        project = _PROJECT.format(version=version(), packages=packages, dask=dask)
        (Path(name) / "pyproject.toml").write_text(project, encoding="utf-8")
        target.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(target), name]
        subprocess.run(command, check=True)
    return next(target.glob(f"so2sat_landcover-{version()}-*.whl"))


if __name__ == "__main__":
    print(wheel(ROOT / "dist"))
