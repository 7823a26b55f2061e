"""A module's graph for training: gradients, batch-norm updates, and the way back to a module.

TensorFlow 2 loads the graph with the tag `train` as a function of images. Pruned to features, update ops and
regularisation losses it can be differentiated, and the moving averages move (`update_ops` are not run otherwise).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ...engine.errors import So2SatError
from ..modules.loading import TRAIN, load
from ..modules.receptive import jumps

SIGNATURES = ("image_feature_vector", "default")
LAYERS = ("all", "last", "head")


class Trainable:
    """The graph for training of the module in `folder`.

    `run(images)` returns features (n, d) and the sum of the regularisation losses, and moves the moving averages.
    """

    def __init__(self, folder: str | Path, output: str = "default") -> None:
        """Load it; raises So2SatError where the module has no such graph or no such output."""
        self.folder = Path(folder)
        self._module = load(folder, training=True)
        self._graph = self._module.graph
        self.variables = {v.name.split(":")[0]: v for v in self._module.variables}
        if not self.variables:
            raise So2SatError(
                f"Module {folder} keeps its weights in reference variables of TensorFlow 1, which TensorFlow 2 cannot "
                "train. It can be used as it is, not fine-tuned."
            )
        image, features = self._tensors(output)
        updates = [op.name for op in self._graph.get_collection("update_ops")]
        losses = [loss.name for loss in self._graph.get_collection("regularization_losses")]
        self._function = self._module.prune(image, {"features": features, "updates": updates, "losses": losses})
        self._check_saved_names()

    def run(self, images: Any) -> tuple[Any, Any]:
        """Return (features, regularisation loss) of a batch of images; moves the moving averages."""
        import tensorflow as tf

        result = self._function(images)
        return result["features"], tf.add_n(result["losses"]) if result["losses"] else tf.constant(0.0)

    def trained(self, layers: str) -> list[Any]:
        """Return the variables that are trained with `layers`, one of `LAYERS`."""
        collected = {v.name for v in self._graph.get_collection("trainable_variables")}
        trainable = {
            name: v for name, v in self.variables.items() if (v.name in collected if collected else v.trainable)
        }
        if layers == "all":
            return list(trainable.values())
        last = self._last_block()
        return [v for name, v in trainable.items() if name in last]

    def settle(self, batches: Iterable[Any]) -> None:
        """Set the moving averages to the mean of the batches' own statistics.

        A short training leaves moving averages behind the weights (they keep 99 % and more a step). The graph's
        update is new = k · old + (1 − k) · batch with a k that only the graph knows, so each batch is run from
        old = 0, and the first from old = 1 too, which tells k. Averages that do not move so are left as they are.
        """
        moving = [v for v in self.variables.values() if not v.trainable and v.dtype.is_floating]
        before = [v.numpy() for v in moving]
        total: list[Any] = []
        for number, images in enumerate(batches):
            from_zero = self._moved(moving, 0.0, images)
            if number == 0:
                keep = [one - zero for one, zero in zip(self._moved(moving, 1.0, images), from_zero, strict=True)]
                total = [np.zeros_like(v) for v in from_zero]
            total = [t + v for t, v in zip(total, from_zero, strict=True)]
        for i, variable in enumerate(moving):
            k = float(np.mean(keep[i])) if total else 1.0
            known = 0.0 <= k < 0.99999 and float(np.ptp(keep[i])) < 1e-3
            variable.assign(total[i] / ((number + 1) * (1.0 - k)) if known else before[i])

    def _moved(self, moving: list[Any], old: float, images: Any) -> list[np.ndarray]:
        for variable in moving:
            variable.assign(np.full(variable.shape, old, variable.dtype.as_numpy_dtype))
        self.run(images)
        return [variable.numpy() for variable in moving]

    def _tensors(self, output: str) -> tuple[str, str]:
        """Return the names of the input and of an output in the graph for training."""
        from tensorflow.core.protobuf import saved_model_pb2

        model = saved_model_pb2.SavedModel()
        model.ParseFromString((self.folder / "saved_model.pb").read_bytes())
        (graph,) = [g for g in model.meta_graphs if TRAIN in g.meta_info_def.tags][:1]
        names = [*SIGNATURES, *graph.signature_def]
        for name in names:
            signature = graph.signature_def.get(name)
            if signature and output in signature.outputs and len(signature.inputs) == 1:
                (image,) = signature.inputs.values()
                return image.name, signature.outputs[output].name
        found = sorted({key for signature in graph.signature_def.values() for key in signature.outputs})
        raise So2SatError(f"The graph for training of {self.folder} has no output '{output}'; it has {found}.")

    def _last_block(self) -> set[str]:
        """Return the names of the variables used at the coarsest resolution: from the last stride on."""
        jump = jumps(self._function.inputs[0], self._function.graph)
        deepest = max(jump.values(), default=1)
        owner = {inner.name: external for external, inner in self._function.graph.captures}
        by_handle = {id(v.handle): name for name, v in self.variables.items()}
        found: set[str] = set()
        for name, value in jump.items():
            if value < deepest:
                continue
            waiting = [t for t in self._function.graph.get_operation_by_name(name).inputs if t.op.name not in jump]
            while waiting:
                tensor = waiting.pop()
                if tensor.name in owner:
                    found.add(by_handle.get(id(owner[tensor.name]), ""))
                else:
                    waiting += [t for t in tensor.op.inputs if t.op.name not in jump]
        return found

    def _check_saved_names(self) -> None:
        """Raise unless every variable is stored under its own name: only then can it be written back."""
        saved = self._saved()
        for name, variable in self.variables.items():
            if name not in saved or not np.array_equal(saved[name], variable.numpy(), equal_nan=True):
                raise So2SatError(
                    f"Module {self.folder} stores its variable {name} under another name, so that a fine-tuned one "
                    "could not be written back. It cannot be fine-tuned."
                )

    def _saved(self) -> dict[str, np.ndarray]:
        import tensorflow as tf

        reader = tf.train.load_checkpoint(str(self.folder / "variables/variables"))
        return {name: reader.get_tensor(name) for name in reader.get_variable_to_shape_map()}

    def write(self, folder: Path) -> None:
        """Write a module with the same graphs and today's variables into the new `folder`."""
        import tensorflow as tf

        values = {**self._saved(), **{name: v.numpy() for name, v in self.variables.items()}}
        (folder / "variables").mkdir(parents=True)
        for name in ("saved_model.pb", "tfhub_module.pb"):
            if (self.folder / name).is_file():
                shutil.copyfile(self.folder / name, folder / name)
        if (self.folder / "assets").is_dir():
            shutil.copytree(self.folder / "assets", folder / "assets")
        prefix, names = str(folder / "variables/variables"), sorted(values)
        shard = f"{prefix}_temp/part"
        tf.raw_ops.SaveV2(
            prefix=shard, tensor_names=names, shape_and_slices=[""] * len(names), tensors=[values[n] for n in names]
        )
        tf.raw_ops.MergeV2Checkpoints(checkpoint_prefixes=[shard], destination_prefix=prefix, delete_old_dirs=True)


def set_values(variables: Sequence[Any], values: Sequence[np.ndarray]) -> None:
    """Give variables the values kept of them."""
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)
