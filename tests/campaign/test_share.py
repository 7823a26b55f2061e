"""A small fixed share of the campaign (`make campaign` runs all of it)."""

from __future__ import annotations

import os

import pytest

from tests.campaign import mutate
from tests.campaign.runner import NEEDS_WORKER, run

SHARE = {
    "rasters": 60, "archives": 40, "bundles": 40, "metadata": 30, "downloads": 20, "modules": 8, "estimators": 8,
    "weights": 3, "kills": 6,
}  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("kind", SHARE)
def test_nothing_fails(kind: str) -> None:
    if kind in NEEDS_WORKER and "SO2SAT_PYTHON" not in os.environ:
        pytest.skip("SO2SAT_PYTHON names no runtime")
    found = run(kind, range(SHARE[kind]), "share")
    assert not found.counts["failed"], found.failures
    assert sum(found.counts.values()) == SHARE[kind]
    assert found.counts["told"] > SHARE[kind] / 8, "the cases are not hostile"


def test_a_message_survives_its_tree() -> None:
    message = b"\x0a\x02\x08\x05\x10\x96\x01\x19" + bytes(range(8)) + b"\x25" + bytes(4)
    fields = mutate.tree(message)
    assert fields is not None and mutate.flat(fields) == message
    assert mutate.tree(b"\x0a\x05a") is None and mutate.tree(b"\x03") is None
