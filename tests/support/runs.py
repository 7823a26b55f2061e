"""Embedding runs for tests: a scene, a small real module, the real worker."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.embedding import plan
from so2sat_qgis_plugin.engine.embedding.run import embedded
from so2sat_qgis_plugin.engine.features.parts import PartFeatures
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.worker import BuiltinFit, fit_builtin
from so2sat_qgis_plugin.runtime.client import Worker
from tests.support.progress import Log
from tests.support.scenes import write

BANDS = ("B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12")


def pixels(rows: int, columns: int, bands: int = 10, seed: int = 0) -> np.ndarray:
    """Return DN (rows, columns, bands) uint16 of patches of land cover with texture."""
    random = np.random.default_rng(seed)
    spectra = random.uniform(300, 4000, (5, bands))
    cover = random.integers(0, 5, (-(-rows // 16), -(-columns // 16))).repeat(16, 0).repeat(16, 1)[:rows, :columns]
    return (spectra[cover] * random.uniform(0.7, 1.3, (rows, columns, 1))).astype(np.uint16)


def scene(path: Path, rows: int = 150, columns: int = 170, seed: int = 0, **options: Any) -> str:
    """Write a scene of 10 named bands and return its path."""
    return write(path, pixels(rows, columns, seed=seed), BANDS, **options)


def start(**options: Any) -> Worker:
    """Start a worker in the runtime; skips the test where there is none."""
    python = os.environ.get("SO2SAT_PYTHON")
    if not python:
        pytest.skip("SO2SAT_PYTHON names no runtime")
    return Worker(python, **options)


def small_module(worker: Worker, folder: Path, filters: int = 8) -> str:
    """Have the worker fit a built-in module of few filters, and return its folder."""
    patches = (pixels(120, 120)[:120, :120] / 10_000).astype(np.float32).reshape(40, 3, 40, 3, 10)
    patches = np.ascontiguousarray(patches.swapaxes(1, 2).reshape(-1, 3, 3, 10))
    provenance = {"entry": {"name": "builtin", "kind": "builtin"}, "history": []}
    return str(fit_builtin(worker, BuiltinFit(patches, 0, 3, folder, provenance, filters), Progress()))


def embed(
    request: plan.Request, home: Path, worker: Worker, progress: Progress | None = None, checks: Path | None = None
) -> np.ndarray:
    """Embed as the algorithms do and return all features (rows, columns, dims); the parts stay.

    `checks`: the home that keeps what is known of modules, where tests share one.
    """
    progress = progress or Log()
    for kept in ("verified", "fitcheck") if checks is not None else ():
        if (checks / kept).is_dir():
            shutil.copytree(checks / kept, home / kept, dirs_exist_ok=True)
    with embedded(request, home, worker, progress) as done:
        return assemble(PartFeatures(done))


def assemble(source: PartFeatures) -> np.ndarray:
    whole = np.full((source.rows, source.columns, source.dims), 99.0, np.float32)
    for block in source.blocks():
        whole[block.slices] = source.read(block)
    return whole


def part_files(home: Path) -> list[Path]:
    return sorted((home / "runs").glob("*/part-*.part"))
