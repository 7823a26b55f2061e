"""Where the cases of one kind run: `python -m tests.campaign.child KIND SEED FOLDER`, numbers on stdin."""

from __future__ import annotations

import importlib
import json
import shutil
import sys
import traceback
from pathlib import Path
from random import Random
from typing import Any

from so2sat_qgis_plugin.engine.errors import So2SatError, WorkerDied


def outcome(kind: Any, random: Random, base: Any, folder: Path) -> dict[str, str]:
    """Run one case; returns what came of it, and the words."""
    try:
        kind.attempt(random, base, folder)
    except WorkerDied as error:
        return {"outcome": "died", "text": f"{error}\n{error.traceback}"}
    except So2SatError as error:
        trace = getattr(error, "traceback", "")
        # "The worker failed: KeyError …" is a bug that was caught, not a sentence for a user
        is_bug = str(error).startswith("The worker failed")
        return {"outcome": "failed" if is_bug else "told", "text": f"{error}\n{trace}" if is_bug else str(error)}
    except BaseException:
        return {"outcome": "failed", "text": traceback.format_exc()}
    return {"outcome": "worked", "text": ""}


def main(name: str, seed: str, folder: Path) -> None:
    kind = importlib.import_module(f"tests.campaign.{name}")
    (folder / "base").mkdir(parents=True)
    base = kind.prepare(folder / "base")
    print("ready", flush=True)
    for line in sys.stdin:
        number = int(line)
        case = folder / f"case-{number}"
        case.mkdir()
        found = outcome(kind, Random(f"{seed} {name} {number}"), base, case)
        shutil.rmtree(case, ignore_errors=True)
        print(json.dumps({"number": number, **found}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
