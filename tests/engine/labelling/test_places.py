"""Places to label next, a cell explained, a region grown."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from osgeo import ogr

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.labelling.ask import ask
from so2sat_qgis_plugin.engine.labelling.loop import refit
from so2sat_qgis_plugin.engine.labelling.region import grow
from so2sat_qgis_plugin.engine.labelling.scene import LabelScene
from so2sat_qgis_plugin.engine.labelling.suggest import Wish, stratified, suggest
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.grid import Block
from so2sat_qgis_plugin.runtime.client import Worker
from tests.engine.labelling.conftest import BANDS, boxes, layer
from tests.support import labelled


def test_without_labels_every_kind_of_ground_is_suggested(kept: LabelScene, worker: Worker) -> None:
    found = suggest(kept, None, worker, Progress(), Wish(6))
    assert len(found) == 6 and {labelled.truth()[one.row, one.column] for one in found} == {0, 1, 2}
    assert all(one.row > 0 and one.predicted == "" and "nothing is labelled" in one.why for one in found)
    assert all((one.x, one.y) == kept.centre(one.row, one.column) for one in found)


def test_the_class_without_labels_is_suggested_first(kept: LabelScene, worker: Worker) -> None:
    wkt, labels = labelled.boxes()
    known = [i for i, label in enumerate(labels) if label != "Straße"]
    fitted = refit(kept, layer([wkt[i] for i in known], [labels[i] for i in known]), worker, Progress())
    found = suggest(kept, fitted, worker, Progress())
    assert len(found) == 10
    unseen = [one for one in found if labelled.truth()[one.row, one.column] == 2]
    assert len(unseen) >= 7, "a third of the scene, of which nothing is known"
    assert max(one.novelty for one in unseen) > 50 and any("Unlike anything" in one.why for one in unseen)
    assert all(one.predicted in ("Wald", "Wasser") and 50 <= one.confidence <= 100 for one in found)

    skipped = suggest(kept, fitted, worker, Progress(), Wish(skipped=[(one.x, one.y) for one in found]))
    places = {(one.row, one.column) for one in found}
    assert all(max(abs(r - one.row), abs(c - one.column)) > 1 for one in skipped for r, c in places)
    within = suggest(kept, fitted, worker, Progress(), Wish(5, within=Block(30, 45, 8, 10)))
    assert len(within) == 5 and all(30 <= one.row < 38 and 45 <= one.column < 55 for one in within)


def test_nothing_is_left_to_suggest(kept: LabelScene, worker: Worker) -> None:
    everywhere = [kept.centre(row, column) for row in range(1, 41, 2) for column in range(0, 60, 2)]
    assert suggest(kept, None, worker, Progress(), Wish(skipped=everywhere)) == []
    outside = [kept.centre(-50, 5), kept.centre(5, 500)]
    assert len(suggest(kept, None, worker, Progress(), Wish(skipped=outside))) == 10


def test_a_random_sample_is_drawn_in_every_class(kept: LabelScene, worker: Worker) -> None:
    fitted = refit(kept, boxes(), worker, Progress())
    found = stratified(kept, fitted, worker, Progress(), half_width=0.1, minimum=20)
    counts = Counter(one.predicted for one in found)
    assert set(counts) == set(labelled.CLASSES) and min(counts.values()) >= 20
    assert len({(one.row, one.column) for one in found}) == len(found) >= 61  # Cochran: 0.8 · 0.2 / 0.051²
    assert [one.predicted for one in found] != sorted(one.predicted for one in found)
    assert found == stratified(kept, fitted, worker, Progress(), half_width=0.1, minimum=20)


def test_a_cell_is_explained(kept: LabelScene, worker: Worker) -> None:
    fitted = refit(kept, boxes(), worker, Progress())
    answer = ask(kept, fitted, *kept.centre(20, 30), worker, Progress())
    assert answer.probabilities[0][0] == "Wasser" and answer.confidence > 60
    assert sum(share for _, share in answer.probabilities) == pytest.approx(1.0, abs=1e-6)
    assert [near.label for near in answer.nearest[:3]] == ["Wasser"] * 3
    assert [n.distance for n in answer.nearest] == sorted(n.distance for n in answer.nearest)
    features = [near.feature for near in answer.nearest]
    assert len(set(features)) == len(features) == 5
    _, labels = labelled.boxes()
    assert all(labels[near.feature] == near.label for near in answer.nearest)
    assert answer.bands == BANDS and dict(answer.class_spectra).keys() == set(labelled.CLASSES)
    assert answer.spectrum == pytest.approx(np.asarray(kept.values[20, 30, 6:10], float), abs=1e-6)
    own = dict(answer.class_spectra)["Wasser"]
    others = [np.abs(np.subtract(answer.spectrum, s)).sum() for n, s in answer.class_spectra if n != "Wasser"]
    assert np.abs(np.subtract(answer.spectrum, own)).sum() < min(others)
    side = abs(kept.transform.dx)
    assert answer.cell[0] != answer.window[0] or kept.window == 1
    xs, ys = zip(*answer.window)
    assert max(xs) - min(xs) == pytest.approx(kept.window * side) and max(ys) - min(ys) == pytest.approx(xs[2] - xs[0])
    with pytest.raises(So2SatError, match="is nodata"):
        ask(kept, fitted, *kept.centre(0, 30), worker, Progress())
    with pytest.raises(So2SatError, match="lies outside"):
        ask(kept, fitted, 0.0, 0.0, worker, Progress())


def test_a_click_grows(kept: LabelScene) -> None:
    x, y = kept.centre(20, 30)
    alone = grow(kept, x, y, 0)
    box = ogr.CreateGeometryFromWkb(alone.wkb)
    assert alone.cells == 1 and box.GetArea() == pytest.approx(80.0 * 80.0)
    assert box.Contains(ogr.CreateGeometryFromWkt(f"POINT({x} {y})"))
    sizes = [grow(kept, x, y, threshold).cells for threshold in (0, 30, 60, 70, 100)]
    assert sizes == sorted(sizes) and sizes[-1] == 39 * 60
    stripe = grow(kept, x, y, 69)  # (69 %)³ is a third of the cells: those of the click's own class
    polygon = ogr.CreateGeometryFromWkb(stripe.wkb)
    left, right, _, _ = polygon.GetEnvelope()
    columns = kept.transform.pixels(np.array([left, right]), np.array([y, y]))[0]
    assert stripe.cells > 500 and columns[0] >= 18 and columns[1] <= 42 and not stripe.cut
    with pytest.raises(So2SatError, match="is nodata"):
        grow(kept, *kept.centre(0, 3), 30)
