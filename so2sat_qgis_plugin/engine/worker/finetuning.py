"""The call that fine-tunes a module."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..progress import Progress
from .protocol import Worker


@dataclass(frozen=True)
class TuningData:
    """Patches (n, w, w, bands) float32 with class codes, groups and parts (each (n,); see `reference.holdout`)."""

    patches: np.ndarray
    codes: np.ndarray
    groups: np.ndarray
    part: np.ndarray


@dataclass(frozen=True)
class Tuned:
    """A fine-tuned module: `features` (n, d) after, codes predicted of the judging part before and after.

    `content`: a logistic regression on the new features (uint8); `history`: a row an epoch.
    """

    features: np.ndarray
    history: list[dict[str, Any]]
    frozen: np.ndarray
    tuned: np.ndarray
    content: np.ndarray


def tune(worker: Worker, data: TuningData, settings: dict[str, Any], state: Path, progress: Progress) -> Tuned:
    """Fine-tune a module into the folder `state`/module; `state` is resumed from after a kill.

    `settings` are the fields of the worker's `training.finetune.Settings`.
    """
    return Tuned(
        **worker.call(
            "finetune.run",
            progress,
            patches=data.patches,
            codes=data.codes,
            groups=data.groups,
            part=data.part,
            settings=settings,
            state=str(state),
        )
    )
