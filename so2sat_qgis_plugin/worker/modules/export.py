"""Write a network in the format of TF1 Hub: graph versions `{}` and `{"train"}` over one set of variables."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from .layers import Layers
from .resnet import RESNET50_NORM, resnet50

Network = Callable[[Any, Layers], dict[str, Any]]
WEIGHT_DECAY = 1e-4
HUB_MARK = b"\x08\x03"  # tfhub_module.pb: format 3, a SavedModel
SIGNATURE = "image_feature_vector"


def export_module(
    folder: str | Path,
    network: Network,
    norm: dict[str, float],
    bands: int,
    weights: dict[str, np.ndarray] | None = None,
    seed: int = 0,
) -> None:
    """Write `network` over (batch, height, width, bands) float32 images as a module into `folder` (new or empty).

    `weights` gives every variable's value by name; without it they are drawn with `seed`. The signature
    `image_feature_vector` has every output of the network, `default` the output `default` alone. The graph
    of `{"train"}` has batch norm in training mode, its updates in the collection `update_ops`, and L2 losses
    of the kernels in `regularization_losses`.
    """
    import tensorflow as tf

    folder = Path(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        builder = tf.compat.v1.saved_model.Builder(str(temporary / "module"))
        for training in (False, True):
            with tf.Graph().as_default(), tf.compat.v1.Session() as session:
                signatures = _build(network, norm, bands, training, weights is None, seed)
                if training:
                    builder.add_meta_graph(["train"], signatures, clear_devices=True)
                else:
                    _initialise(session, weights)
                    builder.add_meta_graph_and_variables(session, [], signatures, clear_devices=True)
        builder.save()
        (temporary / "module/tfhub_module.pb").write_bytes(HUB_MARK)
        if folder.exists():
            folder.rmdir()  # an empty one; anything else is not ours to replace
        os.replace(temporary / "module", folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def export_resnet50(folder: str | Path, bands: int = 10, seed: int = 0) -> None:
    """Write a ResNet-50 v2 with random weights: the shape of the So2Sat module, for tests and benchmarks."""
    export_module(folder, resnet50, RESNET50_NORM, bands, seed=seed)


def _build(
    network: Network, norm: dict[str, float], bands: int, training: bool, random: bool, seed: int
) -> dict[str, Any]:
    """Build the graph of one version in the default graph; return its signatures."""
    import tensorflow as tf

    v1 = tf.compat.v1
    v1.set_random_seed(seed)
    images = v1.placeholder(tf.float32, [None, None, None, bands], "images")
    layers = Layers(_graph_variables(random), training, **norm)
    outputs = network(images, layers)
    for update in layers.updates:
        v1.add_to_collection(v1.GraphKeys.UPDATE_OPS, update.op if hasattr(update, "op") else update)
    sign = v1.saved_model.signature_def_utils.predict_signature_def
    return {
        SIGNATURE: sign({"images": images}, outputs),
        "default": sign({"images": images}, {"default": outputs["default"]}),
    }


def _graph_variables(random: bool) -> Any:
    """Return the giver of variables for graphs; `random` draws moving averages and scales too (a twin's)."""
    import tensorflow as tf

    v1 = tf.compat.v1
    initialisers = {
        "kernel": v1.variance_scaling_initializer(1.0, "fan_in"),
        "bias": v1.zeros_initializer(),
        "gamma": v1.random_uniform_initializer(0.5, 1.0) if random else v1.ones_initializer(),
        "beta": v1.random_normal_initializer(0.0, 0.1) if random else v1.zeros_initializer(),
        "moving_mean": v1.random_normal_initializer(0.0, 0.1) if random else v1.zeros_initializer(),
        "moving_variance": v1.random_uniform_initializer(0.5, 1.5) if random else v1.ones_initializer(),
    }

    def variable(name: str, shape: tuple[int, ...], kind: str) -> Any:
        return v1.get_variable(
            name,
            shape,
            initializer=initialisers[kind],
            regularizer=(lambda w: WEIGHT_DECAY * tf.nn.l2_loss(w)) if kind == "kernel" else None,
            trainable=not kind.startswith("moving"),
            use_resource=True,
        )

    return variable


def _initialise(session: Any, weights: dict[str, np.ndarray] | None) -> None:
    import tensorflow as tf

    v1 = tf.compat.v1
    if weights is None:
        session.run(v1.global_variables_initializer())
        return
    variables = {variable.op.name: variable for variable in v1.global_variables()}
    if set(variables) != set(weights):
        raise ValueError(f"weights and variables differ: {sorted(set(variables) ^ set(weights))}")
    for name, variable in variables.items():
        if tuple(variable.shape) != weights[name].shape:
            raise ValueError(f"{name} has shape {tuple(variable.shape)}, the weights {weights[name].shape}")
        variable.load(weights[name], session)
