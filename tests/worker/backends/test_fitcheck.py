from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from so2sat_qgis_plugin.worker.backends import fitcheck
from tests.support.data import RESNET20, ROOT, real
from tests.worker.session import Session

ORDER = list(range(10))
SWAPPED = [2, 1, 0, *ORDER[3:]]
B8A_LAST = [0, 1, 2, 3, 4, 5, 6, 8, 9, 7]


def candidate(factor=1.0, bands=ORDER, clip=False, slope=1e-4):
    return {"bands": bands, "slope": [slope] * 10, "offset": [0.0] * 10, "factor": factor, "clip": clip}


@pytest.fixture(scope="module")
def t48que(tmp_path_factory):
    """Every tenth window of the scene, read by QGIS's Python, as the worker has no GDAL."""
    path = real("t48que/S2L2A_T48QUE_20200223_10band.tif")
    target = tmp_path_factory.mktemp("scene") / "scene.npy"
    code = "import sys, numpy; from osgeo import gdal; numpy.save(sys.argv[2], gdal.Open(sys.argv[1]).ReadAsArray())"
    system = next((p for p in ("/usr/bin/python3", sys.executable) if Path(p).exists()), "python3")
    subprocess.run([system, "-c", code, path, str(target)], check=True)
    scene = np.moveaxis(np.load(target), 0, -1).astype(np.float32)[: 33 * 32, : 33 * 32]
    windows = scene.reshape(33, 32, 33, 32, 10).swapaxes(1, 2).reshape(-1, 32, 32, 10)
    return windows[::4]


def measured(folder, pixels, candidates, cache="", input_size=0):
    return fitcheck.distances(
        Session(), folder=str(folder), cache=str(cache), input_size=input_size, pixels=pixels, candidates=candidates
    )["distances"]


def test_published_figures(t48que, tmp_path):
    """The distances of T48QUE that the check was designed on, from TensorFlow and again from the kept beginning."""
    expected = {
        "ρ": (candidate(), 0.30),
        "ρ/2": (candidate(0.5), 0.65),
        "ρ/2.8": (candidate(1 / 2.8), 0.98),
        "2ρ": (candidate(2.0), 1.8),
        "clip(3.5 ρ)": (candidate(3.5, clip=True), 7.7),
        "reversed": (candidate(bands=ORDER[::-1]), 6.9),
        "B8A last": (candidate(bands=B8A_LAST), 3.8),
        "swapped": (candidate(bands=SWAPPED), 0.51),
    }
    candidates = [way for way, _ in expected.values()]
    found = measured(RESNET20, t48que, candidates, tmp_path / "norm")
    assert found == pytest.approx([d for _, d in expected.values()], rel=0.06)
    assert measured(RESNET20, t48que, [candidate(slope=1.0)])[0] > 1e7  # DN as they are
    assert (tmp_path / "norm.xml").is_file()
    code = (
        "import sys, json, numpy as np; from so2sat_qgis_plugin.worker.backends import fitcheck\n"
        "class S:\n    def progress(self, *a): pass\n"
        "a = fitcheck.distances(S(), folder=sys.argv[1], cache=sys.argv[2], input_size=0, pixels=np.load(sys.argv[3]),"
        " candidates=json.loads(sys.argv[4]))\n"
        "assert 'tensorflow' not in sys.modules; print(json.dumps(a['distances']))"
    )
    np.save(tmp_path / "pixels.npy", t48que)
    arguments = [str(RESNET20), str(tmp_path / "norm"), str(tmp_path / "pixels.npy"), json.dumps(candidates)]
    again = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert json.loads(again) == pytest.approx(found, rel=1e-4)


def test_damaged_cache_is_made_anew(t48que, tmp_path):
    (tmp_path / "norm.xml").write_text("nonsense")
    found = measured(RESNET20, t48que[:20], [candidate()], tmp_path / "norm")
    assert measured(RESNET20, t48que[:20], [candidate()], tmp_path / "norm") == pytest.approx(found, rel=1e-4)


def export(folder, normed):
    """Write a module whose batch norm, where it has one, is the fused op behind a strided convolution."""
    import tensorflow as tf

    rng = np.random.default_rng(0)
    kernel = rng.normal(0, 0.3, (3, 3, 4, 6)).astype(np.float32)

    class Model(tf.Module):
        def __init__(self):
            self.kernel = tf.Variable(kernel)

        @tf.function(input_signature=[tf.TensorSpec((None, None, None, 4), tf.float32)])
        def __call__(self, images):
            x = tf.nn.conv2d(images, self.kernel, 2, "SAME")
            if normed:
                ones = tf.ones(6)
                x = tf.compat.v1.nn.fused_batch_norm(x, ones, 0 * ones, 0.5 * ones, 2 * ones, is_training=False)[0]
            return {"default": tf.reduce_mean(tf.nn.relu(x), (1, 2))}

    tf.saved_model.save(Model(), str(folder))
    return kernel


def test_fused_norm_by_hand(tmp_path):
    kernel = export(tmp_path / "m", normed=True)
    pixels = np.random.default_rng(1).normal(1, 1, (200, 16, 16, 4)).astype(np.float32)
    way = {"bands": [0, 1, 2, 3], "slope": [1.0] * 4, "offset": [0.0] * 4, "factor": 1.0, "clip": False}
    found = measured(tmp_path / "m", pixels, [way], tmp_path / "c/n")[0]
    # independent normal pixels: mean and variance before the norm follow from the kernel's sums
    m = kernel.sum((0, 1, 2)).astype(float)
    v = (kernel.astype(float) ** 2).sum((0, 1, 2))
    expected = np.mean(0.5 * (np.log(2 / v) + (v + (m - 0.5) ** 2) / 2 - 1))
    assert found == pytest.approx(expected, rel=0.03)


def test_module_without_norm(tmp_path):
    export(tmp_path / "m", normed=False)
    way = {"bands": [0, 1, 2, 3], "slope": [1.0] * 4, "offset": [0.0] * 4, "factor": 1.0, "clip": False}
    assert measured(tmp_path / "m", np.ones((2, 8, 8, 4), np.float32), [way]) is None


def test_enlarging_is_tensorflows():
    import tensorflow as tf

    patches = np.random.default_rng(0).random((2, 32, 32, 3)).astype(np.float32)
    for side in (224, 48, 32):
        expected = tf.image.resize(patches, (side, side), "bilinear").numpy()
        assert np.abs(fitcheck.enlarge(patches, side) - expected).max() < 1e-5
