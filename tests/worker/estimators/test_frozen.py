"""What an estimator's file must never hold, and is refused for by name."""

from __future__ import annotations

import io
import json
import pickle
import zipfile

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.worker.estimators import classifier, frozen
from tests.worker.estimators.training import packed
from tests.worker.session import Session

# What must never be loaded


def altered(change: object, kind: str = "logistic regression") -> np.ndarray:
    """Return a packed estimator to each of whose files `change(name, data)` was applied."""
    content = packed(kind).tobytes()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            new.writestr(member.filename, change(member.filename, old.read(member)))
    return np.frombuffer(out.getvalue(), np.uint8)


def array_bytes(array: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=True)
    return buffer.getvalue()


def refused(content: np.ndarray) -> str:
    with pytest.raises(So2SatError) as error:
        classifier.load(Session(), content=content, written_with="0.1")
    return str(error.value)


@pytest.mark.parametrize(
    ("module", "name"), [("posix", "system"), ("builtins", "eval"), ("sklearn.preprocessing", "FunctionTransformer")]
)
def test_other_types_are_refused_by_name(module, name):
    def change(filename: str, data: bytes) -> bytes:
        if filename != "schema.json":
            return data
        return data.replace(b'"LogisticRegression"', f'"{name}"'.encode()).replace(
            b'"sklearn.linear_model._logistic"', f'"{module}"'.encode()
        )

    assert f"types that are not allowed: {module}.{name}" in refused(altered(change))


def test_nodes_that_call_functions_are_refused():
    def change(filename: str, data: bytes) -> bytes:
        return data.replace(b'"ObjectNode"', b'"MethodNode"') if filename == "schema.json" else data

    assert "skops MethodNode" in refused(altered(change))


def test_pickles_are_refused_and_not_run(tmp_path):
    mark = tmp_path / "ran"

    class Evil:
        def __reduce__(self):
            return (open, (str(mark), "w"))

    evil = array_bytes(np.array([Evil()], dtype=object))
    assert "cannot be loaded" in refused(altered(lambda name, data: evil if name.endswith(".npy") else data))
    assert "cannot be loaded" in refused(np.frombuffer(pickle.dumps(Evil()), np.uint8))
    assert not mark.exists()


def test_truncated_and_flipped_files_are_refused():
    content = packed()
    assert "train again" in refused(content[: len(content) // 2])
    flipped = content.copy()
    flipped[len(content) // 3 : len(content) // 3 + 50] ^= 255
    assert "refused" in refused(flipped)


def test_members_that_are_no_arrays_are_refused():
    out = io.BytesIO(packed().tobytes())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("code.py", "print(1)")
    assert "'code.py'" in refused(np.frombuffer(out.getvalue(), np.uint8))


def test_bound_on_unpacked_size(monkeypatch):
    content = packed()
    monkeypatch.setattr(frozen, "MAX_UNPACKED", 1000)
    assert "unpacks to more than" in refused(content)


def test_tree_that_points_outside_itself_is_refused():
    def change(filename: str, data: bytes) -> bytes:
        if not filename.endswith(".npy"):
            return data
        array = np.load(io.BytesIO(data))
        if array.dtype.names and "right_child" in array.dtype.names:
            array["right_child"][array["right_child"] > 0] = 10**6
        return array_bytes(array)

    assert "damaged tree" in refused(altered(change, "extra trees"))


def test_estimator_that_computes_something_else_names_the_version_it_needs():
    def change(filename: str, data: bytes) -> bytes:
        if not filename.endswith(".npy"):
            return data
        array = np.load(io.BytesIO(data))
        return array_bytes(-array) if array.shape == (3, 16) else data  # the coefficients

    message = refused(altered(change))
    assert "other probabilities" in message
    assert "written with scikit-learn 0.1" in message


def test_foreign_estimators_are_refused():
    import skops.io
    from sklearn.dummy import DummyClassifier

    dummy = DummyClassifier().fit([[0], [1]], [0, 1])
    assert "DummyClassifier" in refused(np.frombuffer(skops.io.dumps({"estimator": dummy}), np.uint8))
    assert "not one of this plugin's" in refused(np.frombuffer(skops.io.dumps({"codes": np.arange(3)}), np.uint8))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("schema.json", json.dumps({"__loader__": "TypeNode"}))
    assert "cannot be loaded" in refused(np.frombuffer(out.getvalue(), np.uint8))
