"""What a module is and what it can be used for, as the worker sees it and the catalogue tells it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from ..errors import So2SatError
from ..progress import Progress
from ..worker import ModuleFindings, Worker, describe_module
from .catalogue import Module


@dataclass(frozen=True)
class Description:
    """A resolved module and what its graph shows."""

    module: Module
    findings: ModuleFindings

    def to_json(self) -> dict[str, Any]:
        """Return all of it as plain values."""
        return {
            "handle": self.module.handle,
            "folder": str(self.module.folder),
            "content_hash": self.module.content_hash,
            "entry": dataclasses.asdict(self.module.entry),
            **dataclasses.asdict(self.findings),
        }


def describe(module: Module, worker: Worker, progress: Progress) -> Description:
    """Look into a module; raises So2SatError for the built-in one, which does not exist before its scene."""
    if module.folder is None:
        raise So2SatError(
            "The built-in module is made from the scene each time, so there is nothing to see into beforehand. Embed "
            "with it, and give the folder that the log names as MODULE."
        )
    output = module.entry.output if module.entry.name else ""
    return Description(module, describe_module(worker, module.folder, output, progress))
