"""Fine-tune a module on labelled patches: its graph for training, a linear head, early stopping, resume."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...engine.errors import So2SatError
from ...engine.features.view_names import EMBEDDING
from ...engine.reference.holdout import JUDGE, STOP, TRAIN
from ..backends.embedder import Opening
from ..backends.tensorflow_embedder import TensorFlowEmbedder, tensorflow
from ..estimators import classifier, classifiers
from ..estimators.views import Views
from ..estimators.vote import Vote
from ..server import Session
from . import optimizer, snapshot
from .trainable import Trainable, set_values

HEAD_DECAY = 1e-4
_SETTLING = 512  # samples that the moving averages are settled on
_PEAK = {"all": 3e-4, "last": 1e-3}
_LINEAR: classifiers.Setting = ("logistic regression", {})


@dataclass(frozen=True)
class Settings:
    """How to train. `batch` and `peak` (learning rate) 0 choose by themselves; `input_size` 0 = no enlarging."""

    folder: str
    output: str
    layers: str
    epochs: int
    batch: int
    peak: float
    augment: bool
    seed: int
    input_size: int

    def opening(self, window: int, folder: str | None = None) -> Opening:
        """Return how the module, or its fine-tuned form in `folder`, is opened for inference."""
        size = self.input_size if self.input_size != window else 0
        return Opening(folder or self.folder, window, size, self.output)


def run(
    session: Session,
    *,
    patches: np.ndarray,
    codes: np.ndarray,
    groups: np.ndarray,
    part: np.ndarray,
    settings: dict[str, Any],
    state: str,
) -> dict[str, Any]:
    """Fine-tune on patches (n, w, w, bands) float32 with class codes, groups and parts (n,; see reference/holdout.py).

    Writes the fine-tuned module to `state`/module; `state` is a folder to resume from after a kill, empty at first.
    Returns the arrays `frozen` and `tuned` (predicted codes of the part `JUDGE`, by a logistic regression on
    the features of the module before and after), `features` (n, d) after, and `content`: the same regression on
    all samples, as `classifier.pack` makes it; and `history`, a row an epoch.
    """
    how = Settings(**settings)
    _check(codes, part)
    session.progress(0.0, "Embedding the samples with the module as it is")
    before = TensorFlowEmbedder(how.opening(patches.shape[1])).vectors(patches)
    history: list[dict[str, Any]] = []
    target = Path(state) / "module"
    shutil.rmtree(target, ignore_errors=True)
    if how.layers == "head":
        shutil.copytree(how.folder, target)
        after = before
    else:
        training = _Training(how, patches, codes, part, Path(state))
        history = training.train(session)
        training.trainable.write(target)
        session.progress(0.95, "Embedding the samples with the fine-tuned module")
        after = TensorFlowEmbedder(how.opening(patches.shape[1], str(target))).vectors(patches)
    frozen, _ = _judge(before, codes, part, how.seed)
    tuned, temperature = _judge(after, codes, part, how.seed)
    estimator = classifiers.fit(_LINEAR, after, codes, how.seed)
    vote = Vote((estimator,), (EMBEDDING,), (1.0,), temperature, np.unique(codes))
    content = classifier.pack(vote, Views({EMBEDDING: after}, 0), 0, groups, how.seed)
    return {"features": after, "history": history, "frozen": frozen, "tuned": tuned, "content": content}


def _check(codes: np.ndarray, part: np.ndarray) -> None:
    trained = np.unique(codes[part == TRAIN])
    if len(trained) < 2 or (part == TRAIN).sum() < 8:
        raise So2SatError(
            f"There are {int((part == TRAIN).sum())} training samples of {len(trained)} classes after polygons were "
            "held out; fine-tuning needs at least 8 samples of 2 classes. Add polygons, or choose another VALIDATION."
        )


def _judge(features: np.ndarray, codes: np.ndarray, part: np.ndarray, seed: int) -> tuple[np.ndarray, float]:
    """Return the codes predicted for the part `JUDGE`, and the temperature that calibrates their probabilities."""
    known, held = np.unique(codes), part == JUDGE
    if not held.any():
        return np.zeros(0, np.int64), 1.0
    estimator = classifiers.fit(_LINEAR, features[~held], codes[~held], seed)
    scores = classifiers.log_scores(estimator, features[held], known)
    predicted = np.asarray(known[scores.argmax(axis=1)], np.int64)
    return predicted, classifiers.fit_temperature(scores, np.searchsorted(known, codes[held]))


class _Training:
    """The state of a run: module, head, optimiser, the best epoch so far."""

    def __init__(self, how: Settings, patches: np.ndarray, codes: np.ndarray, part: np.ndarray, state: Path) -> None:
        self._tf = tf = tensorflow()
        self._how, self._patches, self._file = how, patches, state / "training.npz"
        self._known, self._columns = np.unique(codes, return_inverse=True)
        self._train, self._stop = np.flatnonzero(part == TRAIN), np.flatnonzero(part == STOP)
        counts = np.bincount(self._columns[self._train], minlength=len(self._known))
        self._weight = (counts.sum() / (np.count_nonzero(counts) * np.maximum(counts, 1))).astype(np.float32)
        self._batch = _batch_size(how, patches.shape[1], len(self._train), bool(tf.config.list_physical_devices("GPU")))
        self.trainable = Trainable(how.folder, how.output or "default")
        self._inference = _Inference(how.folder, how.output, self._enlarged)
        weights, bias = self._first_head()
        self._head = [tf.Variable(weights), tf.Variable(bias)]
        trained = self.trainable.trained(how.layers)
        self._variables = [*trained, *self._head]
        self._adam = optimizer.adam(self._variables)
        steps = how.epochs * len(self._split(self._train))
        self._rate = optimizer.schedule(steps, how.peak or _PEAK[how.layers])
        self._step = self._make_step()

    def _enlarged(self, patches: np.ndarray) -> Any:
        tf, size = self._tf, self._how.input_size
        images = tf.constant(patches)
        return images if size in (0, patches.shape[1]) else tf.image.resize(images, (size, size), "bilinear")

    def _all_values(self) -> list[Any]:
        return [*self.trainable.variables.values(), *self._head]

    def _first_head(self) -> tuple[np.ndarray, np.ndarray]:
        """Return a linear head fitted to the features before training (Kumar et al. 2022, arXiv:2202.10054).

        The features are those of the graph for training, whose batch norm sees the batch's own statistics.
        """
        before = [v.numpy() for v in self.trainable.variables.values()]
        rows = np.random.default_rng(self._how.seed).permutation(self._train)
        features = [self.trainable.run(self._enlarged(self._patches[part]))[0].numpy() for part in self._split(rows)]
        set_values(list(self.trainable.variables.values()), before)
        x, y = np.concatenate(features), self._columns[rows]
        pipeline = classifiers.fit(_LINEAR, x, y, self._how.seed)
        scaler, linear = pipeline[0], pipeline[-1]
        coefficients, intercept = linear.coef_, linear.intercept_
        if len(linear.classes_) == 2:  # one row: the difference of the two classes
            coefficients, intercept = (
                np.vstack([-coefficients, coefficients]) / 2,
                np.hstack([-intercept, intercept]) / 2,
            )
        coefficients = coefficients / scaler.scale_
        weights = np.zeros((x.shape[1], len(self._known)), np.float32)
        bias = np.full(len(self._known), -10.0, np.float32)  # classes that no training sample has
        weights[:, linear.classes_] = coefficients.T
        bias[linear.classes_] = intercept - coefficients @ scaler.mean_
        return weights, bias

    def _split(self, rows: np.ndarray) -> list[np.ndarray]:
        """Return `rows` in batches of nearly equal size: batch norm takes no small rest well."""
        return np.array_split(rows, max(1, len(rows) // self._batch))

    def _make_step(self) -> Any:
        tf, trainable = self._tf, self.trainable
        weights, bias = self._head

        def step(images: Any, columns: Any, sample_weights: Any) -> tuple[Any, Any]:
            with tf.GradientTape() as tape:
                features, decay = trainable.run(images)
                logits = tf.linalg.matmul(features, weights) + bias
                losses = tf.nn.sparse_softmax_cross_entropy_with_logits(columns, logits)
                loss = tf.reduce_mean(sample_weights * losses)
                total = loss + decay + HEAD_DECAY * tf.nn.l2_loss(weights)
            gradients = tape.gradient(total, self._variables)
            known = [(g, v) for g, v in zip(gradients, self._variables) if g is not None]
            self._adam.apply_gradients(known)
            return loss, decay

        return tf.function(step, autograph=False, reduce_retracing=True)

    def train(self, session: Session) -> list[dict[str, Any]]:
        """Train to the end or until held-out samples get no better; leaves the best epoch's values."""
        history, best = self._resumed()
        patience = max(3, self._how.epochs // 4)
        for epoch in range(len(history), self._how.epochs):
            since = len(history) - 1 - _best_epoch(history) if history else 0
            if len(self._stop) and since >= patience:
                session.progress(0.9, f"Held-out samples got no better for {patience} epochs: stopped.")
                break
            row = {"epoch": epoch + 1, **self._epoch(epoch, session)}
            history.append(row)
            if not len(self._stop) or _best_epoch(history) == epoch:
                best = [v.numpy() for v in self._all_values()]
            self._keep(history, best)
            session.progress(0.1 + 0.8 * (epoch + 1) / self._how.epochs, _line(history, self._how.epochs))
        set_values(self._all_values(), best)
        return history

    def _epoch(self, epoch: int, session: Session) -> dict[str, Any]:
        random = np.random.default_rng([self._how.seed, epoch])
        batches = self._split(random.permutation(self._train))
        losses = []
        for i, rows in enumerate(batches):
            rate = float(self._rate(epoch * len(batches) + i))
            self._adam.learning_rate.assign(rate)
            patches = turned(self._patches[rows], random) if self._how.augment else self._patches[rows]
            columns = self._columns[rows].astype(np.int32)
            images = self._enlarged(patches)
            loss, decay = self._step(images, columns, self._weight[columns])
            losses.append(float(loss))
            if not np.isfinite(losses[-1]):
                raise So2SatError(f"Training diverged in epoch {epoch + 1}: choose a LEARNINGRATE below {rate:.2g}.")
            session.progress(0.1 + 0.8 * (epoch + (i + 1) / len(batches)) / self._how.epochs)
        rows = np.random.default_rng(self._how.seed).permutation(self._train)[:_SETTLING]
        self.trainable.settle(self._enlarged(self._patches[part]) for part in self._split(rows))
        return {"loss": float(np.mean(losses)), "weight_decay": float(decay), **self._held_out()}

    def _held_out(self) -> dict[str, Any]:
        """Return loss and accuracy of the part `STOP`, classes weighing the same, with the graph for inference."""
        if not len(self._stop):
            return {"held_out_loss": None, "held_out_accuracy": None}
        features = self._inference.features(self._patches, self._stop, self._batch, self.trainable.variables)
        logits = features @ self._head[0].numpy() + self._head[1].numpy()
        columns = self._columns[self._stop]
        weights = 1.0 / np.bincount(columns)[columns]
        shifted = logits - logits.max(axis=1, keepdims=True)
        losses = np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(columns)), columns]
        correct = logits.argmax(axis=1) == columns
        total = weights.sum()
        return {
            "held_out_loss": float((weights * losses).sum() / total),
            "held_out_accuracy": float((weights * correct).sum() / total),
        }

    def _keep(self, history: list[dict[str, Any]], best: list[np.ndarray]) -> None:
        now = [v.numpy() for v in [*self._all_values(), *self._adam.variables]]
        snapshot.save(self._file, {"now": now, "best": best}, history)

    def _resumed(self) -> tuple[list[dict[str, Any]], list[np.ndarray]]:
        """Return history and best values of an earlier run that was cut off, after taking up its state."""
        values = self._all_values()
        variables = [*values, *self._adam.variables]
        kept = snapshot.load(self._file, {"now": len(variables), "best": len(values)})
        if kept is None:
            return [], [v.numpy() for v in values]
        set_values(variables, kept[0]["now"])
        return kept[1], kept[0]["best"]


