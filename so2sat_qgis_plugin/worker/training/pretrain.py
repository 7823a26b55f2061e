"""Make the module itself: a ResNet-50 v2 with 10 bands, trained on So2Sat LCZ42, written as a module.

    python -m so2sat_qgis_plugin.worker.training.pretrain --train training.h5 --validation validation.h5 \\
        --state run1 --output so2sat-ms-resnet50

Needs the runtime's Python (TensorFlow, h5py). Runs on one device or all GPUs; stopped at any moment, the same command
goes on from the last snapshot. See docs/modules.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...engine.errors import So2SatError
from ..modules.export import SIGNATURE, WEIGHT_DECAY, export_module
from ..modules.layers import Layers
from ..modules.resnet import RESNET20_NORM, RESNET50_NORM, resnet20, resnet50_lcz
from . import optimizer, snapshot
from .finetune import turned
from .lcz42 import BANDS, CLASSES, SIDE, Lcz42

NETWORKS = {"resnet50": (resnet50_lcz, RESNET50_NORM, 224), "resnet20": (resnet20, RESNET20_NORM, 32)}


@dataclass(frozen=True)
class Settings:
    """How to train; `batch` is of all devices together."""

    network: str = "resnet50"
    epochs: int = 30
    batch: int = 256
    rate: float = 1e-3
    size: int = 0
    precision: str = "float32"
    seed: int = 0

    @property
    def side(self) -> int:
        """Side in pixels that patches are enlarged to."""
        return self.size or NETWORKS[self.network][2]


class Pretraining:
    """Variables, optimiser and how far the training is."""

    def __init__(self, settings: Settings, state: Path, strategy: Any = None) -> None:
        """Make the variables (drawn with the seed), or take up what `state` holds."""
        import tensorflow as tf

        self._tf, self.settings = tf, settings
        self.strategy = strategy or _strategy(tf)
        self._network, self._norm, _ = NETWORKS[settings.network]
        self._file = state / "pretraining.npz"
        self._names: dict[str, Any] = {}
        self._kinds: dict[str, str] = {}
        self._random = np.random.default_rng(settings.seed)
        with self.strategy.scope():
            self._run(tf.zeros((1, SIDE, SIDE, BANDS)), training=False)  # makes the variables
            trained = [v for name, v in self._names.items() if not self._kinds[name].startswith("moving")]
            self._adam = optimizer.adam(trained)
        self._trained = trained
        self._kernels = [v for name, v in self._names.items() if self._kinds[name] == "kernel"]
        self.epoch, self.step, self.history = 0, 0, []  # type: ignore[var-annotated]
        self._resume()
        self._train_step = tf.function(self._distributed_step, autograph=False)
        self._predict = tf.function(lambda images: self._run(images, training=False), autograph=False)

    def _variable(self, name: str, shape: tuple[int, ...], kind: str) -> Any:
        if name not in self._names:
            tf, moving = self._tf, kind.startswith("moving")
            self._kinds[name] = kind
            self._names[name] = tf.Variable(
                self._first_value(shape, kind),
                name=name,
                trainable=not moving,
                synchronization=tf.VariableSynchronization.ON_READ if moving else tf.VariableSynchronization.AUTO,
                aggregation=tf.VariableAggregation.MEAN if moving else tf.VariableAggregation.ONLY_FIRST_REPLICA,
            )
        return self._names[name]

    def _first_value(self, shape: tuple[int, ...], kind: str) -> np.ndarray:
        """Return He's normal initialisation for kernels, 0 or 1 for the rest."""
        if kind == "kernel":
            return self._random.normal(0.0, np.sqrt(2.0 / np.prod(shape[:-1])), shape).astype(np.float32)
        return np.full(shape, float(kind in ("gamma", "moving_variance")), np.float32)

    def _run(self, images: Any, training: bool) -> Any:
        """Return the logits (n, 17) float32 of patches (n, 32, 32, 10) float32."""
        tf = self._tf
        if self.settings.side != SIDE:
            images = tf.image.resize(images, (self.settings.side,) * 2, "bilinear")
        layers = Layers(self._variable, training, **self._norm)
        outputs = self._network(tf.cast(images, self.settings.precision), layers)
        return tf.cast(outputs["logits"], tf.float32)

    def _replica_step(self, images: Any, classes: Any) -> Any:
        tf = self._tf
        with tf.GradientTape() as tape:
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(classes, self._run(images, training=True))
            loss = tf.reduce_sum(losses) / self.settings.batch
            decay = tf.add_n([tf.nn.l2_loss(kernel) for kernel in self._kernels]) * WEIGHT_DECAY
            total = loss + decay / self.strategy.num_replicas_in_sync
        gradients = tape.gradient(total, self._trained)
        gradients = tf.distribute.get_replica_context().all_reduce(tf.distribute.ReduceOp.SUM, gradients)
        self._adam.apply_gradients(zip(gradients, self._trained), skip_gradients_aggregation=True)
        return loss

    def _distributed_step(self, images: Any, classes: Any) -> Any:
        losses = self.strategy.run(self._replica_step, args=(images, classes))
        return self.strategy.reduce(self._tf.distribute.ReduceOp.SUM, losses, axis=None)

    def _spread(self, values: np.ndarray) -> Any:
        """Return a batch cut into as many pieces as there are devices."""
        pieces = np.array_split(values, self.strategy.num_replicas_in_sync)
        return self.strategy.experimental_distribute_values_from_function(
            lambda context: self._tf.constant(pieces[context.replica_id_in_sync_group])
        )

    def train(self, data: Lcz42, validation: Lcz42 | None, save_every: int, say: Any = print) -> None:
        """Train to the end, saving every `save_every` steps and after each epoch."""
        how = self.settings
        steps = data.steps(how.batch)
        if steps == 0:
            raise So2SatError(f"The training file has {data.count} samples, too few for one batch of {how.batch}.")
        rate = optimizer.schedule(how.epochs * steps, how.rate)
        while self.epoch < how.epochs:
            losses = []
            for images, classes in data.epoch(how.batch, how.seed, self.epoch, self.step):
                number = self.epoch * steps + self.step
                images = turned(images, np.random.default_rng([how.seed, self.epoch, self.step]))
                self._adam.learning_rate.assign(float(rate(number)))
                losses.append(float(self._train_step(self._spread(images), self._spread(classes))))
                self.step += 1
                if not np.isfinite(losses[-1]):
                    raise So2SatError(f"Training diverged at step {number}: choose a --rate below {how.rate:g}.")
                if self.step % save_every == 0:
                    say(f"epoch {self.epoch + 1} step {self.step}/{steps} loss {np.mean(losses[-save_every:]):.4f}")
                    self._save()
            row = {"epoch": self.epoch + 1, "loss": float(np.mean(losses or [np.nan])), **self._validate(validation)}
            self.history.append(row)
            self.epoch, self.step = self.epoch + 1, 0
            self._save()
            say(json.dumps(row))

    def _validate(self, data: Lcz42 | None) -> dict[str, float]:
        """Return overall accuracy, and the mean of the classes' accuracies."""
        if data is None:
            return {}
        right, counts = np.zeros(CLASSES), np.zeros(CLASSES)
        for start in range(0, data.count, self.settings.batch):
            images, classes = data.read(start, min(start + self.settings.batch, data.count))
            hits = self._predict(self._tf.constant(images)).numpy().argmax(axis=1) == classes
            right += np.bincount(classes, weights=hits, minlength=CLASSES)
            counts += np.bincount(classes, minlength=CLASSES)
        present = counts > 0
        return {
            "overall_accuracy": float(right.sum() / counts.sum()),
            "average_accuracy": float((right[present] / counts[present]).mean()),
        }

    def values(self) -> dict[str, np.ndarray]:
        """Return every variable of the network by name."""
        return {name: self._tf.convert_to_tensor(v).numpy() for name, v in self._names.items()}

    def _save(self) -> None:
        moments = [v.numpy() for v in self._adam.variables]
        info = {"settings": asdict(self.settings), "epoch": self.epoch, "step": self.step, "history": self.history}
        snapshot.save(self._file, {"value": list(self.values().values()), "moment": moments}, info)

    def _resume(self) -> None:
        kept = snapshot.load(self._file, {"value": len(self._names), "moment": len(self._adam.variables)})
        if kept is None:
            return
        values, info = kept
        if info["settings"] != asdict(self.settings):
            raise So2SatError(
                f"{self._file} was begun with {info['settings']}, not with {asdict(self.settings)}. Take other "
                "settings to another --state, or delete it."
            )
        for variable, value in zip(self._names.values(), values["value"], strict=True):
            variable.assign(value)
        for variable, value in zip(self._adam.variables, values["moment"], strict=True):
            variable.assign(value)
        self.epoch, self.step, self.history = info["epoch"], info["step"], info["history"]

    def export(self, folder: Path) -> None:
        """Write the module."""
        export_module(folder, self._network, self._norm, BANDS, self.values())


