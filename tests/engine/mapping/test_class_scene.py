"""Classified as it is embedded: the map of stored features, bit by bit; nothing lost when killed or cancelled."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import ogr

from so2sat_qgis_plugin.engine import worker as door
from so2sat_qgis_plugin.engine.embedding.plan import Request
from so2sat_qgis_plugin.engine.embedding.run import embedded
from so2sat_qgis_plugin.engine.embedding.settle import settle
from so2sat_qgis_plugin.engine.errors import Cancelled, So2SatError
from so2sat_qgis_plugin.engine.features.parts import PartFeatures, SceneFeatures
from so2sat_qgis_plugin.engine.features.view_names import BOTH
from so2sat_qgis_plugin.engine.features.views import views_at
from so2sat_qgis_plugin.engine.learning.adoption import adopt
from so2sat_qgis_plugin.engine.learning.agreement import describe_source, manifest
from so2sat_qgis_plugin.engine.learning.scene import pays, trained
from so2sat_qgis_plugin.engine.learning.training import Training, TrainingRequest, learnt, train
from so2sat_qgis_plugin.engine.mapping.class_scene import ByBundle, classify_scene
from so2sat_qgis_plugin.engine.mapping.classes import ClassificationRequest, classify
from so2sat_qgis_plugin.engine.mapping.landcover import class_map_of
from so2sat_qgis_plugin.engine.modules import bundle
from so2sat_qgis_plugin.engine.modules.bundle import Bundle
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.raster.cells import LabelledFeatures
from so2sat_qgis_plugin.engine.raster.reader import Raster
from so2sat_qgis_plugin.runtime.client import Worker
from tests.support import runs
from tests.support.progress import Log
from tests.support.scenes import UTM, wkt, write

ROWS, COLUMNS, TILE = 330, 350, 16
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
Made = Callable[..., Bundle]


@pytest.fixture(scope="module")
def raster(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A scene with nodata: a hole larger than windows, and single pixels."""
    dn = runs.pixels(ROWS, COLUMNS)
    dn[40:90, 100:180] = 0
    dn[np.random.default_rng(0).random((ROWS, COLUMNS)) < 0.02] = 0
    return write(tmp_path_factory.mktemp("scene") / "s.tif", dn, runs.BANDS, nodata=0)