class _Inference:
    """The graph for inference, with whatever values its variables are given."""

    def __init__(self, folder: str, output: str, prepare: Any) -> None:
        from ..modules.loading import entry_point, load

        self._module = load(folder)
        self._way, self._output = entry_point(self._module, output)
        self._prepare = prepare

    def features(self, patches: np.ndarray, rows: np.ndarray, batch: int, variables: dict[str, Any]) -> np.ndarray:
        for variable in self._module.variables:
            variable.assign(variables[variable.name.split(":")[0]])
        parts = [rows[i : i + batch] for i in range(0, len(rows), batch)]
        return np.concatenate([self._way.run(self._prepare(patches[p]))[self._output].numpy() for p in parts])


def turned(patches: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return each patch (n, w, w, bands) in one of its eight orientations, drawn from `random`."""
    result = np.empty_like(patches)
    choice = random.integers(8, size=len(patches))
    for orientation in range(8):
        some = np.rot90(patches[choice == orientation], orientation % 4, axes=(1, 2))
        result[choice == orientation] = some[:, :, ::-1] if orientation > 3 else some
    return result


def _batch_size(how: Settings, window: int, count: int, gpu: bool) -> int:
    side = how.input_size or window
    chosen = how.batch or (64 if gpu else int(np.clip(400_000 // side**2, 8, 32)))
    return max(4, min(chosen, count // 2))


def _best_epoch(history: list[dict[str, Any]]) -> int:
    losses = [row["held_out_loss"] for row in history]
    return int(np.argmin(losses)) if None not in losses else len(history) - 1


def _line(history: list[dict[str, Any]], epochs: int) -> str:
    """Return the log line of the last epoch, with the curve of the losses so far."""
    row = history[-1]
    text = f"Epoch {row['epoch']}/{epochs}: loss {row['loss']:.3f}"
    if row["held_out_loss"] is not None:
        text += f", held out {row['held_out_loss']:.3f}, accuracy {row['held_out_accuracy']:.1%}"
    return f"{text}  {curve([r['loss'] for r in history])}"


def curve(values: list[float]) -> str:
    """Return numbers as a row of bars, the largest full."""
    top = max([*values, 1e-12])
    return "".join("▁▂▃▄▅▆▇█"[min(7, int(8 * value / top))] for value in values)


CALLS = (run,)
