"""Clustering with real scikit-learn: groups that are there are found, the same each time, odd input too."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.worker.estimators import frozen
from so2sat_qgis_plugin.worker.estimators.cluster import METHODS, Projections, fit, load, predict, save
from tests.worker.session import Session


def groups(count: int = 4, each: int = 300, dims: int = 40, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return vectors of well separated groups in random order, and the group of each."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(count, dims)) * 10
    labels = random.permutation(np.repeat(np.arange(count), each))
    return (centres[labels] + random.normal(size=(len(labels), dims))).astype(np.float32), labels


def run(vectors: np.ndarray, method: str, clusters: int, seed: int = 0, **options: Any) -> tuple[dict[str, Any], Any]:
    session: Any = Session()
    summary = fit(
        session, vectors=vectors, method=method, clusters=clusters, seed=seed, **{"embedding": True, **options}
    )
    return summary, lambda others: predict(session, vectors=others)["ids"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("embedding", [True, False])
def test_finds_the_groups_and_assigns_others_to_them(method: str, embedding: bool) -> None:
    vectors, labels = groups()
    summary, assign = run(vectors[:800], method, 4, embedding=embedding)
    ids = assign(vectors)
    assert ids.dtype == np.int32 and ids.min() == 0
    assert adjusted_rand_score(labels, ids) > 0.99
    assert summary["clusters"] == 4 and summary["silhouette"] > 0.5


@pytest.mark.parametrize("method", METHODS)
def test_same_seed_same_ids(method: str) -> None:
    vectors = np.random.default_rng(1).normal(size=(3000, 20)).astype(np.float32)
    vectors[:, 0] = np.where(vectors[:, 0] > 0, 4, -4) + 0.1 * vectors[:, 0]
    first, second = run(vectors, method, 6)[1](vectors), run(vectors, method, 6)[1](vectors)
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("method", METHODS)
def test_ids_do_not_depend_on_how_vectors_are_cut(method: str) -> None:
    vectors, _ = groups(seed=3)
    _, assign = run(vectors, method, 5)
    parts = [assign(vectors[start : start + 77]) for start in range(0, len(vectors), 77)]
    np.testing.assert_array_equal(np.concatenate(parts), assign(vectors))


@pytest.mark.parametrize("method", ["kmeans", "minibatch", "mixture", "birch"])
def test_fewer_distinct_vectors_than_clusters(method: str) -> None:
    distinct = np.array([[0, 0, 1], [5, 0, 0], [0, 9, 0]], np.float32)
    vectors = distinct[np.random.default_rng(0).integers(0, 3, 200)]
    summary, assign = run(vectors, method, 8)
    assert summary["clusters"] == 3
    assert len(set(assign(distinct).tolist())) == 3


@pytest.mark.parametrize("method", METHODS)
def test_all_vectors_the_same(method: str) -> None:
    summary, assign = run(np.full((50, 3), 0.7, np.float32), method, 4)
    assert summary["clusters"] == 1 and summary["silhouette"] is None
    assert set(assign(np.full((5, 3), 0.7, np.float32)).tolist()) == {0}


@pytest.mark.parametrize("method", ["kmeans", "mixture", "birch"])
def test_as_many_vectors_as_clusters(method: str) -> None:
    vectors = np.random.default_rng(0).normal(size=(5, 2)).astype(np.float32)
    assert run(vectors, method, 5)[0]["clusters"] == 5


def test_one_dimension_and_constant_dimensions() -> None:
    values = np.concatenate([np.zeros(50), np.ones(50)]).astype(np.float32)[:, np.newaxis]
    assert run(values, "kmeans", 2)[0]["clusters"] == 2
    padded = np.concatenate([values, np.full((100, 3), 4, np.float32)], axis=1)
    assert run(padded, "mixture", 2, embedding=False)[0]["clusters"] == 2


def test_units_do_not_matter_where_features_are_no_embedding() -> None:
    vectors, labels = groups(count=2, dims=4)
    vectors = np.concatenate([vectors, 1e5 * np.random.default_rng(5).normal(size=(len(vectors), 1))], axis=1)
    vectors = vectors.astype(np.float32)
    assert adjusted_rand_score(labels, run(vectors, "kmeans", 2, embedding=False)[1](vectors)) > 0.99
    assert adjusted_rand_score(labels, run(vectors, "kmeans", 2)[1](vectors)) < 0.5


def test_hdbscan_finds_the_number_itself_and_tells_noise() -> None:
    vectors, labels = groups(count=3, dims=5)
    noise = np.random.default_rng(9).uniform(-60, 60, (100, 5)).astype(np.float32)
    order = np.random.default_rng(2).permutation(len(vectors) + 100)
    summary, assign = run(np.concatenate([vectors, noise])[order], "hdbscan", 8, embedding=False)
    assert summary["clusters"] == 3 and 0.05 < summary["noise"] < 0.15
    assert set(assign(noise).tolist()) <= {0, 1, 2}
    assert adjusted_rand_score(labels, assign(vectors)) > 0.99


def test_hdbscan_keeps_the_largest_clusters() -> None:
    vectors, _ = groups(count=6)
    assert run(vectors, "hdbscan", 4)[0]["clusters"] == 4


@pytest.mark.parametrize("method", ["kmeans", "mixture"])
def test_indices_tell_apart_what_the_features_do_not(method: str) -> None:
    """A river of cells within windows of two kinds of banks, all of one texture."""
    random = np.random.default_rng(0)
    banks, river = random.integers(0, 2, 2000), random.random(2000) < 0.1
    features = np.abs(random.normal(size=(2, 40)))[banks] * 0.5 + np.abs(random.normal(size=(2000, 40))) * 0.3
    indices = np.where(river[:, None], 0.4, -0.5) + 0.05 * random.normal(size=(2000, 6))
    vectors = np.concatenate([features, indices], axis=1).astype(np.float32)

    def overlap(ids: np.ndarray) -> float:
        return max((river & (ids == i)).sum() / (river | (ids == i)).sum() for i in np.unique(ids))

    assert overlap(run(vectors, method, 3, indices=6)[1](vectors)) > 0.95
    assert overlap(run(vectors[:, :40], method, 3)[1](vectors[:, :40])) < 0.3


@pytest.mark.parametrize("count", [1, 3, 20])
@pytest.mark.parametrize("embedding", [True, False])
def test_indices_have_half_the_variance(count: int, embedding: bool) -> None:
    random = np.random.default_rng(0)
    vectors = np.concatenate([random.random((500, 30)), 100 * random.random((500, count))], axis=1).astype(np.float32)
    projections = Projections.of(vectors, embedding, count)
    points = projections.apply(vectors)
    assert points.shape == (500, 16 + min(count, 8))
    variances = points.var(axis=0)
    assert variances[16:].sum() == pytest.approx(0.5 * variances[:16].sum(), rel=1e-3)


def test_constant_indices_and_constant_features() -> None:
    vectors = np.ones((50, 12), np.float32)
    vectors[::2, :4] = 3
    assert len(np.unique(run(vectors, "kmeans", 2, indices=8)[1](vectors))) == 2
    assert len(np.unique(run(vectors[:, ::-1].copy(), "kmeans", 2, indices=4)[1](vectors[:, ::-1].copy()))) == 2


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("dims", "indices"), [(40, 0), (30, 8), (1, 0)])
def test_another_worker_gives_the_same_ids(method: str, dims: int, indices: int) -> None:
    vectors, _ = groups(dims=dims + indices)
    session, other = Session(), Session()
    fit(session, vectors=vectors[:800], method=method, clusters=4, seed=0, embedding=True, indices=indices)  # type: ignore[arg-type]
    load(other, content=save(session)["content"])  # type: ignore[arg-type]
    first, second = (predict(one, vectors=vectors)["ids"] for one in (session, other))  # type: ignore[arg-type]
    np.testing.assert_array_equal(first, second)


def test_what_are_no_clusters_is_refused() -> None:
    for content in (b"", b"x" * 100, frozen.dump({"model": np.zeros(2)})):
        with pytest.raises(So2SatError, match="The fitted clusters are refused"):
            load(Session(), content=np.frombuffer(content, np.uint8))  # type: ignore[arg-type]