def labels(count: int = 40) -> LabelledFeatures:
    """Squares inside patches of land cover, with the number of the patch's kind."""
    random = np.random.default_rng(0)
    random.uniform(300, 4000, (5, 10))  # the spectra, as `runs.pixels` draws them first
    cover = random.integers(0, 5, (-(-ROWS // TILE), -(-COLUMNS // TILE)))
    places = np.random.default_rng(1).permutation(np.argwhere(cover[:-1, :-1] < 3))[:count]
    found = []
    for row, column in places * TILE:
        corners = [UTM.at(column + x, row + y) for x, y in ((2, 2), (14, 2), (14, 14), (2, 14), (2, 2))]
        ring = ", ".join(f"{x} {y}" for x, y in corners)
        found.append(bytes(ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))").ExportToWkb()))
    return LabelledFeatures(found, [f"kind {cover[row, column]}" for row, column in places], wkt(32633))


def asked(**options: Any) -> TrainingRequest:
    given = {"classifier": "random forest", "effort": "quick", **options}
    return TrainingRequest(labels(), "kind", **given)


def of(raster: str, module: str, mode: str = "exact") -> Request:
    return Request(raster, module, window=8, stride=4, mode=mode, backend="openvino")


def bundled(request: TrainingRequest, training: Training, source: PartFeatures, worker: Worker, path: Path) -> Bundle:
    about = manifest(describe_source(source), learnt(request, training), door.versions(worker, Progress()))
    bundle.write(path, about, training.estimator)
    return bundle.read(path)


@pytest.fixture(scope="module")
def made(shared_worker: Worker, module: str, raster: str, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return a bundle trained on stored features, with options of a `TrainingRequest`; each is trained once."""
    known: dict[str, Bundle] = {}

    def make(mode: str = "exact", **options: Any) -> Bundle:
        key = f"{mode} {options}"
        if key not in known:
            folder, request = tmp_path_factory.mktemp("bundle"), asked(**options)
            with embedded(of(raster, module, mode), folder, shared_worker, Progress()) as done:
                source = PartFeatures(done)
                training = train(request, source, shared_worker, Progress())
                known[key] = bundled(request, training, source, shared_worker, folder / "b.so2sat")
        return known[key]

    return make


def outputs(folder: Path) -> ClassificationRequest:
    folder.mkdir(exist_ok=True)
    names = (str(folder / f"{name}.tif") for name in ("map", "confidence", "novelty"))
    return ClassificationRequest(*names)


def read(path: str) -> np.ndarray:
    with Raster(path) as raster:
        return raster.read(0, 0, raster.info.height, raster.info.width, (1,))[..., 0]


def left(home: Path) -> list[Path]:
    """What is left of runs."""
    return [path for path in (home / "runs").glob("*") if path.is_dir()]


def all_of(request: ClassificationRequest) -> list[np.ndarray]:
    return [read(path) for path in (request.output, request.confidence, request.novelty)]


@pytest.mark.parametrize("mode", ["exact", "dense"])
@pytest.mark.parametrize("view, smoothing", [("both", "3 × 3 cells"), ("embedding", "none"), ("spectrum", "none")])
def test_the_map_of_stored_features(
    worker: Worker, made: Made, module: str, raster: str, tmp_path: Path, mode: str, view: str, smoothing: str
) -> None:
    request, loaded = of(raster, module, mode), made(mode, view=view, smoothing=smoothing)
    one, two = outputs(tmp_path / "one"), outputs(tmp_path / "two")
    with embedded(request, tmp_path, worker, Progress()) as done:
        expected = classify(one, loaded, PartFeatures(done), worker, Progress())
        done.parts.delete()
    plan = settle(request, tmp_path, worker, Progress())
    assert plan.dense_equals_exact and plan.mode == mode
    found = classify_scene(ByBundle(two, loaded), plan, tmp_path, worker, Progress())
    for here, there in zip(all_of(one), all_of(two)):
        np.testing.assert_array_equal(here, there)
    assert found == expected and found.nodata > 0 and len(set(found.cells.values())) > 1
    assert not left(tmp_path)


@pytest.mark.parametrize("smoothing", ["none", "3 × 3 cells"])
def test_a_spectrum_alone_opens_no_module(
    worker: Worker,
    made: Made,
    module: str,
    raster: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    smoothing: str,
) -> None:
    request, loaded = of(raster, module), made(view="spectrum", smoothing=smoothing)
    one, two = outputs(tmp_path / "one"), outputs(tmp_path / "two")
    with embedded(request, tmp_path, worker, Progress()) as done:
        classify(one, loaded, PartFeatures(done), worker, Progress())
    for call in ("open_module", "exact", "dense", "verify"):
        monkeypatch.setattr(door, call, lambda *given: pytest.fail("the module is opened"))
    nowhere = replace(loaded, manifest={**loaded.manifest, "embedding": {**loaded.manifest["embedding"]}})
    nowhere.manifest["embedding"].update(module="gone", module_folder=str(tmp_path / "gone"))
    for given in (loaded, nowhere):
        scene = adopt(Request(raster, stride=0), given, tmp_path, Progress())
        log = Log()
        class_map_of(scene, ByBundle(two, given), tmp_path, worker, log)
        assert "the module is not opened" in log.text
        for here, there in zip(all_of(one), all_of(two)):
            np.testing.assert_array_equal(here, there)


def test_other_bundles_need_their_module(made: Made, raster: str, tmp_path: Path) -> None:
    gone = {
        **made(view="both", smoothing="3 × 3 cells").manifest["embedding"],
        "module": "gone",
        "module_folder": "gone",
    }
    loaded = made(view="both", smoothing="3 × 3 cells")
    with pytest.raises(So2SatError, match="needs the module gone"):
        adopt(Request(raster), replace(loaded, manifest={**loaded.manifest, "embedding": gone}), tmp_path, Progress())


def test_single_cells_are_those_of_stored_features(worker: Worker, module: str, raster: str, tmp_path: Path) -> None:
    with embedded(of(raster, module), tmp_path, worker, Progress()) as done:
        cells = np.random.default_rng(0).permutation(done.plan.grid.rows * done.plan.grid.columns)[:900]
        rows, columns = cells // done.plan.grid.columns, cells % done.plan.grid.columns
        expected = views_at(PartFeatures(done), rows, columns, Progress(), BOTH)
        found = views_at(SceneFeatures(done.plan, worker), rows, columns, Progress(), BOTH)
    np.testing.assert_array_equal(found.embedding, expected.embedding)
    np.testing.assert_array_equal(found.spectrum, expected.spectrum)
    assert np.isnan(expected.spectrum).any() and np.isnan(expected.embedding).any()


def by_labels(
    request: Request, home: Path, worker: Worker, progress: Progress, output: ClassificationRequest
) -> Training:
    """Make a map by labels as the algorithm does."""
    plan = settle(request, home, worker, progress)
    training_request = asked(view="both", smoothing="3 × 3 cells")
    assert pays(training_request, plan, progress)
    with trained(training_request, plan, home / "runs", worker, progress.span(0.0, 0.4)) as (training, source):
        loaded = bundled(training_request, training, source, worker, home / "b.so2sat")
        classify_scene(ByBundle(output, loaded), plan, home, worker, progress.span(0.4, 1.0))
    return training


def test_by_labels(worker: Worker, made: Made, module: str, raster: str, tmp_path: Path) -> None:
    """Trained on what labelled cells alone show, it is what is trained on stored features."""
    one, two = outputs(tmp_path / "one"), outputs(tmp_path / "two")
    request = of(raster, module)
    loaded = made(view="both", smoothing="3 × 3 cells")
    class_map_of(request, ByBundle(one, loaded), tmp_path, worker, Progress())
    training = by_labels(request, tmp_path, worker, Progress(), two)
    for here, there in zip(all_of(one), all_of(two)):
        np.testing.assert_array_equal(here, there)
    validation = loaded.manifest["validation"]
    assert training.figures["overall_accuracy"] == validation["overall_accuracy"] > 0.6
    assert not left(tmp_path)


def test_a_killed_worker_costs_nothing(worker: Worker, module: str, raster: str, tmp_path: Path) -> None:
    """Killed while labelled cells are embedded, while it trains, and while blocks are classified."""
    one, two = outputs(tmp_path / "one"), outputs(tmp_path / "two")
    by_labels(of(raster, module), tmp_path, worker, Progress(), one)
    killed: list[float] = []
    with runs.start() as mine:

        def at_report(fraction: float) -> None:
            if len(killed) < 3 and fraction > (0.02, 0.2, 0.6)[len(killed)]:
                killed.append(fraction)
                os.kill(mine.pid, signal.SIGKILL)

        log = Log(at_report)
        by_labels(of(raster, module), tmp_path, mine, log, two)
    assert len(killed) == 3 and "It is started again" in log.text
    for here, there in zip(all_of(one), all_of(two)):
        np.testing.assert_array_equal(here, there)


def test_cancelled_it_goes_on_where_it_was(worker: Worker, module: str, raster: str, tmp_path: Path) -> None:
    one, two = outputs(tmp_path / "one"), outputs(tmp_path / "two")
    by_labels(of(raster, module), tmp_path, worker, Progress(), one)
    with runs.start() as mine:
        log = Log()
        log.report = lambda fraction: setattr(log, "cancelled", fraction > 0.7)  # type: ignore[method-assign]
        with pytest.raises(Cancelled):
            by_labels(of(raster, module), tmp_path, mine, log, two)
    parts = runs.part_files(tmp_path)
    assert 0 < len(parts) < 4 and sum(part.stat().st_size for part in parts) < 100_000
    assert not Path(two.output).exists()
    log = Log()
    by_labels(of(raster, module), tmp_path, worker, log, two)
    assert "there from an earlier run" in log.text and "blocks are there from an earlier run" in log.text
    assert "samples of" not in log.text
    for here, there in zip(all_of(one), all_of(two)):
        np.testing.assert_array_equal(here, there)
    assert not left(tmp_path)


def test_parts_of_another_classifier_are_not_taken(
    worker: Worker, made: Made, module: str, raster: str, tmp_path: Path
) -> None:
    request, target = of(raster, module), outputs(tmp_path / "map")
    first, second = made(view="both", smoothing="3 × 3 cells"), made(view="both", smoothing="none")
    third = made(view="both", smoothing="none", seed=1)
    with runs.start() as mine:
        log = Log()
        log.report = lambda fraction: setattr(log, "cancelled", fraction > 0.5)  # type: ignore[method-assign]
        with pytest.raises(Cancelled):
            class_map_of(request, ByBundle(target, second), tmp_path, mine, log)
    assert runs.part_files(tmp_path)
    for loaded, kept in ((first, False), (third, False), (second, True)):
        log = Log()
        class_map_of(request, ByBundle(target, loaded), tmp_path, worker, log)
        assert ("from an earlier run" in log.text) == kept
    log = Log()
    class_map_of(request, ByBundle(replace(target, novelty=""), second), tmp_path, worker, log)
    assert "from an earlier run" not in log.text


def test_what_does_not_pay(worker: Worker, module: str, raster: str, tmp_path: Path) -> None:
    plan = settle(of(raster, module), tmp_path, worker, Progress())
    assert pays(asked(), plan, Progress())
    assert not pays(replace(asked(), labels=labels(150)), plan, Progress())
    geometry = settle(of(raster, module, "dense"), tmp_path, worker, Progress()).geometry
    assert geometry is not None
    assert not pays(asked(), replace(plan, geometry=replace(geometry, equals_exact=False)), Progress())
