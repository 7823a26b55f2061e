"""The worker's side of the label loop: a kept scene, quick fits, maps of blocks, places to label, cells explained."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.features.view_names import EMBEDDING, PIXELS, SPECTRUM
from so2sat_qgis_plugin.worker.estimators import loop, places
from so2sat_qgis_plugin.worker.estimators.loop import Fit
from so2sat_qgis_plugin.worker.estimators.train import fit as train
from so2sat_qgis_plugin.worker.estimators.vote import Vote
from tests.worker.session import Session

ROWS, COLUMNS, COMPONENTS, BANDS = 50, 80, 6, 3
COLUMN_CLASS = np.repeat([3, 5, 300], [30, 25, 25])  # class codes by column


def write(path: Path, components: int = COMPONENTS, spectrum: int = 2 * BANDS, seed: int = 0) -> dict[str, Any]:
    """Write a scene of three upright stripes, its first column nodata; returns what opens it."""
    random = np.random.default_rng(seed)
    means = np.random.default_rng(1).normal(size=(3, components + spectrum)) * 2
    stripe = np.searchsorted([3, 5, 300], COLUMN_CLASS)
    values = means[stripe][np.newaxis] + random.normal(size=(ROWS, COLUMNS, components + spectrum))
    values[:, 0] = np.nan
    np.save(path, values.astype(np.float16))
    status = os.stat(path)
    size, changed = status.st_size, status.st_mtime_ns
    return {"path": str(path), "size": size, "changed": changed, "components": components, "bands": BANDS}


def squares(side: int = 4) -> dict[str, np.ndarray]:
    """Squares of cells in each class, four of them each."""
    cells, codes, groups = [], [], []
    for number, (row, column) in enumerate((r, c) for r in (2, 14, 26, 38) for c in (8, 38, 64)):
        here = np.stack(np.mgrid[row : row + side, column : column + side], axis=-1).reshape(-1, 2)
        cells.append(here)
        codes.append(COLUMN_CLASS[here[:, 1]])
        groups.append(np.full(len(here), number))
    return {"cells": np.concatenate(cells), "codes": np.concatenate(codes), "groups": np.concatenate(groups)}


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A session with a scene open."""
    made = Session()
    assert loop.open_kept(made, **write(tmp_path / "scene.npy")) == {"tokens": []}
    return made


def whole(session: Session, token: str, **more: Any) -> dict[str, Any]:
    return loop.predict(session, token=token, row=0, column=0, rows=ROWS, columns=COLUMNS, **more)


def test_a_fit_is_judged_and_drawn(session: Session) -> None:
    labels = squares()
    found = loop.fit(session, token="a", **labels)
    assert (found["held_out"] == labels["codes"]).mean() > 0.95
    assert 0.5 < (found["plain"] == labels["codes"]).mean() < (found["held_out"] == labels["codes"]).mean()
    assert found["confidence"].min() > 0 and found["confidence"].max() <= 1
    assert found["folds"] == 0 and found["divided"] == found["never"] == [] and not found["suspects"].any()
    drawn = whole(session, "a", with_novelty=True)
    assert drawn["codes"].dtype == np.uint16  # one class has the code 300
    assert (drawn["codes"][:, 0] == 0).all() and (drawn["confidence"][:, 0] == 255).all()
    assert (drawn["novelty"][:, 0] == 255).all() and drawn["novelty"][:, 1:].max() <= 100
    assert (drawn["codes"][:, 1:] == COLUMN_CLASS[1:]).mean() > 0.97


def test_many_groups_are_held_out_in_folds(session: Session) -> None:
    labels = squares()
    labels["groups"] = np.arange(len(labels["codes"])) // 4
    found = loop.fit(session, token="a", **labels)
    assert found["folds"] == 10 and (found["held_out"] > 0).all()
    labels["groups"] = np.arange(len(labels["codes"]))
    found = loop.fit(session, token="b", **labels)
    assert found["folds"] == 5 and (found["held_out"] == labels["codes"]).mean() > 0.95


def test_one_polygon_is_divided_and_one_cell_never_held_out(session: Session) -> None:
    labels = squares()
    rows = np.flatnonzero((labels["groups"] < 2) | (np.arange(len(labels["codes"])) == len(labels["codes"]) - 1))
    found = loop.fit(session, token="a", **{name: values[rows] for name, values in labels.items()})
    assert found["divided"] == [3, 5] and found["never"] == [300]
    assert found["held_out"][-1] == 0 and (found["held_out"][:-1] > 0).all()


