"""Training in the worker: honest folds, what is held out, suspects, and estimators that are safe to load."""

from __future__ import annotations

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.learning.estimators import CLASSIFIERS
from so2sat_qgis_plugin.engine.reference import folds
from so2sat_qgis_plugin.worker.estimators import classifier, classifiers
from so2sat_qgis_plugin.worker.estimators.choice import Choice, Judge
from so2sat_qgis_plugin.worker.estimators.members import Member, thinned, wanted
from tests.worker.estimators.training import applied, beside, polygons, trained
from tests.worker.session import Session


@pytest.mark.parametrize("kind", CLASSIFIERS[1:])
def test_every_kind_trains_survives_its_file_and_predicts(kind):
    data = polygons()
    result = trained(data, kind)
    assert (result["held_out"] == data["codes"]).mean() > 0.7
    session = Session()
    loaded = classifier.load(session, content=result["content"], written_with="?")
    assert loaded == {"views": ["embedding"], "codes": [2, 5, 9]}
    codes, confidence, novelty = applied(result["content"], embedding=data["features"])
    assert (codes == data["codes"]).mean() > 0.9
    assert confidence.max() <= 1
    assert novelty.mean() < 5
    assert applied(result["content"], embedding=10 * data["features"])[2].mean() > 60


@pytest.mark.parametrize("kind", ["RBF SVM", "k nearest neighbours", "logistic regression", "multilayer perceptron"])
@pytest.mark.parametrize("shared_unit", [False, True])
def test_what_never_varied_in_training_says_nothing_later(kind, shared_unit):
    data = polygons()
    seen = np.ones((len(data["codes"]), 1), np.float32)  # that a date was seen, of cells that all were
    data["features"] = np.concatenate([data["features"], seen], axis=1)
    content = trained(data, kind, shared_unit=shared_unit)["content"]
    codes, confidence, novelty = applied(content, embedding=data["features"])
    unseen = applied(content, embedding=data["features"] * np.r_[np.ones(16), 0].astype(np.float32))
    np.testing.assert_array_equal(unseen[0], codes)
    np.testing.assert_allclose(unseen[1], confidence, atol=1e-5)
    np.testing.assert_array_equal(unseen[2], novelty)


def test_held_out_is_below_random_and_both_are_told_apart():
    data = polygons(spread=1.5)
    result = trained(data, "k nearest neighbours")
    honest = (result["held_out"] == data["codes"]).mean()
    assert honest < (result["random"] == data["codes"]).mean() - 0.05


def two_views(seed: int = 0, texture: float = 1.0) -> dict[str, np.ndarray]:
    """Half of what tells the classes apart is in the spectrum (3 bands first), half in the embedding."""
    data = polygons(seed=seed, spread=0.8)
    x = data["features"]
    noise = np.random.default_rng(seed + 9).normal(size=(len(x), 8)).astype(np.float32)
    return {**data, "spectrum": x[:, ::2], "embedding": texture * x[:, 1::2] + (1 - texture) * noise}


def test_automatic_lets_the_spectrum_and_both_vote_and_says_what_each_view_reaches():
    data = two_views()
    result = trained(data, "automatic", spectrum=data["spectrum"], embedding=data["embedding"], bands=3)
    assert result["views"] == ["spectrum", "embedding"]
    assert result["chosen"].startswith("vote of 3: ")
    assert result["view_names"] == ["plain pixels", "spectrum", "embedding", "both"]
    shares = dict(zip(result["view_names"], (result["by_view"] == data["codes"]).mean(axis=1)))
    assert (result["held_out"] == data["codes"]).mean() >= max(shares.values()) - 0.05
    assert sum(entry["votes"] for entry in result["tried"]) == 4  # the three, and their vote
    codes, _, _ = applied(result["content"], spectrum=data["spectrum"], embedding=data["embedding"])
    assert (codes == data["codes"]).mean() > 0.95


