"""Adam (Kingma, Ba 2015, arXiv:1412.6980), with a warm-up and half a cosine (Loshchilov, Hutter 2017, 1608.03983)."""

from __future__ import annotations

from typing import Any

_WARM_UP = 0.1  # share of the steps


def adam(variables: list[Any]) -> Any:
    """Return a tf_keras Adam that holds moments of `variables`; its `learning_rate` is to be assigned at each step."""
    from tf_keras.optimizers import Adam

    made = Adam(learning_rate=0.0, jit_compile=False)
    made.build(variables)
    return made


def schedule(steps: int, peak: float) -> Any:
    """Return the learning rate as a function of the step (from 0): a linear rise over a tenth, then down to 0."""
    from tf_keras.optimizers.schedules import CosineDecay

    warm = max(1, round(_WARM_UP * steps))
    return CosineDecay(peak / warm, max(1, steps - warm), warmup_target=peak, warmup_steps=warm)
