"""`python -m tests.campaign [--share 1.0] [--seed TEXT] [--minutes 40] [--only KIND[:NUMBER]]`: prints the table."""

from __future__ import annotations

import argparse
import os
import sys
import time

from tests.campaign.runner import FULL, NEEDS_WORKER, Result, run, table


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.campaign", description="Hostile inputs and faults by the hundred.")
    parser.add_argument("--share", type=float, default=1.0, help="of the full number of cases")
    parser.add_argument("--seed", default="0", help="another seed, other cases")
    parser.add_argument("--minutes", type=float, default=40.0, help="no case is begun later")
    parser.add_argument("--only", default="", help="one kind, or one case of it as KIND:NUMBER")
    given = parser.parse_args()
    until = time.monotonic() + 60 * given.minutes
    only, _, number = given.only.partition(":")
    results: list[Result] = []
    for kind, count in FULL.items():
        if only and kind != only:
            continue
        if kind in NEEDS_WORKER and "SO2SAT_PYTHON" not in os.environ:
            print(f"{kind}: left out, SO2SAT_PYTHON names no runtime", file=sys.stderr)
            continue
        if kind == "disks" and (not hasattr(os, "geteuid") or os.geteuid() != 0):
            print("disks: left out, mounting a small file system needs root", file=sys.stderr)
            continue
        numbers = [int(number)] if number else range(max(round(count * given.share), 1))
        results.append(run(kind, numbers, given.seed, until))
        for failed, text in results[-1].failures:
            print(f"{kind}:{failed}: {text}\n", file=sys.stderr, flush=True)
    print(table(results))
    return 1 if any(one.counts["failed"] for one in results) else 0


if __name__ == "__main__":
    sys.exit(main())
