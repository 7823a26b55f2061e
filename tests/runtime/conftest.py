"""Small wheels, made here, and requirements that ask for them: a set-up of seconds instead of gigabytes."""

import zipfile
from pathlib import Path

import pytest

from so2sat_qgis_plugin.runtime.create import Setup


def make_wheel(folder: Path, name: str, code: str, version: str = "1.0") -> Path:
    """Write a wheel of one module with `code` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": code,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for inner, text in files.items():
            archive.writestr(inner, text)
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder whose path has spaces and letters beyond ASCII."""
    return tmp_path / "Profil von Žofia Müller" / "so2sat 地図"


@pytest.fixture
def fake_setup(tmp_path: Path):
    """`fake_setup(code)`: a Setup whose only package, `tinyflow`, is a module of `code`."""

    def make(code: str = "answer = 42", **values: object) -> Setup:
        wheels = tmp_path / "räder und wheels"
        make_wheel(wheels, "tinyflow", code)
        requirements = tmp_path / "requirements.txt"
        requirements.write_text("# pinned\ntinyflow==1.0\n", encoding="utf-8")
        given = {"wheels": str(wheels), "requirements": requirements, "imports": ("tinyflow",), **values}
        return Setup(**given)

    return make