def _strategy(tf: Any) -> Any:
    """Return a strategy over all GPUs, or the plain one where there is one device at most."""
    gpus = tf.config.list_physical_devices("GPU")
    for gpu in gpus:
        tf.config.experimental.set_memory_growth(gpu, True)
    return tf.distribute.MirroredStrategy() if len(gpus) > 1 else tf.distribute.get_strategy()


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse the command line, train, export."""
    parser = argparse.ArgumentParser(prog="so2sat_qgis_plugin.worker.training.pretrain", description=__doc__)
    parser.add_argument("--train", required=True, help="training.h5 of So2Sat LCZ42")
    parser.add_argument("--validation", help="validation.h5; its accuracy is printed after each epoch")
    parser.add_argument("--state", required=True, type=Path, help="folder for snapshots, to resume from")
    parser.add_argument("--output", required=True, type=Path, help="folder of the module to write (new)")
    parser.add_argument("--network", default="resnet50", choices=sorted(NETWORKS))
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--batch", type=int, default=256, help="samples a step, over all devices")
    parser.add_argument("--rate", type=float, default=1e-3, help="largest learning rate")
    parser.add_argument("--size", type=int, default=0, help="side that patches are enlarged to (0: 224, or 32)")
    parser.add_argument("--precision", default="float32", choices=["float32", "bfloat16"])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--most", type=int, default=0, help="use only the first so many samples")
    parser.add_argument("--save-every", type=int, default=500, help="steps between snapshots")
    given = parser.parse_args(arguments)
    names = ("network", "epochs", "batch", "rate", "size", "precision", "seed")
    try:
        training = Pretraining(Settings(**{name: getattr(given, name) for name in names}), given.state)
        validation = Lcz42(given.validation, given.most) if given.validation else None
        training.train(Lcz42(given.train, given.most), validation, given.save_every)
        training.export(given.output)
    except So2SatError as error:
        sys.exit(str(error))
    print(f"Module written to {given.output}: signature {SIGNATURE}, outputs default, feature_map, logits and others.")


if __name__ == "__main__":
    main()
