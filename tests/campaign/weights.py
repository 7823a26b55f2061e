"""Files of Keras weights: damaged HDF5, links within it and out of it."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from random import Random

from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.worker import build_keras_module
from tests.campaign import mutate
from tests.campaign.in_worker import Shared
from tests.support.data import WEIGHTS

MAKES = """
import sys, h5py, numpy as np
folder = sys.argv[1]
def new(name):
    file = h5py.File(f"{folder}/{name}.h5", "w")
    norm = ("gamma:0", "beta:0", "moving_mean:0", "moving_variance:0")
    plain = ("kernel:0", "bias:0")
    for kind, count, names in (("conv2d", 22, plain), ("dense", 1, plain), ("batch_normalization", 19, norm)):
        for i in range(count):
            group = file.create_group(f"{kind}_{i + 1}/{kind}_{i + 1}")
            for one in names:
                group[one] = np.ones(3, np.float32)
    return file
new("plain").close()
with new("self") as file:
    file["conv2d_1/again"] = file["conv2d_1"]
with new("soft") as file:
    file["conv2d_1/x"] = h5py.SoftLink("/conv2d_2")
with new("external") as file:
    file["conv2d_1/x"] = h5py.ExternalLink("/etc/passwd", "/x")
with new("elsewhere") as file:
    file.create_dataset("dense_1/x", (100,), "f4", external=[("/etc/passwd", 0, 400)])
with new("huge") as file:
    file.create_dataset("dense_1/x", (1 << 40,), "f4", chunks=(1 << 16,))
with new("bomb") as file:
    file.create_dataset("dense_1/x", (1 << 29,), "f8", chunks=(1 << 20,), compression="gzip")
with new("text") as file:
    file["dense_1/x"] = "no number"
"""


@dataclass
class Base:
    """The worker, and what is changed."""

    shared: Shared
    files: list[Path]


def prepare(folder: Path) -> Base:
    python = os.environ["SO2SAT_PYTHON"]
    subprocess.run([python, "-I", "-c", MAKES, str(folder)], check=True)
    files = sorted(folder.glob("*.h5"))
    return Base(Shared(folder / "home"), [*files, *([WEIGHTS] if WEIGHTS.is_file() else [])])


def attempt(random: Random, base: Base, folder: Path) -> None:
    source = random.choice(base.files)
    content = source.read_bytes()
    (folder / "w.h5").write_bytes(mutate.of_bytes(random, content) if random.random() < 0.7 else content)
    target = base.shared.home / "modules" / f"made-{random.randrange(1 << 40)}"
    target.parent.mkdir(exist_ok=True)
    build_keras_module(base.shared.worker, folder / "w.h5", target, Progress())
    assert (target / "saved_model.pb").is_file()
