"""Labels are refitted, judged and drawn; the worker may die, labels may be anything."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.errors import Cancelled, So2SatError
from so2sat_qgis_plugin.engine.features.source import RasterFeatures
from so2sat_qgis_plugin.engine.labelling.draw import redraw, write_map
from so2sat_qgis_plugin.engine.labelling.loop import Fitted, refit, training_request
from so2sat_qgis_plugin.engine.labelling.save import save_bundle
from so2sat_qgis_plugin.engine.labelling.scene import LabelScene
from so2sat_qgis_plugin.engine.mapping.classes import ClassificationRequest, classify
from so2sat_qgis_plugin.engine.modules import bundle
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.grid import Block
from so2sat_qgis_plugin.engine.raster.maps import classes_of, read_map
from so2sat_qgis_plugin.engine.reports.training import write_training_report
from so2sat_qgis_plugin.runtime.client import Worker
from tests.engine.labelling.conftest import boxes, layer
from tests.support import labelled
from tests.support.progress import Impatient, Log


def agreement(codes: np.ndarray, fitted: Fitted) -> float:
    """Return the share of cells that are mapped as what they are."""
    names = {entry.code: entry.name for entry in fitted.legend}
    truth, mapped = labelled.truth()[1:], codes[1:]
    return float(np.mean([names[c] == labelled.CLASSES[t] for c, t in zip(mapped.ravel(), truth.ravel())]))


def test_refit_judges_held_out_and_draws_the_scene(kept: LabelScene, worker: Worker) -> None:
    fitted = refit(kept, boxes(epsg=4326), worker, Progress())
    assert [entry.name for entry in fitted.legend] == sorted(labelled.CLASSES)
    assert fitted.accuracy is not None and fitted.accuracy > 0.95 and fitted.interval[0] < fitted.accuracy
    assert fitted.plain is not None and fitted.plain > 0.8 and fitted.macro_f1 > 0.95
    assert [(c.polygons, c.cells) for c in fitted.classes] == [(4, 48)] * 3
    assert all(c.interval[0] <= c.f1 <= c.interval[1] and c.f1 > 0.9 for c in fitted.classes)
    assert fitted.suspects == () and "held out in turn" in fitted.how
    codes, confidence = redraw(kept, fitted, kept.whole, worker, Progress())
    assert agreement(codes, fitted) > 0.98
    assert (codes[0] == 0).all() and (confidence[0] == 255).all() and confidence[1:].max() <= 100
    part, _ = redraw(kept, fitted, Block(5, 7, 20, 30), worker, Progress())
    assert np.array_equal(part, codes[5:25, 7:37])
    thin, sure = redraw(kept, fitted, Block(5, 7, 20, 30), worker, Progress(), step=3)
    assert np.array_equal(thin, codes[5:25:3, 7:37:3]) and np.array_equal(sure, confidence[5:25:3, 7:37:3])


def test_a_wrong_label_is_suspect(kept: LabelScene, worker: Worker) -> None:
    wkt, labels = labelled.boxes()
    labels[4] = labelled.CLASSES[0]  # drawn on the second class
    (suspect,) = refit(kept, layer(wkt, labels), worker, Progress()).suspects
    assert (suspect.feature, suspect.label, suspect.predicted) == (4, labelled.CLASSES[0], labelled.CLASSES[1])
    assert suspect.confidence > 0.5
    row, column = kept.cell_at(suspect.x, suspect.y)
    assert labelled.truth()[row, column] == 1


def test_the_first_clicks_make_a_map_and_nothing_is_claimed_of_it(kept: LabelScene, worker: Worker) -> None:
    clicks = [f"POINT({x} {y})" for x, y in (kept.centre(10, 5), kept.centre(10, 30), kept.centre(10, 50))]
    fitted = refit(kept, layer(clicks, labelled.CLASSES), worker, Progress())
    assert fitted.accuracy is fitted.interval is fitted.plain is None
    assert all(entry.recall is None and entry.polygons == 1 for entry in fitted.classes)
    assert fitted.how == "nothing could be held out yet"
    assert any("Only one sample each" in note for note in fitted.notes)
    assert agreement(redraw(kept, fitted, kept.whole, worker, Progress())[0], fitted) > 0.8
    one_polygon = refit(kept, boxes(1), worker, Progress())
    assert one_polygon.accuracy is not None and any("Only one polygon each" in note for note in one_polygon.notes)


def test_labels_renamed_emptied_and_outside(kept: LabelScene, worker: Worker) -> None:
    wkt, labels = labelled.boxes()
    before = refit(kept, layer(wkt, labels), worker, Progress())
    renamed = refit(kept, layer(wkt, [str(x).replace("Wasser", "Zaun") for x in labels]), worker, Progress())
    assert renamed.token != before.token and [c.name for c in renamed.legend] == ["Straße", "Wald", "Zaun"]
    far = "POINT(0 0)"
    some = refit(kept, layer([*wkt, far, wkt[0]], [*labels, "Wald", ""]), worker, Progress())
    assert any("1 features lie outside the raster" in note for note in some.notes)
    assert any("1 features have no label" in note for note in some.notes)
    with pytest.raises(So2SatError, match=r"All labels are of one class \('Wald'\).*Label a second class"):
        refit(kept, layer(wkt[:1], ["Wald"]), worker, Progress())
    with pytest.raises(So2SatError, match="No cell of the raster is labelled.*outside the raster"):
        refit(kept, layer([far, far], ["Wald", "Wasser"]), worker, Progress())
    with pytest.raises(So2SatError, match="No cell of the raster is labelled"):
        refit(kept, layer([], []), worker, Progress())


def test_a_killed_worker_costs_a_line_and_no_label(kept: LabelScene, own_worker: Worker) -> None:
    log = Log()
    own_worker.kill()
    fitted = refit(kept, boxes(), own_worker, log)
    assert "It is started again" in log.text
    codes, _ = redraw(kept, fitted, kept.whole, own_worker, Progress())
    own_worker.kill()
    again, _ = redraw(kept, fitted, kept.whole, own_worker, Progress())
    assert np.array_equal(codes, again)


def test_cancelled_between_requests_the_worker_stays(kept: LabelScene, own_worker: Worker) -> None:
    fitted = refit(kept, boxes(), own_worker, Progress())
    pid = own_worker.pid
    with pytest.raises(Cancelled):
        redraw(kept, fitted, kept.whole, own_worker, Impatient())
    with pytest.raises(Cancelled):
        refit(kept, boxes(), own_worker, Impatient())
    assert own_worker.is_alive() and own_worker.pid == pid


def test_a_map_is_what_was_drawn(kept: LabelScene, worker: Worker, tmp_path: Path) -> None:
    fitted = refit(kept, boxes(), worker, Progress())
    codes, confidence = redraw(kept, fitted, kept.whole, worker, Progress())
    names = ("map.tif", "confidence.tif", "novelty.tif")
    request = ClassificationRequest(*(str(tmp_path / name) for name in names))
    found = write_map(kept, fitted, request, worker, Progress())
    land = read_map(request.output, Progress())
    assert np.array_equal(land.codes, codes) and found.nodata == (codes == 0).sum()
    assert classes_of(request.output) == fitted.legend and land.transform == kept.transform
    assert np.array_equal(read_map(request.confidence, Progress()).codes, np.where(confidence == 255, 0, confidence))
    assert Path(request.novelty).stat().st_size > 0


def test_the_automatic_choice_and_the_bundle(kept: LabelScene, own_worker: Worker, tmp_path: Path) -> None:
    automatic = refit(kept, boxes(), own_worker, Progress(), automatic=True)
    assert automatic.accuracy is not None and automatic.accuracy > 0.9 and automatic.classifier
    own_worker.kill()  # what training made comes back
    codes, _ = redraw(kept, automatic, kept.whole, own_worker, Progress())
    assert agreement(codes, automatic) > 0.95

    path = str(tmp_path / "b.so2sat")
    training = save_bundle(kept, boxes(), path, tmp_path, own_worker, Progress())
    with RasterFeatures(kept.name) as source:
        request = ClassificationRequest(str(tmp_path / "m.tif"))
        classify(request, bundle.read(path), source, own_worker, Progress())
    assert agreement(read_map(request.output, Progress()).codes, automatic) > 0.95
    write_training_report(tmp_path / "r.html", training_request(boxes()), training, kept.source(), request.output)
    assert "Wasser" in (tmp_path / "r.html").read_text(encoding="utf-8")
