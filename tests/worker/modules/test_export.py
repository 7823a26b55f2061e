"""The exporter and the networks: the format of TF1 Hub, the shape of TF-Slim's ResNet-50 v2."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_hub as hub

from so2sat_qgis_plugin.worker.modules.export import export_resnet50
from so2sat_qgis_plugin.worker.modules.trust import check


def test_twin_has_the_shape_of_the_module(twin: Path) -> None:
    check(twin)
    assert (twin / "tfhub_module.pb").read_bytes() == b"\x08\x03"
    module = hub.load(str(twin), tags=[])
    images = tf.random.stateless_uniform([1, 224, 224, 10], [1, 2])
    outputs = module.signatures["image_feature_vector"](images=images)
    assert outputs["default"].shape == (1, 2048) and outputs["feature_map"].shape == (1, 7, 7, 2048)
    np.testing.assert_allclose(outputs["default"], tf.reduce_mean(outputs["feature_map"], [1, 2]), rtol=1e-5)
    np.testing.assert_array_equal(module.signatures["default"](images=images)["default"], outputs["default"])
    assert float(tf.math.reduce_std(outputs["default"])) > 0.01


def test_train_graph_is_complete(twin: Path) -> None:
    module = hub.load(str(twin), tags={"train"})
    assert len(module.variables) == 270
    assert sum(variable.trainable for variable in module.variables) == 172
    assert len(module.graph.get_collection("update_ops")) == 98
    assert len(module.graph.get_collection("regularization_losses")) == 53
    names = {variable.name for variable in module.variables}
    assert "resnet_v2_50/block1/unit_1/bottleneck_v2/conv1/BatchNorm/moving_mean:0" in names
    assert "resnet_v2_50/block4/unit_3/bottleneck_v2/conv3/biases:0" in names


def test_nothing_is_replaced(twin: Path) -> None:
    before = sorted(path.name for path in twin.parent.iterdir())
    with pytest.raises(OSError, match="not empty"):
        export_resnet50(twin)
    assert sorted(path.name for path in twin.parent.iterdir()) == before
