"""A process that is killed while it writes outputs: each name has what it had, or all of the new; nothing stays."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from random import Random

import numpy as np

from so2sat_qgis_plugin.engine import files
from so2sat_qgis_plugin.engine.embedding import leftovers
from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.raster.grid import Transform
from so2sat_qgis_plugin.engine.raster.reader import Raster
from so2sat_qgis_plugin.engine.raster.writer import GeoTiffProfile, GeoTiffWriter

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("map.tif", "confidence.tif", "map.qml", "report.html")
SIDE = 600
WRITES = """
import sys
from pathlib import Path
from tests.campaign.kills import write
folder, home = map(Path, sys.argv[1:])
print(flush=True)
for value in range(2, 250):
    write(folder, home, value)
"""


def write(folder: Path, home: Path, value: int) -> None:
    """Write every output of one run; all hold `value`."""
    profile = GeoTiffProfile(SIDE, SIDE, 1, "uint8", Transform(0, 1, 0, 0, 0, -1), "")
    with files.Outputs(home / leftovers.WRITING):
        for name in NAMES[:2]:
            with GeoTiffWriter(folder / name, profile) as writer:
                for row in range(0, SIDE, 100):
                    writer.write(row, 0, np.full((100, SIDE), value))
        for name in NAMES[2:]:
            files.write_whole(folder / name, str(value).encode() * 100_000)


def prepare(folder: Path) -> None:
    """Nothing is shared."""


def attempt(random: Random, base: None, folder: Path) -> None:
    out, home = folder / "out", folder / "home"
    out.mkdir()
    if random.random() < 0.7:
        write(out, home, 1)
    command = [sys.executable, "-c", WRITES, str(out), str(home)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    try:
        process.stdout.readline()
        time.sleep(random.uniform(0.0, 0.3))
    finally:
        process.kill()
        process.communicate()
    found = {_value(out / name) for name in NAMES if (out / name).exists()}
    assert len(found) <= 2 and (len(found) < 2 or max(found) - min(found) == 1), f"of several runs: {found}"
    write(out, home, 251)
    assert {_value(out / name) for name in NAMES} == {251}
    assert sorted(path.name for path in out.iterdir()) == sorted(NAMES), "something stays beside the outputs"
    left = leftovers.find(home, {})
    assert not left, f"left: {left}"
    raise So2SatError("killed, and written again")


def _value(path: Path) -> int:
    if path.suffix != ".tif":
        content = path.read_bytes()
        value = content[: len(content) // 100_000]
        assert content == value * 100_000 and value, f"{path.name} is not whole"
        return int(value)
    with Raster(str(path)) as raster:
        pixels = raster.read(0, 0, SIDE, SIDE, (1,))
    assert pixels.min() == pixels.max(), f"{path.name} is not whole"
    return int(pixels[0, 0, 0])
