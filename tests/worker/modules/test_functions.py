"""What a module's functions must not do: nested, reached by gradients, endless."""

from __future__ import annotations

from pathlib import Path

import pytest
import tensorflow as tf

from tests.worker.models import TinyObject, edit, refused, save_v1


@pytest.mark.parametrize(
    ("extra", "op"),
    [
        (lambda x: x + tf.cast(tf.strings.length(tf.io.read_file("/etc/hostname")), tf.float32), "ReadFile"),
        (lambda x: tf.py_function(lambda y: y, [x], tf.float32), "EagerPyFunc"),
        (lambda x: tf.numpy_function(lambda y: y, [x], tf.float32), "PyFunc"),
    ],
)
def test_nested_function(tmp_path: Path, extra, op: str) -> None:
    module = TinyObject(extra)
    tf.saved_model.save(module, str(tmp_path / "m"), signatures=module.__call__.get_concrete_function())
    refused(tmp_path / "m", op)


def test_tf2_function_that_saves(tmp_path: Path) -> None:
    def extra(x):
        tf.raw_ops.SaveV2(prefix="/tmp/x", tensor_names=["a"], shape_and_slices=[""], tensors=[tf.constant(1)])
        return x

    module = TinyObject(extra)
    tf.saved_model.save(module, str(tmp_path / "m"), signatures=module.__call__.get_concrete_function())
    refused(tmp_path / "m", "SaveV2")


def test_function_attribute_that_names_an_op(tmp_path: Path) -> None:
    def change(model):
        node = model.meta_graphs[0].graph_def.node.add(name="call", op="PartitionedCall")
        node.attr["f"].func.name = "WriteFile"

    refused(edit(save_v1(tmp_path / "m"), change), "WriteFile")


def test_function_named_like_an_op(tmp_path: Path) -> None:
    def change(model):
        graph = model.meta_graphs[0].graph_def
        graph.library.function.add().signature.name = "WriteFile"
        graph.node.add(name="call", op="WriteFile")

    refused(edit(save_v1(tmp_path / "m"), change), "WriteFile")


def library(change) -> object:
    """An edit of every graph's library of functions."""

    def edit_all(model) -> None:
        for graph in model.meta_graphs:
            change(graph.graph_def)

    return edit_all


def saver_function(graph_def, name: str) -> None:
    function = graph_def.library.function.add()
    function.signature.name = name
    function.node_def.add(name="save", op="SaveV2", input=["a", "b", "c"])


@pytest.mark.parametrize("way", ["gradient", "registered_gradients", "nobody", "api_implements"])
def test_saver_in_a_function_that_only_gradients_reach(tmp_path: Path, way: str) -> None:
    """It would run as soon as the module is fine-tuned."""

    def change(graph_def) -> None:
        saver_function(graph_def, "grad")
        if way == "gradient":
            graph_def.library.gradient.add(function_name="f", gradient_func="grad")
        if way == "registered_gradients":
            graph_def.library.registered_gradients.add(gradient_func="grad", registered_op_type="CustomGradient-1")
        if way == "api_implements":
            graph_def.library.function[-1].attr["api_implements"].s = b"same"

    refused(edit(save_v1(tmp_path / "m"), library(change)), "SaveV2")


@pytest.mark.parametrize("names", [("one",), ("one", "two", "three")])
def test_functions_that_call_themselves(tmp_path: Path, names: tuple[str, ...]) -> None:
    def change(graph_def) -> None:
        for name, called in zip(names, names[1:] + names[:1], strict=True):
            function = graph_def.library.function.add()
            function.signature.name = name
            node = function.node_def.add(name="call", op="PartitionedCall")
            node.attr["f"].func.name = called

    refused(edit(save_v1(tmp_path / "m"), library(change)), "calls itself")


def test_functions_that_unfold_to_more_than_memory(tmp_path: Path) -> None:
    def change(graph_def) -> None:
        for i in range(60):
            function = graph_def.library.function.add()
            function.signature.name = f"f{i}"
            for j in range(2):
                function.node_def.add(name=f"call{j}", op=f"f{i - 1}" if i else "NoOp")

    refused(edit(save_v1(tmp_path / "m"), library(change)), "unfold to more than")