def judge(shares: dict[str, float]) -> Judge:
    """Return 40 polygons of 5 cells, of which each view's member gets a share right and is equally sure of all."""
    codes, groups = np.repeat(np.arange(40) % 2 + 1, 5), np.repeat(np.arange(40), 5)
    scores, random = [], np.random.default_rng(0)
    for share in shares.values():
        right = np.repeat(random.permutation(40) < 40 * share, 5)
        scores.append(np.where((codes == 2) == right, 1.0, -1.0)[:, np.newaxis] * [-2, 2])
    around = np.full((200, 9), -1)
    around[:, 4] = np.arange(200)
    members = [Member(view, "random forest") for view in shares]
    return Judge(members, scores, around, codes, groups, groups % 5)


def test_what_is_clearly_better_alone_does_not_vote_with_the_rest():
    everywhere = np.ones(200, bool)
    found = judge({"plain pixels": 1.0, "spectrum": 0.7, "embedding": 0.7, "both": 0.7})
    assert found.automatic("none", everywhere) == Choice((0,), False)
    alike = judge({"plain pixels": 0.9, "spectrum": 0.9, "both": 0.9})
    assert alike.automatic("none", everywhere) == Choice((1, 2), False)
    lucky = judge({"plain pixels": 0.9, "spectrum": 0.8, "both": 0.8})
    assert lucky.automatic("none", everywhere) == Choice((1, 2), False)


def test_a_bundle_of_the_spectrum_alone_asks_for_nothing_else():
    data = two_views()
    result = trained(data, view="spectrum", spectrum=data["spectrum"], embedding=data["embedding"], bands=3)
    assert result["views"] == ["spectrum"]
    assert len(applied(result["content"], spectrum=data["spectrum"])[0]) == len(data["codes"])
    with pytest.raises(So2SatError, match="needs the spectrum of every cell"):
        applied(result["content"], embedding=data["embedding"])


@pytest.mark.parametrize("view", ["spectrum", "embedding", "both"])
def test_a_view_that_was_asked_for_is_the_only_one_that_votes(view):
    data = two_views()
    result = trained(data, "automatic", view=view, spectrum=data["spectrum"], embedding=data["embedding"], bands=3)
    wanted = {"both": ["spectrum", "embedding"]}.get(view, [view])
    assert result["views"] == wanted
    assert result["view_names"] == ["plain pixels", view]


def test_smoothing_is_chosen_where_cells_alone_are_noisy():
    data = polygons(count=18, spread=0.2)
    noisy = data["features"] + np.random.default_rng(2).normal(size=data["features"].shape).astype(np.float32)
    data["features"] = 0.5 * noisy
    result = trained(data, smoothing="automatic")
    assert result["smoothing"] == 3
    plain = trained(data)
    assert plain["smoothing"] == 1
    shares = [(r["held_out"] == data["codes"]).mean() for r in (result, plain)]
    assert shares[0] > shares[1] + 0.05


def test_one_polygon_a_class_is_too_little_to_choose_by():
    data = two_views()
    keep = data["groups"] < 3
    data = {name: values[keep] for name, values in data.items()}
    result = trained(data, "automatic", spectrum=data["spectrum"], embedding=data["embedding"], bands=3)
    assert result["chosen"] == "vote of 2: random forest on spectrum, random forest on spectrum and embedding"


def test_efforts_differ_in_what_is_tried():
    data = two_views()
    more = {"spectrum": data["spectrum"], "embedding": data["embedding"], "bands": 3}
    tried = [trained(data, "automatic", effort=e, **more)["tried"] for e in ("normal", "thorough")]
    assert len(tried[0]) == 9 and len(tried[1]) == 29, "and the vote"
    assert len({round(entry["macro_f1"], 2) for entry in tried[1]}) > 2
    assert len(wanted("automatic", "automatic", "thorough", ("plain pixels", "spectrum", "embedding", "both"), 3)) == 28
    assert all(m.kind != "RBF SVM" for m in wanted("automatic", "automatic", "thorough", ("spectrum",), 200))


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


