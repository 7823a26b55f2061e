"""The command `so2sat-landcover`: plans checked, run, finished and looked at, without QGIS."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ..engine.errors import ClusterGone, So2SatError
from ..engine.progress import Progress
from ..paths import version
from ..runtime.environment import find_python
from . import finish as finishing
from .claims import holders
from .cluster import compute as compute_on_cluster
from .node import node, node_home, work
from .opening import check
from .plan_file import delete_run, load
from .roots import Roots, own_roots


class Printing(Progress):
    """Progress as lines on stderr, at most one every few seconds."""

    def __init__(self) -> None:
        self._last = 0.0

    def report(self, fraction: float) -> None:
        if time.monotonic() - self._last > 5.0 or fraction >= 1.0:
            self._last = time.monotonic()
            print(f"{100 * fraction:.0f} %", file=sys.stderr, flush=True)

    def log(self, message: str) -> None:
        print(message, file=sys.stderr, flush=True)

    warn = log


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    given = _parser().parse_args(arguments)
    try:
        for path in given.plans:
            given.action(Path(path), given)
    except So2SatError as error:
        print(f"so2sat-landcover: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("so2sat-landcover: stopped; finished blocks are kept.", file=sys.stderr)
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="so2sat-landcover", description=__doc__)
    parser.add_argument("--version", action="version", version=version())
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    plan = commands.add_parser("plan", help="look at a plan").add_subparsers(required=True, metavar="check")
    _command(plan, "check", _check, "whether raster, module and version here are those of the plan")
    run = _command(commands, "run", _run, "compute a plan's blocks; any number of these may run at once, or again")
    run.add_argument("--blocks", default="0/1", metavar="I/N", help="only every Nth block, from the Ith on")
    run.add_argument("--scheduler", metavar="ADDRESS|FILE", help="have a Dask cluster compute the blocks")
    run.add_argument("--fallback", action="store_true", help="compute here where the cluster is gone")
    run.add_argument("--finish", action="store_true", help="write the output when all blocks are there")
    finish = _command(commands, "finish", _finish, "write the output of a plan whose blocks are all there")
    finish.add_argument("--keep-parts", action="store_true", help="do not delete the parts afterwards")
    _command(commands, "status", _status, "how many blocks are there, and who computes which")
    return parser


def _command(commands: Any, name: str, action: Callable[..., None], text: str) -> argparse.ArgumentParser:
    """Add a command that takes plans and roots."""
    command: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    command.add_argument("plans", nargs="+", metavar="PLAN", help="plan file(s), as 'Save a plan' writes them")
    command.add_argument(
        "--root",
        action="append",
        default=[],
        metavar="THERE=HERE",
        help="a folder of the machine that made the plan, and what it is called here (also $SO2SAT_ROOTS)",
    )
    command.set_defaults(action=action)
    return command


def _check(path: Path, given: argparse.Namespace) -> None:
    saved = load(path)
    check(saved, Roots.parse([*given.root, *own_roots()]))
    print(f"{path}: {len(saved.blocks)} blocks; raster, module and version are those of the plan.")


def _run(path: Path, given: argparse.Namespace) -> None:
    first, of = _share(given.blocks)
    roots, home, progress = Roots.parse([*given.root, *own_roots()]), node_home(), Printing()
    if given.scheduler and not _on_cluster(path, given, progress):
        return
    with node(path, roots, home, find_python(home), progress) as here:
        numbers = range(first % of, len(here.blocks), of)
        done = work(here, numbers, progress)
        print(f"{path}: {done} of {len(numbers)} blocks computed here; all {len(numbers)} are there.")
        if given.finish and not finishing.missing(here):
            print(f"{path}: {finishing.finish(here, roots, progress)}")


def _on_cluster(path: Path, given: argparse.Namespace, progress: Progress) -> bool:
    """Compute on the cluster; returns whether there is anything left to do here."""
    saved = load(path)
    try:
        nodes = compute_on_cluster(saved, given.scheduler, given.root, find_python(node_home()), progress)
    except ClusterGone as error:
        if not given.fallback:
            raise
        progress.warn(f"{error} Going on here.")
        return True
    print(f"{path}: all {len(saved.blocks)} blocks are there; {nodes} nodes took part.")
    return bool(given.finish)


def _share(text: str) -> tuple[int, int]:
    """Return I and N of "I/N"."""
    first, _, of = text.partition("/")
    if not (first.isdigit() and of.isdigit() and int(of) > 0):
        raise So2SatError(f"--blocks must be I/N, such as 3/200, but is '{text}'.")
    return int(first), int(of)


def _finish(path: Path, given: argparse.Namespace) -> None:
    roots, home, progress = Roots.parse([*given.root, *own_roots()]), node_home(), Printing()
    with node(path, roots, home, find_python(home), progress) as here:
        print(f"{path}: {finishing.finish(here, roots, progress)}")
        saved = here.saved
    if not given.keep_parts:
        delete_run(saved)


def _status(path: Path, given: argparse.Namespace) -> None:
    saved = load(path)
    with saved.parts() as parts:
        done = sum(1 for _ in parts.folder.glob("part-*.part"))
        claims = list(holders(parts))
    print(f"{path}: {done} of {len(saved.blocks)} blocks are there.")
    for name in sorted({name for name, _ in claims}):
        ages = [age for other, age in claims if other == name]
        print(f"  {name} works on {len(ages)}; last sign of life {min(ages):.0f} s ago")


if __name__ == "__main__":
    sys.exit(main())
