"""Seeing into modules of every kind that can be met."""

from __future__ import annotations

from pathlib import Path

import pytest
import tensorflow as tf

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.worker.modules.describe import module as describe
from so2sat_qgis_plugin.worker.modules.loading import entry_point, load
from tests.support.data import RESNET20, needs_shared
from tests.worker.models import BANDS, TinyObject, save_v1, tiny_network, without_saver
from tests.worker.session import Session

IMAGES = tf.random.stateless_uniform([2, 8, 8, BANDS], [1, 2])


@needs_shared
def test_demo() -> None:
    found = describe(Session(), folder=str(RESNET20))
    assert found["usable"] and found["dense"] and found["fine_tunable"]
    assert (found["bands"], found["dimensions"], found["output"]) == (10, 256, "default")
    assert found["feature_map"]["stride"] == 4 and found["feature_map"]["receptive_field"] == 31
    assert [graph["tags"] for graph in found["graphs"]] == [[], ["train"]]
    assert found["parameters"] == 576_897 and found["trainable"] == 573_409
    assert len(found["first_norm"]["mean"]) == len(found["first_norm"]["variance"]) == 16


def test_twin(twin: Path) -> None:
    found = describe(Session(), folder=str(twin))
    # TF-Slim states 483 for its resnet_v2_50
    assert (found["feature_map"]["stride"], found["feature_map"]["receptive_field"]) == (32, 483)
    assert found["dimensions"] == 2048 and found["variables"] == 270
    assert len(found["first_norm"]["mean"]) == 64


@pytest.mark.parametrize("saver", [True, False])
def test_tf1_hub_format(tmp_path: Path, saver: bool) -> None:
    folder = save_v1(tmp_path / "m")
    found = describe(Session(), folder=str(folder if saver else without_saver(folder)))
    assert found["usable"] and found["fine_tunable"] and found["training"].startswith("2 batch-norm updates, 1 reg")
    assert found["feature_map"]["stride"] == 2 and found["feature_map"]["receptive_field"] == 3
    assert found["first_norm"]["mean"] == [0.0] * 6
    assert found["variables"] == 5


def test_reference_variables_are_for_inference_only(tmp_path: Path) -> None:
    folder = save_v1(tmp_path / "m", lambda images, training: tiny_network(images, training, resource=False))
    same = save_v1(tmp_path / "same")
    found = describe(Session(), folder=str(folder))
    assert found["usable"] and not found["fine_tunable"] and "reference variables" in found["training"]
    features = [entry_point(load(f))[0].run(IMAGES)["default"] for f in (folder, same)]
    tf.debugging.assert_near(*features)


def test_tf2_object(tmp_path: Path) -> None:
    module = TinyObject()
    tf.saved_model.save(module, str(tmp_path / "m"))
    found = describe(Session(), folder=str(tmp_path / "m"))
    assert found["usable"] and not found["fine_tunable"] and "'train'" in found["training"]
    assert found["way_in"] == "serving_default" and found["object"] != []
    assert found["dimensions"] == 6
    (features,) = entry_point(load(tmp_path / "m"))[0].run(IMAGES).values()
    tf.debugging.assert_near(features, module(IMAGES))


def test_reusable_object_with_training_argument(tmp_path: Path) -> None:
    class Reusable(tf.Module):
        def __init__(self) -> None:
            super().__init__()
            self.kernel = tf.Variable(tf.ones([1, 1, BANDS, 3]))

        @tf.function
        def __call__(self, images, training=False):
            x = tf.nn.conv2d(images, self.kernel, 1, "SAME")
            return tf.reduce_mean(x, [1, 2]) * (100.0 if training else 1.0)

    module = Reusable()
    for training in (True, False):
        module.__call__.get_concrete_function(tf.TensorSpec([None, None, None, BANDS]), training=training)
    tf.saved_model.save(module, str(tmp_path / "m"))
    found = describe(Session(), folder=str(tmp_path / "m"))
    assert found["usable"] and found["way_in"] == "object" and found["parameters"] == 3 * BANDS
    way, _ = entry_point(load(tmp_path / "m"))
    tf.debugging.assert_near(way.run(IMAGES)["default"], module(IMAGES, training=False))


def test_keras_export(tmp_path: Path) -> None:
    import keras

    layers = [keras.layers.Conv2D(4, 3), keras.layers.BatchNormalization(), keras.layers.GlobalAveragePooling2D()]
    model = keras.Sequential([keras.layers.Input((8, 8, BANDS)), *layers])
    model.export(str(tmp_path / "m"), verbose=False)
    found = describe(Session(), folder=str(tmp_path / "m"))
    assert found["usable"] and found["input_size"] == [8, 8] and not found["dense"]
    assert found["why_not_dense"] == "the input's size is fixed"


def test_several_outputs(tmp_path: Path) -> None:
    folder = save_v1(tmp_path / "m")
    way, _ = entry_point(load(folder), "feature_map")
    assert way.name == "image_feature_vector" and way.run(IMAGES)["feature_map"].shape == (2, 4, 4, 6)
    with pytest.raises(So2SatError, match=r"no output 'logits'.*feature_map"):
        entry_point(load(folder), "logits")


def test_text_module_says_why_not(tmp_path: Path) -> None:
    class Text(tf.Module):
        @tf.function(input_signature=[tf.TensorSpec([None, 7], tf.float32)])
        def __call__(self, x):
            return {"a": x, "b": x}

    module = Text()
    tf.saved_model.save(module, str(tmp_path / "m"), signatures=module.__call__.get_concrete_function())
    found = describe(Session(), folder=str(tmp_path / "m"))
    assert not found["usable"] and "no output 'default' of images" in found["why_not"]
    assert found["signatures"][0]["inputs"] == {"x": "float32, any × 7"}


def test_train_graph_only_where_there_is_one(tmp_path: Path) -> None:
    folder = save_v1(tmp_path / "m", tags=((),))
    with pytest.raises(So2SatError, match=r"no graph with the tag set \{'train'\}"):
        load(folder, training=True)


def test_variables_that_are_missing(tmp_path: Path) -> None:
    folder = save_v1(tmp_path / "m")
    (folder / "variables/variables.index").unlink()
    with pytest.raises(So2SatError, match="cannot load the module"):
        load(folder)
