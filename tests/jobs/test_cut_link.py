"""Nodes with addresses of their own, in network namespaces: one whose link is pulled is done without."""

from __future__ import annotations

import os
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from so2sat_qgis_plugin.jobs.cluster import compute
from so2sat_qgis_plugin.jobs.plan_file import SavedPlan
from tests.jobs.test_cluster import finished
from tests.support.dask import RUNTIME, Cluster, Watching, needs_dask, parts_of

pytestmark = needs_dask


def ip(*words: str) -> None:
    try:
        done = subprocess.run(["ip", *words], capture_output=True, text=True)
    except OSError:
        pytest.skip("there is no ip (iproute2) to make network namespaces with")
    if done.returncode:
        pytest.skip(f"network namespaces are not permitted here: {done.stderr.strip()}")


class Link:
    """A namespace at 10.S.N.2, linked to this one at 10.S.N.1."""

    def __init__(self, subnet: int, number: int) -> None:
        self.name = f"so2sat-{uuid.uuid4().hex[:6]}"
        self.address = f"10.{subnet}.{number}"
        self._outer, inner = f"so{self.name[-6:]}o", f"so{self.name[-6:]}i"
        ip("netns", "add", self.name)
        ip("link", "add", self._outer, "type", "veth", "peer", "name", inner, "netns", self.name)
        ip("addr", "add", f"{self.address}.1/24", "dev", self._outer)
        ip("link", "set", self._outer, "up")
        for words in (["addr", "add", f"{self.address}.2/24", "dev", inner], ["link", "set", inner, "up"]):
            ip("-n", self.name, *words)
        ip("-n", self.name, "link", "set", "lo", "up")

    def pull(self) -> None:
        ip("link", "set", self._outer, "down")

    def end(self) -> None:
        subprocess.run(["ip", "netns", "del", self.name], capture_output=True)  # the link goes with it


@pytest.fixture
def links() -> Iterator[list[Link]]:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("network namespaces need root")
    made: list[Link] = []
    try:
        for number in (1, 2):
            made.append(Link(200 + os.getpid() % 50, number))
        yield made
    finally:
        for link in made:
            link.end()


def test_a_link_is_pulled(
    links: list[Link], saved: SavedPlan, expected: np.ndarray, home: Path, tmp_path: Path
) -> None:
    cluster = Cluster(tmp_path, home, host="0.0.0.0")
    try:
        for link in links:
            address = f"tcp://{link.address}.1:{cluster.port}"
            cluster.start_worker(address, ["ip", "netns", "exec", link.name])
        log = Watching(saved, 3, links[1].pull)
        compute(saved, cluster.address, [], RUNTIME, log)
    finally:
        cluster.end()
    assert parts_of(saved) == 16 and np.array_equal(finished(saved, home), expected)
