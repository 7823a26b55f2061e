"""Packages come while something else is done, and libraries that come late are held to one thread too."""

from __future__ import annotations

import subprocess
import sys

from tests.support.data import ROOT

_PRELOADS = """
import sys, time
from so2sat_qgis_plugin.worker.estimators import packages
from tests.worker.session import Session
packages.preload(Session(), estimators=sys.argv[1])
end = time.monotonic() + 60
while not set(packages._FOR[sys.argv[1]]) <= set(sys.modules) and time.monotonic() < end:
    time.sleep(0.05)
print(set(packages._FOR[sys.argv[1]]) <= set(sys.modules))
"""
_ONE = """
import os, sys
from so2sat_qgis_plugin.worker.estimators.packages import one_thread
assert "sklearn" not in sys.modules
with one_thread():
    import numpy, threadpoolctl
    from sklearn.utils._openmp_helpers import _openmp_effective_n_threads
    print([pool["num_threads"] for pool in threadpoolctl.threadpool_info()], _openmp_effective_n_threads())
"""


def run(script: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={"PATH": "", "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_what_is_preloaded_is_there_after_a_while() -> None:
    assert run(_PRELOADS, "clusters") == "True"
    assert run(_PRELOADS, "classes") == "True"


def test_libraries_that_were_not_there_are_held_to_one_thread() -> None:
    pools, openmp = run(_ONE).rsplit(" ", 1)
    assert len(pools.split(",")) >= 2 and set(pools.strip("[]").split(", ")) == {"1"}
    assert openmp == "1"
