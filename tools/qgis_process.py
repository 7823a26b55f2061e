"""Run algorithms through qgis_process, in a QGIS profile of one's own or the user's."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

NAME = "so2sat_qgis_plugin"


class QgisProcessError(RuntimeError):
    """qgis_process ended with an error; the text is what it wrote."""


class Qgis:
    """qgis_process with the plugin enabled.

    `config`: folder to keep profiles in, None for the user's own. `plugins`: folder that holds the plugin's folder,
    None where it is installed in the profile.
    """

    def __init__(self, config: Path | None = None, plugins: Path | None = None) -> None:
        self.environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
        if config is not None:
            self.environment["QGIS_CUSTOM_CONFIG_PATH"] = str(config)
        if plugins is not None:
            self.environment["QGIS_PLUGINPATH"] = str(plugins)

    def enable(self) -> None:
        """Enable the plugin in the profile; raises `QgisProcessError` where QGIS doesn't find or load it."""
        self.call("plugins", "enable", NAME, check=False)  # exit 1 where it is enabled already
        listing = json.loads(_json_of(self.call("--json", "plugins").stdout))
        if not listing["plugins"].get(NAME, {}).get("loaded"):
            raise QgisProcessError(f"QGIS does not load {NAME}; it knows {', '.join(sorted(listing['plugins']))}.")

    def run(self, algorithm: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Run `algorithm` and return its outputs."""
        values = [f"{name}={value}" for name, value in parameters.items()]
        return dict(json.loads(_json_of(self.call("--json", "run", algorithm, "--", *values).stdout))["results"])

    def call(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Call qgis_process; raises `QgisProcessError` on an exit code other than 0, where `check` is set."""
        done = subprocess.run(
            [binary(), *arguments], env=self.environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        if check and done.returncode != 0:
            raise QgisProcessError(
                f"qgis_process {' '.join(arguments)}: exit {done.returncode}\n{done.stderr}{done.stdout}"
            )
        return done


def binary() -> str:
    """Return qgis_process: past Debian's wrapper of 3.22, which adds an option that 3.22 rejects."""
    for name in ("qgis_process.bin", "qgis_process"):
        found = shutil.which(name)
        if found:
            return found
    raise QgisProcessError("qgis_process is not on the PATH: install QGIS (make system).")


def _json_of(output: str) -> str:
    """Return the JSON object in `output`, which comes after anything that was printed."""
    start = output.find("\n{") + 1 if "\n{" in output else output.find("{")
    return output[max(start, 0) :]
