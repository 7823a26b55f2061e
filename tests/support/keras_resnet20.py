"""Classify patches with the So2Sat authors' Keras weights, by Keras itself; runs in the runtime's Python.

`python keras_resnet20.py WEIGHTS.h5 PATCHES.npy OUT.npy` writes the class probabilities (n, 17) of patches
(n, 32, 32, 10). The network is the ResNet v2 of 20 layers of Keras's own CIFAR-10 example, which the authors used;
it shares no code with the plugin.
"""

from __future__ import annotations

import sys

import h5py
import keras
import numpy as np


def unit(x, filters: int, kernel: int = 3, strides: int = 1, normalised: bool = True, first: bool = False):
    """One convolution with its batch normalisation and ReLU: after it where `first`, else before it."""
    convolution = keras.layers.Conv2D(filters, kernel, strides=strides, padding="same")
    if first:
        return keras.layers.ReLU()(keras.layers.BatchNormalization()(convolution(x)))
    if normalised:
        x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    return convolution(x)


def network() -> keras.Model:
    """ResNet v2 with 3 stages of 2 bottlenecks."""
    inputs = keras.Input((32, 32, 10))
    filters = 16
    x = unit(inputs, filters, first=True)
    for stage in range(3):
        wide = filters * (4 if stage == 0 else 2)
        for block in range(2):
            strides = 2 if stage > 0 and block == 0 else 1
            y = unit(x, filters, 1, strides, normalised=stage > 0 or block > 0)
            y = unit(unit(y, filters), wide, 1)
            if block == 0:
                x = unit(x, wide, 1, strides, normalised=False)
            x = keras.layers.Add()([x, y])
        filters = wide
    x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(17, activation="softmax")(x))


def load(model: keras.Model, path: str) -> None:
    """Give the layers of each kind the weights of the file's layers of that kind, both in order of creation."""
    with h5py.File(path) as file:
        for kind in ("conv2d", "batch_normalization", "dense"):
            layers = [
                layer for layer in model._operations if layer.name.rpartition("_")[0] in (kind,) or layer.name == kind
            ]
            layers.sort(key=lambda layer: int(layer.name.rpartition("_")[2]) if layer.name != kind else 0)
            groups = [n for n in file if n.rpartition("_")[0] == kind and len(file[n])]
            groups.sort(key=lambda n: int(n.rpartition("_")[2]))
            assert len(layers) == len(groups), (kind, len(layers), len(groups))
            for layer, name in zip(layers, groups):
                names = file[name].attrs["weight_names"]
                layer.set_weights([np.array(file[name][n.decode() if isinstance(n, bytes) else n]) for n in names])


def main(weights: str, patches: str, out: str) -> None:
    """Write the probabilities."""
    model = network()
    load(model, weights)
    np.save(out, model.predict(np.load(patches), batch_size=64, verbose=0))


if __name__ == "__main__":
    main(*sys.argv[1:4])
