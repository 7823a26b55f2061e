"""Training in the worker: honest folds, what is held out, suspects, and estimators that are safe to load."""

from __future__ import annotations

import functools
import io
import json
import pickle
import zipfile

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.learning.estimators import CLASSIFIERS
from so2sat_qgis_plugin.worker.estimators import classifier, classifiers, frozen, train
from tests.worker.session import Session


def polygons(count: int = 12, each: int = 20, spread: float = 0.6, seed: int = 0) -> dict[str, np.ndarray]:
    """Three classes; samples of a polygon are alike, so that random folds flatter."""
    random = np.random.default_rng(seed)
    groups = np.repeat(np.arange(count), each)
    codes = np.array([2, 5, 9])[groups % 3]
    centres = random.normal(size=(10, 16)) * 0.8
    own = random.normal(size=(count, 16)) * spread
    features = centres[codes] + own[groups] + 0.3 * random.normal(size=(len(groups), 16))
    places = np.stack([groups, np.tile(np.arange(each), count)], axis=1)
    return {"features": features.astype(np.float32), "codes": codes, "groups": groups, "places": places}


@functools.cache
def packed(kind: str = "logistic regression") -> np.ndarray:
    """Return an estimator trained on `polygons()`, as its bytes."""
    return trained(polygons(), kind)["content"]


def trained(data: dict[str, np.ndarray], kind: str = "logistic regression", **more: object) -> dict[str, object]:
    return train.fit(Session(), **{**data, "kind": kind, "fold_count": 3, "seed": 1, **more})


@pytest.mark.parametrize("kind", CLASSIFIERS[1:])
def test_every_kind_trains_survives_its_file_and_predicts(kind):
    data = polygons()
    result = trained(data, kind)
    assert (result["held_out"] == data["codes"]).mean() > 0.7
    session = Session()
    loaded = classifier.load(session, content=result["content"], written_with="?")
    assert loaded == {"dims": 16, "codes": [2, 5, 9]}
    found = classifier.predict(session, features=data["features"], with_confidence=True, with_novelty=True)
    assert (found["codes"] == data["codes"]).mean() > 0.9
    assert found["confidence"].max() <= 100
    far = classifier.predict(session, features=10 * data["features"], with_novelty=True)["novelty"]
    assert found["novelty"].mean() < 5
    assert far.mean() > 60


def test_held_out_is_below_random_and_both_are_told_apart():
    data = polygons(spread=1.5)
    result = trained(data, "k nearest neighbours")
    honest = (result["held_out"] == data["codes"]).mean()
    assert honest < (result["random"] == data["codes"]).mean() - 0.05


def test_automatic_says_what_it_tried_and_takes_the_best():
    result = trained(polygons(each=8), "automatic")
    assert len(result["tried"]) == len(classifiers.CANDIDATES)
    best = max(result["tried"], key=lambda entry: entry["macro_f1"])
    assert result["chosen"] == best["setting"]


def test_one_polygon_a_class_is_too_little_to_choose_by():
    assert [entry["setting"] for entry in trained(polygons(count=3), "automatic")["tried"]] == [
        classifiers.title(classifiers.CANDIDATES[0])
    ]


def test_every_candidate_survives_its_file():
    data = polygons(each=5)
    for setting in classifiers.CANDIDATES:
        estimator = classifiers.fit(setting, data["features"], data["codes"], 0)
        loaded = frozen.load(frozen.dump({"estimator": estimator}))["estimator"]
        np.testing.assert_array_equal(loaded.predict(data["features"]), estimator.predict(data["features"]))


def test_features_that_hardly_vary_weigh_less_where_all_share_a_unit():
    data = polygons()
    quiet = np.concatenate([data["features"], 1e-3 * np.random.default_rng(3).normal(size=(240, 300))], axis=1)
    data["features"] = quiet.astype(np.float32)
    share = [(trained(data, shared_unit=s)["held_out"] == data["codes"]).mean() for s in (False, True)]
    assert share[1] > share[0]


def test_same_seed_gives_the_same_result():
    data = polygons(each=5)
    first, second = trained(data, "extra trees"), trained(data, "extra trees")
    for name in ("held_out", "confidence", "random", "suspects"):
        np.testing.assert_array_equal(first[name], second[name])
    assert first["temperature"] == second["temperature"]


def test_a_mislabelled_polygon_is_suspect():
    data = polygons(count=24)
    data["codes"] = data["codes"].copy()
    wrong = data["groups"] == 7
    data["codes"][wrong] = 9
    suspects = trained(data)["suspects"]
    assert suspects[wrong].mean() > 0.8
    assert suspects[~wrong].mean() < 0.1


def test_confidence_is_calibrated():
    data = polygons(count=90, each=5, spread=1.2)
    result = trained(data)
    right = result["held_out"] == data["codes"]
    assert abs(result["confidence"].mean() - right.mean()) < 0.06


def test_baseline_second_layer_and_curve():
    data, other = polygons(), polygons(seed=0)
    result = trained(
        data, baseline=data["features"][:, :2], test_features=other["features"], test_baseline=other["features"][:, :2]
    )
    assert (result["baseline"] == data["codes"]).mean() < (result["held_out"] == data["codes"]).mean()
    assert (result["test"] == other["codes"]).mean() > 0.9
    assert len(result["test_baseline"]) == len(other["codes"])
    assert [row["polygons"] for row in result["curve"]] == [1, 2, 4]
    assert result["curve"][0]["samples"] < result["curve"][-1]["samples"]


def test_class_with_one_polygon_is_divided_and_class_with_one_sample_only_trained():
    data = polygons()
    keep = (data["codes"] != 9) | (data["groups"] == 2)
    keep &= (data["codes"] != 5) | (np.arange(len(keep)) == 20)
    data = {name: values[keep] for name, values in data.items()}
    result = trained(data)
    assert result["divided"] == [9]
    assert result["never"] == [5]
    assert (result["held_out"][data["codes"] == 5] == 0).all()
    assert (result["held_out"][data["codes"] == 9] > 0).all()


def test_binary_classes():
    data = polygons()
    keep = data["codes"] != 9
    data = {name: values[keep] for name, values in data.items()}
    for kind in ("linear SVM", "RBF SVM", "histogram gradient boosting"):
        result = trained(data, kind)
        session = Session()
        classifier.load(session, content=result["content"], written_with="?")
        found = classifier.predict(session, features=data["features"])["codes"]
        assert set(np.unique(found)) == {2, 5}


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
