"""Embedders: both backends, exact and dense, on real modules."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.worker import Geometry
from so2sat_qgis_plugin.worker.backends import dense
from so2sat_qgis_plugin.worker.backends.embedder import Embedder, Opening, batch_size
from so2sat_qgis_plugin.worker.backends.openvino_embedder import OpenVinoEmbedder
from so2sat_qgis_plugin.worker.backends.patches import cut, fill
from so2sat_qgis_plugin.worker.backends.tensorflow_embedder import TensorFlowEmbedder
from so2sat_qgis_plugin.worker.modules import builtin
from tests.support.data import RESNET20, needs_shared

BACKENDS = [TensorFlowEmbedder, OpenVinoEmbedder]


def scene(height: int, width: int, bands: int = 10, seed: int = 0) -> np.ndarray:
    """Return reflectance-like noise with some structure, float32 (h, w, bands)."""
    generator = np.random.default_rng(seed)
    steps = generator.random((height // 8 + 1, width // 8 + 1, bands)).repeat(8, 0).repeat(8, 1)[:height, :width]
    return (0.3 * steps + 0.05 * generator.random((height, width, bands))).astype(np.float32)


Fitted = tuple[Path, np.ndarray, np.ndarray, tuple[int, ...]]


@pytest.fixture(scope="module", params=[(), builtin.insets(16)], ids=["window alone", "window and middles"])
def fitted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Fitted:
    """The built-in module for ten bands: folder, kernel, bias, insets of the middles."""
    patches = np.stack([scene(3, 3, seed=i) for i in range(500)])
    kernel, bias = builtin.filters(patches, 0, 32)
    folder = tmp_path_factory.mktemp("modules") / "builtin"
    builtin.export(folder, kernel, bias, request.param)
    return folder, kernel, bias, request.param


def by_hand(windows: np.ndarray, kernel: np.ndarray, bias: np.ndarray, rims: tuple[int, ...]) -> np.ndarray:
    """The built-in module's formula, plainly."""
    rows = []
    for window in windows.astype(np.float64):
        views = np.lib.stride_tricks.sliding_window_view(window, (3, 3), axis=(0, 1))  # (h, w, bands, 3, 3)
        responses = np.einsum("hwbij,ijbk->hwk", views, kernel) + bias
        inner = window[1:-1, 1:-1]
        parts = []
        for rim, weight in zip((0, *rims), builtin.WEIGHTS):
            middle = slice(rim, len(inner) - rim)
            r, i = responses[middle, middle], inner[middle, middle]
            found = [*(p.mean((0, 1)) for p in (np.maximum(r, 0), np.maximum(-r, 0), i)), i.std((0, 1))]
            parts += [weight * values for values in found]
        rows.append(np.concatenate(parts))
    return np.array(rows)


@pytest.mark.parametrize("backend", BACKENDS)
def test_builtin_is_its_formula(backend: type[Embedder], fitted: Fitted) -> None:
    folder, kernel, bias, rims = fitted
    windows = np.stack([scene(16, 16, seed=i) for i in range(5)])
    found = backend(Opening(str(folder), 16)).vectors(windows)  # type: ignore[call-arg]
    expected = by_hand(windows, kernel, bias, rims)
    assert found.shape == (5, (1 + len(rims)) * (2 * 32 + 2 * 10))
    np.testing.assert_allclose(found, expected, atol=2e-5 * np.abs(expected).max())


def test_builtin_loads_with_plain_hub(fitted: Fitted) -> None:
    import tensorflow as tf
    import tensorflow_hub as hub

    module = hub.load(str(fitted[0]), tags=[])
    windows = scene(20, 20)[np.newaxis]
    found = module.signatures["image_feature_vector"](tf.constant(windows))["default"]
    np.testing.assert_allclose(found, by_hand(windows, *fitted[1:]), atol=1e-4)


