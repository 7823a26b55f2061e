"""A server on loopback that does as a test says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.loopback import Server


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()
