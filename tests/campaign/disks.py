"""Disks that are too small for the home folder, the outputs, or both; with room, the same run goes on and ends well."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from so2sat_qgis_plugin.engine import files
from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.embedding.run import embedded
from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.features import embedding_raster
from so2sat_qgis_plugin.engine.features.embedding_raster import Storage
from so2sat_qgis_plugin.engine.features.parts import PartFeatures
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.reader import Raster
from tests.campaign.in_worker import Shared
from tests.support import runs
from tests.support.small_disk import SmallDisk


@dataclass
class Base:
    """The worker, the request, the bytes of the embedding raster that it gives."""

    shared: Shared
    request: Request
    expected: np.ndarray


def prepare(folder: Path) -> Base:
    shared = Shared(folder)
    module = runs.small_module(shared.worker, folder / "modules")
    request = Request(
        runs.scene(folder / "s.tif", 300, 300), module, window=8, stride=4, mode="exact", backend="openvino"
    )
    _embed(request, folder / "home", folder / "e.tif", shared)
    return Base(shared, request, _read(folder / "e.tif"))


def attempt(random: Random, base: Base, folder: Path) -> None:
    disk = SmallDisk(folder / "disk", random.choice((20, 300, 600, 1200, 2500, 6000)))
    try:
        home = disk.path / "home" if random.random() < 0.7 else folder / "home"
        output = disk.path / "e.tif" if random.random() < 0.7 else folder / "e.tif"
        told = None
        try:
            _embed(base.request, home, output, base.shared)
        except So2SatError as error:
            told = error
            assert "memory" not in str(error), f"a full disk is called lack of memory: {error}"
            assert not output.exists(), "half an output has its name"
            disk.resize(1 << 20)
            _embed(base.request, home, output, base.shared)
        assert np.array_equal(_read(output), base.expected, equal_nan=True), "another result than on a roomy disk"
        if told is not None:
            raise told
    finally:
        subprocess.run(["umount", "-l", str(disk.path)], check=True)
        shutil.rmtree(folder / "home", ignore_errors=True)


def _embed(request: Request, home: Path, output: Path, shared: Shared) -> None:
    with files.Outputs(home / "writing"), embedded(request, home, shared.worker, Progress()) as done:
        embedding_raster.write(PartFeatures(done), output, Storage(), 0, Progress())
        files.afterwards(done.parts.delete)


def _read(path: Path) -> np.ndarray:
    with Raster(str(path)) as raster:
        bands = tuple(band.number for band in raster.info.bands)
        return raster.read(0, 0, raster.info.height, raster.info.width, bands)