@pytest.mark.parametrize(
    "window, middles", [(32, [14, 6, 2]), (16, [6, 2]), (64, [30, 14, 6]), (8, [2]), (11, [3, 1]), (5, [1])]
)
def test_middles_are_a_half_a_quarter_and_an_eighth_of_the_window(window: int, middles: list[int]) -> None:
    """All lack their rim of one pixel."""
    assert [window - 2 - 2 * rim for rim in builtin.insets(window)] == middles


def test_large_windows_can_be_fitted(tmp_path: Path) -> None:
    patches = np.stack([scene(3, 3, seed=i) for i in range(50)])
    names = {
        builtin.fit(None, patches=patches, seed=0, window=w, modules=str(tmp_path), provenance={}, count=4)["folder"]  # type: ignore[arg-type]
        for w in (32, 800, 1000)
    }
    assert len(names) == 3


@pytest.mark.parametrize("window", [3, 4])
def test_a_window_without_a_middle(window: int) -> None:
    assert builtin.insets(window) == ()


def test_builtin_is_deterministic(tmp_path: Path) -> None:
    patches = np.stack([scene(3, 3, seed=i) for i in range(300)])
    names = {path.name for seed in (0, 0, 1) for path in [_fit(patches, seed, tmp_path)]}
    assert len(names) == 2
    first, second = (tmp_path / name for name in ("a", "b"))
    for folder in (first, second):
        builtin.export(folder, *builtin.filters(patches, 0, 8), (3,))
    assert (first / "saved_model.pb").read_bytes() == (second / "saved_model.pb").read_bytes()


def _fit(patches: np.ndarray, seed: int, folder: Path) -> Path:
    entry = {"entry": {"name": "builtin"}, "history": []}
    found = builtin.fit(None, patches=patches, seed=seed, window=16, modules=str(folder), provenance=entry, count=8)  # type: ignore[arg-type]
    return Path(found["folder"])


def test_filters_respond_with_unit_variance() -> None:
    patches = np.stack([scene(3, 3, seed=i) for i in range(2000)])
    kernel, bias = builtin.filters(patches, 0, 64)
    responses = np.einsum("nijb,ijbk->nk", patches, kernel) + bias
    np.testing.assert_allclose(responses.mean(0), 0, atol=1e-3)
    np.testing.assert_allclose(responses.std(0), 1, atol=0.02)


@needs_shared
@pytest.mark.parametrize("input_size", [0, 64])
def test_backends_agree(input_size: int) -> None:
    windows = np.stack([scene(32, 32, seed=i) for i in range(70)])
    opening = Opening(str(RESNET20), 32, input_size)
    expected, found = (backend(opening).vectors(windows) for backend in BACKENDS)
    assert expected.shape == (70, 256)
    assert np.abs(found - expected).max() <= 1e-5 * np.abs(expected).max()


@needs_shared
def test_enlarging_is_tensorflows_resize() -> None:
    import tensorflow as tf

    windows = np.stack([scene(16, 16, seed=i) for i in range(3)])
    plain = TensorFlowEmbedder(Opening(str(RESNET20), 48))
    resized = tf.image.resize(windows, (48, 48), "bilinear", antialias=False).numpy()
    expected = plain.vectors(resized)
    for backend in BACKENDS:
        found = backend(Opening(str(RESNET20), 16, 48)).vectors(windows)
        np.testing.assert_allclose(found, expected, atol=1e-4 * np.abs(expected).max())


@pytest.mark.parametrize("backend", BACKENDS)
def test_builtin_dense_equals_exact(backend: type[Embedder], fitted: Fitted) -> None:
    opening = Opening(str(fitted[0]), 16)
    embedder = backend(opening)  # type: ignore[call-arg]
    geometry = dense.measure(embedder, opening, 10)
    assert (geometry.step, geometry.cells, geometry.margin, geometry.equals_exact) == ((1, 1), 14, 0, True)
    image = scene(16 + 5 * 9, 16 + 5 * 6)
    rows, columns = np.arange(10) * 5, np.arange(7) * 5
    found = dense.embed(embedder, geometry, image, rows, columns, 16)
    starts = np.stack(np.meshgrid(rows, columns, indexing="ij"), -1).reshape(-1, 2)
    expected = embedder.vectors(cut(image, starts, 16)).reshape(found.shape)
    np.testing.assert_allclose(found, expected, atol=3e-5)  # float32: relu(−x) = relu(x) − x of two averages


