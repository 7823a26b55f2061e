"""Who computes a run's parts beside this process: many machines, by whatever reaches them."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from ..progress import Progress
from .following import Following
from .parts import Parts
from .plan import Plan


class Elsewhere(Protocol):
    """Machines that compute parts; what they leave undone is done here."""

    def home(self, own: Path) -> Path:
        """Return the folder below which the run's parts lie: one that the machines see, or `own`."""

    def compute(self, plan: Plan, parts: Parts, following: Following | None, progress: Progress) -> None:
        """Have the missing parts computed; raises So2SatError where they cannot be and nothing is to be done here."""
