"""Where folders of the machine that made a plan are on this one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from ..engine.errors import So2SatError


@dataclass(frozen=True)
class Roots:
    """Where folders of the machine that made a plan are on this one: (there, here), the first that fits counts."""

    pairs: tuple[tuple[str, str], ...] = ()

    @staticmethod
    def parse(texts: Sequence[str]) -> Roots:
        """Return the roots of texts "THERE=HERE"; raises So2SatError for anything else."""
        pairs = [tuple(text.partition("=")[::2]) for text in texts]
        for text, pair in zip(texts, pairs):
            if not all(pair):
                raise So2SatError(f"A root must be THERE=HERE, such as /data=/mnt/data, but is '{text}'.")
        return Roots(tuple(pairs))  # type: ignore[arg-type]

    def here(self, path: str) -> str:
        """Return what `path` is on this machine."""
        for there, here in self.pairs:
            if path == there or path.startswith(there.rstrip("/") + "/"):
                return here.rstrip("/") + path[len(there.rstrip("/")) :]
        return path


def own_roots() -> list[str]:
    """Return the roots that this machine states: $SO2SAT_ROOTS, separated as paths are."""
    text = os.environ.get("SO2SAT_ROOTS", "")
    return text.split(os.pathsep) if text else []
