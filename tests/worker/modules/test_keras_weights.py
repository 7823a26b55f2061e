"""The module made of the authors' Keras weights equals the reference module, whose weights are the same."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest
import tensorflow_hub as hub

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.worker.modules.keras_weights import build, read_weights
from so2sat_qgis_plugin.worker.modules.trust import check
from tests.support.data import RESNET20, WEIGHTS, needs_shared
from tests.worker.session import Session


@needs_shared
def test_equals_the_reference_module(tmp_path: Path) -> None:
    build(Session(), file=str(WEIGHTS), folder=str(tmp_path / "m"))
    check(tmp_path / "m")
    images = np.random.default_rng(0).uniform(0, 0.5, (8, 32, 32, 10)).astype(np.float32)
    outputs = {}
    for folder in (tmp_path / "m", RESNET20):
        for tags in ([], ["train"]):
            module = hub.load(str(folder), tags=tags)
            result = module.signatures["image_feature_vector"](images=images)
            outputs[folder.name, bool(tags)] = {name: value.numpy() for name, value in result.items()}
    for training in (False, True):
        ours, right = outputs["m", training], outputs["so2sat-lcz-resnet20", training]
        assert {"default", "feature_map", "logits"} <= set(ours) and set(ours) == set(right)
        for name, values in right.items():
            np.testing.assert_allclose(ours[name], values, atol=1e-5 * max(1, abs(values).max()), rtol=0, err_msg=name)
    np.testing.assert_allclose(
        outputs["m", False]["default"], outputs["so2sat-lcz-resnet20", False]["default"], atol=1e-5
    )


@needs_shared
def test_any_start_of_numbering(tmp_path: Path) -> None:
    path = tmp_path / "renumbered.h5"
    with h5py.File(WEIGHTS) as source, h5py.File(path, "w") as target:
        for layer in source:
            kind, _, number = layer.rpartition("_")
            offset = {"conv2d": -1, "batch_normalization": 40, "dense": 3}.get(kind, 0)
            name = f"{kind}_{int(number) + offset}".removesuffix("_0") if number.isdigit() else layer
            source.copy(layer, target, name)
    ours, right = read_weights(path), read_weights(WEIGHTS)
    assert set(ours) == set(right)
    assert all(np.array_equal(ours[name], right[name]) for name in right)


def test_other_network(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "w.h5", "w") as file:
        file["conv2d_1/conv2d_1/kernel:0"] = np.zeros((3, 3, 3, 8), np.float32)
    with pytest.raises(So2SatError, match=r"1 layers of type conv2d.*22"):
        read_weights(tmp_path / "w.h5")


@needs_shared
def test_other_shape(tmp_path: Path) -> None:
    path = tmp_path / "w.h5"
    path.write_bytes(WEIGHTS.read_bytes())
    with h5py.File(path, "r+") as file:
        del file["dense_1/dense_1/bias:0"]
        file["dense_1/dense_1/bias:0"] = np.zeros(10, np.float32)
    with pytest.raises(So2SatError, match="another network"):
        build(Session(), file=str(path), folder=str(tmp_path / "m"))
    assert not (tmp_path / "m").exists()


def test_not_hdf5(tmp_path: Path) -> None:
    (tmp_path / "w.h5").write_text("<html>")
    with pytest.raises(So2SatError, match="not a readable HDF5"):
        read_weights(tmp_path / "w.h5")


def test_weights_kept_in_another_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(bytes(4))
    with h5py.File(tmp_path / "w.h5", "w") as file:
        group = file.create_group("conv2d_1/conv2d_1")
        group.create_dataset("bias:0", (1,), "float32", external=[(str(tmp_path / "secret"), 0, 4)])
    with pytest.raises(So2SatError, match="stored in another file"):
        read_weights(tmp_path / "w.h5")
    with h5py.File(tmp_path / "w.h5", "w") as file:
        file["conv2d_1/bias:0"] = h5py.ExternalLink(str(tmp_path / "other.h5"), "/x")
    with pytest.raises(So2SatError, match="is a link"):
        read_weights(tmp_path / "w.h5")


@pytest.mark.parametrize("values", ["text", np.zeros(3, "i4"), np.zeros(2, [("a", "f4")])])
def test_what_is_no_array_of_numbers(tmp_path: Path, values: object) -> None:
    with h5py.File(tmp_path / "w.h5", "w") as file:
        file["conv2d/kernel"] = values
    with pytest.raises(So2SatError, match="no layer of this network"):
        read_weights(tmp_path / "w.h5")


def test_an_array_larger_than_memory(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "w.h5", "w") as file:
        file.create_dataset("conv2d/kernel", (1 << 40,), "f4", chunks=(1 << 16,))
    with pytest.raises(So2SatError, match="no layer of this network"):
        read_weights(tmp_path / "w.h5")


def test_a_group_that_holds_itself(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "w.h5", "w") as file:
        group = file.create_group("conv2d/inner")
        group["again"] = file["conv2d"]
    with pytest.raises(So2SatError, match="linked twice"):
        read_weights(tmp_path / "w.h5")
