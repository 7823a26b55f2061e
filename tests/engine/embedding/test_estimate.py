from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from so2sat_qgis_plugin.engine.embedding import estimate as e
from so2sat_qgis_plugin.engine.errors import So2SatError


def test_figures():
    found = e.estimate(cells=1000, valid_share=0.5, rate=50.0, dims=256, stored_dims=16, stored_bytes=2)
    assert (found.windows, found.seconds, found.output_bytes, found.parts_bytes) == (500, 10.0, 32_000, 1_024_000)
    assert "500 windows" in found.sentence() and "10 s" in found.sentence()


class Machine:
    """A clock that embedding moves on: 5 s at first, then 100 windows/s."""

    def __init__(self):
        self.now, self.calls = 0.0, []

    def embed(self, count):
        self.now += count / 100 + (5.0 if not self.calls else 0.0)
        self.calls.append(count)


@pytest.mark.parametrize(("most", "rate"), [(10_000, 100.0), (20, 100.0), (1, 100.0)])
def test_rate_leaves_out_the_warm_up(most, rate):
    machine = Machine()
    assert e.measured_rate(machine.embed, most, clock=lambda: machine.now) == pytest.approx(rate)
    assert max(machine.calls) <= max(most, 110)
    assert machine.now < 5 + 3


def test_a_day_is_enough(tmp_path):
    found = e.estimate(10_000_000, 1.0, 40.0, 1, 1, 1)
    with pytest.raises(So2SatError, match=r"2.89 days.*STRIDE to 18 or more"):
        e.refuse(found, 10, tmp_path / "a.tif", tmp_path)
    # the stride that it names is accepted
    e.refuse(e.estimate(10_000_000 * 100 // 18**2, 1.0, 40.0, 1, 1, 1), 18, tmp_path / "a.tif", tmp_path)


def test_disk(tmp_path):
    free = shutil.disk_usage(tmp_path).free
    e.refuse(e.Estimate(1, 1.0, 1.0, free // 4, free // 4), 10, tmp_path / "a.tif", tmp_path / "not/yet/there")
    for output, parts in ((2 * free, 0), (0, 2 * free), (free * 3 // 5, free * 3 // 5)):
        with pytest.raises(So2SatError, match="free"):
            e.refuse(e.Estimate(1, 1.0, 1.0, output, parts), 10, tmp_path / "a.tif", tmp_path)
    # no output of its own: only the parts count
    e.refuse(e.Estimate(1, 1.0, 1.0, 2 * free, 0), 10, None, Path(tmp_path))


@pytest.mark.parametrize(
    ("seconds", "text"), [(8, "8 s"), (600, "10 min"), (9000, "2.5 h"), (86400, "24 h"), (4 * 86400, "4 days")]
)
def test_durations(seconds, text):
    assert e.duration(seconds) == text
    assert e.size(3.4e9) == "3.4 GB" and e.size(12e6) == "12 MB" and e.size(500) == "0.5 kB"