def test_what_is_drawn_does_not_depend_on_the_block(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    loop.fit(session, token="a", **squares())
    expected = whole(session, "a")
    monkeypatch.setattr(loop, "_STRIPE", 200)
    assert np.array_equal(whole(session, "a")["codes"], expected["codes"])
    part = loop.predict(session, token="a", row=7, column=11, rows=20, columns=50, step=3)
    assert np.array_equal(part["codes"], expected["codes"][7:27:3, 11:61:3])
    assert np.array_equal(part["confidence"], expected["confidence"][7:27:3, 11:61:3])


def test_the_trainer_s_classifier_is_taken_and_smoothed_at_any_block(session: Session) -> None:
    labels = squares()
    scene = loop.kept(session)
    data = scene.at(labels["cells"])
    single = data.single((SPECTRUM, EMBEDDING))
    alone = np.full((len(labels["codes"]), 9), -1)
    alone[:, 4] = np.arange(len(alone))
    trained = train(
        Session(), codes=labels["codes"], groups=labels["groups"], places=labels["cells"], neighbours=alone,
        spectrum=single[SPECTRUM], embedding=single[EMBEDDING], bands=BANDS, shared_unit=True, reach=1,
        kind="logistic regression", view="automatic", smoothing="3 × 3 cells", effort="quick", fold_count=3, seed=0,
    )  # fmt: skip
    loop.take(session, token="t", content=trained["content"], written_with="", smoothing=3, **labels)
    expected = whole(session, "t")
    assert (expected["codes"][:, 1:] == COLUMN_CLASS[1:]).mean() > 0.98
    part = loop.predict(session, token="t", row=9, column=20, rows=25, columns=31, step=2)
    assert np.array_equal(part["codes"], expected["codes"][9:34:2, 20:51:2])
    fit = scene.fit("t")
    near = scene.views(np.asarray(scene.values[4:7, 29:32]).reshape(9, -1))
    best = fit.probabilities(near).mean(axis=0)
    assert np.allclose(best, fit.vote.probabilities(near).mean(axis=0), atol=1e-5)
    assert expected["codes"][5, 30] == fit.vote.codes[best.argmax()]
    assert expected["confidence"][5, 30] == np.rint(100 * best.max())
    told = places.explain(session, token="t", row=5, column=30, count=3)
    assert np.allclose(told["probabilities"], best)


@pytest.mark.parametrize("codes", [(3, 5), (3, 5, 300)])
def test_the_vote_as_matrices_is_the_vote(session: Session, codes: tuple[int, ...]) -> None:
    labels = squares()
    known = np.isin(labels["codes"], codes)
    loop.fit(session, token="a", **{name: values[known] for name, values in labels.items()})
    scene = loop.kept(session)
    fit = scene.fit("a")
    cells = scene.views(np.asarray(scene.values[:, 1:]).reshape(-1, COMPONENTS + 2 * BANDS))
    expected = fit.vote.probabilities(cells)
    assert fit._linear is not None and fit.vote.temperature != 1.0
    assert np.allclose(fit.probabilities(cells), expected, atol=2e-5)
    forest = Fit(Vote(fit.vote.estimators, fit.vote.views, (2.0, 1.0), 1.0, fit.vote.codes), 1, **labels, samples=cells)
    assert forest._linear is None and np.allclose(forest.probabilities(cells), forest.vote.probabilities(cells))


def test_only_the_latest_fits_stay_and_a_lost_one_is_told(session: Session, tmp_path: Path) -> None:
    for token in "abc":
        loop.fit(session, token=token, **squares())
    opened = {**write(tmp_path / "other.npy", seed=3)}
    scene = loop.kept(session)
    assert list(scene.fits) == ["b", "c"]
    with pytest.raises(So2SatError, match="Refit"):
        whole(session, "a")
    assert loop.open_kept(session, **opened) == {"tokens": []}
    with pytest.raises(So2SatError, match="No scene is open"):
        loop.kept(Session())


def test_a_changed_or_damaged_file_is_refused(tmp_path: Path) -> None:
    asked = write(tmp_path / "scene.npy")
    with pytest.raises(So2SatError, match="was changed. Open it anew"):
        loop.open_kept(Session(), **{**asked, "changed": 1})
    (tmp_path / "scene.npy").write_bytes(b"nothing of the kind")
    with pytest.raises(So2SatError, match="cannot be read"):
        loop.open_kept(Session(), **asked)


@pytest.mark.parametrize(
    "components, spectrum, views",
    [(6, 6, (EMBEDDING, PIXELS)), (6, 0, (EMBEDDING,)), (0, 6, (SPECTRUM, PIXELS))],
)
def test_the_quick_vote_takes_the_views_that_there_are(
    tmp_path: Path, components: int, spectrum: int, views: tuple[str, ...]
) -> None:
    session = Session()
    asked = write(tmp_path / "scene.npy", components, spectrum)
    loop.open_kept(session, **{**asked, "bands": BANDS if spectrum else 0})
    labels = squares()
    loop.fit(session, token="a", **labels)
    assert loop.kept(session).fit("a").vote.views == views
    assert (whole(session, "a")["codes"][:, 1:] == COLUMN_CLASS[1:]).mean() > 0.8
    found = places.find(session, token="a", count=3, avoid=np.zeros((0, 2), int), reach=1, seed=0)
    assert len(found["cells"]) == 3
    told = places.explain(session, token="a", row=20, column=40, count=3)
    assert told["spectra"].shape == (3, BANDS if spectrum else 0)


def test_places_are_uncertain_new_and_apart(session: Session) -> None:
    labels = squares()
    known = labels["codes"] != 300
    loop.fit(session, token="a", **{name: values[known] for name, values in labels.items()})
    nowhere = np.zeros((0, 2), int)
    found = places.find(session, token="a", count=8, avoid=nowhere, reach=2, seed=0)
    columns = found["cells"][:, 1]
    assert (COLUMN_CLASS[columns] == 300).mean() >= 0.6, "a third of the scene, of which nothing is known"
    assert len(np.unique(found["cells"], axis=0)) == 8 and (columns > 0).all()
    assert found["share"].sum() == pytest.approx(1.0) and (np.diff(found["share"]) <= 1e-12).all()
    assert (found["confidence"] >= found["second"]).all() and set(found["codes"]) <= {3, 5}
    again = places.find(session, token="a", count=8, avoid=found["cells"], reach=2, seed=0)
    apart = np.abs(again["cells"][:, np.newaxis] - found["cells"][np.newaxis]).max(axis=2)
    assert apart.min() > 2
    few = np.array([[3, 70], [4, 70], [5, 70]])
    among = places.find(session, token="a", count=8, avoid=nowhere, reach=0, seed=0, among=few)["cells"]
    assert {tuple(cell) for cell in among} <= {tuple(cell) for cell in few} and len(among)
    nothing = places.find(session, token="a", count=8, avoid=few, reach=60, seed=0)
    assert len(nothing["cells"]) == 0 and len(nothing["share"]) == 0


def test_a_place_stands_amid_ground_like_it(session: Session) -> None:
    """Without labels too: of the cells near a group's centre the one in the most even surroundings is taken."""
    cold = places.find(session, token="", count=6, avoid=np.zeros((0, 2), int), reach=1, seed=0)
    assert len(cold["cells"]) == 6 and (cold["codes"] == 0).all() and (cold["cells"][:, 1] > 0).all()
    assert {COLUMN_CLASS[column] for column in cold["cells"][:, 1]} == {3, 5, 300}
    points = np.random.default_rng(0).normal(size=(400, 2)) * 0.1 + np.repeat([[0, 0], [9, 9]], 200, axis=0)
    uneven = np.ones(400)
    near = np.argsort(np.linalg.norm(points[:200] - points[:200].mean(axis=0), axis=1))
    uneven[[near[7], near[50]]] = 0.0  # the second is even, but far from the centre
    chosen, share = places._centres(points.astype(np.float32), uneven, 2, 0)
    assert near[7] in chosen and near[50] not in chosen and share.tolist() == [0.5, 0.5]


def test_the_nearest_samples_are_of_different_groups(session: Session) -> None:
    labels = squares()
    loop.fit(session, token="a", **labels)
    told = places.explain(session, token="a", row=20, column=40, count=5)
    assert told["codes"][told["probabilities"].argmax()] == 5
    groups = labels["groups"][told["nearest"]]
    assert len(set(groups)) == 5 and (np.diff(told["distances"]) >= 0).all()
    assert (labels["codes"][told["nearest"][:4]] == 5).all()
    own = np.asarray(loop.kept(session).values[20, 40, COMPONENTS : COMPONENTS + BANDS], np.float32)
    assert np.array_equal(told["spectrum"], own)