@pytest.mark.parametrize("kind", ["logistic regression", "random forest", "extra trees"])
def test_confidence_is_calibrated(kind):
    data = polygons(count=90, each=5, spread=1.2)
    result = trained(data, kind)
    right = result["held_out"] == data["codes"]
    assert abs(result["confidence"].mean() - right.mean()) < 0.06


def test_that_no_tree_voted_for_a_class_is_worth_half_a_vote():
    data = polygons()
    forest = classifiers.fit(("random forest", {}), data["features"], data["codes"], 0)
    scores = classifiers.log_scores(forest, data["features"], np.array([2, 5, 7, 9]))
    assert scores[:, [0, 1, 3]].min() == pytest.approx(np.log(1 / 200))
    assert (scores[:, 2] == classifiers.UNSEEN).all()


def test_half_of_what_is_new_and_nearly_all_that_is_known_are_told_apart_by_novelty_50():
    data = polygons(count=60, each=10)
    train_on = data["groups"] < 42
    result = trained({name: values[train_on] for name, values in data.items()})
    known = applied(result["content"], embedding=data["features"][~train_on])[2]
    assert 38 < np.percentile(known, 95) < 62
    assert np.median(applied(result["content"], embedding=data["features"] + 3)[2]) > 50


def test_second_layer_and_curve():
    data, other = polygons(), polygons(seed=0)
    result = trained(data, test_embedding=other["features"], test_neighbours=beside(other))
    assert (result["test"] == other["codes"]).mean() > 0.9
    assert [row["polygons"] for row in result["curve"]] == [1, 2, 4]
    assert result["curve"][0]["samples"] < result["curve"][-1]["samples"]


def test_samples_within_reach_of_what_is_held_out_are_not_trained_on():
    data = polygons(count=24)
    near = trained(data, reach=5)
    assert near["overlap"] == 0
    far = trained(data, reach=25)
    assert far["overlap"] == 1 and far["reach"] == 25
    assert (far["buffered"] > 0).all()
    assert (near["buffered"] == near["held_out"]).mean() > 0.9


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


def test_folds_keep_groups_whole_and_classes_apart():
    data = polygons(count=9)
    fold = folds.assign(data["codes"], data["groups"], 5, 0)
    for group in range(9):
        assert len(np.unique(fold[data["groups"] == group])) == 1
    for code in (2, 5, 9):
        assert len(np.unique(fold[data["codes"] == code])) == 3  # polygons of a class, each in a fold of its own


def test_binary_classes():
    data = polygons()
    keep = data["codes"] != 9
    data = {name: values[keep] for name, values in data.items()}
    for kind in ("linear SVM", "RBF SVM", "histogram gradient boosting"):
        content = trained(data, kind)["content"]
        assert set(np.unique(applied(content, embedding=data["features"])[0])) == {2, 5}


def test_two_hundred_classes():
    random = np.random.default_rng(0)
    codes = np.repeat(np.arange(1, 201), 6)
    centres = random.normal(size=(201, 12)) * 2
    data = {
        "features": (centres[codes] + 0.3 * random.normal(size=(len(codes), 12))).astype(np.float32),
        "codes": codes,
        "groups": np.arange(len(codes)) // 3,
        "places": np.stack([np.arange(len(codes)), np.zeros(len(codes), int)], axis=1) * 3,
    }
    result = trained(data, "automatic", effort="quick")
    assert (result["held_out"] == codes).mean() > 0.8


def test_at_most_forty_cells_of_a_polygon_are_trained_on():
    codes, groups = np.repeat([1, 2], 5000), np.arange(10_000) // 50
    rows = thinned(np.arange(10_000), codes, groups, 8000, 0)
    assert np.bincount(groups[rows]).max() == 40
    few = thinned(np.arange(10_000), codes, groups, 400, 0)
    assert len(few) == 400 and np.bincount(groups[few]).max() == 2
    one = thinned(np.arange(10_000), codes, codes, 400, 0)
    assert len(one) >= 200  # two polygons of thousands of cells still give enough
