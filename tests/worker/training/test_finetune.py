"""Fine-tuning: the graph for training is trained, written back, resumed; held-out samples judge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_hub as hub

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.reference import holdout
from so2sat_qgis_plugin.worker.modules.trust import check
from so2sat_qgis_plugin.worker.training import finetune, optimizer
from so2sat_qgis_plugin.worker.training.trainable import Trainable
from tests.support.data import RESNET20, needs_shared
from tests.worker.models import BANDS, save_v1, tiny_network, without_saver
from tests.worker.session import Session

CLASSES = (3, 7)
SETTINGS = {
    "output": "default", "layers": "all", "epochs": 4, "batch": 8, "peak": 0.02, "augment": True, "seed": 0,
    "input_size": 0,
}  # fmt: skip


class Killed(Exception):
    """Stands for the end of the process."""


class Interrupted(Session):
    """Ends the run at the report that begins so."""

    def __init__(self, killed_at: str) -> None:
        super().__init__()
        self._killed_at = killed_at

    def progress(self, fraction: float, message: str = "") -> None:
        super().progress(fraction, message)
        if message.startswith(self._killed_at):
            raise Killed


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return without_saver(save_v1(tmp_path_factory.mktemp("modules") / "tiny"))


@pytest.fixture(scope="module")
def scene() -> dict[str, np.ndarray]:
    """Patches of two classes that differ in the fineness of a pattern, its bands' means being alike."""
    random = np.random.default_rng(0)
    codes = np.repeat(CLASSES, 60)
    rows, columns = np.mgrid[:12, :12]
    fine, coarse = (rows + columns) % 2, (rows // 3 + columns // 3) % 2
    patches = np.where((codes == CLASSES[0])[:, None, None, None], fine[None, :, :, None], coarse[None, :, :, None])
    patches = 0.3 + 0.03 * patches + random.normal(0, 0.08, (120, 12, 12, BANDS))
    groups = np.arange(120) // 10
    return {
        "patches": patches.astype(np.float32),
        "codes": codes,
        "groups": groups,
        "part": holdout.roles(codes, groups, 0),
    }


def run(
    module: Path, scene: dict[str, np.ndarray], folder: Path, session: Any = None, **changed: Any
) -> dict[str, Any]:
    settings = {**SETTINGS, "folder": str(module), **changed}
    return finetune.run(session or Session(), **scene, settings=settings, state=str(folder))


@pytest.fixture(scope="module")
def tuned(module: Path, scene: dict[str, np.ndarray], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    folder = tmp_path_factory.mktemp("tuned")
    session = Session()
    result = run(module, scene, folder, session, epochs=24)
    result["messages"] = session.messages
    return folder / "module", result


def test_it_learns(tuned: tuple[Path, Any], scene: dict[str, np.ndarray]) -> None:
    _, result = tuned
    right = scene["codes"][scene["part"] == holdout.JUDGE]
    frozen, after = ((result[name] == right).mean() for name in ("frozen", "tuned"))
    assert after >= 0.8 and after >= frozen + 0.05, (frozen, after)
    losses = [row["loss"] for row in result["history"]]
    assert losses[-1] < losses[0] and all(row["weight_decay"] > 0 for row in result["history"])
    assert any("Epoch 2/24: loss" in text and "held out" in text for text in result["messages"])


def test_result_is_a_module_of_the_same_format(tuned: tuple[Path, Any], module: Path, scene: dict[str, Any]) -> None:
    folder, result = tuned
    check(folder)
    assert (folder / "saved_model.pb").read_bytes() == (module / "saved_model.pb").read_bytes()
    assert (folder / "tfhub_module.pb").read_bytes() == b"\x08\x03"
    loaded, old = (hub.load(str(path), tags=[]) for path in (folder, module))
    features = loaded.signatures["default"](images=tf.constant(scene["patches"]))["default"]
    np.testing.assert_allclose(features, result["features"], atol=1e-5)
    values, before = ({v.name: v.numpy() for v in m.variables} for m in (loaded, old))
    assert set(values) == set(before) and len(values) == 5
    assert all(np.abs(values[name] - before[name]).max() > 1e-4 for name in values)  # weights and moving averages
    assert len(hub.load(str(folder), tags={"train"}).variables) == 5


def test_again(tuned: tuple[Path, Any], scene: dict[str, np.ndarray], tmp_path: Path) -> None:
    folder, first = tuned
    again = run(folder, scene, tmp_path, epochs=1, peak=1e-4)
    right = scene["codes"][scene["part"] == holdout.JUDGE]
    assert (again["frozen"] == first["tuned"]).all() and (again["tuned"] == right).mean() >= 0.8


def test_resumed_equals_uninterrupted(module: Path, scene: dict[str, np.ndarray], tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    whole = run(module, scene, tmp_path / "a")
    with pytest.raises(Killed):
        run(module, scene, tmp_path / "b", Interrupted("Epoch 2/4"))
    assert sorted(path.name for path in (tmp_path / "b").iterdir()) == ["training.npz"]
    session = Session()
    resumed = run(module, scene, tmp_path / "b", session)
    assert [text[:9] for text in session.messages if text.startswith("Epoch")] == ["Epoch 3/4", "Epoch 4/4"]
    np.testing.assert_allclose(resumed["features"], whole["features"], atol=1e-5)
    assert [row["epoch"] for row in resumed["history"]] == [1, 2, 3, 4]


def test_head_only_leaves_the_module(module: Path, scene: dict[str, np.ndarray], tmp_path: Path) -> None:
    result = run(module, scene, tmp_path, layers="head")
    assert result["history"] == [] and (result["frozen"] == result["tuned"]).all()
    index = "variables/variables.index"
    assert (tmp_path / "module" / index).read_bytes() == (module / index).read_bytes()


def test_early_stopping_keeps_the_best(module: Path, scene: dict[str, np.ndarray], tmp_path: Path) -> None:
    session = Session()
    result = run(module, scene, tmp_path, session, epochs=40, peak=0.3)
    losses = [row["held_out_loss"] for row in result["history"]]
    best = int(np.argmin(losses))
    if len(losses) < 40:
        assert len(losses) == best + 1 + 10 and any("no better" in text for text in session.messages)


def test_diverging_is_said(module: Path, scene: dict[str, np.ndarray], tmp_path: Path) -> None:
    broken = {**scene, "patches": np.full_like(scene["patches"], 1e30)}
    with pytest.raises((So2SatError, ValueError), match="LEARNINGRATE|infinity|NaN"):
        run(module, broken, tmp_path, peak=1e6)
    assert not (tmp_path / "module").exists()


def test_too_few_samples(module: Path, scene: dict[str, np.ndarray], tmp_path: Path) -> None:
    one = {**scene, "codes": np.full_like(scene["codes"], 3)}
    with pytest.raises(So2SatError, match="at least 8 samples of 2 classes"):
        run(module, one, tmp_path)


def test_reference_variables(scene: dict[str, np.ndarray], tmp_path: Path) -> None:
    folder = save_v1(tmp_path / "m", lambda images, training: tiny_network(images, training, resource=False))
    with pytest.raises(So2SatError, match="reference variables"):
        run(folder, scene, tmp_path)


def test_settling_takes_the_batches_statistics(module: Path) -> None:
    """Whatever momentum the graph has, the moving averages become the mean of the batches' statistics."""
    trainable = Trainable(module)
    batches = [tf.random.stateless_uniform([16, 8, 8, BANDS], [i, 0]) for i in range(3)]
    trainable.settle(iter(batches))
    kernel = trainable.variables["tiny/conv1/weights"]
    maps = [tf.nn.conv2d(batch, kernel, 2, "SAME").numpy().reshape(-1, 6) for batch in batches]
    mean, variance = (trainable.variables[f"tiny/conv1/BatchNorm/moving_{n}"].numpy() for n in ("mean", "variance"))
    np.testing.assert_allclose(mean, np.mean([m.mean(0) for m in maps], axis=0), atol=1e-5)
    np.testing.assert_allclose(variance, np.mean([m.var(0, ddof=1) for m in maps], axis=0), atol=1e-5)


@needs_shared
def test_last_block_of_the_demo(tmp_path: Path) -> None:
    trainable = Trainable(RESNET20)
    assert len(trainable.trained("all")) == 82 or len(trainable.trained("all")) == 84  # with the logits' two
    last = {v.name.split("/")[0] for v in trainable.trained("last")}
    assert {"conv2d_16", "conv2d_22", "batch_normalization_19"} <= last
    assert not last & {f"conv2d_{i}" for i in range(1, 16)}


def test_turned_is_the_eight_orientations() -> None:
    patch = np.arange(3 * 3 * 1, dtype=np.float32).reshape(1, 3, 3, 1)
    many = finetune.turned(np.repeat(patch, 400, axis=0), np.random.default_rng(0))
    seen = {tuple(p.ravel()) for p in many}
    assert len(seen) == 8 and tuple(patch.ravel()) in seen
    assert all(sorted(s) == sorted(patch.ravel()) for s in seen)


def test_schedule() -> None:
    rate = optimizer.schedule(100, 2.0)
    rates = [float(rate(step)) for step in range(100)]
    assert max(rates) == 2.0 and rates[0] == pytest.approx(0.2) and rates[-1] < 0.01
    assert np.argmax(rates) == 10 and (np.diff(rates[10:]) < 0).all()
