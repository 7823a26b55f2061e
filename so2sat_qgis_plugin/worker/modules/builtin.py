"""The built-in module: random convolutional features of a scene, as a SavedModel of TF1 Hub format.

MOSAIKS (Rolf et al. 2021, doi 10.1038/s41467-021-24638-z): 3 × 3 patches of the scene, whitened, are the filters;
their rectified responses of both signs, averaged over the window, are the features. Mean and deviation of every
band over the window are added. The same follows over the window's middle, of half its side, a quarter and an eighth: a
river fills little of a window of 320 m, but much of its middle. Nothing is padded, so running it over a block equals
running it window by window.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np

from ...engine.modules.catalogue import PROVENANCE
from ..server import Session

# Of the features of the window and its middles: small middles vary most, mostly by chance, and would rule what is not
# standardised (docs/clustering.md).
WEIGHTS = (1.0, 0.5, 0.5, 0.25)
VERSION = 5  # of the network around the filters


def filters(patches: np.ndarray, seed: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return kernel (3, 3, bands, count) and bias (count) fitted on patches (n, 3, 3, bands) of reflectance.

    Responses have unit variance over the patches; the ridge of the whitening is 1 % of the mean variance.
    """
    side, bands = patches.shape[1], patches.shape[3]
    flat = patches.reshape(len(patches), -1).astype(np.float64)
    mean = flat.mean(axis=0)
    covariance = np.cov(flat - mean, rowvar=False)
    values, vectors = np.linalg.eigh(covariance)
    ridge = max(0.01 * values.mean(), 1e-12)
    whitening = vectors / np.sqrt(np.maximum(values, 0) + ridge) @ vectors.T
    chosen = np.random.default_rng(seed).choice(len(flat), count, replace=len(flat) < count)
    directions = (flat[chosen] - mean) @ whitening
    directions /= np.maximum(np.linalg.norm(directions, axis=1, keepdims=True), 1e-12)
    kernel = whitening @ directions.T
    deviation = np.sqrt(np.maximum(np.einsum("ik,ij,jk->k", kernel, covariance, kernel), 1e-12))
    kernel /= deviation
    return (
        kernel.reshape(side, side, bands, count).astype(np.float32),
        (-mean @ kernel).astype(np.float32),
    )


def insets(window: int) -> tuple[int, ...]:
    """Return how far from the rim of a window's responses its middles begin, from the widest middle to the narrowest.

    A half, a quarter and an eighth of the window's side are left, but three pixels at least.
    """
    responses = window - 2  # they lack the window's rim, so those of a middle lack its rim
    sides = (max(window // part - 2, 1) for part in (2, 4, 8))
    return tuple(sorted({(responses - side) // 2 for side in sides} - {0}))


def fit(
    session: Session,
    *,
    patches: np.ndarray,
    seed: int,
    window: int,
    modules: str,
    provenance: dict[str, Any],
    count: int,
) -> dict[str, Any]:
    """Fit `count` filters on patches (n, 3, 3, bands); write the module for windows of `window` pixels below `modules`.

    Returns its `folder`. `provenance` is written beside it (see `engine.modules.catalogue.read_provenance`).

    The folder's name tells filters and window: the same patches and seed find the module that is there already.
    """
    kernel, bias = filters(patches, seed, count)
    network = f"{VERSION} {insets(window)}".encode()
    key = hashlib.sha256(kernel.tobytes() + bias.tobytes() + network).hexdigest()[:16]
    folder = Path(modules) / f"builtin-{key}"
    if not (folder / "saved_model.pb").is_file():
        _write(folder, kernel, bias, insets(window), provenance)
    return {"folder": str(folder)}


def _write(
    folder: Path, kernel: np.ndarray, bias: np.ndarray, rims: tuple[int, ...], provenance: dict[str, Any]
) -> None:
    temporary = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    export(temporary, kernel, bias, rims)
    (temporary / PROVENANCE).write_text(json.dumps(provenance, indent=1), encoding="utf-8")
    try:
        os.replace(temporary, folder)
    except OSError:  # another run wrote the same module meanwhile
        shutil.rmtree(temporary)
        if not (folder / "saved_model.pb").is_file():
            raise


def export(folder: Path, kernel: np.ndarray, bias: np.ndarray, rims: tuple[int, ...]) -> None:
    """Write the SavedModel: constants only, one graph without tags, signatures `default` and `image_feature_vector`.

    `rims`: see `insets`; () leaves the middles out.
    """
    import tensorflow as tf

    v1 = tf.compat.v1
    with tf.Graph().as_default(), v1.Session() as session:
        images = v1.placeholder(tf.float32, (None, None, None, kernel.shape[2]), name="images")
        features = _network(tf, images, kernel, bias, rims)
        signature = v1.saved_model.predict_signature_def({"images": images}, {"default": features})
        builder = v1.saved_model.Builder(str(folder))
        signatures = {"default": signature, "image_feature_vector": signature}
        builder.add_meta_graph_and_variables(session, [], signatures, strip_default_attrs=True)
        builder.save()
    (folder / "tfhub_module.pb").write_bytes(b"\x08\x03")  # the format's version, as TensorFlow Hub writes it


def _network(tf: Any, images: Any, kernel: np.ndarray, bias: np.ndarray, rims: tuple[int, ...]) -> Any:
    responses = tf.nn.relu(tf.nn.conv2d(images, tf.constant(kernel), 1, "VALID") + tf.constant(bias))
    features = []
    for rim, weight in zip((0, *rims), WEIGHTS):
        positive = tf.reduce_mean(_cropped(responses, rim, rim, rim) if rim else responses, [1, 2])
        # The mean of responses before rectifying is the response to mean pixels: much less to average.
        shifts = [_cropped(images, rim + 1, i + rim, j + rim) for i in range(3) for j in range(3)]
        means = [tf.reduce_mean(shift, [1, 2]) for shift in shifts]
        linear = tf.matmul(tf.concat(means, -1), tf.constant(kernel.reshape(-1, kernel.shape[3]))) + tf.constant(bias)
        mean, squares = means[4], tf.reduce_mean(tf.square(shifts[4]), [1, 2])
        deviation = tf.sqrt(tf.maximum(squares - tf.square(mean), 0.0))
        found = tf.concat([positive, positive - linear, mean, deviation], -1)  # relu(−x) = relu(x) − x
        features.append(found * weight)
    return tf.concat(features, -1, name="feature_vector")


def _cropped(maps: Any, rim: int, row: int, column: int) -> Any:
    """Return maps (n, h, w, c) less `rim` cells on each side, shifted to begin at `row` and `column`."""
    ends = [first - 2 * rim or None for first in (row, column)]
    return maps[:, row : ends[0], column : ends[1], :]


CALLS = (fit,)
