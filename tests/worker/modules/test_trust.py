"""The allow-list: sound modules pass, real SavedModels that write, read or call Python do not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tensorflow as tf
from tensorflow.core.protobuf import saved_model_pb2
from tensorflow.python.framework import op_def_registry

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.worker.modules import loading
from so2sat_qgis_plugin.worker.modules.graphdef import read_saved_model
from so2sat_qgis_plugin.worker.modules.trust import ALLOWED, check
from tests.support.data import RESNET20, ROOT, SHARED, needs_shared
from tests.worker.models import BANDS, edit, refused, save_tf2, save_v1, tiny_network, without_saver

v1 = tf.compat.v1
IMAGES = tf.zeros([1, 8, 8, BANDS])


def parsed_by_tensorflow(path: Path) -> list[dict]:
    """What the reader should find, from TensorFlow's own classes."""
    model = saved_model_pb2.SavedModel()
    model.ParseFromString(path.read_bytes())
    found = []
    for graph in model.meta_graphs:
        functions = {f.signature.name: f for f in graph.graph_def.library.function}
        found.append(
            {
                "tags": tuple(graph.meta_info_def.tags),
                "nodes": [(n.name, n.op, tuple(n.input)) for n in graph.graph_def.node],
                "functions": {k: [(n.name, n.op, tuple(n.input)) for n in f.node_def] for k, f in functions.items()},
                "arguments": {k: tuple(a.name for a in f.signature.input_arg) for k, f in functions.items()},
                "saver": (graph.saver_def.filename_tensor_name, graph.saver_def.restore_op_name),
                "outputs": {t.name for s in graph.signature_def.values() for t in s.outputs.values()},
            }
        )
    return found


@pytest.mark.parametrize("kind", ["tf1", "tf2", pytest.param("demo", marks=needs_shared)])
def test_reader_equals_tensorflow(tmp_path: Path, kind: str) -> None:
    folder = {"tf1": lambda: save_v1(tmp_path / "m"), "tf2": lambda: save_tf2(tmp_path / "m"), "demo": lambda: RESNET20}
    path = folder[kind]() / "saved_model.pb"
    expected = parsed_by_tensorflow(path)
    graphs = read_saved_model(path)
    assert len(graphs) == len(expected)
    for graph, right in zip(graphs, expected, strict=True):
        assert graph.tags == right["tags"]
        assert [(n.name, *n.ops, n.inputs) for n in graph.nodes] == right["nodes"]
        assert {f.name: [(n.name, *n.ops, n.inputs) for n in f.nodes] for f in graph.functions} == right["functions"]
        assert {f.name: f.arguments for f in graph.functions} == right["arguments"]
        assert (graph.filename, graph.restore) == right["saver"]
        assert right["outputs"] <= graph.named


def test_every_allowed_op_exists() -> None:
    assert [op for op in sorted(ALLOWED) if op_def_registry.get(op) is None] == []


def test_sound_modules_pass(tmp_path: Path) -> None:
    check(save_v1(tmp_path / "tf1"))
    check(save_v1(tmp_path / "ref", lambda images, training: tiny_network(images, training, resource=False)))
    check(save_tf2(tmp_path / "tf2"))
    check(without_saver(save_v1(tmp_path / "hub")))
    if SHARED.is_dir():
        check(RESNET20)


def test_keras_models_pass(tmp_path: Path) -> None:
    import keras

    layers = [keras.layers.Conv2D(4, 3), keras.layers.BatchNormalization(), keras.layers.Dropout(0.5)]
    model = keras.Sequential([keras.layers.Input((8, 8, BANDS)), *layers, keras.layers.GlobalAveragePooling2D()])
    model.export(str(tmp_path / "keras"), verbose=False)
    check(tmp_path / "keras")