def test_strips_do_not_change_dense(fitted: Fitted, monkeypatch: pytest.MonkeyPatch) -> None:
    opening = Opening(str(fitted[0]), 16)
    embedder = OpenVinoEmbedder(opening)
    geometry = dense.measure(embedder, opening, 10)
    image, rows, columns = scene(16 + 4 * 20, 60), np.arange(21) * 4, np.arange(12) * 4
    whole = dense.embed(embedder, geometry, image, rows, columns, 16)
    monkeypatch.setattr(dense, "_STRIP_BYTES", 1)
    np.testing.assert_allclose(dense.embed(embedder, geometry, image, rows, columns, 16), whole, atol=1e-6)


@needs_shared
@pytest.mark.parametrize("backend", BACKENDS)
def test_geometry_of_the_resnet20(backend: type[Embedder]) -> None:
    opening = Opening(str(RESNET20), 32)
    geometry = dense.measure(backend(opening), opening, 10)  # type: ignore[call-arg]
    assert (geometry.step, geometry.cells, geometry.align, geometry.equals_exact) == ((4, 1), 8, 4, False)
    assert 8 <= geometry.margin <= 64


@needs_shared
def test_a_window_alone_is_dense_equal_to_exact() -> None:
    """A block that is one window has the same zero padding as the window."""
    opening = Opening(str(RESNET20), 32)
    embedder = OpenVinoEmbedder(opening)
    geometry = dense.measure(embedder, opening, 10)
    image = scene(32, 32)
    found = dense.embed(embedder, geometry, image, np.array([0]), np.array([0]), 32)
    np.testing.assert_allclose(found[0], embedder.vectors(image[np.newaxis]), rtol=1e-4, atol=1e-4)


def test_weights_share_out_map_cells() -> None:
    geometry = Geometry((32, 7), 7, 70, 32, False, 1.0)
    found = dense.weights(np.array([0, 8, 32]), geometry, 20)
    np.testing.assert_allclose(found.sum(1), 1, rtol=1e-6)
    np.testing.assert_allclose(found[0, :7], 1 / 7, rtol=1e-6)
    np.testing.assert_allclose(found[2, 7:14], 1 / 7, rtol=1e-6)
    np.testing.assert_allclose(found[1, 1:10] * 7, [0.25, 1, 1, 1, 1, 1, 1, 0.75, 0], atol=1e-6)


def test_cut_is_slicing_and_fill_takes_the_windows_mean() -> None:
    image = scene(40, 50, 3)
    starts = np.array([[0, 0], [5, 7], [30, 40]])
    patches = cut(image, starts, 10)
    for patch, (r, c) in zip(patches, starts, strict=True):
        np.testing.assert_array_equal(patch, image[r : r + 10, c : c + 10])
    holed = image.copy()
    holed[6:9, 8:20] = np.nan
    found = cut(holed, starts, 10)
    np.testing.assert_array_equal(found[2], patches[2])
    window = holed[5:15, 7:17]
    invalid = np.isnan(window[..., 0])
    np.testing.assert_allclose(found[1][invalid], np.tile(np.nanmean(window, (0, 1)), (invalid.sum(), 1)), rtol=1e-5)
    np.testing.assert_array_equal(found[1][~invalid], window[~invalid])
    assert not np.isnan(fill(found)).any()


@needs_shared
def test_no_output_of_that_name() -> None:
    with pytest.raises(So2SatError, match="logits"):
        OpenVinoEmbedder(Opening(str(RESNET20), 32, 0, "absent"))


def test_openvino_is_imported_without_its_telemetry() -> None:
    assert sys.modules.get("openvino_telemetry", "absent") is None


def test_batches_shrink_with_the_input() -> None:
    assert [batch_size(Opening("", side)) for side in (32, 64, 224, 1000)] == [64, 64, 15, 4]
