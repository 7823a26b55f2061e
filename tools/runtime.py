"""`make runtime`: the runtime as the plugin itself builds it, with pytest added for tests/worker."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.runtime.create import Setup, build
from so2sat_qgis_plugin.runtime.environment import venv_python

TEST_REQUIREMENTS = Path(__file__).parent.parent / "tests" / "worker" / "requirements.txt"


class Printed(Progress):
    """Progress as lines."""

    def log(self, message: str) -> None:
        print(message, flush=True)


def main(folder: Path, wheels: str) -> None:
    """Build the runtime in `folder`, from `wheels` alone where that is not empty."""
    folder.mkdir(parents=True, exist_ok=True)
    build(folder, Setup(wheels=wheels, proxy=None), Printed(), folder.with_name(f"{folder.name}.log"))
    command = [str(venv_python(folder)), "-I", "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    command += ["--no-index", "--find-links", wheels] if wheels else []
    subprocess.run([*command, "-r", str(TEST_REQUIREMENTS)], check=True)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
    except So2SatError as error:
        sys.exit(str(error))
