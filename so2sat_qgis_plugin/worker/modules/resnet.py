"""Networks: ResNet-50 v2 as in TF-Slim, and the 20-layer ResNet v2 of the So2Sat demo.

He, Zhang, Ren, Sun (2016): Identity mappings in deep residual networks. arXiv:1603.05027.
"""

from __future__ import annotations

from typing import Any

from .layers import Layers

# name → (feature channels of the 3 × 3 convolution, units, stride of the block)
_BLOCKS_50 = ((64, 3, 2), (128, 4, 2), (256, 6, 2), (512, 3, 1))
RESNET50 = "resnet_v2_50"
RESNET50_NORM = {"epsilon": 1e-5, "momentum": 0.997}  # TF-Slim's resnet_arg_scope
RESNET20_NORM = {"epsilon": 1e-3, "momentum": 0.99}  # Keras's defaults
_EXPANSION = 4


def resnet50(images: Any, layers: Layers) -> dict[str, Any]:
    """Return the outputs of ResNet-50 v2 for `images` (batch, height, width, bands): 32 times smaller feature map.

    `default` (batch, 2048) is the mean of `feature_map`. Variables are named as in TF-Slim's resnet_v2_50,
    where a block's stride is in its last unit.
    """
    import tensorflow as tf

    x = layers.conv(images, f"{RESNET50}/conv1", 64, 7, stride=2, bias=True)
    x = tf.nn.max_pool2d(x, 3, 2, "SAME")
    outputs = {}
    for number, (channels, units, stride) in enumerate(_BLOCKS_50, 1):
        for unit in range(1, units + 1):
            name = f"{RESNET50}/block{number}/unit_{unit}/bottleneck_v2"
            x = _slim_unit(x, name, channels, stride if unit == units else 1, layers)
        outputs[f"block{number}"] = x
    x = layers.batch_norm_relu(x, f"{RESNET50}/postnorm")
    return {"default": tf.reduce_mean(x, [1, 2]), "feature_map": x, **outputs}


def resnet50_lcz(images: Any, layers: Layers) -> dict[str, Any]:
    """Return the outputs of `resnet50`, and `logits` (batch, 17): the scores of LCZ 1 to 17 before softmax."""
    outputs = resnet50(images, layers)
    return {**outputs, "logits": layers.dense(outputs["default"], f"{RESNET50}/logits", 17)}


def _slim_unit(x: Any, name: str, channels: int, stride: int, layers: Layers) -> Any:
    import tensorflow as tf

    depth = channels * _EXPANSION
    preact = layers.batch_norm_relu(x, f"{name}/preact")
    if x.shape[-1] == depth:
        shortcut = x if stride == 1 else tf.nn.max_pool2d(x, 1, stride, "VALID")
    else:
        shortcut = layers.conv(preact, f"{name}/shortcut", depth, 1, stride, bias=True)
    y = layers.conv(preact, f"{name}/conv1", channels, 1)
    y = layers.batch_norm_relu(y, f"{name}/conv1/BatchNorm")
    y = layers.conv(y, f"{name}/conv2", channels, 3, stride)
    y = layers.batch_norm_relu(y, f"{name}/conv2/BatchNorm")
    return shortcut + layers.conv(y, f"{name}/conv3", depth, 1, bias=True)


def resnet20(images: Any, layers: Layers) -> dict[str, Any]:
    """Return the outputs of the So2Sat demo's ResNet v2 with 20 layers: 4 times smaller feature map.

    `default` (batch, 256) is the mean of `feature_map`; `logits` (batch, 17) are the scores of LCZ 1 to 17
    before softmax. Variables are named conv_1 …, norm_1 …, dense_1 in the order that Keras numbers its layers.
    """
    import tensorflow as tf

    numbers = iter(range(1, 100)), iter(range(1, 100))

    def conv(x: Any, filters: int, size: int = 1, stride: int = 1) -> Any:
        return layers.conv(x, f"conv_{next(numbers[0])}", filters, size, stride, bias=True)

    def norm(x: Any) -> Any:
        return layers.batch_norm_relu(x, f"norm_{next(numbers[1])}")

    x = norm(conv(images, 16, 3))
    outputs, channels = {}, 16
    for stage in range(3):
        depth = channels * (_EXPANSION if stage == 0 else 2)
        for unit in range(2):
            first = unit == 0
            stride = 2 if first and stage > 0 else 1
            y = conv(x if first and stage == 0 else norm(x), channels, 1, stride)
            y = conv(norm(conv(norm(y), channels, 3)), depth)
            x = (conv(x, depth, 1, stride) if first else x) + y
        outputs[f"block{stage + 1}"] = x
        channels = depth
    x = norm(x)
    features = tf.reduce_mean(x, [1, 2])
    return {"default": features, "feature_map": x, "logits": layers.dense(features, "dense_1", 17), **outputs}
