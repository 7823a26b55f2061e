"""Pre-training on a small file in the layout of So2Sat LCZ42: the loss falls, resume, export, several devices."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest
import tensorflow as tf
import tensorflow_hub as hub

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.worker.modules.trust import check
from so2sat_qgis_plugin.worker.training import pretrain
from so2sat_qgis_plugin.worker.training.lcz42 import Lcz42
from so2sat_qgis_plugin.worker.training.pretrain import Pretraining, Settings
from tests.support.data import ROOT

SMALL = Settings(network="resnet20", epochs=2, batch=16, rate=3e-3)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """96 patches of three classes that differ in brightness and pattern; float64, as the authors store them."""
    path = tmp_path_factory.mktemp("lcz42") / "training.h5"
    random = np.random.default_rng(0)
    classes = random.choice([1, 10, 16], 96)
    images = random.normal(0.15, 0.02, (96, 32, 32, 10))
    images[classes == 10, :, :, 6] += 0.25
    images[classes == 1, ::2] += 0.2
    with h5py.File(path, "w") as file:
        file["sen1"] = np.zeros((96, 32, 32, 8))
        file["sen2"] = images
        file["label"] = np.eye(17)[classes]
    return path


def trained(dataset: Path, state: Path, settings: Settings = SMALL, stop_after: int = 0) -> Pretraining:
    """Train; `stop_after` ends it after so many saved steps, as a kill would."""
    training = Pretraining(settings, state)
    saved = []

    def say(text: str) -> None:
        saved.append(text)
        if stop_after and len(saved) == stop_after + 1:
            raise KeyboardInterrupt

    training.train(Lcz42(dataset, run=16, mixed=2), Lcz42(dataset), 2 if stop_after else 1000, say)
    return training


@pytest.fixture(scope="module")
def whole(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Pretraining:
    return trained(dataset, tmp_path_factory.mktemp("whole"))


def test_loss_falls(whole: Pretraining) -> None:
    first, last = whole.history[0], whole.history[-1]
    assert last["loss"] < 0.6 * first["loss"] and first["loss"] < 4
    assert 0 <= last["overall_accuracy"] <= 1 and 0 <= last["average_accuracy"] <= 1


def test_resumed_equals_uninterrupted(whole: Pretraining, dataset: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        trained(dataset, tmp_path, stop_after=3)
    resumed = Pretraining(SMALL, tmp_path)
    assert (resumed.epoch, resumed.step) == (0, 4) or resumed.step % 2 == 0
    assert resumed.epoch * 6 + resumed.step > 0
    resumed.train(Lcz42(dataset, run=16, mixed=2), Lcz42(dataset), 1000, lambda text: None)
    ours, right = resumed.values(), whole.values()
    assert all(np.allclose(ours[name], right[name], atol=1e-5) for name in right)


def test_export_loads_and_embeds(whole: Pretraining, tmp_path: Path) -> None:
    whole.export(tmp_path / "m")
    check(tmp_path / "m")
    images = tf.random.stateless_uniform([2, 32, 32, 10], [1, 2])
    outputs = hub.load(str(tmp_path / "m"), tags=[]).signatures["image_feature_vector"](images=images)
    np.testing.assert_allclose(outputs["logits"], whole._run(images, training=False), atol=1e-4)
    assert outputs["default"].shape == (2, 256)
    assert len(hub.load(str(tmp_path / "m"), tags={"train"}).graph.get_collection("update_ops")) == 38


@pytest.mark.parametrize(
    ("network", "precision", "dims"), [("resnet50", "float32", 2048), ("resnet20", "bfloat16", 256)]
)
def test_command_line(dataset: Path, tmp_path: Path, network: str, precision: str, dims: int) -> None:
    """The network of the module itself, enlarged to 64 to be quick; the small one in mixed precision."""
    common = ["--train", str(dataset), "--state", str(tmp_path / "s"), "--output", str(tmp_path / "m")]
    pretrain.main(
        [
            *common,
            "--epochs",
            "1",
            "--batch",
            "8",
            "--most",
            "16",
            "--size",
            "64",
            "--precision",
            precision,
            "--network",
            network,
        ]
    )
    check(tmp_path / "m")
    outputs = hub.load(str(tmp_path / "m"), tags=[]).signatures["image_feature_vector"](
        images=tf.zeros([1, 64, 64, 10])
    )
    assert outputs["default"].shape == (1, dims) and outputs["logits"].shape == (1, 17)
    assert np.isfinite(outputs["default"]).all()


def test_two_devices_equal_one(dataset: Path, tmp_path: Path) -> None:
    """Mirrored over two logical CPUs the losses are those of one device, but for batch norm's smaller batches."""
    code = f"""
import sys, tensorflow as tf
from pathlib import Path
cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
from so2sat_qgis_plugin.worker.training.pretrain import Pretraining, Settings
from so2sat_qgis_plugin.worker.training.lcz42 import Lcz42
settings = Settings(network="resnet20", epochs=2, batch=16, rate=3e-3)
training = Pretraining(settings, Path({str(tmp_path)!r}), tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"]))
training.train(Lcz42({str(dataset)!r}, run=16, mixed=2), None, 1000, lambda text: None)
training.export(Path({str(tmp_path / "m")!r}))
print(training.strategy.num_replicas_in_sync, *[row["loss"] for row in training.history])
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stderr[-2000:]
    replicas, first, last = done.stdout.split()[-3:]
    assert replicas == "2" and float(last) < 0.7 * float(first)
    check(tmp_path / "m")


def test_batches_are_the_same_from_any_start(dataset: Path) -> None:
    data = Lcz42(dataset, run=16, mixed=2)
    batches = list(data.epoch(8, seed=1, epoch=3))
    assert len(batches) == data.steps(8) == 12
    later = list(data.epoch(8, seed=1, epoch=3, start=5))
    assert len(later) == 7 and all((a[0] == b[0]).all() for a, b in zip(later, batches[5:], strict=True))
    seen = np.concatenate([images[:, 0, 0, 0] for images, _ in batches])
    assert len(np.unique(seen)) == 96  # every sample once
    assert not (batches[0][0] == next(data.epoch(8, seed=1, epoch=4))[0]).all()


def test_other_settings_are_not_resumed(whole: Pretraining, dataset: Path, tmp_path: Path) -> None:
    once = Pretraining(Settings(network="resnet20", epochs=1, batch=48), tmp_path)
    once.train(Lcz42(dataset), None, 1000, lambda text: None)
    with pytest.raises(So2SatError, match="was begun with"):
        Pretraining(SMALL, tmp_path)


def test_foreign_files(tmp_path: Path) -> None:
    (tmp_path / "a.h5").write_text("no")
    with pytest.raises(So2SatError, match="no file of So2Sat LCZ42"):
        Lcz42(tmp_path / "a.h5")
    with h5py.File(tmp_path / "b.h5", "w") as file:
        file["sen2"], file["label"] = np.zeros((3, 32, 32, 4)), np.zeros((3, 17))
    with pytest.raises(So2SatError, match="N × 32 × 32 × 10"):
        Lcz42(tmp_path / "b.h5")
