"""SavedModels that the tests make: sound ones of every kind, and ones that do what no network should."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tensorflow as tf
from tensorflow.core.protobuf import saved_model_pb2

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.worker.modules.trust import check

v1 = tf.compat.v1
BANDS = 4


def tiny_network(images: Any, training: bool, resource: bool = True) -> dict[str, Any]:
    """Conv, batch norm with moving averages, relu, mean; scopes and update ops as TF-Slim makes them."""
    kernel = v1.get_variable(
        "tiny/conv1/weights",
        [3, 3, BANDS, 6],
        initializer=v1.random_normal_initializer(0.0, 0.3, seed=1),
        regularizer=lambda w: 0.01 * tf.nn.l2_loss(w),
        use_resource=resource,
    )
    x = tf.nn.conv2d(images, kernel, 2, "SAME")
    gamma, beta, mean, variance = (
        v1.get_variable(
            f"tiny/conv1/BatchNorm/{name}",
            [6],
            initializer=v1.constant_initializer(value),
            trainable=name in ("gamma", "beta"),
            use_resource=resource,
        )
        for name, value in (("gamma", 1.0), ("beta", 0.1), ("moving_mean", 0.0), ("moving_variance", 1.0))
    )
    if training:
        x, batch_mean, batch_variance = v1.nn.fused_batch_norm(x, gamma, beta)
        for moving, batch in ((mean, batch_mean), (variance, batch_variance)):
            update = v1.assign_sub(moving, (moving - batch) * 0.1)
            v1.add_to_collection("update_ops", update.op)
    else:
        x, _, _ = v1.nn.fused_batch_norm(x, gamma, beta, mean, variance, is_training=False)
    feature_map = tf.nn.relu(x)
    return {"default": tf.reduce_mean(feature_map, [1, 2]), "feature_map": feature_map}


def save_v1(
    folder: Path,
    network: Callable[[Any, bool], dict[str, Any]] = tiny_network,
    main_op: Callable[[], Any] | None = None,
    tags: tuple[tuple[str, ...], ...] = ((), ("train",)),
    change: Callable[[tuple[str, ...]], None] | None = None,
) -> Path:
    """Write a TF1 module with one metagraph a tag set; `change` may add to each graph before it is saved."""
    builder = v1.saved_model.Builder(str(folder))
    for i, tag in enumerate(tags):
        with tf.Graph().as_default(), v1.Session() as session:
            images = v1.placeholder(tf.float32, [None, None, None, BANDS], "images")
            outputs = network(images, "train" in tag)
            sign = v1.saved_model.signature_def_utils.predict_signature_def
            signatures = {
                "image_feature_vector": sign({"images": images}, outputs),
                "default": sign({"images": images}, {"default": outputs["default"]}),
            }
            if change:
                change(tag)
            session.run(v1.global_variables_initializer())
            options = {"main_op": main_op()} if main_op else {}
            if i == 0:
                builder.add_meta_graph_and_variables(session, list(tag), signatures, **options)
            else:
                builder.add_meta_graph(list(tag), signatures, **options)
    builder.save()
    (folder / "tfhub_module.pb").write_bytes(b"\x08\x03")
    return folder


class TinyObject(tf.Module):
    """A TF2 module that is called itself, with a loop and a nested function in its graph."""

    def __init__(self, extra: Callable[[Any], Any] = lambda x: x) -> None:
        super().__init__()
        self.kernel = tf.Variable(tf.random.stateless_normal([3, 3, BANDS, 6], [1, 2]))
        self._extra = extra

    @tf.function(input_signature=[tf.TensorSpec([None, None, None, BANDS], tf.float32, "images")])
    def __call__(self, images):
        x = tf.nn.relu(tf.nn.conv2d(images, self.kernel, 2, "SAME"))
        for _ in tf.range(2):
            x = self.inner(x)
        return tf.reduce_mean(x, [1, 2])

    @tf.function
    def inner(self, x):
        return tf.ensure_shape(self._extra(x), x.shape) * 2.0


def edit(folder: Path, change: Callable[[Any], None]) -> Path:
    """Rewrite the protobuf of a saved module."""
    path = folder / "saved_model.pb"
    model = saved_model_pb2.SavedModel()
    model.ParseFromString(path.read_bytes())
    change(model)
    path.write_bytes(model.SerializeToString())
    return folder


def without_saver(folder: Path) -> Path:
    """Take the saver out of a module's graphs: hub's own exporter wrote none."""

    def change(model: Any) -> None:
        for graph in model.meta_graphs:
            graph.ClearField("saver_def")
            nodes = [node for node in graph.graph_def.node if not node.name.startswith("save/")]
            del graph.graph_def.node[:]
            graph.graph_def.node.extend(nodes)

    return edit(folder, change)


def save_tf2(folder: Path) -> Path:
    """Write a TF2 module."""
    module = TinyObject()
    tf.saved_model.save(module, str(folder), signatures=module.__call__.get_concrete_function())
    return folder


def refused(folder: Path, *ops: str) -> None:
    """Check that a module is refused, and why: the names of these operations."""
    with pytest.raises(So2SatError) as caught:
        check(folder)
    assert all(op in str(caught.value) for op in ops), str(caught.value)
