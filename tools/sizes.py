"""`make lock`'s second half: the size of each pinned package's wheel on each system, for the set-up's progress."""

from __future__ import annotations

import json
import re
import urllib.request
from typing import Any

from so2sat_qgis_plugin.runtime.environment import REQUIREMENTS
from so2sat_qgis_plugin.runtime.pip import SIZES, pins

_SYSTEMS = {
    "linux": r"linux_\S*x86_64|none-any",
    "win32": "win_amd64|none-any",
    "darwin": "macosx_.*arm64|universal2|none-any",
}
_PYTHONS = re.compile(r"cp31[0-3]-|py[23]|abi3")


def size(files: list[dict[str, Any]], name: str, version: str, system: str) -> int:
    """Return the largest wheel of `version` that a Python 3.10 to 3.13 takes on `system`, 0 where it has none."""
    start = re.compile(re.sub(r"[-_.]+", "[-_.]+", name) + "-" + re.escape(version) + "-", re.IGNORECASE)
    fits = re.compile(_SYSTEMS[system])
    wheels = [f for f in files if start.match(f["filename"]) and f["filename"].endswith(".whl")]
    found = [f for f in wheels if fits.search(f["filename"]) and _PYTHONS.search(f["filename"])]
    return max((f.get("size") or 0 for f in found), default=0)


def listing(name: str) -> list[dict[str, Any]]:
    """Return the package index's files of a package."""
    accepted = {"Accept": "application/vnd.pypi.simple.v1+json"}
    request = urllib.request.Request(f"https://pypi.org/simple/{name}/", headers=accepted)
    with urllib.request.urlopen(request, timeout=60) as response:
        return list(json.load(response)["files"])


def main() -> None:
    """Write `SIZES`."""
    found: dict[str, dict[str, int]] = {system: {} for system in _SYSTEMS}
    for row in pins(REQUIREMENTS):
        pinned, _, marker = row.partition(";")
        name, version = pinned.strip().split("==")
        files = listing(name)
        for system, sizes in found.items():
            only = re.search(r"sys_platform == '(\w+)'", marker)
            if not only or only[1] == system:
                sizes[name] = max(sizes.get(name, 0), size(files, name, version, system))
    SIZES.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print({system: f"{sum(sizes.values()) / 1e6:.0f} MB" for system, sizes in found.items()})


if __name__ == "__main__":
    main()
