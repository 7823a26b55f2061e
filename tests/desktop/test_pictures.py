"""The pictures of docs/similarity.md and docs/change.md, of a real scene; `make screenshots` keeps them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.change_scenes import SEEN, changed, read, write
from so2sat_qgis_plugin.engine.mapping.similarity import STOPS
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.maps import read_map
from so2sat_qgis_plugin.engine.raster.quicklook import amount_picture, true_color
from so2sat_qgis_plugin.engine.reports.png import encode
from tests.desktop.conftest import SHOTS
from tests.support import labelled
from tests.support.browser import CHROMIUM, picture
from tests.support.data import needs_shared, real
from tools.qgis_process import Qgis

pytestmark = [pytest.mark.desktop, needs_shared]
SCENE = "t48que/S2L2A_T48QUE_20200223_10band.tif"
PONDS = ["POINT(365290 1981630)", "POINT(372820 1979403)"]


@pytest.fixture
def qgis(tmp_path: Path, plugins: Path, monkeypatch: pytest.MonkeyPatch) -> Qgis:
    """qgis_process with the plugin, in a profile and a home of its own."""
    monkeypatch.setenv("SO2SAT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    made = Qgis(tmp_path / "profile", plugins)
    made.enable()
    return made


def test_more_like_two_ponds(qgis: Qgis, tmp_path: Path) -> None:
    samples = labelled.write_layer(tmp_path / "s.gpkg", PONDS, ["pond"] * 2, epsg=32648, drawn=32648)
    made = qgis.run("so2sat:embed", {"INPUT": real(SCENE), "STRIDE": 4, "OUTPUT": tmp_path / "e.tif"})["OUTPUT"]
    asked = {"INPUT": made, "SAMPLES": samples, "OUTPUT": tmp_path / "alike.tif", "MASK": tmp_path / "mask.tif"}
    outputs = qgis.run("so2sat:similarity", asked)
    land = read_map(outputs["MASK"], Progress())
    shown = amount_picture(outputs["OUTPUT"], STOPS, 420)
    seen = true_color(real(SCENE), land, 420)
    assert seen is not None
    gap = np.full((len(seen[0]), 12, 3), 255, np.uint8)
    both = np.concatenate([seen[0], gap, _enlarged(shown, len(gap))], axis=1)
    SHOTS.mkdir(parents=True, exist_ok=True)
    (SHOTS / "similarity.png").write_bytes(encode(both))
    assert (shown[..., 2] < 80).mean() > 0.002  # some of it is red


def _enlarged(pixels: np.ndarray, side: int) -> np.ndarray:
    places = np.arange(side) * len(pixels) // side
    return pixels[np.ix_(places, places)]


def test_change_of_a_scene_behind_haze_and_in_another_season(
    qgis: Qgis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # so that the report's picture shows names, not this folder
    random, side = np.random.default_rng(5), 536
    before = read(real(SCENE), 400, 300, side)
    after, where = changed(before, random, 14)
    names = "T48QUE_20200223.tif", "T48QUE_20201110_made.tif"
    scenes = before, SEEN["season, haze and half a pixel"](after, random)
    paths = [write(Path(name), real(SCENE), 400, 300, one) for name, one in zip(names, scenes)]
    page = tmp_path / "r.html"
    asked = {"BEFORE": paths[0], "AFTER": paths[1], "STRIDE": 4, "OUTPUT": tmp_path / "z.tif", "REPORT": page}
    outputs = qgis.run("so2sat:change", asked)
    figures = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert 0.8 < outputs["CHANGED_HA"] / (where.sum() / 100) < 1.4
    assert figures["shift"] > figures["beyond"]  # said in the report
    if CHROMIUM:
        picture(page, SHOTS / "change_report.png", width=1000, height=1420)