def test_needs_no_tensorflow(tmp_path: Path) -> None:
    code = (
        "import sys; from so2sat_qgis_plugin.worker.modules.trust import check; check(sys.argv[1]);"
        "print([m for m in ('tensorflow', 'numpy.f2py', 'google.protobuf') if m in sys.modules])"
    )
    folder = save_v1(tmp_path / "m")
    done = subprocess.run(
        [sys.executable, "-c", code, folder],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.strip() == "[]"


def writes(path: Path):
    """A network that also writes a file, and returns what the plain one does."""

    def network(images, training):
        outputs = tiny_network(images, training)
        with tf.control_dependencies([tf.io.write_file(str(path), "owned")]):
            return {**outputs, "default": tf.identity(outputs["default"])}

    return network


def test_write_file(tmp_path: Path) -> None:
    target = tmp_path / "owned.txt"
    folder = save_v1(tmp_path / "m", writes(target))
    refused(folder, "WriteFile")
    assert not target.exists()
    tf.saved_model.load(str(folder), tags=[]).signatures["default"](images=IMAGES)
    assert target.read_text() == "owned"  # so the module really does what it is refused for


def test_write_file_in_one_graph_version_only(tmp_path: Path) -> None:
    evil = writes(tmp_path / "owned.txt")
    folder = save_v1(tmp_path / "m", lambda images, training: (evil if training else tiny_network)(images, training))
    refused(folder, "WriteFile")


def test_read_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("1.5")

    def network(images, training):
        outputs = tiny_network(images, training)
        return {**outputs, "default": outputs["default"] + tf.strings.to_number(tf.io.read_file(str(secret)))}

    refused(save_v1(tmp_path / "m", network), "ReadFile", "StringToNumber")


def test_python_call(tmp_path: Path) -> None:
    def network(images, training):
        outputs = tiny_network(images, training)
        return {**outputs, "default": tf.numpy_function(lambda x: x, [outputs["default"]], tf.float32)}

    refused(save_v1(tmp_path / "m", network), "PyFunc")


def test_print_to_file(tmp_path: Path) -> None:
    def network(images, training):
        outputs = tiny_network(images, training)
        stream = f"file://{tmp_path}/owned.txt"
        with tf.control_dependencies([tf.print("x", output_stream=stream)]):
            return {**outputs, "default": tf.identity(outputs["default"])}

    refused(save_v1(tmp_path / "m", network), "PrintV2")


def test_main_op(tmp_path: Path) -> None:
    target = tmp_path / "owned.txt"
    folder = save_v1(tmp_path / "m", main_op=lambda: tf.io.write_file(str(target), "owned"))
    refused(folder, "WriteFile")


def test_table_from_file(tmp_path: Path) -> None:
    def network(images, training):
        outputs = tiny_network(images, training)
        table = v1.lookup.StaticHashTable(tf.lookup.TextFileInitializer("/etc/hostname", tf.string, 0, tf.int64, 1), -1)
        found = tf.cast(table.lookup(tf.constant("a")), tf.float32)
        return {**outputs, "default": outputs["default"] + found}

    refused(save_v1(tmp_path / "m", network, main_op=v1.tables_initializer), "InitializeTableFromTextFileV2")


def saves(images, training):
    outputs = tiny_network(images, training)
    with tf.control_dependencies(
        [tf.raw_ops.SaveV2(prefix="/tmp/owned", tensor_names=["a"], shape_and_slices=[""], tensors=[tf.constant("x")])]
    ):
        return {**outputs, "default": tf.identity(outputs["default"])}


def test_output_that_saves(tmp_path: Path) -> None:
    refused(save_v1(tmp_path / "m", saves), "SaveV2", "outputs or initialisers")


def test_initialiser_that_saves(tmp_path: Path) -> None:
    def main_op():
        return tf.raw_ops.MergeV2Checkpoints(checkpoint_prefixes=["/tmp/a"], destination_prefix="/tmp/b")

    refused(save_v1(tmp_path / "m", main_op=main_op), "MergeV2Checkpoints")


def test_update_op_that_saves(tmp_path: Path) -> None:
    def change(tags):
        op = tf.raw_ops.SaveV2(prefix="/tmp/x", tensor_names=["a"], shape_and_slices=[""], tensors=[tf.constant(1)])
        v1.add_to_collection("update_ops", op)

    refused(save_v1(tmp_path / "m", change=change), "SaveV2")


def test_output_that_restores_a_foreign_file(tmp_path: Path) -> None:
    def network(images, training):
        outputs = tiny_network(images, training)
        (read,) = tf.raw_ops.RestoreV2(
            prefix="/tmp/foreign", tensor_names=["a"], shape_and_slices=[""], dtypes=[tf.float32]
        )
        return {**outputs, "default": outputs["default"] + read}

    refused(save_v1(tmp_path / "m", network), "RestoreV2")


def test_restore_op_that_reads_elsewhere(tmp_path: Path) -> None:
    def change(model):
        for graph in model.meta_graphs:
            node = graph.graph_def.node.add(name="elsewhere", op="Const")
            node.attr["dtype"].type = tf.string.as_datatype_enum
            node.attr["value"].tensor.CopyFrom(tf.make_tensor_proto("/tmp/foreign"))
            next(n for n in graph.graph_def.node if n.op == "RestoreV2").input[0] = "elsewhere"

    refused(edit(save_v1(tmp_path / "m"), change), "RestoreV2", "another file")


def test_restore_op_that_saves(tmp_path: Path) -> None:
    def change(model):
        for graph in model.meta_graphs:
            save = next(n.name for n in graph.graph_def.node if n.op == "SaveV2")
            restore = next(n for n in graph.graph_def.node if n.name == graph.saver_def.restore_op_name)
            restore.input.append(f"^{save}")

    refused(edit(save_v1(tmp_path / "m"), change), "SaveV2", "loading it would run")


def test_op_given_twice(tmp_path: Path) -> None:
    """A reader that takes the last value and one that takes the first must not disagree unseen."""
    folder = save_v1(tmp_path / "m")
    node = b"\x0a\x01n" + b"\x12\x05Const" + b"\x12\x09WriteFile" + b"\x12\x05Const"
    graph = b"\x0a" + bytes([len(node)]) + node
    meta = b"\x12" + bytes([len(graph)]) + graph
    path = folder / "saved_model.pb"
    path.write_bytes(path.read_bytes() + b"\x12" + bytes([len(meta)]) + meta)
    refused(folder, "WriteFile")


def test_links(tmp_path: Path) -> None:
    folder = save_v1(tmp_path / "m")
    (folder / "assets").mkdir()
    (folder / "assets/words.txt").symlink_to("/etc/hostname")
    refused(folder, "assets/words.txt")


@pytest.mark.parametrize("name", ["saved_model.pbtxt", "saved_model.cpb"])
def test_second_graph(tmp_path: Path, name: str) -> None:
    folder = save_v1(tmp_path / "m")
    (folder / name).write_text("")
    refused(folder, name)


@pytest.mark.parametrize("cut", [0, 1, 100, -1, -1000])
def test_damaged(tmp_path: Path, cut: int) -> None:
    folder = save_v1(tmp_path / "m")
    path = folder / "saved_model.pb"
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(So2SatError, match="damaged"):
        check(folder)


def test_not_a_module(tmp_path: Path) -> None:
    with pytest.raises(So2SatError, match="is no module"):
        check(tmp_path)
    folder = save_v1(tmp_path / "m")
    shutil.rmtree(folder / "variables")
    with pytest.raises(So2SatError, match="is no module"):
        check(folder)


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
@pytest.mark.parametrize("name", ["variables/variables.index", "variables/more", "assets/words", "saved_model.pb"])
def test_a_pipe_is_no_file_of_a_module(tmp_path: Path, name: str) -> None:
    """Whoever reads it would wait for ever."""
    folder = save_v1(tmp_path / "m")
    (folder / "assets").mkdir()
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    refused(folder)


def test_what_is_loaded_is_what_was_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The module is swapped for one that writes a file, between check and load."""
    target = tmp_path / "owned.txt"
    folder, evil = save_v1(tmp_path / "m"), save_v1(tmp_path / "evil", writes(target))
    read = loading.read_saved_model

    def swap(path: Path) -> object:
        shutil.rmtree(folder)
        shutil.copytree(evil, folder)
        return read(path)

    monkeypatch.setattr(loading, "read_saved_model", swap)  # the first thing after the check
    loaded = loading.load(folder)
    loaded.signatures["default"](images=IMAGES)
    assert not target.exists()
    tf.saved_model.load(str(folder), tags=[]).signatures["default"](images=IMAGES)
    assert target.exists(), "nothing was swapped"


def test_the_copy_that_was_checked_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    check(save_v1(tmp_path / "m"))
    with pytest.raises(So2SatError):
        check(save_v1(tmp_path / "evil", writes(tmp_path / "owned.txt")))
    assert not list((tmp_path / "temporary").iterdir())
